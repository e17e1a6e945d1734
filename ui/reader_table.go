package ui

import (
	"context"
	"errors"
	"slices"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
)

// grid is a list of a body as a table: which rows of it show in which order,
// which columns, and where the cursor is. The table itself grows with the body.
type grid struct {
	from  int               // offset that the list is looked for from
	table jsonview.Table    // nil before there is one
	doc   jsonview.Document // that was last looked at
	name  string            // of the list
	build job

	order  jsonview.Order
	has    arrangement // what order is of
	want   arrangement // what was asked for: the same, unless a command is under way
	sorted sortedRows  // all rows, as they were last sorted
	sort   job
	filter textinput.Model
	open   bool // the filter is being typed

	at, top int          // place in order of the cursor, and of the first row that shows
	column  int          // under the cursor
	left    int          // first column that shows
	hidden  map[int]bool // columns that were taken away
	widths  []int        // of the columns: the widest text that was seen, see widestText
	rows    int          // of the table that show
	cols    int          // of the screen
	picked  int          // column under the cursor of the list of columns

	saving rowsToSave
}

// grid is the table on the screen, nil when there is none.
func (m *model) grid() *grid {
	if r := m.reader(); r != nil && slices.Contains(m.above, atTable) {
		return r.grid
	}
	return nil
}

// openGrid shows the list that the cursor is in, or else the longest one of the
// body.
func (m *model) openGrid(intent) tea.Cmd {
	r := m.toReader()
	off := r.offset()
	if r.mode != modePretty {
		r.mode, r.left = modePretty, 0
		r.goTo(off)
	}
	m.showGrid(r, off)
	return m.indexMore()
}

// showGrid puts the table of a body above it. What was chosen in the table
// before stays, should it turn out to be of the same list.
func (m *model) showGrid(r *reader, off int) {
	if r.grid == nil {
		r.grid = &grid{filter: newInput("/"), has: inOrder, want: inOrder}
	}
	r.grid.endJobs()
	r.grid.from, r.grid.doc = off, nil
	m.open(atTable)
}

// endJobs stops all that is under way and reports whether something was.
func (g *grid) endJobs() bool {
	built, sorted := g.build.end(), g.sort.end()
	g.want = g.has
	return built || sorted
}

// growGrid makes the table of what the body has laid out, or takes in what is
// new; nil when there is nothing to do.
func (m *model) growGrid() tea.Cmd {
	g := m.grid()
	if g == nil || g.build.busy() {
		return nil
	}
	r := m.reader()
	doc := r.layouts[modePretty].doc
	switch {
	case doc == nil, g.doc != nil && g.doc.Bytes() == doc.Bytes() && g.doc.Done() == doc.Done():
		return nil
	case g.doc == nil && doc.Bytes() <= g.from && !doc.Done():
		return nil
	}
	work := gridWork{reader: r.id, doc: doc, from: g.from, readable: r.tabular()}
	if g.doc != nil && !g.outdone() {
		work.table = g.table
	}
	work.ctx, work.id = g.build.start(m.ctx, "reading the list", m.now)
	return func() tea.Msg { return work.run() }
}

// outdone reports whether a longer list may have come since the table was made:
// its list was taken for its length, has ended before the body, and nothing was
// done with it.
func (g *grid) outdone() bool {
	t, ok := g.table.(*jsonview.ListTable)
	if !ok || !t.Done() || g.doc.Done() || g.want != inOrder || g.at > 0 || t.Line() < 0 {
		return false
	}
	s := g.doc.(*jsonview.Snapshot)
	line := s.LineAt(g.from)
	end, _ := s.End(t.Line())
	return line < t.Line() || line > end
}

// tabular reports whether the body's format can hold a list.
func (r *reader) tabular() bool {
	return r.isJSON() || r.format == jsonview.CSV || r.format == jsonview.Text
}

// gridded takes a table that was made or has grown.
func (m *model) gridded(msg gridMsg) tea.Cmd {
	r := m.readerOf(msg.reader)
	if r == nil || r.grid == nil || !r.grid.build.over(msg.id) {
		return nil
	}
	g := r.grid
	g.doc = msg.doc
	switch {
	case errors.Is(msg.err, context.Canceled):
		return nil
	case msg.err != nil && !msg.made: // the body is of another format than it began as
		g.doc = nil
		return m.growGrid()
	case msg.err != nil && !msg.doc.Done():
		return nil // a list may still come: it is looked for in what comes
	case msg.err != nil:
		g.forget()
		m.leave(inGrid)
		m.say(sayWarn, whyNoRows(r))
		return nil
	}
	if msg.made && !sameList(g.table, msg.table) {
		g.forget()
	}
	g.table, g.doc, g.name = msg.table, msg.doc, msg.name
	g.widen(msg.widths)
	switch {
	case msg.made && g.has == inOrder:
		g.at = msg.row
	case msg.made || g.table.Done() && g.has != inOrder:
		g.sorted = sortedRows{}
		return tea.Batch(m.arrange(msg.row), m.growGrid())
	}
	return m.growGrid()
}

// sameList reports whether two tables are of the same list of one body.
func sameList(a, b jsonview.Table) bool {
	switch a := a.(type) {
	case *jsonview.ListTable:
		b, ok := b.(*jsonview.ListTable)
		return ok && a.Line() == b.Line()
	case *jsonview.CSVTable:
		_, ok := b.(*jsonview.CSVTable)
		return ok
	}
	return false
}

// forget leaves all that was chosen in the table.
func (g *grid) forget() {
	*g = grid{
		from: g.from, filter: newInput("/"), has: inOrder, want: inOrder, rows: g.rows, cols: g.cols,
		build: g.build, sort: g.sort,
	}
}

// cancelGrid stops what was asked for in the table. It reports whether there was
// something.
func (m *model) cancelGrid() bool {
	g := m.grid()
	if g == nil {
		return false
	}
	if first := g.build.busy() && g.table == nil; first {
		g.endJobs()
		m.leave(inGrid)
		m.say(sayNote, "Stopped: there is no table. i makes it again.")
		return true
	}
	found := g.sort.end()
	if found {
		g.want = g.has
		m.say(sayNote, "Stopped: the table is as it was.")
	}
	return found
}
