package ui

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// largeBody is JSON of about ten megabytes.
func largeBody() []byte { return bodyOf(10 << 20) }

// bodyOf is JSON of about so many bytes.
func bodyOf(size int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"items": [`)
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id": %d, "name": "item number %d", "prices": [1.5, 2.25, 1e3], "open": true, "note": null}`, i, i)
	}
	b.WriteString("]}")
	return b.Bytes()
}

// benchModel is the explorer at 120x36 with a body laid out.
func benchModel(b *testing.B, body []byte) *model {
	b.Helper()
	setProfile(trueColor)
	b.Cleanup(func() { setProfile(noColors) })
	o, _, _ := newOptions(setup{})
	m := newModel(b.Context(), o)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	e := &gateway.Exchange{Target: m.target(), Started: time.Now(), Status: 200, Reason: "OK", Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}}, Body: gateway.BodyOf(body)}
	m.sending[m.target()] = &sending{id: 1, name: "List", cancel: func() {}}
	for msgs := []tea.Msg{sentMsg{id: 1, exchange: e}}; len(msgs) > 0; {
		msg := msgs[0]
		msgs = msgs[1:]
		_, cmd := m.Update(msg)
		msgs = append(msgs, indexing(cmd)...)
	}
	if r := m.response(); r == nil || r.reader.growing() {
		b.Fatal("the body is not laid out")
	}
	m.Update(keyMsg("v"))
	return m
}

// indexing runs a command and what it batches, but no ticks, and gives the
// lines that were laid out.
func indexing(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	select {
	case msg := <-done:
		switch msg := msg.(type) {
		case tea.BatchMsg:
			var out []tea.Msg
			for _, c := range msg {
				out = append(out, indexing(c)...)
			}
			return out
		case indexedMsg:
			return []tea.Msg{msg}
		}
	case <-time.After(5 * time.Second): // an idle tick
		return nil
	}
	return nil
}

// benchSizes are those of the bodies that frames are drawn of.
var benchSizes = map[string]int{"10MB": 10 << 20, "100MB": 100 << 20}

// BenchmarkView draws a frame of a large body.
func BenchmarkView(b *testing.B) {
	for name, size := range benchSizes {
		b.Run(name, func(b *testing.B) {
			m := benchModel(b, bodyOf(size))
			b.ReportAllocs()
			for b.Loop() {
				if m.View() == "" {
					b.Fatal("nothing was drawn")
				}
			}
		})
	}
}

// BenchmarkKeyToFrame takes a key of the viewer to its frame.
func BenchmarkKeyToFrame(b *testing.B) {
	for name, size := range benchSizes {
		m := benchModel(b, bodyOf(size))
		for key, back := range map[string]string{"down": "g", "pgdown": "g", "G": "g", ">": "g", "-": "0", "H": "L", "enter": "enter", "1": "0"} {
			b.Run(name+"/"+key, func(b *testing.B) {
				for n := 0; b.Loop(); n++ {
					next := key
					if n%2 == 1 {
						next = back
					}
					m.Update(keyMsg(next))
					_ = m.View()
				}
			})
		}
	}
}
