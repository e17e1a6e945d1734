package jsonview

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

func tableOf(tb testing.TB, d Document, line int) Table {
	tb.Helper()
	t, err := TableOf(context.Background(), d, line)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func BenchmarkTable(b *testing.B) {
	for _, name := range []string{"minified", "pretty", "lines", "ones", "small_arrays"} {
		b.Run(name, func(b *testing.B) {
			s := wholeIndex(benchDoc(name))
			b.SetBytes(int64(s.Bytes()))
			for b.Loop() {
				tableOf(b, s, 0)
			}
		})
	}
}

// csvBody is CSV with a header, some of its fields quoted.
func csvBody(size int) []byte {
	b := append(make([]byte, 0, size+1024), "id,name,price,note,url\n"...)
	for id := 0; len(b) < size; id++ {
		b = fmt.Appendf(b, "%d,Product %d,%d.%02d,\"a note, and a \"\"quote\"\"\",https://shop.example.com/p/%d\n", id, id, id%500, id%97, id)
	}
	return b
}

func BenchmarkTableCSV(b *testing.B) {
	x := &TextIndex{}
	body := csvBody(100 << 20)
	x.Feed(body, len(body))
	x.Finish()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		tableOf(b, x.Document(), 0)
	}
}

// Fifty rows from anywhere, eight cells of each. An element of 50 MB is as quick as others.
func BenchmarkTableScreen(b *testing.B) {
	giant := repeated(`{"a":"`, "0123456789abcdef", `","b":[`+strings.Repeat("1,\n", 1_000_000)+`2],"c":3},`, 50<<20)
	docs := map[string][]byte{"giant": []byte("[" + string(giant) + strings.Repeat(`{"a":1,"c":2},`, 49) + "{}]")}
	for _, name := range []string{"giant", "minified", "pretty", "ones"} {
		if docs[name] == nil {
			docs[name] = benchDoc(name)
		}
		t := tableOf(b, wholeIndex(docs[name]), 0)
		wanted := []int{0, 1, 2, 3, 4, 5, 6, 7}[:len(t.Columns())]
		r := rand.New(rand.NewPCG(1, 1))
		cells, pieces := make([]Cell, 0, 8), make([]Piece, 0, 64)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				first := r.IntN(t.Rows() - 50)
				for row := first; row < first+50; row++ {
					cells = t.Cells(cells[:0], row, wanted)
					for _, c := range cells {
						pieces, _ = t.Draw(pieces[:0], c, 100)
					}
				}
			}
		})
		delete(docs, name)
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

// Columns in which most values are equal to many others.
func BenchmarkTableSortRepeated(b *testing.B) {
	values := map[string][]string{
		"short":   {`"on"`, `"off"`},
		"long":    {`"status/waiting for one"`, `"status/waiting for two"`, `"status/waiting for three"`},
		"numbers": {"19.99", "5", "5.0"},
		"digits":  {"12345678901234567890", "12345678901234567891"},
	}
	for name, of := range values {
		r := rand.New(rand.NewPCG(1, 1))
		parts := make([]string, 274_000)
		for i := range parts {
			parts[i] = of[r.IntN(len(of))]
		}
		t := tableOf(b, wholeIndex([]byte(valuesOf(parts))), 0)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Sort(context.Background(), t, 0, false); err != nil {
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

// Two columns of the first 1000 rows of a list of 100 MB: what follows a cell must cost nothing.
func BenchmarkTableWriteCSV(b *testing.B) {
	t := tableOf(b, wholeIndex(benchDoc("minified")), 0)
	rows := make([]uint32, 1000)
	for i := range rows {
		rows[i] = uint32(i)
	}
	for b.Loop() {
		if err := WriteCSV(context.Background(), io.Discard, t, Order{rows, true}, []int{0, 1}); err != nil {
			b.Fatal(err)
		}
	}
}
