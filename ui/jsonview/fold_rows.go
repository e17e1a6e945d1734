package jsonview

// LineOf is the line that a row shows, the nearest one for a row that does not exist.
func (f *Folds) LineOf(row int) int {
	row = min(max(row, 0), f.rows-1)
	if row < 0 {
		return 0
	}
	i, before := f.blockOfRow(row)
	w := f.walkBlock(i, f.blocks[i].standing)
	for w.next() {
		if w.shows {
			if before == row {
				break
			}
			before++
		}
	}
	return w.row.Line
}

// RowOf is the row that shows a line. A hidden line has the row of the folded line that hides it.
func (f *Folds) RowOf(line int) (row int, visible bool) {
	line = min(max(line, 0), f.s.lines-1)
	if line < 0 {
		return 0, false
	}
	i := f.s.blockOf(line)
	row = f.rowsBefore(i) - 1
	w := f.walkBlock(i, f.blocks[i].standing)
	for w.next() {
		if w.shows {
			row++
		}
		if w.row.Line == line {
			break
		}
	}
	return row, w.shows
}

// HiddenBy is the folded line that stands for a hidden line on the screen: the outermost that
// hides it. It is false for a line that shows.
func (f *Folds) HiddenBy(line int) (int, bool) {
	row, visible := f.RowOf(line)
	if visible || f.rows == 0 {
		return 0, false
	}
	return f.LineOf(row), true
}

// Rows appends up to n rows from row first on to dst; fewer where they end. Those of folded
// containers say so and are drawn with what they hide.
func (f *Folds) Rows(dst []Row, first, n int) []Row {
	first = max(first, 0)
	if n = min(n, f.rows-first); n <= 0 {
		return dst
	}
	i, before := f.blockOfRow(first)
	skip := first - before
	open := opening{at: -1}
	for i >= 0 {
		w := f.walkBlock(i, f.blocks[i].standing)
		for w.next() {
			switch {
			case w.shows && skip > 0:
				skip--
			case w.shows && n > 0:
				n--
				dst = append(dst, w.row)
				if w.row.Folded {
					open = opening{at: len(dst) - 1, block: i}
				}
			case !w.shows && open.at >= 0 && open.inside(&dst[open.at], &w):
				f.close(&dst[open.at], w.row, open.elements)
				open.at = -1
			}
			if n == 0 && open.at < 0 {
				return dst
			}
		}
		i = f.s.blockAfter(i, int(w.level))
	}
	if open.at >= 0 {
		f.close(&dst[open.at], Row{Line: f.s.lines, Off: -1, End: -1}, -1)
	}
	return dst
}

// opening is a folded row whose closing line is still to come.
type opening struct {
	at       int // in the rows, -1 for none
	block    int
	elements int // so far, -1 where blocks were skipped
}

// inside takes a hidden line and tells whether it is the closing one.
func (o *opening) inside(r *Row, w *foldWalk) bool {
	switch {
	case w.i != o.block:
		o.elements = -1
	case w.row.Line == r.Line+1:
		o.elements = 1
	case w.row.Depth == r.Depth+1 && !w.row.Closes:
		o.elements += w.raises
	}
	return w.row.Depth == r.Depth
}

// close completes a folded row by its closing line, or the place after the last line.
func (f *Folds) close(r *Row, end Row, elements int) {
	r.Inside, r.Tail, r.TailEnd = end.Line-r.Line-1, end.Off, end.End
	r.Elements = elements
	if elements >= 0 {
		return
	}
	if n, ok := f.s.elementsUpTo(r.Depth+1, end.Line-1); ok {
		r.Elements = n
	}
}
