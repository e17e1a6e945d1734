package gateway

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// plainServer answers raw connections on loopback. Each connection is closed
// when serve returns, and all when the test ends.
func plainServer(t testing.TB, serve func(net.Conn)) (baseURL string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer c.Close()
				c.SetDeadline(time.Now().Add(20 * time.Second))
				serve(c)
			})
		}
	})
	t.Cleanup(func() { l.Close(); running.Wait() })
	return "http://" + l.Addr().String()
}

func newNetworkGate(t testing.TB, o GateOptions) *Gate {
	g := NewGate(o)
	t.Cleanup(g.CloseIdle)
	return g
}

// fetch sends a request and reads the answer to its end.
func fetch(g *Gate, req *http.Request) (string, error) {
	resp, err := g.RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// A server that answers one request and closes the kept connection after it
// has read the next: net/http would send that one again.
func TestT9NothingIsSentTwiceOnAKeptConnection(t *testing.T) {
	cells := 0
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE"} {
		for _, key := range []string{"", "Idempotency-Key", "X-Idempotency-Key"} {
			for _, body := range []string{"", "x=1"} {
				for _, reset := range []bool{false, true} {
					cells++
					seen := sendOnDyingConnection(t, method, key, body, reset)
					if seen != 2 {
						t.Errorf("%s %s body %q reset %v: %d requests arrived, want 2", method, key, body, reset, seen)
					}
				}
			}
		}
	}
	t.Logf("%d cells", cells)
}

// sendOnDyingConnection sends two requests, the second on a connection that
// dies, and counts the requests that arrived.
func sendOnDyingConnection(t *testing.T, method, key, body string, reset bool) int64 {
	var seen atomic.Int64
	base := plainServer(t, func(c net.Conn) {
		r := bufio.NewReader(c)
		for {
			req, err := http.ReadRequest(r)
			if err != nil {
				return
			}
			io.Copy(io.Discard, req.Body)
			if seen.Add(1) == 2 {
				if reset {
					c.(*net.TCPConn).SetLinger(0)
				}
				return
			}
			fmt.Fprint(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
		}
	})
	gate := newNetworkGate(t, GateOptions{})
	env := &Environment{Name: "QA", BaseURL: base}
	for i := range 2 {
		req := newCall(t, Call{Environment: env}, method, base+"/x", body)
		if key != "" {
			req.Header.Set(key, "1")
		}
		_, err := fetch(gate, req)
		if i == 0 {
			if err != nil {
				t.Fatalf("%s: first request: %v", method, err)
			}
			continue
		}
		var failed *TransportError
		if !errors.As(err, &failed) || failed.Stage != StageAnswer || !strings.Contains(failed.Error(), "connection") {
			t.Errorf("%s: second request: %v", method, err)
		}
	}
	return seen.Load()
}

// TestT9 cuts the connection at a random byte of a POST, before or after the
// server has all of it, on new and on kept connections, and counts by the id in
// each body what was delivered.
func TestT9CutConnectionsDeliverAtMostOnce(t *testing.T) {
	const runs, whole = 1000, -1
	rng := rand.New(rand.NewPCG(9, 9))
	var cut atomic.Int64 // bytes to take of the next request, or whole: all, and answer
	var delivered deliveries
	base := plainServer(t, func(c net.Conn) {
		for r := bufio.NewReader(c); ; {
			if _, err := r.Peek(1); err != nil {
				return
			}
			n := cut.Load()
			if !takeRequest(r, n, &delivered) || n != whole {
				return
			}
			fmt.Fprint(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
		}
	})
	gate := newNetworkGate(t, GateOptions{})
	env := &Environment{Name: "QA", BaseURL: base}
	failures := 0
	send := func(try int, n int64) {
		cut.Store(n)
		id := fmt.Sprintf("%05d", try)
		req := newCall(t, Call{Environment: env}, "POST", base+"/x", "id="+id+"!")
		if try%3 == 0 {
			req.Header.Set("Idempotency-Key", id)
		}
		_, err := fetch(gate, req)
		var failed *TransportError
		if err != nil && (!errors.As(err, &failed) || failed.Fault == "") {
			t.Fatalf("cut at %d: error without a name: %v", n, err)
		}
		if err != nil {
			failures++
		}
	}
	for i := range runs {
		if rng.IntN(2) == 0 {
			send(2*i, whole) // leaves a kept connection behind
		}
		send(2*i+1, rng.Int64N(200))
	}
	doubles := delivered.moreThanOnce()
	t.Logf("%d cut requests, %d failed, %d ids delivered", runs, failures, len(delivered.times))
	if len(doubles) > 0 || failures < runs {
		t.Errorf("delivered more than once: %v; %d of %d failed", doubles, failures, runs)
	}
}

// takeRequest reads up to n bytes of a request, or all of it: the body ends
// with an exclamation mark. It reports whether all was there.
func takeRequest(r *bufio.Reader, n int64, d *deliveries) bool {
	var got bytes.Buffer
	for ; n != 0; n-- {
		b, err := r.ReadByte()
		if err != nil {
			return false
		}
		got.WriteByte(b)
		if b == '!' {
			_, body, _ := strings.Cut(got.String(), "\r\n\r\n")
			d.add(body)
			return true
		}
	}
	return false
}

// deliveries counts whole requests by their body.
type deliveries struct {
	mu    sync.Mutex
	times map[string]int
}

func (d *deliveries) add(body string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.times == nil {
		d.times = map[string]int{}
	}
	d.times[body]++
}

func (d *deliveries) moreThanOnce() (ids []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, n := range d.times {
		if n > 1 {
			ids = append(ids, id)
		}
	}
	return ids
}

// What a request without a body looks like on the wire: no body of any kind.
func TestRequestsWithoutABodyHaveNoneOnTheWire(t *testing.T) {
	got := make(chan *http.Request, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r }))
	defer server.Close()
	gate := newNetworkGate(t, GateOptions{})
	env := &Environment{Name: "QA", BaseURL: server.URL}
	for _, method := range []string{"GET", "HEAD", "DELETE", "OPTIONS"} {
		if _, err := fetch(gate, newCall(t, Call{Environment: env}, method, server.URL+"/x", "")); err != nil {
			t.Fatal(err)
		}
		r := <-got
		if len(r.TransferEncoding) != 0 || r.Header.Get("Content-Length") != "" || r.ContentLength != 0 {
			t.Errorf("%s: Transfer-Encoding %v, Content-Length %q", method, r.TransferEncoding, r.Header.Get("Content-Length"))
		}
	}
}

// A closed answer ends the watch over its request and keeps the connection.
func TestConnectionsAreKept(t *testing.T) {
	var remotes sync.Map
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		remotes.Store(r.RemoteAddr, true)
		w.Write([]byte("ok"))
	}))
	defer server.Close()
	gate := newNetworkGate(t, GateOptions{})
	env := &Environment{Name: "QA", BaseURL: server.URL}
	for range 50 {
		if _, err := fetch(gate, newCall(t, Call{Environment: env}, "POST", server.URL+"/x", "a=1")); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	remotes.Range(func(_, _ any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d connections for 50 requests one after another", n)
	}
}

// lateContext is one whose time runs out when done is closed.
type lateContext struct {
	context.Context
	done chan struct{}
}

func (c lateContext) Done() <-chan struct{} { return c.done }

func (c lateContext) Err() error {
	select {
	case <-c.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// Leaving is recognisable whatever stage it happens in.
func TestLeavingStaysRecognisable(t *testing.T) {
	arrived := make(chan struct{}, 4)
	base := plainServer(t, func(c net.Conn) {
		b := make([]byte, 1024)
		c.Read(b)
		arrived <- struct{}{}
		c.Read(b)
	})
	gate := newNetworkGate(t, GateOptions{})
	env := &Environment{Name: "QA", BaseURL: base}
	newRequest := func(ctx context.Context) *http.Request {
		req, _ := http.NewRequestWithContext(WithCall(ctx, Call{Environment: env}), "GET", base+"/x?secret=fake-value", nil)
		return req
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	if _, err := gate.RoundTrip(newRequest(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while waiting: %v", err)
	}
	if _, err := gate.RoundTrip(newRequest(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	late := lateContext{context.Background(), make(chan struct{})}
	go func() { <-arrived; close(late.done) }()
	_, err := gate.RoundTrip(newRequest(late))
	var failed *TransportError
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &failed) || failed.Stage != StageAnswer || strings.Contains(err.Error(), "fake-value") {
		t.Errorf("time ran out: %v", err)
	}
	own := errors.New("our own limit")
	cctx, stop := context.WithCancelCause(t.Context())
	stop(own)
	if _, err := gate.RoundTrip(newRequest(cctx)); !errors.Is(err, own) || !errors.Is(err, context.Canceled) {
		t.Errorf("cause lost: %v", err)
	}
}
