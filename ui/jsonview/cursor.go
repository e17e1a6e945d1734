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
	for c.line+1 < c.end {
		if c.walker.next(); c.depth <= depth {
			return true
		}
	}
	i := c.s.blockAfter(c.block, depth)
	if i < 0 {
		return false
	}
	*c = c.s.cursorIn(i)
	return c.depth <= depth || c.leave(depth)
}
