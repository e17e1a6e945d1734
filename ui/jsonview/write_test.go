package jsonview

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// written is what Write makes of a body in a format.
func written(t testing.TB, f Format, body []byte) string {
	t.Helper()
	x := NewIndex(f)
	x.Feed(body, len(body))
	x.Finish()
	var out bytes.Buffer
	n, err := Write(t.Context(), &out, x.Document())
	if err != nil || n != int64(out.Len()) {
		t.Fatalf("%d bytes of %d, %v", n, out.Len(), err)
	}
	return out.String()
}

// spacedJSON is a valid text with blanks in all places where they may be.
func spacedJSON(r *rand.Rand, depth int) string {
	blank := func() string { return strings.Repeat([]string{" ", "\n", "\t", "\r\n"}[r.IntN(4)], r.IntN(3)) }
	n := r.IntN(6)
	if depth == 0 {
		n = r.IntN(4)
	}
	var parts []string
	switch n {
	case 0:
		return blank() + `"` + strings.Repeat("é\\n漢", r.IntN(4)) + `"` + blank()
	case 1:
		return blank() + "-12.50e+3" + blank()
	case 2:
		return blank() + []string{"true", "false", "null", "{}", "[ ]", "{\n}"}[r.IntN(6)] + blank()
	case 3, 4:
		for range r.IntN(4) {
			parts = append(parts, spacedJSON(r, max(0, depth-1)))
		}
		return blank() + "[" + strings.Join(parts, ",") + blank() + "]" + blank()
	}
	for range r.IntN(4) {
		parts = append(parts, blank()+`"k"`+blank()+":"+spacedJSON(r, max(0, depth-1)))
	}
	return blank() + "{" + strings.Join(parts, ",") + blank() + "}" + blank()
}

// TestWriteIsIndent: what is written of valid JSON is what json.Indent gives.
func TestWriteIsIndent(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	texts := []string{
		`{"a":[1,{"b":[]},{}],"c":"` + strings.Repeat("漢", 70_000) + `"}`,
		strings.Repeat("[", 60) + strings.Repeat("]", 60),
		`[` + strings.Repeat(`{"id":1,"x":[true,null]},`, 3000) + `0]`,
	}
	for range 300 {
		texts = append(texts, spacedJSON(r, 4))
	}
	for _, text := range texts {
		var want bytes.Buffer
		if err := json.Indent(&want, []byte(text), "", "  "); err != nil {
			t.Fatal(err)
		}
		if got := written(t, JSON, []byte(text)); got != strings.TrimSpace(want.String())+"\n" {
			t.Fatalf("of %.200q:\n%.400q\nwant\n%.400q", text, got, want.String())
		}
	}
}

// TestWriteText: the lines of a text, whatever ended them, and rows of hex.
func TestWriteText(t *testing.T) {
	long := strings.Repeat("å", 100_001)
	for _, c := range []struct {
		format     Format
		body, want string
	}{
		{Text, "a\r\nb\n\nc", "a\nb\n\nc\n"},
		{Text, "", ""},
		{Text, "x" + long + "\ny", "x" + long + "\ny\n"},
		{Text, "\xff\xfe" + strings.Repeat("\xff", 70_000), "\xff\xfe" + strings.Repeat("\xff", 70_000) + "\n"},
		{Binary, "\x00hello", "00000000  00 68 65 6c 6c 6f " + strings.Repeat(" ", 32) + ".hello\n"},
		{JSON, `{"a": 1,, oops`, "{\n  \"a\": 1,,\n  oops\n"},
	} {
		if got := written(t, c.format, []byte(c.body)); got != c.want {
			t.Errorf("%s of %.40q: %.200q, want %.200q", c.format, c.body, got, c.want)
		}
	}
}

type failing struct{ after int }

var errFull = errors.New("full")

func (f *failing) Write(p []byte) (int, error) {
	if f.after -= len(p); f.after < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteStops(t *testing.T) {
	x := NewIndex(JSON)
	body := []byte(`[` + strings.Repeat(`{"id":1},`, 3000) + `0]`)
	x.Feed(body, len(body))
	x.Finish()
	if n, err := Write(t.Context(), &failing{after: 100}, x.Document()); !errors.Is(err, errFull) || n > 100 {
		t.Errorf("%d bytes, %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if n, err := Write(ctx, io.Discard, x.Document()); !errors.Is(err, context.Canceled) || n != 0 {
		t.Errorf("%d bytes, %v", n, err)
	}
}

// FuzzWrite: of any bytes, all but the blanks between tokens is written, in
// order; what is valid is what json.Indent makes of it.
func FuzzWrite(f *testing.F) {
	for _, s := range []string{`{"a":[1,2]}`, `[`, "\xff{\"", `{"a" "b"}`, "[] []", "\xef\xbb\xbf{}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got := written(t, JSON, body)
		tight := func(s string) string {
			return strings.NewReplacer(" ", "", "\n", "", "\t", "", "\r", "").Replace(s)
		}
		if tight(got) != tight(strings.TrimPrefix(string(body), byteOrderMark)) {
			t.Errorf("of %q: %q", body, got)
		}
		var want bytes.Buffer
		if json.Indent(&want, body, "", "  ") == nil && strings.TrimSpace(got) != strings.TrimSpace(want.String()) {
			t.Errorf("of %q: %q, want %q", body, got, want.String())
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	body := []byte(`[` + strings.Repeat(`{"id":123456,"name":"a name","open":true,"lines":[1,2.5,null]},`, 160_000) + `0]`)
	x := NewIndex(JSON)
	x.Feed(body, len(body))
	x.Finish()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		w := bufio.NewWriterSize(io.Discard, 64<<10)
		if _, err := Write(b.Context(), w, x.Document()); err != nil {
			b.Fatal(err)
		}
	}
}
