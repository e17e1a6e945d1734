//go:build unix

package cli

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
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

// TestInterruptedWhileReading interrupts a command that waits for its input.
func TestInterruptedWhileReading(t *testing.T) {
	cmd := program(t, "--demo", "send", "qa", "ingest", "PUT", "/product", "-d", "@-")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: that it was taken says that somebody reads.
	if _, err := stdin.Write(make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the state says how it ended
	if got := cmd.ProcessState.ExitCode(); got != exitSignal+int(syscall.SIGINT) || stderr.String() != "gatehouse: interrupted\n" {
		t.Errorf("exit status %d, stderr %q", got, stderr.String())
	}
}

// TestInputWithoutEnd ends by either signal what reads a pipe that nobody closes,
// on whichever side of a comparison.
func TestInputWithoutEnd(t *testing.T) {
	pipe, file := filepath.Join(t.TempDir(), "pipe"), filepath.Join(t.TempDir(), "a.json")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("[1]"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		by   syscall.Signal
		args []string
	}{
		{syscall.SIGINT, []string{"compare", pipe, file}},
		{syscall.SIGTERM, []string{"compare", file, pipe}},
		{syscall.SIGTERM, []string{"--demo", "send", "qa", "ingest", "PUT", "/product", "-d", "@" + pipe}},
	} {
		cmd := program(t, c.args...)
		var stderr strings.Builder
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		to, err := os.OpenFile(pipe, os.O_WRONLY, 0) // returns when the program has opened it
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(c.by); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // the state says how it ended
		_ = to.Close()
		if got := cmd.ProcessState.ExitCode(); got != exitSignal+int(c.by) || stderr.String() != "gatehouse: interrupted\n" {
			t.Errorf("%s: exit status %d, stderr %q", strings.Join(c.args, " "), got, stderr.String())
		}
	}
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
