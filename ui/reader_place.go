package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// path is where in JSON the cursor stands, in at most w columns; "" in anything
// else.
func (r *reader) path(w int) string {
	if s, ok := r.doc().(*jsonview.Snapshot); ok && s.Lines() > 0 {
		return display.CutLeft(display.Line(s.Path(r.line)), w)
	}
	return ""
}

// lines says on which line of how many the cursor stands, how the body is laid
// out, and once all of it is there, what part of the lines that is; "" while
// there are none.
func (r *reader) lines() string {
	if r.doc() == nil || r.doc().Lines() == 0 {
		return ""
	}
	n := r.doc().Lines()
	out := fmt.Sprintf("%s/%s %s", words.Grouped(r.line+1), words.Grouped(n), r.modeName())
	switch {
	case r.following() && r.growing():
		out += " · follows"
	case !r.growing():
		out += fmt.Sprintf(" · %d%%", int64(r.line)*100/max(1, int64(n)-1))
	}
	return out
}

// place is the line above a body: where in it the cursor is, or what is being
// looked for. A note stands before the number of the line.
func (r *reader) place(f frame, note string) string {
	if note != "" {
		note += "  "
	}
	lines := r.lines()
	w := f.w - display.Width(note+lines) - 6
	where := f.Accent.Render(r.path(w))
	if r.errand.busy() {
		const how = "  esc stops"
		where = f.Busy.Render(display.Cut("◌ looking for "+display.Line(r.errand.what)+" …", max(0, w-len(how)))) + f.Faint.Render(how)
	}
	return spread("  "+where, f.Accent.Render(note)+f.Faint.Render(lines), f.w)
}

func (r *reader) modeName() string {
	switch {
	case r.mode == modeHex || r.format == jsonview.Binary:
		return "hex"
	case r.mode == modePlain:
		return "plain"
	}
	return r.format.String()
}

// arrival says how much of the body is there, and whether that is all of it.
func (r *reader) arrival(f frame, state gateway.BodyState) []string {
	size := words.Size(int64(len(state.Bytes)))
	switch encoding := display.Cut(r.clean(state.Encoding), 12); {
	case !encoded(state.Encoding) || len(state.Bytes) == 0:
	case !state.Decoded:
		size += " of " + encoding
	case f.w >= 60:
		size += fmt.Sprintf(" (%s as %s)", words.Size(state.Wire), encoding)
	default:
		size += " (" + encoding + ")"
	}
	switch {
	case !state.Done:
		return []string{size, f.Busy.Render("◌ arriving" + rate(state))}
	case state.Truncated:
		return []string{size, f.Warn.Render("cut at the limit")}
	case errors.Is(state.Err, context.Canceled):
		return []string{size, f.Warn.Render("stopped")}
	case state.Err != nil:
		return []string{size, f.Bad.Render("broken off")}
	}
	return []string{size}
}

// rate says what share of a body has come, and how fast.
func rate(s gateway.BodyState) string {
	out := ""
	if s.Expected > 0 {
		out = fmt.Sprintf(" %d%%", 100*s.Wire/s.Expected)
	}
	if s.Reading > 100*time.Millisecond {
		out += ", " + words.Size(int64(float64(s.Wire)/s.Reading.Seconds())) + "/s"
	}
	return out
}

// clean makes a text that is not ours fit to be shown.
func (r *reader) clean(s string) string { return foreign(r.redactor, s) }
