package jsonview

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
)

// comparer goes through two bodies side by side. It keeps no tree: what it knows of them is
// offsets, and of the containers it is in the steps of the path.
type comparer struct {
	ctx     context.Context
	stopped error // of ctx
	rules   Rules
	a, b    side
	hash    hasher
	path    []step
	open    []pair // containers that lockstep is in
	differ  []pair // containers around the last difference it met
	out     *Comparison

	ticks     int
	reached   int            // in the first body
	summaries map[string]int // by path, the place in out.Summaries
	matches   map[string]int // by path and key, the place in out.Matches
	noted     map[string]bool
	text      []byte // scratch for paths
}

// pair is an offset in either body.
type pair struct{ a, b int }

func (p pair) compare(q pair) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) }

// ticksBetween is how many small steps are taken before cancellation is looked for, and progress
// told.
const ticksBetween = 4096

// tick counts a small step and tells whether to stop.
func (c *comparer) tick() bool {
	if c.ticks++; c.ticks < ticksBetween {
		return c.stopped != nil
	}
	c.ticks = 0
	if c.stopped == nil {
		c.stopped = c.ctx.Err()
	}
	if c.rules.Progress != nil && c.stopped == nil {
		c.rules.Progress(c.reached)
	}
	return c.stopped != nil
}

func (c *comparer) push(s step) { c.path = append(c.path, s) }
func (c *comparer) pop()        { c.path = c.path[:len(c.path)-1] }

// value compares the values at a and b and gives the offsets after them. Ok is false when either
// body is cut inside, or the comparison was stopped.
func (c *comparer) value(a, b int) (endA, endB int, ok bool) {
	if c.tick() {
		return 0, 0, false
	}
	c.reached = max(c.reached, a)
	kindA, kindB := class[c.a.body[a]], class[c.b.body[b]]
	container := kindA == openObject || kindA == openArray
	switch {
	case kindA != kindB:
		endA, endB = c.a.end(a), c.b.end(b)
		c.record(Changed, c.a.upTo(a, endA), c.b.upTo(b, endB))
		return endA, endB, endA >= 0 && endB >= 0
	case container && len(c.path) >= deepest:
		return c.deep(a, b)
	case kindA == openObject:
		return c.objects(a+1, b+1)
	case kindA == openArray:
		return c.elements(a+1, b+1)
	}
	endA, endB = c.a.scalarEnd(a), c.b.scalarEnd(b)
	if endA < 0 || endB < 0 {
		return 0, 0, false
	}
	if !sameScalar(c.a.body[a:endA], c.b.body[b:endB]) {
		c.record(Changed, Place{a, endA}, Place{b, endB})
	}
	return endA, endB, true
}

// deep is value for containers that are not looked into.
func (c *comparer) deep(a, b int) (endA, endB int, ok bool) {
	c.note(fmt.Sprintf("what is deeper than %d levels is compared as text without blanks", deepest))
	sumA, endA := c.hash.tokens(&c.a, a)
	sumB, endB := c.hash.tokens(&c.b, b)
	if endA < 0 || endB < 0 {
		return 0, 0, false
	}
	if sumA != sumB {
		c.record(Changed, Place{a, endA}, Place{b, endB})
	}
	return endA, endB, true
}

// objects compares the members of two objects from a and b on. As long as their names are in
// the same order nothing needs to be kept.
func (c *comparer) objects(a, b int) (endA, endB int, ok bool) {
	for {
		x, stateA := c.a.item(a, true)
		y, stateB := c.b.item(b, true)
		if stateA == closed && stateB == closed {
			return x.at, y.at, true
		}
		if stateA != found || stateB != found || !sameString(c.a.name(x), c.b.name(y)) {
			return c.members(a, b)
		}
		c.push(step{name: c.a.name(x)})
		a, b, ok = c.value(x.at, y.at)
		c.pop()
		if !ok {
			return 0, 0, false
		}
	}
}

// members compares what is left of two objects, whatever the order.
func (c *comparer) members(a, b int) (endA, endB int, ok bool) {
	x, endA := c.items(&c.a, a, true)
	y, endB := c.items(&c.b, b, true)
	ofA, ofB := join(c.names(&c.a, x), c.names(&c.b, y))
	for i, m := range x {
		if c.tick() {
			return 0, 0, false
		}
		c.push(step{name: c.a.name(m)})
		if j := ofA[i]; j >= 0 {
			c.value(m.at, y[j].at)
		} else if endB >= 0 {
			c.record(Removed, c.a.span(m.at), nowhere)
		}
		c.pop()
	}
	for j, m := range y {
		if ofB[j] < 0 && endA >= 0 && !c.tick() {
			c.push(step{name: c.b.name(m)})
			c.record(Added, nowhere, c.b.span(m.at))
			c.pop()
		}
	}
	return endA, endB, endA >= 0 && endB >= 0
}

// items are the members or elements from p on and the offset after their container, -1 when
// the body is cut before.
func (c *comparer) items(s *side, p int, object bool) (list []item, end int) {
	for !c.tick() {
		m, state := s.item(p, object)
		switch state {
		case lost:
			return list, -1
		case closed:
			return list, m.at
		}
		list = append(list, m)
		if p = s.end(m.at); p < 0 {
			return list, -1
		}
	}
	return list, -1
}

func (c *comparer) names(s *side, members []item) hashes {
	sums := make([]uint64, len(members))
	for i, m := range members {
		sums[i] = c.hash.string(s.name(m))
	}
	return c.sorted(sums)
}

// equal tells whether two elements of the current lists are the same, and if so where they end.
// The containers around a difference are remembered, for they will be asked about next.
func (c *comparer) equal(a, b int) (endA, endB int, same bool) {
	if _, known := slices.BinarySearchFunc(c.differ, pair{a, b}, pair.compare); known {
		return 0, 0, false
	}
	c.open = c.open[:0]
	if endA, endB, same = c.lockstep(a, b); !same {
		c.open, c.differ = c.differ, c.open
	}
	return endA, endB, same
}

// lockstep goes from token to token of two elements; where the names of an object are not in the
// same order on both sides, that object is hashed.
func (c *comparer) lockstep(a, b int) (endA, endB int, same bool) {
	x, y := c.a.body, c.b.body
	inside := len(c.path) + 1
	for depth, name := 0, false; ; { // name: a member's name is due, not a value
		if a, b = spaceEnd(x, a), spaceEnd(y, b); a == len(x) || b == len(y) || c.tick() {
			return 0, 0, false
		}
		kind := class[x[a]]
		if kind != class[y[b]] {
			return 0, 0, false
		}
		switch kind {
		case openObject, openArray:
			if inside+depth < deepest {
				c.open = append(c.open, pair{a, b})
			}
			depth++
			name = kind == openObject
			a, b = a+1, b+1
		case closeObject, closeArray:
			depth--
			c.open = c.open[:min(depth, len(c.open))]
			a, b = a+1, b+1
		case colon:
			name = false
			a, b = a+1, b+1
		case comma:
			name = len(c.open) == depth && x[c.open[depth-1].a] == '{'
			a, b = a+1, b+1
		default:
			if endA, endB, same = c.sameToken(a, b, len(c.open) < depth); same {
				a, b = endA, endB
				break
			}
			if !name || len(c.open) < depth || endA < 0 {
				return 0, 0, false
			}
			if a, b, same = c.reordered(c.open[depth-1]); !same {
				return 0, 0, false
			}
			depth--
			c.open = c.open[:depth]
		}
		if depth == 0 {
			return a, b, true
		}
	}
}

// sameToken tells whether two strings or words are the same, as text if asText is set, and where
// they end; that is -1 when one of them is cut.
func (c *comparer) sameToken(a, b int, asText bool) (endA, endB int, same bool) {
	endA, endB = c.a.scalarEnd(a), c.b.scalarEnd(b)
	if endA < 0 || endB < 0 {
		return -1, -1, false
	}
	x, y := c.a.body[a:endA], c.b.body[b:endB]
	return endA, endB, bytes.Equal(x, y) || !asText && sameScalar(x, y)
}

// reordered is lockstep for two objects, by their hashes.
func (c *comparer) reordered(at pair) (endA, endB int, same bool) {
	depth := len(c.path) + len(c.open)
	sumA, endA := c.hash.value(&c.a, at.a, depth)
	sumB, endB := c.hash.value(&c.b, at.b, depth)
	return endA, endB, endA >= 0 && endB >= 0 && sumA == sumB
}

// record keeps and counts a difference at the current path.
func (c *comparer) record(kind DifferenceKind, a, b Place) {
	for _, p := range c.rules.Ignore {
		if p.fits(c.path) {
			c.out.Ignored++
			return
		}
	}
	switch kind {
	case Added:
		c.out.Added++
	case Removed:
		c.out.Removed++
	case Changed:
		c.out.Changed++
	}
	c.summarise(kind)
	if len(c.out.List) < c.rules.Most {
		c.out.List = append(c.out.List, Difference{kind, string(c.spelled()), a, b})
	}
}

// spelled makes the current path in the scratch buffer.
func (c *comparer) spelled() []byte {
	c.text = appendPath(c.text[:0], c.path)
	return c.text
}

// alike makes the pattern of the current path in the scratch buffer.
func (c *comparer) alike() []byte {
	c.text = appendAlike(c.text[:0], c.path)
	return c.text
}

// summarise counts a difference among those at alike paths.
func (c *comparer) summarise(kind DifferenceKind) {
	pattern := c.alike()
	i, known := c.summaries[string(pattern)]
	if !known {
		if i = len(c.out.Summaries); i == mostSummaries {
			c.out.Elsewhere++
			return
		}
		c.summaries[string(pattern)] = i
		c.out.Summaries = append(c.out.Summaries, Summary{Path: string(pattern)})
	}
	s := &c.out.Summaries[i]
	switch kind {
	case Added:
		s.Added++
	case Removed:
		s.Removed++
	case Changed:
		s.Changed++
	}
}

// note keeps what a reader of the result must know, each text once.
func (c *comparer) note(text string) {
	if !c.noted[text] && len(c.out.Notes) < mostNotes {
		c.noted[text] = true
		c.out.Notes = append(c.out.Notes, text)
	}
}

// partial notes why a part is not compared.
func (c *comparer) partial(why string) {
	c.out.Partial = true
	c.note(why)
}

// finish puts the result in order.
func (c *comparer) finish() {
	slices.SortStableFunc(c.out.Summaries, func(x, y Summary) int { return cmp.Compare(y.Total(), x.Total()) })
}
