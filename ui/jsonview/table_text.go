package jsonview

import (
	"bytes"
	"cmp"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads what a cell says, byte by byte, with escapes undone: a JSON string to its closing
// quote, or a field of CSV. What is no escape is read as it stands.
type text struct {
	b      []byte
	p      int
	escape byte // a backslash: JSON; a quote: quoted CSV; else 0

	undone [utf8.UTFMax]byte // what is left of an escape that was undone
	left   int
}

// next is the next byte, false at the end.
func (t *text) next() (byte, bool) {
	if t.left > 0 {
		c := t.undone[0]
		copy(t.undone[:], t.undone[1:])
		t.left--
		return c, true
	}
	if t.p >= len(t.b) {
		return 0, false
	}
	c := t.b[t.p]
	switch {
	case t.escape == '\\' && c == '"':
		t.b = t.b[:t.p]
		return 0, false
	case t.escape != 0 && c == t.escape:
		return t.undo(), true
	}
	t.p++
	return c, true
}

// undo passes over an escape and is its first byte; the others are left for next.
func (t *text) undo() byte {
	b := t.b[t.p:]
	if len(b) == 1 {
		t.p++
		return b[0]
	}
	if b[1] == 'u' && t.escape == '\\' {
		r, n := unicodeEscape(b)
		if n > 0 {
			t.p += n
			t.left = utf8.EncodeRune(t.undone[:], r)
			c, _ := t.next()
			return c
		}
	}
	i := bytes.IndexByte([]byte(`"\/bfnrt`), b[1])
	if t.escape == '"' {
		i = bytes.IndexByte([]byte(`"`), b[1])
	}
	if i < 0 {
		t.p++
		return b[0]
	}
	t.p += 2
	return "\"\\/\b\f\n\r\t"[i]
}

// unicodeEscape is the rune that b begins with as an escape of four hex digits, or as two, and how
// many bytes that takes; 0 when it does not. Half of a pair is no rune.
func unicodeEscape(b []byte) (rune, int) {
	r, ok := fourDigits(b)
	if !ok {
		return 0, 0
	}
	if utf16.IsSurrogate(r) {
		low, _ := fourDigits(b[6:])
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return r, 6
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

// all is the whole text.
func (t text) all() []byte {
	out := make([]byte, 0, len(t.b))
	for {
		c, ok := t.next()
		if !ok {
			return out
		}
		out = append(out, c)
	}
}

// unescaped is the inside of a JSON string with its escapes undone.
func unescaped(b []byte) []byte {
	if bytes.IndexByte(b, '\\') < 0 {
		return b
	}
	return text{b: b, escape: '\\'}.all()
}

// head is the first eight bytes as a number that compares like them. It is the whole text when
// no more come, and none of them is 0, as what is missing is.
func (t text) head() (h uint64, whole bool) {
	whole = true
	for shift := 56; shift >= 0; shift -= 8 {
		c, ok := t.next()
		whole = whole && (c != 0 || !ok)
		h |= uint64(c) << shift
	}
	_, more := t.next()
	return h, whole && !more
}

// compareTexts compares by code points, which is how bytes of UTF-8 compare.
func compareTexts(a, b text) int {
	for {
		for a.left+b.left == 0 && a.p < len(a.b) && b.p < len(b.b) && a.b[a.p] == b.b[b.p] &&
			a.b[a.p] != '\\' && a.b[a.p] != '"' {
			a.p++
			b.p++
		}
		ca, oka := a.next()
		cb, okb := b.next()
		switch {
		case !oka && !okb:
			return 0
		case !oka:
			return -1
		case !okb:
			return 1
		case ca != cb:
			return cmp.Compare(ca, cb)
		}
	}
}
