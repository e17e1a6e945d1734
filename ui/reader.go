package ui

import (
	"context"
	"time"

	"github.com/charmbracelet/bubbles/textinput"

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

func (r *reader) isJSON() bool { return r.format == jsonview.JSON || r.format == jsonview.JSONLines }
