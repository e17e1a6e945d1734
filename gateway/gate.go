package gateway

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Gate is the one http.RoundTripper through which everything leaves the
// process. It refuses what must not leave: plain http to a host off loopback,
// a request to another origin than its environment's, a write to a read-only
// environment, a write to a guarded one without its name, a request whose call
// is not known. It never sets Referer, follows no redirect, sends nothing
// twice, and asks for no encoding it cannot decode. Bodies come as they are on
// the wire.
type Gate struct {
	options GateOptions
	accept  string // Accept-Encoding made of the decoders' names

	mu         sync.Mutex // guards transports
	transports map[transportKey]*http.Transport
}

// GateOptions are the parts of a Gate. The zero value works.
type GateOptions struct {
	UserAgent string       // "" means "gatehouse"
	Decoders  []Decoder    // in the order of preference
	Logger    *slog.Logger // one line per request, nil for none; see RedactingHandler
	Redactor  *Redactor    // learns proxy passwords
	// Transport carries requests in the place of the network: tests put a
	// handler here. All rules of the gate hold before it.
	Transport http.RoundTripper
}

// Decoder opens one content encoding.
type Decoder struct {
	Name string // as in Accept-Encoding, such as "gzip"
	Open func(io.Reader) (io.ReadCloser, error)
}

// NewGate makes a gate.
func NewGate(o GateOptions) *Gate {
	if o.UserAgent == "" {
		o.UserAgent = "gatehouse"
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	var names []string
	for _, d := range o.Decoders {
		names = append(names, d.Name)
	}
	return &Gate{options: o, accept: strings.Join(names, ", "), transports: map[transportKey]*http.Transport{}}
}

// Call tells the gate what a request is: it travels in the request's context.
type Call struct {
	Environment *Environment
	Service     string
	Safety      Safety
	Confirmed   string // the environment name a person typed, "" if none did

	token bool // a token request: exempt from the guard, answered in full
}

type callKey struct{}

// WithCall returns a context under which the gate lets a request through.
func WithCall(ctx context.Context, c Call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// RoundTrip implements http.RoundTripper. Its errors hold no URL query and no
// secret: a refusal is a *GuardError or a *TransportError with StageGate, all
// else a *TransportError that the context's error is recognisable in, or the
// context's error itself after a cancel.
func (g *Gate) RoundTrip(req *http.Request) (*http.Response, error) {
	started := time.Now()
	resp, err := g.roundTrip(req)
	g.log(req, resp, err, time.Since(started))
	return resp, err
}

func (g *Gate) roundTrip(req *http.Request) (*http.Response, error) {
	call, err := admit(req)
	if err != nil {
		closeBody(req)
		return nil, err
	}
	transport, err := g.transport(call.Environment)
	if err != nil {
		closeBody(req)
		return nil, err
	}
	ctx, once := watchDelivery(req.Context())
	resp, err := transport.RoundTrip(g.outgoing(ctx, req))
	if err != nil {
		once.release()
		return nil, g.transportError(req, call.Environment, once, err)
	}
	resp.Request = req
	resp.Body = &releasingBody{ReadCloser: resp.Body, release: once.release}
	return resp, nil
}

// transport is what carries requests to an environment.
func (g *Gate) transport(e *Environment) (http.RoundTripper, error) {
	if g.options.Transport != nil {
		return g.options.Transport, nil
	}
	return g.network(e)
}

// outgoing is the request as it leaves, with the gate's own headers.
func (g *Gate) outgoing(ctx context.Context, req *http.Request) *http.Request {
	out := req.Clone(ctx)
	if out.Header == nil {
		out.Header = http.Header{}
	}
	for name := range out.Header {
		if strings.EqualFold(name, "Referer") { // however it is spelt
			delete(out.Header, name)
		}
	}
	if _, set := out.Header["User-Agent"]; !set {
		out.Header.Set("User-Agent", g.options.UserAgent)
	}
	// Part of an encoded body cannot be decoded: no encoding with a range.
	_, set := out.Header["Accept-Encoding"]
	if !set && g.accept != "" && out.Header.Get("Range") == "" {
		out.Header.Set("Accept-Encoding", g.accept)
	}
	return out
}

// decoder finds the decoder of a content encoding by any of its names.
func (g *Gate) decoder(encoding string) (Decoder, bool) {
	name := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(encoding)), "x-")
	return decoderNamed(name, g.options.Decoders)
}

func decoderNamed(name string, all []Decoder) (Decoder, bool) {
	for _, d := range all {
		if d.Name == name {
			return d, true
		}
	}
	return Decoder{}, false
}

// CloseIdle closes kept connections.
func (g *Gate) CloseIdle() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, t := range g.transports {
		t.CloseIdleConnections()
	}
}

// log writes the one line of a request: never headers, query or bodies.
func (g *Gate) log(req *http.Request, resp *http.Response, err error, took time.Duration) {
	attrs := []slog.Attr{
		slog.String("method", req.Method),
		slog.String("url", g.options.Redactor.URL(locationOf(req.URL))),
		slog.Duration("took", took),
	}
	if resp != nil {
		attrs = append(attrs, slog.Int("status", resp.StatusCode))
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	g.options.Logger.LogAttrs(req.Context(), slog.LevelDebug, "request", attrs...)
}

// locationOf is a URL without user information, query and fragment.
func locationOf(u *url.URL) string {
	if u == nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		req.Body.Close()
	}
}

// releasingBody ends the watch over a request when its answer is closed.
type releasingBody struct {
	io.ReadCloser
	release func()
}

func (b *releasingBody) Close() error {
	defer b.release()
	return b.ReadCloser.Close()
}
