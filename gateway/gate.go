package gateway

import (
	"context"
	"io"
	"log/slog"
	"net/http"
)

// Gate is the one http.RoundTripper through which everything leaves the
// process. It refuses what must not leave: plain http to a host off loopback,
// a write to a read-only environment, a write to a guarded one without its
// name, a request whose call is not known. It never sets Referer, follows no
// redirect, sends nothing twice, and asks for no encoding it cannot decode.
type Gate struct {
	// see gate.go
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
func NewGate(o GateOptions) *Gate { panic("contract") }

// Call tells the gate what a request is: it travels in the request's context.
type Call struct {
	Environment *Environment
	Service     string
	Safety      Safety
	Confirmed   string // the environment name a person typed, "" if none did

	token bool // a token request: exempt from the guard, answered in full
}

// WithCall returns a context under which the gate lets a request through.
func WithCall(ctx context.Context, c Call) context.Context { panic("contract") }

// RoundTrip implements http.RoundTripper. Its errors hold no URL query and no
// secret; a refusal is a *GuardError or a *TransportError.
func (g *Gate) RoundTrip(req *http.Request) (*http.Response, error) { panic("contract") }

// CloseIdle closes kept connections.
func (g *Gate) CloseIdle() { panic("contract") }
