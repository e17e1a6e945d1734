package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/keyboard"
	"gatehouse/ui/theme"
)

// ground is what the terminal is taken to write on.
type ground struct {
	is     theme.Ground
	told   theme.Ground // by the terminal, or what was taken for its answer at first
	asked  bool         // the terminal was asked, or is about to be
	chosen bool         // the user chose: no answer of the terminal counts any more
	set    bool         // the configuration did, as it was read again
}

// askAfter is how long after the first size the terminal is asked: the first
// frame is out by then, and nothing waits for the answer.
const askAfter = 100 * time.Millisecond

// setThemes makes the theme of each environment, or the one for a file.
func (m *model) setThemes() {
	m.themes = nil
	if m.file != nil {
		m.themes = append(m.themes, m.newTheme(0, false))
	}
	n := 0
	for _, e := range m.dir.Environments {
		m.themes = append(m.themes, m.newTheme(n, e.Guarded))
		if !e.Guarded {
			n++
		}
	}
}

func (m *model) newTheme(n int, isGuarded bool) *theme.Theme {
	if m.o.NoColor {
		return theme.NewMono()
	}
	return theme.New(theme.AccentOf(n, isGuarded, m.ground.is), m.ground.is)
}

// askOnce has the terminal asked for its ground, if it is to be and was not yet.
func (m *model) askOnce() tea.Cmd {
	if m.o.ask == nil || m.ground.asked || m.width == 0 {
		return nil
	}
	m.ground.asked = true
	return m.askGround(askAfter)
}

// groundOf is what a terminal's answer says.
func groundOf(c keyboard.Colour) groundMsg {
	if c.Dark() {
		return groundMsg{theme.Dark}
	}
	return groundMsg{theme.Light}
}

// groundTold takes the terminal's answer, however late it comes.
func (m *model) groundTold(msg groundMsg) {
	m.ground.told = msg.ground
	if !m.ground.chosen && !m.ground.set && m.ground.is != msg.ground {
		m.ground.is = msg.ground
		m.setThemes()
	}
}

// groundSet takes what the configuration says that was read again. When it says
// nothing more, the terminal's answer counts again; a user's choice stays until
// the configuration says something.
func (m *model) groundSet(g *theme.Ground) {
	switch {
	case g != nil:
		m.ground.is, m.ground.set, m.ground.chosen = *g, true, false
	case m.ground.set && !m.ground.chosen:
		m.ground.is, m.ground.set = m.ground.told, false
	}
}

// otherGround changes between the colours for dark and light grounds; the
// choice holds for this run.
func (m *model) otherGround(intent) tea.Cmd {
	m.ground.is, m.ground.chosen = m.ground.is.Other(), true
	m.setThemes()
	m.say(sayNote, "Colours for a "+m.ground.is.String()+" ground until you quit; theme in "+m.configName()+" keeps them.")
	return nil
}

func whyNoColors(m *model) string {
	if m.o.NoColor {
		return "There are no colours to change: NO_COLOR is set."
	}
	return ""
}
