package ui

import (
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

const (
	// stretchRows is how many rows of the screen a stretch of a wrapped line
	// fills, when each of its bytes takes a column.
	stretchRows = 64
	// lastByte stands for the end of a line's text.
	lastByte = math.MaxInt
	// runeBytes is how long a character's encoding is at most.
	runeBytes = 4
)

// wrapper breaks lines into rows of the screen, w columns wide.
//
// A line is broken in stretches of so many bytes, each by itself, so that what
// stands far along in a line of megabytes is found without a look at what is
// before. Where every byte takes a column no row is cut short by that.
type wrapper struct {
	doc jsonview.Document
	w   int
}

// wraps reports whether lines are wrapped. Those of a hex view never are.
func (r *reader) wraps() bool {
	_, hex := r.doc().(jsonview.HexSnapshot)
	return r.wrap && !hex && r.doc() != nil
}

func (r *reader) wrapper() wrapper { return wrapper{r.doc(), textWidth(r.doc(), r.cols)} }

// room is how many columns a row's text has behind its lead.
func (w wrapper) room(row jsonview.Row) int { return max(1, w.w-display.Width(lead(row, w.w))) }

// stretch is where the rows of the screen begin that stretch i of a line fills,
// and where the next one begins; more tells whether there is one. The first
// stretch of an empty line has one row.
func (w wrapper) stretch(row jsonview.Row, i int) (starts []int, next int, more bool) {
	room := w.room(row)
	size := room * stretchRows
	at := w.runeStart(row, i*size)
	used := 0
	starts = append(starts, at)
	for _, p := range w.doc.Draw(nil, row, at, (i+1)*size-at) {
		for text := p.Text; len(text) > 0; {
			if used > 0 && columnsOfFirst(text) > room-used { // it would be cut
				starts, used = append(starts, at), 0
			}
			spans, shown := display.Spans(nil, text, 0, room-used)
			for _, s := range spans {
				used += s.Cols
			}
			at, text = at+shown, text[shown:]
			if len(text) > 0 {
				starts, used = append(starts, at), 0
			}
		}
	}
	return starts, at, len(w.doc.Draw(nil, row, at, runeBytes)) > 0
}

// columnsOfFirst is how wide the first character of a text is on the screen.
func columnsOfFirst(text []byte) int {
	_, size := utf8.DecodeRune(text)
	spans, _ := display.Spans(nil, text[:size], 0, math.MaxInt32)
	return spans[0].Cols
}

// from are the first n rows of a line from byte at of its text on.
func (w wrapper) from(row jsonview.Row, at, n int) []int {
	var out []int
	for i, more := w.stretchAt(row, at), true; more && len(out) < n; i++ {
		var starts []int
		starts, _, more = w.stretch(row, i)
		for _, s := range starts {
			if s >= at && len(out) < n {
				out = append(out, s)
			}
		}
	}
	if len(out) == 0 {
		return []int{at}
	}
	return out
}

// before are the last n rows of a line that begin before byte at of its text.
func (w wrapper) before(row jsonview.Row, at, n int) []int {
	var out []int
	for i := w.stretchAt(row, at); i >= 0 && len(out) < n; i-- {
		starts, _, _ := w.stretch(row, i)
		starts = starts[:sort.SearchInts(starts, at)]
		out = append(starts[max(0, len(starts)-(n-len(out))):len(starts):len(starts)], out...)
	}
	return out
}

// at is where the row of the screen begins that shows byte at of a line's text.
func (w wrapper) at(row jsonview.Row, at int) int {
	if at <= 0 {
		return 0
	}
	starts := w.before(row, at+1, 1)
	if len(starts) == 0 {
		return 0
	}
	return starts[0]
}

// stretchAt is the stretch that byte at of a line's text is part of, the last
// one for a byte beyond the end.
func (w wrapper) stretchAt(row jsonview.Row, at int) int {
	size := w.room(row) * stretchRows
	longest := 2*(row.End-row.Off) + 2*(row.TailEnd-row.Tail) + 256 // a space after every byte, and what stands for a fold
	if at > size || at == lastByte {
		last := sort.Search(longest/size+1, func(i int) bool { return len(w.doc.Draw(nil, row, (i+1)*size, runeBytes)) == 0 })
		if at >= last*size {
			return last
		}
	}
	i := max(0, at) / size
	if edge := (i + 1) * size; at < longest && at+runeBytes > edge && w.runeStart(row, edge) <= at {
		i++ // the stretch begins with the character that its first byte is part of
	}
	return i
}

// runeStart is where the character begins that byte at of a row's text is part
// of: drawing gives the same from both.
func (w wrapper) runeStart(row jsonview.Row, at int) int {
	first := func(at int) int {
		for _, p := range w.doc.Draw(nil, row, at, 2*runeBytes) {
			return p.Off
		}
		return -1
	}
	off := first(at)
	for range runeBytes - 1 {
		if off < 0 || at == 0 || first(at-1) != off {
			break
		}
		at--
	}
	return at
}

// wrapped draws the rows of the screen that a line fills from byte at of its
// text on, n at most.
func (p *rowPen) wrapped(w wrapper, row jsonview.Row, at, n int) []string {
	starts := w.from(row, at, n+1)
	before := lead(row, p.w)
	if at > 0 {
		before = strings.Repeat(" ", display.Width(before))
	}
	var out []string
	for i, start := range starts[:min(n, len(starts))] {
		end := start + drawBytes*w.room(row)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		var line strings.Builder
		line.WriteString(p.Fainter.Render(before))
		pieces := p.doc.Draw(nil, row, start, end-start)
		matches, need := p.matches(row, pieces), w.room(row)
		for _, piece := range pieces {
			need -= p.piece(&line, piece, marksIn(piece, matches), max(0, need))
		}
		out = append(out, fit(line.String(), p.w))
		before = strings.Repeat(" ", display.Width(before))
	}
	return out
}
