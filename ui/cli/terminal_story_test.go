//go:build unix

package cli

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"gatehouse/config"
	"gatehouse/gateway/sandbox"
)

// confided are servers, and all that is secret between them and the explorer.
type confided struct {
	config  string   // the configuration file
	names   []string // of the environments
	secrets []string
	tokens  issued
}

// confide starts a sandbox and servers that refuse, repeat and are not there,
// and writes a configuration of those environments that are named.
func confide(t *testing.T, names ...string) *confided {
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	out := &confided{config: filepath.Join(t.TempDir(), "config.toml"), names: names}
	var environments []config.Literal
	for _, e := range box.Environments() {
		literal := config.Literal(e)
		literal.BaseURL = out.tokens.before(t, e.BaseURL)
		environments = append(environments, literal)
	}
	wrong, refused, down := environments[0], environments[0], environments[0]
	wrong.Name, wrong.ClientSecret = "Wrong", "made-up-wrong-secret-0123456789"
	refused.Name, refused.BaseURL, refused.ClientSecret = "Echo", echo(t), `made-up "quoted" secret+/ 0123456789`
	down.Name, down.BaseURL, down.ClientSecret = "Down", closedPort(t), "made-up-secret-of-nobody-0123456789"
	environments = slices.DeleteFunc(append(environments, wrong, refused, down), func(e config.Literal) bool { return !slices.Contains(names, e.Name) })
	for _, e := range environments {
		out.secrets = append(out.secrets, e.APIKey, e.ClientID, e.ClientSecret, "Basic pair of "+e.ClientID+":"+e.ClientSecret)
	}
	if err := config.Write(out.config, "for a test", environments); err != nil {
		t.Fatal(err)
	}
	return out
}

// secret are the secrets and the tokens that were issued so far.
func (c *confided) secret() []string {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	return append(slices.Clone(c.secrets), c.tokens.tokens...)
}

// search looks for every secret in every spelling in places, by their names.
func (c *confided) search(t *testing.T, places map[string][]byte) {
	t.Helper()
	cells, secrets := 0, c.secret()
	for place, held := range places {
		for _, secret := range secrets {
			for spelling, form := range spellings(secret) {
				cells++
				if at := bytes.Index(held, []byte(form)); at >= 0 {
					t.Errorf("%s holds %q, %s: %q", place, form, spelling, held[max(0, at-60):min(len(held), at+60)])
				}
			}
		}
	}
	t.Logf("S1: %d secrets, %d places, %d cells", len(secrets), len(places), cells)
}

// addFiles adds every file below a folder to places.
func addFiles(t *testing.T, places map[string][]byte, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			places[path], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// clipboardProgram is a wl-copy that takes one text, and keeps it and how it was
// called. Then it fails, so that what follows goes by the terminal.
const clipboardProgram = `#!/bin/sh
[ -e "$0.text" ] && exit 1
cat >"$0.text"
env >"$0.environment"
echo "$@" >"$0.arguments"
`

var setClipboard = regexp.MustCompile("\x1b\\]52;c?;([A-Za-z0-9+/=]*)\x07")

// takeClipboard takes what a stream puts on the clipboard out of it.
func takeClipboard(t *testing.T, stream []byte) (rest []byte, texts [][]byte) {
	t.Helper()
	for _, m := range setClipboard.FindAllSubmatch(stream, -1) {
		text, err := base64.StdEncoding.DecodeString(string(m[1]))
		if err != nil {
			t.Errorf("OSC 52 carries %q: %v", m[1], err)
		}
		texts = append(texts, text)
	}
	return setClipboard.ReplaceAll(stream, nil), texts
}

// TestS1NoSecretLeaves uses the explorer on a sandbox and on servers that
// refuse, repeat and are not there, and looks for every secret and token, in
// every spelling, in all that reached the terminal, in every file of its home,
// in its command line, and in what it put on the clipboard, by a program or by
// the terminal. A token that was asked for is there, and it alone.
func TestS1NoSecretLeaves(t *testing.T) {
	all := confide(t, "QA", "Staging", "Production", "Wrong", "Echo", "Down")
	home, environ := newHome(t)
	bin := filepath.Join(home, "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "wl-copy"), []byte(clipboardProgram), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary(t, ""), "--config", all.config, "--debug-log", filepath.Join(home, "debug.log"))
	cmd.Env, cmd.Dir = append(environ, "PATH="+bin+":"+os.Getenv("PATH"), "WAYLAND_DISPLAY=wayland-0"), home
	c := start(t, window{140, 50}, cmd)
	c.waitFor("List collections")
	useEverything(c, all.names, func() {})
	commandLine, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", cmd.Process.Pid))
	if err != nil && !os.IsNotExist(err) { // not every system has it
		t.Error(err)
	}
	if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Error(err)
	}
	c.status()
	c.drain()

	stream, copied := takeClipboard(t, c.stream)
	places := map[string][]byte{"the terminal": stream, "the command line": commandLine}
	addFiles(t, places, home)
	tokens := 0
	for i, text := range copied {
		if slices.Contains(all.tokens.tokens, string(text)) {
			tokens++
			continue
		}
		places[fmt.Sprintf("text %d on the clipboard", i)] = text
	}
	for _, name := range []string{"debug.log", "saved.json", "bin/wl-copy.text", "bin/wl-copy.environment"} {
		if len(places[filepath.Join(home, name)]) == 0 {
			t.Errorf("%s is missing among the places searched", name)
		}
	}
	if len(stream) < 10_000 || len(all.tokens.tokens) < 15 || tokens != 1 || len(copied) < 6 {
		t.Errorf("%d bytes on the terminal, %d tokens were issued, %d texts copied by the terminal, %d of them tokens; want one token for each of 15 places, one copied", len(stream), len(all.tokens.tokens), len(copied), tokens)
	}
	all.search(t, places)
}

// useEverything goes through every screen of the explorer in each environment.
// Each screen that is waited for is seen.
func useEverything(c *console, environments []string, seen func()) {
	do := func(key, want string) {
		c.t.Helper()
		c.press(key)
		c.waitFor(want)
		seen()
	}
	leave := func(what string) {
		c.t.Helper()
		c.press(keyEscape)
		c.waitGone(what)
	}
	copies := func() {
		c.t.Helper()
		c.press("y")
		c.wait("a copy", func() bool { return c.shows("Copied") || c.shows("clipboard: OSC 52") })
	}
	asCurl := func() {
		c.t.Helper()
		do("Y", "CALL AS CURL")
		copies()
		do("f", "fish")
		leave("CALL AS CURL")
	}
	good, bad := 0, 0
	for i, name := range environments {
		c.waitFor("[" + name + "]")
		c.press(keyF5)
		c.wait("an answer", func() bool { return c.shows("200 OK") || c.shows("Why") })
		do("v", "[ ] page")
		for range 5 {
			c.press("]") // why, body, headers, timing, attempts
			seen()
		}
		asCurl()
		do("t", "TOKENS")
		c.press("A")
		if slices.Contains([]string{"QA", "Staging", "Production"}, name) {
			good += 5
			c.wait("five tokens", func() bool { return strings.Count(c.emulator.String(), "●") >= good })
		} else {
			bad += 5
			c.wait("five refusals", func() bool { return strings.Count(c.emulator.String(), "✗") >= bad })
		}
		do(keyEnter, "TOKEN  "+name)
		if i == 0 {
			copies()
		}
		asCurl()
		if name != "Down" { // where there is no reply
			do("r", "RAW REPLY")
		}
		do("b", "REQUEST")
		c.press("]", "]", "]")
		do("?", "HELP")
		leave("HELP")
		do(":", "COMMANDS")
		leave("COMMANDS")
		if i == 0 {
			do("v", "[ ] page")
			do("w", "SAVE BODY")
			c.press(keyCtrlU)
			do("saved.json", "saved.json")
			do(keyEnter, "saved.json")
			c.waitGone("SAVE BODY")
		}
		c.press("o")
		c.press("e")
	}
}

// TestS1NothingInTmux does the same within a tmux of its own: what tmux has of
// each screen, with its styles and what scrolled off, its buffers, and what the
// program left on its screen in the end.
func TestS1NothingInTmux(t *testing.T) {
	some := confide(t, "QA", "Echo")
	home, environ := newHome(t)
	tmux := newTmux(t, home, environ)
	c := tmux.start(window{140, 50}, binary(t, ""), "--config", some.config)
	c.waitFor("List collections")
	places := map[string][]byte{}
	capture := func() {
		places[fmt.Sprintf("screen %d of tmux", len(places))] = tmux.run("capture-pane", "-p", "-e", "-S", "-")
	}
	useEverything(c, some.names, capture)
	tmux.run("send-keys", "C-c", "C-c")
	tmux.ended()
	capture()
	screens := len(places)
	tokens := 0
	for buffer := range strings.Lines(string(tmux.run("list-buffers", "-F", "#{buffer_name}"))) {
		text := tmux.run("show-buffer", "-b", strings.TrimSpace(buffer))
		if slices.Contains(some.tokens.tokens, string(text)) {
			tokens++
			continue
		}
		places["buffer "+buffer] = text
	}
	tmux.run("kill-server")
	c.status()
	c.drain()
	stream, copied := takeClipboard(t, c.stream) // tmux hands its buffers on
	places["the terminal of tmux"] = stream
	for i, text := range copied {
		if !slices.Contains(some.tokens.tokens, string(text)) {
			places[fmt.Sprintf("text %d on the clipboard", i)] = text
		}
	}
	if len(copied) < 3 || len(places) < screens+5 || tokens != 1 || !bytes.Contains(places["screen 1 of tmux"], []byte("QA")) {
		t.Errorf("%d screens, %d buffers, %d tokens copied", screens, len(places)-screens, tokens)
	}
	addFiles(t, places, home)
	some.search(t, places)
}

// TestS1CrashTellsNoSecret panics with the words of a token, and with errors of
// the runtime while tokens are at hand.
func TestS1CrashTellsNoSecret(t *testing.T) {
	some := confide(t, "QA", "Staging") // E needs another one
	places := map[string][]byte{}
	for name, key := range map[string]string{"Update": "u", "a command": "S", "View": "E"} {
		home, environ := newHome(t)
		cmd := exec.Command(binary(t, "planted"), "--config", some.config, "--debug-log", filepath.Join(home, "debug.log"))
		cmd.Env, cmd.Dir = environ, home
		c := start(t, window{200, 50}, cmd)
		c.waitFor("List collections")
		c.press(keyF5)
		c.waitFor("200 OK")
		c.press(key)
		if got := c.status(); got != exitFailed {
			t.Errorf("%s: exit status %d", name, got)
		}
		c.drain()
		if !bytes.Contains(c.stream, []byte("gatehouse stopped on a fault of its own")) {
			t.Errorf("%s: no fault is reported", name)
		}
		places["a panic in "+name] = c.stream
		addFiles(t, places, home)
	}
	if len(some.tokens.tokens) < 3 {
		t.Errorf("%d tokens were issued", len(some.tokens.tokens))
	}
	some.search(t, places)
}
