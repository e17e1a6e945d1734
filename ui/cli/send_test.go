package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse/gateway/sandbox"
)

// TestSendExitStatus holds the table of exit statuses against a sandbox.
func TestSendExitStatus(t *testing.T) {
	calls := []struct {
		name   string
		status int
		args   []string
		say    string // on stderr
	}{
		{"ok", 0, []string{"qa", "property", "GET", "/collections/product"}, "200 OK"},
		{"without case, by prefix", 0, []string{"PROD", "Streaming-Prop", "get", "/collections/product"}, "200 OK"},
		{"not found", 4, []string{"qa", "property", "GET", "/no/such/thing"}, "404"},
		{"no token sent", 4, []string{"qa", "property", "GET", "/collections/product", "--auth", "none"}, "no token sent"},
		{"guarded", 7, []string{"production", "property", "POST", "/collections", "-d", "{}"}, "Production"},
		{"guarded, wrong name", 7, []string{"production", "property", "POST", "/collections", "-d", "{}", "--confirm", "production"}, "--confirm Production"},
		{"guarded, confirmed", 4, []string{"production", "property", "POST", "/collections", "-d", "{}", "--confirm", "Production"}, ""},
		{"no such environment", 2, []string{"mars", "property", "GET", "/"}, "QA, Staging, Production"},
		{"no such service", 2, []string{"qa", "mars", "GET", "/"}, "property"},
		{"bad method", 2, []string{"qa", "property", "G T", "/x"}, "method"},
		{"unfilled path", 2, []string{"qa", "property", "GET", "/collections/{itemType}"}, "itemType"},
		{"bad output", 2, []string{"qa", "property", "GET", "/x", "-o", "yaml"}, "yaml"},
		{"bad auth", 2, []string{"qa", "property", "GET", "/x", "--auth", "magic"}, "magic"},
		{"missing arguments", 2, []string{"qa", "property"}, "METHOD and PATH"},
		{"too many arguments", 2, []string{"qa", "property", "GET", "/x", "y"}, "4 arguments"},
		{"unknown flag", 2, []string{"qa", "property", "GET", "/x", "--nope"}, "--help"},
		{"no such file", 2, []string{"qa", "property", "POST", "/x", "-d", "@/no/such/file"}, "/no/such/file"},
	}
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	for _, c := range calls {
		t.Run(c.name, func(t *testing.T) {
			r := newRigIn(t, r.folder)
			r.want(c.status, append([]string{"send"}, c.args...)...)
			if !strings.Contains(r.stderr.String(), c.say) {
				t.Errorf("stderr does not say %q:\n%s", c.say, r.stderr.String())
			}
		})
	}
}

func TestSendServerError(t *testing.T) {
	r := newRig(t)
	r.serve(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "no luck", http.StatusServiceUnavailable)
	})
	r.want(exitServerError, "send", "test", "property", "GET", "/x")
	if got := r.stdout.String(); got != "no luck\n" {
		t.Errorf("stdout %q, want the body of the refusal", got)
	}
}

func TestSendWithoutToken(t *testing.T) {
	r := newRig(t)
	environments := r.startSandbox(sandbox.Options{})
	text, err := os.ReadFile(r.defaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	r.configure(strings.ReplaceAll(string(text), environments[0].ClientSecret, "made-up-wrong-secret"))

	for _, args := range [][]string{
		{"send", "qa", "property", "GET", "/collections/product"},
		{"token", "qa", "property"},
		{"status", "qa", "--fetch"},
	} {
		r.want(exitNoToken, args...)
		if args[0] != "status" && r.stdout.Len() > 0 {
			t.Errorf("%s wrote to stdout: %s", args[0], r.stdout.String())
		}
		if args[0] != "status" && !strings.Contains(r.stderr.String(), "try") {
			t.Errorf("%s does not say what to try:\n%s", args[0], r.stderr.String())
		}
		if strings.Contains(r.stderr.String()+r.stdout.String(), "made-up-wrong-secret") {
			t.Errorf("%s shows the secret", args[0])
		}
	}
}

// TestSendUnreachable is the failure with no answer at all.
func TestSendUnreachable(t *testing.T) {
	r := newRig(t)
	r.configure(testEnvironment("http://127.0.0.1:1"))
	r.want(exitFailed, "send", "test", "property", "GET", "/x", "--auth", "none")
	if !strings.Contains(r.stderr.String(), "127.0.0.1:1") {
		t.Errorf("stderr does not name the host:\n%s", r.stderr.String())
	}
}

// TestSendBytes sends bodies from every place they may come from and takes
// answers that are no text: both byte for byte.
func TestSendBytes(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	file := filepath.Join(t.TempDir(), "body")
	if err := os.WriteFile(file, all, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, data, stdin string
		want              []byte
	}{
		{"literal", `{"a":1}`, "", []byte(`{"a":1}`)},
		{"file", "@" + file, "", all},
		{"stdin", "@-", string(all), all},
		{"empty", "", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			var sent []byte
			var contentType string
			r.serve(func(w http.ResponseWriter, q *http.Request) {
				sent, _ = io.ReadAll(q.Body)
				contentType = q.Header.Get("Content-Type")
				w.Header().Set("Content-Type", "application/octet-stream")
				_, _ = w.Write(sent)
			})
			r.world.Stdin = strings.NewReader(c.stdin)
			r.want(exitOK, "send", "test", "property", "POST", "/x", "-d", c.data)
			if !bytes.Equal(sent, c.want) {
				t.Errorf("sent %q, want %q", sent, c.want)
			}
			if !bytes.Equal(r.stdout.Bytes(), c.want) {
				t.Errorf("stdout %q, want %q", r.stdout.Bytes(), c.want)
			}
			if len(c.want) > 0 && contentType != "application/json; charset=utf-8" {
				t.Errorf("Content-Type %q", contentType)
			}
		})
	}
}

// TestSendRequest sees what flags put on the wire.
func TestSendRequest(t *testing.T) {
	folder := t.TempDir()
	headers := filepath.Join(folder, "headers")
	if err := os.WriteFile(headers, []byte("X-Api-Key: made-up-key\r\n\nX-Other: b: c\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var got *http.Request
	r := newRig(t)
	r.serve(func(_ http.ResponseWriter, q *http.Request) { got = q })

	r.want(exitOK, "send", "test", "property", "put", "/a/b?x=1", "-q", "y=2=3", "-q", "y=&", "-H", "X-One:  1 ", "-H", "@"+headers,
		"-H", "content-type: text/csv", "-d", "a,b")
	if got.Method != "PUT" || got.RequestURI != "/call/a/b?x=1&y=2%3D3&y=%26" {
		t.Errorf("%s %s", got.Method, got.RequestURI)
	}
	for name, want := range map[string]string{
		"X-One": "1", "X-Api-Key": "made-up-key", "X-Other": "b: c", "Content-Type": "text/csv",
		"Authorization": "Bearer made-up-token-0123456789abcdef", "User-Agent": "gatehouse/1.2.3",
	} {
		if have := got.Header.Get(name); have != want {
			t.Errorf("%s: %q, want %q", name, have, want)
		}
	}

	r.want(exitOK, "send", "test", "property", "GET", "/a", "--auth", "custom", "-H", "Authorization: Basic bWFkZTp1cA==")
	if have := got.Header.Get("Authorization"); have != "Basic bWFkZTp1cA==" {
		t.Errorf("custom Authorization: %q", have)
	}
	r.want(exitOK, "send", "test", "property", "GET", "/a", "--auth", "none")
	if have, there := got.Header["Authorization"]; there {
		t.Errorf("--auth none sent %q", have)
	}
}

// TestSendStreams reads the first part of a body while the server still holds
// back the second.
func TestSendStreams(t *testing.T) {
	r := newRig(t)
	release := make(chan struct{})
	r.serve(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "first ")
		_ = http.NewResponseController(w).Flush()
		<-release
		fmt.Fprint(w, "second")
	})
	read, write := io.Pipe()
	r.world.Stdout = write
	ended := make(chan int, 1)
	go func() {
		ended <- r.run("send", "test", "property", "GET", "/x")
		_ = write.Close()
	}()
	first := make([]byte, 6)
	if _, err := io.ReadFull(read, first); err != nil || string(first) != "first " {
		t.Fatalf("%q, %v", first, err)
	}
	close(release)
	rest, err := io.ReadAll(read)
	if err != nil || string(rest) != "second" {
		t.Errorf("%q, %v", rest, err)
	}
	if status := <-ended; status != exitOK {
		t.Errorf("exit status %d: %s", status, r.stderr.String())
	}
}

// TestSendInterrupted keeps what came of a body when ctrl+c ends the wait.
func TestSendInterrupted(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		r := newRig(t)
		ctx, interrupt := context.WithCancel(t.Context())
		r.serve(func(w http.ResponseWriter, q *http.Request) {
			fmt.Fprint(w, "first ")
			_ = http.NewResponseController(w).Flush()
			time.AfterFunc(200*time.Millisecond, interrupt)
			<-q.Context().Done()
		})
		if status := r.runContext(ctx, "send", "test", "property", "GET", "/x", "-o", format); status != exitFailed {
			t.Errorf("exit status %d", status)
		}
		if !strings.Contains(r.stdout.String(), "first ") || !strings.Contains(r.stderr.String(), "interrupted after 6 B") {
			t.Errorf("stdout %q, stderr %q", r.stdout.String(), r.stderr.String())
		}
	}
}

// TestSendTimeLimit: an environment's time limit that runs out is told as one,
// not as an interruption.
func TestSendTimeLimit(t *testing.T) {
	r := newRig(t)
	r.serve(func(_ http.ResponseWriter, q *http.Request) { <-q.Context().Done() })
	text, err := os.ReadFile(r.defaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	r.configure(string(text) + "timeout = \"20ms\"\n")
	r.want(exitFailed, "send", "test", "property", "--auth", "none", "GET", "/x")
	if got := r.stderr.String(); !strings.Contains(got, "no answer within 20ms") || strings.Contains(got, "interrupted") {
		t.Errorf("stderr:\n%s", got)
	}
}

// TestSendOddHeads: a status that is none of HTTP counts as a fault of the
// server, and the encoding "identity" as none.
func TestSendOddHeads(t *testing.T) {
	for head, want := range map[string]struct {
		status int
		stderr string
	}{
		"099 Hm\r\n": {exitServerError, "99 Hm · "},
		"000 Hm\r\n": {exitFailed, "has the status 000, which is none"},
		"600 Hm\r\n": {exitServerError, "600 Hm · "},
		"200\r\n":    {exitOK, "200 OK · "},
		"200 OK\r\nContent-Encoding: Identity\r\n": {exitOK, " · 2 B\n"},
	} {
		r := newRig(t)
		r.serve(func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			fmt.Fprint(conn, "HTTP/1.1 "+head+"Content-Length: 2\r\n\r\n{}")
			_ = conn.Close()
		})
		r.want(want.status, "send", "test", "property", "--auth", "none", "GET", "/x")
		if got := strings.Replace(r.stderr.String(), " · no token sent", "", 1); !strings.Contains(got, want.stderr) || strings.Contains(got, "99 099") {
			t.Errorf("%q: no %q in\n%s", head, want.stderr, got)
		}
	}
}

// TestSendFault has the sandbox answer the call, and not the token request
// before it, with a fault.
func TestSendFault(t *testing.T) {
	var draws atomic.Int32
	r := newRig(t)
	r.startSandbox(sandbox.Options{
		Faults: []sandbox.Fault{{Status: 503, Share: 0.5}},
		Random: func() float64 { return 0.9 - 0.9*float64(draws.Add(1)-1) },
	})
	r.want(exitServerError, "send", "qa", "property", "GET", "/collections/product")
	if !strings.Contains(r.stderr.String(), "503") {
		t.Errorf("stderr:\n%s", r.stderr.String())
	}
}

// TestSendCutShort tells of a body that ended before its end.
func TestSendCutShort(t *testing.T) {
	r := newRig(t)
	r.serve(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "only this")
	})
	r.want(exitFailed, "send", "test", "property", "GET", "/x")
	if r.stdout.String() != "only this" {
		t.Errorf("stdout %q: what came is to be kept", r.stdout.String())
	}
	if !strings.Contains(r.stderr.String(), "ended early after 9 B") {
		t.Errorf("stderr:\n%s", r.stderr.String())
	}
}

// TestSendToTerminal keeps what could steer a terminal off it.
func TestSendToTerminal(t *testing.T) {
	const hostile = "a\x1b]0;title\x07b\r\nc\td\xff\u202e\u009b31m"
	r := newRig(t)
	r.serve(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprint(w, hostile)
	})
	r.world.StdoutTerminal = true
	r.want(exitOK, "send", "test", "property", "GET", "/x")
	if strings.ContainsAny(r.stdout.String(), "\x1b\x07\r\t\u202e\u009b") || strings.Contains(r.stdout.String(), "\xff") {
		t.Errorf("raw bytes reached the terminal: %q", r.stdout.String())
	}
	if !strings.HasPrefix(r.stdout.String(), "a") || !strings.HasSuffix(r.stdout.String(), "\n") {
		t.Errorf("%q", r.stdout.String())
	}
	r.want(exitOK, "send", "test", "property", "GET", "/x", "--raw")
	if r.stdout.String() != hostile {
		t.Errorf("--raw: %q", r.stdout.String())
	}
	r.want(exitOK, "send", "test", "property", "GET", "/x", "-o", "json")
	if strings.ContainsAny(r.stdout.String(), "\x1b\x07\r\t\u202e\u009b") {
		t.Errorf("raw bytes reached the terminal as JSON: %q", r.stdout.String())
	}
}

// TestSendDeclaredSafe lets a POST that an operation declares to be a reading
// one through the guard, and no other.
func TestSendDeclaredSafe(t *testing.T) {
	r := newRig(t)
	calls := 0
	r.serve(func(http.ResponseWriter, *http.Request) { calls++ })
	text, err := os.ReadFile(r.defaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	r.configure(string(text) + `guarded = true

[[operation]]
service = "streaming-view"
name = "Search"
method = "POST"
path = "/search/{index}"
safe = true
`)
	r.want(exitOK, "send", "test", "view", "POST", "/search/items?page=1", "-d", "{}")
	r.want(exitGuarded, "send", "test", "view", "POST", "/search/items/1", "-d", "{}")
	r.want(exitGuarded, "send", "test", "view", "PUT", "/search/items", "-d", "{}")
	r.want(exitGuarded, "send", "test", "ingest", "POST", "/search/items", "-d", "{}")
	if calls != 1 {
		t.Errorf("%d calls arrived, want 1", calls)
	}
}
