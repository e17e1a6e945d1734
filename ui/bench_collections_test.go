package ui

import (
	"fmt"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
)

// largeCollection has 10 000 definitions in no order; those of a multiple of
// every differ from the ones of another collection.
func largeCollection(every int) catalog.Collection {
	c := catalog.Collection{ID: "1022", ItemType: "product", Name: "large", Status: "PUBLISHED", Size: 10_000}
	for i := range c.Size {
		d := catalog.Definition{
			Name: fmt.Sprintf("Property_%05d", i*7919%c.Size), Kind: catalog.Custom, DataType: "String", ValueStyle: "SINGLE",
			Search: []catalog.Setting{{Name: "storable", Value: "true"}, {Name: "searchable", Value: fmt.Sprint(i%3 == 0)}, {Name: "filterable", Value: "false"}},
		}
		if every > 0 && i%every == 0 {
			d.ValueStyle = "LIST"
		}
		c.Definitions = append(c.Definitions, d)
	}
	return c
}

// benchCollections is the explorer at 120x36 with a large collection in the
// table and in a comparison.
func benchCollections(b *testing.B) *model {
	b.Helper()
	setProfile(trueColor)
	b.Cleanup(func() { setProfile(noColors) })
	o, _, _ := newOptions(setup{})
	m := newModel(b.Context(), o)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	m.perform(to(doCollections))
	m.settleCollections()
	read := reading{exchange: &gateway.Exchange{Target: m.target(), Status: 200, Body: gateway.BodyOf(nil)}}
	for i := range m.collections.shelves {
		m.collections.shelves[i].reading = read
	}
	m.collections.shelf().list = []catalog.Collection{largeCollection(0)}
	m.perform(to(doOpen))
	m.collections.table.reading = read
	m.openCompare(intent{})
	m.close()
	for i := range m.compare.sides {
		s, c := &m.compare.sides[i], largeCollection(i*100)
		s.shelf.reading, s.reading, s.collection = read, read, &c
	}
	m.compare.diff()
	return m
}

// BenchmarkCollectionKeys takes keys of the table and the comparison of 10 000
// definitions to their frames.
func BenchmarkCollectionKeys(b *testing.B) {
	for _, c := range []struct {
		name string
		at   place
		keys []string
	}{
		{"move", atCollection, []string{"down", "pgdown", "G", "g"}},
		{"sort", atCollection, []string{"s"}},
		{"filter", atCollection, []string{"/", "9", "9", "backspace", "backspace", "enter"}},
		{"compare", atCompare, []string{"down", "pgdown", "G", "g"}},
		{"fold", atCompare, []string{"=", "G"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			m := benchCollections(b)
			m.above = []place{c.at}
			var msgs []tea.Msg
			for _, key := range c.keys {
				msgs = append(msgs, keyMsg(key))
			}
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				m.Update(msgs[n%len(msgs)])
				_ = m.View()
			}
			if m.place() != c.at {
				b.Fatal("the keys led away from the screen")
			}
		})
	}
}
