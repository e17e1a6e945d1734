package ui

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/gateway/query"
	"gatehouse/ui/jsonview"
)

// filters are the jq filters of this run.
type filters struct {
	all  []string          // each once, the last one first
	last map[string]string // the last one of each request or file
}

// mostFilters is how many filters of a run are kept.
const mostFilters = 100

// note keeps a filter that was run on a body.
func (s *filters) note(r *reader, text string) {
	s.all = slices.DeleteFunc(s.all, func(old string) bool { return old == text })
	s.all = slices.Insert(s.all, 0, text)
	s.all = s.all[:min(len(s.all), mostFilters)]
	if s.last == nil {
		s.last = map[string]string{}
	}
	s.last[r.request] = text
}

// filtering is the jq filter of a body: the line that it is typed in, and what
// came of it.
type filtering struct {
	line filterLine
	job  *filterJob // ordered and not begun yet, nil for none
	view *reader    // of the results, which show in the place of the body; nil for none
}

// filterJob is a filter that waits for the end of its body, or that a command
// is starting.
type filterJob struct {
	id     int // of the reader of its results
	filter *query.Filter
	since  time.Time          // when it was started, zero before
	stop   context.CancelFunc // ends it, nil before it was started
}

// results are what a reader of results knows of the filter that they are of.
type results struct {
	of       *reader // the body
	filter   *query.Filter
	since    time.Time
	stop     context.CancelFunc
	over     bool
	took     time.Duration // once it is over
	tally    tally
	counting bool // a command is at it
}

// filteringMsg is a filter that was started.
type filteringMsg struct {
	reader int // the id that its results have
	body   *gateway.Body
}

// filteredMsg is a filter that has ended, in whatever way.
type filteredMsg struct{ reader int }

// base is the body that a reader is about: that of the results it shows, or
// else its own.
func (r *reader) base() *reader {
	if r.results != nil {
		return r.results.of
	}
	return r
}

// shown is what is read in the place of a body: the results of its filter, or
// the body itself.
func (r *reader) shown() *reader {
	if r.filter.view != nil {
		return r.filter.view
	}
	return r
}

// askFilter types a filter for the body, beginning with its last one.
func (m *model) askFilter(intent) tea.Cmd {
	r := m.toReader().base()
	text := m.filters.last[r.request]
	if view := r.filter.view; view != nil {
		text = view.results.filter.String()
	}
	return r.filter.line.ask(text, m.filters.all)
}

// runFilter runs the filter that was typed; one that cannot be read stays in
// its line.
func (m *model) runFilter(intent) tea.Cmd {
	r := m.reader().base()
	line := &r.filter.line
	if line.parsed == nil {
		m.say(sayWarn, "Not run: "+line.fault()+".")
		return nil
	}
	line.close()
	m.orderFilter(r, line.parsed)
	return m.indexMore()
}

// orderFilter has a filter run on a body as soon as all of that is there. One
// that still runs on it is stopped; its results stay until the first of the new
// ones come.
func (m *model) orderFilter(r *reader, f *query.Filter) {
	m.filters.note(r, f.String())
	r.endJob()
	if r.filter.view != nil {
		r.filter.view.body.Cancel()
	}
	m.opened++
	r.filter.job = &filterJob{id: m.opened, filter: f}
}

// startFilter is the command that starts what was ordered for a body, nil while
// there is nothing to start.
func (m *model) startFilter(r *reader) tea.Cmd {
	job, state := r.filter.job, r.body.State()
	if job == nil || !job.since.IsZero() || !state.Done {
		return nil
	}
	ctx, stop := context.WithCancel(m.ctx)
	job.since, job.stop = m.now, stop
	return m.filter(ctx, job.id, state.Bytes, job.filter)
}

// filterBegan shows the results of a filter in the place of its body.
func (m *model) filterBegan(msg filteringMsg) tea.Cmd {
	for _, r := range m.readers() {
		job := r.filter.job
		if job == nil || job.id != msg.reader {
			continue
		}
		r.dropResults()
		view := newReader(job.id, r.resultSource(msg.body), m.o.Redactor)
		// Several values are no fault, and a single one is laid out the same.
		view.format, view.known, view.sure = jsonview.JSONLines, true, true
		view.results = &results{of: r, filter: job.filter, since: job.since, stop: job.stop}
		r.filter.job, r.filter.view = nil, view
		return tea.Batch(m.awaitFilter(job.id, msg.body), m.indexMore())
	}
	msg.body.Cancel()
	return nil
}

// filterOver notes when a filter ended.
func (m *model) filterOver(msg filteredMsg) tea.Cmd {
	for _, r := range m.readers() {
		if v := r.results; v != nil && r.id == msg.reader {
			v.over, v.took = true, m.now.Sub(v.since)
			v.stop()
		}
	}
	return m.indexMore()
}

// resultSource is what a reader of results reads.
func (r *reader) resultSource(body *gateway.Body) source {
	name := path.Base(r.name)
	return source{
		name: strings.TrimSuffix(name, path.Ext(name)) + " filtered", body: body, request: r.request,
		coming: "No results yet.", none: "No results: the filter found nothing in this body.",
	}
}

// leaveFilter goes one step back from a filter: what waits or runs is stopped,
// and results make way for the body. It reports whether there was such a step.
func (r *reader) leaveFilter() bool {
	switch view := r.filter.view; {
	case r.filter.job != nil:
		r.endJob()
	case view == nil:
		return false
	case !view.body.State().Done:
		view.body.Cancel() // what came is kept
	default:
		r.dropResults()
	}
	return true
}

// cancelFilter stops the filter of the body that is read, or else every one, and
// keeps the results that came. It reports whether there was one. A filter that
// waits for its body is none: stopping the body is what it waits for.
func (m *model) cancelFilter() bool {
	if r := m.reader(); r != nil && r.base().stopFilter() {
		m.say(sayNote, "The filter was stopped. Results that had come are kept.")
		return true
	}
	stopped := false
	for _, r := range m.readers() {
		stopped = r.stopFilter() || stopped
	}
	return stopped
}

func (r *reader) stopFilter() bool {
	if job := r.filter.job; job != nil && job.stop != nil {
		r.endJob()
		return true
	}
	if view := r.filter.view; view != nil && !view.body.State().Done {
		view.body.Cancel()
		return true
	}
	return false
}

// endJob drops a filter that has not begun.
func (r *reader) endJob() {
	if job := r.filter.job; job != nil && job.stop != nil {
		job.stop()
	}
	r.filter.job = nil
}

// dropResults takes results away for good.
func (r *reader) dropResults() {
	if view := r.filter.view; view != nil {
		view.drop()
		view.results.stop()
	}
	r.filter.view = nil
}

// offerFilter says how the filter that an answer before was shown through is
// run on this one.
func (m *model) offerFilter(before, now *response) {
	if before == nil || before.reader.filter.view == nil || before.reader.request != now.reader.request || now.exchange.Target != m.target() {
		return
	}
	m.say(sayNote, "f enter runs "+m.filters.last[now.reader.request]+" again.")
}

// whyNoFilter says why the body cannot be filtered, "" when it can.
func whyNoFilter(m *model) string {
	if reason := whyNoBody(m); reason != "" {
		return reason
	}
	r := m.reader().base()
	switch state := r.body.State(); {
	case m.o.Filter == nil:
		return "No filter can run: gatehouse does not find its own program file."
	case state.Done && len(state.Bytes) == 0:
		return "There is no body to filter."
	case r.known && !r.isJSON():
		return "A filter needs JSON, and this body is " + r.format.String() + "."
	}
	return ""
}

// partial says of which part of a body results are, "" for all of it.
func partial(s gateway.BodyState) string {
	switch {
	case s.Truncated:
		return "The body was cut at the limit: these are the results of what is there."
	case errors.Is(s.Err, context.Canceled):
		return "The body was stopped: these are the results of what had come."
	case s.Err != nil:
		return "The body broke off: these are the results of what had come."
	}
	return ""
}
