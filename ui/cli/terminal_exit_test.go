//go:build unix

package cli

import (
	"fmt"
	"os/exec"
	"reflect"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

// TestU2ExitsRestoreTheTerminal leaves the explorer on every way there is, and
// compares the terminal with what it was before.
func TestU2ExitsRestoreTheTerminal(t *testing.T) {
	signal := func(s syscall.Signal) func(*console) {
		return func(c *console) {
			if err := c.cmd.Process.Signal(s); err != nil {
				c.t.Error(err)
			}
		}
	}
	press := func(k ...string) func(*console) { return func(c *console) { c.press(k...) } }
	const fault = "gatehouse stopped on a fault of its own"
	exits := []struct {
		name   string
		leave  func(*console)
		status int
		says   string // on the terminal afterwards
	}{
		{"q", press("q"), 0, ""},
		{"ctrl+c twice", func(c *console) {
			c.press(keyCtrlC)
			c.waitFor("ctrl+c again to quit")
			c.press(keyCtrlC)
		}, 0, ""},
		{"SIGINT", signal(syscall.SIGINT), 128 + 2, "ended by interrupt"},
		{"SIGTERM", signal(syscall.SIGTERM), 128 + 15, "ended by terminated"},
		{"SIGHUP", signal(syscall.SIGHUP), 128 + 1, "ended by hangup"},
		{"SIGQUIT", signal(syscall.SIGQUIT), 128 + 3, "ended by quit"},
		{"panic in Update", press("u"), 1, fault},
		{"panic in View", press("E"), 1, fault},
		{"panic in a command", press("S"), 1, fault},
	}
	for _, x := range exits {
		t.Run(x.name, func(t *testing.T) {
			c := demo(t, window{100, 30}, "planted")
			if x.name != "ctrl+c twice" { // which cancels a body that still arrives
				c.press(keyF5)
				c.waitFor("200 OK")
			}
			c.wait("the alternate screen", func() bool { return c.emulator.Mode()&vt10x.ModeAltScreen != 0 })
			x.leave(c)
			if got := c.status(); got != x.status {
				t.Errorf("exit status %d, want %d", got, x.status)
			}
			c.restored()
			if text := c.emulator.String(); !strings.Contains(text, x.says) {
				t.Errorf("the terminal does not say %q:\n%s", x.says, text)
			}
		})
	}
	t.Logf("%d ways out", len(exits))
}

// restored checks that a terminal is as it was before its program.
func (c *console) restored() {
	c.t.Helper()
	after, err := term.GetState(c.tty.Fd())
	if err != nil {
		c.t.Fatal(err)
	}
	if !reflect.DeepEqual(c.before, after) {
		c.t.Errorf("the line settings were %+v, and are %+v", c.before, after)
	}
	c.drain()
	if away := modesAway(c.stream); len(away) > 0 {
		c.t.Errorf("modes away from rest: %v", away)
	}
	mode := c.emulator.Mode()
	if mode&vt10x.ModeAltScreen != 0 || mode&vt10x.ModeWrap == 0 || mode&vt10x.ModeMouseMask != 0 || !c.emulator.CursorVisible() {
		c.t.Errorf("the emulator's modes are %b, the cursor shows: %v", mode, c.emulator.CursorVisible())
	}
	if text := c.emulator.String(); strings.Contains(text, "SERVICES") {
		c.t.Errorf("the explorer is still on the screen:\n%s", text)
	}
}

var modeSwitch = regexp.MustCompile(`\x1b\[\?([0-9]+)([hl])`)

// modesAway are the private modes that a stream leaves switched.
func modesAway(stream []byte) []string {
	last := map[string]string{}
	for _, m := range modeSwitch.FindAllSubmatch(stream, -1) {
		last[string(m[1])] = string(m[2])
	}
	var away []string
	for mode, state := range last {
		rest := "l"
		if mode == "25" || mode == "7" { // cursor and wrapping are on at rest
			rest = "h"
		}
		if state != rest {
			away = append(away, mode+state)
		}
	}
	return away
}

// TestU2TerminalGone takes the terminal away under the explorer: it ends, by
// SIGHUP where the terminal controls it, else as the keyboard reads as empty.
func TestU2TerminalGone(t *testing.T) {
	for _, controls := range []bool{true, false} {
		t.Run(fmt.Sprintf("controlling=%v", controls), func(t *testing.T) {
			cmd := exec.Command(binary(t, ""), "--demo")
			_, cmd.Env = newHome(t)
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: controls}
			c := startIn(t, window{100, 30}, cmd)
			c.waitFor("List collections")
			c.tty.Close()
			c.master.Close()
			if got := c.status(); got != 128+int(syscall.SIGHUP) {
				t.Errorf("exit status %d, want 129", got)
			}
		})
	}
}

// TestU2ScreenGone has the screen on another terminal than the keyboard, and
// takes it away: no signal comes of that, but writes that fail.
func TestU2ScreenGone(t *testing.T) {
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Cols: 100, Rows: 30}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", `exec "$@" >`+tty.Name(), "sh", binary(t, ""), "--demo")
	_, cmd.Env = newHome(t)
	c := start(t, window{100, 30}, cmd)
	for seen, chunk := "", make([]byte, 1<<16); !strings.Contains(seen, "List collections"); {
		n, err := master.Read(chunk)
		if err != nil {
			t.Fatal(err)
		}
		seen += string(chunk[:n])
	}
	tty.Close()
	master.Close()
	c.press("j") // the next frame finds out
	if got := c.status(); got != 128+int(syscall.SIGHUP) {
		t.Errorf("exit status %d, want 129", got)
	}
	c.restored()
	if text := c.emulator.String(); strings.Contains(text, "panic") || !strings.Contains(text, "ended by hangup") {
		t.Errorf("the terminal of the keyboard says:\n%s", text)
	}
}
