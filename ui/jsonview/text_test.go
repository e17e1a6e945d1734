package jsonview

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func textOfBody(body string) Document {
	x := &TextIndex{}
	x.Feed([]byte(body), len(body))
	x.Finish()
	return x.Document()
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(60) {
		switch r.IntN(5) {
		case 0:
			b.WriteString(strings.Repeat("x", r.IntN(6000)))
		case 1:
			b.WriteString(strings.Repeat("\n", 1+r.IntN(30)))
		case 2:
			b.WriteString("\r\n")
		default:
			b.WriteString([]string{"a", "é,", "日本", "\r", "\xff", "line\n"}[r.IntN(6)])
		}
	}
	return b.String()
}

// naiveText is the lines of a text, terminators cut.
func naiveText(body string) []string {
	if body == "" {
		return nil
	}
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	for i, l := range lines {
		if i+1 < len(lines) || strings.HasSuffix(body, "\n") {
			lines[i] = strings.TrimSuffix(l, "\r")
		}
	}
	return lines
}

func TestTextLines(t *testing.T) {
	for i := range 400 {
		r := rand.New(rand.NewPCG(uint64(i), 3))
		body := randomText(r)
		want := naiveText(body)
		pieces := &TextIndex{}
		for fed := 0; fed < len(body); {
			fed += pieces.Feed([]byte(body), 1+r.IntN(5000))
		}
		pieces.Finish()
		d := pieces.Document()
		if whole := textOfBody(body); body != "" && !reflect.DeepEqual(d, whole) {
			t.Fatalf("%d: fed in pieces %+v, at once %+v", i, d, whole)
		}
		if d.Lines() != len(want) {
			t.Fatalf("%d: %d lines, want %d", i, d.Lines(), len(want))
		}
		first := r.IntN(len(want) + 1)
		rows := d.Rows(nil, first, len(want))
		if len(rows) != len(want)-first {
			t.Fatalf("%d: %d rows from %d of %d", i, len(rows), first, len(want))
		}
		for _, row := range rows {
			if got := textOf(d, row); got != want[row.Line] {
				t.Fatalf("%d: line %d is %q, want %q", i, row.Line, got, want[row.Line])
			}
			for _, off := range []int{row.Off, row.End - 1} {
				if l := d.LineAt(off); l != row.Line {
					t.Fatalf("%d: line at %d is %d, want %d", i, off, l, row.Line)
				}
			}
		}
	}
}

func TestTextThatStillArrives(t *testing.T) {
	x := &TextIndex{}
	x.Feed([]byte("abc\r"), 4)
	d := x.Document()
	if got := textOf(d, d.Rows(nil, 0, 1)[0]); got != "abc" {
		t.Errorf("half a line end is drawn: %q", got)
	}
	x.Finish()
	d = x.Document()
	if got := textOf(d, d.Rows(nil, 0, 1)[0]); got != "abc\r" {
		t.Errorf("a last carriage return is lost: %q", got)
	}
}

func TestHexRows(t *testing.T) {
	body := make([]byte, 0, 300)
	for i := range 300 {
		body = append(body, byte(i))
	}
	d := HexSnapshot{body, true}
	rows := d.Rows(nil, 0, 100)
	if len(rows) != 19 || d.Lines() != 19 {
		t.Fatalf("%d rows, %d lines", len(rows), d.Lines())
	}
	for _, c := range []struct {
		line int
		want string
	}{
		{0, "00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  ................"},
		{4, "00000040  40 41 42 43 44 45 46 47  48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO"},
		{18, "00000120  20 21 22 23 24 25 26 27  28 29 2a 2b" + "                " + "   !\"#$%&'()*+"},
	} {
		got := textOf(d, rows[c.line])
		if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(c.want, " ", "") || c.line < 18 && got != c.want {
			t.Errorf("row %d is\n%q, want\n%q", c.line, got, c.want)
		}
		for from := range len(got) {
			text := ""
			for _, p := range d.Draw(nil, rows[c.line], from, 7) {
				text += string(p.Text)
			}
			if want := got[from:min(len(got), from+7)]; text != want {
				t.Errorf("row %d from %d is %q, want %q", c.line, from, text, want)
			}
		}
	}
	for off := range body {
		if got := d.LineAt(off); got != off/16 {
			t.Fatalf("line at %d is %d", off, got)
		}
	}
}

func TestNewIndexFitsTheFormat(t *testing.T) {
	for f, want := range map[Format]string{
		JSON: "*jsonview.Snapshot", JSONLines: "*jsonview.Snapshot", Binary: "jsonview.HexSnapshot",
		Text: "*jsonview.TextSnapshot", HTML: "*jsonview.TextSnapshot", CSV: "*jsonview.TextSnapshot", Empty: "*jsonview.TextSnapshot",
	} {
		x := NewIndex(f)
		if n := x.Feed([]byte("[1,2]"), 3); n != 3 {
			t.Errorf("%v: took %d bytes of 3", f, n)
		}
		if x.Feed([]byte("[1,2]"), 99) != 2 || x.Document().Bytes() != 5 || x.Document().Done() {
			t.Errorf("%v: %d bytes, done %v", f, x.Document().Bytes(), x.Document().Done())
		}
		x.Finish()
		if d := x.Document(); fmt.Sprintf("%T", d) != want || !d.Done() || d.Lines() == 0 {
			t.Errorf("%v: %T, done %v, %d lines", f, d, d.Done(), d.Lines())
		}
	}
}
