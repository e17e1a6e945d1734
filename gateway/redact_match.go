package gateway

import (
	"cmp"
	"slices"
)

// matcher finds the first of many texts in a longer one. It looks at the last
// two bytes of a window as long as the shortest text and moves on as far as no
// text can begin (Wu and Manber 1994), so that a body of 100 MB takes tenths
// of a second however many secrets are known. It does not change.
type matcher struct {
	window int
	// shift says how far the window may move when its last two bytes are
	// these; zero when a text may begin at the window's start.
	shift []uint8
	begin map[[2]byte][]form // by the two bytes at the window's end, longest first
}

// newMatcher makes a matcher of forms, each at least minLearnt bytes long.
func newMatcher(forms []form) *matcher {
	m := &matcher{window: minLearnt, shift: make([]uint8, 1<<16), begin: map[[2]byte][]form{}}
	for i := range m.shift {
		m.shift[i] = uint8(m.window - 1)
	}
	for _, f := range forms {
		for end := 2; end <= m.window; end++ {
			at := block(f.bytes[end-2], f.bytes[end-1])
			m.shift[at] = min(m.shift[at], uint8(m.window-end))
		}
		last := [2]byte{f.bytes[m.window-2], f.bytes[m.window-1]}
		m.begin[last] = append(m.begin[last], f)
	}
	for _, fs := range m.begin {
		slices.SortStableFunc(fs, func(a, b form) int { return cmp.Compare(len(b.bytes), len(a.bytes)) })
	}
	return m
}

func block(a, b byte) int { return int(a)<<8 | int(b) }

// next finds the leftmost form in text that begins at from or later; of those
// that begin at one place, the longest.
func (m *matcher) next(text []byte, from int) (start int, found form, ok bool) {
	for end := from + m.window; end <= len(text); {
		skip := m.shift[block(text[end-2], text[end-1])]
		if skip > 0 {
			end += int(skip)
			continue
		}
		start := end - m.window
		for _, f := range m.begin[[2]byte{text[end-2], text[end-1]}] {
			if len(f.bytes) <= len(text)-start && string(text[start:start+len(f.bytes)]) == f.bytes {
				return start, f, true
			}
		}
		end++
	}
	return 0, form{}, false
}
