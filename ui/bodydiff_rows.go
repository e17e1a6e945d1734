package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// diffColumns are the columns of paths and of the values of each side, with the
// gaps behind them.
type diffColumns struct{ path, value int }

func diffWidths(w int) diffColumns {
	c := diffColumns{path: w * 2 / 5}
	c.value = (w - c.path - 4) / 2
	return c
}

// diffList draws the rows around the cursor in h rows of the screen.
func (m *model) diffList(f frame, h int) []string {
	d := &m.bodyDiff
	var lines []string
	from, to := 0, 0 // the lines of the row under the cursor
	for i := max(0, d.at-h); i < min(d.count(), d.at+h+1); i++ {
		if i == d.at {
			from = len(lines)
		}
		lines = append(lines, m.diffRow(f, d.row(i), i == d.at)...)
		if i == d.at {
			to = len(lines)
		}
	}
	if rest := m.unlisted(); rest > 0 && d.at+h+1 >= d.count() {
		lines = append(lines, "    "+f.Faint.Render("… and "+words.Grouped(rest)+" more, which are only counted"))
	}
	top := max(0, min(from-h/3, len(lines)-h))
	if to-top > h {
		top = min(from, to-h)
	}
	return lines[top:min(len(lines), top+h)]
}

// unlisted is how many differences of the list, or of the opened group, were
// only counted: they are in no row, nor in the count of a group.
func (m *model) unlisted() int {
	d := &m.bodyDiff
	if d.group != noGroup {
		return d.result.Summaries[d.group].Total() - len(d.groups[d.group])
	}
	told := 0
	for i, r := range d.rows { // groups stand first
		if r.group == noGroup {
			return d.result.Total() - told - (len(d.rows) - i)
		}
		told += d.result.Summaries[r.group].Total()
	}
	return d.result.Total() - told
}

func (m *model) diffRow(f frame, r diffRow, chosen bool) []string {
	style := f.Plain
	if chosen {
		style = f.Strong
	}
	if r.group != noGroup {
		return []string{m.groupRow(f, m.bodyDiff.result.Summaries[r.group], chosen, style)}
	}
	d := m.bodyDiff.result.List[r.difference]
	head := f.bar(chosen) + f.diffSign(d.Kind) + " "
	left, right := m.bodyDiff.result.Values(d, valueBytes)
	w := diffWidths(f.w)
	if f.w >= besideBodies {
		left, right = apart(display.Line(left), display.Line(right), w.value-2)
		return []string{head + style.Render(display.Pad(display.CutMiddle(display.Line(d.Path), w.path-2), w.path)) +
			f.valueCell(d, d.A, left, w.value-2) + "  " + f.valueCell(d, d.B, right, w.value-2)}
	}
	left, right = apart(display.Line(left), display.Line(right), f.w-10)
	lines := []string{head + style.Render(display.CutMiddle(display.Line(d.Path), f.w-6))}
	row := func(sign, value string) string {
		return "      " + f.Faint.Render(sign) + " " + f.value(d, value).Render(display.Cut(value, f.w-10))
	}
	switch {
	case d.A.None():
		return append(lines, row("+", right))
	case d.B.None():
		return append(lines, row("−", left))
	case display.Width(left)+display.Width(right)+14 <= f.w:
		return append(lines, "        "+f.value(d, left).Render(left)+f.Faint.Render("  →  ")+f.value(d, right).Render(right))
	}
	return append(lines, row("−", left), row("+", right))
}

// valueBytes is how far into two values it is looked for where they differ.
const valueBytes = 2000

// apart leaves out what two values begin with alike, if otherwise w columns
// would not show where they differ.
func apart(left, right string, w int) (string, string) {
	const kept = 8 // characters of what is alike
	same, last := 0, [kept]int{}
	for i, c := range left {
		r, n := utf8.DecodeRuneInString(right[min(i, len(right)):])
		if r != c || n == 0 {
			break
		}
		last[same%kept] = i
		same++
	}
	if same <= kept || max(display.Width(left), display.Width(right)) <= w {
		return left, right
	}
	from := last[same%kept]
	if display.Width(left[:from])+kept < w/2 {
		return left, right
	}
	return "…" + left[from:], "…" + right[from:]
}

// valueCell is a value in so many columns, or that there is none.
func (f frame) valueCell(d jsonview.Difference, at jsonview.Place, value string, w int) string {
	if at.None() {
		return f.Fainter.Render(display.Fit("not there", w))
	}
	return f.value(d, value).Render(display.Fit(value, w))
}

// value is the style of a value: that of the viewer, as far as the first
// character tells.
func (f frame) value(d jsonview.Difference, value string) lipgloss.Style {
	if !strings.HasPrefix(d.Path, "$") || value == "" {
		return f.Plain
	}
	switch c := value[0]; {
	case c == '"' || strings.HasPrefix(value, "…"):
		return f.JSONString
	case c == '-' || c >= '0' && c <= '9':
		return f.JSONNumber
	case c == '{' || c == '[':
		return f.Plain
	}
	return f.JSONLiteral
}

func (m *model) groupRow(f frame, s jsonview.Summary, chosen bool, style lipgloss.Style) string {
	only := m.only(f)
	parts := []string{f.Strong.Render("× " + words.Grouped(s.Total()))}
	for _, one := range []struct {
		kind jsonview.DifferenceKind
		n    int
		word string
	}{{jsonview.Changed, s.Changed, "changed"}, {jsonview.Removed, s.Removed, only[leftSide]}, {jsonview.Added, s.Added, only[rightSide]}} {
		if one.n > 0 {
			parts = append(parts, f.diffSign(one.kind)+f.Faint.Render(" "+words.Grouped(one.n)+" "+one.word))
		}
	}
	about := strings.Join(parts, "  ")
	room := max(12, min(diffWidths(f.w).path, f.w-4-lipgloss.Width(about)))
	return f.bar(chosen) + f.Accent.Render("▸") + " " + style.Render(display.Pad(display.CutMiddle(display.Line(s.Path), room-2), room)) + about
}

// diffSign is the sign of a kind of difference.
func (f frame) diffSign(k jsonview.DifferenceKind) string {
	switch k {
	case jsonview.Added:
		return f.Good.Render("+")
	case jsonview.Removed:
		return f.Bad.Render("−")
	}
	return f.Warn.Render("~")
}
