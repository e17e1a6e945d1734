//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestFilterOnATerminal runs filters of both kinds over a file, in children of
// the real program, and reads their results by the viewer's keys.
func TestFilterOnATerminal(t *testing.T) {
	c := opened(t, window{80, 24}, "records.json", records(20_000))
	c.waitFor("1/80 004 JSON")
	c.press("f", ".records[] | [.id, .nam")
	c.waitFor("lacks its ]")
	c.press("e]")
	c.waitFor("runs element by element")
	c.press(keyEnter)
	c.waitFor("20 000 results")
	c.waitFor("element by element")
	c.waitFor("1/80 000 JSON Lines")
	c.press("/", "record 19876", keyEnter)
	c.waitFor("$[19876][1]")
	c.press(keyEscape)
	c.waitGone("/record 19876")
	c.waitFor("esc goes back")
	c.press(keyEscape)
	c.waitFor("1/80 004 JSON")
	c.press("f", "\x15", ".records | sort_by(-.id) | .[0]", keyEnter)
	c.waitFor("1 result")
	c.waitFor("as a whole, bounded")
	c.waitFor(`"name": "record 19999"`)
	c.press("f", " | error(.name)", keyEnter)
	c.waitFor("the filter failed: error: record 19999")
	c.press("q")
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	c.restored()
	if bad := foreign(c.stream); len(bad) > 0 {
		t.Errorf("sequences that are not ours: %q", bad)
	}
}

// TestOpenWithAFilter begins with the results, at a pipe when that has ended;
// a filter that cannot be read is refused before anything is drawn.
func TestOpenWithAFilter(t *testing.T) {
	c, to := piped(t, window{80, 24}, "--jq", ".records | length")
	whole := records(2000)
	_, _ = to.Write(whole[:len(whole)/2])
	c.waitFor("waiting for the rest of the body")
	_, _ = to.Write(whole[len(whole)/2:])
	_ = to.Close()
	c.waitFor("1 result")
	c.waitFor("2000")
	c.waitFor("esc goes back") // while it runs, esc stops it
	c.press(keyEscape)
	c.waitFor("1/8004 JSON")
	c.press("q")
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	c.restored()

	cmd := exec.Command(binary(t, ""), "open", "records.json", "--jq", ".records[")
	cmd.Dir, cmd.Env = newHome(t)
	if err := os.WriteFile(filepath.Join(cmd.Dir, "records.json"), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	refused := start(t, window{80, 24}, cmd)
	if status := refused.status(); status != exitUsage {
		t.Errorf("exit status %d", status)
	}
	refused.restored()
	if text := refused.emulator.String(); !strings.Contains(text, "something has to follow [") || strings.Contains(string(refused.stream), "\x1b") {
		t.Errorf("the terminal says %q", refused.stream)
	}
}
