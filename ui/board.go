package ui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// board is what the token board and the screens of one token remember. Their
// target is the chosen one, so that bar, footer, frame and keys always mean the
// same place.
type board struct {
	revealed *gateway.Token // whose value is shown in full; nil for none
	top      int            // first line of the detail or reply that shows
}

// boardColumn is the narrowest column of the matrix that its badges fit in.
const boardColumn = 21

// boardKey moves through the matrix, which chooses another target, or scrolls a
// token or reply.
func (m *model) boardKey(msg tea.KeyMsg) intent {
	if m.place() != atBoard {
		f := m.screenFrame()
		lines := m.detailLines
		switch m.place() {
		case atReply:
			lines = m.replyLines
		case atMessage:
			lines = m.messageLines
		}
		m.board.top = scrollKey(msg, m.board.top, len(lines(f)), f.h-screenHead)
		return intent{}
	}
	switch msg.String() {
	case "left", "h":
		m.choose(m.environment-1, m.service)
	case "right", "l":
		m.choose(m.environment+1, m.service)
	case "up", "k":
		m.choose(m.environment, m.service-1)
	case "down", "j":
		m.choose(m.environment, m.service+1)
	}
	return intent{}
}

// boardView draws the matrix of targets and below it the chosen one in short.
func (m *model) boardView(f frame) []string {
	lines := append(m.matrix(f), "")
	t := m.target()
	lines = append(lines, "  "+m.tokenTitle(f, t), "")
	return append(lines, m.tokenFacts(f, t)...)
}

// matrix draws a column for each environment there is room for, the one under
// the cursor always among them.
func (m *model) matrix(f frame) []string {
	names, name := make([]string, len(m.dir.Services)), 0
	for i, s := range m.dir.Services {
		names[i] = display.Line(s.Name)
		if f.w < 100 {
			names[i] = display.Line(s.Short())
		}
		name = max(name, display.Width(names[i]))
	}
	name = min(name, max(12, f.w/4)) + 4
	fit := max(1, min(len(m.dir.Environments), (f.w-name)/boardColumn))
	column := min((f.w-name)/fit, 32)
	first := scrolled(m.environment, len(m.dir.Environments), fit)

	head := display.Pad("", name)
	for i := first; i < first+fit; i++ {
		head += m.columnHead(f, i, column)
	}
	title := f.heading("TOKENS", f.Faint.Render("one for each service in each environment"))
	if fit < len(m.dir.Environments) {
		title += f.Faint.Render("  ·  ← → shows more")
	}
	lines := []string{title, "", head}
	rows := max(1, min(len(m.dir.Services), max(min(5, f.h-4), f.h-12)))
	for j := scrolled(m.service, len(m.dir.Services), rows); j < len(m.dir.Services) && rows > 0; j, rows = j+1, rows-1 {
		label := display.Fit(names[j], name-3) + " "
		style := f.Faint
		if j == m.service {
			style = f.Strong
		}
		line := "  " + style.Render(label)
		for i := first; i < first+fit; i++ {
			line += m.cell(f, i, j, column)
		}
		lines = append(lines, line)
	}
	return lines
}

// columnHead names an environment above its column, with what is special.
func (m *model) columnHead(f frame, i, w int) string {
	e := m.dir.Environments[i]
	name := display.Cut(display.Line(e.Name), w-3)
	style := m.themes[i].Accent
	if i == m.environment {
		style = m.themes[i].Accent.Bold(true).Underline(true)
	}
	note := ""
	switch {
	case e.Style() == gateway.AuthQuery:
		note = " secret in URL"
	case e.ReadOnly:
		note = " read only"
	case e.Guarded:
		note = " guarded"
	}
	note = display.Cut(note, max(0, w-display.Width(name)-3))
	pad := strings.Repeat(" ", max(0, w-2-display.Width(name)-display.Width(note)))
	return "  " + style.Render(name) + f.Faint.Render(note) + pad
}

// cell draws one target's badge; the one under the cursor has the bar.
func (m *model) cell(f frame, i, j, w int) string {
	t := gateway.Target{Environment: m.dir.Environments[i].Name, Service: m.dir.Services[j].Name}
	return f.bar(i == m.environment && j == m.service) + fit(m.badgeIn(f, t, w-3), w-2)
}
