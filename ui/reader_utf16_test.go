package ui

import (
	"strings"
	"testing"
)

// TestUTF16IsToldBySense: two zeros are not enough to call bytes UTF-16.
func TestUTF16IsToldBySense(t *testing.T) {
	unmarked := func(s string) string { return strings.TrimPrefix(utf16le(s), mark16) }
	turned := func(s string) string {
		b := []byte(s)
		for i := 0; i+1 < len(b); i += 2 {
			b[i], b[i+1] = b[i+1], b[i]
		}
		return string(b)
	}
	const little, big = "UTF-16, little endian", "UTF-16, big endian"
	long := unmarked(strings.Repeat("a line of text\r\n", 100))
	for _, c := range []struct{ bytes, want string }{
		{utf16le("Größe"), little},
		{turned(utf16le("Größe")), big},
		{unmarked("Größe: 7\n"), little},
		{turned(unmarked("Größe: 7\n")), big},
		{unmarked(`{"a":[1,2],"名前":"…"}`), little},
		{long, little},
		{long + "\x00", little}, // what comes later is not looked at
		{unmarked(strings.Repeat("a", 255)) + "\x3d\xd8\x00\xde", little}, // a pair at the border
		{unmarked("abc") + "\x3d\xd8\x00\xde", little},

		{"a\x00b\x00c\n\x1b[31m\x00", ""},
		{unmarked("ab\x1b[31m"), ""},
		{unmarked("ab") + "c", ""},
		{unmarked("ab") + "\x3d\xd8", ""},        // half a pair
		{unmarked("ab") + "\x3d\xd8c\x00", ""},   // ... and no other half
		{unmarked("ab") + "\x00\xde", ""},        // the second half alone
		{unmarked("ab") + "\x00\xe0", ""},        // for private use
		{"a\x00b\x00\x00\x00", ""},               // a zero
		{"\x01\x00\x02\x00\x03\x00\x04\x00", ""}, // numbers
		{unmarked("ab▌▌▌▌▌▌▌▌▌▌"), ""},           // hardly a text
	} {
		if got := utf16([]byte(c.bytes)); got != c.want {
			t.Errorf("%.40q is %q, want %q", c.bytes, got, c.want)
		}
	}
}
