package ui

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
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

// source is where the bytes of a reader come from, and how they are spoken of.
type source struct {
	name  string // what is read, in short
	file  string // to propose where it is saved, "" for one made of name and format
	media string // its content type, "" if none is stated
	body  *gateway.Body
	// request is the same for all answers to one request, and for a file read again.
	request string

	coming, none string // said before the first bytes, and of a body without any
	limit        string // said of the limit that a body was cut at
}

// reader is one body being read: the lines it is laid out in so far, where in
// them the cursor is, and what is searched for. It knows of no exchange: an
// answer has one, and so has a file.
type reader struct {
	id int // that messages for it carry
	source
	redactor *gateway.Redactor

	awaited bool // its beginning was waited for, or is
	format  jsonview.Format
	known   bool      // format was detected
	sure    bool      // ... from as much as it takes
	came    int       // bytes there were at the last look
	since   time.Time // when they had come
	paused  bool      // no more came for a while
	mode    mode
	layouts [modeCount]bodyLayout

	line  int  // under the cursor: one that shows
	seek  int  // offset to go to once it is laid out, 0 for none
	top   int  // first line on the screen
	topAt int  // where lines are wrapped, the byte of its text that the screen begins with
	left  int  // columns scrolled sideways
	wrap  bool // long lines are wrapped, where they can be
	rows  int  // lines of it that last showed, for paging
	cols  int  // of the pane that it showed in
	tail  int  // the last line, from 1, that the cursor follows as more arrive; 0 for none

	input   textinput.Model // of the search
	asking  bool            // it is being typed
	asked   asked
	past    *pastSearches
	search  search
	hunting context.CancelFunc // ends the command of the search that is under way, nil for none
	errand  errand

	filter  filtering
	results *results // what it reads are the results of a filter; nil for a body

	grid *grid // a list of it as a table, nil before one was asked for
}

// bodyLayout is a body in one mode: the index that a command feeds, and the
// lines there are so far.
type bodyLayout struct {
	index   jsonview.Index
	checker *jsonview.Checker
	doc     jsonview.Document // nil before the first lines
	folds   *jsonview.Folds   // of JSON, nil for what does not fold
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
	// pause is how long nothing comes where what there is is shown, however
	// little it be.
	pause = 500 * time.Millisecond
)

// newReader makes a reader with a number of its own.
func (m *model) newReader(s source) *reader {
	m.opened++
	r := newReader(m.opened, s, m.o.Redactor)
	r.past = &m.searches
	return r
}

func newReader(id int, s source, redactor *gateway.Redactor) *reader {
	return &reader{id: id, source: s, redactor: redactor, input: newInput("/"), past: &pastSearches{}}
}

// reader is what the viewer's keys speak of: the file, or the body of the last
// answer of the chosen target, or the results of its filter; nil if there is none.
func (m *model) reader() *reader {
	if m.file != nil {
		return m.file.shown()
	}
	if r := m.response(); r != nil {
		return r.reader.shown()
	}
	return nil
}

// readers are all that there are, shown or not.
func (m *model) readers() []*reader {
	var out []*reader
	if m.file != nil {
		out = append(out, m.file)
	}
	for _, r := range m.responses {
		out = append(out, r.reader)
	}
	for _, r := range out {
		if r.filter.view != nil {
			out = append(out, r.filter.view)
		}
	}
	return out
}

// readerOf is the reader of an id, nil when it is gone.
func (m *model) readerOf(id int) *reader {
	for _, r := range m.readers() {
		if r.id == id {
			return r
		}
	}
	return nil
}

// toReader gives the keys to the body that is read, whatever is above it.
func (m *model) toReader() *reader {
	m.above = nil
	if r := m.response(); r != nil {
		m.focus, r.page = atViewer, pageBody
	}
	return m.reader()
}

// drop ends what still goes on for a body that nobody will see again.
func (r *reader) drop() {
	r.endSearch()
	r.errand.end()
	r.endJob()
	r.dropResults()
	r.body.Cancel()
}

// layout is the body's layout in the chosen mode.
func (r *reader) layout() *bodyLayout { return &r.layouts[r.mode] }

// doc is what the chosen mode has laid out so far, nil for nothing yet.
func (r *reader) doc() jsonview.Document { return r.layout().doc }

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

func (r *reader) isJSON() bool { return r.format == jsonview.JSON || r.format == jsonview.JSONLines }

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

// toEnd puts the cursor on the last line, with which it goes on to the lines
// that still arrive until it is moved away.
func (r *reader) toEnd() {
	r.line = math.MaxInt
	r.clamp()
	r.tail = r.line + 1
}

// following reports whether the cursor stands where it was put at the end.
func (r *reader) following() bool { return r.tail == r.line+1 }

// endings are those of the files that bodies are saved to.
var endings = map[jsonview.Format]string{
	jsonview.JSON: ".json", jsonview.JSONLines: ".jsonl", jsonview.HTML: ".html", jsonview.XML: ".xml", jsonview.CSV: ".csv", jsonview.Binary: ".bin",
}

// fileName proposes a name for the saved body.
func (r *reader) fileName() string {
	if r.file != "" {
		return r.file
	}
	name := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		}
		return '-'
	}, r.name)
	ending := endings[r.format]
	if ending == "" {
		ending = ".txt"
	}
	return strings.Trim(name, "-") + ending
}
