package ui

import (
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// hundredMB is a list of 100 MB, about 270 000 rows.
var hundredMB = sync.OnceValue(func() string {
	rows := strings.TrimSuffix(strings.SplitN(wares(900), `"items":[`, 2)[1], "]}\n")
	n := 100_000_000/(len(rows)+1) + 1
	return `{"items":[` + strings.Repeat(rows+",", n) + rows + "]}\n"
})

// benchTable is a model with a list of 100 MB as a table.
func benchTable(b *testing.B) *model {
	b.Helper()
	setProfile(trueColor)
	b.Cleanup(func() { setProfile(noColors) })
	o, _, _ := newOptions(setup{})
	m := newModel(b.Context(), Options{
		File:     &File{Name: "wares.json", Body: gateway.BodyOf([]byte(hundredMB()))},
		Redactor: o.Redactor, Now: time.Now,
	})
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	settleTable(m, m.indexMore())
	_, cmd := m.Update(keyMsg("i"))
	settleTable(m, cmd)
	g := m.grid()
	if g == nil || g.table == nil || !g.table.Done() {
		b.Fatal("there is no table")
	}
	b.ReportMetric(float64(g.table.Rows()), "rows")
	return m
}

// settleTable runs commands until the body is laid out and the table stands.
func settleTable(m *model, cmd tea.Cmd) {
	for msgs := tableMsgs(cmd); len(msgs) > 0; msgs = msgs[1:] {
		_, cmd := m.Update(msgs[0])
		msgs = append(msgs, tableMsgs(cmd)...)
	}
}

// tableMsgs runs a command and what it batches, but waits for no tick, and gives
// what it is told of bodies and tables.
func tableMsgs(cmd tea.Cmd) []tea.Msg {
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
				out = append(out, tableMsgs(c)...)
			}
			return out
		case indexedMsg, gridMsg, arrangedMsg:
			return []tea.Msg{msg}
		}
	case <-time.After(30 * time.Second): // an idle tick
	}
	return nil
}

// BenchmarkTableKeyToFrame takes a key of the table to its frame, with 100 MB.
func BenchmarkTableKeyToFrame(b *testing.B) {
	m := benchTable(b)
	for _, key := range []string{"down", "pgdown", "l", "G"} {
		b.Run(key, func(b *testing.B) {
			back, msg := keyMsg("g"), keyMsg(key)
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

// BenchmarkTableOrder sorts the table, and filters it, with 100 MB.
func BenchmarkTableOrder(b *testing.B) {
	m := benchTable(b)
	g := m.grid()
	for _, c := range []struct {
		name string
		want arrangement
	}{
		{"number", arrangement{column: 0}},
		{"text", arrangement{column: 1}},
		{"filter", arrangement{column: -1, filter: "user77@"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				g.want, g.has, g.sorted = c.want, inOrder, sortedRows{}
				settleTable(m, m.arrange(-1))
				if g.has != c.want {
					b.Fatal("the rows are not as they were wanted")
				}
			}
		})
	}
}
