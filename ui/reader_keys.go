package ui

import (
	"math"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
)

// sideStep is how many columns a key scrolls sideways.
const sideStep = 8

// typing reports whether a search or a filter is being typed.
func (r *reader) typing() bool { return r.asking || r.base().filter.line.open }

// leave stops looking for a line; leaves the line of a filter; or the typing of
// a search, then takes its marks away; or the filter. It reports whether there
// was one.
func (r *reader) leave() bool {
	if r.errand.end() {
		return true
	}
	if line := &r.base().filter.line; line.open {
		line.close()
		return true
	}
	switch {
	case r.asking:
		r.forgetAsked()
	case r.search.text == "":
		return r.base().leaveFilter()
	default:
		r.endSearch()
	}
	return true
}

// key moves in the body, or is part of a search.
func (r *reader) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	if line := &r.base().filter.line; line.open {
		return line.key(msg)
	}
	if r.asking {
		return r.searchKey(msg)
	}
	r.seek = 0
	switch key := msg.String(); key {
	case "up", "k":
		r.step(-1)
	case "down", "j":
		r.step(1)
	case "pgup", "ctrl+b":
		r.page(-max(1, r.rows-1))
	case "pgdown", "ctrl+f", " ":
		r.page(max(1, r.rows-1))
	case "ctrl+u":
		r.page(-max(1, r.rows/2))
	case "ctrl+d":
		r.page(max(1, r.rows/2))
	case "g", "home":
		r.line, r.top, r.topAt, r.left = 0, 0, 0, 0
	case "G", "end":
		r.toEnd()
	case "<":
		r.left = max(0, r.left-sideStep)
	case ">":
		r.left += sideStep
	case "left", "h":
		r.outward()
	case "right", "l":
		r.inward()
	case "1", "2", "3", "4", "5", "6", "7", "8", "9":
		return intent{do: doFoldDepth, index: int(key[0] - '0')}, nil
	}
	r.clamp()
	return intent{}, nil
}

// step goes a line up or down. Of a wrapped line that the screen cannot hold,
// a row of the screen is as much as a line.
func (r *reader) step(n int) {
	l := r.layout()
	if top := (spot{r.top, r.topAt}); r.wraps() {
		bottom, _ := r.forward(top, max(1, r.rows)-1)
		next, _ := r.forward(bottom, 1)
		switch {
		case n > 0 && next != bottom && next.line == r.line:
			top, _ = r.forward(top, 1)
			r.top, r.topAt = top.line, top.at
			return
		case n < 0 && top.line == r.line:
			top = r.back(top, 1)
			r.line, r.top, r.topAt = top.line, top.line, top.at
			return
		}
	}
	r.line = l.lineOf(l.rowOf(r.line) + n)
}

// page goes so many rows of the screen up or down, with the cursor at the same
// height if it can be.
func (r *reader) page(n int) {
	top, at := spot{r.top, r.topAt}, spot{line: r.line}
	if r.line == r.top {
		at = top
	}
	move := func(s spot) spot {
		if n < 0 {
			return r.back(s, -n)
		}
		s, _ = r.forward(s, n)
		return s
	}
	at, top = move(at), move(top)
	r.line, r.top, r.topAt = at.line, top.line, top.at
}

// fit takes in how many columns the reader's pane has, and how many rows of it
// the body.
func (r *reader) fit(cols, rows int) {
	r.cols, r.rows = cols, rows
	r.clamp()
}

// clamp keeps the cursor on a line that shows, and the screen around the cursor.
func (r *reader) clamp() {
	doc := r.doc()
	if doc == nil {
		return
	}
	r.line = max(0, min(r.line, doc.Lines()-1))
	if f := r.layout().folds; f != nil {
		if by, hidden := f.HiddenBy(r.line); hidden {
			r.line = by
		}
	}
	top := r.topFor(r.rows)
	r.top, r.topAt = top.line, top.at
}

// nextMode shows the body in the next mode, at the same byte.
func (r *reader) nextMode() {
	off := r.offset()
	r.tail = 0 // lines have other numbers there
	r.mode = mode(wrap(int(r.mode)+1, int(modeCount)))
	if r.mode == modePlain && !r.isJSON() {
		r.mode = modeHex
	}
	r.left = 0
	r.goTo(off)
}

// toEnd puts the cursor on the last line, with which it goes on to the lines
// that still arrive until it is moved away.
func (r *reader) toEnd() {
	r.line = math.MaxInt
	r.clamp()
	r.tail = r.line + 1
}

// following reports whether the cursor stands where it was put at the end.
func (r *reader) following() bool { return r.tail == r.line+1 }

// offset is where in the body the reader is: at the present match of the search
// when it is in sight, or else at the start of the line under the cursor, in a
// giant line at what shows of it first.
func (r *reader) offset() int {
	if r.seek > 0 {
		return r.seek
	}
	row, ok := r.row()
	if !ok {
		return 0
	}
	from, to := inSight(r.doc(), row, textWidth(r.doc(), r.cols), r.left)
	if r.wraps() {
		from, to = r.wrappedSight(row)
	}
	if at := r.search.hit.From; !r.search.none() && from <= at && at < to {
		return at
	}
	return from
}

// goTo puts the cursor on the line that holds a byte of the body, once it is
// laid out, with the whole match when it is the search's.
func (r *reader) goTo(off int) {
	n := 0
	if hit := r.search.hit; !r.search.none() && hit.From == off {
		n = hit.To - hit.From
	}
	r.show(off, n)
}

// show puts the cursor on the line that holds a byte of the body, once it is
// laid out. What hides the line is unfolded, and the screen is scrolled to where
// n bytes from there on can be seen, or as many of them as fit.
func (r *reader) show(off, n int) {
	r.line, r.top, r.topAt, r.seek = 0, 0, 0, off
	doc := r.doc()
	if doc == nil {
		return
	}
	if doc.Bytes() > off || doc.Done() {
		r.seek = 0
	}
	r.unfoldTo(doc.LineAt(off))
	at := spot{line: r.line}
	if row, ok := r.row(); ok && r.wraps() {
		at.at = r.wrapper().at(row, r.textOf(row, off))
	}
	top := r.back(at, r.rows/3)
	r.top, r.topAt = top.line, top.at
	r.clamp()
	if !r.wraps() {
		r.reveal(doc, off, n)
	}
}

// textOf is where a byte of the body stands in the text of the row that holds
// it.
func (r *reader) textOf(row jsonview.Row, off int) int {
	if off <= row.Off {
		return 0
	}
	at, _ := textAt(r.doc(), row, off, off+1)
	return at
}

// wrappedSight are the bytes of the cursor's line that count as seen where lines
// are wrapped, by offsets in the body.
func (r *reader) wrappedSight(row jsonview.Row) (from, to int) {
	from = row.Off
	if row.Line == r.top && r.topAt > 0 {
		from = bodyAt(r.doc(), row, r.topAt)
	}
	return from, row.End
}
