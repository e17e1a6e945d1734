package gateway

import (
	"context"
	"crypto/tls"
	"net/http/httptrace"
	"sync"
	"time"
)

// stopwatch takes the Timings of one attempt. The transport may call its hooks
// from several goroutines, and also after the attempt is over: a connection
// that was dialled for it and then not needed.
type stopwatch struct {
	mu    sync.Mutex
	start time.Time
	marks [markCount]time.Time
	reuse bool
}

type mark int

const (
	markDNSStart mark = iota
	markDNSDone
	markConnectStart
	markConnectDone
	markTLSStart
	markTLSDone
	markWrote
	markFirstByte
	markHead
	markCount
)

// newStopwatch starts now.
func newStopwatch() *stopwatch { return &stopwatch{start: time.Now()} }

// trace returns a context whose request is timed.
func (w *stopwatch) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart:          func(httptrace.DNSStartInfo) { w.first(markDNSStart) },
		DNSDone:           func(httptrace.DNSDoneInfo) { w.last(markDNSDone) },
		ConnectStart:      func(string, string) { w.first(markConnectStart) },
		ConnectDone:       func(string, string, error) { w.last(markConnectDone) },
		TLSHandshakeStart: func() { w.first(markTLSStart) },
		TLSHandshakeDone:  func(tls.ConnectionState, error) { w.last(markTLSDone) },
		GotConn: func(info httptrace.GotConnInfo) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.reuse = info.Reused
		},
		WroteRequest:         func(httptrace.WroteRequestInfo) { w.last(markWrote) },
		GotFirstResponseByte: func() { w.first(markFirstByte) },
	})
}

// first notes when something happened first: several addresses may be tried.
func (w *stopwatch) first(m mark) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.marks[m].IsZero() {
		w.marks[m] = time.Now()
	}
}

// last notes when something happened last before the head came.
func (w *stopwatch) last(m mark) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.marks[markHead].IsZero() {
		w.marks[m] = time.Now()
	}
}

// stop notes the head, or that there is none, and gives the phases.
func (w *stopwatch) stop() Timings {
	w.first(markHead)
	w.mu.Lock()
	defer w.mu.Unlock()
	t := Timings{
		DNS:     w.between(markDNSStart, markDNSDone),
		Connect: w.between(markConnectStart, markConnectDone),
		TLS:     w.between(markTLSStart, markTLSDone),
		Waiting: w.between(markWrote, markFirstByte),
		Head:    w.marks[markHead].Sub(w.start),
		Reused:  w.reuse,

		DNSAt: w.since(markDNSStart), ConnectAt: w.since(markConnectStart), TLSAt: w.since(markTLSStart), WaitingAt: w.since(markWrote),
	}
	if w.reuse {
		// A connection dialled meanwhile and not needed is another's.
		t.DNS, t.Connect, t.TLS = 0, 0, 0
		t.DNSAt, t.ConnectAt, t.TLSAt = 0, 0, 0
	}
	return t
}

// since is when something happened, from the start; zero if it did not.
func (w *stopwatch) since(m mark) time.Duration {
	if w.marks[m].IsZero() {
		return 0
	}
	return max(w.marks[m].Sub(w.start), 0)
}

func (w *stopwatch) between(from, to mark) time.Duration {
	if w.marks[from].IsZero() || w.marks[to].IsZero() {
		return 0
	}
	return max(w.marks[to].Sub(w.marks[from]), 0)
}

// tlsText names version and cipher of a connection, "" for plain http.
func tlsText(state *tls.ConnectionState) string {
	if state == nil {
		return ""
	}
	return tls.VersionName(state.Version) + ", " + tls.CipherSuiteName(state.CipherSuite)
}
