package ui

import tea "github.com/charmbracelet/bubbletea"

func focusOn(p place) func(*model, intent) tea.Cmd {
	return func(m *model, _ intent) tea.Cmd {
		m.builder.commit()
		if m.above, m.focus = nil, p; p == atOperations {
			m.origin = origin{}
		}
		return nil
	}
}

func openPlace(p place) func(*model, intent) tea.Cmd {
	return func(m *model, _ intent) tea.Cmd {
		m.board.top = 0
		m.open(p)
		return nil
	}
}

// nextPane moves the keys to the next or previous pane of the explorer.
func (m *model) nextPane(step int) {
	m.builder.commit()
	for i, p := range panes {
		if p == m.focus {
			m.focus = panes[wrap(i+step, len(panes))]
			return
		}
	}
}

// back goes one level back: out of a field, a filter, a dialog, a screen, the
// zoom. It never quits.
func (m *model) back(intent) tea.Cmd {
	if m.place() == atTable {
		if done, cmd := m.backInGrid(); done {
			return cmd
		}
	}
	switch {
	case m.place() == atOperations && m.operations.back():
	case m.place() == atBuilder && m.builder.back():
	case m.place()&inBody != 0 && m.reader() != nil && m.reader().leave():
	case m.place() == atCollection && m.collections.table.back():
	case m.place() == atBodyDiff && m.bodyDiff.back():
	case len(m.above) > 0:
		m.close()
	case m.zoom:
		m.zoom = false
	case m.focus&(atBuilder|inBody) != 0 && len(m.origin.above) > 0:
		m.toOrigin()
	case m.file == nil && m.focus != atOperations:
		m.focus = atOperations
	case m.tour.on:
		m.skipTour()
	default:
		m.say(sayNote, "This is the top: q quits.")
	}
	return nil
}

// atTop reports whether there is nothing to go back from.
func (m *model) atTop() bool {
	return m.place() == atOperations && !m.typing() && !m.zoom
}
