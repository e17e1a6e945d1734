package jsonview

import (
	"bytes"
	"math"
	"strconv"
)

const (
	// wholeDigits is how many digits a number may have for no other with so few to have its float.
	wholeDigits = 15
	// floatBytes is how long a number may be for a float to be made of all of it. strconv does
	// not look at all of a large exponent, which a longer one's zeros can make up for.
	floatBytes = 64
	// headDigits is how many digits go into a head.
	headDigits = 18
	positive   = 1 << 63
)

// numberHead is a number that compares like the value of b, but that values which are nearly the
// same share it, unless they are whole. Rounding to a float keeps the order.
func numberHead(b []byte) (head uint64, whole bool) {
	spelled := b
	if len(b) > floatBytes {
		spelled = shortened(b)
	}
	f, _ := strconv.ParseFloat(string(spelled), 64)
	if f == 0 {
		f = 0 // and not the negative one
	}
	whole = len(b) <= wholeDigits && !bytes.ContainsAny(b, "eE")
	bits := math.Float64bits(f)
	if bits>>63 != 0 {
		return ^bits, whole
	}
	return bits | positive, whole
}

// shortened spells a number with no more digits than one of floatBytes can have, rounded towards
// 0: no number gets past another so.
func shortened(b []byte) []byte {
	n := numeralOf(b)
	out := make([]byte, 0, 2*floatBytes)
	if n.negative {
		out = append(out, '-')
	}
	out = append(out, "0."...)
	for i := range min(n.digits(), floatBytes) {
		out = append(out, n.digit(i))
	}
	out = append(out, "0e"...)
	return strconv.AppendInt(out, min(max(n.exponent.clamped(), -1000), 1000), 10)
}

// head is as [numberHead] for numbers that share all heads before, of which there are depth.
func (n numeral) head(depth int) (head uint64, whole bool) {
	if n.sign() == 0 {
		return positive, true
	}
	if depth == 1 {
		head = uint64(n.exponent.clamped() + lowEnd + 1)
	} else if len(n.exponent.high) == 0 { // else the exponents may differ still
		head, whole = n.digitHead((depth - 2) * headDigits)
	}
	if n.negative {
		return positive - head, whole
	}
	return positive + head, whole
}

// digitHead is the digits from number i on, and tells whether these are the last.
func (n numeral) digitHead(i int) (head uint64, last bool) {
	count := n.digits()
	for end := i + headDigits; i < end; i++ {
		head *= 10
		if i < count {
			head += uint64(n.digit(i) - '0')
		}
	}
	return head, i >= count
}

func (n numeral) digits() int { return len(n.whole) + len(n.part) }

// digit is digit i.
func (n numeral) digit(i int) byte {
	if i < len(n.whole) {
		return n.whole[i]
	}
	return n.part[i-len(n.whole)]
}

// clamped is the exponent, or the bound of its low digits that it is beyond.
func (e tenPower) clamped() int64 {
	v := e.low
	if len(e.high) > 0 {
		v = lowEnd
	}
	if e.negative {
		return -v
	}
	return v
}
