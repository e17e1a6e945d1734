package jsonview

import (
	"context"
	"math"
	"slices"
	"sort"
	"sync/atomic"
)

// Span is a part of a body, by offsets.
type Span struct{ From, To int }

// Hit is one place where a pattern matches.
type Hit struct {
	Line int // number of the line that it starts on
	Span
}

// Search is what is known of the hits of a pattern in a document: how many there are in each
// stretch of it. It is immutable; [Search.Run] makes a further one that knows more.
//
// A line is searched as a whole up to 256 KB. Of a longer one, and of a hex view, each window of
// 256 KB (64 KB) is searched by itself: a hit belongs to the window that it starts in, reaches no
// more than 64 KB beyond it, and may overlap with a hit of the window before. There \b, and all
// conditions in text that is not UTF-8, take the ends of a window for those of the line.
type Search struct {
	pattern *Pattern
	doc     searchable
	units   []unit
	counts  []int32 // hits of each unit, unknown for one not searched yet
	total   int
	known   int // bytes searched
}

const (
	unknown   = -1
	searchers = 2  // goroutines of a search
	batch     = 16 // units that a searcher takes at a time
	reports   = 32 // about as many times a search tells how far it is
)

// NewSearch is the search for a pattern, of which nothing is known yet.
func NewSearch(p *Pattern) *Search { return &Search{pattern: p} }

// Pattern is what is searched for.
func (s *Search) Pattern() *Pattern { return s.pattern }

// Total is how many hits are known.
func (s *Search) Total() int { return s.total }

// Progress is how many bytes have been searched, and of how many. When these are equal, all hits
// in what had arrived are known.
func (s *Search) Progress() (searched, of int) {
	if s.doc == nil {
		return 0, 0
	}
	return s.known, s.doc.Bytes()
}

// Run searches what is not searched yet of doc, which is the document of the last run, or a later
// view of it. It begins at a line, goes on to the end and then from the top. It returns when all
// is searched or ctx ends, which it notices within a stretch of 256 KB; what was found till then
// is in the result, and a further run goes on from there.
//
// Report gets the results so far: the first hit from the line on at once, then every now and
// again. It is called on the goroutine of the caller; nil is allowed. Doc must be a document of
// this package.
func (s *Search) Run(ctx context.Context, doc Document, line int, report func(*Search)) *Search {
	return s.run(ctx, doc.(searchable), line, report, searchers)
}

func (s *Search) run(ctx context.Context, doc searchable, line int, report func(*Search), workers int) *Search {
	out := s.onto(doc)
	order := out.order(line)
	if len(order) == 0 {
		return out
	}
	work := &work{ctx: ctx, search: out, order: order, counts: make([]int32, len(order))}
	batches := (len(order) + batch - 1) / batch
	work.finished = make(chan int, batches)
	workers = min(workers, batches)
	for range workers {
		go work.run()
	}
	out = work.collect(workers, batches, report)
	return out
}

// onto is what is known of a later view of the document.
func (s *Search) onto(doc searchable) *Search {
	out := &Search{pattern: s.pattern, doc: doc}
	kept, from := 0, 0
	if s.doc != nil {
		kept = s.settled()
		from = s.end(kept - 1)
	}
	out.units = doc.units(slices.Clip(s.units[:kept]), from)
	out.counts = append(slices.Clip(s.counts[:kept]), slices.Repeat([]int32{unknown}, len(out.units)-kept)...)
	out.sum()
	return out
}

// settled is how many units at the start stay as they are, whatever arrives: all that a hit
// cannot reach out of into what is still to come. The last unit still grows.
func (s *Search) settled() int {
	if s.doc.Done() {
		return len(s.units)
	}
	n := sort.Search(len(s.units), func(i int) bool { return s.units[i].off+reachBytes > s.doc.Bytes() })
	return max(n-1, 0)
}

// sum brings total and known up to date.
func (s *Search) sum() {
	s.total, s.known = 0, 0
	for i, n := range s.counts {
		if n != unknown {
			s.total += int(n)
			s.known += s.end(i) - s.units[i].off
		}
	}
	// What is before the first line has no hits.
	if len(s.units) == 0 {
		s.known = s.doc.Bytes()
	} else if s.counts[0] != unknown {
		s.known += s.units[0].off
	}
}

// end is where unit i ends, and -1 before the first one.
func (s *Search) end(i int) int {
	if i+1 < len(s.units) {
		return s.units[i+1].off
	}
	return s.doc.Bytes()
}

// extent is where the hits of unit i are.
func (s *Search) extent(i int) extent {
	e := extent{from: s.units[i].off, to: s.end(i), inside: s.units[i].inside}
	e.limit = e.to
	for j := i + 1; j < len(s.units) && s.units[j].inside; j++ {
		if e.limit = s.end(j); e.limit >= e.to+reachBytes {
			e.limit = e.to + reachBytes
			e.cut = e.limit < s.end(j) || j+1 < len(s.units) && s.units[j+1].inside
			break
		}
	}
	return e
}

// order is the units not searched yet, those from a line on first.
func (s *Search) order(line int) []int32 {
	first := 0
	if rows := s.doc.Rows(nil, line, 1); len(rows) > 0 {
		first = s.unitAt(rows[0].Off)
	}
	var order []int32
	for i := range s.units {
		if i = (i + first) % len(s.units); s.counts[i] == unknown {
			order = append(order, int32(i))
		}
	}
	return order
}

// unitAt is the last unit that begins at or before off, 0 when there is none.
func (s *Search) unitAt(off int) int {
	return max(0, sort.Search(len(s.units), func(i int) bool { return s.units[i].off > off })-1)
}

// work is a run under way. Searchers take batches of units in order.
type work struct {
	ctx      context.Context
	search   *Search // what was known before
	order    []int32
	counts   []int32      // of each unit in order, valid when its batch is finished
	taken    atomic.Int64 // batches
	finished chan int     // batches; -1 when a searcher ends
}

func (w *work) run() {
	defer func() { w.finished <- -1 }()
	s := w.search
	f := s.pattern.finders.Get().(*finder)
	defer s.pattern.finders.Put(f)
	f.tune(s.doc.raw())
	var hits []Span
	for {
		first := int(w.taken.Add(1)-1) * batch
		if first >= len(w.order) {
			return
		}
		for k := first; k < min(first+batch, len(w.order)); k++ {
			if w.ctx.Err() != nil {
				return
			}
			hits = f.hits(hits[:0], s.doc, s.extent(int(w.order[k])))
			w.counts[k] = int32(min(len(hits), math.MaxInt32))
		}
		w.finished <- first / batch
	}
}

// collect puts together what the searchers find. Reports leave out what is beyond a batch not
// finished yet, so that the first hit in a report is the first there is.
func (w *work) collect(workers, batches int, report func(*Search)) *Search {
	done := make([]bool, batches)
	next, reported, hits := 0, 0, false
	for workers > 0 {
		b := <-w.finished
		if b < 0 {
			workers--
			continue
		}
		done[b] = true
		first := false
		for ; next < batches && done[next]; next++ {
			first = first || !hits && w.hasHits(next)
		}
		if report != nil && (first || (next-reported)*reports > batches) {
			report(w.result(func(b int) bool { return b < next }))
			reported, hits = next, hits || first
		}
	}
	return w.result(func(b int) bool { return done[b] })
}

func (w *work) hasHits(b int) bool {
	return slices.ContainsFunc(w.of(b), func(n int32) bool { return n > 0 })
}

// of is the counts of a batch.
func (w *work) of(b int) []int32 { return w.counts[b*batch : min((b+1)*batch, len(w.counts))] }

// result is the search with the counts of some batches.
func (w *work) result(which func(b int) bool) *Search {
	out := *w.search
	out.counts = slices.Clone(out.counts)
	for k, i := range w.order {
		if which(k / batch) {
			out.counts[i] = w.counts[k]
		}
	}
	out.sum()
	return &out
}
