//go:build unix

package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What tells which palette a frame is in: QA's accent, as a terminal with all
// colours gets it.
const (
	accentOnDark  = "38;2;79;209;197"
	accentOnLight = "38;2;11;111;102"

	backgroundQuestion = "\x1b]11;?\x1b\\"
)

// TestBackgroundAnswer asks after the first frame, takes an answer that comes
// late, in pieces and between the letters of a field, and types nothing of it.
func TestBackgroundAnswer(t *testing.T) {
	c := demo(t, window{120, 36}, "")
	c.wait("the question", func() bool { return bytes.Contains(c.stream, []byte(backgroundQuestion)) })
	c.mu.Lock()
	frame, question := bytes.Index(c.stream, []byte("List collections")), bytes.Index(c.stream, []byte(backgroundQuestion))
	dark := bytes.Contains(c.stream, []byte(accentOnDark))
	c.mu.Unlock()
	if frame < 0 || question < frame || !dark {
		t.Errorf("the first frame is at byte %d of the stream, the question at %d; dark colours: %v", frame, question, dark)
	}

	c.press("b", "\x1b[B", keyEnter, "7")
	c.waitFor("17")
	c.press("8\x1b]11;rgb:ffff/ff", "ff/ff", "ff\x1b", "\\9")
	c.waitFor("1789")
	c.wait("the colours for a light ground", func() bool { return bytes.Contains(c.stream, []byte(accentOnLight)) })
	for _, typed := range []string{"rgb", "ffff", "]11"} {
		if c.shows(typed) {
			t.Errorf("%q of the answer is on the screen:\n%s", typed, c.emulator.String())
		}
	}

	c.mu.Lock()
	from := len(c.stream)
	c.mu.Unlock()
	c.press("\x1b]11;rgb:0000/0000/0000\x07") // a terminal that changed its mind
	c.wait("the colours for a dark ground", func() bool { return bytes.Contains(c.stream[from:], []byte(accentOnDark)) })
	c.press(keyCtrlC, keyCtrlC)
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	c.drain()
	if n := bytes.Count(c.stream, []byte(backgroundQuestion)); n != 1 {
		t.Errorf("the question was asked %d times", n)
	}
	if bad := foreign(c.stream); len(bad) > 0 {
		t.Errorf("sequences that are not ours: %q", bad)
	}
}

// TestThemeInTheConfiguration: the file decides, the terminal is not asked, and
// its first frame is in the right colours; so it is where COLORFGBG knows and
// nobody may be asked.
func TestThemeInTheConfiguration(t *testing.T) {
	for _, c := range []struct {
		name, theme string
		environ     []string
		light       bool
	}{
		{"light", `theme = "light"`, nil, true},
		{"dark", `theme = "dark"`, []string{"COLORFGBG=0;15"}, false},
		{"tmux", "", []string{"TERM=tmux-256color", "COLORFGBG=0;15"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder, environ := newHome(t)
			path := filepath.Join(folder, "config.toml")
			if err := os.WriteFile(path, []byte(c.theme+"\n[[environment]]\nname = 'QA'\nbase_url = 'http://127.0.0.1:9'\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(binary(t, ""), "--config", path)
			cmd.Env = append(environ, c.environ...)
			console := start(t, window{120, 36}, cmd)
			console.waitFor("List collections")
			time.Sleep(300 * time.Millisecond) // the question would be out by now
			console.press("q")
			if status := console.status(); status != 0 {
				t.Errorf("exit status %d", status)
			}
			console.drain()
			stream := string(console.stream)
			if light := strings.Contains(stream, accentOnLight); light != c.light || strings.Contains(stream, accentOnDark) == c.light {
				t.Errorf("the colours are for a light ground: %v", light)
			}
			if strings.Contains(stream, backgroundQuestion) {
				t.Error("the terminal was asked")
			}
		})
	}
}
