package jsonview

import (
	"bytes"
	"cmp"
	"math"
	"strconv"
)

// decimal is a number as written, so that it can be compared exactly, whatever its length.
type decimal struct {
	negative bool
	// digits from the first that is not 0 on, with a point perhaps; none: the number is 0. The
	// first stands for its value times 10^scale.
	digits []byte
	scale  int64
}

// maxScale bounds exponents: beyond it numbers differ by their digits only.
const maxScale = 1e17

// parseDecimal reads a number spelled as JSON wants it.
func parseDecimal(b []byte) (d decimal) {
	if len(b) > 0 && b[0] == '-' {
		d.negative = true
		b = b[1:]
	}
	if i := bytes.IndexAny(b, "eE"); i >= 0 {
		d.scale = parseExponent(b[i+1:])
		b = b[:i]
	}
	point := bytes.IndexByte(b, '.')
	if point < 0 {
		point = len(b)
	}
	first := bytes.IndexAny(b, "123456789")
	if first < 0 {
		return decimal{}
	}
	d.digits = b[first:]
	d.scale += int64(point - first)
	if first < point {
		d.scale--
	}
	return d
}

// parseExponent reads what follows the e, at most maxScale.
func parseExponent(b []byte) (n int64) {
	negative := len(b) > 0 && b[0] == '-'
	for _, c := range bytes.TrimLeft(b, "+-") {
		n = min(n*10+int64(c-'0'), maxScale)
	}
	if negative {
		return -n
	}
	return n
}

// compare compares two numbers exactly.
func (d decimal) compare(e decimal) int {
	switch ds, es := d.sign(), e.sign(); {
	case ds != es:
		return cmp.Compare(ds, es)
	case ds < 0:
		return compareMagnitudes(e, d)
	}
	return compareMagnitudes(d, e)
}

func (d decimal) sign() int {
	switch {
	case len(d.digits) == 0:
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// compareMagnitudes compares numbers without their signs.
func compareMagnitudes(d, e decimal) int {
	if d.scale != e.scale {
		return cmp.Compare(d.scale, e.scale)
	}
	a, b := d.digits, e.digits
	for len(a)+len(b) > 0 {
		var x, y byte
		x, a = nextDigit(a)
		y, b = nextDigit(b)
		if x != y {
			return cmp.Compare(x, y)
		}
	}
	return 0
}

// nextDigit takes a digit, passing over the point; zeros without end follow the last.
func nextDigit(b []byte) (byte, []byte) {
	if len(b) > 0 && b[0] == '.' {
		b = b[1:]
	}
	if len(b) == 0 {
		return '0', nil
	}
	return b[0], b[1:]
}

// wholeDigits is how many digits a number may have for no other with so few to have its float.
const wholeDigits = 15

// numberHead is a number that compares like the value of b, but that values which are nearly the
// same share it, unless they are whole. Rounding to a float keeps the order.
func numberHead(b []byte) (head uint64, whole bool) {
	f, _ := strconv.ParseFloat(string(b), 64)
	if f == 0 {
		f = 0 // and not the negative one
	}
	whole = len(b) <= wholeDigits && !bytes.ContainsAny(b, "eE")
	bits := math.Float64bits(f)
	if bits>>63 != 0 {
		return ^bits, whole
	}
	return bits | 1<<63, whole
}
