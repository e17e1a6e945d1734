package ui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// askToken asks for a token that a person brings. What is typed never shows.
func (m *model) askToken(intent) tea.Cmd {
	t := m.target()
	cmd := m.ask("PASTE A TOKEN", "", doPasteTo,
		fmt.Sprintf("For %s, and kept in the memory of this run only. It is used as it is until it is forgotten or another one is fetched.", t))
	m.prompt.target = t
	m.prompt.mask()
	return cmd
}

// pasteToken makes what was typed the token of the target it was asked for.
func (m *model) pasteToken(it intent) tea.Cmd {
	t := m.prompt.target
	if err := m.o.Tokens.Paste(t, gateway.Secret(it.text)); err != nil {
		m.prompt.fault = err.Error()
		return nil
	}
	m.close()
	m.say(sayGood, fmt.Sprintf("%s: pasted. T checks whether it works.", t))
	return nil
}

// toggleKeep has the chosen target's token renewed ahead from now on, or no
// longer. Where it is paused, it goes on.
func (m *model) toggleKeep(intent) tea.Cmd {
	t := m.target()
	was := m.state(t).Keeping
	m.o.Tokens.KeepFresh(t, was == gateway.KeepOff || was == gateway.KeepPaused)
	m.refresh()
	s := m.state(t)
	switch {
	case s.Keeping == gateway.KeepOff:
		m.say(sayNote, fmt.Sprintf("%s: no longer kept fresh.", t))
	case s.Keeping == gateway.KeepBlind:
		m.say(sayWarn, fmt.Sprintf("%s: to be kept fresh, but nobody knows how long this token lives: there is nothing to go by.", t))
	case s.Token == nil:
		m.say(sayGood, fmt.Sprintf("%s: kept fresh once there is a token. f fetches one.", t))
	default:
		m.say(sayGood, fmt.Sprintf("%s: kept fresh, renewed ahead of its expiry.", t))
	}
	return nil
}
