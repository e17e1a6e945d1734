package ui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

const (
	// drawBytes is how many bytes of a row are drawn for each column that shows
	// or was scrolled past: enough for the widest encoding of the narrowest cell.
	drawBytes = 4
	// exactBytes is the longest row that scrolls sideways by exact columns: it
	// is drawn from its start and cut. In a longer one, a column scrolled past
	// stands for a byte, so that a frame costs the same wherever in it one reads.
	exactBytes = 4 << 10
)

// rowPen draws the rows of a body into a window of w columns, from which left
// columns are scrolled away.
type rowPen struct {
	frame
	doc     jsonview.Document
	body    []byte // at least what doc is of
	left, w int
	find    *finder // of the matches to mark, nil for none
}

// textWidth is how many columns of a pane the text of a body has, beside the
// cursor's bar and the line numbers.
func textWidth(doc jsonview.Document, pane int) int { return pane - 4 - gutter(doc) }

// gutter is how wide the number of the last line is.
func gutter(doc jsonview.Document) int { return len(fmt.Sprint(doc.Lines())) }

// lead is what stands before the text of a row: its indent, or the number of
// its levels where that would leave too little room.
func lead(row jsonview.Row, w int) string {
	if indent := 2 * row.Depth; indent <= w/2 {
		return strings.Repeat(" ", indent)
	}
	return fmt.Sprintf("%*s", max(4, w/2), fmt.Sprintf("⋯%d ", row.Depth))
}

// scroll says how a row is scrolled left columns sideways: its text is drawn
// from a byte on, and columns are cut from that and the lead before it.
func scroll(row jsonview.Row, leadWidth, left int) (from, cut int) {
	if row.End-row.Off <= exactBytes {
		return 0, left
	}
	return max(0, left-leadWidth), min(left, leadWidth)
}

// row draws one row: lead, pieces by their kinds, marks for what cannot be
// shown, matches of the search.
func (p *rowPen) row(row jsonview.Row) string {
	before := lead(row, p.w)
	from, cut := scroll(row, display.Width(before), p.left)
	var out strings.Builder
	out.WriteString(p.Fainter.Render(before))
	need := max(1, cut+p.w-display.Width(before))
	pieces := p.doc.Draw(nil, row, from, drawBytes*min(need, exactBytes))
	matches := p.matches(pieces)
	for _, piece := range pieces {
		if need <= 0 {
			break
		}
		need -= p.piece(&out, piece, marksIn(piece, matches), need)
	}
	line := out.String()
	if cut > 0 {
		line = ansi.TruncateLeft(line, cut, "")
	}
	return fit(line, p.w)
}

// piece draws one piece into at most cols columns and returns how many it took.
// Marks are by offsets in its text.
func (p *rowPen) piece(out *strings.Builder, piece jsonview.Piece, marks []stretch, cols int) int {
	style := p.kind(piece.Kind)
	used := 0
	for text, at := piece.Text, 0; at < len(text) && used < cols; {
		end, marked := len(text), false
		for _, m := range marks {
			if m.from <= at && at < m.to {
				end, marked = min(m.to, len(text)), true
				break
			}
			if m.from > at {
				end = min(end, m.from)
			}
		}
		spans, _ := display.Spans(nil, text[at:end], 0, cols-used)
		for _, s := range spans {
			st := style
			switch {
			case marked:
				st = p.Match
			case s.Mark:
				st = p.Mark
			}
			out.WriteString(st.Render(s.Text))
			used += s.Cols
		}
		at = end
	}
	return used
}

// matches are the matches of the search, as offsets in the body, that what is
// drawn of a row has a part in. They are looked for in the body's bytes: a match
// may begin before the piece it shows in, and end in another one.
func (p *rowPen) matches(pieces []jsonview.Piece) []stretch {
	if p.find == nil {
		return nil
	}
	// What no match can reach across is not looked through: the blanks between
	// two pieces may be megabytes.
	reach := len(p.find.pattern) - 1
	var drawn, out []stretch
	for _, piece := range pieces {
		if piece.Off >= 0 { // the text of a hex view is longer than the bytes it is of
			drawn = join(drawn, stretch{piece.Off, piece.Off + len(piece.Text)}, reach)
		}
	}
	for _, d := range drawn {
		out = p.find.all(out, p.body, max(0, d.from-reach), min(len(p.body), d.to+reach))
	}
	return out
}

// marksIn are the matches as offsets in the text of a piece, some of them
// perhaps beyond its ends.
func marksIn(p jsonview.Piece, matches []stretch) []stretch {
	if p.Off < 0 || p.Kind == jsonview.Offset {
		return nil
	}
	var out []stretch
	for _, m := range matches {
		m.from, m.to = m.from-p.Off, m.to-p.Off
		if p.Kind == jsonview.Hex {
			if m.to <= 0 || m.from >= jsonview.HexBytes {
				continue
			}
			m.from = hexColumn(max(0, m.from))
			m.to = hexColumn(min(m.to, jsonview.HexBytes)-1) + 2
		}
		out = append(out, m)
	}
	return out
}

// hexColumn is where the two digits of byte i of a row stand in a hex view's
// column of digits: these come in two groups.
func hexColumn(i int) int { return 3*i + 2*i/jsonview.HexBytes }
