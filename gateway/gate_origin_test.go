package gateway

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// otherOrigins are places that are not https://gateway.example.test:8443,
// however close they look.
var otherOrigins = []string{
	"http://gateway.example.test:8443", "http://gateway.example.test", "https://gateway.example.test",
	"https://gateway.example.test:443", "https://gateway.example.test:8444", "https://gateway.example.test:84430",
	"https://gateway.example.test.:8443", "https://example.test:8443", "https://www.gateway.example.test:8443",
	"https://gateway.example.test.evil.test:8443", "https://evil.test:8443", "https://gateway-example.test:8443",
	"https://gateway.example.test@evil.test:8443", "https://user@gateway.example.test:8443", "https://u:p@gateway.example.test:8443",
	"https://gаteway.example.test:8443", "https://xn--gteway-4nf.example.test:8443", "https://127.0.0.1:8443", "https://[::1]:8443",
	"http://127.0.0.1:8443", "http://localhost:8443", "https://2130706433:8443", "wss://gateway.example.test:8443",
	"ftp://gateway.example.test:8443", "https://gateway.example.test:8443.evil.test", "https://gateway.example.test:8443@evil.test",
	"https://evil.test/https://gateway.example.test:8443", "https://evil.test?https://gateway.example.test:8443",
	"https://evil.test#https://gateway.example.test:8443", "//evil.test:8443", "https:gateway.example.test:8443", "https:///",
	"https://gateway.example.test%3a8443", "https://ｇateway.example.test:8443",
}

// TestR1 at the gate: whatever a redirect, a path or a program error makes of
// a URL, nothing goes to another origin.
func TestR1GateRefusesEveryOtherOrigin(t *testing.T) {
	env := &Environment{Name: "QA", BaseURL: "https://gateway.example.test:8443"}
	kinds := []struct {
		method string
		token  bool
	}{{"POST", true}, {"GET", false}, {"POST", false}, {"HEAD", false}, {"DELETE", false}}
	cells, unreadable := 0, 0
	for _, origin := range otherOrigins {
		for _, kind := range kinds {
			for _, path := range []string{"/streaming-view/v1/oauth2/token", ""} {
				u, err := url.Parse(origin + path)
				if err != nil {
					unreadable++
					continue
				}
				cells++
				network := &recorder{}
				gate := NewGate(GateOptions{Transport: network})
				call := Call{Environment: env, Service: "streaming-view", Safety: DeclaredSafe, token: kind.token}
				req := &http.Request{Method: kind.method, URL: u, Header: http.Header{"Authorization": {"Bearer fake-token-value"}}}
				_, err = gate.RoundTrip(req.WithContext(WithCall(t.Context(), call)))
				var refused *TransportError
				if !errors.As(err, &refused) || refused.Stage != StageGate || len(network.requests) != 0 {
					t.Errorf("%s %s%s: sent %d, %v", kind.method, origin, path, len(network.requests), err)
				}
			}
		}
	}
	t.Logf("%d cells, %d not even URLs", cells, unreadable)
	if cells < 200 {
		t.Errorf("only %d cells", cells)
	}
}

func TestR1HostHeaderAndOpaqueURLsCannotLeadElsewhere(t *testing.T) {
	env := &Environment{Name: "QA", BaseURL: "https://gateway.example.test"}
	for name, change := range map[string]func(*http.Request){
		"host header":      func(r *http.Request) { r.Host = "evil.test" },
		"host port":        func(r *http.Request) { r.Host = "gateway.example.test:8443" },
		"opaque":           func(r *http.Request) { r.URL.Opaque = "//evil.test/x" },
		"user information": func(r *http.Request) { r.URL.User = url.UserPassword("a", "fake-password") },
		"connect":          func(r *http.Request) { r.Method = "CONNECT" },
	} {
		network := &recorder{}
		gate := NewGate(GateOptions{Transport: network})
		req := newCall(t, Call{Environment: env, Safety: DeclaredSafe}, "GET", env.BaseURL+"/x", "")
		change(req)
		_, err := gate.RoundTrip(req)
		var refused *TransportError
		if !errors.As(err, &refused) || refused.Stage != StageGate || len(network.requests) != 0 {
			t.Errorf("%s: sent %d, %v", name, len(network.requests), err)
		} else if strings.Contains(err.Error(), "fake-password") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The same origin may be spelt with its default port or in another case.
func TestSameOriginPasses(t *testing.T) {
	for base, target := range map[string]string{
		"https://gateway.example.test":     "https://gateway.example.test:443/x?q=1",
		"https://gateway.example.test:443": "https://GATEWAY.example.test/x",
		"http://127.0.0.1:80/base":         "http://127.0.0.1/other",
		"https://[::1]:8443":               "https://[::1]:8443/",
	} {
		network := &recorder{}
		gate := NewGate(GateOptions{Transport: network})
		resp, err := gate.RoundTrip(newCall(t, Call{Environment: &Environment{Name: "E", BaseURL: base}}, "GET", target, ""))
		if err != nil {
			t.Errorf("%s for %s: %v", target, base, err)
			continue
		}
		resp.Body.Close()
	}
}

func TestHeadersOfTheGate(t *testing.T) {
	env := &Environment{Name: "QA", BaseURL: "https://gateway.example.test"}
	network := &recorder{}
	gate := NewGate(GateOptions{Transport: network, UserAgent: "gatehouse/1.2", Decoders: []Decoder{{Name: "zstd"}, {Name: "gzip"}}})
	send := func(h http.Header) http.Header {
		req := newCall(t, Call{Environment: env}, "GET", env.BaseURL+"/x", "")
		req.Header = h
		resp, err := gate.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return network.requests[len(network.requests)-1].Header
	}
	own := http.Header{"Referer": {"https://gateway.example.test/?client_secret=fake"}, "referer": {"x"}}
	got := send(own)
	if len(own) != 2 {
		t.Error("the caller's header was changed")
	}
	if ua, ae := got.Get("User-Agent"), got.Get("Accept-Encoding"); ua != "gatehouse/1.2" || ae != "zstd, gzip" {
		t.Errorf("User-Agent %q, Accept-Encoding %q", ua, ae)
	}
	for name := range got {
		if strings.EqualFold(name, "Referer") {
			t.Errorf("Referer leaves as %q", name)
		}
	}
	got = send(http.Header{"User-Agent": {"mine"}, "Accept-Encoding": {"identity"}})
	if ua, ae := got.Get("User-Agent"), got.Get("Accept-Encoding"); ua != "mine" || ae != "identity" {
		t.Errorf("User-Agent %q, Accept-Encoding %q", ua, ae)
	}
	if got = send(http.Header{"Range": {"bytes=0-9"}}); got.Get("Accept-Encoding") != "" {
		t.Error("part of an encoded body is asked for")
	}
	for name, want := range map[string]bool{"gzip": true, "GZIP": true, "x-gzip": true, " zstd ": true, "br": false, "": false} {
		if _, ok := gate.decoder(name); ok != want {
			t.Errorf("decoder(%q) found: %v", name, ok)
		}
	}
}
