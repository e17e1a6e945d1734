package ui

import (
	"fmt"
	"slices"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

const (
	// widestText is how wide a text is measured at most, and so a column is.
	widestText = 120
	// calmColumn is how wide a column is while others have too little room.
	calmColumn = 32
	// leastColumn is what a column that is cut by the edge must keep.
	leastColumn = 6
	// columnGap is what stands between two columns, and before the first.
	columnGap = 2
	// sampledRows is how many rows a new table is measured in at its start, and
	// as many spread over the rest.
	sampledRows = 100
)

// gridColumn is a column as it shows.
type gridColumn struct {
	index, width int
	cut          bool // by the edge of the screen
}

// shown are the columns that were not taken away.
func (g *grid) shown() []int {
	var out []int
	if g.table != nil {
		for i := range g.table.Columns() {
			if !g.hidden[i] {
				out = append(out, i)
			}
		}
	}
	return out
}

// cell is the cell under the cursor.
func (g *grid) cell() jsonview.Cell {
	row := g.row()
	if row < 0 || g.column >= len(g.table.Columns()) {
		return jsonview.Cell{Off: -1}
	}
	return g.table.Cells(nil, row, []int{g.column})[0]
}

// gutter is how wide the number of the last row is.
func (g *grid) gutter() int {
	if g.table == nil {
		return 1
	}
	return len(fmt.Sprint(max(1, g.table.Rows())))
}

// widthOf is what a column would like to have.
func (g *grid) widthOf(column int) int {
	if column < len(g.widths) {
		return max(1, g.widths[column])
	}
	return 1
}

// layout are the columns that show, from left on. All get what they need up to a
// calm width; what is left over goes to those that need more, in their order.
func (g *grid) layout() []gridColumn { return g.layoutFrom(g.left) }

func (g *grid) layoutFrom(left int) []gridColumn {
	var out []gridColumn
	shown := g.shown()
	room := g.cols - 2 - g.gutter()
	for _, i := range shown[min(left, len(shown)):] {
		c := gridColumn{index: i, width: min(g.widthOf(i), calmColumn)}
		rest := room - columnGap
		if c.width > rest {
			if rest < leastColumn && len(out) > 0 {
				break
			}
			c.width, c.cut = max(1, rest), true
		}
		out = append(out, c)
		if room -= columnGap + c.width; c.cut {
			return out
		}
	}
	for i := range out {
		more := min(room, g.widthOf(out[i].index)-out[i].width)
		out[i].width += more
		room -= more
	}
	return out
}

// fitGrid tells the table what room it has. A table whose body is gone is left.
func (m *model) fitGrid() {
	if !slices.Contains(m.above, atTable) {
		return
	}
	g := m.grid()
	if g == nil {
		m.leave(inGrid)
		return
	}
	f := m.screenFrame()
	g.cols, g.rows = f.w, max(1, f.h-gridHead-gridFoot)
	if g.table != nil {
		g.clamp()
	}
}

// clamp keeps the cursor in the table and the screen around the cursor, and has
// columns as wide as what shows.
func (g *grid) clamp() {
	g.at = max(0, min(g.at, g.len()-1))
	g.top = window(g.top, g.at, g.len(), g.rows)
	shown := g.shown()
	if len(shown) == 0 {
		g.column, g.left = 0, 0
		return
	}
	at := slices.IndexFunc(shown, func(i int) bool { return i >= g.column })
	if at < 0 {
		at = len(shown) - 1
	}
	g.column = shown[at]
	g.left = min(g.left, at)
	for {
		columns := g.layout()
		g.widen(g.measure(columns))
		columns = g.layout()
		last := columns[len(columns)-1]
		if g.left == at || last.index > g.column || last.index == g.column && !last.cut {
			break
		}
		g.left++
	}
	for g.left > 0 { // no room is left over at the right
		columns := g.layoutFrom(g.left - 1)
		if last := columns[len(columns)-1]; last.cut || last.index != shown[len(shown)-1] {
			break
		}
		g.left--
	}
}

// widen takes in how wide texts are.
func (g *grid) widen(widths []int) {
	for i, w := range widths {
		if i == len(g.widths) {
			g.widths = append(g.widths, 0)
		}
		g.widths[i] = max(g.widths[i], w)
	}
}

// measure is how wide the columns that show are on the rows that show, by the
// number of the column.
func (g *grid) measure(columns []gridColumn) []int {
	wanted := make([]int, len(columns))
	for i, c := range columns {
		wanted[i] = c.index
	}
	var rows []int
	for at := g.top; at < min(g.len(), g.top+g.rows); at++ {
		rows = append(rows, g.order.Row(at))
	}
	out := make([]int, len(g.table.Columns()))
	measureRows(out, g.table, rows, wanted)
	return out
}

// measureRows raises the widths of columns to those of their cells in some rows,
// and of their names with the sign of sorting.
func measureRows(widths []int, t jsonview.Table, rows, columns []int) {
	for _, column := range columns {
		widths[column] = max(widths[column], min(calmColumn, display.Width(display.Cut(jsonview.TitleOf(t, column), calmColumn))+1))
	}
	var cells []jsonview.Cell
	for _, row := range rows {
		cells = t.Cells(cells[:0], row, columns)
		for i, cell := range cells {
			if _, cols, whole := cellSpans(t, cell, widestText); whole {
				widths[columns[i]] = max(widths[columns[i]], cols)
			} else {
				widths[columns[i]] = widestText
			}
		}
	}
}

// sampleWidths are the widths of a new table's columns, from some of its rows:
// what shows later changes them rarely.
func sampleWidths(t jsonview.Table) []int {
	var rows, columns []int
	n := t.Rows()
	for row := range min(n, sampledRows) {
		rows = append(rows, row)
	}
	for i := range sampledRows {
		if row := n * i / sampledRows; row >= sampledRows {
			rows = append(rows, row)
		}
	}
	for i := range t.Columns() {
		columns = append(columns, i)
	}
	widths := make([]int, len(columns))
	measureRows(widths, t, rows, columns)
	return widths
}

// cellSpans is the text of a cell in at most so many columns, fit to be shown:
// its spans, how wide they are, and whether they are the whole of it. A string
// has its escapes undone: a table is for reading.
func cellSpans(t jsonview.Table, c jsonview.Cell, cols int) (spans []display.Span, used int, whole bool) {
	var pieces []jsonview.Piece
	if c.Kind == jsonview.StringCell {
		text, all := jsonview.StartOf(t, c, drawBytes*max(1, cols))
		pieces, whole = []jsonview.Piece{{Text: text}}, all
	} else {
		pieces, whole = t.Draw(nil, c, drawBytes*max(1, cols))
	}
	for _, piece := range pieces {
		from := len(spans)
		var end int
		if cols > used {
			spans, end = display.Spans(spans, piece.Text, 0, cols-used)
		}
		for _, s := range spans[from:] {
			used += s.Cols
		}
		if end < len(piece.Text) {
			return spans, used, false
		}
	}
	return spans, used, whole
}
