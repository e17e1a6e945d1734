package jsonview

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"
)

// listBodies are the documents for the tables: of benchDocs, and the line their list is on.
var tableBodies = []string{"minified", "pretty", "lines", "ones", "small_arrays", "long_string"}

func tableOf(tb testing.TB, d Document, line int) Table {
	tb.Helper()
	t, err := TableOf(context.Background(), d, line)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func BenchmarkTable(b *testing.B) {
	for _, name := range tableBodies {
		if name == "long_string" {
			continue // no list
		}
		b.Run(name, func(b *testing.B) {
			s := wholeIndex(benchDoc(name))
			b.SetBytes(int64(s.Bytes()))
			for b.Loop() {
				tableOf(b, s, 0)
			}
		})
	}
}

func BenchmarkTableScreen(b *testing.B) {
	for _, name := range []string{"minified", "pretty", "ones"} {
		b.Run(name, func(b *testing.B) {
			t := tableOf(b, wholeIndex(benchDoc(name)), 0)
			r := rand.New(rand.NewPCG(1, 1))
			cells, pieces := make([]Cell, 0, 8), make([]Piece, 0, 64)
			for b.Loop() {
				first := r.IntN(t.Rows() - 50)
				for row := first; row < first+50; row++ {
					cells = t.Cells(cells[:0], row, []int{0, 1, 2, 3, 4, 5, 6, 7}[:len(t.Columns())])
					for _, c := range cells {
						pieces, _ = t.Draw(pieces[:0], c, 100)
					}
				}
			}
		})
	}
}

func BenchmarkTableSort(b *testing.B) {
	t := tableOf(b, wholeIndex(benchDoc("minified")), 0)
	for i, c := range t.Columns() {
		b.Run(c.Key, func(b *testing.B) {
			for b.Loop() {
				if _, err := Sort(context.Background(), t, i, false); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkTableKeep(b *testing.B) {
	t := tableOf(b, wholeIndex(benchDoc("minified")), 0)
	for b.Loop() {
		_, err := Keep(context.Background(), t, Order{}, func(row []byte) bool { return bytes.Contains(row, []byte("Product 99")) })
		if err != nil {
			b.Fatal(err)
		}
	}
}
