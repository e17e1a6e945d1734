package jsonview

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
)

// needle is bytes to look for, perhaps in either case of its ASCII letters.
type needle struct {
	text []byte // not empty; small letters when fold is set
	fold bool
	rare int // index of the byte to look for first
}

// newNeedle is the needle for a text, which ignores case only if there is a case to ignore.
func newNeedle(text string, fold bool) *needle {
	n := &needle{text: []byte(text)}
	if fold {
		lower(n.text, n.text)
		for _, c := range n.text {
			n.fold = n.fold || 'a' <= c && c <= 'z'
		}
	}
	return n
}

const (
	// sparse is how many bytes lie between two candidates at least for going from one to the
	// next to be worth it.
	sparse = 16
	// What is looked at to tell which bytes are rare in a body.
	samples     = 16
	sampleBytes = 1 << 10
)

// tune makes the needle quick in a body: its rarest byte there is looked for first.
func (n *needle) tune(body []byte) {
	var count [256]int
	for i := range samples {
		start := len(body) / samples * i
		for _, c := range body[start:min(len(body), start+sampleBytes)] {
			count[c]++
		}
	}
	least := math.MaxInt
	for i, c := range n.text {
		sum := count[c]
		if big := n.capital(c); big != c {
			sum += count[big]
		}
		if sum < least {
			n.rare, least = i, sum
		}
	}
}

// capital is the other byte that a byte of the needle stands for, or that byte itself.
func (n *needle) capital(c byte) byte {
	if n.fold && 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

// matches reports whether the needle is at the start of b, which is no shorter.
func (n *needle) matches(b []byte) bool {
	for i, want := range n.text {
		if c := b[i]; c != want && c != n.capital(want) {
			return false
		}
	}
	return true
}

// hunt goes through a text from one place where a needle is to the next, which begins after the
// end of the one before. It goes by the places of the needle's rare byte; where these turn out
// to be dense and wrong it compares all that is left, which takes a bounded time.
type hunt struct {
	*needle
	b          []byte
	at         int // where the needle may be next
	small, big int // next places of the rare byte in either case, len(b) for nowhere; not before at
	tries      int // how many more places may turn out wrong
	lowered    []byte
	low        bool // b is lowered: compare all
}

// begin starts to look through b. The memory of an earlier hunt is used again.
func (h *hunt) begin(n *needle, b []byte) {
	*h = hunt{needle: n, b: b, small: -1, big: -1, tries: len(b)/sparse + 1, lowered: h.lowered}
	if !n.fold {
		h.tries = 0
	}
	if c := n.text[n.rare]; n.capital(c) == c {
		h.big = len(b)
	}
}

// next is where the needle is next, -1 when nowhere.
func (h *hunt) next() int {
	if h.at >= len(h.b) { // whoever hunts may have gone on behind a longer hit
		return -1
	}
	for h.tries > 0 && !h.low {
		c := h.text[h.rare]
		h.small = seek(h.b, h.small, h.at+h.rare, c)
		h.big = seek(h.b, h.big, h.at+h.rare, h.capital(c))
		start := min(h.small, h.big) - h.rare
		if start+len(h.text) > len(h.b) {
			return -1
		}
		if h.matches(h.b[start:]) {
			h.at = start + len(h.text)
			return start
		}
		h.at = start + 1
		h.tries--
	}
	if h.fold && !h.low {
		h.lowered = slices.Grow(h.lowered[:0], len(h.b))[:len(h.b)]
		lower(h.lowered[h.at:], h.b[h.at:])
		h.b, h.low = h.lowered, true
	}
	i := bytes.Index(h.b[h.at:], h.text)
	if i < 0 {
		return -1
	}
	start := h.at + i
	h.at = start + len(h.text)
	return start
}

// seek is the first place of c in b at or after from, len(b) when there is none, given an
// earlier answer.
func seek(b []byte, found, from int, c byte) int {
	if found >= from || from >= len(b) {
		return max(found, min(from, len(b)))
	}
	if i := bytes.IndexByte(b[from:], c); i >= 0 {
		return from + i
	}
	return len(b)
}

// lower copies b to dst, with ASCII capitals made small, eight bytes at a time: the high bit of
// each tells whether it is a capital.
func lower(dst, b []byte) {
	for len(b) >= 8 {
		v := binary.LittleEndian.Uint64(b)
		fromA := v&^highBits + (0x80-'A')*eachByte
		afterZ := v&^highBits + (0x80-'Z'-1)*eachByte
		capital := fromA &^ afterZ &^ v & highBits
		binary.LittleEndian.PutUint64(dst, v|capital>>2) // 'a' - 'A' is a quarter of the high bit
		dst, b = dst[8:], b[8:]
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst[i] = c
	}
}
