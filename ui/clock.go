package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// clock keeps the one tick that is on its way. The program ticks only as often
// as something on the screen changes.
type clock struct {
	order int       // number of the tick on its way
	at    time.Time // when it comes; zero if none is on its way
}

// The intervals between ticks.
const (
	tickBusy = 100 * time.Millisecond // something is under way: its time is shown
	tickSoon = time.Second            // a badge counts seconds
	tickIdle = time.Minute
)

// interval is how long the screen stays true.
func (m *model) interval() time.Duration {
	if len(m.sending) > 0 || len(m.fetching) > 0 || len(m.checks.under) > 0 || m.reading() || m.comparingBodies() {
		return tickBusy
	}
	if g := m.grid(); g != nil && (g.build.busy() || g.sort.busy()) {
		return tickBusy
	}
	if r := m.reader(); r != nil && r.growing() {
		return tickBusy / 2
	}
	every := tickIdle
	if m.message.text != "" || !m.quitting.IsZero() {
		every = tickSoon
	}
	for _, s := range m.states {
		if s.Target.Environment != m.target().Environment && m.place()&inTokens == 0 {
			continue // its badge does not show
		}
		switch st := s.Status(m.now); st.State {
		case gateway.StateFetching:
			return tickBusy
		case gateway.StateValid, gateway.StateExpiring:
			if st.Left < 2*time.Minute {
				every = tickSoon
			}
		}
		if s.Proof != nil && m.now.Sub(s.Proof.At) < time.Minute {
			every = tickSoon
		}
		if s.RetryAt.After(m.now) && m.place()&(inTokens|atWhy) != 0 {
			every = tickSoon
		}
	}
	return every
}

// orderTick makes sure that a tick comes when the screen is out of date. A tick
// on its way that comes in time is left alone.
func (m *model) orderTick() tea.Cmd {
	if m.width == 0 {
		return nil
	}
	every := m.interval()
	at := m.now.Add(every)
	if !m.clock.at.IsZero() && !m.clock.at.After(at) {
		return nil
	}
	m.clock.order++
	m.clock.at = at
	return m.tick(m.clock.order, every)
}

// ticked lets what is old go, and has a body that is still arriving
// looked at again.
func (m *model) ticked(msg tickMsg) tea.Cmd {
	if msg.order != m.clock.order {
		return nil
	}
	m.clock.at = time.Time{}
	m.message.age(m.now)
	if !m.quitting.IsZero() && m.now.Sub(m.quitting) > 2*time.Second {
		m.quitting = time.Time{}
	}
	m.dropOldest()
	for _, r := range m.readers() {
		r.look(m.now)
	}
	return m.indexMore()
}
