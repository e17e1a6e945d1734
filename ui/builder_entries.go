package ui

import (
	"strings"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// entriesView draws the rows of parameters or headers: name, value, and what
// the entry is for; below them, what more there is to say of the one under the
// cursor.
func (p *builder) entriesView(f frame, room int) []string {
	name, value := p.entryColumns(f.w)
	var lines []string
	n := p.last() - rowFirst + 1
	for row := rowFirst + scrolled(p.row-rowFirst, n, room); row <= p.last() && len(lines) < room; row++ {
		lines = append(lines, p.entryView(f, row, name, value))
	}
	i := p.entryAt(p.row)
	if i < 0 {
		return lines
	}
	if more := p.draft.entries[i].more(f.w, name, value); len(more) > 0 && len(lines)+1+len(more) <= room {
		lines = append(lines, "")
		for _, line := range more {
			lines = append(lines, strings.Repeat(" ", name+2)+f.Faint.Render(line))
		}
	}
	return lines
}

// entryColumns are the widths of names and values in a pane of w columns.
func (p *builder) entryColumns(w int) (name, value int) {
	name = 10
	for _, i := range p.entries() {
		name = max(name, display.Width(display.Line(p.draft.entries[i].name))+2)
	}
	name = min(name, w/3)
	return name, max(14, min(30, (w-name)/3))
}

// note is what there is to say of an entry beside its value.
func (e entry) note() string {
	if e.doc == "" {
		return strings.Join(e.values, ", ")
	}
	return e.doc
}

// more is what there is to say of an entry that does not show beside its
// value: a long doc in full, and the values known.
func (e entry) more(w, name, value int) []string {
	var lines []string
	room := w - name - 3
	if display.Width(display.Line(e.note())) > w-name-value-4 {
		lines = display.Wrap(e.note(), room)
	}
	if e.doc != "" && len(e.values) > 0 {
		lines = append(lines, display.Wrap("one of "+strings.Join(e.values, ", "), room)...)
	}
	return lines
}

// moreRows is how many rows the longest of such texts takes, with the blank
// one above it.
func (p *builder) moreRows(w int) int {
	rows := 0
	name, value := p.entryColumns(w)
	for _, i := range p.entries() {
		if n := len(p.draft.entries[i].more(w, name, value)); n > 0 {
			rows = max(rows, n+1)
		}
	}
	return rows
}

func (p *builder) entryView(f frame, row, name, value int) string {
	chosen := p.row == row
	note := func(doc string) string {
		doc = display.Line(doc)
		if p.failed.fault != "" && p.failed.row == row && p.failed.tab == p.tab {
			if p.failed.fault == neededEmpty {
				return f.Warn.Render("! " + display.Line(p.failed.fault))
			}
			return f.Bad.Render("✗ " + display.Line(p.failed.fault))
		}
		return f.Faint.Render(display.Cut(doc, max(0, f.w-name-value-4)))
	}
	typing := chosen && p.active == editRow
	i := p.entryAt(row)
	if i < 0 {
		return p.addingView(f, name, value, chosen, note)
	}
	e := p.draft.entries[i]
	out := f.cursor(chosen) + f.Faint.Render(display.Fit(display.Line(e.name), name-1)) + " "
	doc := e.note()
	if len(e.values) > 0 && typing {
		doc = "↑ ↓ " + strings.Join(e.values, ", ")
	}
	if e.off && !typing {
		doc = "off: kept, but not sent · x switches it on"
	} else if e.secret() && p.draft.auth != gateway.AuthCustom {
		doc = "kept, but not sent: auth is " + authName(p.draft.auth)
	}
	switch {
	case typing:
		out += fit(drawInput(p.input, value-2), value)
	case e.off, e.secret() && p.draft.auth != gateway.AuthCustom:
		out += f.Fainter.Render(display.Fit(display.Line(e.shown()), value-1)) + " "
	case e.value == "" && e.required:
		out += f.Warn.Render(display.Fit("needed", value))
	case e.value == "" && !e.own:
		out += f.Fainter.Render(display.Fit("not sent", value))
	default:
		out += f.Plain.Render(display.Fit(display.Line(e.shown()), value-1)) + " "
	}
	return out + " " + note(doc)
}

// addingView draws the row that adds an entry.
func (p *builder) addingView(f frame, name, value int, chosen bool, note func(string) string) string {
	label, example := "+ add", "a query parameter: name=value"
	if p.tab == tabHeaders {
		example = "a header: Name: value"
	}
	head := f.cursor(chosen) + f.Faint.Render(display.Pad(label, name))
	if chosen && p.active == editRow {
		return head + drawInput(p.input, max(value, f.w/2)-2) + " " + note(example)
	}
	if text := p.draft.unfinished[p.adds()]; text != "" {
		return head + f.Warn.Render(display.Fit(text, value-1)) + "  " + note("unfinished: "+example)
	}
	return f.cursor(chosen) + f.Fainter.Render(display.Pad(label, name)+example)
}
