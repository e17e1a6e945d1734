package jsonview

import (
	"context"
	"testing"
)

// FuzzTable compares the table of a body that arrives in pieces with the reference.
func FuzzTable(f *testing.F) {
	for _, s := range []string{
		`[{"a":1,"b":"x"},{"b":[1,{"c":2}],"a":null},3]`, `{"x":[1],"items":[{"\u0061":1,"a":2}]}`, "{\"a\":1}\n{\"a\":tru", `[{"a":}`, `[{"a"::1]`,
		`[[1,2],[{}]]`, `[{"a":"\`, `[,{"a":1,,"b":2}]}`,
	} {
		f.Add(s, uint8(7), uint8(5), uint8(0))
	}
	f.Fuzz(func(t *testing.T, body string, size, piece, line uint8) {
		x := newIndexer(JSON, int(size)+1, markBytes)
		var table Table
		for fed := 0; fed < len(body); {
			fed += x.Feed([]byte(body), int(piece)+1)
			if fed == len(body) {
				x.Finish()
			}
			var err error
			if table == nil {
				if table, err = TableOf(context.Background(), x.Snapshot(), int(line)); err != nil {
					table = nil
				}
			} else if table, err = table.Grow(context.Background(), x.Snapshot()); err != nil {
				t.Fatal(err)
			}
		}
		if table == nil || table.Cut() {
			return // the reference knows no limit
		}
		lines := naive(body)
		checkTable(t, table, naiveTableOf(body, lines, table.(*ListTable).Line()), body)
	})
}

// FuzzCSV compares the table of CSV with the reference.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,\"x\"\n", "a;b\r\n\"x\"\"y;\n\";2\r\n", "\"\n\"\"", byteOrderMark + "a\tb", "a,\"b\"c,\"\r\n\r"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) { checkCSV(t, csvOf(t, body), body) })
}

// FuzzNumbers compares numbers with exact fractions; the head of a number never contradicts.
func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"1", "-0", "0.1", "1e5", "100000", "-12.50e-3", "9007199254740993", "9007199254740992", "0.00", "1E+02"} {
		f.Add(s, "1.0e2")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !jsonNumber.MatchString(a) || !jsonNumber.MatchString(b) || len(a) > 30 || len(b) > 30 {
			return
		}
		x, y := parseDecimal([]byte(a)), parseDecimal([]byte(b))
		if scale := max(x.scale, -x.scale, y.scale, -y.scale); scale > 1000 {
			return // no work for a fraction
		}
		want := exact(a).Cmp(exact(b))
		if got := x.compare(y); got != want {
			t.Errorf("%s and %s: %d, want %d", a, b, got, want)
		}
		h, hWhole := numberHead([]byte(a))
		k, kWhole := numberHead([]byte(b))
		if h < k && want >= 0 || h > k && want <= 0 || h == k && hWhole && kWhole && want != 0 {
			t.Errorf("%s and %s: heads %x and %x, values %d", a, b, h, k, want)
		}
	})
}

// FuzzUnescape compares texts with what encoding/json makes of each escape.
func FuzzUnescape(f *testing.F) {
	for _, s := range []string{`\u00e9\n`, `\ud834\udd1e`, `\ud834\u0041`, `\udd1e`, `\x`, `\u12`, `\\\"`, `\`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if end, closed := stringEnd([]byte(s+`"`), 0); !closed || end != len(s)+1 {
			return // no inside of a string
		}
		if got, want := string(unescaped([]byte(s))), naiveUnescape(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	})
}
