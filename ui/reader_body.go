package ui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

// bodyView draws the rows of the body that show. Only these are styled.
func (r *reader) bodyView(f frame, state gateway.BodyState, room int) []string {
	foot := r.foot(f, state)
	room -= len(foot)
	doc := r.doc()
	if doc == nil || doc.Lines() == 0 {
		return append(r.emptyLines(f, state), foot...)
	}
	pen := rowPen{frame: f, doc: doc, body: state.Bytes, left: r.left, w: textWidth(doc, f.w), markup: r.markup(state.Bytes)}
	if r.search.found != nil {
		pen.find, pen.here = r.search.found.Pattern(), r.search.hit
	}
	out := r.rowsView(f, &pen, room)
	if len(foot) > 0 {
		out = append(fill(out, f.w, max(0, room)), foot...)
	}
	return out
}

// rowsView draws the lines that show, each behind the cursor's bar, its number
// and a sign when something is folded in it.
func (r *reader) rowsView(f frame, pen *rowPen, room int) []string {
	l, top, digits := r.layout(), r.topFor(room), gutter(pen.doc)
	var out []string
	for i, row := range l.from(l.rowOf(top.line), room) {
		sign := " "
		if row.Folded {
			sign = "▸"
		}
		before := f.Fainter.Render(fmt.Sprintf("%*d", digits, row.Line+1)) + f.Faint.Render(sign) + " "
		texts := []string{}
		switch {
		case !r.wraps():
			texts = append(texts, pen.row(row))
		case i == 0:
			texts = pen.wrapped(wrapper{pen.doc, pen.w}, row, top.at, room)
		default:
			texts = pen.wrapped(wrapper{pen.doc, pen.w}, row, 0, room-len(out))
		}
		for j, text := range texts {
			if j > 0 || i == 0 && top.at > 0 {
				before = strings.Repeat(" ", digits+2)
			}
			out = append(out, f.cursor(row.Line == r.line)+before+text)
		}
		if len(out) >= room {
			break
		}
	}
	return out
}

// emptyLines say why there is no body to see.
func (r *reader) emptyLines(f frame, state gateway.BodyState) []string {
	text := r.none
	switch {
	case r.results != nil && state.Err != nil:
		text = "No results came before that."
	case !state.Done || len(state.Bytes) > 0:
		text = r.coming
	}
	var out []string
	for _, line := range display.Wrap(text, f.w-4) {
		out = append(out, "  "+f.Faint.Render(line))
	}
	return out
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
	case jsonview.Offset, jsonview.ASCII, jsonview.Ellipsis:
		return f.Faint
	}
	return f.Plain
}
