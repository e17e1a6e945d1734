package jsonview

import (
	"context"
	"sort"
)

// ListTable is the [Table] of an array, or of the top-level values of a document. Its rows have
// no offsets of their own: it knows how many begin before each block of the index, and the rest
// is lexed again.
type ListTable struct {
	s      *Snapshot
	line   int      // opens the list, -1 for the top level
	depth  int      // of its elements
	first  int      // block of the line after it
	starts []uint32 // rows that begin before each block from first on
	rows   int
	last   int // line of the last row
	done   bool

	columns *columns
	settled *columns // without the last row
}

func listTable(ctx context.Context, s *Snapshot, line int) (Table, error) {
	list, err := s.listFor(ctx, line)
	if err != nil {
		return nil, err
	}
	t := &ListTable{s: s, line: list, settled: newColumns()}
	if list >= 0 {
		t.depth = s.row(list).Depth + 1
	}
	if list+1 < s.lines {
		t.first = s.blockOf(list + 1)
	}
	return t, t.scan(ctx, list+1)
}

// listFor is the line that opens the list to show for a line, by the rule of [TableOf].
func (s *Snapshot) listFor(ctx context.Context, line int) (int, error) {
	if line >= 0 && line < s.lines {
		if list, err := s.listAround(ctx, line); list >= 0 || err != nil {
			return list, err
		}
	}
	if s.many || s.format == JSONLines {
		return -1, nil
	}
	return s.longestList(ctx)
}

// levelsAtOnce is how many levels are kept on the way up from a line: about those of a block, so
// that none is lexed many times.
const levelsAtOnce = blockBytes

// listAround is the line that opens the innermost list which line opens or closes or stands in,
// -1 if there is none.
func (s *Snapshot) listAround(ctx context.Context, line int) (int, error) {
	var found []level
	for depth := s.row(line).Depth; depth >= 0; {
		found = s.chain(found[:0], line, depth, max(0, depth-levelsAtOnce+1))
		if len(found) == 0 {
			break
		}
		for _, l := range found {
			if l.bracket == '[' || l.bracket == 0 && s.opensList(l.line) {
				return l.line, nil
			}
		}
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		outer := found[len(found)-1]
		line, depth = outer.line, outer.depth-1
	}
	return -1, nil
}

// opensList tells whether a line opens an array with lines inside. The bracket is the last token
// of such a line.
func (s *Snapshot) opensList(line int) bool {
	r := s.row(line)
	if !r.Opens {
		return false
	}
	return s.tokenBefore(r.End) == '['
}

// longestList is the line of the array that takes the most lines, of those in no other array.
func (s *Snapshot) longestList(ctx context.Context) (int, error) {
	if s.lines == 0 {
		return 0, ErrNoTable
	}
	best, most := 0, 0
	c := s.cursorAt(0)
	for ok, block := true, -1; ok; {
		if c.block != block {
			if block = c.block; ctx.Err() != nil {
				return 0, ctx.Err()
			}
		}
		line, depth := c.line, c.depth
		if ok = c.next(); !ok || c.depth <= depth || s.tokenBefore(c.off) != '[' {
			continue
		}
		if ok = c.leave(depth); !ok {
			c.line = s.lines
		}
		if c.line-line > most {
			best, most = line, c.line-line
		}
	}
	if most == 0 {
		return 0, ErrNoTable
	}
	return best, nil
}

// scan takes in the elements from line from on.
func (t *ListTable) scan(ctx context.Context, from int) error {
	set := t.settled
	e := t.s.elementsFrom(ctx, from, t.depth)
	for e.element() {
		set.settle()
		for len(t.starts) <= e.block-t.first {
			t.starts = append(t.starts, uint32(t.rows))
		}
		t.last = e.line
		t.rows++
		if e.object() {
			for e.nextMember() {
				set.member(e.key, e.keyOff, t.kindAt(e.value))
			}
		} else {
			set.element(t.kindAt(e.off))
		}
		if err := e.finish(); err != nil {
			return err
		}
	}
	set.cut = set.cut || e.many
	t.done = e.ended || t.s.done
	t.columns = set.settledToo()
	return nil
}

// Grow implements [Table].
func (t *ListTable) Grow(ctx context.Context, d Document) (Table, error) {
	s, ok := d.(*Snapshot)
	if !ok {
		return nil, ErrNoTable
	}
	if t.done {
		return t, nil
	}
	grown := *t
	grown.s, grown.settled = s, t.settled.clone()
	from := t.line + 1
	if t.rows > 0 {
		from = t.last
		grown.rows--
		n := s.blockOf(from) - t.first + 1
		grown.starts = t.starts[:n:n]
	} else if from < s.lines {
		grown.first = s.blockOf(from)
	}
	return &grown, grown.scan(ctx, from)
}

// Rows implements [Table].
func (t *ListTable) Rows() int { return t.rows }

// Columns implements [Table].
func (t *ListTable) Columns() []Column { return t.columns.list }

// Cut implements [Table].
func (t *ListTable) Cut() bool { return t.columns.cut }

// Done implements [Table].
func (t *ListTable) Done() bool { return t.done }

// Line is the line that opens the list, -1 when the rows are top-level values.
func (t *ListTable) Line() int { return t.line }

// at stands on an element; the row must exist.
func (t *ListTable) at(row int) elements {
	k := sort.Search(len(t.starts)-1, func(k int) bool { return int(t.starts[k+1]) > row })
	from := max(int(t.s.blockAt(t.first+k).line), t.line+1)
	e := t.s.elementsFrom(context.Background(), from, t.depth)
	for n := int(t.starts[k]); ; n++ {
		for e.depth != t.depth || e.closes {
			e.next()
		}
		if n == row {
			return e
		}
		e.next()
	}
}

// Element implements [Table].
func (t *ListTable) Element(row int) Cell {
	off := t.at(row).off
	return Cell{t.kindAt(off), off}
}

// Cells implements [Table].
func (t *ListTable) Cells(dst []Cell, row int, wanted []int) []Cell {
	n := len(dst)
	for range wanted {
		dst = append(dst, Cell{NoCell, -1})
	}
	put := func(column, off int) {
		for i, w := range wanted {
			if w == column {
				dst[n+i] = Cell{t.kindAt(off), off}
			}
		}
	}
	e := t.at(row)
	if !e.object() {
		put(t.columns.value, e.off)
		return dst
	}
	for column := -1; e.nextMember(); {
		if i := t.columns.of(e.key, column); i >= 0 {
			column = i
			put(i, e.value)
		}
	}
	return dst
}

// each implements [Table].
func (t *ListTable) each(ctx context.Context, column int, visit func(int, Cell, []byte)) error {
	e := t.s.elementsFrom(ctx, t.line+1, t.depth)
	for row := 0; e.element(); row++ {
		off, cell := e.off, Cell{NoCell, -1}
		switch {
		case column < 0:
		case !e.object():
			if column == t.columns.value {
				cell = Cell{t.kindAt(off), off}
			}
		default:
			for after := -1; e.nextMember(); {
				i := t.columns.of(e.key, after)
				if i == column {
					cell = Cell{t.kindAt(e.value), e.value}
				}
				after = max(i, after)
			}
		}
		if err := e.finish(); err != nil {
			return err
		}
		visit(row, cell, t.s.body[off:e.after()])
	}
	return nil
}
