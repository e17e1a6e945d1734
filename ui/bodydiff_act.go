package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
)

func (m *model) bodyDiffKey(msg tea.KeyMsg) intent {
	d := &m.bodyDiff
	d.at = cursorKey(msg.String(), d.at, d.count(), m.diffRows(m.screenFrame()))
	return intent{}
}

// enterDiff opens the group under the cursor, or shows the difference in full.
func (m *model) enterDiff(intent) tea.Cmd {
	d := &m.bodyDiff
	if g := d.chosenGroup(); g != noGroup {
		d.before, d.group, d.at = d.at, g, 0
		return nil
	}
	d.top = 0
	m.open(atDifference)
	return nil
}

// back closes the opened group, and reports whether one was.
func (d *bodyDiff) back() bool {
	if d.group == noGroup {
		return false
	}
	d.group, d.at = noGroup, d.before
	return true
}

// nextDiff goes to the next or previous difference in full.
func (m *model) nextDiff(it intent) tea.Cmd {
	d := &m.bodyDiff
	step, end := 1, "last"
	if it.do == doPrevDiff {
		step, end = -1, "first"
	}
	to := d.at + step
	if to < 0 || to >= d.count() || d.row(to).group != noGroup {
		m.say(sayNote, "This is the "+end+" difference of the list.")
		return nil
	}
	d.at, d.top = to, 0
	return nil
}

// swapSides compares the other way round.
func (m *model) swapSides(intent) tea.Cmd {
	d := &m.bodyDiff
	d.sides[leftSide], d.sides[rightSide] = d.sides[rightSide], d.sides[leftSide]
	d.renew()
	return nil
}

// renew has the bodies compared anew. What differed before shows meanwhile.
func (d *bodyDiff) renew() {
	d.stop()
	d.stale, d.halted = true, false
}

// askKey asks by which key lists are paired.
func (m *model) askKey(intent) tea.Cmd {
	return m.ask("KEY OF LISTS", m.bodyDiff.key, doKeyTo,
		"The member that tells the elements of a list apart, such as id, or its path for one list, such as $.items[*].id.",
		byPosition+" pairs all lists by position: the first element with the first.",
		"Nothing at all: each list is paired by a key that is found in it, or else in order.")
}

// byPosition stands in the place of a key for the numbers of elements.
const byPosition = jsonview.KeyByPosition

// keyTo pairs lists by the key that was typed.
func (m *model) keyTo(it intent) tea.Cmd {
	d := &m.bodyDiff
	var keys []jsonview.ListKey
	if it.text != "" && it.text != byPosition {
		key, err := jsonview.ParseListKey(it.text)
		if err != nil {
			m.prompt.fault = err.Error()
			return nil
		}
		keys = []jsonview.ListKey{key}
	}
	m.close()
	d.key, d.keys = it.text, keys
	d.renew()
	return nil
}

// diffInBody goes to the place of the difference in the left body, that marked −. esc comes
// back from there.
func (m *model) diffInBody(intent) tea.Cmd {
	d := &m.bodyDiff
	left, off := d.sides[leftSide], d.chosen().A.From
	from := m.screens()
	var cmd tea.Cmd
	if m.file == nil {
		from.target = left.target
		m.choose(m.find(left.target))
		if r := m.response(); r == nil || r.exchange != left.exchange {
			cmd = m.keepAnswer(left.name, left.exchange)
		}
	}
	m.toReader().goTo(off)
	m.origin = from
	return cmd
}

// cancelComparing stops what the comparison does or waits for. It reports
// whether there was something.
func (m *model) cancelComparing() bool {
	d := &m.bodyDiff
	if m.place()&(atBodyDiff|atDifference) == 0 || !d.on {
		return false
	}
	if d.work != nil {
		d.stop()
		d.halted = true
		m.say(sayNote, "Comparing was stopped. F5 compares again.")
		return true
	}
	for i := range d.sides {
		p := &d.sides[i]
		if s := m.sending[p.target]; s != nil && p.awaits == s.id {
			s.cancel()
			return true
		}
		if p.own && p.mute() { // a comparison with nothing would say nothing
			m.close()
			m.say(sayNote, p.name+" was given up: no byte had come of it.")
			return true
		}
		if p.body != nil && !p.body.State().Done {
			p.body.Cancel()
			m.say(sayNote, "Stopped: what had come is compared.")
			return true
		}
	}
	return false
}

// compareAgain compares once more what was stopped, and sends again what failed.
func (m *model) compareAgain(intent) tea.Cmd {
	d := &m.bodyDiff
	d.renew()
	d.since = m.now
	for i := range d.sides {
		p := &d.sides[i]
		if p.fault == nil {
			continue
		}
		if reason := m.whyStray(p.target, p.exchange.Request); reason != "" { // more is known by now
			m.say(sayBad, reason)
			return nil
		}
		return m.sendToCompare(p, p.exchange.Request)
	}
	return nil
}

// sendToCompare sends a request that only reads to the target of a side, and has
// its answer compared.
func (m *model) sendToCompare(p *party, r gateway.Request) tea.Cmd {
	ctx, s := m.begin(p.target, p.name)
	p.awaits, p.fault, p.exchange = s.id, nil, nil
	return m.send(ctx, s.id, p.target, r)
}

// comparingBodies reports whether the comparison of bodies waits for something.
func (m *model) comparingBodies() bool {
	d := &m.bodyDiff
	if !d.on || d.halted {
		return false
	}
	return d.work != nil || d.result == nil && d.sides[leftSide].fault == nil && d.sides[rightSide].fault == nil
}
