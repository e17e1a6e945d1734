package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// Rows of the table's screen that are no rows of the table: heading, facts, a
// blank line and the names above; a blank line and the cell below.
const (
	gridHead = 4
	gridFoot = 2
)

// gridView draws the list as a table. Only the cells that show are drawn.
func (m *model) gridView(f frame) []string {
	r, g := m.reader(), m.grid()
	if g == nil {
		return nil
	}
	if g.table == nil {
		return append([]string{f.heading("TABLE", ""), ""}, m.noGridYet(f, r)...)
	}
	place := g.place()
	title := f.heading("TABLE", f.Strong.Render(display.Cut(g.name, max(10, f.w-14-len(place)))))
	lines := []string{spread(title, f.Faint.Render(place), f.w), m.gridFacts(f, g), ""}
	columns := g.layout()
	lines = append(lines, g.namesView(f, columns))
	wanted := make([]int, len(columns))
	for i, c := range columns {
		wanted[i] = c.index
	}
	var cells []jsonview.Cell
	for at := g.top; at < min(g.len(), g.top+g.rows); at++ {
		row := g.order.Row(at)
		cells = g.table.Cells(cells[:0], row, wanted)
		lines = append(lines, g.rowView(f, row, columns, cells, at == g.at))
	}
	if g.len() == 0 {
		lines = append(lines, g.emptyView(f))
	}
	return append(fill(lines, f.w, f.h-gridFoot), "", g.cellView(f))
}

// place says at which row and column of how many the cursor is.
func (g *grid) place() string {
	shown := g.shown()
	if g.len() == 0 || len(shown) == 0 {
		return "no row"
	}
	return fmt.Sprintf("%s/%s · column %d/%d", words.Grouped(g.at+1), words.Grouped(g.len()), slices.Index(shown, g.column)+1, len(shown))
}

// noGridYet says what the table waits for.
func (m *model) noGridYet(f frame, r *reader) []string {
	g := r.grid
	keys := "  " + f.Key.Render("esc") + f.Faint.Render(" goes back to the body")
	switch {
	case g.build.busy():
		return []string{"  " + m.jobView(f, &g.build), "", keys}
	case !r.body.State().Done:
		return []string{"  " + f.Busy.Render("◌ waiting for a list: the body is still arriving"), "", keys}
	}
	return []string{"  " + f.Busy.Render("◌ laying the body out"), "", keys}
}

// jobView says what is being done, and for how long.
func (m *model) jobView(f frame, j *job) string {
	return f.Busy.Render("◌ "+j.what+"…") + f.Faint.Render(" "+words.Seconds(m.now.Sub(j.since))+" · ctrl+c stops")
}

// gridFacts says how much there is, by which rules it shows, and what is under
// way; while the filter is typed it stands there.
func (m *model) gridFacts(f frame, g *grid) string {
	columns := g.table.Columns()
	facts := words.Count(g.table.Rows(), "row", "rows")
	if g.has.filter != "" {
		facts = fmt.Sprintf("%s of %s", words.Grouped(g.len()), facts)
	}
	if !g.table.Done() {
		facts += " so far"
	}
	if g.open {
		return "  " + drawInput(g.filter, max(10, f.w-display.Width(facts)-8)) + "  " + f.Faint.Render(facts)
	}
	facts += " · " + words.Count(len(columns), "column", "columns")
	if n := len(columns) - len(g.shown()); n > 0 {
		facts += fmt.Sprintf(", %d hidden", n)
	}
	if g.table.Cut() {
		facts += fmt.Sprintf(", no more than %s are shown", words.Grouped(jsonview.MaxColumns))
	}
	if c := g.has.column; c >= 0 && c < len(columns) {
		facts += " · by " + display.Cut(jsonview.TitleOf(g.table, c), 20) + " " + sortSign(g.has)
	}
	if g.has.filter != "" {
		facts += " · “" + display.Cut(display.Line(g.has.filter), 24) + "”"
	}
	if g.has != inOrder && g.sorted.rows > 0 && g.sorted.rows < g.table.Rows() {
		facts += " · of the first " + words.Grouped(g.sorted.rows)
	}
	if g.sort.busy() {
		return "  " + m.jobView(f, &g.sort) + "  " + f.Faint.Render(facts)
	}
	return "  " + f.Faint.Render(display.Cut(facts, f.w-4))
}

func sortSign(by arrangement) string {
	if by.descending {
		return "↓"
	}
	return "↑" // upwards: from small to large
}

// namesView are the names of the columns. That under the cursor has a mark
// before it, that which is sorted by an arrow after it.
func (g *grid) namesView(f frame, columns []gridColumn) string {
	var out strings.Builder
	out.WriteString(strings.Repeat(" ", 2+g.gutter()))
	for _, c := range columns {
		name, style, mark := jsonview.TitleOf(g.table, c.index), f.Faint, " "
		if c.index == g.column {
			style, mark = f.Focused, f.Accent.Render("›")
		}
		sign := ""
		if c.index == g.has.column {
			sign = sortSign(g.has)
		}
		text := display.Cut(name, c.width-len([]rune(sign))) + sign
		text, cols := mark+style.Render(text), 1+display.Width(text)
		out.WriteString(strings.Repeat(" ", columnGap-1) + aligned(text, cols, 1+c.width, g.numeric(c.index)))
	}
	return out.String()
}

// numeric reports whether a column is set to the right: it mostly holds numbers.
func (g *grid) numeric(column int) bool {
	c := g.table.Columns()[column]
	return 2*c.Held[jsonview.NumberCell] > c.Seen()
}

// aligned puts a styled text of cols columns into w columns.
func aligned(text string, cols, w int, right bool) string {
	space := strings.Repeat(" ", max(0, w-cols))
	if right {
		return space + text
	}
	return text + space
}

// rowView draws one row: its number in the list, and its cells.
func (g *grid) rowView(f frame, row int, columns []gridColumn, cells []jsonview.Cell, here bool) string {
	var out strings.Builder
	number := f.Fainter
	if here {
		number = f.Strong
	}
	out.WriteString(f.cursor(here) + number.Render(fmt.Sprintf("%*d", g.gutter(), row+1)))
	for i, c := range columns {
		out.WriteString(strings.Repeat(" ", columnGap))
		style := f.cellStyle(cells[i].Kind)
		if here && c.index == g.column {
			style = f.Focused
		}
		text, cols := f.cellText(g.table, cells[i], c.width, style)
		out.WriteString(aligned(text, cols, c.width, g.numeric(c.index)))
	}
	return out.String()
}

// cellText draws a cell in at most w columns, and tells how many it took.
func (f frame) cellText(t jsonview.Table, c jsonview.Cell, w int, style lipgloss.Style) (string, int) {
	if c.Kind == jsonview.NoCell {
		return style.Render("·"), 1
	}
	spans, used, whole := cellSpans(t, c, w)
	if used == 0 && whole && w > 1 { // no text is not nothing
		return f.Faint.Render(`""`), 2
	}
	if !whole {
		spans, used, _ = cellSpans(t, c, w-1)
	}
	var out strings.Builder
	for _, s := range spans {
		if s.Mark {
			out.WriteString(f.Mark.Render(s.Text))
		} else {
			out.WriteString(style.Render(s.Text))
		}
	}
	if !whole {
		out.WriteString(f.Faint.Render("…"))
		used++
	}
	return out.String(), used
}

// cellStyle is the style of a cell: what is only a sign of something is faint.
func (f frame) cellStyle(kind jsonview.CellKind) lipgloss.Style {
	switch kind {
	case jsonview.NoCell:
		return f.Fainter
	case jsonview.NumberCell:
		return f.JSONNumber
	case jsonview.BoolCell, jsonview.NullCell:
		return f.JSONLiteral
	case jsonview.ListCell, jsonview.ObjectCell:
		return f.Faint
	case jsonview.JunkCell:
		return f.JSONFault
	}
	return f.Plain
}

// cellWords are the kinds of cells as a person calls them.
var cellWords = map[jsonview.CellKind]string{
	jsonview.NoCell: "not there", jsonview.NumberCell: "number", jsonview.StringCell: "text", jsonview.BoolCell: "true or false",
	jsonview.ListCell: "list", jsonview.ObjectCell: "object", jsonview.NullCell: "null", jsonview.JunkCell: "no JSON",
}

// cellView is the cell under the cursor, with the name of its column and what
// it holds.
func (g *grid) cellView(f frame) string {
	if g.row() < 0 || len(g.table.Columns()) == 0 {
		return ""
	}
	c := g.cell()
	name := display.Cut(jsonview.TitleOf(g.table, g.column), f.w/3)
	head := "  " + f.Accent.Render(name) + f.Faint.Render(" · "+cellWords[c.Kind])
	room := f.w - display.Width(head) - 4
	if c.Kind == jsonview.NoCell || c.Kind == jsonview.NullCell || room < 1 {
		return head
	}
	text, _ := f.cellText(g.table, c, room, f.Plain)
	return head + "  " + text
}

// emptyView says why no row shows, and what to do.
func (g *grid) emptyView(f frame) string {
	if g.has.filter == "" {
		return "  " + f.Plain.Render("This list has no rows.")
	}
	return "  " + f.Plain.Render("No row has that in it. ") + f.Key.Render("/") + f.Faint.Render(" changes the filter, ") +
		f.Key.Render("esc") + f.Faint.Render(" takes it away.")
}

// columnRows is how many columns the list of them shows at most.
const columnRows = 12

// columnsView is the list of columns, to choose those that show.
func (m *model) columnsView(f frame) []string {
	g := m.grid()
	if g == nil || g.table == nil {
		return nil
	}
	all := g.table.Columns()
	rows := max(1, min(columnRows, f.h-6))
	first := scrolled(g.picked, len(all), rows)
	lines := []string{""}
	for i := first; i < min(len(all), first+rows); i++ {
		sign, style := f.Good.Render("●"), f.Plain
		if g.hidden[i] {
			sign, style = f.Fainter.Render("·"), f.Faint
		}
		seen := fmt.Sprintf("in %s", words.Count(all[i].Seen(), "row", "rows"))
		name := display.Fit(jsonview.TitleOf(g.table, i), max(8, f.w-12-display.Width(seen)))
		lines = append(lines, f.bar(i == g.picked)+sign+" "+style.Render(name)+"  "+f.Faint.Render(seen))
	}
	note := fmt.Sprintf("%d of %s show", len(g.shown()), words.Count(len(all), "column", "columns"))
	lines = append(lines, "", f.Faint.Render(note))
	return f.boxed("COLUMNS", lines, f.w)
}
