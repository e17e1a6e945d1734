package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
)

// search is what is looked for in a body, and what is known of it. What is not
// known yet a command finds out, see [reader.searchOn].
type search struct {
	text  string               // as typed, "" for nothing
	kind  jsonview.PatternKind // how it is meant
	fault error                // why it is no pattern, nil if it is one or that is not known yet
	back  bool                 // asked by ?, so that n goes backwards

	found  *jsonview.Search // the hits of the last text that was a pattern, nil before the first
	index  jsonview.Index   // that made the lines which were searched
	ended  bool             // ... and they were all of the body
	halted bool             // the user stopped the count

	goal    goal
	hit     jsonview.Span // the present hit, empty for none
	number  int           // of the present hit among all, 0 while that is not known
	wrapped bool          // it was found beyond the end, on from the other one
}

// goal is a hit to go to: so many on from an offset.
type goal struct {
	from  int
	back  bool
	steps int  // 0 for no goal
	told  bool // what came of it is told in a message
}

// none reports whether there is no present hit.
func (s *search) none() bool { return s.hit.To == 0 }

// known reports whether the text was found to be a pattern.
func (s *search) known() bool {
	return s.found != nil && s.found.Pattern().String() == s.text && s.found.Pattern().Kind() == s.kind
}

// counted reports whether all hits on the lines that there are have been
// counted.
func (r *reader) counted() bool {
	s, l := &r.search, r.layout()
	if l.doc == nil || !s.known() || s.index != l.index {
		return false
	}
	searched, of := s.found.Progress()
	return searched == of && of == l.doc.Bytes() && s.ended == l.doc.Done()
}

// searchOn is a command that finds out more of what is looked for: whether it is
// a pattern, the hit to go to, how many there are. It is nil when all is known or
// a command is under way: there is one at a time, and each takes a while only.
func (r *reader) searchOn(ctx context.Context) tea.Cmd {
	s, l := &r.search, r.layout()
	switch {
	case r.hunting != nil, s.text == "", s.fault != nil:
		return nil
	case !s.known():
	case l.doc == nil, s.goal.steps == 0 && (s.halted || r.counted()):
		return nil
	}
	ctx, r.hunting = context.WithCancel(ctx)
	h := hunt{ctx: ctx, reader: r.id, text: s.text, kind: s.kind, index: l.index, doc: l.doc, goal: s.goal, hit: s.hit}
	if s.known() {
		h.search = s.found
		if s.index != l.index {
			h.search = jsonview.NewSearch(s.found.Pattern())
		}
	}
	return func() tea.Msg { return h.run() }
}

// searchOn goes on with the search in the body that the keys speak of.
func (m *model) searchOn() tea.Cmd {
	if r := m.reader(); r != nil {
		return r.searchOn(m.ctx)
	}
	return nil
}

// interrupt makes the command that is under way answer at once with what it has
// found out, which may be of no use any more.
func (r *reader) interrupt() {
	if r.hunting != nil {
		r.hunting()
	}
}

// endSearch takes the search and its marks away.
func (r *reader) endSearch() {
	r.interrupt()
	r.search = search{}
}

// hunted takes what a command found out.
func (m *model) hunted(msg huntedMsg) {
	for _, r := range m.readers() {
		if r.id != msg.reader {
			continue
		}
		went := r.hunted(msg)
		switch {
		case r.asking && r.asked.kept:
			m.keepSearch(intent{})
		case went && msg.goal.told:
			m.tellSearch(r)
		}
	}
}

// hunted takes what a command found out, and goes to the hit that was asked for.
// It reports whether it is known now if there is one.
func (r *reader) hunted(msg huntedMsg) bool {
	r.interrupt()
	r.hunting = nil
	s := &r.search
	switch {
	case s.text != msg.text || s.kind != msg.kind: // something else is looked for now
		return false
	case msg.fault != nil:
		s.fault, s.goal = msg.fault, goal{}
		return false
	}
	s.found, s.index, s.ended = msg.found, msg.index, msg.ended
	if s.hit == msg.hit {
		s.number = msg.number
	}
	if s.goal.steps == 0 || s.goal != msg.goal || !msg.decided {
		return false
	}
	s.goal = goal{}
	s.hit, s.number, s.wrapped = msg.hit, msg.number, msg.wrapped
	if r.asking {
		r.goBack(r.asked.sight)
	}
	if !s.none() {
		r.goToHit()
	}
	return true
}

// goToHit goes to the present hit. The screen moves only when it is not on it.
func (r *reader) goToHit() {
	hit, l := r.search.hit, r.layout()
	if l.doc != nil && !r.wraps() {
		line := l.doc.LineAt(hit.From)
		row, top := l.rowOf(line), l.rowOf(r.top)
		if l.lineOf(row) == line && top <= row && row < top+r.rows {
			r.line, r.seek = line, 0
			r.clamp()
			r.reveal(l.doc, hit.From, hit.To-hit.From)
			return
		}
	}
	r.show(hit.From, hit.To-hit.From)
}

// tellSearch tells what came of going to a hit, where the screen does not.
func (m *model) tellSearch(r *reader) {
	s := &r.search
	switch {
	case s.none() && r.growing():
		m.say(sayWarn, "Not found so far, and more of it is to come: "+s.text)
	case s.none():
		m.say(sayWarn, "Not found: "+s.text)
	case s.wrapped:
		m.say(sayNote, "Searched on from the other end.")
	}
}

// nextHit goes to the next hit, or to the one before, from the present one on if
// the cursor still stands there. A body that was searched by ? is searched the
// other way round.
func (m *model) nextHit(it intent) tea.Cmd {
	r := m.reader()
	s := &r.search
	if s.text == "" {
		m.say(sayNote, "Nothing to search for: / asks.")
		return nil
	}
	back := s.back != (it.do == doSearchBack)
	s.halted = false
	r.interrupt()
	if s.goal.steps > 0 && s.goal.back == back {
		s.goal.steps++ // keys come faster than hits
		return nil
	}
	from := r.offset()
	if !back && !s.none() && from == s.hit.From {
		from++
	}
	s.goal = goal{from: from, back: back, steps: 1, told: true}
	return nil
}

// cancelSearch stops counting the hits in the body that the keys speak of. It
// reports whether there was something to stop.
func (m *model) cancelSearch() bool {
	r := m.reader()
	if r == nil || r.search.text == "" || r.search.fault != nil || r.search.halted || r.counted() {
		return false
	}
	r.interrupt()
	r.search.halted, r.search.goal = true, goal{}
	m.say(sayNote, "Searching was stopped: n goes on.")
	return true
}
