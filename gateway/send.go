package gateway

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"time"
)

// sending is one Send or Resend under way. Its exchange is handed out when it
// is over and not changed afterwards.
type sending struct {
	client   *Client
	ctx      context.Context
	exchange *Exchange
	check    bool // it is a check: little of the body is kept

	dir     *Directory
	changes int // of the client's settings when dir was taken
	env     *Environment
	key     Secret
	wire    *wire
	renewed bool // the token was obtained for this very send
}

func (c *Client) newSending(ctx context.Context, target Target, r Request) *sending {
	c.learnOwn(r)
	return &sending{client: c, ctx: ctx, exchange: &Exchange{
		Target:   target,
		Request:  r,
		Started:  time.Now(),
		Token:    TokenUse{Auth: r.Auth},
		Body:     BodyOf(nil),
		redactor: c.redactor,
	}}
}

// name is what the history of tokens calls this send: by method and path
// template, in which a person may have typed anything.
func (s *sending) name() string {
	r := s.exchange.Request
	name := cut(s.client.redactor.Text(r.Method+" "+r.Path), 60)
	if s.check {
		return "the check (" + name + ")"
	}
	return name
}

// send goes the whole way. Its error is why there is no answer.
func (s *sending) send() error {
	grant, err := s.prepare()
	if err != nil {
		return err
	}
	if err := s.chain(grant.Token, ""); err != nil {
		return err
	}
	return s.settle(grant)
}

// prepare checks everything that can be checked and gathers what is needed,
// the token last: it is not worth asking for when the request cannot go out.
// When the settings change meanwhile it begins anew, so that a token never
// goes to an environment it was not obtained for.
func (s *sending) prepare() (Grant, error) {
	for {
		if err := s.assemble(); err != nil {
			return Grant{}, err
		}
		grant, err := s.grant()
		if err != nil {
			return Grant{}, err
		}
		if s.fits(grant.Token) {
			return grant, nil
		}
		if !s.changed() {
			return Grant{}, &TransportError{Stage: StageGate, Fault: "the token was obtained with other settings of " + s.env.Name, Advice: "this is a fault of the program; nothing was sent"}
		}
	}
}

// fits reports whether a token belongs to the settings that this send goes by.
func (s *sending) fits(token *Token) bool {
	return token == nil || token.fits(s.env, s.exchange.Target.Service)
}

func (s *sending) assemble() error {
	target, r := s.exchange.Target, s.exchange.Request
	var err error
	s.dir, s.changes = s.client.settings()
	if s.env, err = findTarget(s.dir, target); err != nil {
		return err
	}
	s.exchange.environment = s.env
	if _, err = build(s.env, target.Service, "", r); err != nil {
		return err
	}
	if refusal := Guard(s.env, r.Method, r.Safety, r.Confirmed); refusal != nil {
		return refusal
	}
	if s.key, err = s.client.apiKey(s.ctx, s.env); err != nil {
		return err
	}
	s.exchange.keyOf = s.sameKey()
	s.wire, err = build(s.env, target.Service, s.key, r)
	return err
}

// sameKey names another environment that is known to have the API key of this
// one, "" if there is none.
func (s *sending) sameKey() string {
	for _, other := range s.dir.Environments {
		if other == s.env || s.key == "" {
			continue
		}
		if key, ok := s.client.vault.Peek(other.APIKey); ok && key == s.key {
			return other.Name
		}
	}
	return ""
}

// grant obtains the token and records what is known of it.
func (s *sending) grant() (Grant, error) {
	if s.exchange.Request.Auth != AuthManaged {
		return Grant{}, nil
	}
	use := &s.exchange.Token
	began := time.Now()
	grant, err := s.client.tokens.get(s.ctx, s.exchange.Target, s.name()+" needed one")
	use.Wait += time.Since(began)
	if err != nil {
		return Grant{}, err
	}
	grant.New = grant.New || s.renewed
	use.Token, use.New = grant.Token, grant.New
	use.Fetches = s.client.tokens.State(s.exchange.Target).Fetches
	return grant, nil
}

// changed reports whether the settings are others than when they were read.
func (s *sending) changed() bool {
	_, changes := s.client.settings()
	return changes != s.changes
}

// fail makes the exchange one without an answer.
func (s *sending) fail(err error) {
	e := s.exchange
	e.Err = err
	e.Status, e.Reason, e.Proto, e.Header, e.TLS, e.NotFollowed = 0, "", "", nil, "", ""
	e.Body = BodyOf(nil)
}

// noHead ends a request whose answer's head did not come within a time.
type noHead struct{ within time.Duration }

func (e *noHead) Error() string { return "no answer within " + inWords(e.within) }

// Unwrap tells it from a cancel: net/http ends both in the same way.
func (e *noHead) Unwrap() error { return context.DeadlineExceeded }

// inWords is a time limit as the settings have it: 2s, 1m, 1m30s.
func inWords(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// chain sends the request, follows its redirects and takes in the last answer.
// The environment's time limit covers all of it up to that answer's head.
func (s *sending) chain(token *Token, note string) error {
	ctx, cancel := context.WithCancelCause(s.ctx)
	within := s.env.WaitLimit()
	limit := time.AfterFunc(within, func() { cancel(&noHead{within}) })
	defer limit.Stop()
	hop := *s.wire
	for followed := 0; ; followed++ {
		answer, err := s.attempt(ctx, hop, token, note)
		if err != nil {
			cancel(nil)
			return err
		}
		next, why := s.redirect(hop, answer.resp, followed)
		if next == nil {
			limit.Stop()
			s.exchange.NotFollowed = why
			s.exchange.Body = s.take(answer, func() { answer.cancel(); cancel(nil) }, s.bodyLimit())
			return nil
		}
		body := s.take(answer, answer.cancel, maxStart)
		keepStart(s.exchange.Attempts, body)
		body.Cancel()
		hop = *next
		note = "redirected to " + s.client.redactor.URL(hop.shown)
	}
}

func (s *sending) bodyLimit() int64 {
	if s.check {
		return maxWordsBody
	}
	if s.dir.BodyLimit > 0 {
		return s.dir.BodyLimit
	}
	return DefaultBodyLimit
}

// answer is the head of an answer whose body is still to be taken.
type answer struct {
	resp   *http.Response
	ctx    context.Context
	cancel context.CancelFunc
}

// attempt puts one request on the wire and records it.
func (s *sending) attempt(ctx context.Context, hop wire, token *Token, note string) (answer, error) {
	e := s.exchange
	if token != nil {
		hop.header = hop.header.Clone()
		authorize(hop.header, token.Value)
		e.Token.Age = token.Age(time.Now())
		e.Token.Known = s.client.tokens.Provenance(e.Target, token.Value)
	} else if own := bearerValue(hop.header); own != "" {
		e.Token.Known = s.client.tokens.Provenance(e.Target, own)
	}
	ctx, cancel := context.WithCancel(ctx)
	call := Call{Environment: s.env, Service: e.Target.Service, Safety: e.Request.Safety, Confirmed: e.Request.Confirmed}
	watch := newStopwatch()
	req := hop.request(watch.trace(WithCall(ctx, call)))
	e.Sent = s.client.sent(req, hop.shown, hop.body)
	a := Attempt{At: time.Now(), Method: hop.method, URL: e.Sent.URL, Note: note, Token: token}
	resp, err := s.client.gate.RoundTrip(req)
	a.Timings = watch.stop()
	if err == nil && resp.StatusCode == 0 { // an exchange without an answer has this
		_ = resp.Body.Close()
		err = &TransportError{Stage: StageAnswer, Host: req.URL.Host, Fault: "the server's answer has the status 000, which is none", Advice: "whether the request was acted on is not known"}
	}
	if err != nil {
		if s.ctx.Err() != nil {
			err = s.ctx.Err() // the caller's end, not the environment's limit
		}
		cancel()
		a.Err = err
	} else {
		a.Status, a.Header = resp.StatusCode, resp.Header
	}
	e.Attempts = append(e.Attempts, a)
	return answer{resp: resp, ctx: ctx, cancel: cancel}, err
}

// take makes an answer the exchange's and begins to receive its body.
func (s *sending) take(a answer, cancel context.CancelFunc, limit int64) *Body {
	e, resp := s.exchange, a.resp
	e.Status, e.Proto, e.Header = resp.StatusCode, resp.Proto, resp.Header
	_, e.Reason, _ = strings.Cut(resp.Status, " ") // behind the digits, as they were sent
	e.Reason = strings.TrimSpace(e.Reason)
	e.TLS = tlsText(resp.TLS)
	in := incoming{
		from:     resp.Body,
		expected: resp.ContentLength,
		encoding: encodings(resp.Header),
		decode:   s.client.gate.decoder,
		limit:    limit,
		cancel:   cancel,
		ctx:      a.ctx,
	}
	last := e.Attempts[len(e.Attempts)-1]
	if last.Method == http.MethodHead || resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusNotModified {
		return noBody(in)
	}
	return receive(in)
}

// encodings are those that a body is in: identity is none.
func encodings(h http.Header) string {
	var out []string
	for name := range strings.SplitSeq(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		if name = strings.TrimSpace(name); name != "" && !identity(name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// What is kept of the body of an answer that another attempt follows, and how
// long the next attempt waits for it.
const (
	maxStart  = 4 << 10
	startWait = 250 * time.Millisecond
)

// keepStart keeps the beginning of the last attempt's body. A body that comes
// whole meanwhile leaves its connection fit for the next attempt.
func keepStart(attempts []Attempt, body *Body) {
	state := body.waitShort(startWait)
	if len(attempts) > 0 {
		start := state.Bytes[:min(len(state.Bytes), maxStart)]
		attempts[len(attempts)-1].Start = bytes.Clone(start)
	}
}
