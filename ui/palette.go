package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
)

// palette finds any action, environment, service and operation by its name.
type palette struct {
	input textinput.Model
	all   []command
	shown []hit
	at    int // index into shown
	able  func(command) bool
}

// paletteRows is how many lines of the list show at once, where there is room.
const paletteRows = 16

// openPalette opens the palette above any pane or screen. A field that is being
// typed in stays as it is, and has the keys again afterwards.
func (m *model) openPalette(intent) tea.Cmd {
	p := palette{input: newInput(""), all: m.commands(), able: func(c command) bool { return m.whyNot(c) == "" }}
	p.input.Placeholder = "an action, environment, service or operation"
	if m.file != nil {
		p.input.Placeholder = "an action"
	}
	p.sift()
	m.palette = p
	m.open(atPalette)
	return m.palette.input.Focus()
}

// key takes text. ctrl+p, which opens the palette, goes up in it, as in a shell.
func (p *palette) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	last := max(0, len(p.shown)-1)
	switch msg.String() {
	case "up", "ctrl+p", "ctrl+k":
		p.at = max(0, p.at-1)
	case "down", "ctrl+n":
		p.at = min(last, p.at+1)
	case "pgup":
		p.at = max(0, p.at-paletteRows/2)
	case "pgdown":
		p.at = min(last, p.at+paletteRows/2)
	case "enter":
		if len(p.shown) == 0 {
			return intent{}, nil
		}
		return intent{do: doCommand, index: p.shown[p.at].index}, nil
	default:
		return intent{}, p.update(msg)
	}
	return intent{}, nil
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
	p.shown = rank(p.input.Value(), names)
	p.siftAbout()
	p.ableFirst()
}

// ableFirst puts what can be done now before what cannot, once something is
// typed: enter does the first. Until then the list is in its groups.
func (p *palette) ableFirst() {
	if strings.TrimSpace(p.input.Value()) == "" {
		return
	}
	last := func(h hit) int {
		if p.able(p.all[h.index]) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(p.shown, func(a, b hit) int { return last(a) - last(b) })
}

// siftAbout adds the commands that have every word in what they are about, not
// in their name: who looks for an upload does not know that it is an update.
func (p *palette) siftAbout() {
	words := strings.Fields(lowered(p.input.Value()))
	if len(words) == 0 {
		return
	}
	named := make(map[int]bool, len(p.shown))
	for _, h := range p.shown {
		named[h.index] = true
	}
	for i, c := range p.all {
		if _, _, ok := holds(lowered(c.about), words); ok && !named[i] {
			p.shown = append(p.shown, hit{index: i})
		}
	}
}

// runCommand closes the palette and does what was chosen, or says why not.
func (m *model) runCommand(it intent) tea.Cmd {
	c := m.palette.all[it.index]
	m.close()
	m.remember(c.intent)
	if why := c.reason(m); why != "" {
		m.say(sayWarn, why)
		return nil
	}
	m.builder.commit()
	return m.perform(c.intent)
}

// recentCommands is how many commands the palette remembers.
const recentCommands = 4

// remember keeps a command to be listed first the next time.
func (m *model) remember(it intent) {
	m.recent = slices.DeleteFunc(m.recent, func(old intent) bool { return old == it })
	m.recent = slices.Insert(m.recent, 0, it)
	m.recent = m.recent[:min(len(m.recent), recentCommands)]
}

// paletteLine is one line of the list: a command, or the title of a group.
type paletteLine struct {
	title string
	shown int // index into the palette's shown; -1 for a title
}

// lines are all lines of the list, and which of them is chosen. Groups have
// titles while nothing is typed: then, the list is in their order. With air a
// blank line stands before a title.
func (p *palette) lines(air bool) (out []paletteLine, chosen int) {
	title := ""
	for i, h := range p.shown {
		if group := p.all[h.index].group; group != title && strings.TrimSpace(p.input.Value()) == "" {
			title = group
			if air && len(out) > 0 {
				out = append(out, paletteLine{"", -1})
			}
			out = append(out, paletteLine{title, -1})
		}
		if i == p.at {
			chosen = len(out)
		}
		out = append(out, paletteLine{"", i})
	}
	return out, chosen
}

func (m *model) paletteView(f frame) []string {
	p := &m.palette
	w := f.w - 4
	rows := max(1, min(paletteRows, f.h-7))
	var list []string
	all, chosen := p.lines(rows == paletteRows)
	first := scrolled(chosen, len(all), rows)
	if first > 0 && chosen == first+1 && all[first].shown >= 0 && all[first-1].shown < 0 {
		first-- // the title of the group
	}
	for _, line := range all[first:min(len(all), first+rows)] {
		if line.shown < 0 {
			list = append(list, f.Faint.Render(line.title))
			continue
		}
		h := p.shown[line.shown]
		list = append(list, m.commandLine(f, p.all[h.index], h.at, line.shown == p.at, w))
	}
	foot := f.Faint.Render(fmt.Sprintf("%d of %d · ↑ ↓ choose · enter does it · esc closes", len(p.shown), len(p.all)))
	if len(p.shown) == 0 {
		list = []string{"  " + f.Faint.Render("Nothing is called that. Fewer letters find more.")}
	} else if why := m.whyNot(p.all[p.shown[p.at].index]); why != "" {
		foot = f.Warn.Render("! " + display.Cut(display.Line(why), w-2))
	}
	input := p.input
	input.PlaceholderStyle = f.Fainter
	lines := append([]string{f.Accent.Render("▌ ") + drawInput(input, w-4), ""}, fill(list, w, rows)...)
	return f.boxed("COMMANDS", append(lines, "", foot), f.w)
}

// commandLine draws a command: its name with the letters that were typed
// marked, and its key, or that it cannot be done now.
func (m *model) commandLine(f frame, c command, at []int, chosen bool, w int) string {
	style, right := f.Plain, f.Key.Render(c.keys)
	switch {
	case m.whyNot(c) != "":
		style, right = f.Fainter, f.Faint.Render("not now  ")+right
	case chosen:
		style = f.Strong
	}
	var name strings.Builder
	for from := 0; from < len(c.name); {
		to, hit := from+1, slices.Contains(at, from)
		for to < len(c.name) && slices.Contains(at, to) == hit {
			to++
		}
		if hit {
			name.WriteString(f.Hit.Render(c.name[from:to]))
		} else {
			name.WriteString(style.Render(c.name[from:to]))
		}
		from = to
	}
	return spread(f.bar(chosen)+fit(name.String(), min(display.Width(c.name), w-22)), right+" ", w)
}
