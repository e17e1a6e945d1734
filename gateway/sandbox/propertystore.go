package sandbox

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// firstID is where collections and snapshots begin to count.
const firstID = 1001

// propertyStore holds the collections of one environment. What it hands out
// is not changed any more, so that it can be written without the lock.
type propertyStore struct {
	mu     sync.RWMutex
	nextID int
	byType map[string][]*collection // in the order of creation
}

func newPropertyStore() *propertyStore {
	return &propertyStore{nextID: firstID, byType: make(map[string][]*collection)}
}

// list returns the collections of an item type, newest first.
func (s *propertyStore) list(itemType string) []*collection {
	s.mu.RLock()
	list := slices.Clone(s.byType[itemType])
	s.mu.RUnlock()
	slices.Reverse(list)
	return list
}

// find returns one collection.
func (s *propertyStore) find(itemType string, id int) (*collection, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i, err := s.index(itemType, id)
	if err != nil {
		return nil, err
	}
	return s.byType[itemType][i], nil
}

// index is a collection's place; the caller holds the lock.
func (s *propertyStore) index(itemType string, id int) (int, error) {
	i := slices.IndexFunc(s.byType[itemType], func(c *collection) bool { return c.ID == id })
	if i < 0 {
		return 0, notFound(fmt.Sprintf("There is no %s collection %d", itemType, id))
	}
	return i, nil
}

// create adds a collection under the next id. A name may be used once per
// item type.
func (s *propertyStore) create(c collection, now time.Time) (*collection, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, other := range s.byType[c.ItemType] {
		if c.Name != "" && other.Name == c.Name {
			return nil, duplicate(fmt.Sprintf("%s collection %d is named %s already", c.ItemType, other.ID, clip(c.Name)))
		}
	}
	c.ID = s.nextID
	c.Created, c.Updated = instant(now), instant(now)
	s.nextID++
	s.byType[c.ItemType] = append(s.byType[c.ItemType], &c)
	return &c, nil
}

// change replaces a collection by what a pure function makes of it.
func (s *propertyStore) change(itemType string, id int, now time.Time, f func(collection) (collection, error)) (*collection, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.index(itemType, id)
	if err != nil {
		return nil, err
	}
	changed, err := f(*s.byType[itemType][i])
	if err != nil {
		return nil, err
	}
	changed.Updated = instant(now)
	s.byType[itemType][i] = &changed
	return &changed, nil
}

// delete removes a collection.
func (s *propertyStore) delete(itemType string, id int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.index(itemType, id)
	if err != nil {
		return err
	}
	s.byType[itemType] = slices.Delete(s.byType[itemType], i, i+1)
	return nil
}
