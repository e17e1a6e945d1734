package ui

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// copyCell hands the cell under the cursor to the clipboard: a string with its
// escapes undone, a list or object as compact JSON.
func (m *model) copyCell(intent) tea.Cmd {
	g := m.grid()
	return m.copyValue("the cell", g.table, g.cell())
}

// copyRow does so with the whole row: an element as JSON, a record as it is.
func (m *model) copyRow(intent) tea.Cmd {
	g := m.grid()
	return m.copyValue("the row", g.table, g.table.Element(g.row()))
}

// copyValue copies a value of a table, which may be long, as copyOf does.
func (m *model) copyValue(what string, t jsonview.Table, c jsonview.Cell) tea.Cmd {
	return func() tea.Msg { return m.copyOf(what, string(jsonview.TextOf(t, c)), false)() }
}

func whyNotCopyCell(m *model) string {
	if reason := whyNoCell(m); reason != "" {
		return reason
	}
	if m.grid().cell().Kind == jsonview.NoCell {
		return "This row has nothing in this column."
	}
	return ""
}

// rowsToSave is what shows of a table when it is asked where to save it.
type rowsToSave struct {
	table   jsonview.Table
	order   jsonview.Order
	columns []int
}

// askSaveRows asks where to save the rows and columns that show.
func (m *model) askSaveRows(intent) tea.Cmd {
	r := m.reader()
	g := r.grid
	g.saving = rowsToSave{g.table, g.order, g.shown()}
	notes := []string{fmt.Sprintf("%s and %s as CSV, as they show. An existing file is not replaced.",
		words.Count(g.len(), "row", "rows"), words.Count(len(g.saving.columns), "column", "columns"))}
	if !g.table.Done() {
		notes = append(notes, "The list is still arriving: the rows that are there now are saved.")
	}
	name := r.fileName()
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	if _, ok := g.table.(*jsonview.CSVTable); ok {
		name += "-table" // not the file itself
	}
	return m.ask("SAVE TABLE", name+".csv", doSaveRowsTo, notes...)
}

// saveRowsTo writes the table in a command, unless a known secret is in it: that
// asks once more.
func (m *model) saveRowsTo(it intent) tea.Cmd {
	g := m.grid()
	m.close()
	if g == nil || g.saving.table == nil {
		return nil
	}
	return m.startSaving(saving{path: it.text, make: g.saving.csv}, false)
}

func (s rowsToSave) csv(ctx context.Context) ([]byte, error) {
	var out bytes.Buffer
	err := jsonview.WriteCSV(ctx, &out, s.table, s.order, s.columns)
	return out.Bytes(), err
}
