package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// diffHead are the rows above the list: heading, both sides, counts, how it was
// compared, a blank line.
const diffHead = 6

// airyDiff is the height from which a blank line stands below the sides.
const airyDiff = 18

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
	lines = append(lines, m.diffCounts(f))
	if rules := m.diffRules(); rules != "" {
		lines = append(lines, "  "+f.Faint.Render(display.Cut(rules, f.w-4)))
	}
	lines = append(append(lines, ""), m.diffNotes(f)...)
	if d.result.Total() == 0 {
		return append(lines, m.diffNone(f)...)
	}
	if f.w >= besideBodies {
		w := diffWidths(f.w)
		head := func(s string, cols int) string { return f.Fainter.Render(display.Pad(s, cols)) }
		sides := m.sidesApart(f).cut(w.value - 2)
		lines = append(lines, "    "+head("path", w.path)+head(sides[leftSide], w.value)+head(sides[rightSide], w.value))
	}
	return append(lines, m.diffList(f, f.h-len(lines))...)
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
	for i := range d.sides {
		if p := &d.sides[i]; p.own && p.mute() {
			name := display.CutMiddle(display.Line(p.name), f.w/2)
			return append(m.prose(f, name+" is open, but nothing has come: another program has to write to it.", f.Plain), "", hint("ctrl+c", "gives it up"), hint("esc", "goes back"))
		}
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
		where, style = display.Line(p.target.Environment), m.accentOf(p.target.Environment)
	}
	var parts []string
	if sides := m.sidesApart(f); sides.only == onlySide {
		parts = append(parts, f.Plain.Render(sides.names[side]))
	}
	state := p.state()
	if e := p.exchange; e != nil && e.Status != 0 {
		parts = append(parts, f.Faint.Render(f.clock(e.Started)), f.status(e))
	}
	switch {
	case p.fault != nil:
		parts = append(parts, f.Bad.Render("✗ no answer"))
	case p.body == nil:
		parts = append(parts, f.Busy.Render("◌ waiting for the answer"))
	case p.mute():
		parts = append(parts, f.Busy.Render("◌ waiting for the first bytes"))
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

// diffCounts says how much differs, and how.
func (m *model) diffCounts(f frame) string {
	c, only := m.bodyDiff.result, m.only(f)
	parts := []string{
		f.Warn.Render("~ " + words.Grouped(c.Changed) + " changed"),
		f.Bad.Render("− " + words.Grouped(c.Removed) + " " + only[leftSide]),
		f.Good.Render("+ " + words.Grouped(c.Added) + " " + only[rightSide]),
	}
	if c.Ignored > 0 {
		parts = append(parts, f.Faint.Render(words.Grouped(c.Ignored)+" ignored"))
	}
	return "  " + strings.Join(parts, f.Fainter.Render(" · "))
}

// diffNotes say what was not compared as it could have been.
func (m *model) diffNotes(f frame) []string {
	const most = 2 // the text form has all
	var lines []string
	notes := m.bodyDiff.result.Notes
	for _, note := range notes[:min(most, len(notes))] {
		for i, line := range wrapped(display.Line(note), f.w-6) {
			lines = append(lines, "  "+f.Warn.Render([...]string{"! ", "  "}[min(i, 1)]+line))
		}
	}
	if n := len(notes) - most; n > 0 {
		lines = append(lines, "  "+f.Faint.Render(fmt.Sprintf("  … and %d more notes, in the text that w saves", n)))
	}
	if len(notes) > 0 {
		lines = append(lines, "")
	}
	return lines
}

// diffRules says how it was compared: by which keys lists were paired, what
// moved, and what is ignored; "" for nothing worth a word.
func (m *model) diffRules() string {
	d := &m.bodyDiff
	var parts []string
	switch c := d.result; {
	case d.key == byPosition:
		parts = append(parts, "lists paired by position")
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
		parts = append(parts, words.Grouped(d.result.Moved)+" in another order")
	}
	if without := d.ignored(); without != "" {
		parts = append(parts, without)
	}
	return strings.Join(parts, " · ")
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
