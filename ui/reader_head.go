package ui

import tea "github.com/charmbracelet/bubbletea"

// headMsg is the beginning of a body: its format can be told, and its first
// lines laid out.
type headMsg struct{}

// awaitHead is a command that waits for as much of the body that shows as its
// format is told from, so that its first lines wait for no tick. It is nil after
// the first time.
func (m *model) awaitHead() tea.Cmd {
	r := m.reader()
	if r == nil || r.awaited {
		return nil
	}
	r.awaited = true
	body, enough := r.body, detectFrom
	if r.linewise() {
		enough = 1
	}
	return func() tea.Msg {
		body.WaitFor(enough)
		return headMsg{}
	}
}
