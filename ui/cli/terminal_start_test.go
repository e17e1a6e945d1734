//go:build unix

package cli

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestSilentTerminalStart starts the program on a terminal that answers no
// question: the first byte comes within a second, and nothing waits.
// Bubble Tea v1 asks for the colours at start-up and waits five seconds for
// the answer, unless ui/theme settles them before.
func TestSilentTerminalStart(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
		quit string
	}{
		{[]string{"version"}, "gatehouse ", ""},
		{[]string{"--demo"}, "List collections", "q"},
	} {
		t.Run(c.args[0], func(t *testing.T) {
			path := binary(t, "")
			const tries = 5 // a busy machine may be late, a stall is late each time
			for try := 1; ; try++ {
				cmd := exec.Command(path, c.args...)
				_, cmd.Env = newHome(t)
				began := time.Now()
				console := start(t, window{120, 36}, cmd)
				console.wait("the first byte", func() bool { return len(console.stream) > 0 })
				took := time.Since(began)
				console.wait(c.want, func() bool { return strings.Contains(string(console.stream), c.want) })
				console.press(c.quit)
				if status := console.status(); status != 0 {
					t.Errorf("exit status %d", status)
				}
				console.drain()
				if bad := foreign(console.stream); len(bad) > 0 {
					t.Errorf("sequences that are not ours: %q", bad)
				}
				if took < time.Second {
					t.Logf("first byte after %s", took.Round(time.Millisecond))
					break
				}
				if try == tries {
					t.Errorf("the first byte took %s, at the %dth try", took, tries)
					break
				}
			}
		})
	}
}

// TestSendByOneKey is the first thing that a person does: F5 in the demo.
func TestSendByOneKey(t *testing.T) {
	c := demo(t, window{120, 36}, "")
	c.waitFor("F5 send")
	c.press(keyF5)
	c.waitFor("200 OK")
	c.waitFor(`"collections": [`)
	c.waitFor("● valid")
	c.press("t")
	c.waitFor("stated by the server (expires_in 120)")
	c.press("q")
	c.waitFor("RESPONSE")
	c.press("q")
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// TestWindowSizeReachesTheProgram draws at one size, and again when the
// terminal gets another: the foot stands in the last row of each.
func TestWindowSizeReachesTheProgram(t *testing.T) {
	c := demo(t, window{80, 24}, "")
	for _, s := range []window{{80, 24}, {120, 36}, {60, 15}, {200, 50}, {80, 24}} {
		c.resize(s)
		c.wait("a foot in the last row", func() bool {
			rows := strings.Split(strings.TrimSuffix(c.emulator.String(), "\n"), "\n")
			foot := []rune(rows[len(rows)-1])
			rule := []rune(rows[1])
			return len(rows) == s.rows && strings.Contains(string(foot), "F5 send") &&
				strings.HasSuffix(strings.TrimRight(string(foot), " "), "QA / property") &&
				len(rule) == s.columns && string(rule) == strings.Repeat("─", s.columns)
		})
	}
	c.press("q")
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}
