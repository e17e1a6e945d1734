package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
	"gatehouse/gateway/query"
	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

// File is a file or a pipe that is read in the place of the explorer.
type File struct {
	Name string        // as the user gave it, "" for a pipe
	Body *gateway.Body // what comes of it
	// Pipe says that it is no plain file: what comes may be long in coming.
	Pipe bool
	// Media is the content type that its name speaks for, "" for none.
	Media string
	// SaveAs is the name to propose where what came is saved, "" for one made of
	// its format.
	SaveAs string
	// Limit says how more can be read, where the body was cut.
	Limit string
	// Filter is run on it at once; nil for none.
	Filter *query.Filter
}

// pipeName is how a pipe is called.
const pipeName = "standard input"

// readFile begins to read a file: it has the keys, and there is no explorer.
func (m *model) readFile(f File) {
	s := source{
		name: f.Name, request: f.Name, file: f.SaveAs, media: f.Media, body: f.Body, limit: f.Limit,
		coming: "The file is being read.", none: "The file is empty. q ends the program.",
	}
	if f.Pipe {
		s.coming = "Waiting for the first bytes."
	}
	if f.Name == "" {
		s.name, s.coming, s.none = pipeName, "Waiting for the first bytes.", "Nothing came: the other program wrote no output. q ends this one."
	}
	m.file, m.focus, m.table = m.newReader(s), atFile, fileBindings()
	if f.Filter != nil {
		m.orderFilter(m.file, f.Filter)
	}
	if jsonview.Detect(f.Media, []byte("a")) == jsonview.CSV {
		m.showGrid(m.file, 0)
	}
}

// fileBindings are the rows that work where a file is read: its own, and the
// ways back from what stands above it, and those of comparing it.
func fileBindings() []binding {
	return slices.DeleteFunc(slices.Clone(bindings), func(b binding) bool { return !b.ofFile() })
}

// ofFile reports whether a row works where a file is read: there, in what is
// its own above it, or as a way back.
func (b binding) ofFile() bool {
	return b.in&(atFile|atCopy|atColumns) != 0 || b.in&(atTable|atBodyDiff|atDifference) == b.in || b.intent.do == doBack
}

// where names what the whole screen is about: the file, or the chosen target.
func (m *model) where() string {
	if m.file != nil {
		return display.Line(m.file.name)
	}
	return display.Line(m.target().String())
}

// stopFile reads no more of the file; what came is kept. It reports whether there
// was more to come.
func (m *model) stopFile() bool {
	if m.file.body.State().Done {
		return false
	}
	m.file.body.Cancel()
	m.say(sayNote, "Reading was stopped. What had come is kept.")
	return true
}

// fileHead is what stands above the lines of a file: where in it the cursor is,
// and a blank line.
const fileHead = 2

// fileView draws the file: the line that says where in it one is, or asks what
// to search for, and its lines.
func (m *model) fileView(f frame) []string {
	r := m.file.shown()
	head, below := r.promptView(f), r.promptFault(f)
	if !r.asking {
		head, below = r.place(f, r.searchNote()), ""
	}
	return append([]string{head, below}, m.file.paneView(f, f.h-fileHead)...)
}

// fileBar draws the two rows at the top of the screen: what is read, how much
// of it is there, and a rule.
func (m *model) fileBar(w int) []string {
	th := m.theme()
	name := th.Strong.Render("gatehouse")
	if w < 80 {
		name = th.Strong.Render("gh")
	}
	left := "  " + name + "  "
	right := strings.Join(m.file.arrival(m.frame(w, 1, true), m.file.body.State()), th.Fainter.Render(" · ")) + " "
	room := w - ansi.StringWidth(left) - ansi.StringWidth(right) - barGap
	title := display.CutLeft(m.where(), max(0, room)) // the end of a path says most
	return []string{spread(left+th.Accent.Render(title), right, w), th.Accent.Render(strings.Repeat("─", w))}
}
