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

func TestReach(t *testing.T) {
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
	r := Reach(t.Context(), gate, e)
	if r.Err != nil || r.Status != 404 || r.TLS == nil || len(r.TLS.VerifiedChains) == 0 || r.Name != "" || r.Proxy != "" {
		t.Fatalf("%+v", r)
	}
	if !r.Dated || (r.Skew+10*time.Minute).Abs() > 3*time.Second {
		t.Errorf("skew %v", r.Skew)
	}
	if len(asked) != 1 || asked[0] != "HEAD /base/ " {
		t.Errorf("asked %q", asked)
	}
}

func TestReachFails(t *testing.T) {
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
		is   func(Reachability) bool
	}{
		"name": {Environment{BaseURL: "https://gatehouse-test.invalid"}, "gatehouse-test.invalid",
			func(r Reachability) bool {
				return r.LookupErr != nil && r.Name == "gatehouse-test.invalid" && !r.AtProxy()
			}},
		"proxy's name": {Environment{BaseURL: "https://gateway.example", Proxy: "http://me:fake-password@proxy-test.invalid:3128"}, "proxy-test.invalid",
			func(r Reachability) bool {
				return r.LookupErr != nil && r.Proxy == "proxy-test.invalid:3128" && r.AtProxy()
			}},
		"proxy": {Environment{BaseURL: "https://gateway.example", Proxy: "http://" + closed.Addr().String()}, "refused",
			func(r Reachability) bool { return r.AtProxy() && r.Proxy == closed.Addr().String() }},
		"refused": {Environment{BaseURL: "http://" + closed.Addr().String()}, "connection refused",
			func(r Reachability) bool { return r.Err != nil && !r.AtProxy() }},
		"authority": {Environment{BaseURL: secure.URL}, "authority that is not known",
			func(r Reachability) bool { return r.TLS == nil && !r.AtProxy() }},
		"plain http": {Environment{BaseURL: "http://gateway.example"}, "plain http",
			func(r Reachability) bool { return r.Name == "" && r.Status == 0 }},
	} {
		gate := NewGate(GateOptions{Redactor: NewRedactor()})
		r := Reach(t.Context(), gate, &c.e)
		if r.Err == nil || !strings.Contains(r.Err.Error(), c.want) || !c.is(r) || strings.Contains(r.Err.Error(), "fake-password") {
			t.Errorf("%s: %+v", name, r)
		}
		gate.CloseIdle()
	}
	var setting *proxySettingError
	gate := NewGate(GateOptions{})
	if r := Reach(t.Context(), gate, &Environment{BaseURL: "https://gateway.example", Proxy: "nonsense"}); !errors.As(r.ProxyErr, &setting) || !r.AtProxy() {
		t.Errorf("%+v", r)
	}
}
