package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// bodyView draws the rows of the body that show. Only these are styled.
func (r *reader) bodyView(f frame, state gateway.BodyState, room int) []string {
	foot := r.bodyFault(f, state)
	if foot != "" {
		room--
	}
	doc := r.doc()
	if doc == nil || doc.Lines() == 0 {
		return append([]string{"  " + f.Faint.Render(r.emptyWords(state))}, foot)
	}
	pen := rowPen{frame: f, doc: doc, body: state.Bytes, left: r.left, w: textWidth(doc, f.w)}
	if r.search.found != nil {
		pen.find, pen.here = r.search.found.Pattern(), r.search.hit
	}
	out := r.rowsView(f, &pen, room)
	if foot != "" {
		out = append(fill(out, f.w, room), foot)
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

// emptyWords says why there is no body to see.
func (r *reader) emptyWords(state gateway.BodyState) string {
	if !state.Done || len(state.Bytes) > 0 {
		return r.coming
	}
	return r.none
}

// bodyFault is the line at the foot of a body that is not what it should be.
func (r *reader) bodyFault(f frame, state gateway.BodyState) string {
	l := r.layout()
	switch {
	case errors.Is(state.Err, context.Canceled):
		return "  " + f.Warn.Render("! stopped after "+words.Size(int64(len(state.Bytes)))+": the rest is missing")
	case state.Err != nil:
		return "  " + f.Bad.Render("✗ "+display.Cut(r.clean(state.Err.Error()), f.w-6))
	case state.Truncated:
		return "  " + f.Warn.Render("! cut after "+words.Size(int64(len(state.Bytes)))+": "+r.limit)
	case l.fault != nil && l.doc != nil:
		return "  " + f.Warn.Render(fmt.Sprintf("! not valid JSON, line %d: %s", l.doc.LineAt(l.fault.Off)+1, l.fault.Kind))
	}
	return ""
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
