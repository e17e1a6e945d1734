package ui

import (
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
)

// prompt asks for one line of text.
type prompt struct {
	title string
	notes []string
	input textinput.Model
	then  action // done with the text on enter
	body  []byte // what is to be saved
	path  string // to which file, where it was asked for already
}

func (m *model) ask(title, value string, then action, notes ...string) tea.Cmd {
	m.prompt = prompt{title: title, notes: notes, input: newInput(""), then: then}
	m.prompt.input.SetValue(value)
	m.open(atPrompt)
	return m.prompt.input.Focus()
}

func (p *prompt) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	if msg.String() == "enter" && !msg.Paste {
		return intent{do: p.then, text: p.input.Value()}, nil
	}
	return intent{}, p.update(msg)
}

func (p *prompt) update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	return cmd
}

func (p *prompt) view(f frame) []string {
	lines := []string{"", f.Accent.Render("▌ ") + drawInput(p.input, f.w-8), ""}
	for _, n := range p.notes {
		for _, line := range display.Wrap(display.Line(n), f.w-4) {
			lines = append(lines, f.Faint.Render(line))
		}
	}
	lines = append(lines, f.Faint.Render("enter does it · esc goes back"))
	return f.boxed(p.title, lines, f.w)
}
