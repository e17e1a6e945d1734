package gateway

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// plainHosts are spellings of hosts and whether plain http may go there.
var plainHosts = []struct {
	host string
	ok   bool
}{
	{"127.0.0.1", true}, {"127.0.0.2", true}, {"127.1.2.3", true}, {"127.255.255.254", true},
	{"[::1]", true}, {"localhost", true}, {"LOCALHOST", true}, {"LocalHost", true},
	{"127.0.0.1.evil.test", false}, {"127.0.0.1.nip.io", false}, {"localhost.evil.test", false},
	{"localhost@evil.test", false}, {"127.0.0.1@evil.test", false}, {"127.0.0.1:80@evil.test", false},
	{"evil.test@127.0.0.1", false}, {"user:fakepass@localhost", false}, {"@127.0.0.1", false},
	{"0x7f.1", false}, {"0x7f000001", false}, {"0x7f.0.0.1", false}, {"2130706433", false}, {"017700000001", false},
	{"0177.0.0.1", false}, {"127.1", false}, {"127.0.1", false}, {"127", false}, {"127.000.000.001", false}, {"127.0.0.01", false},
	{"[::ffff:127.0.0.1]", false}, {"[::ffff:7f00:1]", false}, {"[0:0:0:0:0:0:0:1]", false}, {"[::0001]", false},
	{"[::1%25lo]", false}, {"[::1%25eth0]", false}, {"[::]", false}, {"[::127.0.0.1]", false}, {"[fe80::1]", false},
	{"0.0.0.0", false}, {"0", false}, {"128.0.0.1", false}, {"126.255.255.255", false}, {"10.0.0.1", false}, {"192.168.1.1", false}, {"169.254.169.254", false},
	{"１２７.0.0.1", false}, {"①②⑦.0.0.1", false}, {"127。0。0。1", false}, {"१२७.०.०.१", false}, {"ⓛocalhost", false}, {"ｌocalhost", false}, {"locаlhost", false},
	{"localhost.", false}, {"127.0.0.1.", false}, {"localhost..", false}, {".localhost", false}, {"foo.localhost", false},
	{"ip6-localhost", false}, {"localhost.localdomain", false}, {"loopback", false}, {"localhost6", false},
	{"127.0.0.1%00.evil.test", false}, {"127.0.0.1%2eevil.test", false}, {"localhost%2eevil.test", false}, {"127.0.0.1%20", false},
	{"127.0.0.1\\@evil.test", false}, {"127.0.0.1\\.evil.test", false}, {"127.0.0.1 .evil.test", false}, {"127.0.0.1\t", false}, {"127.0.0.1\n.evil.test", false},
	{"127.0.0.1#@evil.test", false}, {"127.0.0.1?@evil.test", false}, {"evil.test#127.0.0.1", false}, {"evil.test?127.0.0.1", false}, {"evil.test/127.0.0.1", false},
	{"127.0.0.1:80", true}, {"127.0.0.1:8811", true}, {"[::1]:8811", true}, {"localhost:8811", true},
	{"127.0.0.1:", false}, {"localhost:", false}, {"127.0.0.1:0", false}, {"127.0.0.1:65536", false}, {"127.0.0.1:-1", false}, {"127.0.0.1:+80", false},
	{"127.0.0.1:http", false}, {"127.0.0.1:80:80", false}, {"127.0.0.1:８０", false}, {"localhost:80.evil.test", false},
	{"", false}, {":80", false}, {"[127.0.0.1]", false}, {"[localhost]", false}, {"::1", false}, {"[::1", false}, {"::1]", false},
	{"2852039166", false}, {"xn--localhost-", false}, {"127.0.0.1,evil.test", false}, {"127.0.0.1;evil.test", false}, {"127.0.0.1&@evil.test", false},
}

func TestR3PlainHTTPStaysOnThisMachine(t *testing.T) {
	cells := 0
	for _, scheme := range []string{"http", "HTTP"} {
		for _, c := range plainHosts {
			for _, path := range []string{"", "/base"} {
				cells++
				raw := scheme + "://" + c.host + path
				if err := CheckBaseURL(raw); (err == nil) != c.ok {
					t.Errorf("%s: %v", raw, err)
				} else if err != nil && (strings.Contains(err.Error(), "fakepass") || strings.Contains(err.Error(), raw)) {
					t.Errorf("%s: the error shows what may be secret: %v", raw, err)
				}
				if got := passesGate(t, raw); got != c.ok {
					t.Errorf("%s: through the gate %v", raw, got)
				}
			}
		}
	}
	t.Logf("%d cells, %d spellings", cells, len(plainHosts))
}

// passesGate sends a request whose base URL and own URL are raw.
func passesGate(t *testing.T, raw string) bool {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	network := &recorder{}
	gate := NewGate(GateOptions{Transport: network})
	env := &Environment{Name: "E", BaseURL: raw}
	req := (&http.Request{Method: "GET", URL: u, Header: http.Header{}}).WithContext(WithCall(t.Context(), Call{Environment: env}))
	resp, err := gate.RoundTrip(req)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return len(network.requests) == 1
}

func TestR3OtherBaseURLs(t *testing.T) {
	for raw, ok := range map[string]bool{
		"https://gateway.example.test":          true,
		"https://gateway.example.test:8443/api": true,
		"https://127.1":                         true, // TLS says who answers
		"https://xn--bcher-kva.example":         true,
		"https://bücher.example":                false,
		"https://user@gateway.example.test":     false,
		"https://gateway.example.test?x=1":      false,
		"https://gateway.example.test?":         false,
		"https://gateway.example.test#x":        false,
		"https://gateway.example.test#":         false,
		"https:gateway.example.test":            false,
		"https:///path":                         false,
		"//gateway.example.test":                false,
		"gateway.example.test":                  false,
		"ftp://gateway.example.test":            false,
		"ws://127.0.0.1":                        false,
		"file:///etc/passwd":                    false,
		"":                                      false,
		"“https://gateway.example.test”":        false,
	} {
		if err := CheckBaseURL(raw); (err == nil) != ok {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

// What the name localhost leads to is looked at before a connection is made.
func TestR3LocalhostIsCheckedWhenDialled(t *testing.T) {
	for address, ok := range map[string]bool{
		"127.0.0.1:80": true, "127.9.9.9:80": true, "[::1]:80": true, "[::ffff:127.0.0.1]:80": true,
		"192.0.2.1:80": false, "[2001:db8::1]:80": false, "0.0.0.0:80": false, "[::]:80": false, "10.0.0.1:80": false, "junk": false,
	} {
		if err := onlyLoopback("tcp", address, nil); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	for address, checked := range map[string]bool{
		"localhost:80": true, "LOCALHOST:80": true, "127.0.0.1:80": false, "gateway.example.test:443": false,
	} {
		d := dialerFor(address)
		if got := d.Control != nil; got != checked {
			t.Errorf("%s: checked %v", address, got)
		}
		if d.Control == nil {
			continue
		}
		// The dialer meant for localhost, led elsewhere as a hosts file could.
		ctx, cancel := context.WithCancel(t.Context())
		_, err := d.DialContext(ctx, "tcp", "192.0.2.1:80")
		cancel()
		if !errors.Is(err, errNotLoopback) {
			t.Errorf("%s led to 192.0.2.1: %v", address, err)
		}
		if f, ok := faultOf(err); !ok || !strings.Contains(f.text, "localhost") {
			t.Errorf("not named: %+v", f)
		}
	}
}

func FuzzCheckBaseURL(f *testing.F) {
	for _, c := range plainHosts {
		f.Add("http://" + c.host)
	}
	f.Add("https://gateway.example.test:8443/api")
	f.Fuzz(func(t *testing.T, raw string) {
		if CheckBaseURL(raw) != nil {
			return
		}
		u, err := url.Parse(raw)
		if err != nil || u.User != nil || u.RawQuery != "" || u.Host == "" {
			t.Fatalf("%q was accepted", raw)
		}
		if u.Scheme == "https" {
			return
		}
		addr, err := netip.ParseAddr(u.Hostname())
		if !strings.EqualFold(u.Hostname(), "localhost") && (err != nil || !addr.IsLoopback() || net.ParseIP(u.Hostname()) == nil) {
			t.Fatalf("plain http to %q was accepted", raw)
		}
	})
}
