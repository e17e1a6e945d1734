package jsonview

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// naiveCompare compares two values of a body by the rule of Sort, -1 being no value.
func naiveCompare(body string, a, b int, descending bool) int {
	kindOf := func(off int) (CellKind, string) {
		if off < 0 {
			return cellKinds, ""
		}
		kind, tokens, _ := naiveValue(body, off)
		return kind, tokens[0]
	}
	ka, ta := kindOf(a)
	kb, tb := kindOf(b)
	order := cmp.Compare(ka, kb)
	if max(ka, kb) >= NullCell {
		return order
	}
	if ka == kb {
		switch ka {
		case NumberCell:
			order = naiveCompareNumbers(ta, tb)
		case StringCell:
			order = cmp.Compare(naiveString(ta), naiveString(tb))
		case BoolCell, JunkCell:
			order = cmp.Compare(ta, tb)
		}
	}
	if descending {
		return -order
	}
	return order
}

// naiveString is a string token without quotes and escapes.
func naiveString(token string) string {
	inside := token[1:]
	if _, closed := stringEnd([]byte(token), 1); closed {
		inside = inside[:len(inside)-1]
	}
	return exactUnescape(inside)
}

func exact(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

func TestSortIsThatOfTheReference(t *testing.T) {
	eachList(t, 300, func(t *testing.T, r *rand.Rand, body string) {
		table, err := TableOf(context.Background(), indexOf(body, 50, markBytes), 0)
		if err != nil {
			return
		}
		want := naiveTableOf(body, naive(body), table.(*ListTable).Line())
		for i, name := range want.names {
			for _, descending := range []bool{false, true} {
				rows := make([]int, len(want.rows))
				offs := make([]int, len(want.rows))
				for row, w := range want.rows {
					rows[row], offs[row] = row, -1
					if off, ok := w.cells[name]; ok {
						offs[row] = off
					}
				}
				slices.SortStableFunc(rows, func(a, b int) int { return naiveCompare(body, offs[a], offs[b], descending) })
				order, err := Sort(context.Background(), table, i, descending)
				if got := rowsOf(order, table); err != nil || !slices.Equal(got, rows) {
					t.Errorf("by %q, descending %v: %v, want %v (%v)", name, descending, got, rows, err)
				}
			}
		}
	})
}

func rowsOf(o Order, t Table) (rows []int) {
	for i := range o.Len(t) {
		rows = append(rows, o.Row(i))
	}
	return rows
}

// shown is the cells of a column in an order, as drawn.
func shown(t Table, o Order, column int) (texts []string) {
	for i := range o.Len(t) {
		text, _ := cellText(t, t.Cells(nil, o.Row(i), []int{column})[0], 100)
		texts = append(texts, text)
	}
	return texts
}

func TestSortedValues(t *testing.T) {
	for _, want := range [][]string{
		{"-1e400", "-12", "-1.5", "-1e-400", "0", "1e-400", "1e-399", "0.1", "0.1000000000000000055511151231257827", "0.10000000000000001", "1"},
		{"9007199254740992", "9007199254740993", "9007199254740993.5", "9007199254740994", "1e16", "10000000000000001", "1.0000000000000002e16"},
		{"-1e999999999999999999999999999999", "-1e19", "1e-999999999999999999999999999999", "1e-1000", "1e308", "1e309", "9.99e999", "1e1000", "1e999999999999999999999999999999"},
		{`"\u0000"`, `"A"`, `"\u0041\u0042"`, `"ABC"`, `"a"`, `"\u00e9"`, `"éa"`, `"\uffff"`, `"\ud834\udd1e"`, `"𝄞a"`},
		{`"ab"`, `"ab\u0000"`, `"abc"`, `"\u0061b\u0063d"`, `"abcd\u0001"`},
		{"-5", `"1"`, `"a"`, "false", "true", "[2]", "[1]", `{"a":1}`, "NaN", "undefined", "null"},
	} {
		body := valuesOf(want)
		// The list itself is in order; shuffled (but for lists, which keep theirs) it gets there.
		r := rand.New(rand.NewPCG(3, 3))
		for range 10 {
			table := tableOf(t, indexOf(body, 64, markBytes), 0)
			order, err := Sort(context.Background(), table, 0, false)
			if err != nil {
				t.Fatal(err)
			}
			got := shown(table, order, 0)
			for i := range got {
				if strings.Trim(want[i], `"`) != got[i] {
					t.Fatalf("%v, want %v", got, want)
				}
			}
			parts := slices.Clone(want)
			r.Shuffle(len(parts), func(i, j int) {
				if parts[i][0] != '[' && parts[j][0] != '[' {
					parts[i], parts[j] = parts[j], parts[i]
				}
			})
			body = valuesOf(parts)
		}
	}
}

// Columns of a few values over and over, which share their heads and differ late, or whose heads
// are all there is of them, or nearly so.
func TestSortOfValuesThatRepeat(t *testing.T) {
	long := strings.Repeat("x", commonBytes-4)
	for _, values := range [][]string{
		{`"on"`, `"off"`, `"on\u0000"`, `"on\u0000\u0000"`, `""`, `"\u0000"`},
		{`"12345678"`, `"12345678\u0000"`, `"123456789"`, `"1234567"`, `"1234567\u0038"`},
		{`"status/waiting for one"`, `"status/waiting for two"`, `"status/waiting for"`, `"status/done"`, `"status/doné"`},
		{`"` + long + `"`, `"` + long + `12345678abcdefghA"`, `"` + long + `12345678abcdefghB"`, `"` + long + `12345678"`, `"a"`},
		{"1", "1.0", "1e0", "-0", "0", "0.00", "12345678901234567890", "12345678901234567891", "123456789012345", "123456789012346", "1e-400", "-1e-400"},
		{"1.1e99999999999999999999", "11e99999999999999999998", "1.2e99999999999999999999", "1.1e100000000000000000000", "-1.1e99999999999999999999", "1e400", "0e9", "-0"},
		{`"\ud800"`, `"\udc00"`, `"\ud801"`, `"\uD800"`, `"\ufffd"`, `"\ud7ff"`},
		{"true", "false", "null", `"true"`, "1", "[]", "{}", "junk12345", "junk123456", "junk"},
	} {
		each, offs := valuesOf(values), make([]int, len(values))
		for i, at := 0, len("["); i < len(values); i++ {
			offs[i] = at + len(`{"v":`)
			at += len(`{"v":},`) + len(values[i])
		}
		r := rand.New(rand.NewPCG(7, 7))
		which, parts := make([]int, 300), make([]string, 300)
		for i := range parts {
			which[i] = r.IntN(len(values))
			parts[i] = values[which[i]]
		}
		table := tableOf(t, indexOf(valuesOf(parts), 64<<10, 64<<10), 0)
		for _, descending := range []bool{false, true} {
			var places [16][16]int
			for i := range values {
				for j := range values {
					places[i][j] = naiveCompare(each, offs[i], offs[j], descending)
				}
			}
			want := make([]int, len(parts))
			for i := range want {
				want[i] = i
			}
			slices.SortStableFunc(want, func(a, b int) int { return places[which[a]][which[b]] })
			order, err := Sort(context.Background(), table, 0, descending)
			if got := rowsOf(order, table); err != nil || !slices.Equal(got, want) {
				t.Errorf("%.60q, descending %v: %v, want %v (%v)", values, descending, got, want, err)
			}
		}
	}
}

// valuesOf is a list with a value in each element.
func valuesOf(values []string) string {
	return `[{"v":` + strings.Join(values, `},{"v":`) + "}]"
}

// Rows without a value come last, whichever way the others go, and equal ones stay as they are.
func TestSortPutsWhatIsMissingLast(t *testing.T) {
	body := `[{"a":null,"n":1},{"n":2},{"a":2,"n":3},{"a":2.0,"n":4},{"a":"x","n":5},3]`
	table := tableOf(t, indexOf(body, 64, markBytes), 0)
	for descending, want := range map[bool]string{false: "[3 4 5 1 2 ]", true: "[5 3 4 1 2 ]"} {
		order, err := Sort(context.Background(), table, 0, descending)
		if got := fmt.Sprint(shown(table, order, 1)); err != nil || got != want {
			t.Errorf("descending %v: %v, want %v (%v)", descending, got, want, err)
		}
	}
}

func TestKeepLeavesRowsOfAnOrder(t *testing.T) {
	body := `{"items":[{"n":3,"t":"red"},{"n":1,"t":"blue"},{"n":2,"t":"dark red"}]}`
	table := tableOf(t, indexOf(body, 20, markBytes), 0)
	red := func(row []byte) bool { return bytes.Contains(row, []byte("red")) }
	sorted, err := Sort(context.Background(), table, 0, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		order Order
		want  string
	}{{Order{}, "[3 2]"}, {sorted, "[2 3]"}} {
		kept, err := Keep(context.Background(), table, c.order, red)
		if got := fmt.Sprint(shown(table, kept, 0)); err != nil || got != c.want {
			t.Errorf("kept %v, want %v (%v)", got, c.want, err)
		}
	}
}

func TestTableCommandsEndWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var shuffled strings.Builder
	for i := range 9000 {
		fmt.Fprintf(&shuffled, `{"a":%d},`, 10_000+i*7919%9001)
	}
	s := indexOf("["+shuffled.String()+"2]", blockBytes, markBytes)
	csv := textOfBody(strings.Repeat("a,b\n", 9000)).(*TextSnapshot)
	list, records := tableOf(t, s, 0), tableOf(t, csv, 0)
	cancel()
	var err [7]error
	_, err[0] = TableOf(ctx, s, 0)
	_, err[1] = TableOf(ctx, csv, 0)
	_, err[2] = Sort(ctx, list, 0, false)
	_, err[3] = Sort(ctx, records, 0, false)
	_, err[4] = Keep(ctx, list, Order{}, func([]byte) bool { return true })
	_, err[5] = TableOf(ctx, indexOf(`{"a":{}}`, 1, 1), 0)
	// Cancelled once the rows are read, while they are compared.
	_, err[6] = Sort(lateCancel{ctx, new(int), len(s.blocks) + 2}, list, 0, false)
	for i, e := range err {
		if !errors.Is(e, context.Canceled) {
			t.Errorf("%d: %v", i, e)
		}
	}
}

// lateCancel is cancelled after it was asked a number of times.
type lateCancel struct {
	context.Context
	asked *int
	times int
}

func (c lateCancel) Err() error {
	if *c.asked++; *c.asked <= c.times {
		return nil
	}
	return c.Context.Err()
}
