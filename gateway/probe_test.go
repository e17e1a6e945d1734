package gateway

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// secureServer serves TLS with a certificate of the authority, and keeps what
// was asked.
func secureServer(t *testing.T, ca *testCA, change func(*x509.Certificate), handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{ca.issue(t, change)}}
	server.Config.ErrorLog = discardLog()
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

func TestLook(t *testing.T) {
	ca := newTestCA(t)
	var asked []string
	server := secureServer(t, ca, nil, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
		w.Header().Set("Date", time.Now().Add(-10*time.Minute).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusNotFound)
	})
	gate := NewGate(GateOptions{})
	defer gate.CloseIdle()
	e := &Environment{Name: "QA", BaseURL: server.URL + "/base", CAFile: ca.file, Guarded: true, ReadOnly: true, Proxy: "http://proxy.example:1"}
	p := Look(t.Context(), gate, e)
	if p.Err != nil || p.Status != 404 || p.TLS == nil || len(p.TLS.VerifiedChains) == 0 || p.Name != "" || p.Proxy != "" {
		t.Fatalf("%+v", p)
	}
	if !p.Dated || (p.Skew+10*time.Minute).Abs() > 3*time.Second {
		t.Errorf("skew %v", p.Skew)
	}
	if len(asked) != 1 || asked[0] != "HEAD /base/ " {
		t.Errorf("asked %q", asked)
	}
}

func TestLookFails(t *testing.T) {
	ca := newTestCA(t)
	secure := secureServer(t, ca, nil, func(http.ResponseWriter, *http.Request) {})
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for name, c := range map[string]struct {
		e    Environment
		want string
		is   func(Probe) bool
	}{
		"name": {Environment{BaseURL: "https://gatehouse-test.invalid"}, "gatehouse-test.invalid",
			func(p Probe) bool { return p.LookupErr != nil && p.Name == "gatehouse-test.invalid" && !p.AtProxy() }},
		"proxy's name": {Environment{BaseURL: "https://gateway.example", Proxy: "http://me:fake-password@proxy-test.invalid:3128"}, "proxy-test.invalid",
			func(p Probe) bool {
				return p.LookupErr != nil && p.Proxy == "proxy-test.invalid:3128" && p.AtProxy()
			}},
		"proxy": {Environment{BaseURL: "https://gateway.example", Proxy: "http://" + closed.Addr().String()}, "refused",
			func(p Probe) bool { return p.AtProxy() && p.Proxy == closed.Addr().String() }},
		"refused": {Environment{BaseURL: "http://" + closed.Addr().String()}, "connection refused",
			func(p Probe) bool { return p.Err != nil && !p.AtProxy() }},
		"authority": {Environment{BaseURL: secure.URL}, "authority that is not known",
			func(p Probe) bool { return p.TLS == nil && !p.AtProxy() }},
		"plain http": {Environment{BaseURL: "http://gateway.example"}, "plain http",
			func(p Probe) bool { return p.Name == "" && p.Status == 0 }},
	} {
		gate := NewGate(GateOptions{Redactor: NewRedactor()})
		p := Look(t.Context(), gate, &c.e)
		if p.Err == nil || !strings.Contains(p.Err.Error(), c.want) || !c.is(p) || strings.Contains(p.Err.Error(), "fake-password") {
			t.Errorf("%s: %+v", name, p)
		}
		gate.CloseIdle()
	}
	var setting *proxySettingError
	gate := NewGate(GateOptions{})
	if p := Look(t.Context(), gate, &Environment{BaseURL: "https://gateway.example", Proxy: "nonsense"}); !errors.As(p.ProxyErr, &setting) || !p.AtProxy() {
		t.Errorf("%+v", p)
	}
}
