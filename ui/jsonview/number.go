package jsonview

import (
	"bytes"
	"cmp"
)

// numeral is the exact value of a number: its digits as a fraction 0.digits, times ten to an
// exponent. Whatever spells the same value gives the same numeral. Zero has neither digits nor
// sign. To read one takes time for its spelling only, however large its exponent says it is.
type numeral struct {
	negative    bool
	whole, part []byte // digits before the point and after it, in one row without zeros around it
	exponent    tenPower
}

// numeralOf reads a number spelled as JSON wants it.
func numeralOf(b []byte) (n numeral) {
	if n.negative = b[0] == '-'; n.negative {
		b = b[1:]
	}
	point, end := -1, len(b)
	for i, c := range b {
		if c == '.' {
			point = i
		} else if c|0x20 == 'e' {
			end = i
			break
		}
	}
	if point < 0 {
		point = end
	}
	n.whole = bytes.TrimLeft(b[:point], "0")
	n.part = bytes.TrimRight(b[min(point+1, end):end], "0")
	shift := len(n.whole)
	if shift == 0 {
		digits := bytes.TrimLeft(n.part, "0")
		shift, n.part = len(digits)-len(n.part), digits
	}
	if len(n.part) == 0 {
		n.whole = bytes.TrimRight(n.whole, "0")
	}
	if len(n.whole)+len(n.part) == 0 {
		return numeral{}
	}
	n.exponent = exponentOf(b[min(end+1, len(b)):], int64(shift))
	return n
}

// sign is -1, 0 or 1.
func (n numeral) sign() int {
	switch {
	case len(n.whole)+len(n.part) == 0:
		return 0
	case n.negative:
		return -1
	}
	return 1
}

// compare compares two numbers exactly.
func (n numeral) compare(o numeral) int {
	sign := n.sign()
	if sign == 0 || sign != o.sign() {
		return cmp.Compare(sign, o.sign())
	}
	return sign * cmp.Or(n.exponent.compare(o.exponent), n.compareDigits(o))
}

// compareDigits compares the digits alone.
func (n numeral) compareDigits(o numeral) int {
	a, restA := n.whole, n.part
	b, restB := o.whole, o.part
	for {
		if len(a) == 0 {
			a, restA = restA, nil
		}
		if len(b) == 0 {
			b, restB = restB, nil
		}
		both := min(len(a), len(b))
		if order := bytes.Compare(a[:both], b[:both]); order != 0 || both == 0 {
			return cmp.Or(order, cmp.Compare(len(a), len(b)))
		}
		a, b = a[both:], b[both:]
	}
}

// tenPower is a whole number of any size: high times 10^18, and low. Zero is not negative.
type tenPower struct {
	negative bool
	high     []byte // digits, the first not 0; none in nearly every number
	low      int64  // less than lowEnd
}

const (
	lowDigits = 18
	lowEnd    = 1_000_000_000_000_000_000
)

// exponentOf reads what follows the e, nothing perhaps, and adds shift.
func exponentOf(b []byte, shift int64) (e tenPower) {
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		e.negative = b[0] == '-'
		b = b[1:]
	}
	b = bytes.TrimLeft(b, "0")
	split := max(0, len(b)-lowDigits)
	e.high = b[:split]
	for _, c := range b[split:] {
		e.low = e.low*10 + int64(c-'0')
	}
	if e.negative {
		shift = -shift
	}
	e.low += shift
	switch {
	case e.low >= lowEnd:
		e.low -= lowEnd
		e.high = carry(e.high, '9', '0', 1)
	case e.low >= 0:
	case len(e.high) > 0:
		e.low += lowEnd
		e.high = carry(e.high, '0', '9', -1)
	default:
		e.negative, e.low = !e.negative, -e.low
	}
	e.negative = e.negative && (e.low > 0 || len(e.high) > 0)
	return e
}

// carry is digits after a step up or down, in which each last digit at the end turns into first.
func carry(digits []byte, last, first byte, step int8) []byte {
	out := append([]byte{'0'}, digits...)
	i := len(out) - 1
	for ; out[i] == last; i-- {
		out[i] = first
	}
	out[i] += byte(step)
	return bytes.TrimLeft(out, "0")
}

func (e tenPower) compare(o tenPower) int {
	switch {
	case e.negative != o.negative && e.negative:
		return -1
	case e.negative != o.negative:
		return 1
	case e.negative:
		e, o = o, e
	}
	return cmp.Or(cmp.Compare(len(e.high), len(o.high)), bytes.Compare(e.high, o.high), cmp.Compare(e.low, o.low))
}
