package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
)

// servicesView draws the services of the chosen environment with the badges of
// their tokens.
func (m *model) servicesView(f frame) []string {
	lines := []string{f.heading("SERVICES", "")}
	name := 10
	for _, s := range m.dir.Services {
		name = max(name, display.Width(display.Line(s.Short()))+2)
	}
	name = min(name, f.w/2)
	first := scrolled(m.service, len(m.dir.Services), f.h-1)
	for i := first; i < len(m.dir.Services) && len(lines) < f.h; i++ {
		t := m.target()
		t.Service = m.dir.Services[i].Name
		label := display.Pad(display.Cut(display.Line(m.dir.Services[i].Short()), name-1), name)
		style := f.Plain
		if i == m.service {
			style = f.Strong
		}
		lines = append(lines, f.bar(i == m.service)+style.Render(label)+m.badgeIn(f, t, f.w-name-2))
	}
	return lines
}

func (m *model) servicesKey(msg tea.KeyMsg) intent {
	switch msg.String() {
	case "up", "k":
		return to(doPrevService)
	case "down", "j":
		return to(doNextService)
	}
	return intent{}
}

// scrolled is the first line to show so that the chosen of n lines is among h.
func scrolled(chosen, n, h int) int {
	if n <= h || h <= 0 {
		return 0
	}
	return min(max(0, chosen-h/2), n-h)
}
