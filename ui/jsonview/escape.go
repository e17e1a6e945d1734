package jsonview

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads what a string says, piece by piece, with its escapes undone: the inside of a JSON
// string, or a field of CSV. What is no escape is read as it stands. Half a surrogate pair becomes
// the three bytes that UTF-8 would have for it, so that two halves are not taken for one another.
type text struct {
	b      []byte // what is left
	escape byte   // a backslash: JSON; a quote: quoted CSV; else 0
	open   bool   // b goes on after the string, which a quote ends
	half   bool   // the last piece is half a surrogate pair
	char   [utf8.UTFMax]byte
}

// inside is the text of a JSON string without its quotes.
func inside(b []byte) text { return text{b: b, escape: '\\'} }

// pieceBytes bounds what is looked through for the end of a piece: often its start will do.
const pieceBytes = 4 << 10

// next is the next piece, good until the following call; nil at the end.
func (t *text) next() []byte {
	t.half = false
	n := t.plain()
	switch {
	case n > 0:
		return t.take(n)
	case len(t.b) == 0:
		return nil
	case t.b[0] != t.escape:
		if t.open {
			t.b = nil
			return nil
		}
		return t.take(1) // a quote that ends nothing
	case len(t.b) == 1:
		return t.take(1)
	case t.escape == '"':
		if t.b[1] == '"' {
			t.take(1)
		}
		return t.take(1)
	}
	return t.undo()
}

// plain is how many bytes come before an escape or a quote, as far as it is looked.
func (t *text) plain() int {
	b := t.b[:min(len(t.b), pieceBytes)]
	switch t.escape {
	case '\\':
		return quoteOrSlash(b)
	case '"':
		if i := bytes.IndexByte(b, '"'); i >= 0 {
			return i
		}
	}
	return len(b)
}

// quoteOrSlash is where the first quote or backslash stands, len(b) when there is none.
func quoteOrSlash(b []byte) int {
	p := 0
	for ; p+8 <= len(b); p += 8 {
		v := binary.LittleEndian.Uint64(b[p:])
		if hits := zeroes(v^eachQuote) | zeroes(v^eachSlash); hits != 0 {
			return p + bits.TrailingZeros64(hits)/8
		}
	}
	for p < len(b) && b[p] != '"' && b[p] != '\\' {
		p++
	}
	return p
}

func (t *text) take(n int) []byte {
	piece := t.b[:n]
	t.b = t.b[n:]
	return piece
}

// undo takes an escape of JSON; the backslash alone where it begins none.
func (t *text) undo() []byte {
	if t.b[1] == 'u' {
		return t.unicode()
	}
	i := strings.IndexByte(`"\/bfnrt`, t.b[1])
	if i < 0 {
		return t.take(1)
	}
	t.take(2)
	t.char[0] = "\"\\/\b\f\n\r\t"[i]
	return t.char[:1]
}

// unicode takes \u and its digits, of a pair both.
func (t *text) unicode() []byte {
	r, ok := fourDigits(t.b)
	if !ok {
		return t.take(1)
	}
	t.take(6)
	if utf16.IsSurrogate(r) {
		low, _ := fourDigits(t.b)
		pair := utf16.DecodeRune(r, low)
		if pair == utf8.RuneError {
			t.half = true
			return append(t.char[:0], 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
		}
		t.take(6)
		r = pair
	}
	return t.char[:utf8.EncodeRune(t.char[:], r)]
}

// fourDigits reads an escape of four hex digits, \u0041.
func fourDigits(b []byte) (r rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		d := hexDigit(c)
		if d < 0 {
			return 0, false
		}
		r = r<<4 | d
	}
	return r, true
}

// hexDigit is the value of a hexadecimal digit, -1 for another byte.
func hexDigit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return -1
}

// unescaped is what the inside of a JSON string says.
func unescaped(b []byte) []byte {
	if bytes.IndexByte(b, '\\') < 0 {
		return b
	}
	var out []byte
	t := inside(b)
	for p := t.next(); p != nil; p = t.next() {
		out = append(out, p...)
	}
	return out
}

// compareTexts compares by code points, which is how bytes of UTF-8 compare.
func compareTexts(a, b text) int {
	var p, q []byte
	for {
		if len(p) == 0 {
			p = a.next()
		}
		if len(q) == 0 {
			q = b.next()
		}
		both := min(len(p), len(q))
		if order := bytes.Compare(p[:both], q[:both]); order != 0 || both == 0 {
			return cmp.Or(order, cmp.Compare(len(p), len(q)))
		}
		p, q = p[both:], q[both:]
	}
}
