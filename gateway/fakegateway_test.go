package gateway

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// fakeKey is the API key of an environment of the tests.
func fakeKey(env string) string { return "fake-api-key-of-" + env }

// fakeGateway is a gateway without a network, so that it works in a synctest
// bubble: it issues tokens that name their target, and answers calls by call.
type fakeGateway struct {
	lifetime int // of tokens, 0 for none stated
	call     func(w http.ResponseWriter, r *http.Request)
	token    http.HandlerFunc // nil issues a token

	mu     sync.Mutex
	issued map[Target]int
	calls  []seenCall
}

// seenCall is a call as it arrived.
type seenCall struct {
	target Target
	method string
	uri    string
	header http.Header
	body   string
}

func (g *fakeGateway) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		req.Body.Close()
	}
	w := httptest.NewRecorder()
	g.serve(w, req, body)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	resp := w.Result()
	resp.Request = req
	return resp, nil
}

func (g *fakeGateway) serve(w http.ResponseWriter, req *http.Request, body []byte) {
	target := targetOf(req)
	if strings.HasSuffix(req.URL.Path, "/v1/oauth2/token") && req.Method == http.MethodPost {
		g.mu.Lock()
		if g.issued == nil {
			g.issued = map[Target]int{}
		}
		g.issued[target]++
		n := g.issued[target]
		g.mu.Unlock()
		if g.token != nil {
			g.token(w, req)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"token_type":"bearer","access_token":%q`, tokenName(target, n))
		if g.lifetime > 0 {
			fmt.Fprintf(w, `,"expires_in":%d`, g.lifetime)
		}
		io.WriteString(w, "}")
		return
	}
	g.mu.Lock()
	g.calls = append(g.calls, seenCall{target, req.Method, req.URL.RequestURI(), req.Header.Clone(), string(body)})
	g.mu.Unlock()
	if g.call != nil {
		req.Body = io.NopCloser(bytes.NewReader(body))
		g.call(w, req)
	}
}

// tokenName is the value of the nth token of a target.
func tokenName(target Target, n int) string {
	return fmt.Sprintf("fake-token-%s-%s-%06d", target.Environment, target.Service, n)
}

func (g *fakeGateway) exchanges(target Target) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.issued[target]
}

func (g *fakeGateway) seen() []seenCall {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.calls)
}

// keyedDirectory is testDirectory with API keys.
func keyedDirectory() *Directory {
	dir := testDirectory()
	for _, e := range dir.Environments {
		e.APIKey = NewLiteral(fakeKey(e.Name))
	}
	return dir
}

// newTestClient is a client of all environments over a transport.
func newTestClient(t testing.TB, dir *Directory, transport http.RoundTripper) *Client {
	t.Helper()
	redactor := NewRedactor()
	gate := NewGate(GateOptions{Transport: transport, Redactor: redactor, Decoders: testDecoders()})
	t.Cleanup(gate.CloseIdle)
	vault := NewVault(redactor)
	return NewClient(dir, vault, NewTokens(dir, vault, gate), gate, redactor)
}

// refuseToken answers like the documented gateway refuses a token.
func refuseToken(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("WWW-Authenticate", `Bearer realm="service" error="invalid_token" error_description="The access token is invalid or has expired"`)
	w.WriteHeader(http.StatusUnauthorized)
	io.WriteString(w, `{"error_description":"The access token is invalid or has expired","error":"invalid_token"}`)
}

// bearerOf is the token a request carries.
func bearerOf(r *http.Request) string {
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
}
