package ui

import (
	"slices"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway"
)

// has reports whether a target is in the settings: those that are read again may
// be without it.
func (m *model) has(t gateway.Target) bool {
	return slices.ContainsFunc(m.dir.Environments, func(e *gateway.Environment) bool { return e.Name == t.Environment }) &&
		slices.ContainsFunc(m.dir.Services, func(s gateway.Service) bool { return s.Name == t.Service })
}

// leaveGone ends what is under way at targets that the settings have no more.
// Their answers have no place in the viewer; they can still be compared with.
func (m *model) leaveGone() {
	for t, s := range m.sending {
		if !m.has(t) {
			s.cancel()
			delete(m.sending, t)
		}
	}
	for t, r := range m.responses {
		if !m.has(t) {
			m.retire(r)
			delete(m.responses, t)
		}
	}
}

// accentOf is the colour of an environment's name, a faint one for an environment
// that is gone.
func (m *model) accentOf(name string) lipgloss.Style {
	i := slices.IndexFunc(m.dir.Environments, func(e *gateway.Environment) bool { return e.Name == name })
	if i < 0 {
		return m.theme().Faint
	}
	return m.themes[i].Accent
}
