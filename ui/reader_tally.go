package ui

import (
	"bytes"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// tally counts results as they come: a value stands on a line, and a list that
// the filter made has each of its elements on an indented line of its own.
type tally struct {
	off      int // bytes that were counted
	within   bool
	values   int
	elements int // of such lists
}

// of is the tally of all of a body that grew.
func (t tally) of(body []byte) tally {
	for t.off < len(body) {
		if !t.within {
			switch body[t.off] {
			case ' ':
				t.elements++
			case ']': // the end of a list
			default:
				t.values++
			}
		}
		end := bytes.IndexByte(body[t.off:], '\n')
		if t.within = end < 0; t.within {
			end = len(body) - t.off - 1
		}
		t.off += end + 1
	}
	return t
}

// String says how many results there are.
func (t tally) String() string {
	switch {
	case t.elements == 0 && t.values == 1:
		return "1 result"
	case t.elements == 0:
		return words.Grouped(t.values) + " results"
	case t.values == 1 && t.elements == 1:
		return "a list of 1"
	case t.values == 1:
		return "a list of " + words.Grouped(t.elements)
	}
	return fmt.Sprintf("%s lists, %s in all", words.Grouped(t.values), words.Grouped(t.elements))
}

// tallyMsg is a tally of results as far as they had come.
type tallyMsg struct {
	reader int // the id
	tally  tally
}

// count is the command that counts the results that came since it last did, nil
// when there is nothing to count or one is at it.
func (r *reader) count() tea.Cmd {
	v := r.results
	if v == nil || v.counting {
		return nil
	}
	body := r.body.State().Bytes
	if len(body) == v.tally.off {
		return nil
	}
	v.counting = true
	id, had := r.id, v.tally
	return func() tea.Msg { return tallyMsg{id, had.of(body)} }
}

// counted takes a tally of results.
func (m *model) counted(msg tallyMsg) tea.Cmd {
	for _, r := range m.readers() {
		v := r.results
		if v == nil || r.id != msg.reader {
			continue
		}
		v.tally, v.counting = msg.tally, false
		r.single()
	}
	return m.indexMore()
}

// single takes results for a document of their own when all that came is one.
// They were laid out as several, and only their paths differ.
func (r *reader) single() {
	v, state := r.results, r.body.State()
	if v == nil || !state.Done || v.tally.values != 1 || v.tally.off != len(state.Bytes) {
		return
	}
	r.format = jsonview.JSON
	l := &r.layouts[modePretty]
	if s, ok := l.doc.(*jsonview.Snapshot); ok {
		l.take(s.Alone())
	}
}
