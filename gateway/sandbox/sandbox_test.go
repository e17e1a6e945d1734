package sandbox

import (
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestCredentials: shapes, distinctness, and the same ones for a seed.
func TestCredentials(t *testing.T) {
	shapes := []*regexp.Regexp{regexp.MustCompile(`^[0-9a-f]{16}$`), regexp.MustCompile(`^[0-9a-f]{16}$`), regexp.MustCompile(`^[0-9a-v]{26}$`)}
	seen := make(map[string]bool)
	for range 50 {
		for _, e := range New(Options{}).Environments() {
			for i, value := range []string{e.APIKey, e.ClientID, e.ClientSecret} {
				if !shapes[i].MatchString(value) || seen[value] {
					t.Fatalf("%q", value)
				}
				seen[value] = true
			}
		}
	}
	a, b, c := New(Options{Seed: 7}).Environments(), New(Options{Seed: 7}).Environments(), New(Options{Seed: 8}).Environments()
	for i := range a {
		if a[i] != b[i] || a[i].ClientSecret == c[i].ClientSecret {
			t.Errorf("seeded: %v %v %v", a[i], b[i], c[i])
		}
		if a[i].Guarded != (a[i].Name == "Production") || a[i].Site == "" {
			t.Errorf("%+v", a[i])
		}
	}
}

// TestHandlerByHost: without listening, the Host says the environment.
func TestHandlerByHost(t *testing.T) {
	s := New(Options{})
	h := s.Handler()
	for i, e := range s.Environments() {
		for _, base := range []string{e.BaseURL, strings.Replace(e.BaseURL, "127.0.0.1", "localhost", 1)} {
			for j, other := range s.Environments() {
				r := httptest.NewRequest("POST", base+"/streaming-view/v1/oauth2/token?"+grantForm(other), nil)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if (w.Code == 200) != (i == j) {
					t.Errorf("%s with credentials of %s: %d", base, other.Name, w.Code)
				}
			}
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "http://elsewhere.example/", nil))
	if w.Code != 421 || !strings.Contains(w.Body.String(), "127.0.0.1:8811") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestPorts: fixed ports follow each other; a busy or impossible one is named.
func TestPorts(t *testing.T) {
	var s *Sandbox
	var first int
	for range 50 { // until three free ports in a row are found
		l, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		first = l.Addr().(*net.TCPAddr).Port
		l.Close()
		if s, err = Start(Options{Port: first}); err == nil {
			break
		}
	}
	if s == nil {
		t.Fatal("no three free ports in a row")
	}
	for i, e := range s.Environments() {
		if u, err := url.Parse(e.BaseURL); err != nil || u.Hostname() != "127.0.0.1" || s.environments[i].port != first+i || !strings.HasSuffix(e.BaseURL, u.Port()) {
			t.Errorf("%s at %s, first port %d", e.Name, e.BaseURL, first)
		}
	}
	_, err := Start(Options{Port: first + 2})
	if err == nil || !errors.Is(err, syscall.EADDRINUSE) {
		t.Fatalf("busy port: %v", err)
	}
	for _, part := range []string{"QA", "0 for free ports", "127.0.0.1"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %s", err, part)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error("second close:", err)
	}
	// After a failure and after Close all ports are free again.
	again, err := Start(Options{Port: first})
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
	for _, port := range []int{-1, 65534, 70000} {
		if _, err := Start(Options{Port: port}); err == nil {
			t.Errorf("port %d", port)
		}
	}
	if _, err := Start(Options{Faults: []Fault{{Status: 200, Share: 1}}}); err == nil {
		t.Error("an impossible fault")
	}
}

// TestFailedStartGivesPortsBack: when the third port is busy, the two opened
// before it are free again.
func TestFailedStartGivesPortsBack(t *testing.T) {
	for range 50 { // until the two ports below a busy one are free
		busy, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer busy.Close()
		port := busy.Addr().(*net.TCPAddr).Port
		if _, err = Start(Options{Port: port - 2}); err == nil {
			t.Fatal("started on a busy port")
		}
		if !strings.Contains(err.Error(), "Production") {
			continue
		}
		l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port-1)))
		if err != nil {
			t.Fatal("a failed start keeps a port:", err)
		}
		l.Close()
		return
	}
	t.Fatal("no three ports in a row to try")
}

// TestCloseUnderway: idle, silent and waiting connections do not hold it up.
func TestCloseUnderway(t *testing.T) {
	s, err := Start(Options{Latency: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimPrefix(s.Environments()[0].BaseURL, "http://")
	silent, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	waiting, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer waiting.Close()
	io.WriteString(waiting, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", address); err == nil {
		t.Error("still listening")
	}
	silent.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := silent.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a silent connection was left open: %v", err)
	}
}

// BenchmarkStart is what an explorer waits for before its first frame.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		s, err := Start(Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		s.Close()
		b.StartTimer()
	}
}

// BenchmarkListing is the demo's first call, answered from a seeded store.
func BenchmarkListing(b *testing.B) {
	s := New(Options{})
	e := s.environments[0]
	e.grants.add("fake", grant{service: "streaming-property"}, time.Now())
	r := httptest.NewRequest("GET", e.public.BaseURL+"/streaming-property/v1/"+e.public.APIKey+"/collections/product", nil)
	r.Header.Set("Authorization", "Bearer fake")
	for b.Loop() {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}
