package cli

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"gatehouse/gateway"
	"gatehouse/ui"
	"gatehouse/ui/theme"
)

// opening is a rig at a terminal that keeps what the viewer was begun with, and
// the body when all of it was read.
type opening struct {
	*rig
	got  *ui.Options
	body gateway.BodyState
}

func newOpening(t *testing.T) *opening {
	o := &opening{rig: newRig(t)}
	o.world.StdinTerminal, o.world.StdoutTerminal = true, true
	o.world.Keyboard = func() (*os.File, error) { return os.Open(os.DevNull) }
	o.world.Explore = func(_ context.Context, options ui.Options) error {
		o.got, o.body = &options, options.File.Body.Wait()
		return nil
	}
	return o
}

func (o *opening) write(name string, data []byte) string {
	o.t.Helper()
	path := filepath.Join(o.folder, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		o.t.Fatal(err)
	}
	return path
}

func TestOpenFile(t *testing.T) {
	const text = `{"a": [1, 2, 3]}`
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	o := newOpening(t)
	for _, c := range []struct {
		name, saved, media, encoding string
		data                         []byte
	}{
		{"a.json", "a.json", "application/json", "", []byte(text)},
		{"a.json.gz", "a.json", "application/json", "gzip", zipped.Bytes()},
		{"renamed", "renamed", "", "gzip", zipped.Bytes()},
		{"a.jsonl.zst", "a.jsonl", "application/jsonl", "zstd", w.EncodeAll([]byte(text), nil)},
		{"a.CSV", "a.CSV", "text/csv", "", []byte(text)},
		{".gz", ".gz", "", "", []byte(text)},
		{"empty", "empty", "", "", nil},
	} {
		path := o.write(c.name, c.data)
		o.want(exitOK, "open", path)
		if file := o.got.File; file.Name != path || file.SaveAs != c.saved || file.Media != c.media || o.got.Keys != nil {
			t.Errorf("%s: opened as %+v", c.name, file)
		}
		want := text
		if c.data == nil {
			want = ""
		}
		if b := o.body; string(b.Bytes) != want || b.Encoding != c.encoding || b.Err != nil || b.Wire != int64(len(c.data)) {
			t.Errorf("%s: %q as %q, %d on the wire, %v", c.name, b.Bytes, b.Encoding, b.Wire, b.Err)
		}
		if o.got.Directory != nil || o.got.Tokens != nil || o.got.Client != nil {
			t.Errorf("%s: the viewer of a file got an environment", c.name)
		}
	}
}

// TestOpenPipe: behind a pipe its name may be left out, and keys come from the
// terminal.
func TestOpenPipe(t *testing.T) {
	for _, args := range [][]string{{"open"}, {"open", "-"}} {
		o := newOpening(t)
		o.world.StdinTerminal, o.world.Stdin = false, strings.NewReader("through a pipe")
		o.want(exitOK, args...)
		if string(o.body.Bytes) != "through a pipe" || o.got.File.Name != "" || o.got.File.SaveAs != "" || o.got.Keys == nil {
			t.Errorf("%v: %q, opened as %+v", args, o.body.Bytes, o.got.File)
		}
	}
	o := newOpening(t) // a file, where the standard input is none
	o.world.StdinTerminal = false
	o.want(exitOK, "open", o.write("a.txt", []byte("text")))
	if string(o.body.Bytes) != "text" || o.got.Keys == nil {
		t.Errorf("%q, keys from %v", o.body.Bytes, o.got.Keys)
	}
}

// TestOpenAsksTheConfiguration for colours and a limit, and for nothing else:
// what is wrong with it counts only where it was named.
func TestOpenAsksTheConfiguration(t *testing.T) {
	o := newOpening(t)
	path := o.write("long.txt", bytes.Repeat([]byte("x"), 5000))
	for _, c := range []struct {
		config, flag string
		cut          int
		light        bool
	}{
		{"", "", 5000, false},
		{"body_limit = \"2KiB\"\ntheme = \"light\"\n", "", 2048, true},
		{"body_limit = \"2KiB\"\n", "3KiB", 3072, false},
		{"", "1024", 1024, false},
		{"nonsense", "", 5000, false},
	} {
		if c.config != "" {
			o.configure(c.config + testEnvironment("https://gateway.example"))
		}
		args := []string{"open", path}
		if c.flag != "" {
			args = append(args, "--limit", c.flag)
		}
		o.want(exitOK, args...)
		if len(o.body.Bytes) != c.cut || o.body.Truncated != (c.cut < 5000) || (o.got.Ground == theme.Light) != c.light {
			t.Errorf("%+v: %d bytes, cut %v, ground %v", c, len(o.body.Bytes), o.body.Truncated, o.got.Ground)
		}
	}
	o.want(exitUsage, "open", path, "--config", o.defaultConfig())
}

// TestOpenRefuses says what is wrong and what to do.
func TestOpenRefuses(t *testing.T) {
	o := newOpening(t)
	path := o.write("a.json", []byte("{}"))
	for _, c := range []struct {
		status int
		args   string
		say    string
	}{
		{exitUsage, "open", "open needs FILE, or a pipe before it: ... | gatehouse open"},
		{exitFailed, "open " + o.folder + "/none.json", "there is no file " + o.folder + "/none.json"},
		{exitFailed, "open " + o.folder, "is a folder: name a file in it"},
		{exitFailed, "open " + path + "/x", "not a directory"},
		{exitUsage, "open " + path + " --limit 5", `--limit "5" is less than 1 KiB: write "256MB"`},
		{exitUsage, "open " + path + " --limit 5q", "has an unknown unit"},
		{exitUsage, "open a b", "open takes 1 argument, 2 were given"},
	} {
		o.got = nil
		o.want(c.status, strings.Fields(c.args)...)
		if o.got != nil || !strings.Contains(o.stderr.String(), c.say) {
			t.Errorf("%s: stderr: %s", c.args, o.stderr.String())
		}
	}
	o.world.StdoutTerminal = false
	o.want(exitUsage, "open", path)
	if !strings.Contains(o.stderr.String(), "open needs a terminal to draw on") || o.stdout.Len() > 0 {
		t.Errorf("stdout: %s, stderr: %s", o.stdout.String(), o.stderr.String())
	}
	o.world.StdoutTerminal, o.world.StdinTerminal = true, false
	o.world.Keyboard = func() (*os.File, error) { return nil, errors.New("no such device") }
	o.want(exitUsage, "open", path)
	if !strings.Contains(o.stderr.String(), "open needs a terminal for its keys: no such device") {
		t.Errorf("stderr: %s", o.stderr.String())
	}
}

// TestGCPercent: garbage beside the bodies stays within what is allowed, and
// never costs more collections than that takes.
func TestGCPercent(t *testing.T) {
	for _, c := range []struct{ usual, held, want int }{
		{100, 0, 100},
		{100, 1 << 20, 100},
		{100, 16 << 20, 100},
		{100, 32 << 20, 50},
		{100, 100 << 20, 16},
		{100, 256 << 20, 6},
		{100, 2 << 30, 3},
		{100, 64 << 30, 3},
		{50, 32 << 20, 50},
		{400, 8 << 20, 200},
		{2, 1 << 30, 2},
		{-1, 1 << 30, -1},
		{0, 1 << 30, 0},
	} {
		if got := gcPercent(c.usual, c.held); got != c.want {
			t.Errorf("%d bytes at %d: %d, want %d", c.held, c.usual, got, c.want)
		}
	}
	for held := 1; held < 64<<30; held += 1 + held/3 {
		p := gcPercent(100, held)
		if p < leastPercent || p > 100 || p > leastPercent && held*p/100 > garbageAllowed {
			t.Errorf("%d bytes: %d percent are %d bytes of garbage", held, p, held*p/100)
		}
	}
}
