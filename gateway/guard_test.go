package gateway

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// recorder stands in the place of the network and counts what gets through.
type recorder struct{ requests []*http.Request }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		io.Copy(io.Discard, req.Body)
		req.Body.Close()
	}
	r.requests = append(r.requests, req)
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(strings.NewReader("ok")), Request: req,
	}, nil
}

// newCall is a request to url that belongs to c.
func newCall(t testing.TB, c Call, method, url, body string) *http.Request {
	t.Helper()
	var r io.Reader
	if body != "" {
		r = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(WithCall(t.Context(), c), method, url, r)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func guardedEnvironments() []*Environment {
	return []*Environment{
		{Name: "QA", BaseURL: "https://qa.example.test"},
		{Name: "Production", BaseURL: "https://www.example.test", Guarded: true},
		{Name: "Archive", BaseURL: "https://old.example.test", ReadOnly: true},
		{Name: "Vault", BaseURL: "https://vault.example.test", ReadOnly: true, Guarded: true},
	}
}

var guardMethods = []string{
	"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "get", "Post", "PURGE", "PROPFIND", "QUERY", "M-SEARCH",
}

// TestG1 goes over methods, safeties, environments and typed names, and looks
// at what arrives behind the gate.
func TestG1OnlyAllowedMethodsPassTheGate(t *testing.T) {
	cells, writes := 0, 0
	for _, env := range guardedEnvironments() {
		for _, method := range guardMethods {
			for _, safety := range []Safety{ByMethod, DeclaredSafe, DeclaredUnsafe} {
				for _, typed := range []string{"", env.Name, strings.ToLower(env.Name), env.Name + " ", "QA", "yes"} {
					cells++
					network := &recorder{}
					gate := NewGate(GateOptions{Transport: network})
					call := Call{Environment: env, Service: "streaming-property", Safety: safety, Confirmed: typed}
					resp, err := gate.RoundTrip(newCall(t, call, method, env.BaseURL+"/x", ""))
					if resp != nil {
						resp.Body.Close()
					}
					reads := safety == DeclaredSafe || safety == ByMethod && (method == "GET" || method == "HEAD" || method == "OPTIONS")
					want := GuardReason("")
					switch {
					case reads:
					case env.ReadOnly:
						want = GuardReadOnly
					case env.Guarded && typed == "":
						want = GuardConfirm
					case env.Guarded && typed != env.Name:
						want = GuardWrong
					}
					checkGuard(t, env, method, typed, want, err, len(network.requests))
					if !reads && len(network.requests) > 0 {
						writes++
					}
				}
			}
		}
	}
	t.Logf("%d cells, %d writes let through where they are allowed", cells, writes)
}

func checkGuard(t *testing.T, env *Environment, method, typed string, want GuardReason, err error, sent int) {
	t.Helper()
	var refused *GuardError
	if !errors.As(err, &refused) {
		if want != "" || err != nil || sent != 1 {
			t.Errorf("%s %s typed %q: sent %d, error %v; want refusal %q", env.Name, method, typed, sent, err, want)
		}
		return
	}
	if refused.Reason != want || sent != 0 || refused.Environment != env.Name || !strings.Contains(refused.Error(), env.Name) {
		t.Errorf("%s %s typed %q: %v (%s), sent %d; want %q", env.Name, method, typed, refused, refused.Reason, sent, want)
	}
}

// The token request is how every call begins: a read-only environment needs it
// too. It is a POST to the token endpoint and nothing else.
func TestG1TokenRequestsGoToTheTokenEndpointOnly(t *testing.T) {
	env := &Environment{Name: "Vault", BaseURL: "https://vault.example.test/base", ReadOnly: true, Guarded: true}
	query := &Environment{Name: "Vault", BaseURL: "https://vault.example.test/base", ReadOnly: true, AuthStyle: AuthQuery}
	endpoint := env.BaseURL + "/streaming-view/v1/oauth2/token"
	for _, c := range []struct {
		env         *Environment
		method, url string
		ok          bool
	}{
		{env, "POST", endpoint, true},
		{query, "POST", endpoint + "?client_id=a", true},
		{env, "POST", endpoint + "?client_id=a", false},
		{env, "GET", endpoint, false},
		{env, "PUT", endpoint, false},
		{env, "post", endpoint, false},
		{env, "POST", endpoint + "/", false},
		{env, "POST", endpoint + "/../../collections", false},
		{env, "POST", env.BaseURL + "/streaming-ingest/v1/oauth2/token", false},
		{env, "POST", env.BaseURL + "/streaming-view/v1/key/items", false},
		{env, "POST", env.BaseURL + "/streaming-view/v1/oauth2%2Ftoken", false},
		{env, "POST", "https://vault.example.test/streaming-view/v1/oauth2/token", false},
		{env, "POST", "https://other.example.test/base/streaming-view/v1/oauth2/token", false},
		{env, "POST", "http://vault.example.test/base/streaming-view/v1/oauth2/token", false},
	} {
		network := &recorder{}
		gate := NewGate(GateOptions{Transport: network})
		resp, err := gate.RoundTrip(newCall(t, Call{Environment: c.env, Service: "streaming-view", token: true}, c.method, c.url, "grant_type=client_credentials"))
		if resp != nil {
			resp.Body.Close()
		}
		if c.ok != (err == nil) || c.ok != (len(network.requests) == 1) {
			t.Errorf("%s %s: sent %d, %v", c.method, c.url, len(network.requests), err)
		}
	}
}

func TestRequestWithoutACallIsRefused(t *testing.T) {
	network := &recorder{}
	gate := NewGate(GateOptions{Transport: network})
	for _, ctx := range []context.Context{t.Context(), WithCall(t.Context(), Call{})} {
		body := &closingReader{Reader: strings.NewReader("x")}
		req, _ := http.NewRequestWithContext(ctx, "POST", "https://qa.example.test/x", body)
		_, err := gate.RoundTrip(req)
		var refused *TransportError
		if !errors.As(err, &refused) || refused.Stage != StageGate || len(network.requests) != 0 {
			t.Errorf("%v, sent %d", err, len(network.requests))
		}
		if !body.closed {
			t.Error("the body of a refused request stays open")
		}
	}
}

type closingReader struct {
	io.Reader
	closed bool
}

func (r *closingReader) Close() error { r.closed = true; return nil }
