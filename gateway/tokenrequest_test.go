package gateway

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTokenRequestStyles(t *testing.T) {
	const id, secret = "fake id:1", "fake&secret=+/%:é"
	for _, style := range []AuthStyle{AuthForm, AuthQuery, AuthBasic} {
		req, err := newTokenRequest(t.Context(), "https://qa.test/streaming-view/v1/oauth2/token?tenant=a", style, id, secret)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(req.Body)
		form, err := url.ParseQuery(string(body))
		if err != nil {
			t.Fatal(err)
		}
		query := req.URL.Query()
		if query.Get("tenant") != "a" {
			t.Errorf("%s: the endpoint's own query is gone", style)
		}
		query.Del("tenant")
		if req.Method != "POST" || req.Header.Get("Content-Type") != formType || req.Header.Get("Accept") != "application/json" {
			t.Errorf("%s: %s %v", style, req.Method, req.Header)
		}
		want := url.Values{"grant_type": {"client_credentials"}}
		if style != AuthBasic {
			want.Set("client_id", id)
			want.Set("client_secret", secret)
		}
		inForm, inQuery := want, url.Values{}
		if style == AuthQuery {
			inForm, inQuery = inQuery, inForm
		}
		if form.Encode() != inForm.Encode() || query.Encode() != inQuery.Encode() {
			t.Errorf("%s: form %v, query %v", style, form, query)
		}
		basic := ""
		if style == AuthBasic {
			basic = "Basic " + base64.StdEncoding.EncodeToString([]byte("fake+id%3A1:fake%26secret%3D%2B%2F%25%3A%C3%A9"))
		}
		if got := req.Header.Get("Authorization"); got != basic {
			t.Errorf("%s: Authorization %q, want %q", style, got, basic)
		}
	}
}

func TestTokenRequestOfABadURL(t *testing.T) {
	for _, endpoint := range []string{"", "::", "https://", "https://qa test/", "http://[::1/x", "https://qa.test/%zz"} {
		_, err := newTokenRequest(t.Context(), endpoint, AuthQuery, fakeID, fakeSecret)
		if err == nil || strings.Contains(err.Error(), "fake") {
			t.Errorf("%q: %v", endpoint, err)
		}
	}
	dir := testDirectory()
	dir.Environments[0].BaseURL = "https://qa test"
	s := &tokenServer{}
	_, err := newTokens(dir, NewVault(nil), s).Get(t.Context(), qaProperty)
	if !isTokenError(err, StageGate) || s.total() != 0 {
		t.Errorf("%v", err)
	}
}

func TestTokenRequestIsMarkedForTheGate(t *testing.T) {
	s := &tokenServer{}
	tokens := testTokens(s)
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		call, _ := r.Context().Value(callKey{}).(Call)
		if !call.token || call.Environment != tokens.desk.Load().slots[qaProperty].env || call.Service != qaProperty.Service {
			t.Errorf("%+v", call)
		}
		s.issue(w, 60)
	}
	mustGet(t, tokens, qaProperty)
}

// TestTokenRequestThroughTheGate is the whole way but for the network, in each
// style, to a read-only and guarded environment: a token request is no write.
func TestTokenRequestThroughTheGate(t *testing.T) {
	for _, style := range []AuthStyle{AuthForm, AuthQuery, AuthBasic} {
		dir := testDirectory()
		e := dir.Environments[0]
		e.AuthStyle, e.ReadOnly, e.Guarded = style, true, true
		s := &tokenServer{}
		redactor := NewRedactor()
		s.answer = func(w http.ResponseWriter, r *http.Request) {
			if authorization := r.Header.Get("Authorization"); authorization != "" && !redactor.Contains([]byte(authorization)) {
				t.Error("the redactor does not know the Basic credentials")
			}
			s.issue(w, 60)
		}
		gate := NewGate(GateOptions{Transport: s, Redactor: redactor})
		tokens := NewTokens(dir, NewVault(redactor), gate)
		if _, err := tokens.Get(t.Context(), qaProperty); err != nil || s.total() != 1 {
			t.Errorf("%s: %v", style, err)
		}
		e.BaseURL = "http://qa.test" // plain http off loopback
		tokens.SetDirectory(dir)
		_, err := NewTokens(dir, NewVault(redactor), gate).Get(t.Context(), qaProperty)
		if !isTokenError(err, StageGate) || s.total() != 1 {
			t.Errorf("%s: plain http: %v", style, err)
		}
	}
}

// roundTripFunc is a transport of one function.
type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestErrorsBeforeAnAnswer(t *testing.T) {
	leak := func(r *http.Request) error {
		return &url.Error{Op: "Post", URL: r.URL.String(), Err: errors.New("dial tcp: no route")}
	}
	for name, c := range map[string]struct {
		fail  func(*http.Request) error
		stage Stage
		want  string
	}{
		"connect": {func(*http.Request) error {
			return &TransportError{Stage: StageConnect, Host: "qa.test:443", Fault: "connection refused", Advice: "is it up?"}
		}, StageConnect, "qa.test:443: connection refused"},
		"cut": {func(*http.Request) error {
			return &TransportError{Stage: StageAnswer, Host: "qa.test", Fault: "broke off"}
		}, StageAnswer, "broke off"},
		"gate": {func(*http.Request) error {
			return &TransportError{Stage: StageGate, Host: "qa.test", Fault: "plain http"}
		}, StageGate, "plain http"},
		"guard":     {func(*http.Request) error { return &GuardError{"qa", "POST", GuardReadOnly} }, StageGate, "qa"},
		"url.Error": {leak, StageConnect, "could not be reached"},
		"wrapped":   {func(r *http.Request) error { return fmt.Errorf("sending: %w", leak(r)) }, StageConnect, "could not be reached"},
	} {
		dir := testDirectory()
		dir.Environments[0].AuthStyle = AuthQuery
		tokens := newTokens(dir, NewVault(nil), roundTripFunc(func(r *http.Request) (*http.Response, error) { return nil, c.fail(r) }))
		_, err := tokens.Get(t.Context(), qaProperty)
		e, ok := errors.AsType[*TokenError](err)
		if !ok || e.Stage != c.stage || !strings.Contains(e.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if e.Endpoint != "https://qa.test/streaming-property/v1/oauth2/token" {
			t.Errorf("%s: endpoint %s", name, e.Endpoint)
		}
		for text := error(e); text != nil; text = errors.Unwrap(text) {
			if strings.Contains(text.Error(), "fake-client") {
				t.Errorf("%s: %T shows the secret", name, text)
			}
		}
	}
}

// brokenBody gives some bytes and then an error, at once or at ctx's end.
type brokenBody struct {
	ctx  context.Context
	rest string
}

func (b *brokenBody) Read(p []byte) (int, error) {
	if b.rest != "" {
		n := copy(p, b.rest)
		b.rest = b.rest[n:]
		return n, nil
	}
	if b.ctx != nil {
		<-b.ctx.Done()
		return 0, b.ctx.Err()
	}
	return 0, io.ErrUnexpectedEOF
}

func (b *brokenBody) Close() error { return nil }

func TestAnswersThatBreakOff(t *testing.T) {
	for _, stall := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			tokens := testTokens(roundTripFunc(func(r *http.Request) (*http.Response, error) {
				b := &brokenBody{rest: `{"access_token":`}
				if stall {
					b.ctx = r.Context()
				}
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: b}, nil
			}))
			began := time.Now()
			_, err := tokens.Get(t.Context(), qaProperty)
			e, ok := errors.AsType[*TokenError](err)
			if !ok || e.Stage != StageAnswer || e.Reply == nil || string(e.Reply.Body) != `{"access_token":` || !strings.Contains(e.Fault, "16 bytes") {
				t.Errorf("stall %v: %v", stall, err)
			}
			limit := time.Duration(0)
			if stall {
				limit = DefaultTimeout
			}
			if took := time.Since(began); took != limit {
				t.Errorf("stall %v: took %v, want %v", stall, took, limit)
			}
		})
	}
}

func TestNoCredentials(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Environment)
		want   []string
	}{
		"no id":      {func(e *Environment) { e.ClientID = nil }, []string{"client_id", "none is configured"}},
		"no secret":  {func(e *Environment) { e.ClientSecret = nil }, []string{"client_secret", "none is configured"}},
		"empty":      {func(e *Environment) { e.ClientSecret = NewLiteral("") }, []string{"client_secret", "empty"}},
		"line break": {func(e *Environment) { e.ClientSecret = NewLiteral("fake-canary\r\nX: y") }, []string{"client_secret", "line break"}},
		"unset": {func(e *Environment) { e.ClientID = &slowSource{name: "env:QA_ID", err: errors.New("not set")} },
			[]string{"client_id", "env:QA_ID", "not set"}},
	} {
		dir := testDirectory()
		c.change(dir.Environments[0])
		s := &tokenServer{}
		tokens := newTokens(dir, NewVault(nil), s)
		_, err := tokens.Get(t.Context(), qaProperty)
		if !isTokenError(err, StageCredentials) || s.total() != 0 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q in it", name, err, want)
			}
		}
		if strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: the error shows the value", name)
		}
		mustGet(t, tokens, Target{"staging", "streaming-property"}) // one broken environment blocks no other
	}
}
