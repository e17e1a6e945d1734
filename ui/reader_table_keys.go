package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// gridKey moves in the table, or types the filter.
func (m *model) gridKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	g := m.grid()
	if g == nil {
		return intent{}, nil
	}
	key := msg.String()
	if g.open {
		switch {
		case msg.Paste || key != "enter" && key != "up" && key != "down":
			if fault := tooLong(msg, g.filter); fault != "" {
				m.say(sayWarn, "The filter stays as it is: "+fault)
				return intent{}, nil
			}
			return intent{}, m.updateRows(msg)
		case key == "enter":
			g.open = false
			g.filter.Blur()
			return intent{}, nil
		}
	}
	switch key {
	case "left", "h":
		g.sideways(-1)
	case "right", "l":
		g.sideways(1)
	case "<":
		g.sideways(-max(1, len(g.layout())-1))
	case ">":
		g.sideways(max(1, len(g.layout())-1))
	default:
		before := g.at
		if g.at = cursorKey(key, g.at, g.len(), g.rows); key == "pgup" || key == "pgdown" || key == " " || key == "ctrl+b" || key == "ctrl+f" {
			g.top += g.at - before // by pages, the cursor stays where it is on the screen
		}
	}
	return intent{}, nil
}

// sideways goes to another column that shows.
func (g *grid) sideways(step int) {
	shown := g.shown()
	if len(shown) == 0 {
		return
	}
	at := max(0, slices.Index(shown, g.column))
	g.column = shown[max(0, min(at+step, len(shown)-1))]
}

// hideColumn takes the column under the cursor away. The last one stays.
func (m *model) hideColumn(intent) tea.Cmd {
	g := m.grid()
	g.toggle(g.column)
	return nil
}

func whyNotHide(m *model) string {
	if reason := whyNoColumns(m); reason != "" {
		return reason
	}
	if len(m.grid().shown()) < 2 {
		return "This is the last column that shows. C brings others back."
	}
	return ""
}

// toggle takes a column away or brings it back; the last one stays. The cursor
// goes to the next one that shows.
func (g *grid) toggle(column int) {
	if g.hidden == nil {
		g.hidden = map[int]bool{}
	}
	shown := g.shown()
	if len(shown) == 1 && shown[0] == column {
		return
	}
	if g.hidden[column] {
		delete(g.hidden, column)
		return
	}
	g.hidden[column] = true
}

// openColumns lists the columns, to choose those that show.
func (m *model) openColumns(intent) tea.Cmd {
	m.grid().picked = m.grid().column
	m.open(atColumns)
	return nil
}

// columnsKey moves in the list of columns.
func (m *model) columnsKey(msg tea.KeyMsg) intent {
	if g := m.grid(); g != nil && g.table != nil {
		g.picked = cursorKey(msg.String(), g.picked, len(g.table.Columns()), columnRows)
	}
	return intent{}
}

// toggleColumn shows or hides the column under the cursor of the list.
func (m *model) toggleColumn(intent) tea.Cmd {
	g := m.grid()
	g.toggle(g.picked)
	return nil
}

func whyNotToggleColumn(m *model) string {
	g := m.grid()
	if reason := whyNoColumns(m); reason != "" {
		return reason
	}
	if m.place() != atColumns {
		return "This is for the list of columns: C opens it."
	}
	if shown := g.shown(); len(shown) == 1 && shown[0] == g.picked {
		return "One column has to show: bring another one back first."
	}
	return ""
}

// allColumns brings every column back.
func (m *model) allColumns(intent) tea.Cmd {
	m.grid().hidden = nil
	return nil
}

// toCell goes to where the cell under the cursor stands in the document, or
// else to its row.
func (m *model) toCell(intent) tea.Cmd {
	r := m.reader()
	g := r.grid
	off := g.cell().Off
	if off < 0 {
		off = g.table.Element(g.row()).Off
	}
	g.endJobs()
	r.endSearch()
	m.leave(inGrid)
	r.goTo(off)
	return m.indexMore()
}
