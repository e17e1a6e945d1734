package ui

import (
	"context"
	"time"

	"gatehouse/ui/jsonview"
)

const (
	// huntFor is how long a command searches before it tells what it has found.
	huntFor = 100 * time.Millisecond
	// huntBack is how far before a place its hits are looked for at first.
	huntBack = 4 << 20
)

// hunt is one piece of a search: the command's part.
type hunt struct {
	ctx    context.Context
	reader int // the id
	text   string
	kind   jsonview.PatternKind
	search *jsonview.Search // of text, nil when that may be no pattern
	index  jsonview.Index
	doc    jsonview.Document // nil before the first lines
	goal   goal
	hit    jsonview.Span // whose number is wanted when there is no goal
}

// huntedMsg is what a hunt found out. It repeats what was asked: what is looked
// for may have changed meanwhile.
type huntedMsg struct {
	reader int // the id
	text   string
	kind   jsonview.PatternKind
	index  jsonview.Index
	goal   goal

	fault   error // why text is no pattern
	found   *jsonview.Search
	ended   bool // the body ends where found does
	decided bool // the hit of the goal is known: hit, or none when that is empty
	hit     jsonview.Span
	number  int
	wrapped bool
}

// run searches for a while. The hit that is the goal ends it, so that it shows
// before all are counted.
func (h hunt) run() huntedMsg {
	msg := huntedMsg{reader: h.reader, text: h.text, kind: h.kind, index: h.index, goal: h.goal, hit: h.hit}
	s := h.search
	if s == nil {
		p, err := jsonview.Compile(h.text, h.kind)
		if err != nil {
			msg.fault = err
			return msg
		}
		s = jsonview.NewSearch(p)
	}
	if h.doc == nil {
		msg.found = s
		return msg
	}
	ctx, stop := context.WithTimeout(h.ctx, huntFor)
	defer stop()
	if h.goal.steps > 0 {
		s = h.pursue(ctx, s)
		var hit jsonview.Hit
		if hit, msg.wrapped, msg.decided = h.goal.reached(s, h.doc); msg.decided {
			msg.hit = hit.Span
		}
	} else {
		s = s.Run(ctx, h.doc, h.doc.LineAt(h.hit.From), nil)
	}
	msg.found, msg.ended = s, h.doc.Done()
	if msg.hit.To > 0 && s.Knows(0, msg.hit.From) {
		msg.number = s.Ordinal(jsonview.Hit{Span: msg.hit})
	}
	return msg
}

// pursue searches until the hit that is the goal is known. Backwards it looks
// through a part just before the place first, and through ever larger ones.
func (h hunt) pursue(ctx context.Context, s *jsonview.Search) *jsonview.Search {
	for far := huntBack; ; far *= 4 {
		from := h.goal.from
		if h.goal.back {
			from = max(0, from-far)
		}
		part, stop := context.WithCancel(ctx)
		s = s.Run(part, h.doc, h.doc.LineAt(from), func(s *jsonview.Search) {
			_, _, decided := h.goal.reached(s, h.doc)
			if decided || h.goal.back && from > 0 && s.Knows(from, h.goal.from) {
				stop()
			}
		})
		stop()
		if _, _, decided := h.goal.reached(s, h.doc); decided || ctx.Err() != nil {
			return s
		}
	}
}

// reached gives the hit that is the goal, none if there is no hit at all, and
// whether that is sure: no other can come before it.
func (g goal) reached(s *jsonview.Search, doc jsonview.Document) (h jsonview.Hit, wrapped, sure bool) {
	end := doc.Bytes()
	for from := g.from; g.steps > 0; g.steps-- {
		next, round, ok := s.Next, false, false
		if g.back {
			next = s.Prev
		}
		if h, round, ok = next(from); !ok {
			return h, false, s.Knows(0, end)
		}
		switch {
		case round && g.back:
			sure = s.Knows(0, from) && s.Knows(h.From, end)
		case round:
			sure = s.Knows(from, end) && s.Knows(0, h.From)
		case g.back:
			sure = s.Knows(h.From, from)
		default:
			sure = s.Knows(from, h.From)
		}
		if !sure {
			return h, false, false
		}
		wrapped = wrapped || round
		if from = h.From; !g.back {
			from++
		}
	}
	return h, wrapped, true
}
