package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway/query"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// bandAir is how many rows a reader has from which on a blank one stands below
// what is said of its filter.
const bandAir = 10

// filterWord stands before every filter.
const filterWord = "filter "

// paneView draws what is read, in so many rows: what there is to say of its
// filter, then the lines of the body or of the results.
func (r *reader) paneView(f frame, rows int) []string {
	band, shown := r.band(f, rows), r.shown()
	return append(band, shown.bodyView(f, shown.body.State(), max(0, rows-len(band)))...)
}

// fitPane takes in the room that paneView will have.
func (r *reader) fitPane(f frame, rows int) {
	r.shown().fit(f.w, max(0, rows-len(r.band(f, rows))))
}

// band is what stands above the lines: the filter that is being typed, or that
// waits for the body, or that the results are of; nothing where there is none.
func (r *reader) band(f frame, rows int) []string {
	var band []string
	switch {
	case r.filter.line.open:
		band = r.filterLineView(f)
	case r.filter.job != nil:
		band = r.filterJobView(f)
	case r.filter.view != nil:
		band = r.filter.view.resultsHead(f)
	default:
		return nil
	}
	if rows >= bandAir {
		band = append(band, "")
	}
	return band[:min(len(band), max(0, rows-1))]
}

// filterLineView draws the line that a filter is typed in and, below it, what is
// wrong with it at the place where it is wrong, or how it would run.
func (r *reader) filterLineView(f frame) []string {
	l := &r.filter.line
	lead := 2 + len(filterWord)
	room := max(1, f.w-lead-2)
	text, start := l.view(room)
	lines := []string{"  " + f.Accent.Render(filterWord) + text}
	indented := strings.Repeat(" ", lead)
	switch {
	case l.blank():
		lines = append(lines, indented+f.Faint.Render(display.Cut("such as .items[].id or .items | length", room)))
	case l.parsed == nil:
		at := lead + max(0, min(l.place()-start, room))
		lines = append(lines, faultLines(at, l.fault(), f.w-2, f.Warn)...)
	default:
		lines = append(lines, indented+f.Faint.Render(display.Cut(howItWillRun(l.parsed), room)))
	}
	note := ""
	switch {
	case !r.body.State().Done:
		note = "The body is still arriving: the filter waits for its end."
	case len(l.past) > 0 && len(lines) < 3:
		note = "↑ ↓ show the filters of this run"
	}
	if note != "" {
		lines = append(lines, indented+f.Faint.Render(display.Cut(note, room)))
	}
	return lines
}

// faultLines mark a column and say what is wrong there, beside the mark or, where
// that is too narrow, below it.
func faultLines(at int, text string, w int, style lipgloss.Style) []string {
	pad := func(n int) string { return strings.Repeat(" ", max(0, n)) }
	wide := display.Width(text)
	switch {
	case at+2+wide <= w:
		return []string{pad(at) + style.Render("^ "+text)}
	case wide+3 <= at:
		return []string{pad(at-wide-1) + style.Render(text+" ^")}
	}
	lines := []string{pad(at) + style.Render("^")}
	for _, part := range display.Wrap(text, max(10, w-2)) {
		lines = append(lines, "  "+style.Render(part))
	}
	return lines
}

// howItWillRun says in full how a filter runs.
func howItWillRun(q *query.Filter) string {
	if q.ElementWise() {
		return "runs element by element"
	}
	return "runs as a whole, bounded in memory and time"
}

// howItRuns says in short how a filter runs.
func howItRuns(q *query.Filter) string {
	if q.ElementWise() {
		return "element by element"
	}
	return "as a whole, bounded"
}

// leastFilter is how many columns of a filter its title shows, whatever there is
// to say of it.
const leastFilter = 16

// filterTitle names a filter at the left, with what there is to say of it at the
// right, the most important first: what there is no room for is left out.
func filterTitle(f frame, q *query.Filter, notes ...string) string {
	note := func() string { return strings.Join(notes, f.Fainter.Render(" · ")) }
	room := func() int { return f.w - lipgloss.Width(note()) - len(filterWord) - 4 }
	for len(notes) > 1 && room() < min(leastFilter, display.Width(display.Line(q.String()))) {
		notes = notes[:len(notes)-1]
	}
	return spread("  "+f.Faint.Render(filterWord)+f.Accent.Render(display.Cut(q.String(), max(1, room()))), note(), f.w)
}

// filterJobView says what a filter waits for that has not begun.
func (r *reader) filterJobView(f frame) []string {
	job, state := r.filter.job, r.body.State()
	if state.Done {
		return []string{filterTitle(f, job.filter, f.Busy.Render("◌ starting")), "  " + f.Faint.Render(howItRuns(job.filter))}
	}
	keys := f.Key.Render("ctrl+c") + f.Faint.Render(" filters what came · ") + f.Key.Render("esc") + f.Faint.Render(" gives up")
	return []string{
		filterTitle(f, job.filter, f.Busy.Render("◌ waiting for the rest of the body")),
		spread("  "+f.Faint.Render(words.Size(int64(len(state.Bytes)))+" so far"), keys, f.w),
	}
}

// resultsHead says what results are of, how many there are, how the filter ran,
// and how it ended.
func (r *reader) resultsHead(f frame) []string {
	v, state := r.results, r.body.State()
	notes := []string{v.tally.String(), words.Took(v.time(f.now))}
	keys := f.Key.Render("esc") + f.Faint.Render(" goes back")
	end, style := partial(v.of.body.State()), f.Warn
	switch {
	case !state.Done:
		notes = []string{f.Busy.Render("◌ " + words.Seconds(f.now.Sub(v.since))), v.tally.String() + " so far"}
		keys = f.Key.Render("esc") + f.Faint.Render(" stops it")
	case errors.Is(state.Err, context.Canceled):
		notes = slices.Insert(notes, 0, f.Warn.Render("! stopped"))
	case end != "" && endsEarly(state.Err):
		notes = slices.Insert(notes, 0, f.Warn.Render("! of a part"))
	case state.Err != nil:
		var mark, reason string
		mark, style, reason = filterFault(f, state.Err)
		notes, end = slices.Insert(notes, 0, style.Render(mark)), r.clean(reason)
	}
	if state.Done && f.w >= 70 {
		keys = f.Key.Render("f") + f.Faint.Render(" edits · ") + keys
	}
	left := "  " + f.Faint.Render(howItRuns(v.filter)+" · "+words.Size(int64(len(state.Bytes))))
	lines := []string{filterTitle(f, v.filter, notes...), spread(left, keys, f.w)}
	if end != "" {
		for _, line := range display.Wrap(end, max(10, f.w-4)) {
			lines = append(lines, "  "+style.Render(line))
		}
	}
	return lines
}

// endsEarly reports whether a filter came to no end for its body was none.
func endsEarly(err error) bool {
	_, is := errors.AsType[*query.BodyError](err)
	return is
}

// time is how long a filter took, or has taken so far.
func (v *results) time(now time.Time) time.Duration {
	if v.over {
		return v.took
	}
	return now.Sub(v.since)
}

// filterFault says in a word or two how a filter ended that did not come to its
// end, and why.
func filterFault(f frame, err error) (mark string, style lipgloss.Style, reason string) {
	if limit, ok := errors.AsType[*query.LimitError](err); ok {
		return "! limit of " + map[query.LimitKind]string{query.LimitMemory: "memory", query.LimitTime: "time", query.LimitResult: "size"}[limit.Kind], f.Warn, limit.Error()
	}
	if failed, ok := errors.AsType[*query.FailedError](err); ok {
		return "✗ failed", f.Bad, failed.Error()
	}
	if body, ok := errors.AsType[*query.BodyError](err); ok {
		return "✗ broke off", f.Bad, body.Error()
	}
	if cause := errors.Unwrap(err); cause != nil { // without how it was read
		err = cause
	}
	return "✗ broke off", f.Bad, err.Error()
}
