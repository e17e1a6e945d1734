package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// Newest is the collection a comparison takes when none is named: the newest
// published one, else the newest. False if there is none.
func Newest(list []Collection) (Collection, bool) {
	return newestOf(list, func(a, b Collection) int {
		if a.Published() != b.Published() {
			if a.Published() {
				return 1
			}
			return -1
		}
		return a.compareAge(b)
	})
}

// Latest is the newest collection, published or not. False if there is none.
func Latest(list []Collection) (Collection, bool) { return newestOf(list, Collection.compareAge) }

func newestOf(list []Collection, compare func(a, b Collection) int) (Collection, bool) {
	if len(list) == 0 {
		return Collection{}, false
	}
	return slices.MaxFunc(list, compare), true
}

// compareAge orders collections from the oldest to the newest: by their time
// of creation, then by their ids, of which numbers count up.
func (c Collection) compareAge(other Collection) int {
	if order := c.Created.Compare(other.Created); order != 0 {
		return order
	}
	a, b := strings.TrimLeft(c.ID, "0"), strings.TrimLeft(other.ID, "0")
	if isDigits(a) && isDigits(b) {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	}
	return cmp.Compare(c.ID, other.ID)
}

func isDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
