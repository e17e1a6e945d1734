package ui

import (
	"context"
	"sort"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
)

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
