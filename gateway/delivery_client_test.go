package gateway

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
)

// cuttingListener ends each connection after a number of bytes of its choice
// have gone out, or come in, whichever it drew.
type cuttingListener struct {
	net.Listener
	cut func() (in, out int) // bytes to let through, negative for all
}

func (l cuttingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	in, out := l.cut()
	return &cuttingConn{Conn: conn, in: in, out: out}, nil
}

type cuttingConn struct {
	net.Conn
	mu      sync.Mutex
	in, out int
}

func (c *cuttingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	return c.pass(&c.in, n, err)
}

func (c *cuttingConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	allowed := len(p)
	if c.out >= 0 {
		allowed = min(allowed, c.out)
	}
	c.mu.Unlock()
	n, err := c.Conn.Write(p[:allowed])
	return c.pass(&c.out, n, err)
}

// pass counts bytes and cuts the connection when none are left: what came in
// beyond that is lost.
func (c *cuttingConn) pass(left *int, n int, err error) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if *left < 0 || err != nil {
		return n, err
	}
	n = min(n, *left)
	if *left -= n; *left == 0 {
		c.Conn.(*net.TCPConn).SetLinger(0)
		c.Conn.Close()
		return n, io.ErrClosedPipe
	}
	return n, nil
}

// TestT9NothingIsDeliveredTwice sends requests whose connection is cut at a
// random byte, on the way there or back, fresh or kept, and counts how often
// each arrives: never twice, whatever the method and its headers.
func TestT9NothingIsDeliveredTwice(t *testing.T) {
	runs := 1000
	if os.Getenv("GATEHOUSE_LONG") == "1" {
		runs = 10000
	}
	var mu sync.Mutex
	delivered, whole := map[string]int{}, map[string]int{}
	handler := withTokens(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Run")
		mu.Lock()
		delivered[id]++
		mu.Unlock()
		body, err := io.ReadAll(r.Body)
		if err == nil {
			mu.Lock()
			whole[id]++
			mu.Unlock()
		}
		w.Write(bytes.Repeat([]byte("answer "), 30+len(body)/100))
	})
	server := httptest.NewUnstartedServer(handler)
	server.Listener = cuttingListener{server.Listener, func() (int, int) {
		if rand.IntN(2) == 0 {
			return 1 + rand.IntN(3000), -1
		}
		return -1, 1 + rand.IntN(4000)
	}}
	server.Config.ErrorLog = discardLog()
	server.Start()
	defer server.Close()
	c := newTestClient(t, loopbackDirectory(server.URL), nil)
	defer c.gate.CloseIdle()
	for c.tokens.State(qaProperty).Token == nil { // the token call may be cut, too
		c.tokens.Refresh(t.Context(), qaProperty)
	}
	good, failed, cutBody := 0, 0, 0
	for run := range runs {
		method := []string{"POST", "POST", "PUT", "DELETE", "GET"}[rand.IntN(5)]
		r := Request{Method: method, Path: "/x", Headers: []Field{{Name: "X-Run", Value: fmt.Sprint(run)}}}
		if method != "GET" {
			r.Body = bytes.Repeat([]byte("b"), rand.IntN(800))
		}
		if rand.IntN(2) == 0 {
			r.Headers = append(r.Headers, Field{Name: "Idempotency-Key", Value: fmt.Sprint("fake-", run)})
		}
		e := c.Send(t.Context(), qaProperty, r)
		switch s := e.Body.Wait(); {
		case e.Err != nil:
			failed++
		case s.Err != nil:
			cutBody++
		default:
			good++
		}
		if len(e.Attempts) != 1 {
			t.Errorf("%d attempts", len(e.Attempts))
		}
	}
	mu.Lock()
	defer mu.Unlock()
	twice := 0
	for id, n := range delivered {
		if n > 1 {
			twice++
			t.Errorf("run %s arrived %d times", id, n)
		}
	}
	t.Logf("%d runs: %d answered, %d failed, %d cut in the body; %d arrived, %d whole, %d twice", runs, good, failed, cutBody, len(delivered), len(whole), twice)
	if failed == 0 || cutBody == 0 || good == 0 {
		t.Error("the cuts do not reach every phase")
	}
}

func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }
