package jsonview

// cursor goes from line to line of a snapshot, over the borders of blocks. What a block knows of
// its least depth lets it leave a large container without lexing it.
type cursor struct {
	walker
	s     *Snapshot
	block int
	end   int // number of the line after the block
}

// cursorAt stands on a line, which must exist.
func (s *Snapshot) cursorAt(line int) cursor {
	i := s.blockOf(line)
	c := s.cursorIn(i)
	for c.line < line {
		c.walker.next()
	}
	return c
}

// cursorIn stands on the first line of block i.
func (s *Snapshot) cursorIn(i int) cursor {
	return cursor{walker: s.walk(i), s: s, block: i, end: s.endOf(i)}
}

// next moves to the next line and is false when there is none yet.
func (c *cursor) next() bool {
	switch {
	case c.line+1 < c.end:
		c.walker.next()
	case c.end < c.s.lines:
		*c = c.s.cursorIn(c.block + 1)
	default:
		return false
	}
	return true
}

// leave moves to the next line that is no deeper than depth and is false when there is none yet.
func (c *cursor) leave(depth int) bool {
	for !c.leaveIn(depth, c.end) {
		i := c.s.blockAfter(c.block, depth)
		if i < 0 {
			return false
		}
		if *c = c.s.cursorIn(i); c.depth <= depth {
			return true
		}
	}
	return true
}

// leaveIn is leave for the lines before end, where it stops short. It is next over and over,
// but keeps its variables out of the struct, for it passes over most of a body.
func (w *walker) leaveIn(depth, end int) bool {
	b, p, state, inner, line := w.body, w.pos, w.state, w.inner, w.line
	if line+1 >= end {
		return false
	}
	for first := true; ; first = false {
		p = spaceEnd(b, p)
		c := class[b[p]]
		a := rules[state&stateMask][c&15]
		if a&startsLine != 0 && !first {
			line++
			level := inner - int(a>>popShift&1)
			if level <= depth || line+1 == end {
				w.line, w.off, w.pos, w.state, w.inner = line, p, p, state, inner
				w.depth, w.closes = level, a&pop != 0
				return level <= depth
			}
		}
		switch c {
		case quote:
			p, _ = stringEnd(b, p+1)
		case word:
			p = wordEnd(b, p+1)
		case openObject, openArray:
			inner++
			p++
		default:
			inner -= int(a >> popShift & 1)
			p++
		}
		state = uint8(a) & beforeMask
		if inner > 0 {
			state |= inArray << contextShift
		}
	}
}
