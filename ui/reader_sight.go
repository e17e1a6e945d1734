package ui

import (
	"sort"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

// reveal scrolls sideways, if it must, so that n bytes from off on show, or as
// many of them as fit. The cursor's line holds off. With n 0 it is for the
// reader's place: a hex view, whose row is one place, stays as it is.
func (r *reader) reveal(doc jsonview.Document, off, n int) {
	row, ok := r.row()
	w := textWidth(doc, r.cols)
	if _, hex := doc.(jsonview.HexSnapshot); !ok || w <= 0 || hex && n == 0 {
		return
	}
	before := display.Width(lead(row, w))
	from, to := textAt(doc, row, off, min(off+max(1, n), row.End))
	to = min(to, from+drawBytes*w)
	// columns are how many the text takes, drawn from a byte on, to the bytes and
	// over them: what stands before decides how wide a tab is.
	columns := func(start int) (at, wide int) {
		at = textColumns(doc, row, start, from)
		return at, min(w, textColumns(doc, row, start, to)-at)
	}

	// seen tells whether the bytes show with left columns scrolled away.
	seen := func(left int) bool {
		start, cut := scroll(row, before, max(0, left))
		if from < start || row.End-row.Off > exactBytes && from-start > drawBytes*w {
			return false
		}
		at, wide := columns(start)
		at += before - cut
		return at >= 0 && at+wide <= w
	}
	start, _ := scroll(row, before, before+from)
	at, wide := columns(start)
	edge := before + start + at
	margin := 0
	if n > 0 { // what stands before a match is of interest
		margin = min(w/3, w-wide)
	}
	for _, left := range []int{r.left, 0, edge - margin} {
		if seen(left) {
			r.left = max(0, left)
			return
		}
	}
	r.left = edge
}

// inSight are the bytes of a row that count as seen in a window of w columns, by
// offsets in the body: all of a row, but of a giant one what shows.
func inSight(doc jsonview.Document, row jsonview.Row, w, left int) (from, to int) {
	if row.End-row.Off <= exactBytes {
		return row.Off, row.End
	}
	start, _ := scroll(row, display.Width(lead(row, w)), left)
	if from = bodyAt(doc, row, start); from == row.End { // scrolled beyond it
		from = row.Off
	}
	return from, min(row.End, from+max(0, w))
}

// textAt is where the bytes of the body from off to end stand in the text of
// the row that holds them, as offsets for Draw: a row's text has spaces that the
// body has not, and lacks others.
func textAt(doc jsonview.Document, row jsonview.Row, off, end int) (from, to int) {
	if _, hex := doc.(jsonview.HexSnapshot); hex {
		digits := len(doc.Draw(nil, row, 0, exactBytes)[0].Text)
		return digits + hexColumn(off-row.Off), digits + hexColumn(end-1-row.Off) + 2
	}
	longest := 2 * (row.End - row.Off) // a space after every byte
	from = sort.Search(longest, func(at int) bool { return bodyAt(doc, row, at) >= off })
	to = sort.Search(longest, func(at int) bool { return bodyAt(doc, row, at) >= end })
	return from, max(from, to)
}

// bodyAt is the offset in the body of what stands at byte at of a row's text, or
// the end of the row when nothing more does.
func bodyAt(doc jsonview.Document, row jsonview.Row, at int) int {
	for _, p := range doc.Draw(nil, row, at, 2*drawBytes) {
		if p.Off >= 0 {
			return p.Off
		}
	}
	return row.End
}

// textColumns is how wide a row's text is from one byte of it to another.
func textColumns(doc jsonview.Document, row jsonview.Row, from, to int) int {
	n := 0
	for _, p := range doc.Draw(nil, row, from, max(0, to-from)) {
		spans, _ := display.Spans(nil, p.Text, 0, 8*len(p.Text)) // no byte takes more
		for _, s := range spans {
			n += s.Cols
		}
	}
	return n
}
