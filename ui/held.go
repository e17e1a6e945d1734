package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// held is what was last told of the memory that bodies hold.
type held struct {
	bytes int
	busy  bool // it is being told: the next one waits, so that none overtakes another
}

// setAside is the memory that the collector counts for a body.
func setAside(s gateway.BodyState) int { return s.Held }

// taken is the memory that a body fills: a reserve that nothing has come for
// takes none, and is no reason to let an answer go.
func taken(s gateway.BodyState) int { return len(s.Bytes) }

// taken is how many bytes of memory a body fills, with the results of its filter.
func (r *reader) taken() int {
	n := taken(r.body.State())
	if r.filter.view != nil {
		n += taken(r.filter.view.body.State())
	}
	return n
}

// noteHeld tells how much memory the bodies hold, if that has changed.
func (m *model) noteHeld() tea.Cmd {
	if m.o.Held == nil || m.held.busy {
		return nil
	}
	bytes := m.bodyBytes(setAside)
	if bytes == m.held.bytes {
		return nil
	}
	m.held = held{bytes, true}
	return m.tellHeld(bytes)
}
