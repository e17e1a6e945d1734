package ui

import (
	"bytes"
	"encoding/binary"
	"unicode"
	coding "unicode/utf16"
)

// utf16 names the kind of UTF-16 that a text is in, by its byte order mark or
// because its first bytes read well so; "" for none.
func utf16(b []byte) string {
	const little, big = "UTF-16, little endian", "UTF-16, big endian"
	switch {
	case len(b) < 4:
		return ""
	case bytes.HasPrefix(b, []byte(mark16)):
		return little
	case b[0] == mark16[1] && b[1] == mark16[0]:
		return big
	}
	zero := func(i int) bool { return b[i] == 0 }
	switch {
	case !zero(0) && zero(1) && !zero(2) && zero(3) && readsAs16(b, binary.LittleEndian):
		return little
	case zero(0) && !zero(1) && zero(2) && !zero(3) && readsAs16(b, binary.BigEndian):
		return big
	}
	return ""
}

// readsAs16 tells whether bytes without a mark are a text when they are taken
// for UTF-16: any two bytes are a character of some script, or nearly, so all
// have to be in order, and most such as texts are made of.
func readsAs16(b []byte, order binary.ByteOrder) bool {
	const looked = 512
	cut := len(b) > looked
	if b = b[:min(len(b), looked)]; len(b)%2 != 0 {
		return false
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	if last := len(units) - 1; cut && coding.IsSurrogate(rune(units[last])) {
		units = units[:last] // the other half may come next
	}
	plain, all := 0, 0
	for i := 0; i < len(units); i++ {
		c := rune(units[i])
		if coding.IsSurrogate(c) {
			if i++; i == len(units) {
				return false
			}
			if c = coding.DecodeRune(c, rune(units[i])); c == unicode.ReplacementChar {
				return false
			}
		}
		blank := c == '\t' || c == '\r' || c == '\n'
		if !blank && !unicode.IsPrint(c) && !unicode.Is(unicode.Zs, c) {
			return false
		}
		if all++; blank || c <= unicode.MaxASCII || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Zs, c) {
			plain++
		}
	}
	return 4*plain >= 3*all
}
