//go:build unix

package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// program is a command line of the program with an empty home.
func program(t *testing.T, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	home := t.TempDir()
	cmd.Env = append(os.Environ(), asProgram+"=1", "HOME="+home, "XDG_CONFIG_HOME="+home, "TERM=xterm-256color", "COLORTERM=truecolor",
		"GORACE=atexit_sleep_ms=0") // the race detector waits a second at each exit otherwise
	return cmd
}

func TestExitStatus(t *testing.T) {
	for _, c := range []struct {
		want int
		args []string
	}{
		{0, []string{"version"}},
		{0, []string{"paths"}},
		{0, []string{"--help"}},
		{2, nil},
		{2, []string{"--demo"}}, // without a terminal
		{2, []string{"--no-such-flag"}},
		{0, []string{"--demo", "token", "qa", "property"}},
		{4, []string{"--demo", "send", "qa", "property", "GET", "/no/such/thing"}},
		{7, []string{"--demo", "send", "production", "property", "DELETE", "/collections/product/1"}},
	} {
		err := program(t, c.args...).Run()
		var ended *exec.ExitError
		if err != nil && !errors.As(err, &ended) {
			t.Fatal(err)
		}
		got := 0
		if ended != nil {
			got = ended.ExitCode()
		}
		if got != c.want {
			t.Errorf("gatehouse %s: exit status %d, want %d", strings.Join(c.args, " "), got, c.want)
		}
	}
}

// asksColour begins the question for the terminal's background that Bubble Tea
// v1 puts at start-up, and then waits five seconds for the answer, unless
// ui/theme settles it before.
const asksColour = "\x1b]11;?"

// TestSilentTerminal starts the program in a terminal that answers no
// question: it neither asks one nor waits.
func TestSilentTerminal(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string // what is to appear
		quit string // what is typed then
	}{
		{[]string{"version"}, "gatehouse ", ""},
		{[]string{"--demo"}, "SANDBOX", "q"},
	} {
		t.Run(c.args[0], func(t *testing.T) {
			cmd := program(t, c.args...)
			terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120})
			if err != nil {
				t.Fatal(err)
			}
			defer terminal.Close()
			seen := watch(terminal)
			var shown bytes.Buffer
			limit := time.After(4 * time.Second) // a second is plenty, the stall takes five
			for typed := false; ; {
				select {
				case chunk, open := <-seen:
					shown.Write(chunk)
					if !typed && strings.Contains(shown.String(), c.want) {
						typed = true
						_, _ = terminal.WriteString(c.quit)
					}
					if open {
						continue
					}
				case <-limit:
					_ = cmd.Process.Kill()
					t.Errorf("it did not show %q and end in four seconds", c.want)
				}
				break
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("it ended with %v", err)
			}
			if !strings.Contains(shown.String(), c.want) || strings.Contains(shown.String(), asksColour) {
				t.Errorf("it wrote %q", shown.String())
			}
		})
	}
}

// watch passes on what a terminal shows until its program has ended.
func watch(terminal io.Reader) <-chan []byte {
	seen := make(chan []byte, 1024)
	go func() {
		defer close(seen)
		for {
			chunk := make([]byte, 32<<10)
			n, err := terminal.Read(chunk)
			if n > 0 {
				seen <- chunk[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	return seen
}
