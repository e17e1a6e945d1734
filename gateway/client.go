package gateway

import (
	"context"
	"net/http"
	"strings"
	"sync"
)

// Client sends requests with the tokens of their targets. All methods may be
// called at once from many goroutines.
type Client struct {
	vault    *Vault
	tokens   *Tokens
	gate     *Gate
	redactor *Redactor

	// mu keeps the directories of client and tokens in step. A send that got
	// a token of other settings than it began with looks at changes.
	mu      sync.RWMutex
	dir     *Directory
	changes int
}

// NewClient makes a client that sends through gate to the environments of dir.
func NewClient(dir *Directory, vault *Vault, tokens *Tokens, gate *Gate, r *Redactor) *Client {
	return &Client{vault: vault, tokens: tokens, gate: gate, redactor: r, dir: dir}
}

// SetDirectory takes changed settings in, for the tokens too. Requests in
// flight go on as they began.
func (c *Client) SetDirectory(dir *Directory) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dir = dir
	c.changes++
	c.tokens.SetDirectory(dir)
}

// settings are the directory, and how often it was changed.
func (c *Client) settings() (*Directory, int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.dir, c.changes
}

// Send obtains a token, sends the request and returns with the answer's head
// or an error; the body goes on arriving until it is done or cancelled by its
// Cancel or by ctx.
//
// Redirects are followed for safe requests and within the same origin and
// service only, ten at most. A 401 is answered by one replay with a new token:
// by itself when the request is safe, for a write only when the challenge says
// invalid_token, and never when the token was obtained for this very send or
// pasted by a person.
func (c *Client) Send(ctx context.Context, target Target, r Request) *Exchange {
	s := c.newSending(ctx, target, r)
	if err := s.send(); err != nil {
		s.fail(err)
	}
	return s.exchange
}

// Resend sends the request of an exchange whose Replay says ask once more with
// a new token: a person said so. The result holds both attempts. An exchange
// that asks nothing is returned as it is.
func (c *Client) Resend(ctx context.Context, e *Exchange) *Exchange {
	if e.Replay.Verdict != ReplayAsk {
		return e
	}
	s := c.newSending(ctx, e.Target, e.Request)
	s.exchange.Attempts = append(s.exchange.Attempts, e.Attempts...)
	keepStart(s.exchange.Attempts, e.Body)
	if err := s.resend(e); err != nil {
		s.fail(err)
	}
	return s.exchange
}

// Renew is Send with a token that is obtained for it, whatever there is: a
// person said so. A pasted token gives way to it. The request's Auth must be
// managed. Where no token can be had, nothing is sent and the old one stays.
func (c *Client) Renew(ctx context.Context, target Target, r Request) *Exchange {
	s := c.newSending(ctx, target, r)
	if err := s.renew(); err != nil {
		s.fail(err)
	}
	return s.exchange
}

// Preview is the request exactly as Send would put it on the wire now, with
// token and API key masked. It resolves and sends nothing: a key that is not
// known yet stays {apiKey}. The error is a *FieldError.
func (c *Client) Preview(target Target, r Request) (Sent, error) {
	c.learnOwn(r)
	dir, _ := c.settings()
	env, err := findTarget(dir, target)
	if err != nil {
		return Sent{}, err
	}
	var key Secret
	if env.NeedsAPIKey() {
		key, _ = c.vault.Peek(env.APIKey)
	}
	w, err := build(env, target.Service, key, r)
	if err != nil {
		return Sent{}, err
	}
	if r.Auth == AuthManaged {
		value := Secret(redacted)
		if token := c.tokens.State(target).Token; token != nil {
			value = token.Value
		}
		authorize(w.header, value)
	}
	return c.sent(w.request(context.Background()), w.shown, w.body), nil
}

// learnOwn makes the credentials in an Authorization header of a person's own
// known to the redactor: a server may repeat them anywhere.
func (c *Client) learnOwn(r Request) {
	if r.Auth != AuthCustom {
		return
	}
	for _, f := range r.Headers {
		if !f.Off && strings.EqualFold(f.Name, "Authorization") {
			value := strings.TrimSpace(f.Value)
			c.redactor.Learn(Secret(value))
			if _, rest, ok := strings.Cut(value, " "); ok {
				c.redactor.Learn(Secret(strings.TrimSpace(rest)))
			}
		}
	}
}

// sent is a request as it goes out, made fit for showing.
func (c *Client) sent(req *http.Request, shown string, body []byte) Sent {
	out := c.gate.outgoing(context.Background(), req)
	fields := append([]Field{{Name: "Host", Value: out.Host}}, c.redactor.Header(out.Header)...)
	if length, stated := statedLength(out); stated {
		fields = append(fields, Field{Name: "Content-Length", Value: length})
	}
	if c.redactor.Contains(body) {
		body = []byte(c.redactor.Text(string(body)))
	}
	return Sent{Method: req.Method, URL: c.redactor.URL(shown), Header: fields, Body: body}
}

// apiKey resolves the key that an environment's calls carry in their path.
func (c *Client) apiKey(ctx context.Context, env *Environment) (Secret, error) {
	if !env.NeedsAPIKey() {
		return "", nil
	}
	name := "of " + env.Name
	if env.APIKey == nil {
		return "", &FieldError{Part: partAPIKey, Name: name, Fault: "is not set, and calls carry it in their path: set api_key of this environment in the configuration"}
	}
	key, err := c.vault.Get(ctx, env.APIKey)
	switch {
	case err != nil && ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", &FieldError{Part: partAPIKey, Name: name, Fault: "cannot be had, " + err.Error()}
	}
	return key, checkKey(env, key)
}

// findTarget finds a target's environment and checks its service.
func findTarget(dir *Directory, target Target) (*Environment, error) {
	env := dir.Environment(target.Environment)
	if env == nil {
		return nil, &FieldError{Part: "environment", Name: target.Environment, Fault: "there is no such environment in the configuration"}
	}
	for _, s := range dir.Services {
		if s.Name == target.Service {
			return env, nil
		}
	}
	return nil, &FieldError{Part: "service", Name: target.Service, Fault: "there is no such service in the configuration"}
}
