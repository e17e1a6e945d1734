package jsonview

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
)

func init() {
	tooth := strings.Repeat("[", 4000) + strings.Repeat("]", 4000)
	benchDocs["teeth"] = func() []byte { return repeated("["+tooth, ","+tooth, "]", 100<<20) }
	benchDocs["deep_list"] = func() []byte {
		items := repeated(`{"a":[1]}`, `,{"a":[1,2,3],"b":{"c":null}}`, "", 100<<20)
		return []byte(strings.Repeat("[", 20) + string(items) + strings.Repeat("]", 20))
	}
}

// foldMany folds containers at a depth one by one, n of them spread over the document, and tells
// how many there are.
func foldMany(f *Folds, n, depth int) int {
	step := max(1, f.s.Lines()/n)
	folded := 0
	for line := 0; line < f.s.Lines(); line += step {
		r := f.s.row(line)
		if r.Depth < depth {
			continue
		}
		if at := f.s.chain(nil, line, depth, depth)[0].line; !f.Folded(at) && f.s.row(at).Opens {
			f.Fold(at)
			folded++
		}
	}
	return folded
}

func BenchmarkFolds(b *testing.B) {
	for _, name := range []string{"minified", "pretty", "teeth", "brackets", "small_arrays", "deep_list"} {
		s := wholeIndex(benchDoc(name))
		f := NewFolds(s)
		r := rand.New(rand.NewPCG(1, 1))
		bench := func(what string, step func()) {
			b.Run(name+"/"+what, func(b *testing.B) {
				for b.Loop() {
					step()
				}
			})
		}
		bench("new", func() { f = NewFolds(s) })
		bench("copy", func() { f.Copy() })
		bench("fold_all", func() { f.FoldTo(0) })
		bench("fold_to_2", func() { f.FoldTo(2) })
		bench("fold_to_9", func() { f.FoldTo(9) })
		bench("unfold_all", f.UnfoldAll)
		bench("toggle_root", func() { f.Toggle(0) })
		f.UnfoldAll()
		bench("toggle", func() { f.Toggle(r.IntN(s.Lines())) })
		bench("tree", func() { f.FoldTree(0); f.UnfoldTree(0) })
		f.FoldTo(0)
		bench("reveal_last", func() { f.FoldTo(0); f.Reveal(s.Lines() - 2) })
		f.UnfoldAll()
		many := 0
		bench("fold_190000", func() { f.UnfoldAll(); many = foldMany(f, 190_000, 2) })
		b.Logf("%s: %d folds, %d rows of %d lines", name, many, f.Lines(), s.Lines())
		bench("many/toggle_root", func() { f.Toggle(0) })
		if f.Folded(0) {
			f.Unfold(0)
		}
		bench("many/toggle", func() { f.Toggle(r.IntN(s.Lines())) })
		bench("many/line_of", func() { f.LineOf(r.IntN(f.Lines())) })
		bench("many/row_of", func() { f.RowOf(r.IntN(s.Lines())) })
		bench("many/screen", func() { drawRows(f, r.IntN(f.Lines())) })
		f.FoldTo(2)
		bench("folded/screen", func() { drawRows(f, r.IntN(f.Lines())) })
		f.FoldTo(0)
		bench("root/screen", func() { drawRows(f, 0) })
	}
}

func drawRows(f *Folds, first int) (bytes int) {
	var pieces [64]Piece
	for _, r := range f.Rows(make([]Row, 0, 50), first, 50) {
		for _, p := range f.s.Draw(pieces[:0], r, 0, 200) {
			bytes += len(p.Text)
		}
	}
	return bytes
}

// The next line with a key that only the last line has again.
func BenchmarkNextKey(b *testing.B) {
	for _, name := range []string{"minified", "pretty"} {
		body := benchDoc(name)
		s := wholeIndex(append(append([]byte(`{"far":1,`), body[1:len(body)-1]...), `,"far":2}`...))
		far, last := 1, s.Lines()-2
		b.Run(name+"/next", func(b *testing.B) {
			for b.Loop() {
				if line, ok := s.NextKey(context.Background(), far); !ok || line != last {
					b.Fatal(line, ok)
				}
			}
		})
		b.Run(name+"/previous", func(b *testing.B) {
			for b.Loop() {
				if line, ok := s.PrevKey(context.Background(), last); !ok || line != far {
					b.Fatal(line, ok)
				}
			}
		})
	}
}
