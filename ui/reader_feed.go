package ui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
)

// The pieces a body is laid out in: the first is small, so that the first
// screen comes at once.
const (
	firstPiece = 256 << 10
	nextPiece  = 4 << 20
	// detectFrom is how much of a body its format is told from.
	detectFrom = 512
	// pause is how long nothing comes where what there is is shown, however
	// little it be.
	pause = 500 * time.Millisecond
)

// growing reports whether the body is still arriving or still being laid out.
func (r *reader) growing() bool {
	state := r.body.State()
	return !state.Done || r.unlaid(state)
}

// unlaid reports whether there are bytes that the chosen mode has no lines for.
func (r *reader) unlaid(state gateway.BodyState) bool {
	doc := r.doc()
	if doc == nil {
		return len(state.Bytes) > 0
	}
	return doc.Bytes() < len(state.Bytes) || state.Done && !doc.Done()
}

// more is a command that lays out more of the body, nil when there is nothing
// to do or one is under way. It answers with an indexedMsg.
func (r *reader) more() tea.Cmd {
	state := r.body.State()
	l := r.layout()
	if l.busy || !r.unlaid(state) || !r.detect(state) {
		return nil
	}
	size := nextPiece
	if l.index == nil {
		l.index, size = r.newIndex(), firstPiece
		if r.mode == modePretty && r.isJSON() && r.results == nil {
			l.checker = jsonview.NewChecker(r.format)
		}
	}
	l.busy = true
	feed := feeding{r.id, r.mode, l.index, l.checker, state, size}
	return func() tea.Msg { return feed.run() }
}

// detect tells the format as soon as enough of the body is there. A body that
// pauses before is taken for what it looks like, and told again when more came.
func (r *reader) detect(state gateway.BodyState) bool {
	enough := len(state.Bytes) >= detectFrom || state.Done || r.linewise() && len(state.Bytes) > 0
	if r.sure || !enough && (r.known || !r.paused) || r.busy() {
		return r.known
	}
	format := r.formatOf(state)
	if r.known && format != r.format {
		off, following := r.offset(), r.following()
		r.layouts = [modeCount]bodyLayout{}
		if r.goTo(off); following { // the end of the new lines
			r.line, r.seek, r.tail = 0, 0, 1
		}
	}
	r.format, r.known, r.sure = format, true, enough
	return true
}

// look notices that a body pauses. It is called now and then.
func (r *reader) look(now time.Time) {
	n := len(r.body.State().Bytes)
	if n != r.came {
		r.came, r.since = n, now
	}
	r.paused = n > 0 && now.Sub(r.since) >= pause
}

// busy reports whether a command is feeding one of the indexes.
func (r *reader) busy() bool {
	return slices.ContainsFunc(r.layouts[:], func(l bodyLayout) bool { return l.busy })
}

func (r *reader) newIndex() jsonview.Index {
	switch r.mode {
	case modePlain:
		return jsonview.NewIndex(jsonview.Text)
	case modeHex:
		return jsonview.NewIndex(jsonview.Binary)
	}
	return jsonview.NewIndex(r.format)
}

// feeding is one piece of work of laying out a body.
type feeding struct {
	reader  int // the id
	mode    mode
	index   jsonview.Index
	checker *jsonview.Checker
	state   gateway.BodyState
	size    int
}

// run feeds the index once; it is the command's part.
func (f feeding) run() tea.Msg {
	f.index.Feed(f.state.Bytes, f.size)
	msg := indexedMsg{reader: f.reader, mode: f.mode}
	if f.checker != nil {
		f.checker.Feed(f.state.Bytes, f.size)
	}
	if f.state.Done && f.index.Document().Bytes() == len(f.state.Bytes) {
		f.index.Finish()
		if f.checker != nil {
			f.checker.Finish()
		}
	}
	if f.checker != nil {
		if fault, ok := f.checker.Fault(); ok {
			msg.fault = &fault
		}
	}
	msg.doc = f.index.Document()
	return msg
}

// indexed takes lines that were laid out.
func (r *reader) indexed(msg indexedMsg) {
	l := &r.layouts[msg.mode]
	l.fault, l.busy = msg.fault, false
	l.take(msg.doc)
	switch {
	case msg.mode != r.mode:
	case r.seek > 0:
		r.goTo(r.seek)
	case r.following():
		r.toEnd()
	}
}
