package jsonview

import (
	"cmp"
	"context"
	"fmt"
)

// comparer goes through two bodies side by side. It keeps no tree: what it knows of them is
// offsets, and of the containers it is in the steps of the path.
type comparer struct {
	ctx     context.Context
	stopped error // of ctx
	rules   Rules
	most    limits
	a, b    half
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
func (c *comparer) items(s *half, p int, object bool) (list []item, end int) {
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

func (c *comparer) names(s *half, members []item) hashes {
	sums := make([]uint64, len(members))
	for i, m := range members {
		sums[i] = c.hash.string(s.name(m))
	}
	return c.sorted(sums)
}
