package ui

import (
	"bytes"
	"io"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// BenchmarkArriving is what the program does while a large body comes in: a tick
// and its frame, a piece of lines that was laid out and its frame, a key and its
// frame. Laying out is a command's work and not counted.
func BenchmarkArriving(b *testing.B) {
	setProfile(trueColor)
	b.Cleanup(func() { setProfile(noColors) })
	o, _, _ := newOptions(setup{})
	from, to := io.Pipe()
	o.File = &File{Name: "large.json", Body: gateway.ReadBody(b.Context(), from, gateway.BodyOptions{})}
	m := newModel(b.Context(), o)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	text := largeBody()
	for range 8 {
		if _, err := io.Copy(to, bytes.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
	for len(m.file.body.State().Bytes) < 8*len(text) {
		time.Sleep(time.Millisecond)
	}
	last := indexedMsg{}
	for cmd := m.file.more(); cmd != nil; cmd = m.file.more() {
		last = cmd().(indexedMsg)
		m.file.indexed(last)
	}
	for name, msg := range map[string]func() tea.Msg{
		"tick":  func() tea.Msg { return tickMsg{m.clock.order} },
		"lines": func() tea.Msg { return last },
		"key":   func() tea.Msg { return keyMsg("down") },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Update(msg())
				if m.View() == "" {
					b.Fatal("nothing was drawn")
				}
			}
		})
	}
	m.file.drop()
}
