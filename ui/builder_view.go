package ui

import (
	"fmt"
	"strings"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// The heights from which the pane shows a line of the operation's doc, two of
// it, all that one wants to read, and a blank line above its pages.
const (
	docFrom     = 9
	longDocFrom = 12
	wholeDoc    = 20
	gapFrom     = 8
)

// fitArea gives the text area the room it will be drawn in, so that it keeps
// its cursor in sight.
func (p *builder) fitArea(w, h int) {
	if p.active != editBody {
		return
	}
	p.area.SetWidth(max(8, w-3))
	p.area.SetHeight(max(1, h-p.headRows(w, h)-1)) // but the verdict
	// The text area scrolls only as far as what it last drew goes: it draws
	// before it looks for its cursor, so that the next frame is right.
	_ = p.area.View()
	p.area, _ = p.area.Update(nil)
}

// headRows is how many rows of a pane of w columns and h rows stand above its
// page: heading, request, auth, doc, a blank one, the pages' names.
func (p *builder) headRows(w, h int) int {
	rows := 3 + len(p.doc(w, h))
	if p.authShown(h) {
		rows++
	}
	if h >= gapFrom {
		rows++
	}
	return rows
}

// doc is the operation's doc in the lines there is room for; the last one tells
// when there is more.
func (p *builder) doc(w, h int) []string {
	most := 0
	switch {
	case h >= wholeDoc:
		most = 5
	case h >= longDocFrom:
		most = 2
	case h >= docFrom && !p.authShown(h):
		most = 1
	}
	lines := display.Wrap(p.draft.operation.Doc, w-2)
	if len(lines) <= most || most == 0 {
		return lines[:min(len(lines), most)]
	}
	lines[most-1] = display.Cut(lines[most-1]+" "+lines[most], w-2)
	return lines[:most]
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
	if p.authShown(f.h) {
		lines = append(lines, p.authLine(f))
	}
	lines = append(lines, p.underRequest(f)...)
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

// underRequest draws what stands between the request line and the pages: the
// doc, in its place what is wrong with method or path, and a blank line.
func (p *builder) underRequest(f frame) []string {
	n := p.headRows(f.w, f.h) - 3
	if p.authShown(f.h) {
		n--
	}
	var lines []string
	switch {
	case p.failed.fault != "" && p.failed.row < rowFirst:
		lines = append(lines, f.Bad.Render("  ✗ "+display.Cut(display.Line(p.failed.fault), f.w-6)))
		n = max(n, 1)
	case p.active == editRow && p.row == rowMethod && n > 0:
		lines = append(lines, f.Faint.Render("  ↑ ↓ "+strings.Join(methods, ", ")+", or any other"))
	default:
		for _, line := range p.doc(f.w, f.h) {
			lines = append(lines, "  "+f.Faint.Render(line))
		}
	}
	return fill(lines, f.w, n)
}

// requestLine draws method and path below the call prefix, each with the bar
// when the cursor is on it. Of a prefix that is too long, the end shows, from a
// slash on.
func (p *builder) requestLine(f frame, prefix string) string {
	method := display.Cut(display.Line(p.draft.method), 12)
	cols := display.Width(method)
	method = f.methodStyle(p.draft.method).Render(method)
	path := display.CutMiddle(display.Line(p.draft.path), max(8, f.w-cols-6))
	if room := f.w - cols - 5 - display.Width(path); room > 3 {
		path = f.Faint.Render(cutPath(display.Line(prefix), room)) + f.Plain.Render(path)
	}
	if p.active == editRow {
		switch p.row {
		case rowMethod:
			method = drawInput(p.input, 9) + " "
		case rowPath:
			shown := cutPath(display.Line(prefix), max(0, f.w-cols-34))
			path = f.Faint.Render(shown) + drawInput(p.input, max(8, f.w-cols-6-display.Width(shown)))
		}
	}
	gap := f.cursor(p.row == rowPath)
	return f.cursor(p.row == rowMethod) + method + " " + gap[:len(gap)-1] + path
}

// cutPath cuts a path from the left at a slash, so that it fits in cols columns.
func cutPath(path string, cols int) string {
	if display.Width(path) <= cols {
		return path
	}
	for i, c := range path {
		if c == '/' && i > 0 && display.Width("…"+path[i:]) <= cols {
			return "…" + path[i:]
		}
	}
	return display.Cut("…", cols)
}

func (p *builder) tabs(f frame) string {
	counts := map[part]int{}
	for _, e := range p.draft.entries {
		if (e.value != "" || e.own) && !e.off && (!e.secret() || p.draft.auth == gateway.AuthCustom) {
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

// bodyView draws the body with what its JSON amounts to.
func (p *builder) bodyView(f frame, room int) []string {
	if p.draft.body == "" && p.active != editBody {
		return []string{"", f.cursor(p.row == rowFirst) + f.Faint.Render("No body. ") + f.Key.Render("enter") + f.Faint.Render(" types one, ") + f.Key.Render("F4") + f.Faint.Render(" opens $EDITOR.")}
	}
	foot := p.bodyFoot(f)
	room = max(0, room-len(foot))
	var lines []string
	if p.active == editBody {
		lines = strings.Split(p.area.View(), "\n")
		for i, line := range lines {
			lines[i] = " " + line
		}
	} else {
		n := len(p.draft.verdict.starts)
		for i := min(p.top, n-1); i < n && len(lines) < room; i++ {
			number := f.Fainter.Render(fmt.Sprintf("%4d  ", i+1))
			lines = append(lines, f.cursor(p.row == rowFirst && len(lines) == 0)+number+display.Cut(p.draft.line(i), f.w-10))
		}
	}
	return append(fill(lines, f.w, room), foot...)
}

// bodyFoot says below a body what its JSON amounts to, or what is wrong.
func (p *builder) bodyFoot(f frame) []string {
	verdict := p.draft.verdict
	style, text := f.Good, ""
	switch {
	case p.failed.fault != "" && p.failed.tab == tabBody:
		style, text = f.Bad, "✗ "+p.failed.fault
	case !verdict.ok:
		style, text = f.Warn, "! "+verdict.words
	case verdict.words != "":
		text = "✓ " + verdict.words
	}
	if text == "" {
		return []string{""}
	}
	lines := display.Wrap(text, f.w-3)
	for i, line := range lines {
		lines[i] = "  " + style.Render(line)
	}
	return lines
}

// previewView draws the request exactly as it would go out now.
func (p *builder) previewView(f frame, room int, preview func() (gateway.Sent, error)) []string {
	sent, err := preview()
	if err != nil {
		return []string{"", "  " + f.Bad.Render("✗ "+display.Cut(display.Line(err.Error()), f.w-6))}
	}
	var lines []string
	for i, part := range display.WrapURL(sent.URL, f.w-11) {
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
