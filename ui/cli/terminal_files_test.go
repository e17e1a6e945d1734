//go:build linux

package cli

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	created  = regexp.MustCompile(`(?:open|openat|creat)\(.*"([^"]*)".*O_CREAT.*, 0([0-7]+)\) = [0-9]`)
	madeDir  = regexp.MustCompile(`mkdir(?:at)?\(.*"([^"]*)", 0([0-7]+)\) = 0`)
	loosened = regexp.MustCompile(`f?chmod(?:at)?\(.*\) = 0`)
)

// TestS2FilesArePrivate uses all that writes files under loose umasks, among
// links that lead elsewhere, and looks at each call that made a file.
func TestS2FilesArePrivate(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not there")
	}
	calls := 0
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
		traced := func(args ...string) *exec.Cmd {
			cmd := exec.Command("sh", append([]string{"-c", `umask ` + umask + `; exec "$@"`, "sh", strace, "-f", "-qq", "-A", "-o", trace,
				"-e", "trace=open,openat,creat,mkdir,mkdirat,chmod,fchmod,fchmodat", binary(t, "")}, args...)...)
			cmd.Env, cmd.Dir = append(environ, "EDITOR=true"), home
			return cmd
		}
		c := start(t, window{120, 36}, traced("--demo", "--debug-log", filepath.Join(home, "new", "debug.log")))
		c.status()
		c = start(t, window{120, 36}, traced("--demo", "--debug-log", filepath.Join(home, "debug.log")))
		c.waitFor("List collections")
		c.press(keyF5)
		c.waitFor("200 OK")
		c.press("v")
		c.waitFor("w save")
		for _, name := range []string{"saved.json", link("linked.json")} {
			c.press("w")
			c.waitFor("SAVE BODY")
			c.press(keyCtrlU, name, keyEnter)
			c.waitGone("SAVE BODY")
		}
		c.waitFor("Not saved")
		c.press("b")
		c.waitFor("enter edit")
		c.press("\x1bOS") // F4, the body in an editor
		c.waitFor("enter edit")
		c.press("q")
		c.status()
		for _, args := range [][]string{
			{"init"}, {"init", "--config", filepath.Join(home, "a", "b", "config.toml")}, {"init", "--config", link("linked.toml")},
			{"--demo", "status", "--debug-log", link("linked.log")}, {"--demo", "status", "--debug-log", loose}, {"--demo", "send", "qa", "property", "GET", "/collections/product"},
		} {
			_ = traced(args...).Run() // what is refused is looked at below
		}
		if _, err := os.Lstat(outside); err == nil {
			t.Errorf("umask %s: a link was followed", umask)
		}
		calls += checkTrace(t, umask, trace, home)
		checkModes(t, umask, home)
	}
	t.Logf("S2: %d calls that made files or folders", calls)
	if calls < 10 {
		t.Error("too few calls were seen")
	}
}

// checkTrace looks at the calls that made something below a folder.
func checkTrace(t *testing.T, umask, trace, home string) (calls int) {
	raw, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
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
	return calls
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
