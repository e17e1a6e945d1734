package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// diffHead are the rows above the list: heading, both sides, counts, how it was
// compared, a blank line.
const diffHead = 6

// airyDiff is the height from which a blank line stands below the sides.
const airyDiff = 24

// besideBodies is the width from which both values stand beside each other.
const besideBodies = 100

// diffRows is about how many rows of the list show.
func (m *model) diffRows(f frame) int {
	if f.w < besideBodies {
		return max(1, (f.h-diffHead)/2)
	}
	return max(1, f.h-diffHead)
}

// bodyDiffView draws what differs between two bodies.
func (m *model) bodyDiffView(f frame) []string {
	d := &m.bodyDiff
	more := ""
	switch {
	case m.comparingBodies():
		more = f.Busy.Render(m.diffProgress())
	case d.halted:
		more = f.Warn.Render("stopped")
	case d.group != noGroup:
		more = f.Strong.Render(display.CutMiddle(display.Line(d.result.Summaries[d.group].Path), f.w-40)) + f.Faint.Render("  "+words.Count(d.result.Summaries[d.group].Total(), "difference", "differences")+" · ") + f.Key.Render("esc") + f.Faint.Render(" closes the group")
	case d.result != nil:
		more = f.Faint.Render(words.Count(d.result.Total(), "difference", "differences"))
	}
	lines := []string{f.heading("COMPARE", more), m.partyLine(f, leftSide), m.partyLine(f, rightSide)}
	if d.result == nil {
		return append(append(lines, ""), m.diffWaiting(f)...)
	}
	if f.h >= airyDiff {
		lines = append(lines, "")
	}
	lines = append(lines, m.diffCounts(f), m.diffRules(f), "")
	for _, note := range d.result.Notes[:min(2, len(d.result.Notes))] {
		lines = append(lines, "  "+f.Warn.Render("! "+display.Cut(display.Line(note), f.w-6)))
	}
	if len(d.result.Notes) > 0 {
		lines = append(lines, "")
	}
	if d.result.Total() == 0 {
		return append(lines, m.diffNone(f)...)
	}
	if f.w >= besideBodies {
		w := diffWidths(f.w)
		head := func(s string, cols int) string { return f.Fainter.Render(display.Pad(s, cols)) }
		lines = append(lines, "    "+head("path", w.path)+head("left", w.value)+head("right", w.value))
	}
	return append(lines, m.diffList(f, f.h-len(lines))...)
}

// diffColumns are the columns of paths and of the values of each side, with the
// gaps behind them.
type diffColumns struct{ path, value int }

func diffWidths(w int) diffColumns {
	c := diffColumns{path: w * 2 / 5}
	c.value = (w - c.path - 4) / 2
	return c
}

// diffProgress says what the comparison does or waits for.
func (m *model) diffProgress() string {
	d := &m.bodyDiff
	if d.work != nil {
		if d.work.all == 0 {
			return "◌ comparing"
		}
		return fmt.Sprintf("◌ comparing · %d %%", min(99, d.behind*100/d.work.all))
	}
	return "◌ " + words.Seconds(m.now.Sub(d.since))
}

// diffWaiting says what stands between the two bodies and their comparison.
func (m *model) diffWaiting(f frame) []string {
	d := &m.bodyDiff
	hint := func(key, text string) string { return "  " + f.Key.Render(display.Pad(key, 8)) + f.Faint.Render(text) }
	for i := range d.sides {
		p := &d.sides[i]
		if p.fault == nil {
			continue
		}
		var lines []string
		if errors.Is(p.fault, context.Canceled) {
			lines = m.prose(f, "The request to "+p.target.Environment+" was cancelled.", f.Plain)
		} else {
			x, _ := p.exchange.Explain()
			lines = append(m.prose(f, "There is no answer of "+p.target.Environment+" to compare with.", f.Strong), m.prose(f, x.Cause, f.Plain)...)
		}
		return append(lines, "", hint("F5", "sends it again"), hint("esc", "goes back"))
	}
	if d.halted {
		return []string{"  " + f.Plain.Render("Comparing was stopped."), "", hint("F5", "compares again"), hint("esc", "goes back")}
	}
	return []string{"  " + f.Faint.Render("Both bodies have to be there whole; then they are compared."), "", hint("ctrl+c", "takes what has come")}
}

// partyLine is one side: its sign, where it is from, and what it is.
func (m *model) partyLine(f frame, side int) string {
	p := &m.bodyDiff.sides[side]
	sign := f.Bad.Render("−")
	if side == rightSide {
		sign = f.Good.Render("+")
	}
	where, style, name := "file", f.Faint, 0
	if p.target.Environment != "" {
		at, _ := m.find(p.target)
		where, style = display.Line(p.target.Environment), m.themes[at].Accent
	}
	var parts []string
	state := p.state()
	if e := p.exchange; e != nil && e.Status != 0 {
		parts = append(parts, f.Faint.Render(f.clock(e.Started)), f.status(e))
	}
	switch {
	case p.fault != nil:
		parts = append(parts, f.Bad.Render("✗ no answer"))
	case p.body == nil:
		parts = append(parts, f.Busy.Render("◌ waiting for the answer"))
	case !state.Done:
		parts = append(parts, f.Busy.Render("◌ "+words.Size(int64(len(state.Bytes)))+" so far"))
	default:
		parts = append(parts, f.Faint.Render(words.Size(int64(len(state.Bytes)))))
	}
	switch {
	case state.Done && state.Err != nil:
		parts = append(parts, f.Warn.Render("! not whole"))
	case state.Truncated:
		parts = append(parts, f.Warn.Render("! cut"))
	}
	rest := strings.Join(parts, f.Fainter.Render(" · "))
	room := f.w - environmentColumns - 8 - lipgloss.Width(rest)
	for _, other := range m.bodyDiff.sides { // what follows stands below each other
		if w := display.Width(display.Line(other.name)); w < room {
			name = max(name, w)
		}
	}
	return "  " + sign + " " + style.Render(display.Fit(where, environmentColumns)) + "  " +
		f.Plain.Render(display.Pad(display.CutMiddle(display.Line(p.name), max(8, room)), name)) + "  " + rest
}

// only says on which side alone something is.
func (m *model) only(side int) string {
	l, r := &m.bodyDiff.sides[leftSide], &m.bodyDiff.sides[rightSide]
	if l.target.Environment != r.target.Environment && l.target.Environment != "" && r.target.Environment != "" {
		return "only in " + display.Cut(display.Line(m.bodyDiff.sides[side].target.Environment), 16)
	}
	return [...]string{leftSide: "only left", rightSide: "only right"}[side]
}

// diffCounts says how much differs, and how.
func (m *model) diffCounts(f frame) string {
	c := m.bodyDiff.result
	parts := []string{
		f.Warn.Render(fmt.Sprintf("~ %d changed", c.Changed)),
		f.Bad.Render(fmt.Sprintf("− %d %s", c.Removed, m.only(leftSide))),
		f.Good.Render(fmt.Sprintf("+ %d %s", c.Added, m.only(rightSide))),
	}
	if c.Ignored > 0 {
		parts = append(parts, f.Faint.Render(fmt.Sprintf("%d ignored", c.Ignored)))
	}
	return "  " + strings.Join(parts, f.Fainter.Render(" · "))
}

// diffRules says how it was compared: by which keys lists were paired, what
// moved, and what is ignored.
func (m *model) diffRules(f frame) string {
	d := &m.bodyDiff
	var parts []string
	switch c := d.result; {
	case d.key != "":
		parts = append(parts, "lists paired by "+display.Cut(display.Line(d.key), 24))
	case len(c.Matches) > 0:
		match := c.Matches[0]
		text := "lists paired by " + display.Cut(display.Line(match.Key), 16) + " in " + display.CutMiddle(display.Line(match.Path), 28)
		if n := len(c.Matches) - 1; n > 0 {
			text += fmt.Sprintf(" and %d more", n)
		}
		parts = append(parts, text)
	}
	if d.result.Moved > 0 {
		parts = append(parts, fmt.Sprintf("%d in another order", d.result.Moved))
	}
	for i, p := range d.ignore {
		word := ""
		if i == 0 {
			word = "without "
		}
		parts = append(parts, word+display.CutMiddle(display.Line(p.String()), 32))
	}
	return "  " + f.Faint.Render(display.Cut(strings.Join(parts, " · "), f.w-4))
}

// diffNone says that nothing differs, and what was not looked at.
func (m *model) diffNone(f frame) []string {
	c := m.bodyDiff.result
	if c.Partial {
		return []string{"  " + f.Warn.Render("! No difference in what was compared.") + f.Plain.Render(" That is not all of it.")}
	}
	text := " Both bodies say the same."
	if c.Ignored > 0 {
		text = " But for what is ignored, both bodies say the same."
	}
	return []string{"  " + f.Good.Render("✓ No difference.") + f.Plain.Render(text)}
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
		lines = append(lines, "    "+f.Faint.Render(fmt.Sprintf("… and %d more, which are only counted", rest)))
	}
	top := max(0, min(from-h/3, len(lines)-h))
	if to-top > h {
		top = min(from, to-h)
	}
	return lines[top:min(len(lines), top+h)]
}

// unlisted is how many differences of the list, or of the opened group, were
// only counted.
func (m *model) unlisted() int {
	d := &m.bodyDiff
	if d.group != noGroup {
		return d.result.Summaries[d.group].Total() - len(d.groups[d.group])
	}
	return d.result.Total() - len(d.result.List)
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
	left, right := m.bodyDiff.result.Values(d, 4*f.w)
	left, right = display.Line(left), display.Line(right)
	if f.w >= besideBodies {
		w := diffWidths(f.w)
		return []string{head + style.Render(display.Pad(display.CutMiddle(display.Line(d.Path), w.path-2), w.path)) +
			m.valueCell(f, d.A.None(), left, w.value-2) + "  " + m.valueCell(f, d.B.None(), right, w.value-2)}
	}
	lines := []string{head + style.Render(display.CutMiddle(display.Line(d.Path), f.w-6))}
	row := func(sign, value string) string {
		return "      " + f.Faint.Render(sign) + " " + f.Plain.Render(display.Cut(value, f.w-10))
	}
	switch {
	case d.A.None():
		return append(lines, row("+", right))
	case d.B.None():
		return append(lines, row("−", left))
	case display.Width(left)+display.Width(right)+14 <= f.w:
		return append(lines, "        "+f.Plain.Render(left)+f.Faint.Render("  →  ")+f.Plain.Render(right))
	}
	return append(lines, row("−", left), row("+", right))
}

// valueCell is a value in so many columns, or that there is none.
func (m *model) valueCell(f frame, none bool, value string, w int) string {
	if none {
		return f.Fainter.Render(display.Fit("not there", w))
	}
	return f.Plain.Render(display.Fit(value, w))
}

func (m *model) groupRow(f frame, s jsonview.Summary, chosen bool, style lipgloss.Style) string {
	parts := []string{f.Strong.Render(fmt.Sprintf("× %d", s.Total()))}
	for _, one := range []struct {
		kind jsonview.DifferenceKind
		n    int
	}{{jsonview.Changed, s.Changed}, {jsonview.Removed, s.Removed}, {jsonview.Added, s.Added}} {
		if one.n > 0 {
			parts = append(parts, f.diffSign(one.kind)+f.Faint.Render(fmt.Sprintf(" %d %s", one.n, kindWords[one.kind])))
		}
	}
	about := strings.Join(parts, "  ")
	room := max(12, min(diffWidths(f.w).path, f.w-4-lipgloss.Width(about)))
	return f.bar(chosen) + f.Accent.Render("▸") + " " + style.Render(display.Pad(display.CutMiddle(display.Line(s.Path), room-2), room)) + about
}

// kindWords are the kinds of differences as both sides see them.
var kindWords = map[jsonview.DifferenceKind]string{jsonview.Changed: "changed", jsonview.Removed: "only left", jsonview.Added: "only right"}

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
