package ui

import (
	"github.com/charmbracelet/x/ansi"

	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// noteColumns is how wide a pattern is at most in the note of a search.
const noteColumns = 16

// kindNames are the kinds of patterns in a word.
var kindNames = [...]string{"plain", "exact", "regexp"}

// kindFrom is the width from which there is room for the key of the kinds.
const kindFrom = 60

// searchNote is what is looked for, as the keys would ask for it, and what was
// found of it; "" when there is nothing.
func (r *reader) searchNote() string {
	s := &r.search
	if s.text == "" {
		return ""
	}
	sign := "/"
	if s.back {
		sign = "?"
	}
	note := display.Cut(sign+display.Line(s.text), noteColumns)
	if tally := r.tally(); tally != "" {
		note += "  " + tally
	}
	return note
}

// tally is how many hits there are, and which of them is the present one. It
// ends in dots while there may be more.
func (r *reader) tally() string {
	s := &r.search
	if s.found == nil || s.text == "" {
		return ""
	}
	total, counted := s.found.Total(), r.counted()
	out := words.Grouped(total)
	switch {
	case total == 0 && counted && !r.growing():
		return "none"
	case total == 0 && counted:
		return "none yet"
	case s.halted:
		out += " so far"
	case !counted || r.growing():
		out += "…"
	}
	if s.number > 0 {
		out = words.Grouped(s.number) + " of " + out
	}
	return out
}

// promptView draws the line in which a search is typed: at its right what was
// found, and how the text is meant.
func (r *reader) promptView(f frame) string {
	style := f.Accent
	if r.search.found != nil && r.search.found.Total() == 0 {
		style = f.Warn
	}
	right := ""
	if tally := r.tally(); tally != "" && r.search.fault == nil {
		right = style.Render(tally) + f.Fainter.Render(" · ")
	}
	right += f.Faint.Render(kindNames[r.past.kind])
	if f.w >= kindFrom {
		right += " " + f.Key.Render("ctrl+t")
	}
	return spread("  "+drawInput(r.input, f.w-ansi.StringWidth(right)-8), right+" ", f.w)
}

// promptFault says below that line what is wrong with the text, "" for nothing.
func (r *reader) promptFault(f frame) string {
	if r.search.fault == nil {
		return ""
	}
	return "  " + f.Bad.Render("✗ "+display.Cut(display.Line(r.search.fault.Error()), f.w-6))
}
