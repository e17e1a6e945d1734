package jsonview

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

const (
	eachByte   = 0x0101010101010101
	highBits   = 0x8080808080808080
	eachQuote  = eachByte * '"'
	eachSlash  = eachByte * '\\'
	eachSpace  = eachByte * ' '
	shortBytes = 32 // looked at in steps of eight before the library's search starts
)

// zeroes has the high bit set in the lowest byte of x that is zero (and perhaps in higher ones).
func zeroes(x uint64) uint64 { return (x - eachByte) &^ x & highBits }

// stringEnd looks for the end of the string that b[p] is inside of; p must not be within an
// escape. Closed: the offset after the closing quote. Otherwise: where to go on when more has
// arrived, which is len(b), or the backslash before it.
func stringEnd(b []byte, p int) (end int, closed bool) {
	for stop := min(len(b)-8, p+shortBytes); p <= stop; {
		v := binary.LittleEndian.Uint64(b[p:])
		hits := zeroes(v^eachQuote) | zeroes(v^eachSlash)
		if hits == 0 {
			p += 8
			continue
		}
		p += bits.TrailingZeros64(hits) / 8
		if b[p] == '"' {
			return p + 1, true
		}
		if p+1 >= len(b) {
			return p, false
		}
		p += 2
	}
	for p < len(b) {
		i := bytes.IndexByte(b[p:], '"')
		if i < 0 {
			return len(b) - oddSlashes(b[p:]), false
		}
		if oddSlashes(b[p:p+i]) == 0 {
			return p + i + 1, true
		}
		p += i + 1
	}
	return p, false
}

// oddSlashes is 1 when b ends with an odd number of backslashes, else 0.
func oddSlashes(b []byte) int {
	n := 0
	for n < len(b) && b[len(b)-1-n] == '\\' {
		n++
	}
	return n & 1
}

// wordEnd is the offset of the first byte from p on that does not belong to a word.
func wordEnd(b []byte, p int) int {
	for p < len(b) && class[b[p]] == word {
		p++
	}
	return p
}

// spaceEnd is the offset of the first byte from p on that is not insignificant whitespace.
func spaceEnd(b []byte, p int) int {
	for p < len(b) && class[b[p]] == space {
		p++
		for p+8 <= len(b) && binary.LittleEndian.Uint64(b[p:]) == eachSpace {
			p += 8
		}
	}
	return p
}

// tokenEnd is the offset after the token of class c at p, and whether it surely ends there.
func tokenEnd(b []byte, p int, c uint8) (end int, closed bool) {
	switch c {
	case quote:
		return stringEnd(b, p+1)
	case word:
		end = wordEnd(b, p)
		return end, end < len(b)
	}
	return p + 1, true
}
