package jsonview

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// cellText is the text of a cell drawn with at most max bytes.
func cellText(t Table, c Cell, max int) (string, bool) {
	text := ""
	pieces, whole := t.Draw(nil, c, max)
	for _, p := range pieces {
		text += string(p.Text)
	}
	return text, whole
}

// checkTable compares a table with the reference.
func checkTable(t *testing.T, table Table, want naiveTable, body string) {
	t.Helper()
	if table.Rows() != len(want.rows) {
		t.Fatalf("%d rows, want %d", table.Rows(), len(want.rows))
	}
	var names []string
	for _, c := range table.Columns() {
		switch {
		case c.Off < 0:
			names = append(names, valueColumn)
		case !strings.HasPrefix(body[c.Off+1:], c.Key+`"`):
			t.Errorf("column %q does not stand at %d", c.Key, c.Off)
		default:
			names = append(names, exactUnescape(c.Key))
		}
	}
	if !slices.Equal(names, want.names) {
		t.Fatalf("columns %q, want %q", names, want.names)
	}
	var all []int
	held := make([][cellKinds]int, len(names))
	for i := range names {
		all = append(all, i)
	}
	for row, w := range want.rows {
		if e := table.Element(row); e.Off != w.off {
			t.Errorf("row %d is at %d, want %d", row, e.Off, w.off)
		}
		for i, c := range table.Cells(nil, row, all) {
			off, ok := w.cells[names[i]]
			if !ok {
				off = -1
			}
			if c.Off != off || ok != (c.Kind != NoCell) {
				t.Errorf("row %d, %q: %+v, want it at %d", row, names[i], c, off)
			}
			if ok {
				checkCell(t, table, c, body)
				held[i][c.Kind]++
			}
		}
	}
	for i, c := range table.Columns() {
		if c.Held != held[i] {
			t.Errorf("column %q held %v, want %v", c.Key, c.Held, held[i])
		}
	}
}

// checkCell compares what a cell shows with the reference.
func checkCell(t *testing.T, table Table, c Cell, body string) {
	t.Helper()
	kind, tokens, end := naiveValue(body, c.Off)
	if from, to := table.Extent(c); c.Kind != kind || from != c.Off || to != end {
		t.Errorf("%+v from %d to %d, want kind %v, to %d", c, from, to, kind, end)
	}
	want := strings.Join(tokens, "")
	if kind == StringCell {
		want = strings.TrimPrefix(want, `"`)
		if _, closed := stringEnd([]byte(body), c.Off+1); closed {
			want = strings.TrimSuffix(want, `"`)
		}
	}
	if got, whole := cellText(table, c, 1<<20); got != want || !whole {
		t.Errorf("%+v shows %q (whole %v), want %q", c, got, whole, want)
	}
	max := len(body) % 23
	got, whole := cellText(table, c, max)
	short := len(got) > max || len(want) > max && len(got) <= max-utf8.UTFMax
	if !strings.HasPrefix(want, got) || short || whole != (got == want) {
		t.Errorf("%+v with %d bytes shows %q (whole %v) of %q", c, max, got, whole, want)
	}
}

// eachList runs a property on n bodies with lists.
func eachList(t *testing.T, n int, property func(t *testing.T, r *rand.Rand, body string)) {
	t.Helper()
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 11))
		body := randomList(r)
		if i%4 == 0 {
			body = randomBody(r)
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) { property(t, r, body) })
		if t.Failed() {
			t.Fatalf("seed %d, body %q", i, body)
		}
	}
}

func TestTablesAreThoseOfTheReference(t *testing.T) {
	eachList(t, 300, func(t *testing.T, r *rand.Rand, body string) {
		s, lines := indexOf(body, 1+r.IntN(100), markBytes), naive(body)
		for line := 0; line <= len(lines); line += 1 + r.IntN(3) {
			list := naiveListFor(lines, line, s.many)
			table, err := TableOf(context.Background(), s, line)
			if (err != nil) != (list == -2) {
				t.Fatalf("line %d: error %v, want list %d", line, err, list)
			}
			if err == nil {
				if got := table.(*ListTable).Line(); got != list {
					t.Fatalf("line %d: list %d, want %d", line, got, list)
				}
				checkTable(t, table, naiveTableOf(body, lines, list), body)
			}
		}
	})
}

// A table of a body that arrives is right at every step, and old ones stay right.
func TestTablesGrow(t *testing.T) {
	eachList(t, 150, func(t *testing.T, r *rand.Rand, body string) {
		x := newIndexer(JSON, 1+r.IntN(60), markBytes)
		type step struct {
			table Table
			body  string
		}
		var steps []step
		for fed := 0; fed < len(body); {
			fed += x.Feed([]byte(body)[:min(len(body), fed+1+r.IntN(20))], len(body))
			if fed == len(body) {
				x.Finish()
			}
			var table Table
			var err error
			if len(steps) == 0 {
				table, err = TableOf(context.Background(), x.Snapshot(), r.IntN(5))
			} else {
				table, err = steps[len(steps)-1].table.Grow(context.Background(), x.Snapshot())
			}
			if err == nil {
				steps = append(steps, step{table, body[:fed]})
			} else if !errors.Is(err, ErrNoTable) {
				t.Fatal(err)
			}
		}
		for _, st := range steps {
			if lines := naive(st.body); st.table.Done() || st.body == body {
				list := st.table.(*ListTable).Line()
				checkTable(t, st.table, naiveTableOf(body, naive(body), list), body)
			} else if list := st.table.(*ListTable).Line(); st.table.Rows() != len(naiveTableOf(st.body, lines, list).rows) {
				t.Errorf("%d rows of %q", st.table.Rows(), st.body)
			}
		}
	})
}

// keys is an object with n members, the first of them called first.
func keyNames(first, n int) string {
	var members []string
	for i := range n {
		members = append(members, fmt.Sprintf(`"k%d":%d`, first+i, i))
	}
	return "{" + strings.Join(members, ",") + "}"
}

func TestTablesHaveAMostOfColumns(t *testing.T) {
	wide := strings.Repeat("x,", MaxColumns)
	for _, c := range []struct {
		what string
		d    Document
		cut  bool
	}{
		{"as many keys as there may be", indexOf("["+keyNames(0, MaxColumns)+"]", 64, markBytes), false},
		{"one more, in one element", indexOf("["+keyNames(0, MaxColumns+1)+",{}]", 64, markBytes), true},
		{"one more, in another", indexOf("["+keyNames(0, MaxColumns)+","+keyNames(1, MaxColumns)+"]", 64, markBytes), true},
		{"one more, for what is no object", indexOf("["+keyNames(0, MaxColumns)+",1]", 64, markBytes), true},
		{"a wide record", textOfBody("1," + wide), true},
	} {
		table := tableOf(t, c.d, 0)
		if len(table.Columns()) != MaxColumns || table.Cut() != c.cut {
			t.Errorf("%s: %d columns, cut %v", c.what, len(table.Columns()), table.Cut())
		}
		if cell := table.Cells(nil, 0, []int{MaxColumns - 1})[0]; cell.Kind == NoCell {
			t.Errorf("%s: the last column is empty", c.what)
		}
	}
}

func TestNoTable(t *testing.T) {
	for _, d := range []Document{indexOf(`{"a":{"b":[]}}`, 64, 64), indexOf(`"x"`, 64, 64), indexOf("", 64, 64), HexSnapshot{[]byte("x"), true}} {
		if _, err := TableOf(context.Background(), d, 0); !errors.Is(err, ErrNoTable) {
			t.Errorf("%T: %v", d, err)
		}
	}
}
