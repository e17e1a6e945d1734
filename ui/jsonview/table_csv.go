package jsonview

import (
	"bytes"
	"context"
	"sort"
	"strconv"
)

// CSVTable is the [Table] of CSV. It knows where the first record in each stretch of blockBytes
// begins; the others are read again.
type CSVTable struct {
	dialect
	guessed int // bytes of the body that the dialect was guessed from
	header  bool
	first   int // offset of the first row
	marks   []textBlock
	rows    int
	last    int // offset of the last row

	columns *columns
	settled *columns // without the last row
}

func csvTable(ctx context.Context, d *TextSnapshot) (Table, error) {
	t := &CSVTable{dialect: guess(d.body, d.done), guessed: min(len(d.body), guessBytes), settled: newColumns()}
	t.first, _ = t.record(t.start())
	t.names()
	return t, t.scan(ctx, t.first)
}

// names takes the first record for the names of the columns if it looks like that.
func (t *CSVTable) names() {
	var names []Column
	p := t.first
	for last := p == len(t.body); !last; {
		f := t.field(p)
		if t.kind(f) != StringCell {
			return
		}
		names = append(names, Column{Key: string(t.content(f).all()), Off: f.from})
		p, last = f.next, f.last
	}
	t.header = len(names) > 0
	for _, name := range names {
		t.settled.add(name)
	}
	t.first = p
}

// scan takes in the records from offset p on.
func (t *CSVTable) scan(ctx context.Context, p int) error {
	set := t.settled
	p, more := t.record(p)
	for more {
		set.settle()
		if n := len(t.marks); n == 0 || t.marks[n-1].off/blockBytes < p/blockBytes {
			t.marks = append(t.marks, textBlock{p, t.rows})
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		t.last = p
		t.rows++
		for i, last := 0, false; !last; i++ {
			f := t.field(p)
			if kind := t.kind(f); t.room(i) && kind != NoCell {
				set.hold(i, kind)
			}
			p, last = f.next, f.last
		}
		p, more = t.record(p)
	}
	t.columns = set.settledToo()
	return nil
}

// room tells whether there is, or can be, a column i: records may be longer than those before.
func (t *CSVTable) room(i int) bool {
	return i < len(t.settled.list) || t.settled.add(Column{Key: strconv.Itoa(i + 1), Off: -1}) >= 0
}

// Grow implements [Table]. While the body is so short that its dialect may be guessed otherwise,
// the table is made anew.
func (t *CSVTable) Grow(ctx context.Context, d Document) (Table, error) {
	s, ok := d.(*TextSnapshot)
	switch {
	case !ok:
		return nil, ErrNoTable
	case t.done:
		return t, nil
	case t.guessed < guessBytes || t.rows == 0:
		return csvTable(ctx, s)
	}
	grown := *t
	grown.body, grown.done = s.body, s.done
	grown.settled = t.settled.clone()
	grown.rows--
	n := len(t.marks)
	if t.marks[n-1].off == t.last {
		n--
	}
	grown.marks = t.marks[:n:n]
	return &grown, grown.scan(ctx, t.last)
}

// Rows implements [Table].
func (t *CSVTable) Rows() int { return t.rows }

// Columns implements [Table].
func (t *CSVTable) Columns() []Column { return t.columns.list }

// Cut implements [Table].
func (t *CSVTable) Cut() bool { return t.columns.cut }

// Done implements [Table].
func (t *CSVTable) Done() bool { return t.done }

// Separator is the byte between two fields.
func (t *CSVTable) Separator() byte { return t.separator }

// Header tells whether the first record is taken for the names of the columns.
func (t *CSVTable) Header() bool { return t.header }

// at is where a row begins; it must exist.
func (t *CSVTable) at(row int) int {
	m := t.marks[sort.Search(len(t.marks)-1, func(i int) bool { return t.marks[i+1].line > row })]
	p := m.off
	for n := m.line; n < row; n++ {
		p, _ = t.record(t.recordEnd(p))
	}
	return p
}

// recordEnd is where the record at p ends and the next may begin.
func (t *CSVTable) recordEnd(p int) int {
	for {
		f := t.field(p)
		if p = f.next; f.last {
			return p
		}
	}
}

// Element implements [Table]: a record is a list.
func (t *CSVTable) Element(row int) Cell { return Cell{ListCell, t.at(row)} }

// Cells implements [Table].
func (t *CSVTable) Cells(dst []Cell, row int, wanted []int) []Cell {
	n, most := len(dst), -1
	for _, w := range wanted {
		dst = append(dst, Cell{NoCell, -1})
		most = max(most, w)
	}
	p := t.at(row)
	for column, last := 0, false; column <= most && !last; column++ {
		f := t.field(p)
		for i, w := range wanted {
			if w == column {
				dst[n+i] = t.cell(f)
			}
		}
		p, last = f.next, f.last
	}
	return dst
}

// cell is the cell that a field is.
func (t *CSVTable) cell(f field) Cell {
	if kind := t.kind(f); kind != NoCell {
		return Cell{kind, f.from}
	}
	return Cell{NoCell, -1}
}

// each implements [Table].
func (t *CSVTable) each(ctx context.Context, column int, visit func(int, Cell, []byte)) error {
	checked := -1
	p, more := t.record(t.first)
	for row := 0; more; row++ {
		start, c := p, Cell{NoCell, -1}
		for i, last := 0, false; !last; i++ {
			f := t.field(p)
			if i == column {
				c = t.cell(f)
			}
			p, last = f.next, f.last
		}
		if start/blockBytes > checked {
			if checked = start / blockBytes; ctx.Err() != nil {
				return ctx.Err()
			}
		}
		visit(row, c, t.body[start:p])
		p, more = t.record(p)
	}
	return nil
}

// Draw implements [Table]. Of two quotes that stand for one, one is drawn.
func (t *CSVTable) Draw(dst []Piece, c Cell, max int) ([]Piece, bool) {
	if c.Kind == NoCell {
		return dst, true
	}
	from, to := t.Extent(c)
	kind, quoted := String, false
	switch c.Kind {
	case ListCell:
		kind = Plain
	case NumberCell:
		kind = Number
	default:
		if quoted = t.field(from).quoted; quoted {
			from, to = from+1, to-1
		}
	}
	b := t.body
	for from < to {
		end := min(to, from+max)
		if quoted {
			if i := bytes.IndexByte(b[from:end], '"'); i >= 0 {
				end = from + i + 1
			}
		}
		if end < to {
			end = runeStart(b, end)
		}
		if end == from {
			return dst, false
		}
		dst = append(dst, Piece{kind, from, b[from:end:end]})
		max -= end - from
		if from = end; quoted && b[end-1] == '"' {
			from++
		}
	}
	return dst, true
}

// Extent implements [Table]. A record has no line ending.
func (t *CSVTable) Extent(c Cell) (from, to int) {
	if c.Kind == NoCell {
		return 0, 0
	}
	f := t.field(c.Off)
	for c.Kind == ListCell && !f.last {
		f = t.field(f.next)
	}
	return c.Off, f.to
}

// text implements [Table].
func (t *CSVTable) text(c Cell) text { return t.content(t.field(c.Off)) }
