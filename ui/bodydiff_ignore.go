package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// ignoring is a path that x ignores, and how it is called.
type ignoring struct {
	pattern jsonview.PathPattern
	name    string
}

// toIgnore is what x ignores under the cursor. A member is ignored in all
// elements of the lists around it. A whole element is ignored alone: in all
// elements would be all that differs in the list. Of a group of whole elements
// those are ignored, and not what is inside the others.
func (d *bodyDiff) toIgnore() (it ignoring, said string, ok bool) {
	if g := d.chosenGroup(); g != noGroup {
		return patternOf(d.result.Summaries[g].Path, true)
	}
	c := d.chosen()
	if c == nil {
		return ignoring{}, "", false
	}
	own, err := jsonview.ParsePathPattern(c.Path)
	if c.Group == noGroup || err == nil && own.OfElement() {
		return patternOf(c.Path, false)
	}
	return patternOf(d.result.Summaries[c.Group].Path, true)
}

// patternOf reads a path that a comparison has told, of one difference or of
// all at alike paths, and says that it is ignored.
func patternOf(path string, alike bool) (it ignoring, said string, ok bool) {
	p, err := jsonview.ParsePathPattern(path)
	switch {
	case err != nil:
		return ignoring{}, "", false
	case !p.OfElement():
		return ignoring{p, path}, path + " is ignored from now on. X takes it back.", true
	case alike:
		return ignoring{p.Alone(), "whole elements " + path}, "Whole elements " + path + " are ignored from now on. X takes it back.", true
	}
	return ignoring{p.Alone(), path}, path + " alone is ignored from now on. X takes it back.", true
}

// ignoreDiff counts what is under the cursor for nothing from now on.
func (m *model) ignoreDiff(intent) tea.Cmd {
	d := &m.bodyDiff
	it, said, ok := d.toIgnore()
	if !ok {
		m.say(sayWarn, "This cannot be ignored: it has no path of its own.")
		return nil
	}
	if m.place() == atDifference {
		m.close()
	}
	d.ignore = append(slices.Clone(d.ignore), it)
	d.renew()
	m.say(sayNote, said)
	return nil
}

// ignoreNothing takes back all that was ignored.
func (m *model) ignoreNothing(intent) tea.Cmd {
	d := &m.bodyDiff
	n := len(d.ignore)
	d.ignore = nil
	d.renew()
	m.say(sayNote, words.Count(n, "path is", "paths are")+" no longer ignored.")
	return nil
}

// ignored is what is left out, in words; "" for nothing.
func (d *bodyDiff) ignored() string {
	var names []string
	for _, one := range d.ignore {
		names = append(names, display.CutMiddle(display.Line(one.name), 40))
	}
	if names == nil {
		return ""
	}
	return "without " + strings.Join(names, " · ")
}

// ignores reports whether anything is ignored.
func ignores(m *model) bool { return len(m.bodyDiff.ignore) > 0 }
