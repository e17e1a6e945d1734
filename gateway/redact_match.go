package gateway

// matcher finds the first of many texts in a longer one. It looks at the last
// two bytes of a window as long as the shortest text and moves on as far as no
// text can begin (Wu and Manber 1994), so that a body of 100 MB takes tenths
// of a second however many secrets are known. It does not change: with makes
// another one.
type matcher struct {
	// place is the last place, counted from 1, at which these two bytes stand
	// in the first minLearnt of a form; zero if they stand in none. A window
	// that ends with them may move by maxShift less that.
	place [1 << 16]uint8
	// newest is the newest of the forms whose window ends with these two
	// bytes, counted from 1; zero for none.
	newest [1 << 16]int32
	forms  []chained // shared with the matchers before and after this one
}

// chained is a form, and the next older one in newest's order, zero for none.
type chained struct {
	form
	older int32
}

// maxShift is how far the window moves when nothing begins in it.
const maxShift = minLearnt - 1

// newMatcher makes a matcher of forms, each at least minLearnt bytes long.
func newMatcher(forms []form) *matcher {
	return new(matcher).with(forms)
}

// with is a matcher that finds more forms, too. The cost is that of copying
// the two tables, however many forms there are already. Of each matcher only
// one other may be made, for they share a list that grows.
func (m *matcher) with(forms []form) *matcher {
	next := *m
	for _, f := range forms {
		for end := 2; end <= minLearnt; end++ {
			at := block(f.bytes[end-2], f.bytes[end-1])
			next.place[at] = max(next.place[at], uint8(end-1))
		}
		last := block(f.bytes[minLearnt-2], f.bytes[minLearnt-1])
		next.forms = append(next.forms, chained{f, next.newest[last]})
		next.newest[last] = int32(len(next.forms))
	}
	return &next
}

func block(a, b byte) int { return int(a)<<8 | int(b) }

// occurrence is a place in a text where a form begins.
type occurrence struct {
	start int
	form  int  // where the longest form ends
	end   int  // where what follows of its secret, or of one like it, ends
	whole bool // a whole secret begins here, not only the beginning of one
}

// next finds the leftmost form in text that begins at from or later; of those
// that begin at one place, the longest.
func (m *matcher) next(text []byte, from int) (found occurrence, ok bool) {
	for end := from + minLearnt; end <= len(text); {
		last := block(text[end-2], text[end-1])
		if skip := maxShift - int(m.place[last]); skip > 0 {
			end += skip
			continue
		}
		if found, ok = m.longest(m.newest[last], text, end-minLearnt); ok {
			return found, true
		}
		end++
	}
	return occurrence{}, false
}

// longest is how far the forms of a chain reach in text from start on, if one
// of them is there.
func (m *matcher) longest(at int32, text []byte, start int) (found occurrence, ok bool) {
	found.start = start
	for ; at > 0; at = m.forms[at-1].older {
		f := &m.forms[at-1]
		end := start + len(f.bytes)
		if end > len(text) || string(text[start:end]) != f.bytes {
			continue
		}
		ok = true
		found.form = max(found.form, end)
		found.end = max(found.end, end+agreeing(text[end:], f.rest))
		found.whole = found.whole || !f.partial()
	}
	return found, ok
}

// agreeing is the number of bytes that two texts have in common from the start.
func agreeing(text []byte, other string) int {
	n := 0
	for n < len(text) && n < len(other) && text[n] == other[n] {
		n++
	}
	return n
}
