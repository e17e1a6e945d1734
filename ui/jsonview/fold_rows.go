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
	open := -1 // the row in dst whose closing line is still to come
	for i >= 0 {
		w := f.walkBlock(i, f.blocks[i].standing)
		for w.next() {
			switch {
			case !w.shows:
				if open >= 0 && w.row.Closes && w.row.Depth == dst[open].Depth {
					dst[open].close(w.row)
					open = -1
				}
			case skip > 0:
				skip--
			case n > 0:
				n--
				dst = append(dst, w.row)
				if w.row.Folded {
					open = len(dst) - 1
					dst[open].leaveOpen(f.s.lines)
				}
			}
			if n == 0 && open < 0 {
				return dst
			}
		}
		i = f.s.blockAfter(i, int(w.level))
	}
	return dst
}

// close completes a folded row by its closing line.
func (r *Row) close(end Row) {
	r.Inside, r.Tail, r.TailEnd = end.Line-r.Line-1, end.Off, end.End
}

// leaveOpen completes a folded row whose closing line has not come.
func (r *Row) leaveOpen(lines int) {
	r.Inside, r.Tail, r.TailEnd = lines-r.Line-1, -1, -1
}
