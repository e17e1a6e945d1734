package jsonview

import (
	"slices"
	"sort"
)

// foldings is what folds keep of a block.
type foldings struct {
	standing           // before its first line
	shown    int32     // of its lines
	own      *ownFolds // nil for most
}

// ownFolds is what only some blocks have. It never changes, so that copies share it.
type ownFolds struct {
	marks []mark
	// What came out when the block was last lexed, if it was, and for which standing before it.
	// It stays while the block is hidden, so to show a container again lexes nothing.
	counted  bool
	from, to standing
	shown    int32
}

// mark is of a container that opens in the block.
type mark struct {
	at      uint16 // its line, counted from the block's first
	toggled bool   // it is not as the rule says
	scope   *scope // of a rule that begins with it
}

// uncounted is o without what came of lexing.
func (o *ownFolds) uncounted() *ownFolds {
	if o == nil || len(o.marks) == 0 {
		return nil
	}
	return &ownFolds{marks: o.marks}
}

// markOf is the mark of a line of block i.
func (f *Folds) markOf(i, line int) mark {
	m := mark{at: uint16(line - int(f.s.blockAt(i).line))}
	if own := f.blocks[i].own; own != nil {
		if k, ok := slices.BinarySearchFunc(own.marks, m.at, byLine); ok {
			return own.marks[k]
		}
	}
	return m
}

func byLine(m mark, at uint16) int { return int(m.at) - int(at) }

// setMark gives block i a mark in place of that of the same line, or removes that when it says
// nothing.
func (f *Folds) setMark(i int, m mark) {
	var marks []mark
	if own := f.blocks[i].own; own != nil {
		marks = own.marks
	}
	k, found := slices.BinarySearchFunc(marks, m.at, byLine)
	rest := marks[k:]
	if found {
		rest = rest[1:]
	}
	changed := append(make([]mark, 0, len(marks)+1), marks[:k]...)
	if m.toggled || m.scope != nil {
		changed = append(changed, m)
	}
	changed = append(changed, rest...)
	f.blocks[i].own = (&ownFolds{marks: changed}).uncounted()
}

// recount counts the rows of block from, of all up to block through, and of those after them as
// far as their standing is another than it was.
func (f *Folds) recount(from, through int) {
	at := f.blocks[from].standing
	for i := from; i < len(f.blocks); i++ {
		b := &f.blocks[i]
		if i > through && b.standing == at {
			return
		}
		b.standing = at
		var shown int32
		shown, at = f.count(i, at)
		f.perGroup[i/groupSize] += shown - b.shown
		f.rows += int(shown - b.shown)
		b.shown = shown
	}
}

// count is how many lines of block i show for a standing before it, and the standing after it.
func (f *Folds) count(i int, at standing) (shown int32, after standing) {
	b := f.s.blockAt(i)
	if b.least > at.level {
		return 0, at // all inside a folded container
	}
	own := f.blocks[i].own
	if own == nil || len(own.marks) == 0 {
		if shown, ok := f.plain(i, b, at); ok {
			return shown, at
		}
	}
	if own != nil && own.counted && own.from == at {
		return own.shown, own.to
	}
	w := f.walkBlock(i, at)
	for w.next() {
		if w.shows {
			shown++
		}
	}
	counted := &ownFolds{counted: true, from: at, to: w.standing, shown: shown}
	if own != nil {
		counted.marks = own.marks
	}
	f.blocks[i].own = counted
	return shown, w.standing
}

// plain counts a block without marks where its own counts tell: the standing is the same all
// through it.
func (f *Folds) plain(i int, b *block, at standing) (int32, bool) {
	byRule := at.level == at.in.rule
	if b.least <= at.in.depth || !byRule && (at.level < at.in.rule || b.least < at.level) {
		return 0, false // a container ends in it
	}
	lines := int32(f.s.endOf(i)) - int32(b.line)
	switch n := at.level - b.least; {
	case n < levels:
		return int32(b.upTo[n]), true
	case int32(b.upTo[levels-1]) == lines, at.level-b.depth >= lines:
		return lines, true
	}
	return 0, false
}

// foldWalk goes through the lines of a block and tells which show.
type foldWalk struct {
	standing // after row
	row      Row
	shows    bool // row is shown
	raises   int  // of the element number since the line before, in the same container

	w     walker
	s     *Snapshot
	i     int
	end   int // the line after the block
	marks []mark
}

// walkBlock stands before the first line of block i.
func (f *Folds) walkBlock(i int, at standing) foldWalk {
	w := foldWalk{standing: at, w: f.s.walk(i), s: f.s, i: i, end: f.s.endOf(i)}
	if own := f.blocks[i].own; own != nil {
		w.marks = own.marks
	}
	return w
}

// next moves to the next line of the block and tells whether there is one.
func (w *foldWalk) next() bool {
	line := w.w.line
	if line == w.end {
		return false
	}
	w.raises = int(w.w.raises)
	w.row = Row{Line: line, Depth: w.w.depth, Off: w.w.off, Closes: w.w.closes}
	deeper := 0
	switch {
	case line+1 < w.end:
		w.w.next()
		w.row.End, deeper = w.w.off, w.w.depth
	case w.i < len(w.s.blocks):
		b := w.s.blockAt(w.i + 1)
		w.row.End, deeper = int(b.off), int(b.depth)
		w.w.line++
	default:
		w.row.End = len(w.s.body)
		w.w.line++
	}
	w.row.Opens = deeper > w.row.Depth
	w.pass()
	return true
}

// pass finds out about the row and takes the standing after it.
func (w *foldWalk) pass() {
	r := &w.row
	depth := int32(r.Depth)
	w.shows = depth < w.level || depth == w.level && !r.Closes
	switch {
	case depth > w.level:
	case r.Closes:
		for w.in.depth >= depth {
			w.in = w.in.up
		}
		w.level = max(depth, w.in.rule)
	case r.Opens:
		m := w.mark(r.Line)
		if m.scope != nil {
			w.in = m.scope
		}
		r.Folded = depth >= w.in.rule != m.toggled
		if r.Folded {
			w.level = depth
		} else {
			w.level = max(depth+1, w.in.rule)
		}
	}
}

// mark is the mark of a line; lines must be asked for in order.
func (w *foldWalk) mark(line int) mark {
	first := int(w.s.blockAt(w.i).line)
	for len(w.marks) > 0 && first+int(w.marks[0].at) < line {
		w.marks = w.marks[1:]
	}
	if len(w.marks) > 0 && first+int(w.marks[0].at) == line {
		return w.marks[0]
	}
	return mark{}
}

// blockOfRow is the block that a row stands in, and the number of rows before that block.
func (f *Folds) blockOfRow(row int) (i, before int) {
	g := 0
	for before+int(f.perGroup[g]) <= row {
		before += int(f.perGroup[g])
		g++
	}
	for i = g * groupSize; before+int(f.blocks[i].shown) <= row; i++ {
		before += int(f.blocks[i].shown)
	}
	return i, before
}

// rowsBefore is the number of rows before block i.
func (f *Folds) rowsBefore(i int) int {
	rows := 0
	for _, n := range f.perGroup[:i/groupSize] {
		rows += int(n)
	}
	for _, b := range f.blocks[i/groupSize*groupSize : i] {
		rows += int(b.shown)
	}
	return rows
}

// scopeAt is the innermost scope that a line which opens a container stands in, its own
// included, whether the line shows or not.
func (f *Folds) scopeAt(line int) *scope {
	i := sort.Search(len(f.scopes), func(i int) bool { return f.scopes[i].line > line })
	if i == 0 {
		return f.whole
	}
	// Of those that begin no later, all that the line stands in are around the last one.
	in := f.scopes[i-1]
	for in.line >= 0 && in.line != line {
		if end, ok := f.s.End(in.line); !ok || end > line {
			break
		}
		in = in.up
	}
	return in
}
