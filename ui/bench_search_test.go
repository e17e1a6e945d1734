package ui

import (
	"bytes"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// BenchmarkSearchKey takes a key in the line of a search to its frame, with a
// body of 100 MB: what runs between key and frame, and not the search itself.
func BenchmarkSearchKey(b *testing.B) {
	setProfile(trueColor)
	b.Cleanup(func() { setProfile(noColors) })
	record := []byte(`{"id": 4711, "name": "Winter jacket", "price": 129.5},` + "\n")
	text := bytes.Repeat(record, 100<<20/len(record))
	o, _, _ := newOptions(setup{})
	o.File = &File{Name: "orders.jsonl", Body: gateway.BodyOf(text)}
	m := newModel(b.Context(), o)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	for cmd := m.file.more(); cmd != nil; cmd = m.file.more() {
		m.Update(cmd())
	}
	m.Update(keyMsg("/"))
	keys := []tea.KeyMsg{keyMsg("e"), keyMsg("r"), keyMsg("backspace"), keyMsg("backspace")}
	n := 0
	for b.Loop() {
		m.Update(keys[n%len(keys)])
		_ = m.View()
		n++
	}
}
