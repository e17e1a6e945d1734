//go:build unix

package cli

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/gateway"
	lines "gatehouse/gateway/curl"
)

// copiedToken fetches a token on the board and copies it.
func copiedToken(c *console, says string) {
	c.t.Helper()
	c.press("t")
	c.waitFor("TOKENS")
	c.press("f")
	c.waitFor("a new token")
	c.press("y")
	c.waitFor(says)
}

// TestCopySaysByWhichWay copies on a machine with a display, over SSH, and where
// the display's program fails.
func TestCopySaysByWhichWay(t *testing.T) {
	for _, c := range []struct {
		name, script, says string
		environ            []string
		terminal           bool
	}{
		{"display", "exec /bin/cat >\"$0.text\"", "Copied the token of QA / streaming-property: wl-copy.", nil, false},
		{"program fails", "exit 1", "clipboard: OSC 52.", nil, true},
		{"SSH", "exec /bin/cat >\"$0.text\"", "clipboard: OSC 52.", []string{"SSH_TTY=/dev/pts/9"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			bin := t.TempDir()
			if err := os.WriteFile(filepath.Join(bin, "wl-copy"), []byte("#!/bin/sh\n"+c.script), 0o700); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(binary(t, ""), "--demo")
			_, cmd.Env = newHome(t)
			cmd.Env = append(cmd.Env, append(c.environ, "PATH="+bin, "WAYLAND_DISPLAY=wayland-0")...)
			con := start(t, window{120, 36}, cmd)
			con.waitFor("List collections")
			copiedToken(con, c.says)
			con.press("v")
			con.waitFor("v masks again")
			text, _ := os.ReadFile(filepath.Join(bin, "wl-copy.text"))
			con.mu.Lock()
			sent := bytes.Contains(con.stream, []byte("\x1b]52;c;"))
			screen := con.emulator.String()
			if c.terminal {
				_, rest, _ := bytes.Cut(con.stream, []byte("\x1b]52;c;"))
				encoded, _, _ := bytes.Cut(rest, []byte("\x07"))
				text, _ = base64.StdEncoding.DecodeString(string(encoded))
			}
			con.mu.Unlock()
			if len(text) < 20 || !strings.Contains(screen, string(text)) || sent != c.terminal {
				t.Errorf("copied %d bytes, OSC 52 %v; the screen:\n%s", len(text), sent, screen)
			}
		})
	}
}

// TestCopyInTmux copies within a tmux of its own: tmux has it then.
func TestCopyInTmux(t *testing.T) {
	path, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("tmux is not installed")
	}
	home, environ := newHome(t)
	tmux := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), path, append([]string{"-f", "/dev/null", "-S", filepath.Join(home, "socket")}, args...)...)
		cmd.Env = environ
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("tmux %v: %v", args, err)
		}
		return string(out)
	}
	wait := func(text string) {
		t.Helper()
		late := time.Now().Add(patience)
		for !strings.Contains(tmux("capture-pane", "-p"), text) {
			if time.Now().After(late) {
				t.Fatalf("%q did not come; the screen:\n%s", text, tmux("capture-pane", "-p"))
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	tmux("new-session", "-d", "-x", "120", "-y", "36", binary(t, "")+" --demo")
	defer tmux("kill-server")
	wait("List collections")
	tmux("send-keys", "t")
	wait("TOKENS")
	tmux("send-keys", "f")
	wait("a new token")
	tmux("send-keys", "y")
	wait("Copied the token of QA / streaming-property: tmux.")
	tmux("send-keys", "v")
	wait("v masks again")
	if got := tmux("show-buffer"); len(got) < 20 || !strings.Contains(tmux("capture-pane", "-p"), got) {
		t.Errorf("tmux has %d bytes, and not the token", len(got))
	}
}

// TestPastedLines pastes a call as cURL into shells as a person does, by
// bracketed paste where the shell asks for it, and compares what arrives with
// what gatehouse sends.
func TestPastedLines(t *testing.T) {
	type call struct {
		uri, body string
		header    []string
	}
	var mu sync.Mutex
	var calls []call
	r := newRig(t)
	r.serve(func(_ http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		got := call{uri: req.Method + " " + req.RequestURI, body: string(body)}
		for name, values := range req.Header {
			got.header = append(got.header, name+": "+strings.Join(values, ","))
		}
		slices.Sort(got.header)
		mu.Lock()
		calls = append(calls, got)
		mu.Unlock()
	})
	bin := t.TempDir()
	if err := os.Symlink(binary(t, ""), filepath.Join(bin, "gatehouse")); err != nil {
		t.Fatal(err)
	}
	a := &app{World: r.world, redactor: gateway.NewRedactor(), configFlag: r.defaultConfig()}
	s, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	target := gateway.Target{Environment: "Test", Service: "streaming-property"}
	requests := []gateway.Request{
		{Method: "POST", Path: "/x", Query: []gateway.Field{{Name: "q", Value: "it's $HOME & `more`!"}},
			Headers: []gateway.Field{{Name: "User-Agent", Value: "it's !! \"$(exit)\""}},
			Body:    []byte("{\n  \"wow\": \"!! it's $(exit) `exit` 100% \\\\n\",\n  \"who\": \"漢字!\"\n}\n")},
		{Method: "PUT", Path: "/x", Body: []byte("{\n\t\"tab\": \"\x1b[201~\x03\x04\",\r\n\t\"wow\": \"!$\"\n}")},
	}
	var want []call
	for _, request := range requests {
		e := s.client.Send(t.Context(), target, request)
		e.Body.Wait()
		if e.Err != nil {
			t.Fatal(e.Err)
		}
	}
	want, calls = calls, nil
	for _, shell := range shells {
		t.Run(shell.name, func(t *testing.T) {
			path, err := exec.LookPath(shell.name)
			if err != nil {
				t.Skipf("%s is not installed", shell.name)
			}
			cmd := exec.Command(path, append(shell.args, "-i")...)
			home, environ := newHome(t)
			cmd.Dir = home
			cmd.Env = append(environ, "PATH="+bin+":"+os.Getenv("PATH"), "PS1=ready> ", "PROMPT=ready> ")
			c := start(t, window{200, 50}, cmd)
			c.wait("a prompt", func() bool { return c.shows("> ") || c.shows("# ") }) // fish has its own
			for i, request := range requests {
				out, err := s.client.Outgoing(target, request)
				if err != nil {
					t.Fatal(err)
				}
				text, err := lines.Write(out, lines.Options{Shell: shell.Shell, Program: a.program(), Redactor: a.redactor})
				if err != nil {
					t.Fatal(err)
				}
				c.mu.Lock()
				bracketed := bytes.Contains(c.stream, []byte("\x1b[?2004h"))
				c.mu.Unlock()
				text = strings.ReplaceAll(text, "\n", "\r")
				if bracketed {
					text = "\x1b[200~" + text + "\x1b[201~"
				}
				c.press(text, keyEnter)
				for late := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
					mu.Lock()
					n := len(calls)
					mu.Unlock()
					if n > i {
						break
					}
					if time.Now().After(late) {
						t.Fatalf("nothing arrived; the screen:\n%s", c.emulator.String())
					}
				}
			}
			mu.Lock()
			got := calls
			calls = nil
			mu.Unlock()
			for i := range want {
				if got[i].uri != want[i].uri || got[i].body != want[i].body || !slices.Equal(got[i].header, want[i].header) {
					t.Errorf("received %q, want %q", got[i], want[i])
				}
			}
		})
	}
}
