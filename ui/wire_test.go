package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// wire stands in the place of the network: it hands each request that leaves
// the gate to a handler, after a delay on the fake clock, and keeps what it
// saw. Answers stream: what a handler writes arrives as it writes it.
type wire struct {
	handler http.Handler
	// instead answers in the handler's place when it reports true.
	instead func(w http.ResponseWriter, r *http.Request) bool
	// reason is the reason phrase of every answer, "" for the usual one.
	reason func(r *http.Request) string
	// broken is the error of a network that is down, nil for one that works.
	broken func(r *http.Request) error
	// strays says that a person sends tokens where they do not belong.
	strays bool

	mu     sync.Mutex
	seen   []sighting
	owners map[string]string // token -> the host and service it was obtained from
	hosts  map[string]bool   // that calls went to
	wrong  []string          // calls that carried another target's token
}

// sighting is one request as it arrived.
type sighting struct {
	method, host, path, query, authorization, body string
	header                                         http.Header
	token                                          bool // it asks for a token
}

func (s sighting) String() string { return s.method + " " + s.host + s.path }

// write reports whether the request may change something: its method is not a
// safe one, and it is not the POST that obtains a token.
func (s sighting) write() bool {
	return !s.token && !slices.Contains([]string{"GET", "HEAD", "OPTIONS"}, s.method)
}

func newWire(h http.Handler) *wire {
	return &wire{handler: h, owners: map[string]string{}, hosts: map[string]bool{}}
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		req.Body.Close()
	}
	s := w.see(req, body)
	if err := w.travel(req, delay(s)); err != nil {
		return nil, err
	}
	if w.broken != nil {
		if err := w.broken(req); err != nil {
			return nil, err
		}
	}
	return w.answer(req, s, body)
}

// delay is how long an answer takes. Services differ, so that what is asked
// for at once comes in an order that does not change.
func delay(s sighting) time.Duration {
	if s.token {
		service := strings.Split(strings.TrimPrefix(s.path, "/streaming-"), "/")[0]
		return tokenDelays[service] + 41*time.Millisecond
	}
	return 142 * time.Millisecond
}

// travel lets the time of an answer pass, and tells of its phases: the first
// call to a host looks its name up and connects.
func (w *wire) travel(req *http.Request, d time.Duration) error {
	trace := httptrace.ContextClientTrace(req.Context())
	if trace == nil || trace.DNSStart == nil { // a token is asked for
		return wait(req.Context(), d)
	}
	w.mu.Lock()
	known := w.hosts[req.URL.Host]
	w.hosts[req.URL.Host] = true
	w.mu.Unlock()
	phase := func(begin, end func(), share time.Duration) error {
		begin()
		err := wait(req.Context(), d*share/100)
		end()
		return err
	}
	rest := d
	if !known {
		err := errors.Join(
			phase(func() { trace.DNSStart(httptrace.DNSStartInfo{}) }, func() { trace.DNSDone(httptrace.DNSDoneInfo{}) }, 5),
			phase(func() { trace.ConnectStart("tcp", req.URL.Host) }, func() { trace.ConnectDone("tcp", req.URL.Host, nil) }, 15))
		if err != nil {
			return err
		}
		rest -= d*5/100 + d*15/100
	}
	trace.GotConn(httptrace.GotConnInfo{Reused: known})
	trace.WroteRequest(httptrace.WroteRequestInfo{})
	err := wait(req.Context(), rest)
	trace.GotFirstResponseByte()
	return err
}

var tokenDelays = map[string]time.Duration{
	"snapshot": 3 * time.Millisecond, "ingest": 6 * time.Millisecond, "view": 9 * time.Millisecond, "status": 12 * time.Millisecond,
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *wire) see(req *http.Request, body []byte) sighting {
	s := sighting{
		method: req.Method, host: req.URL.Host, path: req.URL.Path, query: req.URL.RawQuery,
		authorization: req.Header.Get("Authorization"), body: string(body), header: req.Header.Clone(),
		token: strings.HasSuffix(req.URL.Path, "/oauth2/token") && req.Method == http.MethodPost,
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = append(w.seen, s)
	if value, ok := strings.CutPrefix(s.authorization, "Bearer "); ok && !s.token {
		if owner, known := w.owners[value]; known && owner != s.place() && !w.strays {
			w.wrong = append(w.wrong, fmt.Sprintf("%s carried the token of %s", s, owner))
		}
	}
	return s
}

// place is the host and service of a request.
func (s sighting) place() string {
	return s.host + "/" + strings.Split(strings.TrimPrefix(s.path, "/"), "/")[0]
}

// answer runs the handler and returns when it has written the head.
func (w *wire) answer(req *http.Request, s sighting, body []byte) (*http.Response, error) {
	in := req.Clone(req.Context())
	in.Body = io.NopCloser(bytes.NewReader(body))
	in.Host = req.URL.Host
	in.RequestURI = req.URL.RequestURI()
	from, to := io.Pipe()
	out := &answerWriter{header: http.Header{}, head: make(chan struct{}), to: to}
	if s.token {
		out.keep = func(reply []byte) { w.learn(s, reply) }
	}
	go func() {
		w.mu.Lock()
		instead := w.instead
		w.mu.Unlock()
		if instead == nil || !instead(out, in) {
			w.handler.ServeHTTP(out, in)
		}
		out.end(req.Context().Err())
	}()
	stop := context.AfterFunc(req.Context(), func() { from.CloseWithError(req.Context().Err()) })
	select {
	case <-out.head:
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	resp := &http.Response{
		Status: fmt.Sprintf("%d %s", out.status, http.StatusText(out.status)), StatusCode: out.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: out.sent, ContentLength: -1, Request: req,
		Body: &answerBody{from, stop},
	}
	if w.reason != nil {
		resp.Status = fmt.Sprintf("%d %s", out.status, w.reason(req))
	}
	if n, err := strconv.ParseInt(out.sent.Get("Content-Length"), 10, 64); err == nil {
		resp.ContentLength = n
	}
	return resp, nil
}

// learn notes whose token was handed out.
func (w *wire) learn(s sighting, reply []byte) {
	var token struct {
		Value string `json:"access_token"`
	}
	if json.Unmarshal(reply, &token) == nil && token.Value != "" {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.owners[token.Value] = s.place()
	}
}

// sightings are the requests so far that a filter takes; nil takes all.
func (w *wire) sightings(take func(sighting) bool) []sighting {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []sighting
	for _, s := range w.seen {
		if take == nil || take(s) {
			out = append(out, s)
		}
	}
	return out
}

func isToken(s sighting) bool { return s.token }
func isCall(s sighting) bool  { return !s.token }

// answerWriter is the http.ResponseWriter of the wire. A write that nobody
// reads any more fails, as on a broken connection.
type answerWriter struct {
	header, sent http.Header
	status       int
	head         chan struct{}
	to           *io.PipeWriter
	keep         func([]byte) // told the whole body at the end
	body         bytes.Buffer
}

func (a *answerWriter) Header() http.Header { return a.header }

func (a *answerWriter) WriteHeader(status int) {
	if a.status != 0 {
		return
	}
	a.status, a.sent = status, a.header.Clone()
	close(a.head)
}

func (a *answerWriter) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	a.body.Write(p)
	if a.keep != nil {
		a.keep(a.body.Bytes())
	}
	return a.to.Write(p)
}

// Flush does nothing: every write is on its way at once.
func (a *answerWriter) Flush() {}

// end ends the answer, with an error if the caller has left.
func (a *answerWriter) end(err error) {
	a.WriteHeader(http.StatusOK)
	a.to.CloseWithError(err)
}

type answerBody struct {
	*io.PipeReader
	stop func() bool
}

func (b *answerBody) Close() error {
	b.stop()
	return b.PipeReader.Close()
}
