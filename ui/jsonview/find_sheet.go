package jsonview

import (
	"bytes"
	"sort"
)

// sheet is the text of some lines as they are drawn, without indents, and where in the body it
// stands.
type sheet struct {
	body   []byte
	text   []byte // part of the body, or held
	held   []byte // memory for text that is not as in the body
	lines  []Span // of text
	pieces []placed
	// The first line begins with the text, the last one ends with it. Otherwise more of the line
	// is before or after it.
	start, end bool

	done   bool // the body ends here for good
	lo, hi int  // of the body, to be written next
}

// placed is a piece of the body in the text.
type placed struct{ at, off, n int }

func (t *sheet) begin(body []byte, done bool) {
	*t = sheet{
		body: body, held: t.held[:0], lines: t.lines[:0], pieces: t.pieces[:0], start: true, end: true, done: done,
	}
}

// is makes the text a part of the body.
func (t *sheet) is(from, to int) {
	t.text = t.body[from:to]
	t.pieces = append(t.pieces, placed{0, from, to - from})
}

// add writes body[from:to].
func (t *sheet) add(from, to int) {
	if from != t.hi {
		t.flush()
		t.lo = from
	}
	t.hi = to
}

// token writes the token of class c at p of b and returns its end.
func (t *sheet) token(b []byte, p int, c uint8) int {
	switch c {
	case quote:
		end, closed := stringEnd(b, p+1)
		return t.rest(b, p, end, closed)
	case word:
		end := wordEnd(b, p)
		t.add(p, end)
		return end
	}
	t.add(p, p+1)
	return p + 1
}

// rest writes a token from p on. One that is not closed takes all that b has, save half an escape
// while more may come.
func (t *sheet) rest(b []byte, p, end int, closed bool) int {
	if !closed && t.done {
		end = len(b)
	}
	t.add(p, end)
	if !closed {
		return len(b)
	}
	return end
}

// blank writes the space after a colon.
func (t *sheet) blank() {
	t.flush()
	t.held = append(t.held, ' ')
	t.lo = t.hi
}

func (t *sheet) flush() {
	if t.lo < t.hi {
		t.pieces = append(t.pieces, placed{len(t.held), t.lo, t.hi - t.lo})
		t.held = append(t.held, t.body[t.lo:t.hi]...)
		t.lo = t.hi
	}
}

// line begins the next line.
func (t *sheet) line() {
	at := len(t.held) + t.hi - t.lo
	if n := len(t.lines); n > 0 {
		t.lines[n-1].To = at
	}
	t.lines = append(t.lines, Span{From: at})
}

// close ends the last line and the text.
func (t *sheet) close() {
	t.flush()
	t.text = t.held
	if n := len(t.lines); n > 0 {
		t.lines[n-1].To = len(t.text)
	}
}

// inBody is the place of a part of the text; it is empty when that is layout only. Piece is a
// piece at or before it, which the next call for a later part may have.
func (t *sheet) inBody(part Span, piece int) (Span, int) {
	for piece+1 < len(t.pieces) && t.pieces[piece+1].at <= part.From {
		piece++
	}
	if len(t.pieces) == 0 {
		return Span{}, 0
	}
	p := t.pieces[piece]
	out := Span{From: p.off + part.From - p.at}
	if part.From-p.at >= p.n && piece+1 < len(t.pieces) {
		out.From = t.pieces[piece+1].off
	}
	last := piece
	for last+1 < len(t.pieces) && t.pieces[last+1].at < part.To {
		last++
	}
	p = t.pieces[last]
	out.To = p.off + min(part.To-p.at, p.n)
	return out, piece
}

// textAt is where in the text the byte of the body at off stands, or would.
func (t *sheet) textAt(off int) int {
	i := sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].off > off }) - 1
	if i < 0 {
		return 0
	}
	p := t.pieces[i]
	return p.at + min(off-p.off, p.n)
}

// layOut implements [searchable].
func (s *Snapshot) layOut(t *sheet, from, to int, inside bool) {
	t.begin(s.body, s.done)
	if inside {
		i := sort.Search(len(s.marks), func(i int) bool { return s.marks[i].pos >= from })
		t.start = false
		t.row(s.marks[i], to, false)
		return
	}
	w := s.walk(s.blockAround(from))
	b := s.body[:to]
	for p := spaceEnd(b, w.pos); p < to; p = spaceEnd(b, p) {
		c := class[b[p]]
		a := rules[w.state&stateMask][c&15]
		w.take(a)
		if a&startsLine != 0 {
			t.line()
		}
		p = t.token(b, p, c)
		if w.state&beforeMask == afterColon {
			t.blank()
		}
	}
	t.close()
}

// row writes the text of one line from a pen on, to the end of the line or of what shall be
// written. A line's start that closes a container says so.
func (t *sheet) row(n pen, to int, closes bool) {
	b := t.body[:to]
	t.line()
	p, before := n.pos, n.before
	switch {
	case n.inWord():
		p = wordEnd(b, p)
		t.add(n.pos, p)
	case n.tok != Space:
		end, closed := stringEnd(b, p)
		p = t.rest(b, p, end, closed)
	}
	for p = spaceEnd(b, p); p < to; p = spaceEnd(b, p) {
		c := class[b[p]]
		context := inArray
		if (c == closeObject || c == closeArray) && !closes && (before != afterOpen || n.col == 0 && p == n.pos) {
			context = inTop // where it closes nothing
		}
		closes = false
		before = uint8(rules[context<<contextShift|int(before)][c]) & beforeMask
		p = t.token(b, p, c)
		if before == afterColon {
			t.blank()
		}
	}
	t.close()
}

// layOutRow implements [searchable]. Of a giant it writes from the last mark on.
func (s *Snapshot) layOutRow(t *sheet, r Row, from, to int) {
	t.begin(s.body, s.done)
	n := pen{pos: r.Off}
	if i := sort.Search(len(s.marks), func(i int) bool { return s.marks[i].pos > from }) - 1; i >= 0 && s.marks[i].pos > r.Off {
		n, t.start = s.marks[i], false
	}
	t.end = to >= r.End
	t.row(n, min(to, r.End, len(s.body)), r.Closes && t.start)
}

// layOut implements [searchable].
func (s *TextSnapshot) layOut(t *sheet, from, to int, inside bool) {
	t.begin(s.body, s.done)
	t.is(from, to)
	t.start = !inside
	for at := 0; at < len(t.text); {
		end := len(t.text)
		if i := bytes.IndexByte(t.text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		t.lines = append(t.lines, Span{at, at + len(s.shown(t.text[at:end], from+end == len(s.body)))})
		at = end
	}
}

// layOutRow implements [searchable].
func (s *TextSnapshot) layOutRow(t *sheet, r Row, from, to int) {
	t.begin(s.body, s.done)
	from, to = max(from, r.Off), min(to, r.End, len(s.body))
	t.is(from, to)
	t.start, t.end = from == r.Off, to >= r.End
	t.lines = append(t.lines, Span{0, len(s.shown(t.text, to == len(s.body)))})
}

// layOut implements [searchable]: all is one line.
func (s HexSnapshot) layOut(t *sheet, from, to int, inside bool) {
	t.begin(s.body, s.done)
	t.is(from, to)
	t.start, t.end = from == 0, to == len(s.body)
	t.lines = append(t.lines, Span{0, len(t.text)})
}

// layOutRow implements [searchable]. Hits may come from rows before and reach into those after.
func (s HexSnapshot) layOutRow(t *sheet, _ Row, from, to int) {
	s.layOut(t, max(0, from), min(to, len(s.body)), from > 0)
}
