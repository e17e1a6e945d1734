//go:build unix

package cli

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestPagerAndEditorOnATerminal: both get the screen and a file that only the
// user can read, without the variables that the configuration takes secrets
// from; ctrl+c is theirs; and nothing is left when they have ended.
func TestPagerAndEditorOnATerminal(t *testing.T) {
	folder, environ := newHome(t)
	script := filepath.Join(folder, "program")
	// It shows the file as a person would see it and waits for a line. Ctrl+c
	// ends the editor.
	err := os.WriteFile(script, []byte(`#!/bin/sh
ls -ld "$(dirname "$2")" | cut -c1-10
ls -l "$2" | cut -c1-10
basename "$2"
cat "$2"
echo "secret: ${MADE_UP_SECRET-unset}"
[ "$1" = editor ] || trap 'echo "took ctrl+c"' INT
echo "this is $1"
read -r line || read -r line
`), 0o700)
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(folder, "config.toml")
	if err := os.WriteFile(config, []byte(`[[environment]]
name = "QA"
base_url = "https://qa.example.com"
api_key = "env:MADE_UP_KEY"
client_id = "env:MADE_UP_ID"
client_secret = "env:MADE_UP_SECRET"
`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "one.json"), []byte(`{"a":[1.50,"`+"\u009b2J"+`"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary(t, ""), "--config", config, "open", "one.json")
	cmd.Dir = folder
	cmd.Env = append(environ, "PAGER="+script+" pager", "EDITOR="+script+" editor", "MADE_UP_SECRET=not-a-real-secret")
	c := start(t, window{100, 30}, cmd)
	c.waitFor(`"a": [`)
	for _, program := range []struct{ key, name string }{{"\x1bOR", "pager"}, {"\x1bOS", "editor"}} {
		c.press(program.key)
		c.waitFor("this is " + program.name)
		c.waitFor("drwx------")
		c.waitFor("-rw-------")
		c.waitFor("one.json")
		c.waitFor("    1.50,")
		c.waitFor("secret: unset")
		c.press(keyCtrlC)
		if program.name == "pager" {
			c.waitFor("took ctrl+c")
			c.press(keyEnter)
		}
		c.waitFor("1/6 JSON")
	}
	c.press("q")
	if got := c.status(); got != 0 {
		t.Errorf("exit status %d", got)
	}
	left, err := filepath.Glob(filepath.Join(folder, "tmpdir", "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %s, %v", strings.Join(left, " "), err)
	}
}

// TestSignalEndsTheEditorToo: the explorer ends at once by a signal although a
// program of the user's has the screen, and takes that with it. The copy goes, but
// not one that was changed.
func TestSignalEndsTheEditorToo(t *testing.T) {
	for _, x := range []struct {
		name, script string
		signal       syscall.Signal
		says         string
		left         int
	}{
		{"ends of it", ``, syscall.SIGHUP, "ended by hangup", 0},
		{"ends not of it", `trap "" TERM; printf '\033[?1049h'; stty raw`, syscall.SIGTERM, "ended by terminated", 0},
		{"changed the file", `echo more >>"$1"`, syscall.SIGTERM, "what was changed is kept in", 1},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			folder, environ := newHome(t)
			script, pid := filepath.Join(folder, "editor"), filepath.Join(folder, "pid")
			if err := os.WriteFile(script, []byte("#!/bin/sh\necho $$ >"+pid+"\n"+x.script+"\necho here\nexec sleep 60\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, "one.json"), []byte(`{"a":1}`), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(binary(t, ""), "open", "one.json")
			cmd.Dir, cmd.Env = folder, append(environ, "EDITOR="+script)
			c := start(t, window{100, 30}, cmd)
			c.waitFor(`"a": 1`)
			c.press("\x1bOS")
			c.waitFor("here")
			if err := cmd.Process.Signal(x.signal); err != nil {
				t.Fatal(err)
			}
			if got := c.status(); got != 128+int(x.signal) {
				t.Errorf("exit status %d", got)
			}
			c.restored()
			if text := strings.Join(strings.Fields(c.emulator.String()), " "); !strings.Contains(text, x.says) {
				t.Errorf("the terminal does not say %q:\n%s", x.says, text)
			}
			if left, err := filepath.Glob(filepath.Join(folder, "tmpdir", "*")); err != nil || len(left) != x.left {
				t.Errorf("left behind: %q, %v", left, err)
			}
			number, err := os.ReadFile(pid)
			if err != nil {
				t.Fatal(err)
			}
			editor, err := strconv.Atoi(strings.TrimSpace(string(number)))
			if err != nil || !errors.Is(syscall.Kill(editor, 0), syscall.ESRCH) {
				t.Errorf("the editor, process %d, still runs (%v)", editor, err)
			}
		})
	}
}
