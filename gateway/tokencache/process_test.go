//go:build unix

package tokencache

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"gatehouse/gateway"
)

// asRun makes this test binary a run of its own that uses a cache: its value
// is the cache's path and the base URL.
const asRun = "GATEHOUSE_TEST_CACHE_RUN"

var target = gateway.Target{Environment: "QA", Service: "streaming-property"}

func TestMain(m *testing.M) {
	if where := os.Getenv(asRun); where != "" {
		path, url, _ := strings.Cut(where, " ")
		serveRun(newTokens(New(path), url, fakeSecret), os.Stdin, os.Stdout)
		return
	}
	goleak.VerifyTestMain(m)
}

// newTokens is what a run has of one environment.
func newTokens(store gateway.Store, url, secret string) *gateway.Tokens {
	dir := &gateway.Directory{
		Environments: []*gateway.Environment{{
			Name: "QA", BaseURL: url, TokenCache: true, Timeout: 5 * time.Second,
			ClientID: gateway.NewLiteral(fakeID), ClientSecret: gateway.NewLiteral(secret),
		}},
		Services: gateway.DocumentedServices(),
	}
	redactor := gateway.NewRedactor()
	tokens := gateway.NewTokens(dir, gateway.NewVault(redactor), gateway.NewGate(gateway.GateOptions{Redactor: redactor}))
	tokens.UseStore(store)
	return tokens
}

// serveRun does what each line says and answers with a line.
func serveRun(tokens *gateway.Tokens, in io.Reader, out io.Writer) {
	var last *gateway.Token
	for lines := bufio.NewScanner(in); lines.Scan(); {
		var err error
		switch lines.Text() {
		case "get":
			var grant gateway.Grant
			if grant, err = tokens.Get(todo(), target); err == nil {
				last = grant.Token
			}
		case "refresh":
			var token *gateway.Token
			if token, err = tokens.Refresh(todo(), target); err == nil {
				last = token
			}
		case "reject":
			tokens.Reject(target, last)
		case "forget":
			tokens.Forget(target)
		}
		answer := "none"
		if last != nil {
			answer = last.Value.Reveal()
		}
		if err != nil {
			answer = "error " + err.Error()
		}
		if trouble := tokens.StoreTrouble(); trouble != nil {
			answer += " trouble " + trouble.Error()
		}
		fmt.Fprintln(out, answer)
	}
}

// run is a process that uses a cache.
type run struct {
	t     *testing.T
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines *bufio.Reader
}

func startRun(t *testing.T, path, url string) *run {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := &run{t: t, cmd: exec.CommandContext(t.Context(), self)}
	r.cmd.Env = append(os.Environ(), asRun+"="+path+" "+url, "GORACE=atexit_sleep_ms=0")
	r.cmd.Stderr = os.Stderr
	if r.in, err = r.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.lines = bufio.NewReader(out)
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = r.in.Close()
		_ = r.cmd.Wait()
	})
	return r
}

// ask has the process do something; answer waits until it has.
func (r *run) ask(what string) {
	r.t.Helper()
	if _, err := io.WriteString(r.in, what+"\n"); err != nil {
		r.t.Fatal(err)
	}
}

func (r *run) answer() string {
	r.t.Helper()
	line, err := r.lines.ReadString('\n')
	if err != nil {
		r.t.Fatal("the process ended: ", err)
	}
	return strings.TrimSuffix(line, "\n")
}

func (r *run) do(what string) string {
	r.t.Helper()
	r.ask(what)
	return r.answer()
}

// all has every process do something at once and returns the answers.
func all(runs []*run, what string) []string {
	for _, r := range runs {
		r.ask(what)
	}
	out := make([]string, len(runs))
	for i, r := range runs {
		out[i] = r.answer()
	}
	return out
}

// endpoint is a token endpoint that counts. Each token is another one.
type endpoint struct {
	url   string
	delay time.Duration

	mu     sync.Mutex
	status int // zero: a token
	count  int
	begun  chan struct{} // one for each request
	stop   chan struct{} // nil, or what requests wait for
}

func newEndpoint(t *testing.T) *endpoint {
	e := &endpoint{begun: make(chan struct{}, 100)}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	e.url = server.URL
	return e
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	e.count++
	n, status, stop := e.count, e.status, e.stop
	e.mu.Unlock()
	e.begun <- struct{}{}
	if stop != nil {
		select {
		case <-stop:
		case <-r.Context().Done():
		}
	}
	time.Sleep(e.delay)
	w.Header().Set("Content-Type", "application/json")
	if status != 0 {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"error":"temporarily_unavailable","error_description":"made-up words"}`)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": fmt.Sprintf("fake-token-%06d", n), "token_type": "bearer", "expires_in": 3600})
}

func (e *endpoint) set(status int, stop chan struct{}) {
	e.mu.Lock()
	e.status, e.stop = status, stop
	e.mu.Unlock()
}

func (e *endpoint) requests() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.count
}

const processes = 8

func startRuns(t *testing.T, url string) (runs []*run, path string) {
	path = filepath.Join(t.TempDir(), "gatehouse", "tokens.json")
	for range processes {
		runs = append(runs, startRun(t, path, url))
	}
	return runs, path
}

// wantSame checks that every answer is the same one.
func wantSame(t *testing.T, answers []string, want string) {
	t.Helper()
	for i, got := range answers {
		if got != want {
			t.Errorf("process %d: %s, want %s", i, got, want)
		}
	}
}

func TestT1EightProcessesOneRequest(t *testing.T) {
	e := newEndpoint(t)
	e.delay = 100 * time.Millisecond
	runs, _ := startRuns(t, e.url)
	wantSame(t, all(runs, "get"), "fake-token-000001")
	if e.requests() != 1 {
		t.Errorf("%d requests of %d processes, want 1", e.requests(), processes)
	}
	wantSame(t, all(runs, "get"), "fake-token-000001")

	// A person in one of them asks for a new one; the others keep theirs.
	if got := runs[0].do("refresh"); got != "fake-token-000002" {
		t.Error(got)
	}
	wantSame(t, all(runs[1:], "get"), "fake-token-000001")
	t.Logf("%d processes, %d requests", processes, e.requests())
}

// TestT2EightProcessesOneFailure shares a failure as a token is shared, and
// the window after it.
func TestT2EightProcessesOneFailure(t *testing.T) {
	e := newEndpoint(t)
	e.set(http.StatusServiceUnavailable, nil)
	e.delay = 100 * time.Millisecond
	runs, _ := startRuns(t, e.url)
	for i, got := range all(runs, "get") {
		if !strings.HasPrefix(got, "error ") || !strings.Contains(got, "503") || !strings.Contains(got, "made-up words") {
			t.Errorf("process %d: %s", i, got)
		}
	}
	if e.requests() != 1 {
		t.Errorf("%d requests, want 1", e.requests())
	}
	e.set(0, nil)
	if got := runs[3].do("refresh"); got != "fake-token-000002" { // a person need not wait
		t.Error(got)
	}
}

// TestT5RefusedReplacedForAll: what one process saw refused is not used by
// another that comes later, and replaced once for all that had it.
func TestT5RefusedReplacedForAll(t *testing.T) {
	e := newEndpoint(t)
	runs, path := startRuns(t, e.url)
	wantSame(t, all(runs, "get"), "fake-token-000001")
	runs[0].do("reject")
	if text := fileText(t, path); strings.Contains(text, "fake-token-000001") {
		t.Errorf("the refused token is still there:\n%s", text)
	}
	if got := startRun(t, path, e.url).do("get"); got != "fake-token-000002" {
		t.Errorf("a process that came later got %s", got)
	}
	all(runs[1:], "reject") // each is refused with the old one
	if text := fileText(t, path); !strings.Contains(text, "fake-token-000002") {
		t.Errorf("a newer token was removed:\n%s", text)
	}
	wantSame(t, all(runs, "get"), "fake-token-000002")
	if e.requests() != 2 {
		t.Errorf("%d requests, want 2", e.requests())
	}
}

func TestForgetEmptiesTheFile(t *testing.T) {
	e := newEndpoint(t)
	runs, path := startRuns(t, e.url)
	wantSame(t, all(runs, "get"), "fake-token-000001")
	runs[0].do("forget")
	if text := fileText(t, path); strings.Contains(text, "fake-token") {
		t.Errorf("it is still there:\n%s", text)
	}
}

// TestKilledHolder kills a process that holds the lock in the middle of a
// token request.
func TestKilledHolder(t *testing.T) {
	e := newEndpoint(t)
	stop := make(chan struct{})
	e.set(0, stop)
	runs, path := startRuns(t, e.url)
	runs[0].ask("get")
	<-e.begun
	for _, r := range runs[1:] {
		r.ask("get")
	}
	e.set(0, nil)
	if err := runs[0].cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for _, r := range runs[1:] {
		if got := r.answer(); got != "fake-token-000002" {
			t.Errorf("got %s", got)
		}
	}
	close(stop)
	if e.requests() != 2 {
		t.Errorf("%d requests, want 2: the killed one's and one for the others", e.requests())
	}
	wantTidy(t, path)
}

// TestStoppedHolder: a process that stands still with the lock does not stop
// the others for good.
func TestStoppedHolder(t *testing.T) {
	e := newEndpoint(t)
	path := filepath.Join(t.TempDir(), "tokens.json")
	if err := os.Chmod(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	unlock, err := New(path).Lock(t.Context(), keyOf(e.url))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	got := startRun(t, path, e.url).do("get")
	if !strings.HasPrefix(got, "fake-token-000001 trouble token cache: another run") {
		t.Errorf("got %s", got)
	}
}

// wantTidy checks that nothing is left beside the file, and that everything is
// the user's alone.
func wantTidy(t *testing.T, path string) {
	t.Helper()
	names, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		info, err := n.Info()
		if err != nil {
			t.Fatal(err)
		}
		if n.Name() != filepath.Base(path) || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is left, mode %04o", n.Name(), info.Mode().Perm())
		}
	}
}
