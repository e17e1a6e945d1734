package sandbox

import (
	"slices"
	"time"
)

// stage is how far a change of the shop's schema has been rolled out.
type stage int

const (
	inQA stage = iota
	inStaging
	inProduction
)

// shop is what an environment knows when it is first asked: collections and
// the snapshots tied to them. Snapshots do not change.
type shop struct {
	properties *propertyStore
	snapshots  []snapshot // in the order of creation
}

// step is one moment in the shop's history: a new collection of an item type,
// made from the one before it.
type step struct {
	itemType, name, description string
	age                         int   // days before the sandbox began, in QA
	reach                       stage // the furthest environment it was made in
	open                        bool  // never published
	add                         []definition
	drop                        []string
}

// newShop replays the shop's history as far as it reached an environment.
func newShop(p profile, began time.Time) *shop {
	s := &shop{properties: newPropertyStore()}
	current := make(map[string][]definition)
	for _, h := range history {
		if h.reach < p.stage {
			continue
		}
		if current[h.itemType] == nil {
			current[h.itemType] = prefilled(h.itemType)
		}
		current[h.itemType] = evolve(current[h.itemType], h)
		hour := time.Duration(len(h.description)) * 5 * time.Minute // nobody creates them all at the same time of day
		created := began.Add(-time.Duration(h.age)*day + p.lag - hour)
		s.seed(collection{
			ItemType: h.itemType, Name: h.name, Description: h.description, Status: published,
			Definitions: slices.Clone(current[h.itemType]),
		}, created, h.open)
	}
	if p.stage == inProduction {
		s.diverge(productionOnly)
	}
	s.snapshots = newSnapshots(s.properties, p, began)
	return s
}

// seed adds a collection with times of its own.
func (s *shop) seed(c collection, created time.Time, stillOpen bool) {
	if stillOpen {
		c.Status = open
	}
	if _, err := s.properties.create(c, created); err != nil {
		panic("sandbox: seed: " + err.Error()) // the tables name a collection twice
	}
	list := s.properties.byType[c.ItemType]
	list[len(list)-1].Updated = instant(created.Add(95 * time.Minute))
}

// evolve drops and adds definitions; one of a known name is replaced.
func evolve(from []definition, h step) []definition {
	to := slices.DeleteFunc(slices.Clone(from), func(d definition) bool { return slices.Contains(h.drop, d.Name) })
	for _, d := range h.add {
		if i := slices.IndexFunc(to, func(known definition) bool { return known.Name == d.Name }); i >= 0 {
			to[i] = d
		} else {
			to = append(to, d)
		}
	}
	return to
}

// diverge replaces definitions in the newest product collection: what somebody
// once set by hand and never carried back.
func (s *shop) diverge(by []definition) {
	list := s.properties.byType["product"]
	newest := list[len(list)-1]
	newest.Definitions = evolve(newest.Definitions, step{add: by})
}

// usedBy finds a snapshot tied to a collection.
func (s *shop) usedBy(itemType string, id int) (snapshot, bool) {
	for _, snap := range s.snapshots {
		if snap.Collections[itemType] == id {
			return snap, true
		}
	}
	return snapshot{}, false
}
