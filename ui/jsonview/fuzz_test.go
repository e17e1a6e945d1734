package jsonview

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

func seeds(f *testing.F) {
	for _, s := range []string{
		``, `{}`, `{"a":[1,2,{"b":null}],"c":"\"\\"}`, "1\n2\n", `[,1]`, `{"a":::1}`, `]:}`, `["abc\`, `[[[[`, "\xEF\xBB\xBF[]",
		"\xEF\xBB", "a\r\nb\n\r\xff\x80é", `{"k" : "日本語🙂"    ,,}`, "<html>\n<body>", `[1.5e3,tru,-]`,
	} {
		f.Add(s, uint8(7), uint8(3), uint16(2))
	}
}

// FuzzIndex compares the index, fed in pieces, with the reference.
func FuzzIndex(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body string, size, piece uint8, _ uint16) {
		x := newIndexer(JSON, int(size)+1, int(piece)+1)
		for fed := 0; fed < len(body); {
			fed += x.Feed([]byte(body), int(piece)+1)
		}
		x.Finish()
		s, want := x.Snapshot(), naive(body)
		if s.Lines() != len(want) {
			t.Fatalf("%d lines, want %d", s.Lines(), len(want))
		}
		for i, row := range s.Rows(nil, 0, s.Lines()) {
			w := want[i]
			if row.Off != w.off || row.Depth != w.depth || row.Closes != w.closes || textOf(s, row) != string(w.text) {
				t.Fatalf("row %+v %q, want %+v", row, textOf(s, row), w)
			}
			if s.LineAt(row.Off) != i {
				t.Fatalf("line at %d is %d, want %d", row.Off, s.LineAt(row.Off), i)
			}
			if got, want := s.Path(i), naivePath(s, body, want, i); got != want {
				t.Fatalf("path of %d is %q, want %q", i, got, want)
			}
		}
	})
}

// FuzzCheck compares the checker with encoding/json.
func FuzzCheck(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body string, _, piece uint8, _ uint16) {
		checkAgainstJSON(t, body, int(piece)+1)
	})
}

// FuzzText compares the text index, fed in pieces, with the reference.
func FuzzText(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body string, _, piece uint8, _ uint16) {
		x := &TextIndex{}
		for fed := 0; fed < len(body); {
			fed += x.Feed([]byte(body), int(piece)+1)
		}
		x.Finish()
		d, want := x.Document(), naiveText(body)
		if d.Lines() != len(want) {
			t.Fatalf("%d lines, want %d", d.Lines(), len(want))
		}
		for i, row := range d.Rows(nil, 0, d.Lines()) {
			if got := textOf(d, row); got != want[i] {
				t.Fatalf("line %d is %q, want %q", i, got, want[i])
			}
		}
	})
}

// FuzzDraw checks that a window is the part of the row it should be, and never more.
func FuzzDraw(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body string, size, max uint8, from uint16) {
		for _, d := range []Document{indexOf(body, int(size)+1, int(size)+1), textOfBody(body), HexSnapshot{[]byte(body), true}} {
			for _, row := range d.Rows(nil, 0, d.Lines()) {
				got := drawn(d, row, int(from), int(max))
				if len(got) > int(max)+utf8.UTFMax {
					t.Fatalf("%T: %d bytes drawn, %d wanted", d, len(got), max)
				}
				whole := drawn(d, row, 0, 1<<30)
				lo, hi := window([]byte(whole), int(from), int(from)+int(max))
				if got != whole[lo:hi] {
					t.Fatalf("%T: %q from %d max %d is %q", d, whole, from, max, got)
				}
			}
		}
	})
}

// FuzzFolds makes random changes to the folds of any bytes as they arrive, and compares them
// with the reference.
func FuzzFolds(f *testing.F) {
	seeds(f)
	f.Add("[[1,[2,{\"a\":[3]}],4],[[5]]", uint8(3), uint8(9), uint16(1))
	f.Fuzz(func(t *testing.T, body string, size, seed1 uint8, seed2 uint16) {
		if len(body) == 0 || len(body) > 400 {
			return // the reference is slow
		}
		foldsOfGrowingBody(t, rand.New(rand.NewPCG(uint64(seed1), uint64(seed2))), body, int(size)+1)
	})
}
