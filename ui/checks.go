package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/words"
)

// checks are the checks of tokens that are under way. What one showed is in
// the state of the token; the answer does not replace the viewer's.
type checks struct {
	under map[gateway.Target]*check
	all   checkAll
}

// check is a check under way.
type check struct {
	since  time.Time
	cancel context.CancelFunc
	ofAll  bool // it is one of those that all counts
}

// checkAll counts the checks of a whole environment, so that one line says how
// far they are and how they ended.
type checkAll struct {
	environment                        string
	under                              int // under way
	proven, refused, failed, cancelled int
}

func (c checkAll) done() int { return c.proven + c.refused + c.failed + c.cancelled }

func (m *model) checkToken(intent) tea.Cmd {
	t := m.target()
	m.say(sayNote, fmt.Sprintf("%s: checking the token.", t))
	return m.startCheck(t)
}

// checkTokens checks every service of one environment at once.
func (m *model) checkTokens(intent) tea.Cmd {
	m.checks.all = checkAll{environment: m.target().Environment}
	var cmds []tea.Cmd
	for _, t := range m.dir.Targets() {
		if t.Environment == m.checks.all.environment {
			cmds = append(cmds, m.startCheck(t)) // or is under way already
			m.checks.under[t].ofAll = true
			m.checks.all.under++
		}
	}
	m.say(sayNote, m.checks.all.progress())
	return tea.Batch(cmds...)
}

func (m *model) startCheck(t gateway.Target) tea.Cmd {
	if m.checks.under[t] != nil {
		return nil
	}
	ctx, cancel := context.WithCancel(m.ctx)
	m.checks.under[t] = &check{since: m.now, cancel: cancel}
	return m.check(ctx, t)
}

// checked takes the end of a check.
func (m *model) checked(msg checkedMsg) {
	c := m.checks.under[msg.check.Target]
	if c == nil {
		return
	}
	c.cancel()
	delete(m.checks.under, msg.check.Target)
	if all := &m.checks.all; c.ofAll {
		all.take(msg.check)
		if all.under > 0 {
			m.say(sayNote, all.progress())
			return
		}
		m.say(all.weight(), all.result())
		return
	}
	m.sayCheck(msg.check)
}

// sayCheck says how the check of one token ended.
func (m *model) sayCheck(c *gateway.Check) {
	switch {
	case c.Outcome == gateway.CheckOK && c.Exchange.Replay.Verdict == gateway.ReplayDone:
		m.say(sayWarn, fmt.Sprintf("%s: the token was refused. A new one is proven by %s (%d).", c.Target, c.Operation, c.Exchange.Status))
	case c.Outcome == gateway.CheckOK:
		m.say(sayGood, fmt.Sprintf("%s: proven by %s (%d) in %s.", c.Target, c.Operation, c.Exchange.Status, words.Took(m.now.Sub(c.Exchange.Started))))
	case cancelled(c):
		m.say(sayNote, fmt.Sprintf("%s: the check was cancelled.", c.Target))
	default:
		text := c.Fault + "."
		if x, ok := c.Exchange.Explain(); ok {
			text = x.Cause
		}
		m.say(sayBad, fmt.Sprintf("%s: not proven. %s", c.Target, text))
	}
}

// take counts one that has ended.
func (c *checkAll) take(ended *gateway.Check) {
	c.under--
	switch {
	case ended.Outcome == gateway.CheckOK:
		c.proven++
	case ended.Outcome == gateway.CheckRefused:
		c.refused++
	case cancelled(ended):
		c.cancelled++
	default:
		c.failed++
	}
}

func cancelled(c *gateway.Check) bool { return errors.Is(c.Exchange.Err, context.Canceled) }

func (c checkAll) progress() string {
	return fmt.Sprintf("%s: %d of %d checked%s.", c.environment, c.done(), c.done()+c.under, c.others())
}

func (c checkAll) result() string {
	text := fmt.Sprintf("%s: %d of %d proven%s.", c.environment, c.proven, c.done(), c.others())
	if c.refused+c.failed > 0 {
		text += " enter on one says why."
	}
	return text
}

// others are those that are not proven.
func (c checkAll) others() string {
	out := ""
	if c.refused > 0 {
		out += fmt.Sprintf(", %d refused", c.refused)
	}
	if c.failed > 0 {
		out += fmt.Sprintf(", %d failed", c.failed)
	}
	if c.cancelled > 0 {
		out += fmt.Sprintf(", %d cancelled", c.cancelled)
	}
	return out
}

func (c checkAll) weight() say {
	switch {
	case c.refused+c.failed > 0:
		return sayBad
	case c.cancelled > 0:
		return sayNote
	}
	return sayGood
}

// cancelChecks cancels every check under way. It reports whether there was one.
func (m *model) cancelChecks() bool {
	for _, c := range m.checks.under {
		c.cancel()
	}
	return len(m.checks.under) > 0
}
