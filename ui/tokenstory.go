package ui

import (
	"fmt"
	"slices"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// proofFact says what the last check of a token showed, and when one last
// proved it.
func (m *model) proofFact(f frame, t gateway.Target) []string {
	s := m.state(t)
	if c := m.checks.under[t]; c != nil {
		return []string{f.fact("check", f.Busy.Render("◌ under way for "+words.Seconds(f.now.Sub(c.since))))}
	}
	switch p := s.Proof; {
	case p == nil:
		return []string{f.fact("check", f.Faint.Render("none of this token yet   T checks it"))}
	case p.OK:
		return []string{f.fact("check", f.Good.Render("✓ proven "+words.Ago(f.now.Sub(p.At)))+f.Faint.Render(fmt.Sprintf("   %s, %d", display.Line(p.Operation), p.Status)))}
	default:
		text := fmt.Sprintf("✗ not proven %s: %s", words.Ago(f.now.Sub(p.At)), m.o.Redactor.Text(p.Fault))
		if !p.ProvenAt.IsZero() {
			text += "; proven " + words.Ago(f.now.Sub(p.ProvenAt))
		}
		lines := f.facts("check", text)
		lines[0] = f.Bad.Render(lines[0])
		return lines
	}
}

// keepFact says whether a target's token is kept fresh; nothing when it is
// not.
func (m *model) keepFact(f frame, s gateway.TokenState) []string {
	switch s.Keeping {
	case gateway.KeepBlind:
		return f.facts("kept fresh", "nothing to go by: nobody knows how long this token lives")
	case gateway.KeepPaused:
		return f.facts("kept fresh", "paused after a failed token request: the next success goes on, and so does K")
	case gateway.KeepOn:
		if s.Token == nil {
			return []string{f.fact("kept fresh", "once there is a token")}
		}
		return []string{f.fact("kept fresh", fmt.Sprintf("↻ renewed %s before its expiry", words.Left(gateway.Margin(s.Token.Lifetime)))+f.Faint.Render("   K turns it off"))}
	}
	return nil
}

// kindWidth is the column of the kinds of events.
const kindWidth = 12

// story draws what happened to a target's token in this run, the newest first.
func (m *model) story(f frame, s gateway.TokenState) []string {
	if len(s.History) == 0 {
		return nil
	}
	lines := []string{"", "  " + f.Strong.Render("What happened in this run") + f.Faint.Render("   the newest first"), ""}
	for _, e := range slices.Backward(s.History) {
		at := f.clock(e.At) + "  "
		style := f.Plain
		switch e.Kind {
		case gateway.EventObtained, gateway.EventRenewed, gateway.EventProven:
			style = f.Good
		case gateway.EventFailed, gateway.EventRefused, gateway.EventUnproven:
			style = f.Bad
		}
		indent := display.Width(at) + kindWidth
		for i, line := range display.Wrap(display.Line(m.o.Redactor.Text(e.Why)), max(10, f.w-indent-4)) {
			head := f.Faint.Render(at) + style.Render(display.Fit(string(e.Kind), kindWidth))
			if i > 0 {
				head = display.Fit("", indent)
			}
			lines = append(lines, "  "+head+line)
		}
	}
	return lines
}
