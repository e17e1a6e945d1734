package ui

import (
	"fmt"
	"strings"
	"time"

	"gatehouse/gateway/catalog"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// wide is the width from which tables write their signs out in words.
const wide = 99

// collectionsHead are the rows above the lists: heading, a blank line, labels.
const collectionsHead = 3

// collectionsFoot are the rows below the list: what is known of the chosen
// collection.
const collectionsFoot = 4

// collectionRows is how many collections show at once.
func (m *model) collectionRows(f frame) int { return max(1, f.h-collectionsHead-collectionsFoot) }

// collectionsView draws the item types at the left, and the collections of the
// chosen one at the right.
func (m *model) collectionsView(f frame) []string {
	left, right := f, f
	left.w, left.focused = 27, m.place() == atTypes
	if f.w >= wide {
		left.w = 38
	}
	right.w, right.focused = f.w-left.w-1, m.place() == atCollections
	out := []string{f.heading("COLLECTIONS", f.Faint.Render("groups of property definitions, by item type")), ""}
	l := fill(m.typesView(left), left.w, f.h-len(out))
	r := fill(m.shelfView(right), right.w, f.h-len(out))
	for i := range l {
		out = append(out, l[i]+" "+r[i])
	}
	return out
}

// typesView draws the item types: how many collections each has, and the state
// of the newest.
func (m *model) typesView(f frame) []string {
	c := &m.collections
	head := "item type         count"
	if f.w > 30 {
		head += " newest"
	}
	lines := []string{"  " + f.Faint.Render(head)}
	for i := range c.shelves {
		s := &c.shelves[i]
		style := f.Plain
		if i == c.kind {
			style = f.Strong
		}
		count, state := m.shelfInShort(f, s)
		if f.w > 30 {
			state = fit(state, 12)
		}
		lines = append(lines, f.bar(i == c.kind)+style.Render(display.Pad(s.itemType, 16))+" "+count+" "+state)
	}
	if f.w <= 30 {
		lines = append(lines, "", "  "+f.stateSign(true)+f.Faint.Render(" newest is published"), "  "+f.stateSign(false)+f.Faint.Render(" newest is open"))
	}
	return lines
}

// shelfInShort is the count of an item type's collections and the state of the
// newest: a sign, and its word where there is room.
func (m *model) shelfInShort(f frame, s *shelf) (count, state string) {
	right := func(text string) string { return fmt.Sprintf("%5s", text) }
	switch {
	case s.busy() && len(s.list) == 0:
		return f.Busy.Render(right("◌")), ""
	case len(s.list) == 0 && s.shape != nil:
		return f.Warn.Render(right("other")), ""
	case len(s.list) == 0 && s.failed():
		return f.Bad.Render(right("✗")), f.Bad.Render(onlyWide(f, "failed"))
	case len(s.list) == 0:
		return f.Faint.Render(right("none")), ""
	}
	n := fmt.Sprint(len(s.list))
	if s.total > len(s.list) {
		n = fmt.Sprint(s.total)
	} else if s.next > 0 {
		n += "+"
	}
	sign := f.stateSign(s.list[0].Published())
	return right(n), sign + onlyWide(f, " "+m.stateWord(s.list[0]))
}

// onlyWide is a text for which there is room in a wide list only.
func onlyWide(f frame, text string) string {
	if f.w > 30 {
		return text
	}
	return ""
}

// stateSign stands before the word of a collection's state.
func (f frame) stateSign(published bool) string {
	if published {
		return f.Good.Render("●")
	}
	return f.Warn.Render("○")
}

// stateWord is a collection's state as the server calls it.
func (m *model) stateWord(c catalog.Collection) string {
	if c.Status == "" {
		return "not stated"
	}
	return display.Cut(foreign(m.o.Redactor, strings.ToLower(c.Status)), 10)
}

// shelfView draws the collections of the chosen item type, or why there are
// none to be seen.
func (m *model) shelfView(f frame) []string {
	s := m.collections.shelf()
	if len(s.list) == 0 {
		lines := []string{"  " + f.Faint.Render(s.itemType)}
		switch {
		case s.busy():
			return append(lines, m.readingView(f, &s.reading, "the collections of "+s.itemType)...)
		case s.failed():
			return append(lines, m.failureView(f, &s.reading)...)
		case s.begun():
			return append(lines, "  "+f.Plain.Render("No collections of this type yet. ")+f.Key.Render("n")+f.Faint.Render(" creates one."))
		}
		return lines
	}
	name := max(8, min(44, f.w-35))
	lines := []string{"  " + f.Faint.Render(display.Pad("id", 6)+" "+display.Pad("name", name)+" "+display.Pad("state", 12)+" "+" size"+" "+"  age")}
	rows := m.collectionRows(f) - 2
	first := scrolled(s.at, len(s.list), rows)
	for i := first; i < min(len(s.list), first+rows); i++ {
		lines = append(lines, m.shelfRow(f, s.list[i], i == s.at, name))
	}
	return append(append(lines, ""), m.shelfFoot(f, s)...)
}

func (m *model) shelfRow(f frame, c catalog.Collection, chosen bool, name int) string {
	style := f.Plain
	if chosen {
		style = f.Strong
	}
	size := "?"
	if c.Size >= 0 {
		size = fmt.Sprint(c.Size)
	}
	id := display.Fit(foreign(m.o.Redactor, c.ID), 6)
	title := display.Fit(m.collectionName(c), name)
	state := f.stateSign(c.Published()) + " " + display.Fit(m.stateWord(c), 10)
	return f.bar(chosen) + f.Faint.Render(id) + " " + style.Render(title) + " " + state + " " + fmt.Sprintf("%5s", size) + " " + f.Faint.Render(fmt.Sprintf("%5s", age(f.now, c.Created)))
}

// collectionName is a collection's name for a person.
func (m *model) collectionName(c catalog.Collection) string {
	if c.Name == "" {
		return "without a name"
	}
	return foreign(m.o.Redactor, c.Name)
}

// shelfFoot says how many of how many there are, and more of the chosen one.
func (m *model) shelfFoot(f frame, s *shelf) []string {
	many := words.Grouped(len(s.list)) + " collections, newest first"
	if len(s.list) == 1 {
		many = "1 collection"
	}
	if s.total > len(s.list) {
		many = fmt.Sprintf("%s of %s, newest first", words.Grouped(len(s.list)), words.Grouped(s.total))
	}
	if s.unread > 0 {
		many += fmt.Sprintf(" · %d without an id do not show", s.unread)
	}
	line := "  " + f.Faint.Render(many)
	switch {
	case s.busy():
		line += "  " + f.Busy.Render("◌ "+words.Seconds(m.now.Sub(s.since))+" · reading more")
	case s.failed():
		line += "  " + f.Bad.Render("✗ the next page failed") + f.Faint.Render(" · v says why · + asks again")
	case s.next > 0:
		line += f.Faint.Render(" · ") + f.Key.Render("+") + f.Faint.Render(" reads more")
	}
	lines := []string{line}
	if c := s.chosen(); c != nil && m.place() == atCollections {
		about := foreign(m.o.Redactor, c.Description)
		if about == "" {
			about = "No description."
		}
		lines = append(lines, "  "+f.Plain.Render(display.Cut(about, f.w-4)), "  "+f.Faint.Render(times(f, *c, f.w-4)))
	}
	return lines
}

// times says when a collection was made and last changed: by the clock where
// there is room, else by its age.
func times(f frame, c catalog.Collection, w int) string {
	say := func(at func(time.Time) string) string {
		if c.Updated.IsZero() || c.Updated.Equal(c.Created) {
			return "created " + at(c.Created)
		}
		return "created " + at(c.Created) + " · changed " + at(c.Updated)
	}
	if c.Created.IsZero() {
		return "created at an unknown time"
	}
	if long := say(f.clock); display.Width(long) <= w {
		return long
	}
	return display.Cut(say(func(t time.Time) string { return words.Ago(f.now.Sub(t)) }), w)
}

// age is how long ago a moment is in its largest unit, "?" if it is not known.
func age(now, t time.Time) string {
	if t.IsZero() {
		return "?"
	}
	return words.Age(now.Sub(t))
}

// wrapped are the lines of a clean text in columns.
func wrapped(text string, w int) []string { return display.Wrap(text, max(10, w)) }
