package gateway

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Credentials of the tests, made up.
const (
	fakeID     = "fake-client-id-0001"
	fakeSecret = "fake-client-secret-&:+/ 0001"
)

// tokenServer is a token endpoint without a network, so that it works in a
// synctest bubble. It counts the requests for each target.
type tokenServer struct {
	answer http.HandlerFunc // nil issues a token with 3600 s

	mu       sync.Mutex
	requests map[Target]int
	issued   int
}

func (s *tokenServer) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	if s.requests == nil {
		s.requests = make(map[Target]int)
	}
	s.requests[targetOf(req)]++
	s.mu.Unlock()
	w := httptest.NewRecorder()
	if s.answer != nil {
		s.answer(w, req)
	} else {
		s.issue(w, 3600)
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

// issue answers with a token never issued before.
func (s *tokenServer) issue(w http.ResponseWriter, lifetime int) {
	s.mu.Lock()
	s.issued++
	n := s.issued
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"token_type":"bearer","access_token":"fake-token-%06d","expires_in":%d}`, n, lifetime)
}

func (s *tokenServer) count(target Target) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests[target]
}

func (s *tokenServer) total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.requests {
		n += c
	}
	return n
}

// targetOf reads the target from hosts such as qa.test and the default path.
func targetOf(req *http.Request) Target {
	name, _, _ := strings.Cut(req.URL.Host, ".")
	return Target{name, strings.Split(req.URL.Path, "/")[1]}
}

// testDirectory has three environments and the five documented services. Each
// call makes new sources of the same values.
func testDirectory() *Directory {
	d := &Directory{Services: DocumentedServices()}
	for _, name := range []string{"qa", "staging", "prod"} {
		d.Environments = append(d.Environments, testEnvironment(name))
	}
	return d
}

func testEnvironment(name string) *Environment {
	return &Environment{
		Name:         name,
		BaseURL:      "https://" + name + ".test",
		ClientID:     NewLiteral(fakeID),
		ClientSecret: NewLiteral(fakeSecret),
	}
}

var qaProperty = Target{"qa", "streaming-property"}

// testTokens is a manager over a token server, with a redactor that works.
func testTokens(s http.RoundTripper) *Tokens {
	return newTokens(testDirectory(), NewVault(NewRedactor()), s)
}

func mustGet(t *testing.T, tokens *Tokens, target Target) Grant {
	t.Helper()
	g, err := tokens.Get(t.Context(), target)
	if err != nil {
		t.Fatalf("Get: %v", err)
	}
	return g
}

// wantState checks the state that a badge would show now.
func wantState(t *testing.T, tokens *Tokens, target Target, want State) {
	t.Helper()
	if got := tokens.State(target).Status(time.Now()).State; got != want {
		t.Errorf("state is %s, want %s", got, want)
	}
}
