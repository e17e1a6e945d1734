package jsonview

// spelling checks a word, a number or literal of JSON, byte by byte.
type spelling struct {
	number numberPart
	want   string // the rest of a literal
}

// numberPart is what of a number has been read last.
type numberPart uint8

const (
	noNumber numberPart = iota
	minusSign
	leadingZero
	integer
	point
	fraction
	exponent
	exponentSign
	power
)

// spell begins a word with its first byte; ok tells whether a word may begin so.
func spell(c byte) (s spelling, ok bool) {
	switch {
	case c == '-':
		s.number = minusSign
	case c == '0':
		s.number = leadingZero
	case '1' <= c && c <= '9':
		s.number = integer
	case c == 't':
		s.want = "rue"
	case c == 'f':
		s.want = "alse"
	case c == 'n':
		s.want = "ull"
	default:
		return s, false
	}
	return s, true
}

// step takes the next byte and tells whether it fits.
func (s *spelling) step(c byte) bool {
	if s.number == noNumber {
		if s.want == "" || s.want[0] != c {
			return false
		}
		s.want = s.want[1:]
		return true
	}
	to := s.number.after(c)
	if to == noNumber {
		return false
	}
	s.number = to
	return true
}

// after is the part that byte c continues with, noNumber when it does not fit.
func (n numberPart) after(c byte) numberPart {
	digit := '0' <= c && c <= '9'
	switch n {
	case minusSign:
		if c == '0' {
			return leadingZero
		}
		if digit {
			return integer
		}
	case leadingZero, integer:
		switch {
		case digit && n == integer:
			return integer
		case c == '.':
			return point
		case c == 'e' || c == 'E':
			return exponent
		}
	case point, fraction:
		switch {
		case digit:
			return fraction
		case n == fraction && (c == 'e' || c == 'E'):
			return exponent
		}
	case exponent:
		if c == '+' || c == '-' {
			return exponentSign
		}
		if digit {
			return power
		}
	case exponentSign, power:
		if digit {
			return power
		}
	}
	return noNumber
}

// complete tells whether the word may end here.
func (s *spelling) complete() bool {
	switch s.number {
	case noNumber:
		return s.want == ""
	case leadingZero, integer, fraction, power:
		return true
	}
	return false
}

// fault is what is wrong with a word that does not fit.
func (s *spelling) fault() FaultKind {
	if s.number == noNumber {
		return BadLiteral
	}
	return BadNumber
}

// wordKind is the kind of a word; whole when b is not just its beginning.
func wordKind(b []byte, whole bool) Kind {
	s, ok := spell(b[0])
	for i := 1; ok && i < len(b); i++ {
		ok = s.step(b[i])
	}
	switch {
	case !ok || whole && !s.complete():
		return Junk
	case s.number != noNumber:
		return Number
	case b[0] == 'n':
		return Null
	}
	return Bool
}
