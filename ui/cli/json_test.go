package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gatehouse/gateway"
	"gatehouse/gateway/sandbox"
)

// decode reads what a command wrote to stdout.
func decode[T any](r *rig) T {
	r.t.Helper()
	var out T
	if err := json.Unmarshal(r.stdout.Bytes(), &out); err != nil {
		r.t.Fatalf("%v in %s", err, clip(r.stdout.String()))
	}
	return out
}

// members are the names of an object's members, sorted.
func members(object map[string]any) string {
	return strings.Join(slices.Sorted(maps.Keys(object)), " ")
}

func TestTokenJSON(t *testing.T) {
	r := newRig(t)
	environments := r.startSandbox(sandbox.Options{})
	for _, c := range []struct {
		environment string
		lifetime    any // seconds, nil for none
		source      string
	}{
		{"QA", 120.0, "stated"},
		{"Staging", 28800.0, "stated"},
		{"Production", nil, "not_stated"},
	} {
		before := time.Now().Add(-time.Second)
		r.want(exitOK, "token", c.environment, "prop", "--output", "json")
		got := decode[map[string]any](r)
		const want = "access_token environment expires_at lifetime_seconds lifetime_source obtained_at service token_type"
		if members(got) != want {
			t.Errorf("members %s\nwant    %s", members(got), want)
		}
		if got["environment"] != c.environment || got["service"] != "streaming-property" {
			t.Errorf("target %v / %v", got["environment"], got["service"])
		}
		if got["token_type"] != "bearer" || len(got["access_token"].(string)) != 32 {
			t.Errorf("token %v of type %v", got["access_token"], got["token_type"])
		}
		if got["lifetime_seconds"] != c.lifetime || got["lifetime_source"] != c.source {
			t.Errorf("%s: lifetime %v, %v", c.environment, got["lifetime_seconds"], got["lifetime_source"])
		}
		obtained, err := time.Parse(time.RFC3339, got["obtained_at"].(string))
		if err != nil || obtained.Before(before) || obtained.After(time.Now()) || !strings.HasSuffix(got["obtained_at"].(string), "Z") {
			t.Errorf("obtained_at %v: %v", got["obtained_at"], err)
		}
		if c.lifetime == nil {
			if got["expires_at"] != nil {
				t.Errorf("expires_at %v of a token without a lifetime", got["expires_at"])
			}
			continue
		}
		expires, err := time.Parse(time.RFC3339, got["expires_at"].(string))
		if err != nil || expires.Sub(obtained).Seconds() != c.lifetime {
			t.Errorf("expires_at %v, obtained_at %v: %v", got["expires_at"], got["obtained_at"], err)
		}
	}
	noSecrets(t, r, environments)
}

// TestTokenAlone is the token and a line end, and nothing else on stdout.
func TestTokenAlone(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	r.want(exitOK, "token", "qa", "property")
	if got := r.stdout.String(); len(got) != 33 || strings.TrimRight(got, "\n") != got[:32] {
		t.Errorf("stdout %q", got)
	}
	if r.stderr.Len() > 0 {
		t.Errorf("stderr %q", r.stderr.String())
	}
}

func TestStatusJSON(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})

	r.want(exitOK, "status", "-o", "json")
	cold := decode[[]map[string]any](r)
	if len(cold) != 15 {
		t.Fatalf("%d targets, want 15", len(cold))
	}
	const want = "check check_error environment expires_at last_error lifetime_seconds lifetime_source obtained_at proven_at service state"
	for _, target := range cold {
		if members(target) != want {
			t.Errorf("members %s\nwant    %s", members(target), want)
		}
		if target["state"] != "none" || target["obtained_at"] != nil || target["last_error"] != nil || target["lifetime_source"] != nil {
			t.Errorf("%v", target)
		}
	}

	r.want(exitOK, "status", "--fetch", "-o", "json")
	states := map[string]any{}
	for _, target := range decode[[]map[string]any](r) {
		states[target["environment"].(string)] = target["state"]
		if target["obtained_at"] == nil || target["lifetime_source"] == nil {
			t.Errorf("%v", target)
		}
	}
	if states["QA"] != "valid" || states["Staging"] != "valid" || states["Production"] != "no_expiry" {
		t.Errorf("states %v", states)
	}

	r.want(exitOK, "status", "staging", "-o", "json")
	if got := decode[[]map[string]any](r); len(got) != 5 || got[0]["environment"] != "Staging" {
		t.Errorf("%v", got)
	}
}

func TestStatusTable(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	r.want(exitOK, "status", "--fetch")
	lines := strings.Split(strings.TrimRight(r.stdout.String(), "\n"), "\n")
	if len(lines) != 16 {
		t.Fatalf("%d lines, want 16:\n%s", len(lines), r.stdout.String())
	}
	for i, want := range map[int]string{0: "ENVIRONMENT", 1: "valid 1m5", 6: "valid 7h59m", 11: "unknown expiry"} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("line %d does not say %q: %s", i, want, lines[i])
		}
	}
	if r.stderr.Len() > 0 {
		t.Errorf("stderr: %s", r.stderr.String())
	}

	r.want(exitOK, "status", "qa")
	if got := r.stderr.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "--fetch") {
		t.Errorf("a status without tokens does not say how to get them: %q", got)
	}
	r.want(exitOK, "status", "qa", "-o", "json")
	if r.stderr.Len() > 0 {
		t.Errorf("stderr beside JSON: %s", r.stderr.String())
	}
}

func TestBadge(t *testing.T) {
	for _, c := range []struct {
		state gateway.State
		left  time.Duration
		want  string
	}{
		{gateway.StateValid, 7*time.Hour + 58*time.Minute, "valid 7h58m"},
		{gateway.StateExpiring, 12 * time.Second, "expiring 12s"},
		{gateway.StateFetching, 1250 * time.Millisecond, "fetching 1.2s"},
		{gateway.StateExpired, 5 * time.Minute, "expired 5m00s ago"},
		{gateway.StateNoExpiry, 0, "unknown expiry"},
		{gateway.StateNone, 0, "none"},
	} {
		if got := badge(gateway.Status{State: c.state, Left: c.left}); got != c.want {
			t.Errorf("%s: %q, want %q", c.state, got, c.want)
		}
	}
}

func TestSendJSON(t *testing.T) {
	r := newRig(t)
	environments := r.startSandbox(sandbox.Options{})
	r.want(exitOK, "send", "qa", "property", "GET", "/collections/product?rows=1", "-o", "json")
	got := decode[map[string]any](r)
	if want := "attempts body bytes headers request status timings_ms wire_bytes"; members(got) != want {
		t.Errorf("members %s\nwant    %s", members(got), want)
	}
	body := got["body"].(string)
	if !json.Valid([]byte(body)) || got["bytes"] != float64(len(body)) || got["wire_bytes"].(float64) <= 0 {
		t.Errorf("body of %v bytes, %v on the wire: %s", got["bytes"], got["wire_bytes"], clip(body))
	}
	if got["status"] != 200.0 {
		t.Errorf("status %v", got["status"])
	}
	headers := got["headers"].(map[string]any)
	if len(headers["Content-Type"].([]any)) != 1 {
		t.Errorf("headers %v", headers)
	}
	attempts := got["attempts"].([]any)
	if len(attempts) != 1 {
		t.Fatalf("attempts %v", attempts)
	}
	attempt := attempts[0].(map[string]any)
	if members(attempt) != "at method status timings_ms url" || attempt["status"] != 200.0 || attempt["method"] != "GET" {
		t.Errorf("attempt %v", attempt)
	}
	timings := got["timings_ms"].(map[string]any)
	if members(timings) != "connect dns head reading reused tls total waiting" || timings["total"].(float64) <= 0 {
		t.Errorf("timings_ms %v", timings)
	}
	request := got["request"].(map[string]any)
	if members(request) != "environment headers method service url" {
		t.Errorf("request %v", request)
	}
	if request["environment"] != "QA" || request["service"] != "streaming-property" || request["method"] != "GET" {
		t.Errorf("request %v", request)
	}
	if url := request["url"].(string); !strings.HasSuffix(url, "/collections/product?rows=1") || !strings.Contains(url, "••••") {
		t.Errorf("url %s", url)
	}
	if auth := request["headers"].(map[string]any)["Authorization"]; auth == nil || !strings.Contains(auth.([]any)[0].(string), "••••") {
		t.Errorf("Authorization %v", auth)
	}
	noSecrets(t, r, environments)
}

func TestSendJSONWithoutAnswer(t *testing.T) {
	r := newRig(t)
	r.configure(testEnvironment("http://127.0.0.1:1"))
	r.want(exitFailed, "send", "test", "property", "GET", "/x", "--auth", "none", "-o", "json")
	got := decode[map[string]any](r)
	if status, there := got["status"]; !there || status != nil {
		t.Errorf("status %v", status)
	}
	if got["error"] == nil || got["error"] == "" {
		t.Errorf("no error in %v", got)
	}
}

// TestSendJSONBinary gives a body that is no text in base64, and a request's
// body beside it.
func TestSendJSONBinary(t *testing.T) {
	r := newRig(t)
	answer := []byte{0xff, 0, 1, 2}
	r.serve(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(answer) })
	r.want(exitOK, "send", "test", "property", "POST", "/x", "-d", `{"a":"ä"}`, "-o", "json")
	got := decode[sendJSON](r)
	if got.Body != nil || got.BodyBase64 == nil {
		t.Fatalf("body %v, body_base64 %v", got.Body, got.BodyBase64)
	}
	var have []byte // which encoding/json reads from base64
	if err := json.Unmarshal(got.BodyBase64, &have); err != nil || !bytes.Equal(have, answer) {
		t.Errorf("%x, %v", have, err)
	}
	if want := `"{\"a\":\"ä\"}"`; string(got.Request.Body) != want {
		t.Errorf("request body %s", got.Request.Body)
	}
}

// noSecrets looks for the sandbox's secrets in what a command wrote.
func noSecrets(t *testing.T, r *rig, environments []sandbox.Environment) {
	t.Helper()
	all := r.stdout.String() + r.stderr.String()
	for _, e := range environments {
		for _, secret := range []string{e.APIKey, e.ClientID, e.ClientSecret} {
			if strings.Contains(all, secret) {
				t.Errorf("a secret of %s was written:\n%s", e.Name, clip(all))
			}
		}
	}
}

func FuzzWriteJSON(f *testing.F) {
	for _, seed := range []string{"", "plain", "\x1b[31m", "\u202e\u2028\U000e0041\u00ad", "\x7f\u0085\n\t\\\"", "ä漢🙂", "\ufeff\u200d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return // no JSON string
		}
		var out bytes.Buffer
		if err := writeJSON(&out, s); err != nil {
			t.Fatal(err)
		}
		var back string
		if err := json.Unmarshal(out.Bytes(), &back); err != nil || back != s {
			t.Errorf("%q became %q: %v", s, back, err)
		}
		for _, r := range strings.TrimSuffix(out.String(), "\n") {
			if r < 0x20 || unseen(r) {
				t.Errorf("%q is written with %U as it is", s, r)
			}
		}
	})
}

func TestDebugLog(t *testing.T) {
	r := newRig(t)
	environments := r.startSandbox(sandbox.Options{})
	path := filepath.Join(r.folder, "debug.log")
	for range 2 { // the second run appends to the first one's file
		r.want(exitOK, "send", "qa", "property", "GET", "/collections/product", "--debug-log", path)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	if len(lines) < 6 { // a start, a token request and a call in each run
		t.Errorf("%d lines:\n%s", len(lines), text)
	}
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
	r.stdout.Reset()
	r.stdout.Write(text)
	noSecrets(t, r, environments)

	link := filepath.Join(r.folder, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	loose := filepath.Join(r.folder, "loose")
	if err := os.WriteFile(loose, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, refused := range []string{link, loose, r.folder, filepath.Join(r.folder, "no", "such")} {
		r.want(exitUsage, "status", "--debug-log", refused)
		if !strings.Contains(r.stderr.String(), "--debug-log") {
			t.Errorf("stderr: %s", r.stderr.String())
		}
	}
	if after, err := os.ReadFile(loose); err != nil || len(after) > 0 {
		t.Errorf("the loose file was written to: %q, %v", after, err)
	}
}
