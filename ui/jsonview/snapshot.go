package jsonview

import "sort"

// Snapshot is the [Document] of JSON and JSON Lines. It is immutable and right for ever: what
// arrives later only adds lines. Its zero value has no lines.
type Snapshot struct {
	format Format
	body   []byte
	done   bool
	lines  int
	blocks []block
	least  []int32
	open   block
	marks  []pen
	fault  Fault
	many   bool
}

// Snapshot is a view of all that was fed. It copies nothing but the open block.
func (x *Indexer) Snapshot() *Snapshot {
	s := &Snapshot{
		format: x.format, body: x.body, done: x.done, lines: x.lines,
		blocks: x.blocks[:len(x.blocks):len(x.blocks)],
		least:  x.least[: len(x.blocks)/groupSize : len(x.blocks)/groupSize],
		open:   x.open, marks: x.marks[:len(x.marks):len(x.marks)], fault: x.fault, many: x.many,
	}
	s.open.count(&x.perLevel)
	return s
}

// Alone is the same view of a document that was laid out as [JSONLines] and has
// turned out to be one value: its paths begin at that. A view of several values
// stays as it is.
func (s *Snapshot) Alone() *Snapshot {
	if s.many || s.format != JSONLines {
		return s
	}
	alone := *s
	alone.format = JSON
	return &alone
}

// Document implements [Index].
func (x *Indexer) Document() Document { return x.Snapshot() }

// Lines implements [Document].
func (s *Snapshot) Lines() int { return s.lines }

// Bytes implements [Document].
func (s *Snapshot) Bytes() int { return len(s.body) }

// Done implements [Document].
func (s *Snapshot) Done() bool { return s.done }

// Fault is the first fault in the structure so far. Spelling (numbers, literals, escapes) is
// not looked at: that is a [Checker]'s work, whose first fault may come earlier.
func (s *Snapshot) Fault() (Fault, bool) { return s.fault, s.fault.Kind != 0 }

// blockAt is block i, the open one being the last.
func (s *Snapshot) blockAt(i int) *block {
	if i < len(s.blocks) {
		return &s.blocks[i]
	}
	return &s.open
}

// endOf is the number of the line after block i.
func (s *Snapshot) endOf(i int) int {
	if i < len(s.blocks) {
		return int(s.blockAt(i + 1).line)
	}
	return s.lines
}

// blockOf is the block that line stands in.
func (s *Snapshot) blockOf(line int) int {
	return sort.Search(len(s.blocks), func(i int) bool { return s.endOf(i) > line })
}

// walk begins at the first line of block i.
func (s *Snapshot) walk(i int) walker {
	b := s.blockAt(i)
	w := walker{
		body: s.body, line: int(b.line), off: int(b.off), pos: int(b.off),
		depth: int(b.depth), inner: int(b.depth), closes: b.closing,
	}
	if w.closes {
		w.inner++
	}
	w.state = b.state & beforeMask
	if w.inner > 0 {
		w.state |= inArray << contextShift
	}
	return w
}

// Rows implements [Document].
func (s *Snapshot) Rows(dst []Row, first, n int) []Row {
	first = max(first, 0)
	last := min(first+n, s.lines) - 1
	if first > last {
		return dst
	}
	i := s.blockOf(first)
	w := s.walk(i)
	for w.line < first {
		w.next()
	}
	for {
		r := Row{Line: w.line, Depth: w.depth, Off: w.off, End: len(s.body), Closes: w.closes}
		if w.line+1 < s.lines {
			if w.line+1 == s.endOf(i) {
				i++
				w = s.walk(i)
			} else {
				w.next()
			}
			r.End, r.Opens = w.off, w.depth > r.Depth
		}
		dst = append(dst, r)
		if r.Line == last {
			return dst
		}
	}
}

// row is one row; the line must exist.
func (s *Snapshot) row(line int) Row {
	var rows [1]Row
	return s.Rows(rows[:0], line, 1)[0]
}

// LineAt implements [Document].
func (s *Snapshot) LineAt(off int) int {
	if s.lines == 0 {
		return 0
	}
	i := sort.Search(len(s.blocks), func(i int) bool { return int(s.blockAt(i+1).off) > off })
	w := s.walk(i)
	end := s.endOf(i)
	for line := w.line; ; line = w.line {
		if line+1 == end {
			return line
		}
		if w.next(); w.off > off {
			return line
		}
	}
}
