package ui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway/catalog"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// compareHead are the rows above the properties: heading, counts, a blank line,
// the environments, their collections, the states of these, a blank line.
const compareHead = 7

// beside is the width from which the sides stand beside each other.
const beside = 72

func (m *model) compareRows(f frame) int { return max(1, f.h-compareHead) }

// compareView draws both collections side by side, what differs first.
func (m *model) compareView(f frame) []string {
	c := &m.compare
	lines := []string{f.heading("COMPARE", f.Strong.Render(c.itemType)+"  "+f.Faint.Render("what differs stands first")), m.compareCounts(f), ""}
	w := compareWidths(f.w, m.compare.labels)
	lines = append(lines, m.sideHeads(f, w)...)
	if trouble := m.compareTrouble(f); trouble != nil {
		return append(append(lines, ""), trouble...)
	}
	lines = append(lines, "")
	if len(c.changes) == 0 && !c.all {
		return append(lines, "  "+f.Good.Render("✓ No difference.")+f.Plain.Render(" The same on both sides: "+words.Count(len(c.equal), "property", "properties")+". ")+f.Key.Render("=")+f.Faint.Render(" shows them."))
	}
	return append(lines, m.differences(f, w, m.compareRows(f))...)
}

// compareCounts says how many properties differ, and how.
func (m *model) compareCounts(f frame) string {
	c := &m.compare
	if !c.done {
		return ""
	}
	n := map[catalog.ChangeKind]int{}
	for _, change := range c.changes {
		n[change.Kind]++
	}
	fold := " equal, folded"
	if c.all {
		fold = " equal"
	}
	name := func(i int) string { return display.Cut(display.Line(m.sideName(i)), 16) }
	parts := []string{
		f.Warn.Render(fmt.Sprintf("~ %d changed", n[catalog.Changed])),
		f.Bad.Render(fmt.Sprintf("− %d only in %s", n[catalog.Removed], name(leftSide))),
		f.Good.Render(fmt.Sprintf("+ %d only in %s", n[catalog.Added], name(rightSide))),
		f.Faint.Render(fmt.Sprintf("= %d%s", len(c.equal), fold)),
	}
	return "  " + strings.Join(parts, f.Fainter.Render(" · "))
}

// sideName tells the sides apart: by their environments, or by the ids of two
// collections of one environment.
func (m *model) sideName(i int) string {
	c := &m.compare
	if c.sides[leftSide].environment != c.sides[rightSide].environment {
		return c.sides[i].environment
	}
	if picked, ok := c.sides[i].pick(); ok {
		return m.o.Redactor.Text(picked.ID)
	}
	return c.sides[i].environment
}

// compareColumns are the columns of names and of the values of each side.
type compareColumns struct{ name, value int }

// elementIndent is how much further to the right an element's name stands than
// a property's.
const elementIndent = 2

// compareWidths divides w columns; the names take labels of them.
func compareWidths(w, labels int) compareColumns {
	const lead, least = 6, 24 // what stands around a name
	most := 34
	if w >= wide {
		most = 42
	}
	c := compareColumns{name: max(least, min(labels+lead, most))}
	if w < beside {
		c.name = 2
	}
	c.value = min(56, (w-c.name-1)/2)
	return c
}

// sideHeads name the environments and their collections above the columns; the
// side whose collection the keys change has the bar.
func (m *model) sideHeads(f frame, w compareColumns) []string {
	var names, titles, states string
	for i := range m.compare.sides {
		s := &m.compare.sides[i]
		at, _ := m.find(s.target())
		name := m.themes[at].Accent.Bold(true).Render(display.Cut(display.Line(s.environment), w.value-4))
		names += fit(f.bar(i == m.compare.side)+name, w.value)
		title, state := m.sideAbout(f, s, w.value-3)
		titles += fit(f.bar(i == m.compare.side)+title, w.value)
		states += fit(f.bar(i == m.compare.side)+state, w.value)
	}
	space := strings.Repeat(" ", w.name)
	return []string{space + names, space + titles, space + states}
}

// sideAbout is which collection a side shows, or what it waits for, and the
// state of the collection.
func (m *model) sideAbout(f frame, s *side, w int) (title, state string) {
	picked, ok := s.pick()
	switch {
	case s.shelf.busy(), s.reading.busy():
		r := &s.shelf.reading
		if s.reading.busy() {
			r = &s.reading
		}
		return f.Busy.Render("◌ " + words.Seconds(m.now.Sub(r.since)) + " · reading"), ""
	case s.failed() != nil:
		return f.Bad.Render("✗ not read"), ""
	case !ok:
		return f.Faint.Render("has none"), ""
	}
	if s.collection != nil {
		picked = *s.collection
	}
	title = display.Cut(foreign(m.o.Redactor, picked.ID)+" "+m.collectionName(picked), w)
	return f.Plain.Render(title), f.stateSign(picked.Published()) + " " + m.stateWord(picked) + f.Faint.Render(" · "+age(f.now, picked.Created))
}

// compareTrouble says what stands in the way of comparing; nil if nothing does.
func (m *model) compareTrouble(f frame) []string {
	c := &m.compare
	var out, keys []string
	for i := range c.sides {
		s := &c.sides[i]
		name := "  " + f.Strong.Render(display.Line(s.environment))
		if r := s.failed(); r != nil {
			out = append(append(append(out, name), m.causeLines(f, r)...), "")
			keys = failureKeys(f, r)
			continue
		}
		if _, ok := s.pick(); !ok && s.shelf.begun() && !s.shelf.busy() {
			out = append(out, name+f.Plain.Render(" has no collection of "+c.itemType+". ")+f.Key.Render("e")+f.Faint.Render(" compares with another environment."), "")
		}
	}
	if out = append(out, keys...); out == nil && c.both() && !c.done {
		out = []string{"  " + f.Busy.Render("◌ comparing "+words.Count(len(c.sides[leftSide].collection.Definitions), "property", "properties"))}
	} else if out == nil && !c.done {
		out = []string{"  " + f.Faint.Render("Each side is read with the token of its own environment. ") + f.Key.Render("ctrl+c") + f.Faint.Render(" cancels.")}
	}
	return out
}

// differences draws the properties around the cursor in h rows.
func (m *model) differences(f frame, w compareColumns, h int) []string {
	entries := m.compare.shown
	at := m.compare.at
	var lines []string
	from, to := 0, 0 // the lines of the property under the cursor
	for i := max(0, at-h); i < min(len(entries), at+h+1); i++ {
		if i == at {
			from = len(lines)
		}
		lines = append(lines, m.difference(f, w, entries[i], i == at)...)
		if i == at {
			to = len(lines)
		}
	}
	top := max(0, min(from-h/3, len(lines)-h))
	if to-top > h {
		top = min(from, to-h)
	}
	return lines[top:min(len(lines), top+h)]
}

// difference draws one property: what it is on the side that has it, or what
// differs, element by element.
func (m *model) difference(f frame, w compareColumns, c catalog.Change, chosen bool) []string {
	name := func(sign string) string {
		room := max(8, w.name-6)
		if f.w < beside {
			room = f.w - 30
		}
		style := f.Plain
		if chosen {
			style = f.Strong
		}
		return f.bar(chosen) + sign + " " + style.Render(display.Fit(foreign(m.o.Redactor, c.Property), room))
	}
	switch c.Kind {
	case catalog.Removed:
		return m.sides(f, w, name(f.Bad.Render("−")), m.inShort(*c.Left), "not in "+m.sideName(rightSide), f.Plain, f.Faint)
	case catalog.Added:
		return m.sides(f, w, name(f.Good.Render("+")), "not in "+m.sideName(leftSide), m.inShort(*c.Right), f.Faint, f.Plain)
	case catalog.Changed:
		lines := []string{fit(name(f.Warn.Render("~")), w.name) + "  " + f.Faint.Render("changed")}
		room := max(8, w.name-8)
		if f.w < beside {
			lines[0], room = name(f.Warn.Render("~"))+" "+f.Faint.Render("changed"), f.w-8
		}
		for _, e := range c.Elements {
			l, r := e.Words()
			label := "      " + f.Faint.Render(display.Pad(display.CutLeft(foreign(m.o.Redactor, e.Name), room), room))
			lines = append(lines, m.sides(f, w, label, l, r, f.Warn, f.Warn)...)
		}
		return lines
	}
	return m.sides(f, w, name(f.Faint.Render("=")), m.inShort(*c.Left), "the same", f.Faint, f.Faint)
}

// sides sets a label and the values of both sides into a row; where there is
// little room each value gets a row of its own.
func (m *model) sides(f frame, w compareColumns, label, l, r string, ls, rs lipgloss.Style) []string {
	l, r = foreign(m.o.Redactor, l), foreign(m.o.Redactor, r)
	if f.w < beside {
		row := func(i int, value string, style lipgloss.Style) string {
			return "        " + f.Faint.Render(display.Fit(display.Line(m.sideName(i)), 14)) + style.Render(display.Cut(value, f.w-24))
		}
		return []string{label, row(leftSide, l, ls), row(rightSide, r, rs)}
	}
	return []string{fit(label, w.name) + "  " + ls.Render(display.Fit(l, w.value-2)) + "  " + rs.Render(display.Cut(r, w.value-2))}
}

// inShort is a definition in a few words.
func (m *model) inShort(d catalog.Definition) string {
	parts := []string{string(d.Kind), d.DataType, strings.ToLower(d.ValueStyle)}
	for _, f := range flags {
		if setting(d, f.element, f.member) == "true" {
			parts = append(parts, f.long)
		}
	}
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}
