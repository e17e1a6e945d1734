package ui

import (
	"fmt"
	"slices"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// prompt asks for one line of text.
type prompt struct {
	title string
	notes []string
	input textinput.Model
	then  action // done with the text on enter

	saving  saving      // what is to be saved
	held    copyHeldMsg // what is to be copied, in spite of a secret in it
	handing handing     // or handed to a program

	target gateway.Target // whose token is asked for
	fault  string         // what is wrong with the text, "" until enter said so
}

func (m *model) ask(title, value string, then action, notes ...string) tea.Cmd {
	m.prompt = prompt{title: title, notes: notes, input: newInput(""), then: then}
	m.prompt.input.SetValue(value)
	m.open(atPrompt)
	return m.prompt.input.Focus()
}

// mask has what is typed shown as dots.
func (p *prompt) mask() {
	p.input.EchoMode, p.input.EchoCharacter = textinput.EchoPassword, '•'
}

func (p *prompt) masked() bool { return p.input.EchoMode == textinput.EchoPassword }

func (p *prompt) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	if msg.String() == "enter" && !msg.Paste {
		return intent{do: p.then, text: p.input.Value()}, nil
	}
	switch msg.String() {
	case "tab":
		p.saving.turn(1)
		return intent{}, nil
	case "shift+tab":
		p.saving.turn(-1)
		return intent{}, nil
	}
	p.fault = tooLong(msg, p.input)
	if p.fault != "" {
		return intent{}, nil
	}
	return intent{}, p.update(msg)
}

func (p *prompt) update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	return cmd
}

func (p *prompt) view(f frame) []string {
	lines := []string{"", f.Accent.Render("▌ ") + drawInput(p.input, f.w-8)}
	if p.masked() {
		lines = append(lines, "  "+f.Faint.Render(p.count()))
	}
	lines = append(append(lines, ""), p.saving.view(f)...)
	var notes, fault []string
	for _, n := range p.saving.notesAnd(p.notes) {
		notes = append(notes, styledRows(f.Faint, display.Wrap(display.Line(n), f.w-4))...)
	}
	if p.fault != "" {
		fault = styledRows(f.Bad, display.Wrap(display.Line("✗ "+p.fault), f.w-4))
	}
	keys := []string{"", f.Faint.Render("enter does it · esc goes back")}
	room := f.h - 2 - len(lines) - len(keys) // both may quote what is of any length
	fault = firstRows(fault, max(1, room/2))
	lines = slices.Concat(lines, firstRows(notes, room-len(fault)), fault, keys)
	return f.boxed(p.title, lines, f.w)
}

// styledRows are rows in a style.
func styledRows(style lipgloss.Style, rows []string) []string {
	var out []string
	for _, row := range rows {
		out = append(out, style.Render(row))
	}
	return out
}

// firstRows are the first so many rows; where they are not all, an ellipsis
// stands in the place of the last.
func firstRows(rows []string, most int) []string {
	switch {
	case len(rows) <= most:
		return rows
	case most < 1:
		return nil
	}
	return append(slices.Clone(rows[:most-1]), "…")
}

// count is all that shows of a masked text.
func (p *prompt) count() string {
	n := len([]rune(p.input.Value()))
	switch {
	case n == 1:
		return "1 character"
	case n >= fieldLimit:
		return fmt.Sprintf("%d characters: no more fit", n)
	}
	return fmt.Sprintf("%d characters", n)
}
