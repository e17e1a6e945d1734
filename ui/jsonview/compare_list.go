package jsonview

import (
	"fmt"
	"slices"
)

// elements compares two lists from startA and startB on, which are after the opening brackets. As
// long as elements are the same nothing needs to be kept.
func (c *comparer) elements(startA, startB int) (endA, endB int, ok bool) {
	a, b := startA, startB
	for n := 0; ; n++ {
		x, stateA := c.a.item(a, false)
		y, stateB := c.b.item(b, false)
		if stateA == closed && stateB == closed {
			return x.at, y.at, true
		}
		same := stateA == found && stateB == found && !c.rules.ByPosition
		if same {
			endA, endB, same = c.equal(x.at, y.at)
		}
		if same {
			a, b = endA, endB
			c.reached = max(c.reached, a)
			continue
		}
		if !c.rules.ByPosition {
			x, y := c.list(&c.a, startA), c.list(&c.b, startB)
			if c.stopped != nil {
				return 0, 0, false
			}
			if max(len(x.at), len(y.at)) <= c.most.matched {
				return c.lists(x, y, n)
			}
			c.noteList(fmt.Sprintf("more than %d elements, paired by position", c.most.matched))
		}
		return c.byPosition(a, b, n)
	}
}

// list is where the elements of a list are. The last one may be cut.
type list struct {
	*half
	at  []int
	end int // the offset after the list, -1 when the body is cut before
}

// list reads a list, but no more than what can be matched and one element.
func (c *comparer) list(s *half, p int) list {
	const few = 1024
	l := list{half: s, end: -1}
	for start := p; !c.tick() && len(l.at) <= c.most.matched; {
		if len(l.at) == few { // make room for all at once, if the rest is like these
			l.at = slices.Grow(l.at, min(few*((len(s.body)-p)/(p-start)+1), c.most.matched))
		}
		m, state := s.item(p, false)
		if state == closed {
			l.end = m.at
		}
		if state != found {
			break
		}
		l.at = append(l.at, m.at)
		if p = s.end(m.at); p < 0 {
			break
		}
	}
	return l
}

// lists compares two lists whose first elements, as many as same says, are the same.
func (c *comparer) lists(x, y list, same int) (endA, endB int, ok bool) {
	if k, ok := c.keyOf(x, y); ok {
		c.matched(k.key)
		c.byKey(x, y, k, same)
	} else {
		c.inOrder(x, y, same)
	}
	return x.end, y.end, x.end >= 0 && y.end >= 0 && c.stopped == nil
}

// byPosition compares two lists from element n on, which is at a and b. It keeps nothing of them.
func (c *comparer) byPosition(a, b, n int) (endA, endB int, ok bool) {
	for ; ; n++ {
		x, stateA := c.a.item(a, false)
		y, stateB := c.b.item(b, false)
		if stateA == lost || stateB == lost || c.stopped != nil {
			return 0, 0, false
		}
		if stateA == closed && stateB == closed {
			return x.at, y.at, true
		}
		c.push(step{number: n})
		switch {
		case stateB == closed:
			gone := c.a.span(x.at)
			a = gone.To
			c.record(Removed, gone, nowhere)
		case stateA == closed:
			come := c.b.span(y.at)
			b = come.To
			c.record(Added, nowhere, come)
		default:
			a, b, ok = c.value(x.at, y.at)
		}
		c.pop()
		if c.tick() || stateA == found && stateB == found && !ok {
			return 0, 0, false
		}
	}
}

// both compares element i of one list with element j of the other.
func (c *comparer) both(x, y list, i, j int, key []byte) {
	c.push(x.step(i, key))
	c.value(x.at[i], y.at[j])
	c.pop()
}

// removed records that element i is in the first list only.
func (c *comparer) removed(x list, i int, key []byte) {
	c.push(x.step(i, key))
	c.record(Removed, x.span(x.at[i]), nowhere)
	c.pop()
}

// added records that element j is in the second list only.
func (c *comparer) added(y list, j int, key []byte) {
	c.push(y.step(j, key))
	c.record(Added, nowhere, y.span(y.at[j]))
	c.pop()
}

// step is the way to element i, by its key if there is one.
func (l list) step(i int, key []byte) step {
	s := step{number: i}
	if key != nil {
		if at, ok := l.member(l.at[i], key); ok {
			s.key = key
			s.id, _ = l.scalar(at)
		}
	}
	return s
}

// byKey compares two lists whose elements are paired by a key. The first elements are the same.
func (c *comparer) byKey(x, y list, k keyed, same int) {
	ofX, ofY := join(k.ax, k.by)
	order := make([]int32, 0, min(len(ofX), len(ofY)))
	for i, j := range ofX {
		if c.tick() {
			return
		}
		if j >= 0 {
			order = append(order, j)
		}
		switch {
		case j >= 0 && i >= same:
			c.both(x, y, i, int(j), k.key)
		case j < 0 && y.end >= 0:
			c.removed(x, i, k.key)
		}
	}
	for j, i := range ofY {
		if i < 0 && x.end >= 0 && !c.tick() {
			c.added(y, j, k.key)
		}
	}
	c.out.Moved += len(order) - len(rising(order))
}

// inOrder compares two lists as sequences: what is the same in both stays, and what stands
// between is paired in order.
func (c *comparer) inOrder(x, y list, same int) {
	i, j := same, same
	gap := func(endX, endY int, last bool) {
		for i < endX && j < endY && !c.tick() {
			c.both(x, y, i, j, nil)
			i, j = i+1, j+1
		}
		for ; i < endX && (!last || y.end >= 0) && !c.tick(); i++ {
			c.removed(x, i, nil)
		}
		for ; j < endY && (!last || x.end >= 0) && !c.tick(); j++ {
			c.added(y, j, nil)
		}
		i, j = endX+1, endY+1
	}
	for at, to := range c.align(x, y, same) {
		if to >= 0 {
			gap(same+at, same+int(to), false)
		}
	}
	gap(len(x.at), len(y.at), true)
}

// align finds which elements after the first ones stay: for each of the first list its partner
// in the second, rising, or -1.
func (c *comparer) align(x, y list, same int) []int32 {
	x.at, y.at = x.at[same:], y.at[same:]
	if len(x.at) == 0 || len(y.at) == 0 || len(x.at) == 1 && len(y.at) == 1 {
		return alone(len(x.at))
	}
	first := func(l list) []byte { s := l.span(l.at[0]); return l.body[s.From:s.To] }
	return c.alignHashes(c.hashes(x), c.hashes(y), first(x), first(y))
}

// hashes are those of the elements of a list; one that is cut is like no other.
func (c *comparer) hashes(l list) []uint64 {
	out := make([]uint64, len(l.at))
	for i, at := range l.at {
		if c.stopped != nil {
			break
		}
		sum, end := c.hash.value(l.half, at, len(c.path)+1)
		if end < 0 {
			sum = c.hash.mix(uint64(at), 0)
		}
		out[i] = sum
	}
	return out
}
