package gateway

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestS5SecretHeadersOfBothProtocols gets every secret header, in four casings,
// by HTTP/1.1 and by HTTP/2, which writes all of them in lower case.
func TestS5SecretHeadersOfBothProtocols(t *testing.T) {
	ca := newTestCA(t)
	cells := 0
	for _, h2 := range []bool{false, true} {
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for _, name := range secretHeaders {
				for i, written := range casings(name) {
					w.Header()[written] = append(w.Header()[written], fmt.Sprintf("fake-value-%d", i))
				}
			}
			io.WriteString(w, r.Proto)
		}))
		server.TLS, server.EnableHTTP2 = &tls.Config{Certificates: []tls.Certificate{ca.issue(t, nil)}}, h2
		server.StartTLS()
		t.Cleanup(server.Close)
		gate := newNetworkGate(t, GateOptions{})
		resp, err := gate.RoundTrip(newCall(t, Call{Environment: &Environment{Name: "QA", BaseURL: server.URL, CAFile: ca.file}}, "GET", server.URL+"/x", ""))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if (resp.ProtoMajor == 2) != h2 {
			t.Errorf("it came by %s", resp.Proto)
		}
		for _, f := range NewRedactor().Header(resp.Header) {
			if strings.Contains(f.Value, "fake") {
				t.Errorf("%s: %s: %s", resp.Proto, f.Name, f.Value)
			}
			if f.Value == redacted || strings.HasSuffix(f.Value, redacted) {
				cells++
			}
		}
	}
	t.Logf("S5: %d names, %d values by two protocols", len(secretHeaders), cells)
	if cells < 2*4*40 {
		t.Errorf("only %d values came", cells)
	}
}
