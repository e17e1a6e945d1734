package gateway

import (
	"bytes"
	"errors"
	"fmt"
	gobuild "go/build"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// secretHeaders and secretParameters are names that S5 wants masked.
var secretHeaders = []string{
	"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "Set-Cookie2", "X-Api-Key", "Api-Key", "ApiKey", "X-Apikey",
	"X-Auth-Token", "X-Access-Token", "X-Auth", "X-Auth-Key", "X-Token", "X-Secret", "X-Client-Secret", "X-Session-Token", "X-Session-Id",
	"X-Csrf-Token", "X-Xsrf-Token", "X-Amz-Security-Token", "X-Amz-Credential", "X-Amz-Signature", "X-Goog-Api-Key", "X-Goog-Iap-Jwt-Assertion", "X-Functions-Key",
	"Ocp-Apim-Subscription-Key", "X-Vault-Token", "X-Gitlab-Token", "Private-Token", "X-Id-Token", "X-Refresh-Token", "X-Password",
	"X-User-Pass", "X-Jwt-Assertion", "X-Forwarded-Access-Token", "X-Forwarded-Authorization", "X-Original-Authorization", "Authentication-Info",
	"X-Shared-Secret", "X-Credential", "X-Credentials",
}

var secretParameters = []string{
	"client_secret", "access_token", "refresh_token", "id_token", "api_key", "apikey", "apiKey", "token", "password", "passwd", "pwd", "pass",
	"passphrase", "secret", "secret_key", "auth", "auth_token", "jwt", "assertion", "client_assertion", "signature", "sig", "session_id",
	"sessionid", "jsessionid", "private_key", "access_key", "accessKeyId", "authorization", "credential", "credentials", "ticket", "otp",
	"X-Amz-Signature", "X-Amz-Security-Token", "subscription-key", "oauth_token", "oauth_verifier", "api_token", "user_password", "new_password", "bearer",
}

// casings are four ways of writing a name.
func casings(name string) []string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
	camel := strings.ToLower(words[0])
	for _, w := range words[1:] {
		camel += strings.ToUpper(w[:1]) + strings.ToLower(w[1:])
	}
	return []string{name, strings.ToLower(name), strings.ToUpper(name), camel}
}

func TestS5SecretHeadersAreMasked(t *testing.T) {
	r := NewRedactor()
	cells := 0
	for _, name := range secretHeaders {
		for _, written := range casings(name) {
			cells++
			fields := r.Header(http.Header{written: {"fake-value-1", "Bearer fake-value-2"}, "Accept": {"*/*"}})
			if text := fmt.Sprint(fields); strings.Contains(text, "fake") || !strings.Contains(text, redacted) || !strings.Contains(text, "*/*") {
				t.Errorf("%s: %s", written, text)
			}
		}
	}
	t.Logf("%d names, %d cells", len(secretHeaders), cells)
}

func TestS5SecretParametersAreMasked(t *testing.T) {
	r := NewRedactor()
	cells := 0
	for _, name := range secretParameters {
		for _, written := range append(casings(name), strings.Replace(name, "_", "%5F", 1)) {
			for _, form := range []string{
				"https://h.test/x?%s=fake-value", "https://h.test/x?a=1&%s=fake-value&b=2", "https://h.test/x#%s=fake-value", "/x?a=1;%s=fake-value",
				"https://h.test/cb?next=1&%s=fake-value#frag", "see <https://h.test/x?%s=fake-value>; rel=next",
			} {
				cells++
				raw := fmt.Sprintf(form, written)
				got := r.URL(raw)
				if want := strings.Replace(raw, "fake-value", redacted, 1); got != want {
					t.Errorf("%s: %s", raw, got)
				}
			}
		}
	}
	t.Logf("%d names, %d cells", len(secretParameters), cells)
}

func TestHeaderKeepsTheSchemeAndTheOrder(t *testing.T) {
	r := NewRedactor()
	r.Learn("fake-known-value")
	got := r.Header(http.Header{
		"Location":            {"https://u:fake-pass@h.test/x?token=fake-token&rows=3"},
		"Authorization":       {"Bearer fake-token-value"},
		"Proxy-Authorization": {"fake-without-scheme"},
		"Accept":              {"b", "a"},
		"X-Odd":               {"has fake-known-value inside"},
		"Cookie":              {"session=fake"},
	})
	want := []Field{
		{Name: "Accept", Value: "b"}, {Name: "Accept", Value: "a"}, {Name: "Authorization", Value: "Bearer ••••"}, {Name: "Cookie", Value: "••••"},
		{Name: "Location", Value: "https://••••@h.test/x?token=••••&rows=3"}, {Name: "Proxy-Authorization", Value: "••••"}, {Name: "X-Odd", Value: "has •••• inside"},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}

func TestS5OrdinaryNamesStay(t *testing.T) {
	for _, name := range []string{
		"Content-Type", "Accept", "User-Agent", "Host", "Date", "ETag", "Cache-Control", "WWW-Authenticate", "Retry-After", "X-Request-Id", "Location", "Author", "Authority", "Tokens",
		"page", "rows", "key", "keys", "page_token", "pageToken", "nextPageToken", "continuation_token", "token_type", "grant_type", "client_id", "itemType", "compass", "passenger",
		"signal", "signature_version", "session_count", "keyword", "max_tokens", "tokenizer", "code", "state", "scope", "name", "id", "",
	} {
		if SecretName(name) {
			t.Errorf("%s counts as secret", name)
		}
	}
	for _, raw := range []string{
		"https://h.test/a/b;v=1?x=1&y=2#part", "mailto:a@b.test", "https://h.test/x@y?to=a@b.test", "/plain/path", "rows=1", "??&&==;;##", "a//b@c", "", "https://h.test/?token", "token=abc",
	} {
		if got := NewRedactor().URL(raw); got != raw && raw != "a//b@c" {
			t.Errorf("%q became %q", raw, got)
		}
	}
}

// Go's own sources, certificates and tables are ordinary documents that every
// machine with this test has. They hold none of our secrets: nothing in them
// is masked.
func TestS5OrdinaryDocumentsStay(t *testing.T) {
	r := NewRedactor()
	for _, v := range canaries {
		r.Learn(Secret(v))
	}
	documents := 0
	for _, pattern := range []string{"net/http/*.go", "encoding/*/*.go", "crypto/x509/testdata/*", "html/template/*.go"} {
		files, err := filepath.Glob(filepath.Join(gobuild.Default.GOROOT, "src", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				continue // a folder
			}
			documents++
			if r.Text(string(b)) != string(b) || r.Contains(b) {
				t.Errorf("%s: something was masked", file)
			}
		}
	}
	t.Logf("%d documents", documents)
	if documents < 100 {
		t.Errorf("only %d documents", documents)
	}
}

func TestRedactingHandlerMasksWhateverIsLogged(t *testing.T) {
	r := NewRedactor()
	r.Learn("fake-known-value")
	for name, newHandler := range map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var out bytes.Buffer
		l := slog.New(RedactingHandler(newHandler(&out), r))
		l = l.With("kept", "fake-known-value", "password", "fake-by-name").WithGroup("group")
		l.Info("message with fake-known-value and https://h.test/?token=fake-token",
			"error", fmt.Errorf("wrapped: %w", errors.New("fake-known-value")),
			"authorization", "Bearer fake-by-name",
			"header", http.Header{"Cookie": {"fake-by-name"}, "Accept": {"any"}},
			"bytes", []byte("fake-known-value"),
			"secret", Secret("fake-by-type"),
			"value", struct{ A string }{"fake-known-value"},
			slog.Group("inner", "access_token", "fake-by-name", "n", 7),
			"ok", true)
		text := out.String()
		if strings.Contains(text, "fake") || !strings.Contains(text, "any") || !strings.Contains(text, "7") || !strings.Contains(text, "Bearer") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// One line for each request, and nothing in it that a URL may hide.
func TestGateLogsOneLinePerRequest(t *testing.T) {
	var out bytes.Buffer
	r := NewRedactor()
	r.Learn("fake-api-key-0001")
	logger := slog.New(RedactingHandler(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}), r))
	gate := NewGate(GateOptions{Transport: &recorder{}, Logger: logger, Redactor: r})
	env := &Environment{Name: "QA", BaseURL: "https://gateway.example.test"}
	resp, err := gate.RoundTrip(newCall(t, Call{Environment: env}, "GET", env.BaseURL+"/v1/fake-api-key-0001/x?client_secret=fake&q=fake", ""))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if _, err := gate.RoundTrip(newCall(t, Call{Environment: env}, "GET", "https://evil.test/x?q=fake", "")); err == nil {
		t.Fatal("another origin passed")
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || strings.Contains(out.String(), "fake") || !strings.Contains(lines[0], "status=200") || !strings.Contains(lines[0], "/v1/••••/x") ||
		!strings.Contains(lines[1], "error=") {
		t.Errorf("%s", out.String())
	}
}

func FuzzRedactorURL(f *testing.F) {
	for _, s := range []string{"https://u:p@h/x?token=a&b=c#d=e", "//@?&=;", "?token=", "token"} {
		f.Add(s)
	}
	r := NewRedactor()
	r.Learn("fake-secret")
	f.Fuzz(func(t *testing.T, s string) {
		got := r.URL(s)
		if strings.Contains(got, "fake-secret") {
			t.Fatalf("%q became %q", s, got)
		}
		if again := r.URL(got); again != got {
			t.Fatalf("%q became %q, and then %q", s, got, again)
		}
		if strings.ContainsFunc(got, unicode.IsControl) && !strings.ContainsFunc(s, unicode.IsControl) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
