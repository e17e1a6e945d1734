//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tmuxServer is a tmux of a test's own, that hands on every key.
type tmuxServer struct {
	t       *testing.T
	path    string
	args    []string // before a command
	environ []string
}

// newTmux prepares a tmux whose socket is in a folder.
func newTmux(t *testing.T, folder string, environ []string) *tmuxServer {
	path, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("tmux is not installed")
	}
	settings := filepath.Join(folder, "tmux.conf")
	text := "set -g status off\nset -g prefix None\nset -sg escape-time 0\nset -g remain-on-exit on\n"
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return &tmuxServer{t, path, []string{"-u", "-f", settings, "-S", filepath.Join(folder, "socket")}, environ}
}

// run runs a command of tmux and gives what it prints.
func (s *tmuxServer) run(args ...string) []byte {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), s.path, append(s.args, args...)...)
	cmd.Env = s.environ
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("tmux %v: %v", args, err)
	}
	return out
}

// start runs a program within tmux, and tmux on a terminal.
func (s *tmuxServer) start(size window, program ...string) *console {
	s.t.Helper()
	cmd := exec.Command(s.path, append(append(s.args, "new-session"), program...)...)
	cmd.Env = s.environ
	c := start(s.t, size, cmd)
	s.t.Cleanup(func() {
		kill := exec.Command(s.path, append(s.args, "kill-server")...)
		kill.Env = s.environ
		_ = kill.Run() // it may have ended
	})
	return c
}

// ended waits until the program within has ended.
func (s *tmuxServer) ended() {
	s.t.Helper()
	for late := time.Now().Add(patience); strings.TrimSpace(string(s.run("display-message", "-p", "#{pane_dead}"))) != "1"; {
		if time.Now().After(late) {
			s.t.Fatalf("it does not end; the screen:\n%s", s.run("capture-pane", "-p"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}
