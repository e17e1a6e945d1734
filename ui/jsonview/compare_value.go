package jsonview

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// sameScalar tells whether two strings or words mean the same.
func sameScalar(a, b []byte) bool {
	switch {
	case bytes.Equal(a, b):
		return true
	case a[0] == '"' && b[0] == '"':
		return sameString(a[1:len(a)-1], b[1:len(b)-1])
	case isNumber(a) && isNumber(b):
		return sameNumber(a, b)
	}
	return false
}

// sameString tells whether two strings, without their quotes, mean the same text.
func sameString(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	if bytes.IndexByte(a, '\\') < 0 && bytes.IndexByte(b, '\\') < 0 {
		return false
	}
	x, y := unescaper{text: a}, unescaper{text: b}
	for {
		p, q := x.next(), y.next()
		if p == nil || q == nil {
			return p == nil && q == nil
		}
		for len(p) > 0 && len(q) > 0 {
			n := min(len(p), len(q))
			if !bytes.Equal(p[:n], q[:n]) {
				return false
			}
			if p = p[n:]; len(p) == 0 && len(q) > n {
				p = x.next()
			}
			if q = q[n:]; len(q) == 0 && len(p) > 0 {
				q = y.next()
			}
		}
		if len(p) > 0 || len(q) > 0 {
			return false
		}
	}
}

// unescaper reads the text that a string of JSON means, piece by piece. What is no escape stays
// as sent. Half a surrogate pair becomes the three bytes UTF-8 would have for it, so that two
// halves are not taken for one another.
type unescaper struct {
	text []byte // what is left
	char [utf8.UTFMax]byte
}

// next is the next piece, good until the following call; nil at the end.
func (u *unescaper) next() []byte {
	switch i := bytes.IndexByte(u.text, '\\'); {
	case len(u.text) == 0:
		return nil
	case i < 0:
		return u.take(len(u.text))
	case i > 0:
		return u.take(i)
	case len(u.text) == 1:
		return u.take(1)
	}
	c := u.text[1]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		return u.unicode()
	default:
		return u.take(2)
	}
	u.take(2)
	u.char[0] = c
	return u.char[:1]
}

func (u *unescaper) take(n int) []byte {
	piece := u.text[:n]
	u.text = u.text[n:]
	return piece
}

// unicode reads \u and its digits, of a pair both.
func (u *unescaper) unicode() []byte {
	r, ok := fourDigits(u.text)
	if !ok {
		return u.take(2)
	}
	u.take(6)
	if utf16.IsSurrogate(r) {
		if low, ok := fourDigits(u.text); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				u.take(6)
				return u.char[:utf8.EncodeRune(u.char[:], pair)]
			}
		}
		return append(u.char[:0], 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
	}
	return u.char[:utf8.EncodeRune(u.char[:], r)]
}

// isNumber tells whether a word is a number as JSON spells it.
func isNumber(b []byte) bool {
	return (b[0] == '-' || '0' <= b[0] && b[0] <= '9') && wordKind(b, true) == Number
}

// sameNumber tells whether two numbers have the same value, which is not rounded.
func sameNumber(a, b []byte) bool {
	x, y := numeralOf(a), numeralOf(b)
	if x.negative != y.negative || x.power != y.power || x.beyond != y.beyond {
		return false
	}
	for {
		p, q := x.next(), y.next()
		if p != q || p == 0 {
			return p == q
		}
	}
}

// numeral is a number in one form of several: its digits without zeros around them, as a
// fraction 0.digits, times ten to a power. Zero has no digits, and no sign.
type numeral struct {
	negative bool
	digits   []byte // perhaps with a point between
	power    int64
	beyond   string // the exponent, where it is larger than any number needs
}

func numeralOf(b []byte) (d numeral) {
	if d.negative = b[0] == '-'; d.negative {
		b = b[1:]
	}
	var exponent []byte
	if i := bytes.IndexAny(b, "eE"); i >= 0 {
		b, exponent = b[:i], b[i+1:]
	}
	point := bytes.IndexByte(b, '.')
	if point < 0 {
		point = len(b)
	} else {
		b = bytes.TrimRight(b, "0")
	}
	zeros := 0
	for zeros < len(b) && (b[zeros] == '0' || b[zeros] == '.') {
		zeros++
	}
	if zeros == len(b) {
		return numeral{}
	}
	d.power = int64(point - zeros)
	if zeros > point {
		d.power++ // the point is one of them
	}
	d.digits = bytes.TrimRight(b[zeros:], ".0")
	if len(exponent) == 0 {
		return d
	}
	const most = 1 << 40
	if e, err := strconv.ParseInt(string(exponent), 10, 64); err == nil && -most < e && e < most {
		d.power += e
	} else {
		d.beyond = exponentText(exponent)
	}
	return d
}

// exponentText is a large exponent without what does not change it.
func exponentText(e []byte) string {
	sign := ""
	if e[0] == '-' || e[0] == '+' {
		if e[0] == '-' {
			sign = "-"
		}
		e = e[1:]
	}
	return sign + string(bytes.TrimLeft(e, "0"))
}

// next is the next digit, 0 after the last.
func (d *numeral) next() byte {
	if len(d.digits) > 0 && d.digits[0] == '.' {
		d.digits = d.digits[1:]
	}
	if len(d.digits) == 0 {
		return 0
	}
	c := d.digits[0]
	d.digits = d.digits[1:]
	return c
}
