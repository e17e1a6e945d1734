package ui

import (
	"cmp"
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
)

// search is what is looked for in a body.
type search struct {
	id      int // of the last command; an older one's answer is dropped
	pattern string
	at      int                // offset of the present match, -1 when there is none
	stop    context.CancelFunc // ends the command under way, nil for none
}

// foundMsg is the outcome of a search.
type foundMsg struct {
	reader, id int
	at         int  // offset, -1 for nothing found
	wrapped    bool // beyond the end and on from the other one
}

// askSearch types a search in the body.
func (m *model) askSearch(intent) tea.Cmd {
	r := m.toReader()
	r.asking = true
	r.input.Reset()
	return r.input.Focus()
}

func (r *reader) searchKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	if msg.String() == "enter" && !msg.Paste {
		r.asking = false
		r.input.Blur()
		// An empty one repeats the last search, as in less.
		return intent{do: doSearch, text: cmp.Or(r.input.Value(), r.search.pattern)}, nil
	}
	return intent{}, r.updateSearch(msg)
}

func (r *reader) updateSearch(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	r.input, cmd = r.input.Update(msg)
	return cmd
}

// noteColumns is how wide the note of a search is at most.
const noteColumns = 16

// searchNote is the pattern looked for as the keys would ask for it, "" when
// there is none.
func (r *reader) searchNote() string {
	if r.search.pattern == "" {
		return ""
	}
	return display.Cut("/"+display.Line(r.search.pattern), noteColumns)
}

// startSearch looks for a pattern from the cursor on, or from the present match
// on; backwards when asked. It runs as a command, since the body may be large,
// and takes the place of one that is still under way.
func (m *model) startSearch(it intent) tea.Cmd {
	r := m.reader()
	if it.text == "" {
		it.text = r.search.pattern
	}
	if it.text == "" {
		m.say(sayNote, "Nothing to search for: / asks.")
		return nil
	}
	body, back := r.body.State().Bytes, it.do == doSearchBack
	from, at := r.offset(), -1
	if r.search.pattern == it.text && r.search.at >= 0 {
		from, at = r.search.at, r.search.at
		if !back {
			from++
		}
	}
	r.endSearch()
	ctx, stop := context.WithCancel(m.ctx)
	r.search = search{id: r.search.id + 1, pattern: it.text, at: at, stop: stop}
	ask := quest{ctx, r.id, r.search.id, body, it.text, min(from, len(body)), back}
	return func() tea.Msg { return ask.run() }
}

// endSearch stops the search that is under way, if one is, and takes the marks
// of the last one away. No outcome comes of it any more.
func (r *reader) endSearch() {
	if r.search.stop != nil {
		r.search.stop()
	}
	r.search = search{id: r.search.id + 1}
}

// quest is one search: the command's part.
type quest struct {
	ctx        context.Context
	reader, id int
	body       []byte
	pattern    string
	from       int
	back       bool
}

// run looks for the match that starts next to from, and then through the rest
// of the body from its other end. Nil means that it was stopped.
func (q quest) run() tea.Msg {
	msg := foundMsg{reader: q.reader, id: q.id}
	f := newFinder(q.pattern)
	f.tune(q.body)
	look, near, rest := f.first, stretch{q.from, len(q.body)}, stretch{0, q.from}
	if q.back {
		look, near, rest = f.last, rest, near
	}
	if msg.at = look(q.ctx, q.body, near.from, near.to); msg.at < 0 {
		msg.at, msg.wrapped = look(q.ctx, q.body, rest.from, rest.to), true
	}
	if q.ctx.Err() != nil {
		return nil
	}
	return msg
}

// found takes the outcome of a search: the cursor goes to it.
func (m *model) found(msg foundMsg) {
	for _, r := range m.readers() {
		if r.id != msg.reader || r.search.id != msg.id {
			continue
		}
		r.search.stop()
		r.search.at, r.search.stop = msg.at, nil
		switch {
		case msg.at < 0:
			m.say(sayWarn, "Not found: "+r.search.pattern)
			return
		case msg.wrapped:
			m.say(sayNote, "Searched on from the other end.")
		}
		r.goTo(msg.at)
	}
}
