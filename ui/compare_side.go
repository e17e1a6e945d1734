package ui

import (
	"slices"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
)

// side is one collection of a comparison. Until another one is chosen it is
// the newest published one, else the newest.
type side struct {
	environment string
	shelf       shelf
	wanted      string // the id that was chosen, "" for none
	reading     reading
	collection  *catalog.Collection // nil before it is read
}

// The sides.
const (
	leftSide = iota
	rightSide
)

func newSide(environment, itemType, wanted string) side {
	return side{environment: environment, wanted: wanted, shelf: shelf{itemType: itemType, total: -1}}
}

// target is where a side reads.
func (s *side) target() gateway.Target {
	return gateway.Target{Environment: s.environment, Service: catalog.Service}
}

// pick is the collection that a side shows, false while it is not known or
// there is none.
func (s *side) pick() (catalog.Collection, bool) {
	if s.wanted == "" {
		return catalog.Newest(s.shelf.list)
	}
	i := slices.IndexFunc(s.shelf.list, func(c catalog.Collection) bool { return c.ID == s.wanted })
	if i < 0 {
		return catalog.Collection{ID: s.wanted, ItemType: s.shelf.itemType}, true
	}
	return s.shelf.list[i], true
}

// searching reports whether a published collection may still be on a page that
// was not read.
func (s *side) searching() bool {
	return s.wanted == "" && s.shelf.next > 0 && !slices.ContainsFunc(s.shelf.list, catalog.Collection.Published)
}

// failed is what went wrong at a side, nil if nothing did.
func (s *side) failed() *reading {
	for _, r := range []*reading{&s.reading, &s.shelf.reading} {
		if r.failed() && !r.busy() {
			return r
		}
	}
	return nil
}
