//go:build unix

package cli

import (
	"strings"
	"testing"
)

// TestWindowTitle names the window at the start and takes the name away.
func TestWindowTitle(t *testing.T) {
	c := demo(t, window{100, 30}, "")
	c.press("q")
	c.status()
	c.drain()
	stream := string(c.stream)
	named := strings.Index(stream, "\x1b]2;gatehouse SANDBOX\x07")
	cleared := strings.Index(stream, "\x1b]2;\x07")
	if named < 0 || cleared < named || strings.Count(stream, "\x1b]") != 2 {
		t.Errorf("named at %d, cleared at %d of %d bytes", named, cleared, len(stream))
	}
}

// TestPanicReport leaves the words of a panic out, which may be made of
// anything, and tells where it was.
func TestPanicReport(t *testing.T) {
	for name, key := range map[string]string{"Update": "u", "a command": "S"} {
		c := demo(t, window{100, 30}, "planted")
		c.press(key)
		if got := c.status(); got != exitFailed {
			t.Errorf("%s: exit status %d", name, got)
		}
		c.drain()
		stream := string(c.stream)
		if strings.Contains(stream, "planted in") || !strings.Contains(stream, "a panic of type string") || !strings.Contains(stream, "planted.go:") {
			t.Errorf("%s: the report is\n%s", name, c.emulator.String())
		}
	}
}
