package display

import (
	"encoding/base64"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
)

// newPipe returns a terminal on a pipe, and what reads all that was written to it.
func newPipe(t *testing.T) (*Terminal, func() string) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	terminal := NewTerminal(w)
	done := make(chan string)
	go func() {
		all, _ := io.ReadAll(r)
		done <- string(all)
	}()
	return terminal, func() string {
		terminal.Close()
		return <-done
	}
}

// The methods of os.File would lead around the filter; io and Bubble Tea look
// for these two by themselves.
func TestTerminalHasNoWayAroundTheFilter(t *testing.T) {
	var out any = NewTerminal(os.Stdout)
	if _, ok := out.(io.StringWriter); ok {
		t.Error("Terminal has a WriteString of its own")
	}
	if _, ok := out.(io.ReaderFrom); ok {
		t.Error("Terminal has a ReadFrom of its own")
	}
	if _, ok := out.(*os.File); ok {
		t.Error("Terminal is a file")
	}
}

func TestTerminalWrite(t *testing.T) {
	terminal, read := newPipe(t)
	for _, s := range []string{"a\x1b[", "1mb", "\x1b]0;x\x07", "\x1b"} {
		if n, err := io.WriteString(terminal, s); n != len(s) || err != nil {
			t.Errorf("Write(%q) = %d, %v", s, n, err)
		}
	}
	if n := terminal.Blocked(); n != 1 {
		t.Errorf("%d blocked, want 1", n)
	}
	if got, want := read(), "a\x1b[1mb"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
	if n, err := terminal.Write([]byte("[1m")); n != 0 || err == nil {
		t.Errorf("Write to a closed file = %d, %v", n, err)
	}
}

// TestTerminalCopyInTmux sends the sequence bare and in tmux's wrapper, where
// each ESC is doubled.
func TestTerminalCopyInTmux(t *testing.T) {
	terminal, read := newPipe(t)
	if err := terminal.Copy("hello", true); err != nil {
		t.Error(err)
	}
	if got, want := read(), "\x1b]52;c;aGVsbG8=\x07\x1bPtmux;\x1b\x1b]52;c;aGVsbG8=\x07\x1b\\"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

func TestTerminalCopy(t *testing.T) {
	terminal, read := newPipe(t)
	text := "token \x1b]0;x\x07 " + strings.Repeat("y", 1000)
	if err := terminal.Copy(text, false); err != nil {
		t.Error(err)
	}
	if err := terminal.Copy("", false); err == nil {
		t.Error("an empty copy would clear the clipboard")
	}
	if err := terminal.Copy(strings.Repeat("x", maxCopy), false); err != nil {
		t.Error(err)
	}
	if err := terminal.Copy(strings.Repeat("x", maxCopy+1), false); err == nil || !strings.Contains(err.Error(), "74001 bytes") {
		t.Errorf("too long a copy: %v", err)
	}
	first, _, _ := strings.Cut(read(), "\x07")
	if want := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)); first != want {
		t.Errorf("wrote %q, want %q", first, want)
	}
	if terminal.Blocked() != 0 {
		t.Error("our own copy was counted as blocked")
	}
}

func TestTerminalSetTitle(t *testing.T) {
	terminal, read := newPipe(t)
	if err := terminal.SetTitle("gatehouse \x07\x1b]52;c;x\x07 QA"); err != nil {
		t.Error(err)
	}
	if got, want := read(), "\x1b]2;gatehouse ␇␛]52;c;x␇ QA\x07"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

func TestTerminalRestore(t *testing.T) {
	for _, c := range []struct{ name, written, restored string }{
		{"nothing", "plain", ""},
		{"all off again", "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?2004l\x1b[?25h\x1b[?1049l", ""},
		{"never on", "\x1b[?1049l\x1b[?1002l", ""},
		{"screen", "\x1b[?1049h", "\x1b[0m\x1b[?7h\x1b[?1049l"},
		{"everything", "\x1b[?25l\x1b[?1049h\x1b[?2004h\x1b[?1002h\x1b[?1003h\x1b[?1006h\x1b[?1004h",
			"\x1b[0m\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h"},
	} {
		terminal, read := newPipe(t)
		io.WriteString(terminal, c.written)
		for range 2 { // the second one has nothing left to do
			if err := terminal.Restore(); err != nil {
				t.Error(err)
			}
		}
		written, _ := filtered(c.written)
		if got := strings.TrimPrefix(read(), written); got != c.restored {
			t.Errorf("%s: restored with %q, want %q", c.name, got, c.restored)
		}
	}
}

// A copy falls between two writes, never into a sequence of one.
func TestTerminalFromSeveralGoroutines(t *testing.T) {
	terminal, read := newPipe(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 200 {
				io.WriteString(terminal, "\x1b[1mx\x1b[0m")
				_ = terminal.Copy("y", false)
				_ = terminal.Blocked()
			}
		})
	}
	group.Wait()
	out := read()
	out = strings.ReplaceAll(out, "\x1b[1mx\x1b[0m", "")
	if out = strings.ReplaceAll(out, "\x1b]52;c;eQ==\x07", ""); out != "" {
		t.Errorf("writes were mixed: %q", out[:min(len(out), 100)])
	}
}

// TestTerminalGone tells a reader that left from a disk that is full.
func TestTerminalGone(t *testing.T) {
	gone := func(terminal *Terminal) bool {
		select {
		case <-terminal.Gone():
			return true
		default:
			return false
		}
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	terminal := NewTerminal(w)
	if err := terminal.SetTitle("x"); err != nil || gone(terminal) {
		t.Errorf("with a reader: %v, gone: %v", err, gone(terminal))
	}
	r.Close()
	for range 2 {
		if n, err := terminal.Write([]byte("x")); n != 0 || err == nil || !gone(terminal) {
			t.Errorf("without a reader: %d, %v, gone: %v", n, err, gone(terminal))
		}
	}
	if full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0); err == nil { // not every system has it
		defer full.Close()
		terminal := NewTerminal(full)
		if _, err := terminal.Write([]byte("x")); err == nil || gone(terminal) {
			t.Errorf("on a full disk: %v, gone: %v", err, gone(terminal))
		}
	}
}
