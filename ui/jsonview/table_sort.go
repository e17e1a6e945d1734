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
	head  uint64 // compares like the value, but for values that share it
	off   int    // of the value
	row   uint32
	kind  CellKind
	whole bool // no other value has this head, unless it is not whole
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
	s := sorter{ctx: ctx, table: t, descending: descending}
	s.sort(keys, 0)
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
			for p := text.next(); p != nil && len(common) < commonBytes; p = text.next() {
				common = append(common, p[:min(len(p), commonBytes-len(common))]...)
			}
			continue
		}
		common = common[:text.shared(common)]
	}
	return common
}

// takeHead takes a head of a row after as many as depth; strings share their first bytes, common
// in number.
func (k *sortKey) takeHead(t Table, depth, common int) {
	text := func() text { return t.text(Cell{k.kind, k.off}) }
	switch k.kind {
	case NumberCell:
		if depth == 0 {
			k.head, k.whole = numberHead(text().b)
		} else {
			k.head, k.whole = numeralOf(text().b).head(depth)
		}
	case StringCell:
		k.head, k.whole = text().head(common)
	case BoolCell, JunkCell: // false is before true
		k.head, k.whole = text().head(0)
	}
}

// sorter compares rows. Once it has stopped, all are equal, and the sort ends soon.
type sorter struct {
	ctx        context.Context
	table      Table
	descending bool
	compared   int
	stopped    bool
}

const (
	// deepestHead is how often rows that share their head get another, from where they differ.
	deepestHead = 16
	// fewRows are compared by their values at once.
	fewRows = 16
)

// sort sorts rows by their heads, and then each run of those that share one. Values are read
// once for each time that they share a head, and not for each comparison: most of a column may
// be a few values, over and over.
func (s *sorter) sort(keys []sortKey, depth int) {
	if s.stopped = s.stopped || s.ctx.Err() != nil; s.stopped {
		return
	}
	common := len(commonStart(s.table, keys))
	for i := range keys {
		keys[i].takeHead(s.table, depth, common)
	}
	slices.SortFunc(keys, s.byHead)
	for len(keys) > 0 {
		n, whole := 1, keys[0].whole
		for n < len(keys) && keys[n].kind == keys[0].kind && keys[n].head == keys[0].head {
			whole = whole && keys[n].whole
			n++
		}
		run := keys[:n]
		keys = keys[n:]
		switch kind := run[0].kind; {
		case whole || n == 1:
		case (kind == StringCell || kind == NumberCell) && n > fewRows && depth < deepestHead:
			s.sort(run, depth+1)
		case kind == NumberCell || kind == StringCell || kind == JunkCell:
			slices.SortFunc(run, s.exactly)
		}
	}
}

// tick notices now and then that the sort is cancelled.
func (s *sorter) tick() {
	if s.compared++; s.compared%4096 == 0 && s.ctx.Err() != nil {
		s.stopped = true
	}
}

// byHead compares rows by all but what their heads leave out.
func (s *sorter) byHead(a, b sortKey) int {
	if s.tick(); s.stopped {
		return 0
	}
	order := 0
	switch {
	case a.kind >= NullCell || b.kind >= NullCell || a.kind == NoCell || b.kind == NoCell:
		return cmp.Or(cmp.Compare(a.kind-1, b.kind-1), cmp.Compare(a.row, b.row)) // NoCell becomes the greatest
	case a.kind != b.kind:
		order = cmp.Compare(a.kind, b.kind)
	default:
		order = cmp.Compare(a.head, b.head)
	}
	return s.turned(order, a, b)
}

// turned is an order as it was asked for, and that of the body for equal values.
func (s *sorter) turned(order int, a, b sortKey) int {
	if s.descending {
		order = -order
	}
	return cmp.Or(order, cmp.Compare(a.row, b.row))
}

// exactly compares numbers, strings or junk that share their head.
func (s *sorter) exactly(a, b sortKey) int {
	if s.tick(); s.stopped {
		return 0
	}
	x, y := s.table.text(Cell{a.kind, a.off}), s.table.text(Cell{b.kind, b.off})
	if a.kind == NumberCell {
		return s.turned(numeralOf(x.b).compare(numeralOf(y.b)), a, b)
	}
	return s.turned(compareTexts(x, y), a, b)
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
