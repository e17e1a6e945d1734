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
