package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"time"

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

// job is a command of which one runs at a time; an older one's answer is
// dropped.
type job struct {
	id    int
	what  string // that it does
	since time.Time
	stop  context.CancelFunc // nil when none is under way
}

func (j *job) busy() bool { return j.stop != nil }

// start takes the place of what is under way.
func (j *job) start(parent context.Context, what string, now time.Time) (context.Context, int) {
	j.end()
	ctx, stop := context.WithCancel(parent)
	j.id, j.what, j.since, j.stop = j.id+1, what, now, stop
	return ctx, j.id
}

// end stops what is under way and reports whether something was.
func (j *job) end() bool {
	if j.stop == nil {
		return false
	}
	j.stop()
	j.stop = nil
	return true
}

// over takes the answer of a command, and reports whether it is the last one's.
func (j *job) over(id int) bool { return j.id == id && j.end() }

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

// gridWork is making or growing a table: the command's part.
type gridWork struct {
	ctx        context.Context
	reader, id int
	doc        jsonview.Document
	from       int
	table      jsonview.Table // to be grown, nil to make one
	readable   bool
}

// gridMsg is a table that was made or has grown.
type gridMsg struct {
	reader, id int
	doc        jsonview.Document
	table      jsonview.Table
	made       bool // not grown
	name       string
	row        int   // of the list that the document's cursor is in
	widths     []int // of some rows
	err        error
}

func (w gridWork) run() tea.Msg {
	msg := gridMsg{reader: w.reader, id: w.id, doc: w.doc, made: w.table == nil, err: jsonview.ErrNoTable}
	switch {
	case !w.readable:
	case w.table == nil:
		msg.table, msg.err = jsonview.TableOf(w.ctx, w.doc, w.doc.LineAt(w.from))
	default:
		msg.table, msg.err = w.table.Grow(w.ctx, w.doc)
	}
	if msg.err != nil {
		msg.table = nil
		return msg
	}
	msg.name = listName(msg.table, w.doc)
	msg.row = rowAt(msg.table, w.from)
	msg.widths = sampleWidths(msg.table)
	return msg
}

// listName is how the list of a table is called.
func listName(t jsonview.Table, doc jsonview.Document) string {
	if t, ok := t.(*jsonview.CSVTable); ok {
		return separators[t.Separator()]
	}
	s, list := doc.(*jsonview.Snapshot), t.(*jsonview.ListTable)
	if list.Line() < 0 {
		return "JSON Lines"
	}
	return s.Path(list.Line())
}

var separators = map[byte]string{
	',': "CSV with commas", ';': "CSV with semicolons", '\t': "CSV with tabs", '|': "CSV with bars",
}

// rowAt is the row of a table that holds an offset, or else the last before it;
// 0 when it is before them all.
func rowAt(t jsonview.Table, off int) int {
	n := sort.Search(t.Rows(), func(row int) bool { return t.Element(row).Off > off })
	return max(0, n-1)
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

// readerOf is the reader of an id, nil when it is gone.
func (m *model) readerOf(id int) *reader {
	for _, r := range m.readers() {
		if r.id == id {
			return r
		}
	}
	return nil
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

// whyNoRows says why no table can be made of a body.
func whyNoRows(r *reader) string {
	switch {
	case r.isJSON():
		return "No list here: no array of this body has elements."
	case r.format == jsonview.Empty:
		return "No list here: the body is empty."
	}
	return fmt.Sprintf("No list here: the body is %s.", r.format)
}

// whyNoGrid says why there can be no table of the body.
func whyNoGrid(m *model) string {
	if reason := whyNoBody(m); reason != "" {
		return reason
	}
	r := m.reader()
	state := r.body.State()
	switch {
	case len(state.Bytes) == 0 && state.Done:
		return "There is no body to show as a table."
	case r.known && !r.tabular():
		return whyNoRows(r)
	}
	return ""
}

// whyNoCell says why there is nothing under the cursor of the table.
func whyNoCell(m *model) string {
	g := m.grid()
	switch {
	case g == nil:
		return "This is for a list as a table: i shows one, in the viewer."
	case g.table == nil:
		return "The list is still being read."
	case g.len() == 0:
		return "There is no row under the cursor."
	}
	return ""
}

// whyNoColumns is whyNoCell for what needs no row.
func whyNoColumns(m *model) string {
	if reason := whyNoCell(m); reason != "" && (m.grid() == nil || m.grid().table == nil) {
		return reason
	}
	return ""
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
