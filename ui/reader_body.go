package ui

import (
	"fmt"

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
	top := window(r.top, r.line, doc.Lines(), room)
	pen := rowPen{frame: f, doc: doc, body: state.Bytes, left: r.left, w: textWidth(doc, f.w)}
	if r.search.pattern != "" {
		pen.find = newFinder(r.search.pattern)
	}
	digits := gutter(doc)
	var out []string
	for _, row := range doc.Rows(nil, top, room) {
		number := f.Fainter.Render(fmt.Sprintf("%*d ", digits, row.Line+1))
		out = append(out, f.cursor(row.Line == r.line)+number+" "+pen.row(row))
	}
	if len(foot) > 0 {
		out = append(fill(out, f.w, max(0, room)), foot...)
	}
	return out
}

// emptyLines say why there is no body to see.
func (r *reader) emptyLines(f frame, state gateway.BodyState) []string {
	text := r.none
	if !state.Done || len(state.Bytes) > 0 {
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
