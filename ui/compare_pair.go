package ui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway/catalog"
	"gatehouse/ui/display"
)

// openPair shows the property under the cursor of a comparison in full, as it
// is on both sides.
func (m *model) openPair(intent) tea.Cmd {
	m.compare.top = 0
	m.open(atPair)
	return nil
}

// nextPair goes on to the next or previous property that differs, and stops at
// the ends. The cursor of the comparison goes along.
func (m *model) nextPair(it intent) tea.Cmd {
	c := &m.compare
	step, end := 1, "last"
	if it.do == doPrevPair {
		step, end = -1, "first"
	}
	at := min(c.at, len(c.changes)) + step
	switch {
	case len(c.changes) == 0:
		m.say(sayNote, "No property differs.")
	case at < 0 || at >= len(c.changes):
		m.say(sayNote, "There is no property that differs beyond the "+end+" one.")
	default:
		c.at, c.top = at, 0
	}
	return nil
}

// chosen is the property under the cursor, nil if there is none.
func (c *compare) chosen() *catalog.Change {
	if c.at >= 0 && c.at < len(c.shown) {
		return &c.shown[c.at]
	}
	return nil
}

func whyNoPair(m *model) string {
	if reason := whyNotCompared(m); reason != "" {
		return reason
	}
	if m.compare.chosen() == nil {
		return "There is no property under the cursor."
	}
	return ""
}

func (m *model) pairKey(msg tea.KeyMsg) intent {
	f := m.screenFrame()
	m.compare.top = scrollKey(msg, m.compare.top, len(m.pairLines(f)), f.h-screenHead)
	return intent{}
}

func (m *model) pairView(f frame) []string {
	title := ""
	if c := m.compare.chosen(); c != nil {
		title = f.Strong.Render(display.Cut(foreign(m.o.Redactor, c.Property), f.w-40)) + "  " + f.Faint.Render("on both sides · "+m.compare.whichPair())
	}
	return m.scrolledFrom(f, m.compare.top, f.heading("PROPERTY", title), m.pairLines(f))
}

// whichPair says which of the differences is shown, or that it is none.
func (c *compare) whichPair() string {
	if c.at >= len(c.changes) {
		return "the same"
	}
	return fmt.Sprintf("difference %d of %d", c.at+1, len(c.changes))
}

// pairLines are every element of a property, side by side; what differs has
// its sign.
func (m *model) pairLines(f frame) []string {
	c := m.compare.chosen()
	if c == nil {
		return []string{"  " + f.Plain.Render("It is gone: ") + f.Key.Render("esc") + f.Faint.Render(" goes back to the comparison.")}
	}
	w := compareWidths(f.w, f.w)
	lines := append(m.sideHeads(f, w), "")
	l, r := c.Left.Elements(), c.Right.Elements()
	names := slices.Clone(l)
	for _, s := range r {
		if !slices.ContainsFunc(l, func(other catalog.Setting) bool { return other.Name == s.Name }) {
			names = append(names, s)
		}
	}
	for _, s := range names {
		left, _ := catalog.Lookup(l, s.Name)
		right, _ := catalog.Lookup(r, s.Name)
		sign, style := f.Fainter.Render("="), f.Plain
		if differs(*c, s.Name) {
			sign, style = f.Warn.Render("~"), f.Warn
		}
		room := max(8, w.name-6)
		if f.w < beside {
			room = f.w - 8
		}
		label := "  " + sign + " " + f.Plain.Render(display.Pad(display.CutLeft(foreign(m.o.Redactor, s.Name), room), room))
		lines = append(lines, m.sides(f, w, label, catalog.Plain(left), catalog.Plain(right), style, style)...)
	}
	return lines
}

// differs reports whether an element differs between the sides.
func differs(c catalog.Change, element string) bool {
	switch c.Kind {
	case catalog.Changed:
		return slices.ContainsFunc(c.Elements, func(e catalog.ElementChange) bool { return e.Name == element })
	case catalog.Added, catalog.Removed:
		return true
	}
	return false
}
