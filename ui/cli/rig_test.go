package cli

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/config"
	"gatehouse/gateway/sandbox"
	"gatehouse/ui"
)

// rig runs command lines in a world of its own.
type rig struct {
	t       *testing.T
	world   World
	folder  string
	environ map[string]string
	stdout  bytes.Buffer
	stderr  bytes.Buffer
}

// newRig makes a world without a configuration, a terminal or a network
// beyond loopback.
func newRig(t *testing.T) *rig {
	t.Helper()
	return newRigIn(t, t.TempDir())
}

// newRigIn makes a world whose files are those of another rig.
func newRigIn(t *testing.T, folder string) *rig {
	r := &rig{t: t, folder: folder}
	r.world = World{
		Stdin:   strings.NewReader(""),
		Stdout:  &r.stdout,
		Stderr:  &r.stderr,
		Size:    func() (int, int, bool) { return 120, 36, true },
		Now:     time.Now,
		Version: "1.2.3",
		Getenv:  func(name string) string { return r.environ[name] },
		Places: func() (config.Locations, error) {
			return config.Locations{Config: r.defaultConfig(), TokenCache: r.tokenCache()}, nil
		},
		Explore: func(context.Context, ui.Options) error {
			t.Error("the explorer was opened")
			return nil
		},
	}
	return r
}

func (r *rig) defaultConfig() string { return filepath.Join(r.folder, "gatehouse", "config.toml") }

func (r *rig) tokenCache() string { return filepath.Join(r.folder, "cache", "tokens.json") }

// run carries out a command line from nothing and returns its exit status.
func (r *rig) run(args ...string) int {
	r.t.Helper()
	return r.runContext(r.t.Context(), args...)
}

func (r *rig) runContext(ctx context.Context, args ...string) int {
	r.stdout.Reset()
	r.stderr.Reset()
	return Run(ctx, args, r.world)
}

// want runs a command line that is to end with a status.
func (r *rig) want(status int, args ...string) {
	r.t.Helper()
	if got := r.run(args...); got != status {
		r.t.Fatalf("gatehouse %s: exit status %d, want %d\nstdout: %s\nstderr: %s",
			strings.Join(args, " "), got, status, clip(r.stdout.String()), r.stderr.String())
	}
}

func clip(s string) string {
	if len(s) > 2000 {
		return s[:2000] + "..."
	}
	return s
}

// startSandbox serves a sandbox for the length of the test and makes its
// configuration the rig's.
func (r *rig) startSandbox(o sandbox.Options) []sandbox.Environment {
	r.t.Helper()
	box, err := sandbox.Start(o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = box.Close() })
	var literals []config.Literal
	for _, e := range box.Environments() {
		literals = append(literals, config.Literal(e))
	}
	if err := os.MkdirAll(filepath.Dir(r.defaultConfig()), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := config.Write(r.defaultConfig(), "for a test", literals); err != nil {
		r.t.Fatal(err)
	}
	return box.Environments()
}

// configure writes the rig's configuration.
func (r *rig) configure(text string) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(r.defaultConfig()), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(r.defaultConfig(), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// serve configures one environment "Test" at a server that answers calls with
// handler and every token request with a token.
func (r *rig) serve(handler http.HandlerFunc) {
	r.t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"access_token":"made-up-token-0123456789abcdef","token_type":"bearer","expires_in":600}`))
	})
	mux.HandleFunc("/call/", handler)
	server := httptest.NewServer(mux)
	r.t.Cleanup(server.Close)
	r.configure(testEnvironment(server.URL))
}

// testEnvironment is the configuration of one environment whose calls go
// below /call.
func testEnvironment(baseURL string) string {
	return `[[environment]]
name = "Test"
base_url = "` + baseURL + `"
client_id = "made-up-client"
client_secret = "made-up-secret-0123456789"
token_path = "/token"
call_prefix = "/call"
`
}
