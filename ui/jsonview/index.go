package jsonview

// Indexer is the [Index] of JSON and JSON Lines: one pass over the body, resumable at any byte.
type Indexer struct {
	format Format
	size   int // bytes per block
	body   []byte
	done   bool

	// Where the lexer stands.
	pos    int   // next byte to look at
	inside uint8 // class of the token it is in the middle of: quote, word, or none
	state  uint8
	depth  int
	ord    uint32 // element number at this depth
	stack  stack

	lines      int
	lineOff    int               // start of the last line
	lineCloses bool              // the last line closes a container
	blocks     []block           // closed
	least      []int32           // least depth per groupSize closed blocks
	open       block             // the last block, its counts still in perLevel
	perLevel   [levelRing]uint16 // the open block's lines by level, modulo levelRing
	window     int               // see run
	border     int               // end of the current window
	marks      []pen

	fault Fault
	many  bool // more than one top-level value
}

// none is no class of a token: the lexer stands between tokens.
const none = space

// NewIndexer is an index for JSON, or for JSONLines, where a further top-level value is no
// fault. The layout is the same.
func NewIndexer(f Format) *Indexer { return newIndexer(f, blockBytes, markBytes) }

func newIndexer(f Format, size, window int) *Indexer {
	return &Indexer{format: f, size: size, inside: none, window: window, border: window}
}

// Feed implements [Index].
func (x *Indexer) Feed(body []byte, max int) int {
	had := len(x.body)
	n := min(max, len(body)-had)
	x.body = body[: had+n : had+n]
	if x.pos == 0 && !x.skipByteOrderMark() {
		return n
	}
	x.run()
	return n
}

// Finish implements [Index].
func (x *Indexer) Finish() {
	if x.done {
		return
	}
	x.run()
	x.done = true
	unfinished := x.depth > 0 || x.inside == quote || x.lines == 0 && x.format == JSON
	if unfinished && x.fault.Kind == 0 {
		x.fault = Fault{len(x.body), Truncated}
	}
}

const byteOrderMark = "\xEF\xBB\xBF"

// skipByteOrderMark passes over a byte order mark and tells whether the lexer may start: not
// while what has come may still become one.
func (x *Indexer) skipByteOrderMark() bool {
	n := min(len(x.body), len(byteOrderMark))
	if string(x.body[:n]) != byteOrderMark[:n] {
		return true
	}
	if n < len(byteOrderMark) {
		return false
	}
	x.pos = n
	return true
}

// run lexes what was fed, in windows of the body: where a line covers a whole window, a mark is
// left at its end from which the line can be drawn.
func (x *Indexer) run() {
	for len(x.body) >= x.border {
		x.lex(x.body[:x.border])
		if x.lines > 0 && x.lineOff <= x.border-x.window {
			x.mark()
		}
		x.border += x.window
	}
	x.lex(x.body)
}

// resume finishes the token that the lexer is in the middle of; it is not ready while b ends
// within that token.
func (x *Indexer) resume(b []byte) (p int, ready bool) {
	switch x.inside {
	case none:
		return x.pos, true
	case quote:
		x.pos, ready = stringEnd(b, x.pos)
	default:
		x.pos = wordEnd(b, x.pos)
		ready = x.pos < len(b)
	}
	if ready {
		x.inside = none
	}
	return x.pos, ready
}

// lex runs over b from where it stood. This loop is the speed of the index: its variables are
// kept out of the struct, and calls that do not inline out of its common paths.
func (x *Indexer) lex(b []byte) {
	p, ready := x.resume(b)
	if !ready {
		return
	}
	state, depth, ord := x.state, x.depth, x.ord
	lines, lineOff, lineCloses := x.lines, x.lineOff, x.lineCloses
	blockEnd := int(x.open.off) + x.size
	if lines == 0 {
		blockEnd = 0
	}
	for p < len(b) {
		c := class[b[p]]
		if c == space {
			p = spaceEnd(b, p)
			continue
		}
		before := state
		a := rules[state&stateMask][c&15]
		state = uint8(a) & stateMask
		if a&pop != 0 {
			depth--
			var context uint8
			ord, context = x.stack.pop(depth)
			state |= context << contextShift
		}
		ord += uint32(a >> raiseShift & 1)
		if a&startsLine != 0 {
			if p >= blockEnd {
				x.lines = lines
				x.startBlock(p, depth, ord, before, a&pop != 0)
				blockEnd = p + x.size
			}
			if int32(depth) < x.open.least {
				x.open.least, x.open.ordLeast = int32(depth), ord
			}
			level := depth + int(a>>popShift&1)
			x.perLevel[level&(levelRing-1)]++
			lines++
			lineOff, lineCloses = p, a&pop != 0
		}
		if a&faulty != 0 {
			x.note(p, before, c, a)
		}
		switch c {
		case quote:
			end, closed := stringEnd(b, p+1)
			if p = end; !closed {
				x.inside = quote
				goto out
			}
		case word:
			if p = wordEnd(b, p+1); p == len(b) {
				x.inside = word
				goto out
			}
		case openObject, openArray:
			if entry := stackEntry(ord, before>>contextShift); depth < len(x.stack.near) {
				x.stack.near[depth] = entry
			} else {
				x.stack.grow(depth, entry)
			}
			depth++
			ord = 0
			p++
			continue
		default:
			p++
			continue
		}
		// What mostly follows a string or a word is a colon or comma: take it at once.
		if p < len(b) {
			a := rules[state&stateMask][class[b[p]]&15]
			if a&(follows|startsLine|faulty) == follows {
				state = uint8(a) & stateMask
				ord += uint32(a >> raiseShift & 1)
				p++
			}
		}
	}
out:
	x.pos, x.state, x.depth, x.ord = p, state, depth, ord
	x.lines, x.lineOff, x.lineCloses = lines, lineOff, lineCloses
}

// startBlock closes the open block and begins the next with the line at p.
func (x *Indexer) startBlock(p, depth int, ord uint32, before uint8, closing bool) {
	if x.lines > 0 {
		x.open.count(&x.perLevel)
		if len(x.blocks)%groupSize == 0 {
			x.least = append(x.least, x.open.least)
		}
		if last := len(x.blocks) / groupSize; x.open.least < x.least[last] {
			x.least[last] = x.open.least
		}
		x.blocks = append(x.blocks, x.open)
		for i := range x.lines - int(x.open.line) + 1 {
			x.perLevel[(int(x.open.least)+i)%levelRing] = 0
		}
	}
	x.open = block{
		off: uint64(p), line: uint32(x.lines), depth: int32(depth), least: int32(depth),
		ordFirst: ord, ordLeast: ord, state: before, closing: closing,
	}
}

// note keeps the first fault.
func (x *Indexer) note(p int, before, c uint8, a action) {
	if a&second != 0 {
		x.many = true
		if x.format == JSONLines {
			return
		}
	}
	if x.fault.Kind == 0 {
		x.fault = Fault{p, faultKind(before, c)}
	}
}
