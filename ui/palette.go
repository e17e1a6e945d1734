package ui

import (
	"fmt"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
)

// palette finds any action, environment, service and operation by its name.
type palette struct {
	input textinput.Model
	all   []command
	shown []int
	at    int
}

// command is one entry of the palette.
type command struct {
	name   string
	keys   string
	intent intent
	why    func(*model) string // why it cannot be done now; nil: it always can
}

// reason is why a command cannot be done now, "" when it can.
func (c command) reason(m *model) string {
	if c.why == nil {
		return ""
	}
	return c.why(m)
}

// paletteRows is how many entries show at once, where there is room.
const paletteRows = 10

func (m *model) openPalette(intent) tea.Cmd {
	p := palette{input: newInput(": "), all: m.commands()}
	p.input.Placeholder = "an action, environment, service or operation"
	p.sift()
	m.palette = p
	m.open(atPalette)
	return m.palette.input.Focus()
}

// commands lists every action, then the places to go to.
func (m *model) commands() []command {
	var out []command
	seen := map[action]bool{doNothing: true, doPalette: true, doBack: true}
	for _, b := range bindings {
		if !seen[b.intent.do] {
			seen[b.intent.do] = true
			out = append(out, command{name: b.inFull(), keys: b.key(), intent: b.intent, why: b.why})
		}
	}
	for _, e := range m.dir.Environments {
		out = append(out, command{name: "environment " + e.Name, intent: intent{do: doEnvironment, text: e.Name}})
	}
	for _, s := range m.dir.Services {
		out = append(out, command{name: "service " + s.Short(), intent: intent{do: doService, text: s.Name}})
	}
	for _, o := range m.operations.all {
		out = append(out, command{name: "operation " + o.Name, intent: intent{do: doOperation, text: o.Name}})
	}
	return out
}

func (p *palette) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	switch msg.String() {
	case "up", "ctrl+p":
		p.at = max(0, p.at-1)
		return intent{}, nil
	case "down", "ctrl+n":
		p.at = max(0, min(len(p.shown)-1, p.at+1))
		return intent{}, nil
	case "enter":
		if len(p.shown) == 0 {
			return intent{}, nil
		}
		return intent{do: doCommand, index: p.shown[p.at]}, nil
	}
	return intent{}, p.update(msg)
}

func (p *palette) update(msg tea.Msg) tea.Cmd {
	before := p.input.Value()
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	if p.input.Value() != before {
		p.at = 0
		p.sift()
	}
	return cmd
}

func (p *palette) sift() {
	names := make([]string, len(p.all))
	for i, c := range p.all {
		names[i] = c.name
	}
	p.shown = sift(p.input.Value(), names)
}

// runCommand closes the palette and does what was chosen, or says why not.
func (m *model) runCommand(it intent) tea.Cmd {
	c := m.palette.all[it.index]
	m.close()
	if why := c.reason(m); why != "" {
		m.say(sayWarn, why)
		return nil
	}
	return m.perform(c.intent)
}

func (m *model) paletteView(f frame) []string {
	p := &m.palette
	w := f.w - 4
	lines := []string{drawInput(p.input, w-4), ""}
	rows := min(paletteRows, f.h-6)
	first := scrolled(p.at, len(p.shown), rows)
	for i := first; i < len(p.shown) && i < first+rows; i++ {
		c := p.all[p.shown[i]]
		style := f.Plain
		if c.reason(m) != "" {
			style = f.Fainter
		} else if i == p.at {
			style = f.Strong
		}
		lines = append(lines, spread(f.bar(i == p.at)+style.Render(display.Cut(display.Line(c.name), w-12)), f.Key.Render(c.keys), w))
	}
	if len(p.shown) == 0 {
		lines = append(lines, f.Faint.Render("  Nothing is called that."))
	} else if why := p.all[p.shown[p.at]].reason(m); why != "" {
		lines = append(lines, "")
		for _, line := range display.Wrap(display.Line(why), w-2) {
			lines = append(lines, f.Warn.Render(line))
		}
	}
	lines = append(lines, "", f.Faint.Render(fmt.Sprintf("%d of %d · enter does it · esc closes", len(p.shown), len(p.all))))
	return f.boxed("COMMANDS", lines, f.w)
}
