package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
)

// help is the screen of every key, made from the bindings table.
type help struct {
	at  place // the place it was asked from: its keys stand first
	top int
}

func (m *model) openHelp(intent) tea.Cmd {
	if m.place() == atHelp {
		m.close()
		return nil
	}
	m.help = help{at: m.place()}
	m.open(atHelp)
	return nil
}

// helpKey scrolls the help screen.
func (m *model) helpKey(msg tea.KeyMsg) intent {
	f := m.screenFrame()
	m.help.top = scrollKey(msg, m.help.top, len(m.help.lines(f)), f.h-screenHead)
	return intent{}
}

// scrollKey moves the first line of a text of n lines, of which h show.
func scrollKey(msg tea.KeyMsg, top, n, h int) int {
	top = topLine(top, n, h)
	switch msg.String() {
	case "up", "k":
		top--
	case "down", "j":
		top++
	case "pgup":
		top -= h - 1
	case "pgdown", " ":
		top += h - 1
	case "g", "home":
		top = 0
	case "G", "end":
		top = n
	}
	return topLine(top, n, h)
}

// topLine is the first line to show of a text of n lines in h rows.
func topLine(top, n, h int) int { return max(0, min(top, n-max(1, h))) }

func (p *help) view(f frame) []string {
	lines := p.lines(f)
	out := []string{f.heading("HELP", f.Faint.Render("the keys of the place you came from are bright · : finds everything by name")), ""}
	return append(out, indent(lines[topLine(p.top, len(lines), f.h-screenHead):])...)
}

// lines lists the bindings in groups, in two columns where there is room.
func (p *help) lines(f frame) []string {
	var blocks [][]string
	for _, g := range groups {
		block := []string{f.Strong.Render(g)}
		for _, b := range bindings {
			if b.group != g {
				continue
			}
			key, label := f.Fainter, f.Faint
			if b.in&p.at != 0 {
				key, label = f.Key, f.Plain
			}
			block = append(block, key.Render(display.Pad(b.helpKeys(), 13))+" "+label.Render(b.inFull()+p.where(b)))
		}
		blocks = append(blocks, append(block, ""))
	}
	if f.w < 100 {
		var out []string
		for _, b := range blocks {
			out = append(out, b...)
		}
		return out
	}
	return columns(blocks, f.w/2)
}

// where names the place of a key that means different things in different
// places.
func (p *help) where(b binding) string {
	names := map[place]string{
		atServices: "services", atOperations: "operations", atBuilder: "builder", atViewer: "viewer",
		atBoard: "token board", inTokens: "tokens", inScreens: "screens", atCurl: "call as cURL",
	}
	if name := names[b.in]; name != "" {
		return " (" + name + ")"
	}
	return ""
}

func (b binding) helpKeys() string {
	if b.shown != "" {
		return b.shown
	}
	out := b.keys[0]
	for _, k := range b.keys[1:] {
		out += " " + k
	}
	return out
}

// inFull is what a binding does, as the help screen says it.
func (b binding) inFull() string {
	if b.help != "" {
		return b.help
	}
	return b.label
}

// columns sets blocks into two columns of about the same height.
func columns(blocks [][]string, w int) []string {
	total := 0
	for _, b := range blocks {
		total += len(b)
	}
	var left, right []string
	for _, b := range blocks {
		if len(left) < total/2 {
			left = append(left, b...)
		} else {
			right = append(right, b...)
		}
	}
	n := max(len(left), len(right))
	l, r := fill(left, w, n), fill(right, w, n)
	for i := range l {
		l[i] += r[i]
	}
	return l
}
