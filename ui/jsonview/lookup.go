package jsonview

// Containers have no table of their own. The end of one is found by the least depth of the
// blocks after it, its parent by that of the blocks before.

// End is the line that closes the container which line opens. It is false when the line opens
// none, or when the end has not come (yet).
func (s *Snapshot) End(line int) (int, bool) {
	if line < 0 || line >= s.lines {
		return 0, false
	}
	r := s.row(line)
	if !r.Opens {
		return 0, false
	}
	i := s.blockOf(line)
	if end, ok := s.firstUpTo(i, line+1, r.Depth); ok {
		return end, true
	}
	if i = s.blockAfter(i, r.Depth); i < 0 {
		return 0, false
	}
	return s.firstUpTo(i, 0, r.Depth)
}

// firstUpTo is the first line of block i, from line on, that is no deeper than depth.
func (s *Snapshot) firstUpTo(i, line, depth int) (int, bool) {
	w := s.walk(i)
	for end := s.endOf(i); ; w.next() {
		if w.line >= line && w.depth <= depth {
			return w.line, true
		}
		if w.line+1 == end {
			return 0, false
		}
	}
}

// Parent is the line that opens the container around line, false at the top. The closing line
// of a container has the same parent as its opening line.
func (s *Snapshot) Parent(line int) (int, bool) {
	if line < 0 || line >= s.lines {
		return 0, false
	}
	depth := s.row(line).Depth
	if depth == 0 {
		return 0, false
	}
	return s.chain(nil, line, depth-1, depth-1)[0].line, true
}

// blockAfter is the first block after block i with a line of depth or less, -1 if there is none.
func (s *Snapshot) blockAfter(i, depth int) int {
	for i++; i < len(s.blocks); i++ {
		for i%groupSize == 0 && i/groupSize < len(s.least) && int(s.least[i/groupSize]) > depth {
			i += groupSize
		}
		if int(s.blockAt(i).least) <= depth {
			return i
		}
	}
	if i == len(s.blocks) && int(s.open.least) <= depth {
		return i
	}
	return -1
}

// blockBefore is the last block before block i with a line of depth or less, -1 if there is
// none.
func (s *Snapshot) blockBefore(i, depth int) int {
	for i--; i >= 0; i-- {
		for i%groupSize == groupSize-1 && i/groupSize < len(s.least) && int(s.least[i/groupSize]) > depth {
			i -= groupSize
		}
		if i >= 0 && int(s.blockAt(i).least) <= depth {
			return i
		}
	}
	return -1
}

// level is one step on the way down to a line: the line at that depth which opens the next
// container (or is the line itself), and its element number.
type level struct {
	depth     int
	line, off int
	ord       uint32
	// Not yet known, for it stands in an earlier block: the element number that ord counts from,
	// and the opening line of a container closed here.
	ordOpen, lineOpen bool
	// The bracket that the line opens, 0 where that was not come by: telling it from the line
	// costs a block lexed again, and a body may have a level every byte.
	bracket byte
}

// chain appends to dst the levels from deepest up to least around a line no shallower than
// deepest. The line's own container counts for a closing line.
func (s *Snapshot) chain(dst []level, line, deepest, least int) []level {
	i := s.blockOf(line)
	found := s.levelsIn(i, line)
	for want := deepest; ; {
		for j := len(found) - 1; j >= 0; j-- {
			f := found[j]
			if f.depth == want+1 && len(dst) > 0 {
				dst[len(dst)-1].resolve(f)
			}
			if f.depth > want {
				continue
			}
			if f.depth < least {
				break
			}
			dst = append(dst, f)
			want = f.depth - 1
		}
		need := want
		if len(dst) > 0 {
			if l := dst[len(dst)-1]; l.ordOpen || l.lineOpen {
				need = l.depth
			}
		}
		if need < least {
			return dst
		}
		if i = s.blockBefore(i, need); i < 0 {
			return dst
		}
		found = s.levelsIn(i, s.endOf(i)-1)
	}
}

// resolve completes a level by what an earlier block knows of it.
func (l *level) resolve(earlier level) {
	if l.lineOpen {
		l.line, l.off, l.lineOpen, l.bracket = earlier.line, earlier.off, false, earlier.bracket
	}
	if l.ordOpen {
		l.ord, l.ordOpen = l.ord+earlier.ord, false
	}
}

// levelsIn is the levels around a line of block i as far as the block tells, outermost first.
func (s *Snapshot) levelsIn(i, line int) []level {
	b := s.blockAt(i)
	w := s.walk(i)
	open := []level{{
		depth: w.depth, line: w.line, off: w.off, ord: b.ordFirst, lineOpen: w.closes,
	}}
	for w.line < line {
		w.next()
		top := &open[len(open)-1]
		switch {
		case w.depth > top.depth:
			top.bracket = s.tokenBefore(w.off)
			open = append(open, level{depth: w.depth, line: w.line, off: w.off})
		case w.depth == top.depth:
			top.line, top.off, top.lineOpen, top.bracket = w.line, w.off, false, 0
			top.ord += w.raises
		case len(open) > 1:
			open = open[:len(open)-1]
		default:
			*top = level{depth: w.depth, line: w.line, off: w.off, ordOpen: true, lineOpen: true}
			if w.depth == int(b.least) {
				top.ord, top.ordOpen = b.ordLeast, false
			}
		}
	}
	return open
}

// tokenBefore is the last byte before off that is no whitespace: the bracket, where a line begins
// at off that is the first in a container.
func (s *Snapshot) tokenBefore(off int) byte {
	for off--; class[s.body[off]] == space; {
		off--
	}
	return s.body[off]
}
