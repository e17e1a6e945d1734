package jsonview

import (
	"math"
	"unicode/utf8"
)

// all is the whole text as others read it: half a surrogate pair is no character, so that it
// becomes U+FFFD.
func (t text) all() []byte { return t.start(math.MaxInt) }

// start is the first bytes of [text.all], most of them or a few more.
func (t text) start(most int) []byte {
	out := []byte{}
	for p := t.next(); p != nil && len(out) < most; p = t.next() {
		if t.half {
			out = utf8.AppendRune(out, utf8.RuneError)
			continue
		}
		out = append(out, p[:min(len(p), most-len(out))]...)
	}
	return out
}

// shared is how many bytes of b the text begins with.
func (t text) shared(b []byte) int {
	n := 0
	for p := t.next(); p != nil; p = t.next() {
		for _, c := range p {
			if n == len(b) || c != b[n] {
				return n
			}
			n++
		}
	}
	return n
}

// head is eight bytes after the first skip ones as a number that compares like them. It is the
// whole text when no more come, and none of them is 0, as what is missing is.
func (t text) head(skip int) (h uint64, whole bool) {
	whole = true
	shift := 64
	for p := t.next(); p != nil; p = t.next() {
		n := min(skip, len(p))
		skip -= n
		for _, c := range p[n:] {
			if shift == 0 {
				return h, false
			}
			shift -= 8
			h |= uint64(c) << shift
			whole = whole && c != 0
		}
	}
	return h, whole
}
