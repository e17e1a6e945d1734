package ui

import (
	"fmt"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// rivalTitles stand above the kinds of rivals.
var rivalTitles = map[rivalKind]string{
	rivalPrevious: "The same request, before", rivalAnswer: "Other answers of this run",
	rivalEnvironment: "The same request, sent now to", rivalFile: "Something else",
}

// answersView lists what the body in the viewer can be compared with.
func (m *model) answersView(f frame) []string {
	r := m.response()
	if r == nil {
		return []string{f.heading("COMPARE", ""), "", "  " + f.Plain.Render("There is no answer to compare any more.")}
	}
	head := []string{f.heading("COMPARE", f.Faint.Render("with what?")), m.answerLine(f, r.answer(), f.Strong, true)}
	var lines []string
	at := 0
	last := rivalKind(-1)
	for i, one := range m.rivals() {
		if one.kind != last {
			lines = append(lines, "", "  "+f.Faint.Render(rivalTitles[one.kind]))
			last = one.kind
		}
		if i == m.answerList.at {
			at = len(lines)
		}
		lines = append(lines, m.rivalRow(f, one, i == m.answerList.at))
	}
	room := f.h - len(head)
	return append(head, lines[scrolled(at+1, len(lines), room):]...)
}

func (m *model) rivalRow(f frame, r rival, chosen bool) string {
	style := f.Plain
	switch {
	case chosen:
		style = f.Strong
	case r.why != "":
		style = f.Fainter
	}
	switch r.kind {
	case rivalEnvironment:
		name := style
		if r.why == "" {
			name = m.accentOf(r.target.Environment)
		}
		about := goesAlong(r.target.Environment, m.response().exchange.Request)
		if r.why != "" {
			about = r.why
		}
		return f.bar(chosen) + name.Render(display.Fit(display.Line(r.target.Environment), environmentColumns)) + "  " + f.Faint.Render(display.Cut(display.Line(about), f.w-environmentColumns-5))
	case rivalFile:
		return f.bar(chosen) + style.Render(display.Pad("A file", environmentColumns)) + "  " + f.Key.Render("f") + f.Faint.Render("  asks for its path")
	}
	line := m.answerLine(f, r.answer, style, false)
	if r.kind == rivalPrevious {
		line += "  " + f.Key.Render("p")
	}
	return f.bar(chosen) + line[2:]
}

// environmentColumns are those of the names of environments in lists of answers.
const environmentColumns = 14

// answerLine is one answer in columns: where it is from, what was asked, when,
// the status and the size.
func (m *model) answerLine(f frame, a answer, style lipgloss.Style, title bool) string {
	t := a.exchange.Target
	rest := f.Faint.Render(fmt.Sprintf("%-8s", f.clock(a.began()))) + "  " + f.status(a.exchange) + "  " +
		f.Faint.Render(fmt.Sprintf("%8s", words.Size(int64(len(a.exchange.Body.State().Bytes)))))
	room := f.w - environmentColumns - 6 - lipgloss.Width(rest) - 5
	name := display.Line(a.name)
	if !title {
		name = display.Line(gateway.Service{Name: t.Service}.Short()) + " · " + name
	}
	return "  " + m.accentOf(t.Environment).Render(display.Fit(display.Line(t.Environment), environmentColumns)) + "  " +
		style.Render(display.Fit(name, max(8, min(room, 48)))) + "  " + rest
}

// status is the number of an answer in the colour of its kind.
func (f frame) status(e *gateway.Exchange) string {
	style := f.Good
	switch {
	case e.Status >= 400, !gateway.ValidStatus(e.Status):
		style = f.Bad
	case e.Status >= 300:
		style = f.Warn
	}
	return style.Render(fmt.Sprint(e.Status))
}
