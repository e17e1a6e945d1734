package ui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

// bodyView draws the rows of the body that show. Only these are styled.
func (r *response) bodyView(f frame, state gateway.BodyState, room int) []string {
	foot := r.bodyFault(f, state)
	if foot != "" {
		room--
	}
	doc := r.doc()
	if doc == nil || doc.Lines() == 0 {
		return append([]string{"  " + f.Faint.Render(emptyWords(r.exchange, state))}, foot)
	}
	top := window(r.top, r.line, doc.Lines(), room)
	gutter := len(fmt.Sprint(doc.Lines()))
	width := f.w - gutter - 4
	var out []string
	for _, row := range doc.Rows(nil, top, room) {
		number := f.Fainter.Render(fmt.Sprintf("%*d ", gutter, row.Line+1))
		out = append(out, f.bar(row.Line == r.line)+number+" "+r.drawRow(f, doc, row, width))
	}
	if foot != "" {
		out = append(fill(out, f.w, room), foot)
	}
	return out
}

// emptyWords says why there is no body to see.
func emptyWords(e *gateway.Exchange, state gateway.BodyState) string {
	switch {
	case e.Status == 0:
		return "No answer, so no body."
	case !state.Done || len(state.Bytes) > 0:
		return "The body is on its way."
	}
	return "The body is empty."
}

// bodyFault is the line at the foot of a body that is not what it should be.
func (r *response) bodyFault(f frame, state gateway.BodyState) string {
	l := r.layout()
	switch {
	case state.Err != nil:
		return "  " + f.Bad.Render("✗ "+display.Cut(r.clean(state.Err.Error()), f.w-6))
	case state.Truncated:
		return "  " + f.Warn.Render("! cut after "+size(int64(len(state.Bytes)))+": body_limit in the configuration")
	case l.fault != nil && l.doc != nil:
		return "  " + f.Warn.Render(fmt.Sprintf("! not valid JSON, line %d: %s", l.doc.LineAt(l.fault.Off)+1, l.fault.Kind))
	}
	return ""
}

// drawBytes is how many bytes of a row are drawn for each column that shows or
// was scrolled past: enough for the widest encoding of the narrowest cell.
const drawBytes = 4

// drawRow draws one row of a body: indent, pieces by their kinds, marks for
// what cannot be shown, matches of the search.
func (r *response) drawRow(f frame, doc jsonview.Document, row jsonview.Row, w int) string {
	indent := 2 * row.Depth
	lead := strings.Repeat(" ", indent)
	if indent > w/2 {
		lead = fmt.Sprintf("%*s", max(4, w/2), fmt.Sprintf("⋯%d ", row.Depth))
	}
	var out strings.Builder
	out.WriteString(f.Fainter.Render(lead))
	need := max(1, r.left+w-display.Width(lead))
	pieces := doc.Draw(nil, row, 0, drawBytes*need)
	hits := r.hits(pieces)
	for _, p := range pieces {
		if need <= 0 {
			break
		}
		need -= f.drawPiece(&out, p, hits, need)
	}
	line := out.String()
	if r.left > 0 {
		line = ansi.TruncateLeft(line, r.left, "")
	}
	return fit(line, w)
}

// hit is a match in the body, as offsets.
type hit struct{ from, to int }

// hits are the matches of the search in what is drawn of a row.
func (r *response) hits(pieces []jsonview.Piece) []hit {
	if r.search.pattern == "" {
		return nil
	}
	find, n := matcher(r.search.pattern), len(r.search.pattern)
	var out []hit
	for _, p := range pieces {
		if p.Off < 0 {
			continue
		}
		for at := 0; at < len(p.Text); {
			i := find(p.Text[at:])
			if i < 0 {
				break
			}
			out = append(out, hit{p.Off + at + i, p.Off + at + i + n})
			at += i + n
		}
	}
	return out
}

// drawPiece draws one piece into at most cols columns and returns how many it
// took.
func (f frame) drawPiece(out *strings.Builder, p jsonview.Piece, hits []hit, cols int) int {
	style := f.kind(p.Kind)
	used := 0
	for text, at := p.Text, 0; at < len(text) && used < cols; {
		end, marked := len(text), false
		for _, h := range hits {
			from, to := h.from-p.Off, h.to-p.Off
			if from <= at && at < to {
				end, marked = min(to, len(text)), true
				break
			}
			if from > at {
				end = min(end, from)
			}
		}
		spans, _ := display.Spans(nil, text[at:end], 0, cols-used)
		for _, s := range spans {
			st := style
			switch {
			case marked:
				st = f.Match
			case s.Mark:
				st = f.Mark
			}
			out.WriteString(st.Render(s.Text))
			used += s.Cols
		}
		at = end
	}
	return used
}

// kind is the style of a kind of piece.
func (f frame) kind(k jsonview.Kind) lipgloss.Style {
	switch k {
	case jsonview.Key:
		return f.JSONKey
	case jsonview.String:
		return f.JSONString
	case jsonview.Number:
		return f.JSONNumber
	case jsonview.Bool, jsonview.Null:
		return f.JSONLiteral
	case jsonview.Punct:
		return f.JSONPunct
	case jsonview.Junk:
		return f.JSONFault
	case jsonview.Offset, jsonview.ASCII:
		return f.Faint
	}
	return f.Plain
}
