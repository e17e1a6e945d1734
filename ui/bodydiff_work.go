package ui

import (
	"context"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
)

// comparing is one comparison of two bodies: the command's part.
type comparing struct {
	ctx    context.Context
	cancel context.CancelFunc
	id     int
	sides  [2]laying
	rules  jsonview.Rules
	behind *atomic.Int64 // bytes of work done, written by the command alone
	all    int           // bytes of work in all
}

// laying is a body that is compared, with its lines where they are known.
type laying struct {
	doc   jsonview.Document // nil if it is to be made
	media string
	body  []byte
}

// work is how many bytes are to be laid out.
func (l laying) work() int {
	if l.doc != nil {
		return 0
	}
	return len(l.body)
}

// run lays out what is not yet, and compares. Nil means that it was stopped.
func (c *comparing) run() tea.Msg {
	msg := bodiesComparedMsg{id: c.id}
	begun := 0
	progress := func(bytes int) { c.behind.Store(int64(begun + bytes)) }
	for i, l := range c.sides {
		if msg.docs[i] = l.doc; l.doc != nil {
			continue
		}
		var err error
		if msg.docs[i], err = jsonview.Whole(c.ctx, l.media, l.body, progress); err != nil {
			return nil
		}
		begun += len(l.body)
	}
	rules := c.rules
	rules.Progress = progress
	var err error
	if msg.result, err = jsonview.Compare(c.ctx, msg.docs[leftSide], msg.docs[rightSide], rules); err != nil || c.ctx.Err() != nil {
		return nil
	}
	msg.groups, msg.rows = grouped(msg.result)
	return msg
}

// grouped makes the rows of a comparison: of many differences those at alike
// paths are one row, and such rows stand first.
func grouped(c *jsonview.Comparison) (groups [][]int32, rows []diffRow) {
	groups = make([][]int32, len(c.Summaries))
	alike := func(group int) bool {
		return c.Total() > manyRows && group >= 0 && c.Summaries[group].Total() >= leastSame
	}
	for i := range groups {
		if alike(i) {
			rows = append(rows, diffRow{group: i})
		}
	}
	for i, d := range c.List {
		if alike(d.Group) {
			groups[d.Group] = append(groups[d.Group], int32(i))
		} else {
			rows = append(rows, diffRow{noGroup, i})
		}
	}
	return groups, rows
}

// readerOfBody is the reader of a body, nil if nobody reads it.
func (m *model) readerOfBody(body *gateway.Body) *reader {
	for _, r := range m.readers() {
		if r.body == body {
			return r
		}
	}
	return nil
}

// laidOut are the lines that the viewer has made of a whole body, nil if it has
// not.
func (m *model) laidOut(body *gateway.Body) jsonview.Document {
	r := m.readerOfBody(body)
	if r == nil {
		return nil
	}
	if doc := r.layouts[modePretty].doc; doc != nil && doc.Done() {
		return doc
	}
	return nil
}

// layingOut reports whether the viewer is making these lines.
func (m *model) layingOut(body *gateway.Body) bool {
	r := m.readerOfBody(body)
	return r != nil && r.mode == modePretty && r.growing()
}
