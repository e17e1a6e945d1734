package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

func (m *model) differenceKey(msg tea.KeyMsg) intent {
	f := m.screenFrame()
	m.bodyDiff.top = scrollKey(msg, m.bodyDiff.top, len(m.differenceLines(f)), f.h-screenHead)
	return intent{}
}

// differenceView draws the difference under the cursor in full.
func (m *model) differenceView(f frame) []string {
	d := &m.bodyDiff
	title := ""
	if c := d.chosen(); c != nil {
		place := "  " + words.Grouped(d.at+1) + " of " + words.Grouped(d.count())
		title = f.diffSign(c.Kind) + " " + f.Strong.Render(display.CutMiddle(display.Line(c.Path), f.w-20-len(place))) + f.Faint.Render(place)
	}
	return m.scrolledFrom(f, d.top, f.heading("DIFFERENCE", title), m.differenceLines(f))
}

// differenceLines are both values of the difference under the cursor, each
// below the side it is of.
func (m *model) differenceLines(f frame) []string {
	d := &m.bodyDiff
	c := d.chosen()
	if c == nil {
		return []string{"  " + f.Plain.Render("It is gone: ") + f.Key.Render("esc") + f.Faint.Render(" goes back to the comparison.")}
	}
	left, right := d.result.Raw(*c)
	lines := append([]string{m.partyLine(f, leftSide), ""}, m.valueLines(f, left, c.A.None())...)
	lines = append(lines, "", m.partyLine(f, rightSide), "")
	return append(lines, m.valueLines(f, right, c.B.None())...)
}

// valueLines are a value as sent, what is inside it on lines of its own.
func (m *model) valueLines(f frame, raw []byte, none bool) []string {
	if none {
		return []string{"    " + f.Faint.Render("not there")}
	}
	text, rest := beginning(indented(raw[:min(len(raw), mostDrawn+1)]))
	if len(raw) > mostDrawn {
		rest = len(raw) - mostDrawn
	}
	var lines []string
	for _, line := range display.Text(text) {
		for _, part := range wrapped(line, f.w-6) {
			lines = append(lines, "    "+f.Plain.Render(part))
		}
	}
	if rest > 0 {
		lines = append(lines, "    "+f.Faint.Render("… and "+words.Size(int64(rest))+" more, in the body: ")+f.Key.Render("v"))
	}
	return lines
}
