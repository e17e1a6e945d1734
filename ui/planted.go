//go:build planted

package ui

import tea "github.com/charmbracelet/bubbletea"

// A build with the tag planted fails on purpose, for the tests that every way
// out restores the terminal and tells no secret: u panics in Update, S in a
// command, both with the token at hand among their words, E in View.
// It runs after the init that fills the table: files go in the order of names.
func init() {
	words := func(m *model, where string) string {
		text := "planted in " + where
		if token := m.state(m.target()).Token; token != nil {
			text += " " + token.Value.Reveal()
		}
		return text
	}
	acts[doUTC] = func(m *model, _ intent) tea.Cmd { panic(words(m, "Update")) }
	acts[doPrevService] = func(m *model, _ intent) tea.Cmd {
		text := words(m, "a command")
		return func() tea.Msg { panic(text) }
	}
	acts[doPrevEnvironment] = func(m *model, _ intent) tea.Cmd {
		m.themes = nil // View has no use for a model without them
		return nil
	}
}
