package ui

import tea "github.com/charmbracelet/bubbletea"

// held is what was last told of the memory that bodies hold.
type held struct {
	bytes int
	busy  bool // it is being told: the next one waits, so that none overtakes another
}

// held is how many bytes of memory a body takes, with the results of its filter.
func (r *reader) held() int {
	n := r.body.State().Held
	if r.filter.view != nil {
		n += r.filter.view.body.State().Held
	}
	return n
}

// noteHeld tells how much memory the bodies hold, if that has changed.
func (m *model) noteHeld() tea.Cmd {
	if m.o.Held == nil || m.held.busy {
		return nil
	}
	bytes := m.heldBytes()
	if bytes == m.held.bytes {
		return nil
	}
	m.held = held{bytes, true}
	return m.tellHeld(bytes)
}
