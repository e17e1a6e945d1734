package jsonview

// walker goes from line to line, lexing again from the start of a block.
type walker struct {
	body   []byte
	line   int // current line
	off    int
	depth  int
	closes bool
	raises uint32 // by how much the element number rose since the line before

	pos   int   // next token: the line's first one
	state uint8 // before it
	inner int   // depth before it
}

// next moves to the next line. There must be one: the index knows how many there are, and
// what follows the last line of a block is never lexed, for it may be 50 MB long.
func (w *walker) next() {
	w.raises = 0
	for first := true; ; first = false {
		p := spaceEnd(w.body, w.pos)
		c := class[w.body[p]]
		a := rules[w.state&stateMask][c&15]
		if !first || a&startsLine == 0 {
			w.raises += uint32(a >> raiseShift & 1)
		}
		if a&startsLine != 0 && !first {
			w.line++
			w.off, w.pos = p, p
			w.closes = a&pop != 0
			w.depth = w.inner
			if w.closes {
				w.depth--
			}
			return
		}
		w.take(a)
		w.pos, _ = tokenEnd(w.body, p, c)
	}
}

// take applies an action. Layout does not depend on the kind of a container, so all are taken
// for arrays.
func (w *walker) take(a action) {
	if a&pop != 0 {
		w.inner--
	}
	if a&push != 0 {
		w.inner++
	}
	w.state = uint8(a) & beforeMask
	if w.inner > 0 {
		w.state |= inArray << contextShift
	}
}
