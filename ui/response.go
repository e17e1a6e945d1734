package ui

import (
	"context"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
)

// page is one of the viewer's pages.
type page int

// The viewer's pages, in the order of the arrow keys. Why is there only when
// there is something to explain.
const (
	pageWhy page = iota
	pageBody
	pageHeaders
	pageTiming
	pageAttempts
	pageCount
)

// mode is how a body is laid out.
type mode int

// The modes, in the order of the p key.
const (
	modePretty mode = iota // as the body's own format wants it
	modePlain              // lines of text, as sent
	modeHex
	modeCount
)

// response is one answer as the viewer shows it: the exchange, the lines its
// body is laid out in so far, and where the reader is.
type response struct {
	id       int    // of the send
	name     string // what was sent, in short
	exchange *gateway.Exchange
	waited   time.Duration      // from the key to the head, or to the failure
	release  context.CancelFunc // ends the send's context
	redactor *gateway.Redactor

	page    page
	format  jsonview.Format
	known   bool                 // format was detected
	why     *gateway.Explanation // nil when there is nothing to explain
	whyOf   whyState
	mode    mode
	layouts [modeCount]bodyLayout

	line  int            // under the cursor
	seek  int            // offset to go to once it is laid out, 0 for none
	top   int            // first line that shows
	left  int            // columns scrolled sideways
	rows  int            // lines of the page that last showed, for paging
	cols  int            // of the pane that it showed in
	lists [pageCount]int // first line of the pages that are lists

	input  textinput.Model // of the search
	asking bool
	search search
}

// bodyLayout is a body in one mode: the index that a command feeds, and the
// lines there are so far.
type bodyLayout struct {
	index   jsonview.Index
	checker *jsonview.Checker
	doc     jsonview.Document // nil before the first lines
	fault   *jsonview.Fault
	busy    bool // a command is feeding the index: nobody else may touch it
}

// The pieces a body is laid out in: the first is small, so that the first
// screen comes at once.
const (
	firstPiece = 256 << 10
	nextPiece  = 4 << 20
	// detectFrom is how much of a body its format is told from.
	detectFrom = 512
)

func newResponse(id int, name string, e *gateway.Exchange, release context.CancelFunc, redactor *gateway.Redactor) *response {
	r := &response{id: id, name: name, exchange: e, release: release, redactor: redactor, page: pageBody, whyOf: whyState{bytes: -1}, input: newInput("/")}
	r.explain(e.Body.State())
	if r.explained() {
		r.page = pageWhy
	}
	return r
}

// drop ends what still goes on for an answer that nobody will see again.
func (r *response) drop() {
	r.endSearch()
	r.exchange.Body.Cancel()
	if r.release != nil {
		r.release()
	}
}

// layout is the body's layout in the chosen mode.
func (r *response) layout() *bodyLayout { return &r.layouts[r.mode] }

// growing reports whether the body is still arriving or still being laid out.
func (r *response) growing() bool {
	state := r.exchange.Body.State()
	return !state.Done || r.unlaid(state)
}

// unlaid reports whether there are bytes that the chosen mode has no lines for.
func (r *response) unlaid(state gateway.BodyState) bool {
	doc := r.layout().doc
	if doc == nil {
		return len(state.Bytes) > 0
	}
	return doc.Bytes() < len(state.Bytes) || state.Done && !doc.Done()
}

// more is a command that lays out more of the body, nil when there is nothing
// to do or one is under way. It answers with an indexedMsg.
func (r *response) more() tea.Cmd {
	state := r.exchange.Body.State()
	r.explain(state)
	if state.Done && r.release != nil {
		r.release()
		r.release = nil
	}
	l := r.layout()
	if l.busy || !r.unlaid(state) || !r.detect(state) {
		return nil
	}
	size := nextPiece
	if l.index == nil {
		l.index, size = r.newIndex(), firstPiece
		if r.mode == modePretty && r.isJSON() {
			l.checker = jsonview.NewChecker(r.format)
		}
	}
	l.busy = true
	feed := feeding{r.id, r.mode, l.index, l.checker, state, size}
	return func() tea.Msg { return feed.run() }
}

// detect tells the format as soon as enough of the body is there.
func (r *response) detect(state gateway.BodyState) bool {
	if !r.known && (len(state.Bytes) >= detectFrom || state.Done) {
		r.format = jsonview.Detect(r.exchange.Header.Get("Content-Type"), state.Bytes[:min(len(state.Bytes), 4*detectFrom)])
		r.known = true
	}
	return r.known
}

func (r *response) isJSON() bool { return r.format == jsonview.JSON || r.format == jsonview.JSONLines }

func (r *response) newIndex() jsonview.Index {
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
	id      int
	mode    mode
	index   jsonview.Index
	checker *jsonview.Checker
	state   gateway.BodyState
	size    int
}

// run feeds the index once; it is the command's part.
func (f feeding) run() tea.Msg {
	f.index.Feed(f.state.Bytes, f.size)
	msg := indexedMsg{id: f.id, mode: f.mode}
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
func (r *response) indexed(msg indexedMsg) {
	l := &r.layouts[msg.mode]
	l.doc, l.fault, l.busy = msg.doc, msg.fault, false
	if r.seek > 0 && msg.mode == r.mode {
		r.goTo(r.seek)
	}
}

// doc is what the chosen mode has laid out so far, nil for nothing yet.
func (r *response) doc() jsonview.Document { return r.layout().doc }

// fileName proposes a name for the saved body.
func (r *response) fileName() string {
	name := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		}
		return '-'
	}, r.name)
	ending := map[jsonview.Format]string{
		jsonview.JSON: ".json", jsonview.JSONLines: ".jsonl", jsonview.HTML: ".html", jsonview.XML: ".xml", jsonview.CSV: ".csv", jsonview.Binary: ".bin",
	}[r.format]
	if ending == "" {
		ending = ".txt"
	}
	return strings.Trim(name, "-") + ending
}
