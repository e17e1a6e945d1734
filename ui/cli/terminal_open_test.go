//go:build unix

package cli

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// piped starts the viewer behind a pipe: its keys come from the terminal that
// controls it. What is written into the pipe is the test's.
func piped(t testing.TB, s window, args ...string) (*console, *os.File) {
	t.Helper()
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", append([]string{"-c", `exec "$@" <&3 3<&-`, "sh", binary(t, ""), "open"}, args...)...)
	_, cmd.Env = newHome(t)
	cmd.ExtraFiles = []*os.File{from}
	c := start(t, s, cmd)
	_ = from.Close()
	t.Cleanup(func() { _ = to.Close() })
	return c, to
}

// opened starts the viewer on a file of these bytes.
func opened(t *testing.T, s window, name string, data []byte) *console {
	t.Helper()
	cmd := exec.Command(binary(t, ""), "open", name)
	cmd.Dir, cmd.Env = newHome(t)
	if err := os.WriteFile(filepath.Join(cmd.Dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
	return start(t, s, cmd)
}

// records is JSON of n records.
func records(n int) []byte {
	var out bytes.Buffer
	out.WriteString(`{"records":[`)
	for i := range n {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"id":%d,"name":"record %d"}`, i, i)
	}
	out.WriteString("]}")
	return out.Bytes()
}

// TestOpenOnATerminal reads a file by the viewer's keys, plain and compressed.
func TestOpenOnATerminal(t *testing.T) {
	plain := records(20_000)
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write(plain)
	_ = z.Close()
	for _, c := range []struct {
		name, says string
		data       []byte
	}{
		{"records.json", "677.8 kB", plain},
		{"records.json.gz", "677.8 kB (", zipped.Bytes()},
	} {
		t.Run(c.name, func(t *testing.T) {
			console := opened(t, window{100, 30}, c.name, c.data)
			console.waitFor(`"records": [`)
			console.waitFor(c.name)
			console.waitFor(c.says)
			console.waitFor("1/80 004 JSON")
			console.press("G")
			console.waitFor("80 004/80 004")
			console.press("/", "record 19876", keyEnter)
			console.waitFor("$.records[19876].name")
			console.press(keyEscape)
			console.waitGone("/record 19876")
			console.press(keyEscape)
			console.waitFor("This is the top")
			console.press("q")
			if status := console.status(); status != 0 {
				t.Errorf("exit status %d", status)
			}
			console.restored()
			if bad := foreign(console.stream); len(bad) > 0 {
				t.Errorf("sequences that are not ours: %q", bad)
			}
		})
	}
}

// TestFoldingOnATerminal folds, goes to a path and wraps, without colours and in a
// small window.
func TestFoldingOnATerminal(t *testing.T) {
	data := append(bytes.TrimSuffix(records(5000), []byte("]}")), fmt.Sprintf(`,{"note":"%sthe end of it"}]}`, strings.Repeat("long ", 100))...)
	c := opened(t, window{80, 24}, "records.json", data)
	c.waitFor("1/20 007 JSON · 0%")
	c.press("2")
	c.waitFor("3▸     { … 2 keys },")
	c.press("-")
	c.waitFor("1▸ { … 1 key, 20 005 lines }")
	c.press("#", "$.records[5000].note", keyEnter)
	c.waitFor("20 004/20 007")
	c.press("\\")
	c.waitFor(`end of it"`)
	c.press("y")
	c.waitFor("COPY")
	c.press(keyEscape)
	c.waitGone("COPY")
	c.press("q")
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	c.restored()
}

// TestOpenAPipe shows what came through a pipe before the rest of it comes, and
// answers keys meanwhile.
func TestOpenAPipe(t *testing.T) {
	for _, args := range [][]string{nil, {"-"}} {
		c, to := piped(t, window{80, 24}, args...)
		c.waitFor("Waiting for the first bytes.")
		whole := records(2000)
		half := len(whole) / 2
		_, _ = to.Write(whole[:half])
		c.waitFor(`"records": [`)
		c.waitFor("arriving")
		c.press("j", "j", "j")
		c.waitFor("$.records[0].id")
		_, _ = to.Write(whole[half:])
		_ = to.Close()
		c.waitFor("4/8004 JSON")
		c.waitGone("arriving")
		c.press("q")
		if status := c.status(); status != 0 {
			t.Errorf("exit status %d", status)
		}
		c.restored()
	}
}

// TestOpenAPipeThatStays is left by ctrl+c: what came stays, then the program
// ends though the pipe does not.
func TestOpenAPipeThatStays(t *testing.T) {
	c, to := piped(t, window{80, 24})
	_, _ = to.Write([]byte("one line\n"))
	c.waitFor("one line")
	c.press(keyCtrlC)
	c.waitFor("Reading was stopped.")
	c.press(keyCtrlC)
	c.waitFor("ctrl+c again to quit")
	c.press(keyCtrlC)
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	c.restored()
}

// TestOpenHostileBytes shows a file, and a name, that would steer a terminal.
func TestOpenHostileBytes(t *testing.T) {
	const evil = "\x1b]0;title\x07\x1b[2J\x1b[6n\u202e\x9b31m\x00"
	c := opened(t, window{100, 30}, "a\x1b[31m\u202eb.txt", []byte(strings.Repeat("text "+evil+"\n", 200)))
	c.waitFor("text ")
	c.waitFor("b.txt")
	for range 3 {
		c.press("p")
		c.waitFor("/")
	}
	c.press(keyF1)
	c.waitFor("HELP")
	c.press("q", "q")
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	c.restored()
	if bad := foreign(c.stream); len(bad) > 0 {
		t.Errorf("sequences that are not ours: %q", bad)
	}
}

// TestOpenRefusesOnATerminal draws nothing where there is nothing to read.
func TestOpenRefusesOnATerminal(t *testing.T) {
	for args, want := range map[string]string{
		"none.json": "gatehouse: there is no file none.json",
		".":         "gatehouse: . is a folder: name a file in it",
	} {
		cmd := exec.Command(binary(t, ""), "open", args)
		cmd.Dir, cmd.Env = newHome(t)
		c := start(t, window{80, 24}, cmd)
		if status := c.status(); status != exitFailed {
			t.Errorf("%s: exit status %d", args, status)
		}
		c.restored()
		if text := c.emulator.String(); !strings.Contains(text, want) || bytes.Contains(c.stream, []byte("\x1b")) {
			t.Errorf("%s: the terminal says %q", args, c.stream)
		}
	}
}
