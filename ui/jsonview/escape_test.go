package jsonview

import (
	"cmp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// exactUnescape is as naiveUnescape, but that halves of surrogate pairs, which it takes for
// U+FFFD, are what UTF-8 would have for them.
func exactUnescape(s string) string {
	out, plain := "", 0
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			continue
		}
		r, ok := naiveHex(s[i:])
		if low, _ := naiveHex(s[min(i+6, len(s)):]); ok && utf16.DecodeRune(r, low) != 0xFFFD {
			i += 11
			continue
		}
		if ok && utf16.IsSurrogate(r) {
			out += naiveUnescape(s[plain:i]) + string([]byte{0xED, 0x80 | byte(r>>6&0x3F), 0x80 | byte(r&0x3F)})
			plain = i + 6
			i += 5
			continue
		}
		if strings.ContainsRune(`"\/bfnrt`, rune(s[i+1])) {
			i++
		}
	}
	return out + naiveUnescape(s[plain:])
}

// naiveHex is the number of an escape of four digits that s begins with.
func naiveHex(s string) (rune, bool) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}

// FuzzUnescape compares texts with what encoding/json makes of each escape.
func FuzzUnescape(f *testing.F) {
	for _, s := range []string{
		`\u00e9\n`, `\ud834\udd1e`, `\ud834\u0041`, `\udd1e`, `\x`, `\u12`, `\\\"`, `\`, `\ud834`, `\ud834\ud834\udd1e`, `\udd1e\ud834`, `\ud834x`, `\ud834\n`,
		`\uDBFF\uDFFF`, `\ud7ff\ue000`, `\udc00\ud800`, `\ud800\\udc00`, `\ud800\udc0`, "\xed\xa0\xb4", `\b\/\f\r\t`, `a"b`,
	} {
		f.Add(s, `\ud83d`)
		f.Add(s+s, s)
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		if !isInside(s) || !isInside(other) {
			return
		}
		if got, want := string(inside([]byte(s)).all()), naiveUnescape(s); got != want {
			t.Errorf("%q for others: %q, want %q", s, got, want)
		}
		x, y := exactUnescape(s), exactUnescape(other)
		if got := string(unescaped([]byte(s))); got != x {
			t.Errorf("%q: %q, want %q", s, got, x)
		}
		if got, want := compareTexts(inside([]byte(s)), inside([]byte(other))), cmp.Compare(x, y); got != want {
			t.Errorf("%q and %q: %d, want %d", s, other, got, want)
		}
		if got := sameString([]byte(s), []byte(other)); got != (x == y) {
			t.Errorf("%q and %q are the same: %v", s, other, got)
		}
		var h hasher
		h.seed(nil)
		if same := h.string([]byte(s)) == h.string([]byte(other)); same != (x == y) {
			t.Errorf("%q and %q have the same hash: %v", s, other, same)
		}
		// More of the body follows, as in a table.
		open := text{b: []byte(s + `"` + other), escape: '\\', open: true}
		if got := string(open.all()); got != naiveUnescape(s) {
			t.Errorf("%q, with more after it: %q", s, got)
		}
		if got, want := open.shared([]byte(y)), sharedBytes(x, y); got != want {
			t.Errorf("%q begins with %d bytes of %q, want %d", x, got, y, want)
		}
		for skip := range min(3, len(x)+1) {
			checkHead(t, open, skip, x)
		}
	})
}

// isInside tells whether s can be inside a string.
func isInside(s string) bool {
	end, closed := stringEnd([]byte(s+`"`), 0)
	return closed && end == len(s)+1
}

func sharedBytes(x, y string) int {
	n := 0
	for n < min(len(x), len(y)) && x[n] == y[n] {
		n++
	}
	return n
}

func checkHead(t *testing.T, of text, skip int, x string) {
	t.Helper()
	var want uint64
	for _, c := range []byte((x[skip:] + strings.Repeat("\x00", 8))[:8]) {
		want = want<<8 | uint64(c)
	}
	whole := len(x)-skip <= 8 && !strings.Contains(x[skip:], "\x00")
	if got, gotWhole := of.head(skip); got != want || gotWhole != whole {
		t.Errorf("head of %q after %d: %x %v, want %x %v", x, skip, got, gotWhole, want, whole)
	}
}

func TestPiecesOfALongString(t *testing.T) {
	for _, n := range []int{pieceBytes - 1, pieceBytes, pieceBytes + 1, 3 * pieceBytes} {
		plain := strings.Repeat("x", n)
		a := text{b: []byte(plain + `\u0061\ud800` + plain + `","`), escape: '\\', open: true}
		if got, want := string(a.all()), plain+"a\uFFFD"+plain; got != want {
			t.Errorf("%d bytes: %.20q of %d bytes, want %d", n, got, len(got), len(want))
		}
		if b := inside([]byte(plain + `a\uD800` + plain)); compareTexts(a, b) != 0 {
			t.Errorf("%d bytes: not the same", n)
		}
	}
}

// What is not sent as half a surrogate pair reaches others as it was sent.
func TestHalvesReachNobody(t *testing.T) {
	table := wholeTable(t, JSON, `[{"\ud800":"a\udc00b","\ud801":"`+"\xed\xa0\x80"+`"}]`)
	cells := table.Cells(nil, 0, []int{0, 1})
	if len(table.Columns()) != 2 || TitleOf(table, 0) != "\uFFFD" || string(TextOf(table, cells[0])) != "a\uFFFDb" || string(TextOf(table, cells[1])) != "\xed\xa0\x80" {
		t.Errorf("%d columns, %q, %q, %q", len(table.Columns()), TitleOf(table, 0), TextOf(table, cells[0]), TextOf(table, cells[1]))
	}
	if start, whole := StartOf(table, cells[0], 4); whole || string(start) != "a\uFFFD" {
		t.Errorf("%q %v", start, whole)
	}
}
