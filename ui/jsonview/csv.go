package jsonview

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

const (
	quotedBytes = 1 << 20  // how far the closing quote of a field is looked for
	guessBytes  = 64 << 10 // of CSV looked at to find its separator
	guessRows   = 50       // records looked at for that
)

// dialect reads CSV with one separator. The body may still grow.
type dialect struct {
	body      []byte
	done      bool
	separator byte
}

// field is a field of a record: body[from:to], with its quotes if it has such. Next is where
// the next field or record begins.
type field struct {
	from, to int
	quoted   bool
	last     bool // of its record
	next     int
}

// field reads the field at p. It is total: an empty field at the end of the body, too.
func (d dialect) field(p int) field {
	b := d.body
	f := field{from: p}
	if p < len(b) && b[p] == '"' {
		end, closed := d.quoteEnd(p + 1)
		f.quoted = closed && d.atEnd(end)
		switch {
		case closed:
			p = end
		case len(b)-p <= quotedBytes && !d.done:
			p = len(b) // the quote may still come
		}
	}
	f.to = d.plainEnd(p)
	f.next = f.to + 1
	if f.last = f.to == len(b) || b[f.to] == '\n'; f.last {
		if f.to == len(b) {
			f.next = f.to
		}
		if f.to > p && b[f.to-1] == '\r' {
			f.to--
		}
	}
	return f
}

// atEnd tells whether a field may end at p.
func (d dialect) atEnd(p int) bool {
	b := d.body
	return p == len(b) || b[p] == d.separator || b[p] == '\n' || b[p] == '\r' && (p+1 == len(b) || b[p+1] == '\n')
}

// quoteEnd is the offset after the quote that closes a field; p is inside of it. Two quotes in
// a row close nothing.
func (d dialect) quoteEnd(p int) (int, bool) {
	b := d.body[:min(len(d.body), p+quotedBytes)]
	for {
		i := bytes.IndexByte(b[p:], '"')
		if i < 0 {
			return 0, false
		}
		if p += i + 1; p == len(b) || b[p] != '"' {
			return p, true
		}
		p++
	}
}

// plainEnd is the offset of the first separator or line feed from p on, or of the end.
func (d dialect) plainEnd(p int) int {
	b := d.body
	separators := uint64(d.separator) * eachByte
	for p+8 <= len(b) {
		v := binary.LittleEndian.Uint64(b[p:])
		if hits := zeroes(v^separators) | zeroes(v^'\n'*eachByte); hits != 0 {
			return p + bits.TrailingZeros64(hits)/8
		}
		p += 8
	}
	for p < len(b) && b[p] != d.separator && b[p] != '\n' {
		p++
	}
	return p
}

// record is the offset of the first record from p on: empty lines are none.
func (d dialect) record(p int) (int, bool) {
	for p < len(d.body) && (d.body[p] == '\n' || d.body[p] == '\r') {
		p++
	}
	return p, p < len(d.body)
}

// start is where the first record may begin.
func (d dialect) start() int {
	if bytes.HasPrefix(d.body, []byte(byteOrderMark)) {
		return len(byteOrderMark)
	}
	return 0
}

// kind is what a field holds.
func (d dialect) kind(f field) CellKind {
	switch {
	case f.to == f.from:
		return NoCell
	case !f.quoted && f.to-f.from <= lookAhead && wordKind(d.body[f.from:f.to], true) == Number:
		return NumberCell
	}
	return StringCell
}

// content reads a field without its quotes.
func (d dialect) content(f field) text {
	if f.quoted {
		return text{b: d.body[f.from+1 : f.to-1], escape: '"'}
	}
	return text{b: d.body[f.from:f.to]}
}

// guess is the dialect of a body by its first records: the separator that gives the most of
// them the same number of fields, more than one; of equals the one with more fields.
func guess(body []byte, done bool) dialect {
	head := body[:min(len(body), guessBytes)]
	best, mark := dialect{body, done, ','}, 0
	for _, separator := range []byte(",;\t|") {
		d := dialect{head, done && len(head) == len(body), separator}
		if m := d.evenness(); m > mark {
			best.separator, mark = separator, m
		}
	}
	return best
}

// evenness is how well a separator fits.
func (d dialect) evenness() int {
	fields, alike := 0, 0
	p, more := d.record(d.start())
	for row := 0; more && row < guessRows; row++ {
		n := 0
		for last := false; !last; n++ {
			f := d.field(p)
			p, last = f.next, f.last
		}
		if p == len(d.body) && !d.done && row > 0 {
			break // perhaps not a whole record
		}
		if fields == 0 {
			fields = n
		}
		if n == fields {
			alike++
		}
		p, more = d.record(p)
	}
	if fields < 2 {
		return 0
	}
	return alike<<32 + fields
}
