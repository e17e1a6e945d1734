package ui

import (
	"fmt"
	"strings"

	"gatehouse/gateway/catalog"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// Rows of the table's screen that are no definitions: heading, facts, a blank
// line and labels above; a blank line and the legend below.
const (
	tableHead = 4
	tableFoot = 2
)

// tableRows is how many definitions show at once.
func (m *model) tableRows(f frame) int { return max(1, f.h-tableHead-tableFoot) }

// tableView draws one collection as a table of its definitions.
func (m *model) tableView(f frame) []string {
	t := &m.collections.table
	c := t.collection
	title := foreign(m.o.Redactor, c.ID) + " " + m.collectionName(c)
	state := "  " + f.stateSign(c.Published()) + " " + m.stateWord(c)
	lines := []string{f.heading("COLLECTION", f.Strong.Render(display.Cut(title, f.w-32))+state)}
	switch {
	case t.failed():
		return append(append(lines, ""), m.failureView(f, &t.reading)...)
	case t.busy() && len(c.Definitions) == 0:
		return append(append(lines, ""), m.readingView(f, &t.reading, "the definitions of "+title)...)
	}
	lines = append(lines, m.tableFacts(f), "")
	w := widths(f.w)
	lines = append(lines, t.labels(f, w))
	rows := m.tableRows(f)
	first := scrolled(t.at, len(t.shown), rows)
	for i := first; i < min(len(t.shown), first+rows); i++ {
		lines = append(lines, m.definitionRow(f, w, c.Definitions[t.shown[i]], i == t.at))
	}
	switch {
	case len(c.Definitions) == 0:
		lines = append(lines, "  "+f.Plain.Render("This collection has no definitions. ")+f.Key.Render("a")+f.Faint.Render(" adds one."))
	case len(t.shown) == 0:
		lines = append(lines, "  "+f.Plain.Render("No property fits. ")+f.Key.Render("/")+f.Faint.Render(" changes the filter, ")+f.Key.Render("f")+f.Faint.Render(" the kind."))
	}
	lines = fill(lines, f.w, f.h-tableFoot)
	return append(lines, "", legend(f))
}

// tableFacts says how many definitions show, and by which rules; while the
// filter is typed it stands there.
func (m *model) tableFacts(f frame) string {
	t := &m.collections.table
	many := words.Count(len(t.collection.Definitions), "property", "properties")
	if n := len(t.shown); n != len(t.collection.Definitions) {
		many = fmt.Sprintf("%d of %s", n, many)
	}
	if t.kind != "" {
		many += " · " + string(t.kind) + " only"
	}
	if t.open {
		return "  " + drawInput(t.filter, max(10, f.w-display.Width(many)-8)) + "  " + f.Faint.Render(many)
	}
	if typed := t.filter.Value(); typed != "" {
		many += " · “" + display.Cut(display.Line(typed), 24) + "”"
	}
	many = t.collection.ItemType + " · " + many
	line := "  " + f.Faint.Render(display.Cut(many+" · "+times(f, t.collection, f.w-7-display.Width(many)), f.w-4))
	if t.busy() {
		line = "  " + f.Busy.Render("◌ reading") + "  " + f.Faint.Render(many)
	}
	return line
}

// tableWidths are the columns of the table.
type tableWidths struct{ name, kind, dataType, style, flag int }

func widths(w int) tableWidths {
	t := tableWidths{kind: 10, dataType: 9, style: 8, flag: 4}
	if w >= wide {
		t = tableWidths{kind: 12, dataType: 12, style: 10, flag: 10}
	}
	t.name = max(10, min(44, w-2-t.kind-t.dataType-t.style-len(flags)*t.flag-1))
	return t
}

// labels are the words above the columns; an arrow stands at the one that the
// table is sorted by.
func (t *table) labels(f frame, w tableWidths) string {
	label := func(text string, by column, width int) string {
		if t.column != by {
			return f.Faint.Render(display.Pad(text, width))
		}
		sign := "↑" // upwards: from small to large
		if t.reverse {
			sign = "↓"
		}
		return f.Strong.Render(display.Fit(text+sign, width))
	}
	line := "  " + label("name", byName, w.name) + label("kind", byKind, w.kind) + label("type", byType, w.dataType) + label("style", byStyle, w.style)
	for _, flag := range flags {
		text := flag.long
		if w.flag < 10 {
			text = flag.short
		}
		line += label(text, flag.column, w.flag)
	}
	return line
}

func (m *model) definitionRow(f frame, w tableWidths, d catalog.Definition, chosen bool) string {
	cell := func(text string, width int) string {
		return display.Pad(display.Cut(foreign(m.o.Redactor, text), width-1), width)
	}
	name := f.Plain
	if chosen {
		name = f.Strong
	}
	kind := f.Faint
	if d.Kind == catalog.Custom {
		kind = f.Plain
	}
	line := f.bar(chosen) + name.Render(cell(nameOf(d), w.name)) + kind.Render(cell(string(d.Kind), w.kind)) +
		f.Plain.Render(cell(d.DataType, w.dataType)) + f.Faint.Render(cell(strings.ToLower(d.ValueStyle), w.style))
	for _, flag := range flags {
		line += f.setting(d, flag.element, flag.member) + strings.Repeat(" ", w.flag-1)
	}
	return line
}

func nameOf(d catalog.Definition) string {
	if d.Name == "" {
		return "(without a name)"
	}
	return d.Name
}

// setting draws whether a setting is on, off, neither, or not there.
func (f frame) setting(d catalog.Definition, element, member string) string {
	switch setting(d, element, member) {
	case "true":
		return f.Good.Render("●")
	case "false":
		return f.Fainter.Render("·")
	case "":
		return " "
	}
	return f.Warn.Render("?")
}

// legend says what the signs mean.
func legend(f frame) string {
	text := f.Good.Render("●") + f.Faint.Render(" yes  ") + f.Faint.Render("·") + f.Faint.Render(" no   ")
	if f.w >= wide {
		return "  " + text + f.Faint.Render("stored, searched, filtered by Find · scoped: a scoped action can be limited by its value")
	}
	return "  " + text + f.Faint.Render("sto stored · sea searched · fil filtered · sco scoped")
}
