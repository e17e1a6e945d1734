package cli

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"gatehouse/gateway"
)

func TestShellQuote(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{shellQuote("/tmp/a-b.toml"), "/tmp/a-b.toml"},
		{shellQuote("it's here"), `'it'\''s here'`},
		{shellQuote("~x"), "'~x'"},
		{shellQuote(""), "''"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// TestTerminalWriterChunks cuts a text at every place: what reaches the
// terminal does not depend on where.
func TestTerminalWriterChunks(t *testing.T) {
	const text = "ä\r\nb\x1b[2Jc\n\r\nd\u202e🙂\n" + "last"
	whole := written(t, text)
	for i := range len(text) {
		if got := written(t, text[:i], text[i:]); got != whole {
			t.Errorf("cut at %d: %q, want %q", i, got, whole)
		}
	}
	if !strings.HasSuffix(whole, "last\n") || strings.Contains(whole, "\x1b") {
		t.Errorf("%q", whole)
	}
	long := strings.Repeat("ä", longestHeld)
	if got := written(t, long[:longestHeld+1], long[longestHeld+1:]); got != long+"\n" {
		t.Error("a long line did not come through")
	}
	for _, c := range []struct{ text, want string }{
		{strings.Repeat("a", longestHeld+1), strings.Repeat("a", longestHeld+1) + "\n"},
		{strings.Repeat("a", longestHeld+1) + "\n", strings.Repeat("a", longestHeld+1) + "\n"},
		{strings.Repeat("a", longestHeld+1) + "\nb", strings.Repeat("a", longestHeld+1) + "\nb\n"},
	} {
		for _, cut := range []int{0, 1, longestHeld + 1} {
			if got := written(t, c.text[:cut], c.text[cut:]); got != c.want {
				t.Errorf("%d bytes, cut at %d: the end is %q", len(c.text), cut, got[len(got)-5:])
			}
		}
	}
	if got := written(t); got != "" {
		t.Errorf("nothing became %q", got)
	}
}

func written(t *testing.T, chunks ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := &terminalWriter{to: &out}
	for _, chunk := range chunks {
		if _, err := w.Write([]byte(chunk)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.end(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// TestStreamToBrokenWriter ends when nobody takes the bytes.
func TestStreamToBrokenWriter(t *testing.T) {
	if _, err := stream(gateway.BodyOf([]byte("abc")), brokenWriter{}); err == nil {
		t.Error("no error")
	}
}

// TestSayIsOneLine keeps the words of a server from looking like ours.
func TestSayIsOneLine(t *testing.T) {
	r := newRig(t)
	a := &app{World: r.world, redactor: gateway.NewRedactor()}
	a.redactor.Learn("made-up-secret")
	a.say("refused: %s", "no\n200 OK\r\x1b[2K made-up-secret")
	if got := r.stderr.String(); strings.Count(got, "\n") != 1 || strings.Contains(got, "made-up-secret") || strings.ContainsAny(got, "\r\x1b") {
		t.Errorf("%q", got)
	}
}
