package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http/httptrace"
	"sync"
)

// errSentOnce ends a request that net/http was about to send again.
var errSentOnce = errors.New("the connection ended before the answer; the request is not sent twice")

// delivery watches one request on its way and sees to it that it leaves once.
//
// net/http sends a request again by itself when a kept connection turns out to
// be closed (GET, HEAD, OPTIONS, TRACE, and anything with an Idempotency-Key),
// and when an HTTP/2 server resets the stream or goes away. The server may
// have acted on the first one. There is no switch for it, so the watch steps in
// when a connection is handed out although the request's head was written
// already: for HTTP/1 it closes that connection, for HTTP/2 it ends the
// context, which is looked at before the head is written. In both cases no
// byte leaves. A request of which nothing was written may still go out on
// another connection.
type delivery struct {
	end context.CancelCauseFunc

	mu        sync.Mutex
	securing  bool // a TLS handshake began and did not end well yet
	connected bool // a connection was handed out
	written   bool // a whole head was written
	answered  bool // the first byte came back
	again     bool // a second sending was prevented
}

// watchDelivery returns the context to send a request under. The watch must be
// released when the answer is done with.
func watchDelivery(ctx context.Context) (context.Context, *delivery) {
	d := &delivery{}
	ctx, d.end = context.WithCancelCause(ctx)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		TLSHandshakeStart:    func() { d.secures(true) },
		TLSHandshakeDone:     func(_ tls.ConnectionState, err error) { d.secures(err != nil) },
		GotConn:              d.gotConn,
		WroteHeaders:         d.wroteHeaders,
		GotFirstResponseByte: d.gotFirstByte,
	}), d
}

func (d *delivery) release() { d.end(context.Canceled) }

func (d *delivery) secures(now bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.securing = now
}

func (d *delivery) gotConn(info httptrace.GotConnInfo) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.connected = true
	if !d.written {
		return
	}
	d.again = true
	d.end(errSentOnce)
	if c, ok := info.Conn.(*tls.Conn); ok && c.ConnectionState().NegotiatedProtocol == "h2" {
		return // other requests share it
	}
	info.Conn.Close()
}

func (d *delivery) wroteHeaders() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.written = true
}

func (d *delivery) gotFirstByte() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.answered = true
}

// progress is how far a request had come.
type progress struct{ securing, connected, written, answered, again bool }

func (d *delivery) progress() progress {
	d.mu.Lock()
	defer d.mu.Unlock()
	return progress{d.securing, d.connected, d.written, d.answered, d.again}
}
