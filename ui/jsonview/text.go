package jsonview

import (
	"bytes"
	"sort"
)

// TextIndex is the [Index] of plain text. A line ends with a line feed, or a carriage return
// and a line feed; the terminator is not drawn. A line exists once a byte of it has come.
type TextIndex struct {
	body   []byte
	done   bool
	lines  int
	fresh  bool // the next byte starts a line
	blocks []textBlock
}

// textBlock stands at the first line start in each stretch of blockBytes that has one.
type textBlock struct{ off, line int }

// Feed implements [Index].
func (x *TextIndex) Feed(body []byte, max int) int {
	had := len(x.body)
	n := min(max, len(body)-had)
	x.body = body[: had+n : had+n]
	if had == 0 {
		x.fresh = true
	}
	for p := had; p < len(x.body); {
		stretch := min(len(x.body), (p/blockBytes+1)*blockBytes)
		x.take(p, stretch)
		p = stretch
	}
	return n
}

// take counts the lines of body[p:end], which lies within one stretch.
func (x *TextIndex) take(p, end int) {
	b := x.body[p:end]
	if x.fresh {
		x.start(p)
	}
	newlines := bytes.Count(b, []byte{'\n'})
	x.fresh = b[len(b)-1] == '\n'
	if newlines > 0 {
		if first := p + bytes.IndexByte(b, '\n') + 1; first < end {
			x.start(first)
			newlines--
		}
	}
	if x.fresh && newlines > 0 {
		newlines--
	}
	x.lines += newlines
}

// start counts the line that starts at off and makes a block of it if it is the first in its
// stretch.
func (x *TextIndex) start(off int) {
	if n := len(x.blocks); n == 0 || x.blocks[n-1].off/blockBytes < off/blockBytes {
		x.blocks = append(x.blocks, textBlock{off, x.lines})
	}
	x.lines++
}

// Finish implements [Index].
func (x *TextIndex) Finish() { x.done = true }

// Document implements [Index].
func (x *TextIndex) Document() Document {
	return &TextSnapshot{x.body, x.done, x.lines, x.blocks[:len(x.blocks):len(x.blocks)]}
}

// TextSnapshot is the [Document] of plain text.
type TextSnapshot struct {
	body   []byte
	done   bool
	lines  int
	blocks []textBlock
}

// Lines implements [Document].
func (s *TextSnapshot) Lines() int { return s.lines }

// Bytes implements [Document].
func (s *TextSnapshot) Bytes() int { return len(s.body) }

// Done implements [Document].
func (s *TextSnapshot) Done() bool { return s.done }

// endOf is the line and offset where block i ends.
func (s *TextSnapshot) endOf(i int) (line, off int) {
	if i+1 < len(s.blocks) {
		return s.blocks[i+1].line, s.blocks[i+1].off
	}
	return s.lines, len(s.body)
}

// after is the start of the line after the one at off in block i. What follows the last line
// start of a block is not searched.
func (s *TextSnapshot) after(i, line, off int) int {
	endLine, endOff := s.endOf(i)
	if line+1 >= endLine {
		return endOff
	}
	return off + bytes.IndexByte(s.body[off:], '\n') + 1
}

// Rows implements [Document].
func (s *TextSnapshot) Rows(dst []Row, first, n int) []Row {
	first = max(first, 0)
	last := min(first+n, s.lines)
	if first >= last {
		return dst
	}
	i := sort.Search(len(s.blocks)-1, func(i int) bool { return s.blocks[i+1].line > first })
	off := s.blocks[i].off
	for line := s.blocks[i].line; line < last; line++ {
		if end, _ := s.endOf(i); line == end {
			i++
		}
		end := s.after(i, line, off)
		if line >= first {
			dst = append(dst, Row{Line: line, Off: off, End: end})
		}
		off = end
	}
	return dst
}

// Draw implements [Document].
func (s *TextSnapshot) Draw(dst []Piece, r Row, from, max int) []Piece {
	b := s.shown(s.body[r.Off:min(r.End, len(s.body))], r.End == len(s.body))
	if lo, hi := window(b, from, from+max); lo < hi {
		dst = append(dst, Piece{Plain, r.Off + lo, b[lo:hi:hi]})
	}
	return dst
}

// shown is a line without its terminator; last when nothing has come after it.
func (s *TextSnapshot) shown(line []byte, last bool) []byte {
	switch {
	case bytes.HasSuffix(line, []byte("\r\n")):
		return line[:len(line)-2]
	case bytes.HasSuffix(line, []byte("\n")):
		return line[:len(line)-1]
	case !s.done && last && bytes.HasSuffix(line, []byte("\r")):
		return line[:len(line)-1] // its line feed is most likely on the way
	}
	return line
}

// LineAt implements [Document].
func (s *TextSnapshot) LineAt(off int) int {
	if s.lines == 0 {
		return 0
	}
	i := sort.Search(len(s.blocks)-1, func(i int) bool { return s.blocks[i+1].off > off })
	line, at := s.blocks[i].line, s.blocks[i].off
	for end, _ := s.endOf(i); line+1 < end; line++ {
		if at = s.after(i, line, at); at > off {
			break
		}
	}
	return line
}
