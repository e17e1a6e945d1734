package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway/catalog"
	"gatehouse/ui/display"
)

// compare is the same item type in two environments, side by side. The left
// one is the chosen environment.
type compare struct {
	itemType string
	sides    [2]side
	side     int // the one whose collection is changed by keys
	outcome
	id     int              // of the comparing under way or done; 0 before one
	done   bool             // outcome is that of the collections on show
	all    bool             // the equal ones show too
	shown  []catalog.Change // the properties that show: what differs stands first
	at     int              // index into shown
	top    int              // first line of the property in full
	drafts draftList
}

// outcome is what comparing two collections gives. It is made by a command: of
// ten thousand properties it takes longer than a frame may.
type outcome struct {
	changes []catalog.Change // from left to right
	equal   []catalog.Change // the properties that are the same, as a change of nothing
	labels  int              // the columns that the names of properties and elements take
}

// openCompare compares the item type under the cursor, or the collection, with
// the next environment's.
func (m *model) openCompare(intent) tea.Cmd {
	c := &m.collections
	itemType, wanted := c.shelf().itemType, ""
	switch m.place() {
	case atCollections:
		if chosen := c.shelf().chosen(); chosen != nil {
			wanted = chosen.ID
		}
	case atCollection, atDefinition:
		itemType, wanted = c.table.collection.ItemType, c.table.collection.ID
	}
	next := m.dir.Environments[wrap(m.environment+1, len(m.dir.Environments))].Name
	m.stopCompare()
	m.compare = compare{itemType: itemType, side: rightSide}
	m.compare.sides[leftSide] = newSide(m.currentEnvironment().Name, itemType, wanted)
	m.compare.sides[rightSide] = newSide(next, itemType, "")
	m.open(atCompare)
	return nil
}

func (c *compare) readings() []*reading {
	var out []*reading
	for i := range c.sides {
		out = append(out, &c.sides[i].shelf.reading, &c.sides[i].reading)
	}
	return out
}

// readSides begins to read what the sides need: both at once, each with the
// token of its own environment.
func (m *model) readSides() tea.Cmd {
	var cmds []tea.Cmd
	for i := range m.compare.sides {
		s := &m.compare.sides[i]
		if s.environment == "" || s.shelf.busy() || s.reading.begun() {
			continue
		}
		switch {
		case !s.shelf.begun():
			cmds = append(cmds, m.readPage(&s.shelf.reading, s.target(), s.shelf.itemType, 1))
		case s.shelf.failed():
		case s.searching():
			cmds = append(cmds, m.readPage(&s.shelf.reading, s.target(), s.shelf.itemType, s.shelf.next))
		default:
			if picked, ok := s.pick(); ok {
				cmds = append(cmds, m.readCollection(&s.reading, s.target(), picked))
			}
		}
	}
	return tea.Batch(append(cmds, m.compareSides())...)
}

// take gives an answer to the side that waits for it, and reports whether one
// did.
func (c *compare) take(msg readMsg) bool {
	for i := range c.sides {
		s := &c.sides[i]
		if s.shelf.end(msg) {
			if !s.shelf.failed() {
				s.shelf.take(msg.listing)
			}
			return true
		}
		if s.reading.end(msg) {
			if s.collection = nil; !s.reading.failed() {
				got := msg.collection
				if got.ItemType = c.itemType; got.ID == "" {
					picked, _ := s.pick()
					got.ID = picked.ID
				}
				s.collection = &got
			}
			c.undo()
			return true
		}
	}
	return false
}

// compareCollections is the outcome of two collections.
func compareCollections(l, r catalog.Collection) outcome {
	o := outcome{changes: catalog.Diff(l, r)}
	differs := map[string]bool{}
	for _, change := range o.changes {
		differs[change.Property] = true
	}
	for i, d := range l.Definitions {
		if !differs[d.Name] {
			o.equal = append(o.equal, catalog.Change{Property: d.Name, Left: &l.Definitions[i], Right: &l.Definitions[i]})
		}
	}
	for _, change := range slices.Concat(o.changes, o.equal) {
		o.labels = max(o.labels, display.Width(display.Line(change.Property)))
		for _, e := range change.Elements {
			o.labels = max(o.labels, display.Width(display.Line(e.Name))+elementIndent)
		}
	}
	return o
}

// both reports whether both collections are there to be compared.
func (c *compare) both() bool {
	return c.sides[leftSide].collection != nil && c.sides[rightSide].collection != nil
}

// undo forgets the outcome: a side shows another collection, or none yet.
func (c *compare) undo() {
	c.outcome, c.id, c.done, c.shown, c.at = outcome{}, 0, false, nil, 0
}

// compareSides begins to compare the sides once both are there.
func (m *model) compareSides() tea.Cmd {
	c := &m.compare
	if !c.both() || c.id != 0 {
		return nil
	}
	m.sends++
	c.id = m.sends
	return m.diff(c.id, *c.sides[leftSide].collection, *c.sides[rightSide].collection)
}

// compared takes the outcome of the comparing under way.
func (c *compare) compared(msg comparedMsg) {
	if c.id == msg.id && !c.done {
		c.outcome, c.done = msg.outcome, true
		c.show()
	}
}

// show chooses the properties that show: what differs, and behind it, when asked
// for, what does not.
func (c *compare) show() {
	if c.shown = c.changes; c.all {
		c.shown = slices.Concat(c.changes, c.equal)
	}
	c.at = max(0, min(c.at, len(c.shown)-1))
}

// again forgets what was read; what was chosen stays, unless it is gone.
func (c *compare) again() {
	for _, r := range c.readings() {
		r.stop()
	}
	for i, s := range c.sides {
		if s.reading.gone() {
			s.wanted = ""
		}
		c.sides[i] = newSide(s.environment, c.itemType, s.wanted)
	}
	c.undo()
}

func (m *model) stopCompare() {
	for _, r := range m.compare.readings() {
		r.stop()
	}
}

// answer is what lies behind the side that keys change, or behind the one that
// has failed.
func (c *compare) answer() *reading {
	for _, i := range []int{c.side, 1 - c.side} {
		if r := c.sides[i].failed(); r != nil {
			return r
		}
	}
	s := &c.sides[c.side]
	if s.reading.exchange != nil {
		return &s.reading
	}
	return &s.shelf.reading
}

// nextCompared puts another environment on the right.
func (m *model) nextCompared(it intent) tea.Cmd {
	s := &m.compare.sides[rightSide]
	step := 1
	if it.do == doPrevCompared {
		step = -1
	}
	at, _ := m.find(s.target())
	for _, r := range []*reading{&s.shelf.reading, &s.reading} {
		r.stop()
	}
	*s = newSide(m.dir.Environments[wrap(at+step, len(m.dir.Environments))].Name, m.compare.itemType, "")
	m.compare.undo()
	return nil
}

// otherSide lets the keys change the other side's collection.
func (m *model) otherSide(intent) tea.Cmd {
	m.compare.side = 1 - m.compare.side
	return nil
}

// otherCollection chooses the next older or newer collection of a side.
func (m *model) otherCollection(it intent) tea.Cmd {
	s := &m.compare.sides[m.compare.side]
	step, end := 1, "older"
	if it.do == doNewer {
		step, end = -1, "newer"
	}
	picked, ok := s.pick()
	at := slices.IndexFunc(s.shelf.list, func(c catalog.Collection) bool { return c.ID == picked.ID })
	if at += step; !ok || at < 0 || at >= len(s.shelf.list) {
		m.say(sayNote, s.environment+" has no "+end+" collection of "+m.compare.itemType+" in what was read.")
		return nil
	}
	s.reading.stop()
	s.wanted, s.reading, s.collection = s.shelf.list[at].ID, reading{}, nil
	m.compare.undo()
	return nil
}

// showEqual shows the properties that are the same, or folds them again.
func (m *model) showEqual(intent) tea.Cmd {
	m.compare.all = !m.compare.all
	m.compare.show()
	return nil
}

func (m *model) compareKey(msg tea.KeyMsg) intent {
	c := &m.compare
	c.at = cursorKey(msg.String(), c.at, len(c.shown), m.compareRows(m.screenFrame())/2)
	return intent{}
}

func whyNotCompared(m *model) string {
	if m.place()&(atCompare|atPair|atDrafts) == 0 {
		return "This is for a comparison: c and then d opens one."
	}
	return ""
}

func whyNoCompared(m *model) string {
	if reason := whyNotCompared(m); reason != "" {
		return reason
	}
	return whyOneEnvironment(m)
}

func whyNoDifference(m *model) string {
	if reason := whyNotCompared(m); reason != "" {
		return reason
	}
	switch c := &m.compare; {
	case !c.both():
		return "Both collections must be there to be compared."
	case !c.done:
		return "The collections are still being compared."
	case len(c.changes) == 0:
		return "The collections are the same: there is nothing to draft."
	}
	return ""
}
