package ui

import (
	"math"

	tea "github.com/charmbracelet/bubbletea"
)

// sideStep is how many columns a key scrolls sideways.
const sideStep = 8

// typing reports whether a search or a filter is being typed.
func (r *reader) typing() bool { return r.asking || r.base().filter.line.open }

// back leaves the line of a filter; or the search, then takes its marks away; or
// the filter. It reports whether there was one.
func (r *reader) back() bool {
	if line := &r.base().filter.line; line.open {
		line.close()
		return true
	}
	if !r.asking && r.search.pattern == "" {
		return r.base().leaveFilter()
	}
	r.asking = false
	r.input.Blur()
	r.input.Reset()
	r.endSearch()
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
	switch msg.String() {
	case "up", "k":
		r.line--
	case "down", "j":
		r.line++
	case "pgup", "ctrl+b":
		r.line -= max(1, r.rows-1)
		r.top -= max(1, r.rows-1)
	case "pgdown", "ctrl+f", " ":
		r.line += max(1, r.rows-1)
		r.top += max(1, r.rows-1)
	case "g", "home":
		r.line, r.left = 0, 0
	case "G", "end":
		r.line = math.MaxInt
	case "h":
		r.left = max(0, r.left-sideStep)
	case "l":
		r.left += sideStep
	}
	r.seek = 0
	r.clamp()
	return intent{}, nil
}

// fit takes in how many columns the reader's pane has, and how many rows of it
// the body.
func (r *reader) fit(cols, rows int) {
	r.cols, r.rows = cols, rows
	r.clamp()
}

// clamp keeps the cursor in the document and the screen around the cursor.
func (r *reader) clamp() {
	if doc := r.doc(); doc != nil {
		r.line = max(0, min(r.line, doc.Lines()-1))
		r.top = window(r.top, r.line, doc.Lines(), r.rows)
	}
}

// window is the first of n lines to show in so many rows: as near to top as it
// can be with the cursor's line among them.
func window(top, line, n, rows int) int {
	rows = max(1, rows)
	top = max(0, min(top, n-rows))
	return max(min(top, line), line-rows+1)
}

// nextMode shows the body in the next mode, at the same byte.
func (r *reader) nextMode() {
	off := r.offset()
	r.mode = mode(wrap(int(r.mode)+1, int(modeCount)))
	if r.mode == modePlain && !r.isJSON() {
		r.mode = modeHex
	}
	r.left = 0
	r.goTo(off)
}

// offset is where in the body the reader is: at the present match of the search
// when it is in sight, or else at the start of the line under the cursor, in a
// giant line at what shows of it first.
func (r *reader) offset() int {
	if r.seek > 0 {
		return r.seek
	}
	doc := r.doc()
	if doc == nil {
		return 0
	}
	rows := doc.Rows(nil, r.line, 1)
	if len(rows) == 0 {
		return 0
	}
	from, to := inSight(doc, rows[0], textWidth(doc, r.cols), r.left)
	if at := r.search.at; r.search.pattern != "" && from <= at && at < to {
		return at
	}
	return from
}

// goTo puts the cursor on the line that holds a byte of the body, once it is
// laid out, and scrolls sideways to where the byte can be seen: with the whole
// match when it is the search's.
func (r *reader) goTo(off int) {
	r.line, r.top, r.seek = 0, 0, off
	doc := r.doc()
	if doc == nil {
		return
	}
	if doc.Bytes() > off || doc.Done() {
		r.seek = 0
	}
	r.line = doc.LineAt(off)
	r.top = r.line - r.rows/3
	r.clamp()
	n := 0
	if r.search.pattern != "" && r.search.at == off {
		n = len(r.search.pattern)
	}
	r.reveal(doc, off, n)
}
