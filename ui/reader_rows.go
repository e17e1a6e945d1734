package ui

import "gatehouse/ui/jsonview"

// spot is where on a body the screen begins: a line that shows and, where lines
// are wrapped, the byte of its text that the first row of the screen begins with.
type spot struct{ line, at int }

// take is a newer view of the body; folds go on as they were.
func (l *bodyLayout) take(doc jsonview.Document) {
	l.doc = doc
	s, ok := doc.(*jsonview.Snapshot)
	switch {
	case !ok:
		l.folds = nil
	case l.folds == nil:
		l.folds = jsonview.NewFolds(s)
	default:
		l.folds.See(s)
	}
}

// count is how many lines show: all but those that a fold hides.
func (l *bodyLayout) count() int {
	switch {
	case l.folds != nil:
		return l.folds.Lines()
	case l.doc != nil:
		return l.doc.Lines()
	}
	return 0
}

// rowOf is the place of a line among those that show; of a hidden one, that of
// the line which hides it.
func (l *bodyLayout) rowOf(line int) int {
	if l.folds == nil {
		return line
	}
	row, _ := l.folds.RowOf(line)
	return row
}

// lineOf is the line that shows at a place, the nearest one for a place beyond
// the ends.
func (l *bodyLayout) lineOf(row int) int {
	if l.folds == nil {
		return max(0, min(row, l.count()-1))
	}
	return l.folds.LineOf(row)
}

// from are up to n of the lines that show, the first of them at a place.
func (l *bodyLayout) from(row, n int) []jsonview.Row {
	switch {
	case l.folds != nil:
		return l.folds.Rows(nil, row, n)
	case l.doc != nil:
		return l.doc.Rows(nil, row, n)
	}
	return nil
}

// row is the line under the cursor, or the one that hides it; false while there
// is none.
func (r *reader) row() (jsonview.Row, bool) {
	l := r.layout()
	if rows := l.from(l.rowOf(r.line), 1); len(rows) > 0 {
		return rows[0], true
	}
	return jsonview.Row{}, false
}

// forward is n rows of the screen further on than a spot, or the last one there
// is; moved is how many rows that is.
func (r *reader) forward(s spot, n int) (to spot, moved int) {
	l := r.layout()
	if !r.wraps() {
		row := l.rowOf(s.line)
		last := min(row+n, l.count()-1)
		return spot{line: l.lineOf(last)}, max(0, last-row)
	}
	to, moved = s, -1
	for i, row := range l.from(l.rowOf(s.line), n+1) {
		at := 0
		if i == 0 {
			at = s.at
		}
		starts := r.wrapper().from(row, at, n-moved)
		moved += len(starts)
		if to = (spot{row.Line, starts[len(starts)-1]}); moved == n {
			break
		}
	}
	return to, max(0, moved)
}

// back is n rows of the screen before a spot, or the first one there is.
func (r *reader) back(s spot, n int) spot {
	l := r.layout()
	row := l.rowOf(s.line)
	if !r.wraps() {
		return spot{line: l.lineOf(max(0, row-n))}
	}
	for at := s.at; n > 0; at = lastByte {
		rows := l.from(row, 1)
		if len(rows) == 0 {
			break
		}
		if starts := r.wrapper().before(rows[0], at, n); len(starts) > 0 {
			s = spot{rows[0].Line, starts[0]}
			n -= len(starts)
		}
		if row--; row < 0 {
			break
		}
	}
	return s
}

// topFor is the spot to begin a screen of so many rows with: as near to the one
// before as it can be with the cursor's line on the screen, all of it if there is
// room, and the screen full.
func (r *reader) topFor(rows int) spot {
	l, rows := r.layout(), max(1, rows)
	top := spot{r.top, r.topAt}
	if !r.wraps() {
		return spot{line: l.lineOf(window(l.rowOf(top.line), l.rowOf(r.line), l.count(), rows))}
	}
	top = r.align(top)
	if cursor := (spot{line: r.line}); r.line < top.line {
		top = cursor
	} else if end, more := r.endOf(cursor, rows-1); r.line == top.line && !more {
		top = cursor
	} else if bottom, _ := r.forward(top, rows-1); r.line > top.line && before(bottom, end) {
		top = r.back(end, rows-1)
	}
	if end, moved := r.forward(top, rows-1); moved < rows-1 {
		top = r.back(end, rows-1)
	}
	return top
}

// endOf is forward without leaving the line; more tells whether it goes on there.
func (r *reader) endOf(s spot, n int) (to spot, more bool) {
	l := r.layout()
	rows := l.from(l.rowOf(s.line), 1)
	if len(rows) == 0 {
		return s, false
	}
	starts := r.wrapper().from(rows[0], s.at, n+2)
	return spot{s.line, starts[min(n, len(starts)-1)]}, len(starts) > n+1
}

// align is the spot that a row of the screen begins with: widths change, and
// folds hide lines.
func (r *reader) align(s spot) spot {
	l := r.layout()
	rows := l.from(l.rowOf(s.line), 1)
	if len(rows) == 0 {
		return spot{}
	}
	if rows[0].Line != s.line {
		return spot{line: rows[0].Line}
	}
	return spot{s.line, r.wrapper().at(rows[0], s.at)}
}

// before tells whether a spot stands before another one.
func before(a, b spot) bool { return a.line < b.line || a.line == b.line && a.at < b.at }

// window is the first of n lines to show in so many rows: as near to top as it
// can be with the cursor's line among them.
func window(top, line, n, rows int) int {
	rows = max(1, rows)
	top = max(0, min(top, n-rows))
	return max(min(top, line), line-rows+1)
}
