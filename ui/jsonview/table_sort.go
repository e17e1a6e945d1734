package jsonview

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// MaxOrdered is how many rows can be sorted or kept: it bounds the memory, which is 24 bytes a
// row while sorting and four afterwards.
const MaxOrdered = 2 << 20

// Order is an order of a table's rows, perhaps of some only. Its zero value is the order of the
// body with all rows. It is immutable. It knows the rows that its table had.
type Order struct {
	rows []uint32
	some bool // rows has them; else it is the order of the body
}

// Len is how many rows of t the order has.
func (o Order) Len(t Table) int {
	if o.some {
		return len(o.rows)
	}
	return t.Rows()
}

// Row is the row of the table at place i of the order.
func (o Order) Row(i int) int {
	if o.some {
		return int(o.rows[i])
	}
	return i
}

// sortKey is a row with what its place is mostly decided by.
type sortKey struct {
	head uint64 // compares like the value, but for values that share it
	off  int    // of the value
	row  uint32
	kind CellKind
}

// Sort orders the rows of a table by a column. Numbers come first, by their exact value; then
// strings, by code points and with their escapes undone; false, true; lists; objects; junk;
// lists, objects and equal values in the order of the body. Descending turns all this round,
// but equal values; rows with null, and after them rows without a value, come last either way.
func Sort(ctx context.Context, t Table, column int, descending bool) (Order, error) {
	if t.Rows() > MaxOrdered {
		return Order{}, tooManyRows("sort", t.Rows())
	}
	keys := make([]sortKey, 0, t.Rows())
	err := t.each(ctx, column, func(row int, c Cell, _ []byte) {
		keys = append(keys, sortKey{off: c.Off, row: uint32(row), kind: c.Kind})
	})
	if err != nil {
		return Order{}, err
	}
	common := len(commonStart(t, keys))
	for i := range keys {
		keys[i].head = headOf(t, keys[i], common)
	}
	s := sorter{ctx: ctx, table: t, descending: descending}
	slices.SortFunc(keys, s.compare)
	if s.stopped {
		return Order{}, ctx.Err()
	}
	rows := make([]uint32, len(keys))
	for i, k := range keys {
		rows[i] = k.row
	}
	return Order{rows, true}, nil
}

func tooManyRows(what string, rows int) error {
	return fmt.Errorf("cannot %s %d rows: %d is the most; a filter can make them fewer", what, rows, MaxOrdered)
}

// commonBytes is how long a common start of strings is looked for.
const commonBytes = 4096

// commonStart is what all strings begin with. Their heads are taken after it: names and URLs
// often differ late.
func commonStart(t Table, keys []sortKey) (common []byte) {
	begun := false
	for _, k := range keys {
		if k.kind != StringCell {
			continue
		}
		text := t.text(Cell{k.kind, k.off})
		if !begun {
			begun = true
			for c, ok := text.next(); ok && len(common) < commonBytes; c, ok = text.next() {
				common = append(common, c)
			}
			continue
		}
		for i := range common {
			if c, ok := text.next(); !ok || c != common[i] {
				common = common[:i]
				break
			}
		}
	}
	return common
}

// headOf is the head of a row; strings share their first bytes, common in number.
func headOf(t Table, k sortKey, common int) uint64 {
	switch k.kind {
	case NumberCell:
		return numberHead(t.text(Cell{k.kind, k.off}).b)
	case StringCell:
		text := t.text(Cell{k.kind, k.off})
		for range common {
			text.next()
		}
		return text.head()
	case BoolCell, JunkCell: // false is before true
		return t.text(Cell{k.kind, k.off}).head()
	}
	return 0
}

// sorter compares rows. Once it has stopped, all are equal, and the sort ends soon.
type sorter struct {
	ctx        context.Context
	table      Table
	descending bool
	compared   int
	stopped    bool
}

func (s *sorter) compare(a, b sortKey) int {
	if s.compared++; s.compared%4096 == 0 && s.ctx.Err() != nil {
		s.stopped = true
	}
	if s.stopped {
		return 0
	}
	order := 0
	switch {
	case a.kind >= NullCell || b.kind >= NullCell || a.kind == NoCell || b.kind == NoCell:
		return cmp.Or(cmp.Compare(a.kind-1, b.kind-1), cmp.Compare(a.row, b.row)) // NoCell becomes the greatest
	case a.kind != b.kind:
		order = cmp.Compare(a.kind, b.kind)
	case a.head != b.head:
		order = cmp.Compare(a.head, b.head)
	default:
		order = s.exactly(a, b)
	}
	if s.descending {
		order = -order
	}
	return cmp.Or(order, cmp.Compare(a.row, b.row))
}

// exactly compares values of one kind that share their head.
func (s *sorter) exactly(a, b sortKey) int {
	if a.kind != NumberCell && a.kind != StringCell && a.kind != JunkCell {
		return 0
	}
	x, y := s.table.text(Cell{a.kind, a.off}), s.table.text(Cell{b.kind, b.off})
	if a.kind == NumberCell {
		return parseDecimal(x.b).compare(parseDecimal(y.b))
	}
	return compareTexts(x, y)
}

// Keep is an order with those of its rows left that match, which is asked about each row's bytes
// in the body, and perhaps a few after it that separate it from the next.
func Keep(ctx context.Context, t Table, o Order, match func(row []byte) bool) (Order, error) {
	kept := make([]uint64, (t.Rows()+63)/64)
	n := 0
	err := t.each(ctx, -1, func(row int, _ Cell, raw []byte) {
		if match(raw) {
			kept[row/64] |= 1 << (row % 64)
			n++
		}
	})
	if err != nil {
		return Order{}, err
	}
	if n > MaxOrdered {
		return Order{}, tooManyRows("keep", n)
	}
	rows := make([]uint32, 0, n)
	for i := range o.Len(t) {
		if row := o.Row(i); kept[row/64]>>(row%64)&1 != 0 {
			rows = append(rows, uint32(row))
		}
	}
	return Order{rows, true}, nil
}
