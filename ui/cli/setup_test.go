package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"gatehouse/config"
	"gatehouse/gateway"
	"gatehouse/gateway/sandbox"
	"gatehouse/ui"
	"gatehouse/ui/theme"
)

func TestInit(t *testing.T) {
	r := newRig(t)
	r.want(exitOK, "init")
	if got := r.stdout.String(); !strings.Contains(got, r.defaultConfig()) || !strings.HasSuffix(got, "  gatehouse\n") {
		t.Errorf("stdout does not name the file:\n%s", r.stdout.String())
	}
	info, err := os.Stat(r.defaultConfig())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	before, err := os.ReadFile(r.defaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	r.want(exitUsage, "init")
	if after, err := os.ReadFile(r.defaultConfig()); err != nil || string(after) != string(before) {
		t.Errorf("the second init changed the file: %v", err)
	}

	other := filepath.Join(r.folder, "other.toml")
	r.want(exitOK, "init", "--config", other)
	if got := r.stdout.String(); !strings.HasSuffix(got, "gatehouse --config "+other+"\n") {
		t.Errorf("stdout does not end with how to go on:\n%s", got)
	}
	if _, err := config.Load(other); err != nil {
		t.Errorf("the first file is not one: %v", err)
	}
}

func TestPaths(t *testing.T) {
	r := newRig(t)
	r.want(exitOK, "paths")
	if got := r.stdout.String(); !strings.Contains(got, r.defaultConfig()+"   (not there)") || !strings.Contains(got, "sandbox.toml") || !strings.Contains(got, r.tokenCache()+"  ") {
		t.Errorf("stdout:\n%s", got)
	}
	r.want(exitOK, "init")
	r.want(exitOK, "paths")
	if got := r.stdout.String(); !strings.Contains(got, r.defaultConfig()+"\n") {
		t.Errorf("stdout:\n%s", got)
	}
	r.world.Places = func() (config.Locations, error) { return config.Locations{}, errors.New("no home") }
	r.want(exitUsage, "paths")
}

func TestVersion(t *testing.T) {
	r := newRig(t)
	r.want(exitOK, "version")
	if got := r.stdout.String(); !strings.HasPrefix(got, "gatehouse 1.2.3 (go1.") {
		t.Errorf("stdout %q", got)
	}
	for _, c := range []struct {
		want     string
		version  string
		settings []debug.BuildSetting
	}{
		{"1.4.0", "v1.4.0", nil},
		{"dev", "(devel)", nil},
		{"dev", "", nil},
		{"0123456789ab", "(devel)", []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "false"}}},
		{"0123+changed", "(devel)", []debug.BuildSetting{{Key: "vcs.revision", Value: "0123"}, {Key: "vcs.modified", Value: "true"}}},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: c.version}, Settings: c.settings}
		if got := buildVersion(info); got != c.want {
			t.Errorf("version %q of %q and %v, want %q", got, c.version, c.settings, c.want)
		}
	}
}

// TestWithoutConfig is what a person sees who has nothing yet: three lines
// that say what to do.
func TestWithoutConfig(t *testing.T) {
	for _, args := range [][]string{nil, {"status"}, {"token", "qa", "property"}, {"send", "qa", "property", "GET", "/"}} {
		r := newRig(t)
		r.want(exitUsage, args...)
		lines := strings.Split(strings.TrimRight(r.stderr.String(), "\n"), "\n")
		if len(lines) != 3 {
			t.Errorf("%d lines, want 3:\n%s", len(lines), r.stderr.String())
		}
		for _, want := range []string{r.defaultConfig(), "gatehouse --demo", "gatehouse init"} {
			if !strings.Contains(r.stderr.String(), want) {
				t.Errorf("stderr does not say %q:\n%s", want, r.stderr.String())
			}
		}
	}
}

func TestConfigFaults(t *testing.T) {
	r := newRig(t)
	r.want(exitUsage, "status", "--config", filepath.Join(r.folder, "none.toml"))
	if !strings.Contains(r.stderr.String(), "none.toml") {
		t.Errorf("stderr: %s", r.stderr.String())
	}
	r.configure("[[environment]]\nname = \"A\"\nbase_urll = \"https://a.example\"\n")
	r.want(exitUsage, "status")
	for _, want := range []string{"config.toml", "3", "base_urll", "base_url"} {
		if !strings.Contains(r.stderr.String(), want) {
			t.Errorf("stderr does not say %q:\n%s", want, r.stderr.String())
		}
	}
	r.want(exitUsage, "--demo", "--config", r.defaultConfig())
	r.want(exitUsage, "sttus")
	if !strings.Contains(r.stderr.String(), "status") {
		t.Errorf("no suggestion: %s", r.stderr.String())
	}
}

func TestExplorer(t *testing.T) {
	r := newRig(t)
	r.want(exitUsage, "--demo")
	if !strings.Contains(r.stderr.String(), "terminal") {
		t.Errorf("stderr: %s", r.stderr.String())
	}

	var got ui.Options
	r.world.StdinTerminal, r.world.StdoutTerminal = true, true
	r.world.Explore = func(ctx context.Context, o ui.Options) error {
		got = o
		if o.Sandbox {
			e := o.Client.Send(ctx, gateway.Target{Environment: "QA", Service: "streaming-property"},
				gateway.Request{Method: "GET", Path: "/collections/product"})
			if e.Body.Wait(); e.Status != 200 {
				t.Errorf("a request in the demo: status %d, %v", e.Status, e.Err)
			}
		}
		return nil
	}
	r.want(exitOK, "--demo", "--env", "prod", "--service", "ingest")
	if !got.Sandbox || got.Reload != nil || got.ConfigPath != "" || len(got.Directory.Environments) != 3 {
		t.Errorf("the demo got %+v", got)
	}
	if got.Environment != "Production" || got.Service != "streaming-ingest" || got.Command != "gatehouse --demo" {
		t.Errorf("it starts at %q / %q, by %q", got.Environment, got.Service, got.Command)
	}
	if !got.Directory.Environments[2].Guarded || got.Directory.Environments[0].Guarded {
		t.Error("in the demo Production alone is guarded")
	}
	if got.NoColor || got.Editor != "" {
		t.Errorf("without an environment it got NoColor %v, Editor %q", got.NoColor, got.Editor)
	}
	r.want(exitUsage, "--demo", "--env", "mars")
	r.environ = map[string]string{"NO_COLOR": "1", "EDITOR": "ed", "VISUAL": "vi -n"}
	r.want(exitOK, "--demo")
	if !got.NoColor || got.Editor != "vi -n" {
		t.Errorf("it got NoColor %v, Editor %q", got.NoColor, got.Editor)
	}
	for want, visual := range map[string]string{"": " ", "ed": "\t"} {
		r.environ = map[string]string{"VISUAL": visual, "EDITOR": " " + want + " "}
		r.want(exitOK, "--demo")
		if got.Editor != want {
			t.Errorf("the editor is %q, want %q", got.Editor, want)
		}
	}

	odd := filepath.Join(r.folder, "it's odd.toml")
	if err := os.WriteFile(odd, []byte(testEnvironment("https://a.example")), 0o600); err != nil {
		t.Fatal(err)
	}
	r.want(exitOK, "--config", odd)
	if want := `gatehouse --config '` + strings.ReplaceAll(odd, "'", `'\''`) + `'`; got.Command != want {
		t.Errorf("started by %s, want %s", got.Command, want)
	}
	r.configure(testEnvironment("https://a.example"))
	r.want(exitOK)
	if got.Command != "gatehouse" {
		t.Errorf("started by %q", got.Command)
	}
	if got.Sandbox || got.Reload == nil || got.ConfigPath != r.defaultConfig() || got.Environment != "" {
		t.Errorf("with a file it got %+v", got)
	}
	for configured, ground := range map[string]*theme.Ground{"auto": nil, "dark": new(theme.Dark), "light": new(theme.Light)} {
		r.configure("theme = \"" + configured + "\"\n" + testEnvironment("https://b.example"))
		read, err := got.Reload()
		if err != nil || read.Directory.Environments[0].BaseURL != "https://b.example" || (read.Ground == nil) != (ground == nil) || ground != nil && *read.Ground != *ground {
			t.Errorf("reload with theme %q: %+v, %v", configured, read, err)
		}
	}
	r.configure("nonsense")
	if _, err := got.Reload(); err == nil {
		t.Error("reload takes a broken file")
	}

	r.world.Explore = func(context.Context, ui.Options) error { return errors.New("the terminal went away") }
	r.want(exitFailed, "--demo")
	if !strings.Contains(r.stderr.String(), "the terminal went away") {
		t.Errorf("stderr: %s", r.stderr.String())
	}
}

// TestDemoCommands works the sandbox inside the process from the command line.
func TestDemoCommands(t *testing.T) {
	r := newRig(t)
	r.want(exitOK, "--demo", "send", "qa", "property", "GET", "/collections/product")
	r.want(exitOK, "status", "--fetch", "--demo")
}

// TestSandbox runs the sandbox command and uses it as another process would.
func TestSandbox(t *testing.T) {
	r := newRig(t)
	out := filepath.Join(r.folder, "new", "box.toml")
	read, write := io.Pipe()
	r.world.Stdout = write
	ctx, interrupt := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- r.runContext(ctx, "sandbox", "--port", "0", "--config-out", out, "--token-lifetime", "90s", "--fault", "418:0", "--latency", "1ms", "--dialect", "other")
		_ = write.Close()
	}()
	greeting := make([]byte, 4096)
	n, err := io.ReadAtLeast(read, greeting, 1)
	if err != nil {
		t.Fatal(err, r.stderr.String())
	}
	rest := make(chan string, 1)
	go func() {
		b, _ := io.ReadAll(read)
		rest <- string(b)
	}()
	waitFor(t, func() bool { _, err := os.Stat(out); return err == nil })

	user := newRig(t)
	user.want(exitOK, "token", "staging", "view", "-o", "json", "--config", out)
	if token := decode[tokenJSON](user); *token.LifetimeSeconds != 90 {
		t.Errorf("lifetime %v, want 90", *token.LifetimeSeconds)
	}
	user.want(exitOK, "send", "qa", "property", "GET", "/collections/product", "--config", out)
	if !strings.HasPrefix(user.stdout.String(), `{"paging":`) {
		t.Errorf("it speaks the usual dialect: %s", clip(user.stdout.String()))
	}

	interrupt()
	if status := <-ended; status != exitOK {
		t.Errorf("exit status %d: %s", status, r.stderr.String())
	}
	said := string(greeting[:n]) + <-rest
	for _, want := range []string{"QA ", "Staging ", "Production ", "http://127.0.0.1:", out, "gatehouse --config"} {
		if !strings.Contains(said, want) {
			t.Errorf("stdout does not say %q:\n%s", want, said)
		}
	}
	if lines := strings.Count(r.stderr.String(), "\n"); lines != 3 { // two tokens, one call
		t.Errorf("%d log lines, want 3:\n%s", lines, r.stderr.String())
	}
	file, err := config.Load(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range file.Directory.Environments {
		for _, source := range []gateway.Source{e.APIKey, e.ClientID, e.ClientSecret} {
			secret, err := source.Resolve(t.Context())
			if err != nil || secret == "" {
				t.Fatal(err)
			}
			if strings.Contains(said+r.stderr.String(), secret.Reveal()) {
				t.Errorf("a secret of %s stands on the terminal", e.Name)
			}
		}
	}
	user.want(exitFailed, "send", "qa", "property", "GET", "/x", "--auth", "none", "--config", out)
}

func TestSandboxRefusals(t *testing.T) {
	r := newRig(t)
	mine := filepath.Join(r.folder, "mine.toml")
	if err := os.WriteFile(mine, []byte("# mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{
		{"--fault", "nonsense"}, {"--fault", "503:2"}, {"--port", "-1"}, {"--port", "65535"}, {"--latency", "-1s"}, {"--dialect", "martian"},
		{"--token-lifetime", "soon"}, {"--port", "0", "--config-out", mine}, {"extra"},
	} {
		r.want(exitUsage, append([]string{"sandbox"}, c...)...)
	}
	if text, err := os.ReadFile(mine); err != nil || string(text) != "# mine\n" {
		t.Errorf("%q, %v", text, err)
	}

	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	port := box.Environments()[0].BaseURL[len("http://127.0.0.1:"):]
	r.want(exitFailed, "sandbox", "--port", port)
	if !strings.Contains(r.stderr.String(), port) {
		t.Errorf("stderr does not name the port: %s", r.stderr.String())
	}
}

// waitFor waits until something is so.
func waitFor(t *testing.T, so func() bool) {
	t.Helper()
	for range 500 {
		if so() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it did not come in five seconds")
}
