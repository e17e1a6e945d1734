//go:build planted

package ui

import tea "github.com/charmbracelet/bubbletea"

// A build with the tag planted fails on purpose, for the test that every way
// out restores the terminal: u panics in Update, S in a command, E in View.
// It runs after the init that fills the table: files go in the order of names.
func init() {
	acts[doUTC] = func(*model, intent) tea.Cmd { panic("planted in Update") }
	acts[doPrevService] = func(*model, intent) tea.Cmd {
		return func() tea.Msg { panic("planted in a command") }
	}
	acts[doPrevEnvironment] = func(m *model, _ intent) tea.Cmd {
		m.themes = nil // View has no use for a model without them
		return nil
	}
}
