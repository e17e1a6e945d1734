package jsonview

import (
	"sort"
	"unicode/utf8"
)

const (
	markBytes = 64 << 10 // distance of the marks inside a giant line
	lookAhead = 4 << 10  // how far is looked for the end of a word or of a run of whitespace
)

// pen writes the text of one line, token by token.
type pen struct {
	pos    int   // next byte of the body
	col    int   // bytes of text written
	before uint8 // what stands before pos on the line; afterOpen at its start
	tok    Kind  // the string or word that pos is in the middle of, else Space
}

// paper is what a pen may see of its line.
type paper struct {
	off    int    // where the line starts
	closes bool   // the line closes a container
	body   []byte // cut short to bound the work of one step
	ended  bool   // the line surely ends with body
	ahead  []byte // the body, to look ahead in
}

// stroke is what a pen wrote in one step: body[from:to], then perhaps a space.
type stroke struct {
	from, to int
	kind     Kind
	space    bool
}

// step writes the next token, or as much of it as the paper shows, and tells whether that was
// anything.
func (n *pen) step(p paper) (s stroke, ok bool) {
	b := p.body
	if n.pos < len(b) && n.inWord() && class[b[n.pos]] != word {
		n.tok = Space // the word ended just where the pen stopped
	}
	if n.tok == Space {
		n.pos = spaceEnd(b, n.pos)
	}
	if n.pos >= len(b) {
		return s, false
	}
	s.from = n.pos
	switch c := class[b[n.pos]]; {
	case n.inWord():
		n.finish(wordEnd(b, n.pos), false, p, &s)
	case n.tok != Space:
		end, closed := stringEnd(b, n.pos)
		n.finish(end, closed, p, &s)
	default:
		n.begin(c, p, &s)
	}
	s.to = n.pos
	n.col += s.to - s.from
	if s.space {
		n.col++
	}
	return s, s.to > s.from
}

// inWord tells whether the pen is in the middle of a word.
func (n *pen) inWord() bool {
	return n.tok == Number || n.tok == Bool || n.tok == Null || n.tok == Junk
}

// begin writes the token of class c at n.pos.
func (n *pen) begin(c uint8, p paper, s *stroke) {
	start := n.pos == p.off
	context := inArray
	closing := c == closeObject || c == closeArray
	if closing && (start && !p.closes || !start && n.before != afterOpen) {
		context = inTop // where it closes nothing
	}
	a := rules[context<<contextShift|int(n.before)][c&15]
	n.before = uint8(a) & beforeMask
	b := p.body
	switch c {
	case quote:
		n.tok = String
		if start && isKey(p.ahead, n.pos) {
			n.tok = Key
		}
		end, closed := stringEnd(b, n.pos+1)
		n.finish(end, closed, p, s)
	case word:
		ahead := b[n.pos:min(len(b), n.pos+lookAhead)]
		end := wordEnd(ahead, 0)
		n.tok = wordKind(ahead[:end], end < len(ahead) || p.ended && n.pos+end == len(b))
		n.finish(wordEnd(b, n.pos+end), false, p, s)
	default:
		s.kind = Punct
		if n.before == afterValue {
			s.kind = Junk
		}
		s.space = n.before == afterColon
		n.pos++
	}
}

// finish ends a stroke inside a string or word at end. The token is over when it is closed or
// something else follows.
func (n *pen) finish(end int, closed bool, p paper, s *stroke) {
	s.kind = n.tok
	n.pos = end
	switch {
	case closed || n.inWord() && end < len(p.body):
		n.tok = Space
	case p.ended:
		n.pos = len(p.body)
	}
}

// isKey tells whether a colon follows the string at off. A string of more than markBytes is not
// looked through, and so is no key.
func isKey(b []byte, off int) bool {
	b = b[:min(len(b), off+markBytes)]
	end, closed := stringEnd(b, off+1)
	if !closed {
		return false
	}
	end = spaceEnd(b, end)
	return end < len(b) && b[end] == ':'
}

// mark leaves a pen at the end of the window, which the last line covers.
func (x *Indexer) mark() {
	n := pen{pos: x.lineOff}
	if last := len(x.marks) - 1; last >= 0 && x.marks[last].pos > x.lineOff {
		n = x.marks[last]
	}
	p := paper{off: x.lineOff, closes: x.lineCloses, body: x.body[:x.border], ahead: x.body}
	for ok := true; ok; {
		_, ok = n.step(p)
	}
	if n.tok == Key {
		n.tok = String // so long a key is none to isKey either
	}
	x.marks = append(x.marks, n)
}

// Draw implements [Document].
func (s *Snapshot) Draw(dst []Piece, r Row, from, max int) []Piece {
	to := from + max
	dst, end := s.drawLine(dst, r, from, to)
	if r.Folded && end < to {
		dst = s.drawFold(dst, r, end, from, to)
	}
	return dst
}

// drawLine appends the pieces of a line between columns from and to, and tells where its text
// ends, or a column beyond to.
func (s *Snapshot) drawLine(dst []Piece, r Row, from, to int) ([]Piece, int) {
	end := min(r.End, len(s.body))
	whole := end < len(s.body) || s.done
	n := s.markBefore(pen{pos: r.Off}, end, from)
	for n.col < to {
		limit := min(end, n.pos+to-n.col+lookAhead)
		was := n.col
		st, ok := n.step(paper{r.Off, r.Closes, s.body[:limit], whole && limit == end, s.body[:end]})
		switch {
		case ok:
			dst = s.cut(dst, st, was, from, to)
		case limit == end:
			return dst, n.col
		default: // nothing but whitespace so far
			n = s.markBefore(n, end, n.col)
		}
	}
	return dst, n.col
}

// markBefore is the last mark on the line of pen n that is further on and not beyond column
// col, or n itself. The line ends at end.
func (s *Snapshot) markBefore(n pen, end, col int) pen {
	i := sort.Search(len(s.marks), func(i int) bool {
		m := &s.marks[i]
		return m.pos >= end || m.pos > n.pos && m.col > col
	})
	if i > 0 && s.marks[i-1].pos > n.pos {
		return s.marks[i-1]
	}
	return n
}

var oneSpace = []byte(" ")

// cut appends what of a stroke at column col lies between columns from and to.
func (s *Snapshot) cut(dst []Piece, st stroke, col, from, to int) []Piece {
	// A giant token may have been taken up in the middle of a rune: look back in the body.
	lo, hi := window(s.body[:st.to], st.from+max(from-col, 0), st.from+to-col)
	if lo < hi {
		dst = append(dst, Piece{st.kind, lo, s.body[lo:hi:hi]})
	}
	if at := col + st.to - st.from; st.space && from <= at && at < to {
		dst = append(dst, Piece{Space, -1, oneSpace})
	}
	return dst
}

// window is the part of b from lo to hi, with both moved back to the start of a rune.
func window(b []byte, lo, hi int) (int, int) {
	return runeStart(b, min(max(lo, 0), len(b))), runeStart(b, min(max(hi, 0), len(b)))
}

// runeStart is i, or the start of the valid rune that i is in the middle of.
func runeStart(b []byte, i int) int {
	if i >= len(b) {
		return i
	}
	for j := i; j >= 0 && i-j < utf8.UTFMax; j-- {
		if utf8.RuneStart(b[j]) {
			if _, size := utf8.DecodeRune(b[j:]); j+size > i {
				return j
			}
			break
		}
	}
	return i
}
