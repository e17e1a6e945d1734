package jsonview

import "fmt"

// HexBytes is how many bytes a row of a hex view shows.
const HexBytes = 16

// HexIndex is the [Index] of bytes that are no text. There is nothing to index: all is arithmetic.
type HexIndex struct{ snapshot HexSnapshot }

// Feed implements [Index].
func (x *HexIndex) Feed(body []byte, max int) int {
	had := len(x.snapshot.body)
	n := min(max, len(body)-had)
	x.snapshot.body = body[: had+n : had+n]
	return n
}

// Finish implements [Index].
func (x *HexIndex) Finish() { x.snapshot.done = true }

// Document implements [Index].
func (x *HexIndex) Document() Document { return x.snapshot }

// HexSnapshot is the [Document] of a hex view: offset, bytes, and the printable ones as text.
type HexSnapshot struct {
	body []byte
	done bool
}

// Lines implements [Document].
func (s HexSnapshot) Lines() int { return (len(s.body) + HexBytes - 1) / HexBytes }

// Bytes implements [Document].
func (s HexSnapshot) Bytes() int { return len(s.body) }

// Done implements [Document].
func (s HexSnapshot) Done() bool { return s.done }

// Rows implements [Document].
func (s HexSnapshot) Rows(dst []Row, first, n int) []Row {
	first = max(first, 0)
	for line := first; line < min(first+n, s.Lines()); line++ {
		off := line * HexBytes
		dst = append(dst, Row{Line: line, Off: off, End: min(off+HexBytes, len(s.body))})
	}
	return dst
}

// LineAt implements [Document].
func (s HexSnapshot) LineAt(off int) int {
	return max(0, min(off/HexBytes, s.Lines()-1))
}

// Draw implements [Document]. A row is 78 bytes wide: eight or more digits of offset, two groups
// of eight bytes, and the ASCII column.
func (s HexSnapshot) Draw(dst []Piece, r Row, from, max int) []Piece {
	b := s.body[r.Off:min(r.End, len(s.body))]
	offset := fmt.Appendf(nil, "%08x  ", r.Off)
	hex := make([]byte, 0, 3*HexBytes+2)
	ascii := make([]byte, 0, HexBytes)
	for i := range HexBytes {
		switch {
		case i < len(b):
			hex = fmt.Appendf(hex, "%02x ", b[i])
			ascii = append(ascii, printable(b[i]))
		default:
			hex = append(hex, "   "...)
		}
		if i == HexBytes/2-1 || i == HexBytes-1 {
			hex = append(hex, ' ')
		}
	}
	col := 0
	for _, p := range []Piece{{Offset, r.Off, offset}, {Hex, r.Off, hex}, {ASCII, r.Off, ascii}} {
		if lo, hi := window(p.Text, from-col, from+max-col); lo < hi {
			dst = append(dst, Piece{p.Kind, p.Off, p.Text[lo:hi:hi]})
		}
		col += len(p.Text)
	}
	return dst
}

// printable is c, or a dot where c is not printable ASCII.
func printable(c byte) byte {
	if c < ' ' || c > '~' {
		return '.'
	}
	return c
}
