package jsonview

import "bytes"

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
	return compareTexts(inside(a), inside(b)) == 0
}

// isNumber tells whether a word is a number as JSON spells it.
func isNumber(b []byte) bool {
	return (b[0] == '-' || '0' <= b[0] && b[0] <= '9') && wordKind(b, true) == Number
}

// sameNumber tells whether two numbers have the same value, which is not rounded.
func sameNumber(a, b []byte) bool {
	return numeralOf(a).compare(numeralOf(b)) == 0
}
