package ui

import (
	"slices"

	"gatehouse/ui/display"
)

// command is one entry of the palette.
type command struct {
	name   string // fit to be shown
	about  string // more words that find it
	group  string
	keys   string
	intent intent
	why    func(*model) string // why it cannot be done now; nil: it always can
}

// reason is why a command cannot be done now, "" when it can.
func (c command) reason(m *model) string {
	if c.why == nil {
		return ""
	}
	return c.why(m)
}

// whyNot is why a command of the palette cannot be done now, "" when it can. What
// lies beneath the palette is asked: it has the keys when the command is done.
func (m *model) whyNot(c command) string {
	beneath := *m
	beneath.above = slices.DeleteFunc(slices.Clone(m.above), func(p place) bool { return p == atPalette })
	return c.reason(&beneath)
}

// Titles of the palette's groups.
const (
	commandsRecent      = "used last"
	commandsEverywhere  = "from everywhere"
	commandsElsewhere   = "in other places"
	commandsEnvironment = "environments"
	commandsService     = "services"
	commandsOperation   = "operations"
)

// keyless are the actions that have no key.
func (m *model) keyless() []command {
	ground := command{name: "colours for a " + m.ground.is.Other().String() + " ground", group: commandsEverywhere, intent: to(doGround), why: whyNoColors}
	if m.file != nil {
		return []command{ground}
	}
	return []command{
		ground,
		{name: "the tour: take it, or skip it", group: commandsEverywhere, intent: to(doTour), why: whyNoTour},
	}
}

// commands lists what the palette finds, in the order in which it is listed
// while nothing is typed: what was used last, what is only for the place that
// has the keys, other actions that work there, then where one can go, then what
// works in other places.
func (m *model) commands() []command {
	var out []command
	for _, group := range [][]command{m.actions(), m.destinations()} {
		out = append(out, group...)
	}
	slices.SortStableFunc(out, func(a, b command) int { return m.order(a) - m.order(b) })
	for i := range out {
		if m.recency(out[i]) < len(m.recent) {
			out[i].group = commandsRecent
		}
	}
	return out
}

// order is where in the list a command stands.
func (m *model) order(c command) int {
	if n := m.recency(c); n < len(m.recent) {
		return n
	}
	groups := []string{m.place().here(), commandsEverywhere, commandsEnvironment, commandsService, commandsOperation, commandsElsewhere}
	return recentCommands + slices.Index(groups, c.group)
}

// recency is how many commands were used after this one; len(m.recent) or more
// when it was not used.
func (m *model) recency(c command) int {
	if i := slices.Index(m.recent, c.intent); i >= 0 {
		return i
	}
	return recentCommands
}

// actions are the actions of the table, each once: under the row that is for
// this place, if there is one.
func (m *model) actions() []command {
	at := m.place()
	rows := slices.Clone(m.table)
	slices.SortStableFunc(rows, func(a, b binding) int { return a.distance(at) - b.distance(at) })
	groups := []string{at.here(), commandsEverywhere, commandsElsewhere}
	seen := map[action]bool{doNothing: true, doPalette: true, doBack: true}
	var out []command
	for _, b := range rows {
		if !seen[b.intent.do] {
			seen[b.intent.do] = true
			out = append(out, command{name: b.inFull(), group: groups[b.distance(at)], keys: b.key(), intent: b.intent, why: b.why})
		}
	}
	return append(out, m.keyless()...)
}

// destinations are the environments, services and operations, those of the
// chosen service first.
func (m *model) destinations() []command {
	var out []command
	for _, e := range m.dir.Environments {
		out = append(out, command{name: "environment " + display.Line(e.Name), group: commandsEnvironment, intent: intent{do: doEnvironment, text: e.Name}})
	}
	for _, s := range m.dir.Services {
		out = append(out, command{name: "service " + display.Line(s.Short()), group: commandsService, intent: intent{do: doService, text: s.Name}})
	}
	for i := range m.dir.Services {
		s := m.dir.Services[wrap(m.service+i, len(m.dir.Services))]
		for _, o := range withTyped(m.dir.OperationsOf(s.Name)) {
			out = append(out, command{
				name: display.Line(s.Short() + " · " + o.Name), about: o.Doc, group: commandsOperation,
				intent: intent{do: doOperation, text: o.Name, service: s.Name},
			})
		}
	}
	return out
}
