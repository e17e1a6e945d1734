package gateway

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Servers that answer wrongly: every fault has a name of its own, and nothing
// that they sent is quoted.
func TestAnswerFaultsAreNamed(t *testing.T) {
	for name, c := range map[string]struct{ answer, want string }{
		"closed":           {"", "closed the connection before"},
		"not HTTP":         {"SSH-2.0-fake\r\n\r\n", "not valid HTTP"},
		"status line only": {"HTTP/1.1 200 OK\r\n", "closed the connection before"},
		"bad status":       {"HTTP/1.1 abc\r\n\r\n", "not valid HTTP"},
		"bad header":       {"HTTP/1.1 200 OK\r\nno colon fake-canary\r\n\r\n", "not valid HTTP"},
		"bad length":       {"HTTP/1.1 200 OK\r\nContent-Length: fake-canary\r\n\r\n", "not valid HTTP"},
		"two lengths":      {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "not valid HTTP"},
		"bad encoding":     {"HTTP/1.1 200 OK\r\nTransfer-Encoding: fake-canary\r\n\r\n", "not valid HTTP"},
		"endless interim":  {strings.Repeat("HTTP/1.1 103 Early Hints\r\nX: "+strings.Repeat("x", 1000)+"\r\n\r\n", 2000), "head is larger than"},
		"huge head":        {"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 2<<20) + "\r\n\r\n", "head is larger than"},
	} {
		base := plainServer(t, func(conn net.Conn) {
			conn.Read(make([]byte, 4096))
			io.WriteString(conn, c.answer)
			conn.(*net.TCPConn).CloseWrite()
			io.Copy(io.Discard, conn)
		})
		gate := newNetworkGate(t, GateOptions{})
		env := &Environment{Name: "QA", BaseURL: base}
		_, err := fetch(gate, newCall(t, Call{Environment: env}, "GET", base+"/x?token=fake-secret-value", ""))
		var failed *TransportError
		if !errors.As(err, &failed) || failed.Stage != StageAnswer || !strings.Contains(failed.Fault, c.want) {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		} else if text := deepText(err); strings.Contains(text, "fake-") {
			t.Errorf("%s: shows what is not for showing: %s", name, text)
		}
		gate.CloseIdle()
	}
}

// A body that breaks off is the reader's affair: the head came.
func TestBrokenBodyIsNoGateError(t *testing.T) {
	base := plainServer(t, func(c net.Conn) {
		c.Read(make([]byte, 4096))
		io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart")
	})
	gate := newNetworkGate(t, GateOptions{})
	got, err := fetch(gate, newCall(t, Call{Environment: &Environment{Name: "QA", BaseURL: base}}, "GET", base+"/x", ""))
	if got != "part" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestRefusedConnectionIsNamed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	err = refusedBeforeSending(t, &Environment{Name: "QA", BaseURL: "http://" + l.Addr().String()})
	if !strings.Contains(err.Error(), "connection refused") {
		t.Error(err)
	}
}

func TestNamesThatDoNotResolveAreNamed(t *testing.T) {
	for want, dns := range map[string]*net.DNSError{
		"no host is known by the name": {Name: "gateway.example.test", IsNotFound: true},
		"took too long":                {Name: "gateway.example.test", IsTimeout: true},
		"looking up the name":          {Name: "gateway.example.test", Err: "server misbehaving"},
	} {
		gate := NewGate(GateOptions{Transport: failing{&net.OpError{Op: "dial", Err: dns}}})
		env := &Environment{Name: "QA", BaseURL: "https://gateway.example.test"}
		_, err := gate.RoundTrip(newCall(t, Call{Environment: env}, "GET", env.BaseURL+"/x", ""))
		var failed *TransportError
		var kept *net.DNSError
		if !errors.As(err, &failed) || failed.Stage != StageConnect || !strings.Contains(failed.Fault, want) || !errors.As(err, &kept) {
			t.Errorf("%v; want %q", err, want)
		}
	}
}

// Whatever a transport says, a *url.Error or its text never comes out.
func TestErrorsHoldNoURL(t *testing.T) {
	secret := "https://gateway.example.test/x?client_secret=fake-secret-value"
	gate := NewGate(GateOptions{Transport: failing{&url.Error{Op: "Post", URL: secret, Err: errors.New("odd " + secret)}}})
	env := &Environment{Name: "QA", BaseURL: "https://gateway.example.test"}
	_, err := gate.RoundTrip(newCall(t, Call{Environment: env}, "GET", secret, ""))
	var failed *TransportError
	if !errors.As(err, &failed) || failed.Stage != StageAnswer || strings.Contains(deepText(err), "fake-secret") {
		t.Errorf("%v", deepText(err))
	}
}

// failing is a transport that only fails.
type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

// Requests that net/http itself will not write were not sent.
func TestInvalidRequestsAreRefused(t *testing.T) {
	gate := newNetworkGate(t, GateOptions{})
	env := &Environment{Name: "QA", BaseURL: "http://127.0.0.1:9"}
	for name, change := range map[string]func(*http.Request){
		"header value": func(r *http.Request) { r.Header["X-Odd"] = []string{"fake\r\nInjected: 1"} },
		"header name":  func(r *http.Request) { r.Header["X Odd"] = []string{"fake"} },
		"method":       func(r *http.Request) { r.Method = "GE T" },
	} {
		req := newCall(t, Call{Environment: env}, "GET", env.BaseURL+"/x", "")
		change(req)
		_, err := fetch(gate, req)
		var failed *TransportError
		if !errors.As(err, &failed) || failed.Stage != StageGate || strings.Contains(deepText(err), "fake") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTimeLimitsInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		2 * time.Second: "2s", time.Minute: "1m", 90 * time.Second: "1m30s", time.Hour: "1h", 610 * time.Second: "10m10s",
		time.Hour + 5*time.Second: "1h0m5s", 1500 * time.Millisecond: "1.5s", 2*time.Hour + 10*time.Minute: "2h10m",
	} {
		if got := inWords(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
