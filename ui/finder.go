package ui

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"unicode"
)

// finder looks for a pattern in the bytes of a body. A pattern without capitals
// ignores the case of ASCII letters. A finder belongs to one goroutine.
type finder struct {
	pattern []byte // not empty
	fold    bool
	rare    int    // index of the pattern's byte to look for first
	lowered []byte // the bytes being looked through, when case is ignored
}

func newFinder(pattern string) *finder {
	return &finder{
		pattern: []byte(pattern),
		fold:    !strings.ContainsFunc(pattern, unicode.IsUpper) && strings.ContainsFunc(pattern, unicode.IsLower),
	}
}

const (
	// findWindow is how many bytes are looked through at a time: a search that
	// is stopped ends within one.
	findWindow = 64 << 10
	// sparse is how many bytes lie between two candidates at least for going
	// from one to the next to be worth it.
	sparse = 16
	// What is looked at to tell which bytes are rare in a body.
	samples     = 16
	sampleBytes = 1 << 10
)

// tune makes the finder quick in a body: it will look for the byte of the
// pattern that is the rarest there.
func (f *finder) tune(body []byte) {
	var count [256]int
	for i := range samples {
		start := len(body) / samples * i
		for _, c := range body[start:min(len(body), start+sampleBytes)] {
			count[c]++
		}
	}
	least := math.MaxInt
	for i, c := range f.pattern {
		n := count[c]
		if big := f.capital(c); big != c {
			n += count[big]
		}
		if n < least {
			f.rare, least = i, n
		}
	}
}

// capital is the other byte that a byte of the pattern stands for, or that byte
// itself.
func (f *finder) capital(c byte) byte {
	if f.fold && 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

// first is the first match that starts in body[from:to], -1 when there is none
// or ctx ends. Of a match, all but the start may lie beyond.
func (f *finder) first(ctx context.Context, body []byte, from, to int) int {
	for ; from < to && ctx.Err() == nil; from += f.step() {
		if i := f.index(f.window(body, from, min(to, from+f.step()))); i >= 0 {
			return from + i
		}
	}
	return -1
}

// last is the last match that starts in body[from:to], as [finder.first] is the
// first one.
func (f *finder) last(ctx context.Context, body []byte, from, to int) int {
	for to > from && ctx.Err() == nil {
		start := max(from, to-f.step())
		b := f.window(body, start, to)
		// Looking backwards is many times slower, and most windows hold no match.
		if f.index(b) >= 0 {
			return start + bytes.LastIndex(f.comparable(b), f.pattern)
		}
		to = start
	}
	return -1
}

// all appends every match that lies in body[from:to] to dst, in order; where
// matches overlap or touch they are one.
func (f *finder) all(dst []stretch, body []byte, from, to int) []stretch {
	b := f.comparable(body[from:to])
	for at := 0; ; at++ {
		i := bytes.Index(b[at:], f.pattern)
		if i < 0 {
			return dst
		}
		at += i
		dst = join(dst, stretch{from + at, from + at + len(f.pattern)}, 0)
	}
}

// step is how far apart windows are: with a long pattern they must not be
// mostly overlap.
func (f *finder) step() int { return max(findWindow, len(f.pattern)) }

// window is the part of the body that matches starting in body[from:to] lie in.
func (f *finder) window(body []byte, from, to int) []byte {
	return body[from:min(len(body), to+len(f.pattern)-1)]
}

// index is the first match in b, -1 for none. It goes from one candidate to the
// next, which is where the pattern's rare byte stands. Where these turn out to
// be dense it compares all that is left, which takes a bounded time.
func (f *finder) index(b []byte) int {
	end := len(b) - len(f.pattern) + 1 + f.rare // of the places for the rare byte
	if end <= f.rare {
		return -1
	}
	small := f.pattern[f.rare]
	big := f.capital(small)
	at, atSmall, atBig := f.rare, nextByte(b[:end], f.rare, small), end
	if big != small {
		atBig = nextByte(b[:end], f.rare, big)
	}
	for range len(b) / sparse {
		if at = min(atSmall, atBig); at == end {
			return -1
		}
		if start := at - f.rare; f.matches(b[start:]) {
			return start
		}
		if at == atSmall {
			atSmall = nextByte(b[:end], at+1, small)
		} else {
			atBig = nextByte(b[:end], at+1, big)
		}
	}
	start := at - f.rare
	if i := bytes.Index(f.comparable(b[start:]), f.pattern); i >= 0 {
		return start + i
	}
	return -1
}

// nextByte is where c is next in b, at or after from; len(b) when nowhere.
func nextByte(b []byte, from int, c byte) int {
	if i := bytes.IndexByte(b[from:], c); i >= 0 {
		return from + i
	}
	return len(b)
}

// matches reports whether the pattern is at the start of b, which is no shorter.
func (f *finder) matches(b []byte) bool {
	for i, want := range f.pattern {
		if c := b[i]; c != want && c != f.capital(want) {
			return false
		}
	}
	return true
}

// comparable is b as the pattern can be compared with it byte by byte. It is
// good until the next call.
func (f *finder) comparable(b []byte) []byte {
	if !f.fold {
		return b
	}
	f.lowered = slices.Grow(f.lowered[:0], len(b))[:len(b)]
	lower(f.lowered, b)
	return f.lowered
}

// lower copies b to dst, with ASCII capitals made small. It takes eight bytes
// at a time: the high bit of each tells whether it is a capital.
func lower(dst, b []byte) {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for len(b) >= 8 {
		v := binary.LittleEndian.Uint64(b)
		fromA := v&^high + (0x80-'A')*each
		afterZ := v&^high + (0x80-'Z'-1)*each
		capital := fromA &^ afterZ &^ v & high
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

// stretch is some bytes of a body, by offsets.
type stretch struct{ from, to int }

// join appends a stretch that starts no earlier than the last one in dst, and
// makes one of both when at most gap bytes are between them.
func join(dst []stretch, s stretch, gap int) []stretch {
	if n := len(dst) - 1; n >= 0 && s.from-dst[n].to <= gap {
		dst[n].to = max(dst[n].to, s.to)
		return dst
	}
	return append(dst, s)
}
