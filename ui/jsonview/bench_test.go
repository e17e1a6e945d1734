package jsonview

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Documents for the benchmarks, made once each.
var benchDocs = map[string]func() []byte{
	"minified":         func() []byte { return records(100<<20, "", "") },
	"pretty":           func() []byte { return records(100<<20, "\n", "  ") },
	"lines":            func() []byte { return jsonLines(100 << 20) },
	"escapes":          func() []byte { return repeated(`["`, `\"\n\u0041`, `"]`, 100<<20) },
	"ones":             func() []byte { return repeated("[1", ",1", "]", 100<<20) },
	"small_arrays":     func() []byte { return repeated("[[1]", ",[1]", "]", 100<<20) },
	"brackets":         func() []byte { return bytes.Repeat([]byte{'['}, 100<<20) },
	"deep":             func() []byte { return []byte(strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)) },
	"long_string":      func() []byte { return repeated(`{"a":"`, "0123456789abcdef", `"}`, 50<<20) },
	"backslashes":      func() []byte { return repeated(`["`, `\\`, `"]`, 50<<20) },
	"million_values":   func() []byte { return repeated("[1", ",1", "]", 2_000_000) },
	"long_gap":         func() []byte { return repeated("[1", " ", ",2]", 50<<20) },
	"false_candidates": func() []byte { return repeated(`["`, strings.Repeat("ab", 19)+"d", `"]`, 100<<20) },
}

var made = map[string][]byte{}

func benchDoc(name string) []byte {
	if made[name] == nil {
		clear(made)
		made[name] = benchDocs[name]()
	}
	return made[name]
}

func repeated(head, body, tail string, size int) []byte {
	return []byte(head + strings.Repeat(body, size/len(body)) + tail)
}

// record is like an element of a collection: about thirty lines.
func record(b []byte, r *rand.Rand, id int, nl, indent string) []byte {
	colon := ":"
	if nl != "" {
		colon = ": "
	}
	line := func(depth int, format string, args ...any) {
		b = append(b, nl...)
		b = append(b, strings.Repeat(indent, depth)...)
		b = fmt.Appendf(b, strings.ReplaceAll(format, "~", colon), args...)
	}
	line(2, "{")
	line(3, `"id"~%d,`, 100000+id)
	line(3, `"name"~"Product %d of the long list",`, id)
	line(3, `"price"~%d.%02d,`, r.IntN(500), r.IntN(100))
	line(3, `"description"~"A sentence or two about what it is and whom it is made for.",`)
	line(3, `"available"~%v,`, r.IntN(2) == 0)
	line(3, `"url"~"https://shop.example.com/p/%d",`, id)
	line(3, `"tags"~[`)
	for i := range 6 {
		line(4, `"category-%02d/%d",`, r.IntN(50), i)
	}
	line(4, `"last"`)
	line(3, `],`)
	line(3, `"stock"~[`)
	for range 3 {
		line(4, `{`)
		line(5, `"store"~%d,`, r.IntN(100))
		line(5, `"count"~%d`, r.IntN(20))
		line(4, `},`)
	}
	line(4, `null`)
	line(3, `]`)
	line(2, `}`)
	return b
}

func records(size int, nl, indent string) []byte {
	r := rand.New(rand.NewPCG(1, 1))
	b := append(make([]byte, 0, size+1024), `{"total":1,"items":[`...)
	for id := 0; len(b) < size; id++ {
		if id > 0 {
			b = append(b, ',')
		}
		b = record(b, r, id, nl, indent)
	}
	return append(b, "]}"...)
}

func jsonLines(size int) []byte {
	r := rand.New(rand.NewPCG(1, 1))
	b := make([]byte, 0, size+1024)
	for id := 0; len(b) < size; id++ {
		b = append(record(b, r, id, "", ""), '\n')
	}
	return b
}

func wholeIndex(body []byte) *Snapshot {
	x := NewIndexer(JSON)
	x.Feed(body, len(body))
	x.Finish()
	return x.Snapshot()
}

func BenchmarkIndex(b *testing.B) {
	for _, name := range []string{"minified", "pretty", "lines", "escapes", "ones", "small_arrays", "brackets", "long_string", "backslashes", "million_values"} {
		b.Run(name, func(b *testing.B) {
			body := benchDoc(name)
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				wholeIndex(body)
			}
		})
	}
}

func BenchmarkIndexText(b *testing.B) {
	body := benchDoc("pretty")
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		x := &TextIndex{}
		x.Feed(body, len(body))
	}
}

func BenchmarkCheck(b *testing.B) {
	for _, name := range []string{"minified", "pretty"} {
		b.Run(name, func(b *testing.B) {
			body := benchDoc(name)
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				c := NewChecker(JSON)
				c.Feed(body, len(body))
				c.Finish()
				if f, bad := c.Fault(); bad {
					b.Fatal(f)
				}
			}
		})
	}
}

// One step of feeding a body that arrives, with a snapshot.
func BenchmarkFirstScreen(b *testing.B) {
	body := benchDoc("minified")
	for b.Loop() {
		x := NewIndexer(JSON)
		x.Feed(body, 256<<10)
		drawScreen(x.Snapshot(), 0)
	}
}

func drawScreen(d Document, first int) (bytes int) {
	var pieces [64]Piece
	for _, r := range d.Rows(make([]Row, 0, 50), first, 50) {
		for _, p := range d.Draw(pieces[:0], r, 0, 200) {
			bytes += len(p.Text)
		}
	}
	return bytes
}

func BenchmarkLookup(b *testing.B) {
	for _, name := range []string{"minified", "pretty", "deep", "brackets", "long_string", "backslashes", "long_gap"} {
		s := wholeIndex(benchDoc(name))
		r := rand.New(rand.NewPCG(1, 1))
		b.Run(name+"/row", func(b *testing.B) {
			for b.Loop() {
				s.row(r.IntN(s.Lines()))
			}
		})
		b.Run(name+"/screen", func(b *testing.B) {
			for b.Loop() {
				drawScreen(s, r.IntN(s.Lines()))
			}
		})
		b.Run(name+"/line_at", func(b *testing.B) {
			for b.Loop() {
				s.LineAt(r.IntN(s.Bytes()))
			}
		})
		b.Run(name+"/path", func(b *testing.B) {
			for b.Loop() {
				s.Path(r.IntN(s.Lines()))
			}
		})
		b.Run(name+"/end", func(b *testing.B) {
			for b.Loop() {
				s.End(r.IntN(s.Lines()))
			}
		})
		b.Run(name+"/end_of_root", func(b *testing.B) {
			for b.Loop() {
				s.End(0)
			}
		})
		b.Run(name+"/draw_sideways", func(b *testing.B) {
			row := s.row(min(1, s.Lines()-1))
			var pieces [64]Piece
			for b.Loop() {
				s.Draw(pieces[:0], row, r.IntN(row.End-row.Off), 200)
			}
		})
	}
}
