package ui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"
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
	find    *jsonview.Pattern // whose hits are marked, nil for none
	here    jsonview.Span     // the present one
	markup  *markup           // tells its parts apart, nil for what has none
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
	matches := p.matches(row, pieces)
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
// Marks are by offsets in its text. They change nothing but styles: a character
// of which a part is marked is marked whole.
func (p *rowPen) piece(out *strings.Builder, piece jsonview.Piece, marks []mark, cols int) int {
	used := 0
	spans, shown := display.Spans(nil, piece.Text, 0, cols)
	var parts []markupRun
	if p.markup != nil {
		parts = p.markup.runs(piece.Off, piece.Off+shown)
	}
	for _, s := range spans {
		used += s.Cols
		style := p.kind(piece.Kind)
		if s.Mark {
			style = p.Mark
		}
		if s.Mark || len(marks) == 0 && len(parts) == 0 { // one character, or nothing to tell apart
			out.WriteString(p.over(style, markOver(marks, s.From, s.To)).Render(s.Text))
			continue
		}
		for text, at := s.Text, s.From; text != ""; {
			if len(parts) > 0 {
				for len(parts) > 1 && parts[0].to <= piece.Off+at {
					parts = parts[1:]
				}
				style = p.markupStyle(parts[0].part)
			}
			n := display.First(text)
			m := markOver(marks, at, at+n)
			for n < len(text) && (len(parts) <= 1 || piece.Off+at+n < parts[0].to) {
				next := display.First(text[n:])
				if markOver(marks, at+n, at+n+next) != m {
					break
				}
				n += next
			}
			out.WriteString(p.over(style, m).Render(text[:n]))
			text, at = text[n:], at+n
		}
	}
	return used
}

// over is the style of what is marked, or else its own.
func (p *rowPen) over(style lipgloss.Style, m mark) lipgloss.Style {
	switch {
	case m.here:
		return p.Here
	case m.To > 0:
		return p.Match
	}
	return style
}

// markOver is the first of the marks that bytes from one to another have a part
// in, none of a zero mark.
func markOver(marks []mark, from, to int) mark {
	for _, m := range marks {
		if m.From < to && from < m.To {
			return m
		}
	}
	return mark{}
}

// mark is where a hit of the search shows; here is the present one.
type mark struct {
	jsonview.Span
	here bool
}

// hitGap is how many bytes that do not show there may be between two pieces for
// the hits in them to be looked for at once: the blanks between two pieces may
// be megabytes.
const hitGap = 4 << 10

// matches are the hits of the search, as offsets in the body, that what is drawn
// of a row has a part in.
func (p *rowPen) matches(row jsonview.Row, pieces []jsonview.Piece) []mark {
	if p.find == nil {
		return nil
	}
	var hits []jsonview.Span
	look := func(drawn jsonview.Span) {
		if row.Folded && row.Tail >= 0 && drawn.From >= row.Tail {
			row.Off, row.End, row.Folded = row.Tail, row.TailEnd, false
		}
		if drawn.To > drawn.From {
			hits = p.find.In(hits, p.doc, row, drawn.From, drawn.To)
		}
	}
	var drawn jsonview.Span
	for _, piece := range pieces {
		if piece.Off < 0 || piece.Kind == jsonview.Offset {
			continue
		}
		n := len(piece.Text)
		if piece.Kind == jsonview.Hex { // its text is longer than the bytes it is of
			n = jsonview.HexBytes
		}
		if tail := row.Folded && row.Tail >= 0 && piece.Off >= row.Tail; drawn.To > 0 && (tail || piece.Off-drawn.To > hitGap) {
			look(drawn)
			drawn = jsonview.Span{}
		}
		if drawn.To == 0 {
			drawn.From = piece.Off
		}
		drawn.To = max(drawn.To, piece.Off+n)
	}
	look(drawn)
	out := make([]mark, len(hits))
	for i, hit := range hits {
		out[i] = mark{hit, hit == p.here}
	}
	return out
}

// marksIn are the marks as offsets in the text of a piece, some of them perhaps
// beyond its ends.
func marksIn(p jsonview.Piece, marks []mark) []mark {
	if p.Off < 0 || p.Kind == jsonview.Offset {
		return nil
	}
	var out []mark
	for _, m := range marks {
		m.From, m.To = m.From-p.Off, m.To-p.Off
		if m.To <= 0 {
			continue
		}
		if p.Kind == jsonview.Hex {
			if m.From >= jsonview.HexBytes {
				continue
			}
			m.From = hexColumn(max(0, m.From))
			m.To = hexColumn(min(m.To, jsonview.HexBytes)-1) + 2
		}
		out = append(out, m)
	}
	return out
}

// hexColumn is where the two digits of byte i of a row stand in a hex view's
// column of digits: these come in two groups.
func hexColumn(i int) int { return 3*i + 2*i/jsonview.HexBytes }
