package ui

import (
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
)

// arrangement says which rows of a table show, and in which order.
type arrangement struct {
	column     int // sorted by, -1 for the order of the body
	descending bool
	filter     string // what rows must have in them, "" for all
}

// inOrder is every row in the order of the body.
var inOrder = arrangement{column: -1}

// sortedRows are all rows of a table in an order: typing a filter sorts nothing
// again.
type sortedRows struct {
	by    arrangement // without a filter
	rows  int         // that the table had, 0 for none sorted yet
	order jsonview.Order
}

// len is how many rows show.
func (g *grid) len() int {
	if g.table == nil {
		return 0
	}
	return g.order.Len(g.table)
}

// row is the table's row under the cursor, -1 for none.
func (g *grid) row() int {
	if g.at < 0 || g.at >= g.len() {
		return -1
	}
	return g.order.Row(g.at)
}

// sortGrid sorts by the column under the cursor. A second time turns it round,
// and a third brings the order of the body back.
func (m *model) sortGrid(it intent) tea.Cmd {
	g, first := m.grid(), it.do == doSortRowsBack
	switch {
	case g.want.column != g.column:
		g.want.column, g.want.descending = g.column, first
	case g.want.descending == first:
		g.want.descending = !first
	default:
		g.want.column, g.want.descending = -1, false
		return m.arrange(g.row())
	}
	return m.arrange(-1)
}

// filterRows types a filter over the rows.
func (m *model) filterRows(intent) tea.Cmd {
	m.grid().open = true
	return m.grid().filter.Focus()
}

// updateRows takes a key or another message of the filter in.
func (m *model) updateRows(msg tea.Msg) tea.Cmd {
	g := m.grid()
	var cmd tea.Cmd
	g.filter, cmd = g.filter.Update(msg)
	if g.want.filter == g.filter.Value() {
		return cmd
	}
	g.want.filter = g.filter.Value()
	return tea.Batch(cmd, m.arrange(g.row()))
}

// backInGrid leaves the filter: while it is typed its text stays, and after that
// it is emptied. What is under way is stopped first. It reports whether there
// was something.
func (m *model) backInGrid() (bool, tea.Cmd) {
	g := m.grid()
	switch {
	case g == nil:
		return false, nil
	case g.open:
		g.open = false
		g.filter.Blur()
	case m.cancelGrid():
	case g.filter.Value() != "" && g.table != nil:
		g.filter.Reset()
		g.want.filter = ""
		return true, m.arrange(g.row())
	default:
		g.endJobs()
		return false, nil
	}
	return true, nil
}

// arrange shows the rows as they are wanted, in a command. The cursor goes with
// a row, or to the first one for row -1.
func (m *model) arrange(row int) tea.Cmd {
	r := m.reader()
	g := r.grid
	if g.table == nil {
		return nil
	}
	if g.want == inOrder {
		g.sort.end()
		g.order, g.has, g.at = jsonview.Order{}, inOrder, max(0, row)
		return nil
	}
	work := arranging{reader: r.id, table: g.table, want: g.want, sorted: g.sorted, row: row}
	work.ctx, work.id = g.sort.start(m.ctx, g.arrangingWords(), m.now)
	return func() tea.Msg { return work.run() }
}

// arrangingWords say what is done to the rows.
func (g *grid) arrangingWords() string {
	if g.want.column != g.has.column || g.want.descending != g.has.descending || g.want.filter == "" {
		return "sorting"
	}
	return "filtering"
}

// arranging is sorting and filtering: the command's part.
type arranging struct {
	ctx        context.Context
	reader, id int
	table      jsonview.Table
	want       arrangement
	sorted     sortedRows
	row        int
}

// arrangedMsg is the order of rows that was asked for.
type arrangedMsg struct {
	reader, id int
	want       arrangement
	order      jsonview.Order
	sorted     sortedRows
	at         int // place of the row that the cursor goes with
	err        error
}

func (w arranging) run() tea.Msg {
	msg := arrangedMsg{reader: w.reader, id: w.id, want: w.want, sorted: w.sorted}
	msg.order, msg.sorted, msg.err = w.sort()
	if msg.err == nil && w.want.filter != "" {
		var p *jsonview.Pattern
		if p, msg.err = jsonview.Compile(w.want.filter, jsonview.SmartCase); msg.err == nil {
			msg.order, msg.err = jsonview.Keep(w.ctx, w.table, msg.order, p.Matches)
		}
	}
	if msg.err == nil && w.row >= 0 {
		msg.at = placeOf(msg.order, w.table, w.row)
	}
	return msg
}

// sort is the order without the filter.
func (w arranging) sort() (jsonview.Order, sortedRows, error) {
	by := w.want
	by.filter = ""
	if by == inOrder {
		return jsonview.Order{}, w.sorted, nil
	}
	if w.sorted.by == by && w.sorted.rows == w.table.Rows() {
		return w.sorted.order, w.sorted, nil
	}
	order, err := jsonview.Sort(w.ctx, w.table, by.column, by.descending)
	if err != nil {
		return order, w.sorted, err
	}
	return order, sortedRows{by, w.table.Rows(), order}, nil
}

// placeOf is where in an order a row is, 0 when it is not in it.
func placeOf(o jsonview.Order, t jsonview.Table, row int) int {
	for i := range o.Len(t) {
		if o.Row(i) == row {
			return i
		}
	}
	return 0
}

// arranged takes an order of the rows.
func (m *model) arranged(msg arrangedMsg) {
	r := m.readerOf(msg.reader)
	if r == nil || r.grid == nil || !r.grid.sort.over(msg.id) {
		return
	}
	g := r.grid
	if msg.err != nil {
		g.want = g.has
		if !errors.Is(msg.err, context.Canceled) {
			m.say(sayBad, "The rows stay as they are: "+msg.err.Error())
		}
		return
	}
	g.order, g.has, g.sorted, g.at = msg.order, msg.want, msg.sorted, msg.at
	g.top = max(0, g.at-g.rows/3)
}
