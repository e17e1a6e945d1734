//go:build linux

package cli

import (
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What testEnvironment and goodToken have to hide.
const (
	fakeToken  = "made-up-token-0123456789abcdef"
	fakeSecret = "made-up-secret-0123456789"
)

var (
	created  = regexp.MustCompile(`(?:open|openat|creat)\(.*"([^"]*)".*O_CREAT.*, 0([0-7]+)\) = [0-9]`)
	madeDir  = regexp.MustCompile(`mkdir(?:at)?\(.*"([^"]*)", 0([0-7]+)\) = 0`)
	loosened = regexp.MustCompile(`f?chmod(?:at)?\(.*\) = 0`)
)

// TestS2FilesArePrivate uses all that writes files under loose umasks, among
// links that lead elsewhere, and looks at each call that made a file, the file
// of tokens that runs share among them, and at what programs are started with.
func TestS2FilesArePrivate(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not there")
	}
	answer := toCalls(func([]string) []byte { return answerOf("200 OK", "", "application/json", `{"some":"text"}`) })
	server := answering(t, func(r *http.Request) []byte { return answer(r.URL.Path, nil) })
	calls, started := 0, 0
	for _, umask := range []string{"000", "022"} {
		home, environ := newHome(t)
		outside := filepath.Join(t.TempDir(), "outside")
		trace := filepath.Join(t.TempDir(), "trace")
		link := func(name string) string {
			path := filepath.Join(home, name)
			if err := os.Symlink(outside, path); err != nil {
				t.Fatal(err)
			}
			return path
		}
		loose := filepath.Join(home, "loose.log")
		if err := os.WriteFile(loose, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		config := filepath.Join(home, "shared.toml")
		if err := os.WriteFile(config, []byte(testEnvironment(server)+"token_cache = true\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		bin := filepath.Join(home, "bin")
		if err := os.Mkdir(bin, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "wl-copy"), []byte("#!/bin/sh\nexec cat >/dev/null\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		traced := func(args ...string) *exec.Cmd {
			cmd := exec.Command("sh", append([]string{"-c", `umask ` + umask + `; exec "$@"`, "sh", strace, "-f", "-qq", "-v", "-s", "4096", "-A", "-o", trace,
				"-e", "trace=open,openat,creat,mkdir,mkdirat,chmod,fchmod,fchmodat,execve", binary(t, "")}, args...)...)
			cmd.Env, cmd.Dir = append(environ, "EDITOR=true", "WAYLAND_DISPLAY=wayland-0", "PATH="+bin+":"+os.Getenv("PATH")), home
			return cmd
		}
		c := start(t, window{120, 36}, traced("--demo", "--debug-log", filepath.Join(home, "new", "debug.log")))
		c.status()
		c = start(t, window{120, 36}, traced("--config", config, "--debug-log", filepath.Join(home, "debug.log")))
		c.waitFor("List collections")
		c.press(keyF5)
		c.waitFor("200 OK")
		c.press("v")
		c.waitFor("[ ] page")
		for _, name := range []string{"saved.json", link("linked.json")} {
			c.press("w")
			c.waitFor("SAVE BODY")
			c.press(keyCtrlU, name, keyEnter)
			c.waitGone("SAVE BODY")
		}
		c.waitFor("Not saved")
		c.press("t")
		c.waitFor("TOKENS")
		c.press("y") // a program gets the token
		c.waitFor("Copied the token")
		c.press("b")
		c.waitFor("enter edit")
		c.press("\x1bOS") // F4, the body in an editor
		c.waitFor("enter edit")
		c.press("q")
		c.status()
		for _, args := range [][]string{
			{"init"}, {"init", "--config", filepath.Join(home, "a", "b", "config.toml")}, {"init", "--config", link("linked.toml")},
			{"--demo", "status", "--debug-log", link("linked.log")}, {"--demo", "status", "--debug-log", loose}, {"--demo", "send", "qa", "property", "GET", "/collections/product"},
			{"--config", config, "send", "test", "ingest", "GET", "/x"}, {"--config", config, "token", "test", "property"},
		} {
			_ = traced(args...).Run() // what is refused is looked at below
		}
		if _, err := os.Lstat(outside); err == nil {
			t.Errorf("umask %s: a link was followed", umask)
		}
		kept, err := os.ReadFile(filepath.Join(home, "xdg_cache_home", "gatehouse", "tokens.json"))
		if err != nil || !strings.Contains(string(kept), fakeToken) {
			t.Errorf("umask %s: the token cache holds no token: %v", umask, err)
		}
		n, programs := checkTrace(t, umask, trace, home)
		calls, started = calls+n, started+programs
		checkModes(t, umask, home)
	}
	t.Logf("S2: %d calls that made files or folders, %d programs", calls, started)
	if calls < 20 || started < 20 {
		t.Error("too few calls were seen")
	}
}

// checkTrace looks at the calls that made something below a folder, and for a
// secret in the arguments and the environment of each program that was started
// and in every path.
func checkTrace(t *testing.T, umask, trace, home string) (calls, programs int) {
	raw, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if strings.Contains(line, "execve(") {
			programs++
		}
		for _, secret := range []string{fakeToken, fakeSecret} {
			if strings.Contains(line, secret) {
				t.Errorf("umask %s: a call holds a secret: %s", umask, line)
			}
		}
		for pattern, mode := range map[*regexp.Regexp]string{created: "600", madeDir: "700"} {
			m := pattern.FindStringSubmatch(line)
			if m == nil || strings.HasPrefix(m[1], "/") && !strings.HasPrefix(m[1], home) {
				continue
			}
			calls++
			if m[2] != mode {
				t.Errorf("umask %s: made with mode %s: %s", umask, m[2], line)
			}
		}
		if loosened.MatchString(line) {
			t.Errorf("umask %s: a mode was changed afterwards: %s", umask, line)
		}
	}
	return calls, programs
}

// checkModes looks at what is below a folder now.
func checkModes(t *testing.T, umask, home string) {
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 || path == home || filepath.Base(path) == "loose.log" {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("umask %s: %s has mode %o", umask, path, info.Mode().Perm())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
