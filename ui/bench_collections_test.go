package ui

import (
	"fmt"
	"strings"
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
	m := largeCompare(b)
	m.Update(m.compareSides()())
	m.close()
	return m
}

// largeCompare is the explorer at the comparison of two large collections that
// are there and not yet compared.
func largeCompare(tb testing.TB) *model {
	tb.Helper()
	o, _, _ := newOptions(setup{})
	m := newModel(tb.Context(), o)
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
		s.shelf.reading, s.reading, s.collection, s.wanted = read, read, &c, c.ID
	}
	m.open(atCompare)
	return m
}

// TestComparingIsNoUpdate: comparing is done by a command, while the screen says
// so; the outcome of collections that show no more is dropped.
func TestComparingIsNoUpdate(t *testing.T) {
	m := largeCompare(t)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	stale := comparedMsg{m.compare.id, outcome{}}
	m.compare.undo()
	m.Update(keyMsg("down")) // any message begins what is missing
	if !strings.Contains(m.View(), "◌ comparing 10 000 properties") || m.compare.id == 0 {
		t.Fatalf("it is not being compared:\n%s", m.View())
	}
	m.Update(keyMsg("D"))
	if m.Update(stale); m.compare.done || m.place() != atCompare {
		t.Error("an older outcome was taken, or drafted")
	}
	c := &m.compare
	m.Update(m.diff(c.id, *c.sides[leftSide].collection, *c.sides[rightSide].collection)())
	if !c.done || len(c.changes) != 100 || len(c.equal) != 9900 || strings.Contains(m.View(), "◌") {
		t.Errorf("%d differ, %d are the same:\n%s", len(c.changes), len(c.equal), m.View())
	}
	_, cmd := m.Update(keyMsg("D"))
	if cmd == nil || !strings.Contains(m.View(), "◌ comparing") {
		t.Errorf("the drafts are not being made:\n%s", m.View())
	}
	m.Update(m.draft(c.drafts.id, *c.sides[rightSide].collection, *c.sides[leftSide].collection, "product")())
	if !c.drafts.done || len(c.drafts.list) == 0 {
		t.Error("there are no drafts")
	}
}

// BenchmarkCompareUpdate takes the message in after which both sides of 10 000
// properties are there, to its frame.
func BenchmarkCompareUpdate(b *testing.B) {
	m := largeCompare(b)
	b.ReportAllocs()
	for b.Loop() {
		m.compare.undo()
		m.Update(keyMsg("down"))
		_ = m.View()
	}
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
