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
func largeBody() []byte {
	var b bytes.Buffer
	b.WriteString(`{"items": [`)
	for i := 0; b.Len() < 10<<20; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id": %d, "name": "item number %d", "prices": [1.5, 2.25, 1e3], "open": true, "note": null}`, i, i)
	}
	b.WriteString("]}")
	return b.Bytes()
}

// benchModel is the explorer at 120x36 with a large body laid out.
func benchModel(b *testing.B) *model {
	b.Helper()
	setProfile(trueColor)
	b.Cleanup(func() { setProfile(noColors) })
	o, _, _ := newOptions(setup{})
	m := newModel(b.Context(), o)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	e := &gateway.Exchange{Target: m.target(), Started: time.Now(), Status: 200, Reason: "OK", Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}}, Body: gateway.BodyOf(largeBody())}
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

// BenchmarkView draws a frame of a body of 10 MB.
func BenchmarkView(b *testing.B) {
	m := benchModel(b)
	b.ReportAllocs()
	for b.Loop() {
		if m.View() == "" {
			b.Fatal("nothing was drawn")
		}
	}
}

// BenchmarkKeyToFrame takes a key of the viewer to its frame.
func BenchmarkKeyToFrame(b *testing.B) {
	m := benchModel(b)
	for _, key := range []string{"down", "pgdown", "l", "G"} {
		b.Run(key, func(b *testing.B) {
			back := keyMsg("g")
			msg := keyMsg(key)
			for n := 0; b.Loop(); n++ {
				if n%100 == 99 {
					m.Update(back)
				}
				m.Update(msg)
				_ = m.View()
			}
		})
	}
}
