package ui

import (
	"fmt"
	"strings"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// The heights from which the pane shows the operation's doc, and a blank line
// above its pages.
const (
	docFrom = 9
	gapFrom = 8
)

// fitArea gives the text area the room it will be drawn in, so that it keeps
// its cursor in sight.
func (p *builder) fitArea(w, h int) {
	if p.active != editBody {
		return
	}
	rows := h - 4 // heading, request, pages, verdict
	if h >= docFrom {
		rows--
	}
	if h >= gapFrom {
		rows--
	}
	p.area.SetWidth(max(8, w-3))
	p.area.SetHeight(max(1, rows))
	// The text area scrolls only as far as what it last drew goes: it draws
	// before it looks for its cursor, so that the next frame is right.
	_ = p.area.View()
	p.area, _ = p.area.Update(nil)
}

// view draws the pane. prefix is what comes before the path of every call of
// the chosen target; preview gives the request exactly as it would be sent.
func (p *builder) view(f frame, prefix string, preview func() (gateway.Sent, error)) []string {
	o := p.draft.operation
	title := f.Strong.Render(display.Line(o.Name))
	if p.draft.changed() {
		title += f.Faint.Render("  changed")
	}
	lines := []string{spread(f.heading("REQUEST", title), f.Faint.Render(display.Line(string(o.Mark))), f.w)}
	lines = append(lines, p.requestLine(f, prefix))
	if f.h >= docFrom {
		doc := display.Cut(display.Line(o.Doc), f.w-2)
		if p.failed.fault != "" && p.failed.row < rowFirst {
			doc = ""
		}
		lines = append(lines, "  "+f.Faint.Render(doc))
	}
	if p.active == editRow && p.row == rowMethod && f.h >= docFrom {
		lines[len(lines)-1] = f.Faint.Render("  ↑ ↓ " + strings.Join(methods, ", ") + ", or any other")
	}
	if p.failed.fault != "" && p.failed.row < rowFirst {
		lines[len(lines)-1] = f.Bad.Render("  ✗ " + display.Cut(display.Line(p.failed.fault), f.w-6))
	} else if f.h >= gapFrom {
		lines = append(lines, "")
	}
	lines = append(lines, p.tabs(f))
	room := f.h - len(lines)
	switch p.tab {
	case tabBody:
		return append(lines, p.bodyView(f, room)...)
	case tabPreview:
		return append(lines, p.previewView(f, room, preview)...)
	}
	return append(lines, p.entriesView(f, room)...)
}

// requestLine draws method and path below the call prefix, each with the bar when the cursor is on
// it.
func (p *builder) requestLine(f frame, prefix string) string {
	method := f.method(p.draft.method)
	path := display.CutMiddle(display.Line(p.draft.path), max(8, f.w-12))
	if room := f.w - 12 - display.Width(path); room > 12 {
		path = f.Faint.Render(display.CutLeft(display.Line(prefix), room)) + f.Plain.Render(path)
	}
	if p.active == editRow {
		switch p.row {
		case rowMethod:
			method = drawInput(p.input, 9) + " "
		case rowPath:
			shown := display.CutLeft(prefix, max(0, f.w-40))
			path = f.Faint.Render(shown) + drawInput(p.input, max(8, f.w-14-display.Width(shown)))
		}
	}
	return f.bar(p.row == rowMethod) + method + strings.TrimSuffix(f.bar(p.row == rowPath), " ") + path
}

func (p *builder) tabs(f frame) string {
	counts := map[part]int{}
	for _, e := range p.draft.entries {
		if e.value != "" || e.own {
			counts[e.part]++
		}
	}
	names := []string{
		fmt.Sprintf("Parameters %d", counts[partPath]+counts[partQuery]),
		fmt.Sprintf("Headers %d", counts[partHeader]),
		"Body",
		"Preview",
	}
	if p.draft.body != "" {
		names[tabBody] = "Body " + words.Size(int64(len(p.draft.body)))
	}
	return "  " + f.tabs(names, int(p.tab))
}

// tabs draws names in a row, the chosen one bright and underlined.
func (f frame) tabs(names []string, chosen int) string {
	out := make([]string, len(names))
	for i, name := range names {
		if i == chosen {
			out[i] = f.Accent.Underline(true).Render(name)
		} else {
			out[i] = f.Faint.Render(name)
		}
	}
	gap := "   "
	if f.w < 60 {
		gap = "  "
	}
	return strings.Join(out, gap)
}

// entriesView draws the rows of parameters or headers: name, value, and what
// the parameter is for.
func (p *builder) entriesView(f frame, room int) []string {
	name := 10
	for _, i := range p.entries() {
		name = max(name, display.Width(display.Line(p.draft.entries[i].name))+2)
	}
	name = min(name, f.w/3)
	value := max(14, min(30, (f.w-name)/3))
	var lines []string
	n := p.last() - rowFirst + 1
	for row := rowFirst + scrolled(p.row-rowFirst, n, room); row <= p.last() && len(lines) < room; row++ {
		lines = append(lines, p.entryView(f, row, name, value))
	}
	if i := p.entryAt(p.row); i >= 0 && len(lines)+2 <= room {
		doc := p.draft.entries[i].note()
		whole := display.Wrap(doc, f.w-name-3)
		if display.Width(display.Line(doc)) > f.w-name-value-4 && len(lines)+1+len(whole) <= room {
			lines = append(lines, "")
			for _, line := range whole {
				lines = append(lines, strings.Repeat(" ", name+2)+f.Faint.Render(line))
			}
		}
	}
	return lines
}

// note is what there is to say of an entry: the values known, and what it is
// for.
func (e entry) note() string {
	if len(e.values) == 0 {
		return e.doc
	}
	return strings.Join(e.values, ", ") + " · " + e.doc
}

func (p *builder) entryView(f frame, row, name, value int) string {
	chosen := p.row == row
	note := func(doc string) string {
		doc = display.Line(doc)
		if p.failed.fault != "" && p.failed.row == row && p.failed.tab == p.tab {
			return f.Bad.Render("✗ " + display.Line(p.failed.fault))
		}
		return f.Faint.Render(display.Cut(doc, max(0, f.w-name-value-4)))
	}
	typing := chosen && p.active == editRow
	i := p.entryAt(row)
	if i < 0 {
		label, example := "+ add", "a query parameter: name=value"
		if p.tab == tabHeaders {
			example = "a header: Name: value"
		}
		if typing {
			return f.bar(chosen) + f.Faint.Render(display.Pad(label, name)) + drawInput(p.input, max(value, f.w/2)-2) + " " + note(example)
		}
		if text := p.draft.unfinished[p.adds()]; text != "" {
			return f.bar(chosen) + f.Faint.Render(display.Pad(label, name)) + f.Warn.Render(display.Fit(text, value-1)) + "  " + note("unfinished: "+example)
		}
		return f.bar(chosen) + f.Fainter.Render(display.Pad(label, name)+example)
	}
	e := p.draft.entries[i]
	out := f.bar(chosen) + f.Faint.Render(display.Fit(display.Line(e.name), name-1)) + " "
	doc := e.note()
	if len(e.values) > 0 && typing {
		doc = "↑ ↓ " + doc
	}
	switch {
	case typing:
		out += fit(drawInput(p.input, value-2), value)
	case e.value == "" && e.required:
		out += f.Warn.Render(display.Fit("needed", value))
	case e.value == "" && !e.own:
		out += f.Fainter.Render(display.Fit("not sent", value))
	default:
		out += f.Plain.Render(display.Fit(display.Line(e.value), value-1)) + " "
	}
	return out + " " + note(doc)
}

// bodyView draws the body with what its JSON amounts to.
func (p *builder) bodyView(f frame, room int) []string {
	if p.draft.body == "" && p.active != editBody {
		return []string{"", f.bar(p.row == rowFirst) + f.Faint.Render("No body. ") + f.Key.Render("enter") + f.Faint.Render(" types one, ") + f.Key.Render("F4") + f.Faint.Render(" opens $EDITOR.")}
	}
	verdict := p.draft.verdict
	foot := f.Good.Render("✓ " + verdict.words)
	switch {
	case p.failed.fault != "" && p.failed.tab == tabBody:
		foot = f.Bad.Render("✗ " + display.Line(p.failed.fault))
	case !verdict.ok:
		foot = f.Warn.Render("! " + display.Line(verdict.words))
	case verdict.words == "":
		foot = ""
	}
	var lines []string
	if p.active == editBody {
		lines = strings.Split(p.area.View(), "\n")
		for i, line := range lines {
			lines[i] = " " + line
		}
	} else {
		n := len(verdict.starts)
		for i := min(p.top, n-1); i < n && len(lines) < room-1; i++ {
			number := f.Fainter.Render(fmt.Sprintf("%4d  ", i+1))
			lines = append(lines, f.bar(p.row == rowFirst && len(lines) == 0)+number+display.Cut(p.draft.line(i), f.w-10))
		}
	}
	return append(fill(lines, f.w, max(0, room-1)), "  "+foot)
}

// previewView draws the request exactly as it would go out now.
func (p *builder) previewView(f frame, room int, preview func() (gateway.Sent, error)) []string {
	sent, err := preview()
	if err != nil {
		return []string{"", "  " + f.Bad.Render("✗ "+display.Cut(display.Line(err.Error()), f.w-6))}
	}
	var lines []string
	for i, part := range display.Wrap(display.Line(sent.URL), f.w-11) {
		head := "       "
		if i == 0 {
			head = f.method(sent.Method)
		}
		lines = append(lines, head+part)
	}
	for _, h := range sent.Header {
		lines = append(lines, f.Faint.Render(display.Line(h.Name)+": ")+display.Line(h.Value))
	}
	if len(sent.Body) > 0 {
		lines = append(lines, "")
		for _, line := range strings.SplitN(string(sent.Body), "\n", 200) {
			lines = append(lines, display.Cut(display.Line(line), f.w-4))
		}
	}
	top := min(p.top, len(lines)-1)
	lines = lines[top:]
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	return lines[:min(len(lines), max(0, room))]
}
