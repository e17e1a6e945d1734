package jsonview

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// drawn is the text of a row from a byte on.
func drawn(d Document, r Row, from, max int) string {
	text := ""
	for _, p := range d.Draw(nil, r, from, max) {
		text += string(p.Text)
	}
	return text
}

// A window of a row is that part of the whole row's text, moved to the borders of runes.
func TestWindowsOfRows(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(100), 1+r.IntN(40))
		for _, row := range s.Rows(nil, 0, s.Lines()) {
			whole := drawn(s, row, 0, 1<<30)
			from, max := r.IntN(len(whole)+2), r.IntN(12)
			got := drawn(s, row, from, max)
			lo, hi := window([]byte(whole), from, from+max)
			if want := whole[lo:hi]; got != want {
				t.Errorf("row %q from %d max %d is %q, want %q", whole, from, max, got, want)
			}
		}
	})
}

// Cuts fall between runes, and windows side by side are the whole text.
func TestWindowsJoin(t *testing.T) {
	for _, text := range []string{"日本語🙂é", "\xff\xfe\x80\x80\x80\x80\x80", "a\xe6\x97", strings.Repeat("é", 50)} {
		for _, d := range []Document{textOfBody(text), indexOf(`"`+text+`"`, 9, 9)} {
			row := d.Rows(nil, 0, 1)[0]
			whole := drawn(d, row, 0, 1<<30)
			for width := 1; width < 9; width++ {
				joined := ""
				for from := 0; from < len(whole); from += width {
					part := drawn(d, row, from, width)
					if utf8.ValidString(whole) && !utf8.ValidString(part) {
						t.Errorf("%q from %d of %q cuts a rune", part, from, whole)
					}
					joined += part
				}
				if joined != whole {
					t.Errorf("windows of %d join to %q, want %q", width, joined, whole)
				}
			}
		}
	}
}

// giants are lines of half a megabyte or more, each drawable anywhere.
func giants() map[string]string {
	fill := func(unit string) string { return strings.Repeat(unit, 600_000/len(unit)) }
	return map[string]string{
		"string":      `{"key":"` + fill("0123456789") + `","b":1}`,
		"escapes":     `["` + fill(`\"\\`) + `"]`,
		"backslashes": `["` + fill(`\\`) + `"]`,
		"word":        `[` + fill("7") + `]`,
		"gap":         `{"a"` + fill(" ") + `:` + fill("\n") + `1` + fill("\t ") + `,` + fill("\r") + `"b":2}`,
		"commas":      `[1` + fill(",") + `2]`,
		"colons":      `{"a"` + fill(`:1 `) + `}`,
		"unclosed":    `["` + fill("x"),
		"key":         `{"` + fill("k") + `":1}`,
		"keys":        `{"` + strings.Repeat("k", 200_000) + `":"` + fill("v") + `"}`,
	}
}

func TestGiantLinesAreDrawnAnywhere(t *testing.T) {
	for name, body := range giants() {
		s := indexOf(body, blockBytes, markBytes)
		if len(s.marks) == 0 {
			t.Errorf("%s: no marks", name)
		}
		lines := naive(body)
		r := rand.New(rand.NewPCG(1, 1))
		for i, row := range s.Rows(nil, 0, min(s.Lines(), 5)) {
			want := string(lines[i].text)
			for range 40 {
				from := r.IntN(len(want) + 1)
				if got := drawn(s, row, from, 60); got != want[from:min(len(want), from+60)] {
					t.Errorf("%s: row %d from %d of %d is %q, want %q", name, i, from, len(want), got, want[from:min(len(want), from+60)])
				}
			}
		}
	}
}

// No more is drawn than was asked for, save what a rune on the border needs.
func TestDrawNeverExceedsItsWindow(t *testing.T) {
	each(t, 1000, func(t *testing.T, r *rand.Rand, body string) {
		d := []Document{indexOf(body, 30, 30), textOfBody(body), HexSnapshot{[]byte(body), true}}[r.IntN(3)]
		for _, row := range d.Rows(nil, 0, d.Lines()) {
			max := r.IntN(20)
			if got := drawn(d, row, r.IntN(50), max); len(got) > max+utf8.UTFMax {
				t.Errorf("%d bytes drawn, %d wanted: %q", len(got), max, got)
			}
		}
	})
}

// Readers use old and new snapshots while the index goes on; the race detector watches.
func TestReadersWhileTheIndexRuns(t *testing.T) {
	body := make([]byte, 0, 4<<20)
	full := records(1<<20, "\n", " ")
	full = append(full[:len(full)-2], `,"`...)
	full = append(full, strings.Repeat("long", 100_000)...)
	snapshots := make(chan *Snapshot, 100)
	go func() {
		defer close(snapshots)
		x := NewIndexer(JSON)
		for len(body) < len(full) {
			body = append(body, full[len(body):min(len(full), len(body)+16<<10)]...) // within its capacity: it never moves
			x.Feed(body, 1<<30)
			snapshots <- x.Snapshot()
		}
		x.Finish()
		snapshots <- x.Snapshot()
	}()
	r := rand.New(rand.NewPCG(1, 1))
	var kept []*Snapshot
	lookups := 0
	for s := range snapshots {
		kept = append(kept, s)
		for range 20 {
			s := kept[r.IntN(len(kept))]
			line := r.IntN(s.Lines())
			row := s.Rows(nil, line, 50)[0]
			s.Draw(nil, row, r.IntN(200), 80)
			if got := s.LineAt(row.Off); got != line {
				t.Fatalf("line at %d is %d, want %d", row.Off, got, line)
			}
			s.Path(line)
			s.End(line)
			lookups++
		}
	}
	if last := kept[len(kept)-1]; !last.Done() || last.Bytes() != len(full) || lookups < 1000 {
		t.Errorf("done %v, %d bytes, %d lookups", last.Done(), last.Bytes(), lookups)
	}
}

// E5: bodies of one extreme or another show their first, middle and last screen, each line from
// several places. Twenty times over, so that a walk through the body would be felt; the
// benchmarks have the times.
func TestE5ExtremeBodiesAreShown(t *testing.T) {
	bodies := map[string]string{
		"long line":     `["` + strings.Repeat("x", 50_000_000) + `"]`,
		"million lines": "[" + strings.Repeat("1,\n", 1_000_000) + "1]",
		"deep":          strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
		"marks":         `["e` + strings.Repeat("\u0301", 1_000_000) + `"]`,
	}
	cells := 0
	for name, body := range bodies {
		for _, f := range []Format{JSON, Text, Binary} {
			cells++
			x := NewIndex(f)
			x.Feed([]byte(body), len(body))
			x.Finish()
			d := x.Document()
			for range 20 {
				for _, first := range []int{0, d.Lines() / 2, d.Lines() - 50} {
					for _, row := range d.Rows(nil, first, 50) {
						size := row.End - row.Off
						for _, from := range []int{0, size / 2, max(0, size-100)} {
							if got := drawn(d, row, from, 200); len(got) > 200+utf8.UTFMax {
								t.Fatalf("%s as %v: %d bytes drawn", name, f, len(got))
							}
						}
					}
				}
			}
		}
	}
	t.Logf("ran %d cells", cells)
}
