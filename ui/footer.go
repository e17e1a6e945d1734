package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/ui/display"
)

// bottom draws the two rows at the foot of every screen: what just happened,
// and the keys that work now with the chosen target at the right. Where writes
// are not free, a heavy rule closes the frame that the one at the top began.
func (m *model) bottom(w int) []string {
	th := m.theme()
	said := m.message.view(th, w-5)
	if said != "" {
		said = "  " + said + " "
	}
	if m.file != nil {
		return []string{said, m.footer(w)}
	}
	if e := m.currentEnvironment(); e.Guarded || e.ReadOnly {
		said += th.Accent.Render(strings.Repeat("━", max(0, w-ansi.StringWidth(said))))
	}
	return []string{said, m.footer(w)}
}

func (m *model) footer(w int) string {
	th := m.theme()
	where := ""
	if m.file == nil {
		where = th.Accent.Render(display.Line(m.currentEnvironment().Name)) + th.Faint.Render(" / "+display.Line(m.currentService().Short())) + " "
	}
	room := w - ansi.StringWidth(where) - 4
	hints := m.hints()
	width := func(b binding) int { return display.Width(b.key()+" "+b.label) + 3 }
	if i := slices.IndexFunc(hints, isHelp); i >= 0 {
		room -= width(hints[i]) // the way to all the others is never left out
	}
	var out []string
	used := 1
	for _, b := range hints {
		if !isHelp(b) {
			if used += width(b); used > room {
				continue
			}
		}
		style := th.Faint
		if b.why != nil && b.why(m) != "" {
			style = th.Fainter
		}
		out = append(out, th.Key.Render(b.key())+" "+style.Render(b.label))
	}
	return spread("  "+strings.Join(out, th.Fainter.Render(" · ")), where, w)
}

func isHelp(b binding) bool { return b.intent.do == doHelp }

// leadsTo are the actions that go to a pane: there, the footer need not name
// them.
var leadsTo = map[action]place{doOperations: atOperations, doBuilder: atBuilder, doViewer: atViewer}

// lastHints is the rank in the footer from which on keys are the same anywhere.
const lastHints = 40

// hints are the bindings of the footer that work at the place that has the
// keys, in order.
func (m *model) hints() []binding {
	at, typing := m.place(), m.typing()
	var out []binding
	for _, b := range m.table {
		if b.footer > 0 && b.in&at != 0 && leadsTo[b.intent.do] != at && (b.hint == 0 || b.hint&at != 0) && (!typing || b.typing) && (b.when == nil || b.when(m)) {
			if b.intent.do == doZoom && m.zoom {
				b.label = "all panes"
			}
			out = append(out, b)
		}
	}
	if label := m.entering(); typing && label != "" {
		out = append(out, binding{keys: []string{"enter"}, label: label, footer: 2})
	}
	// On a screen above the explorer its own keys come first, and those that are
	// named there alone.
	rank := func(b binding) int {
		if b.intent.do == doZoom && at == atBuilder { // rarely too small: the environment stands before it
			return b.footer + 4
		}
		if at&(inExplorer|atFile) == 0 && b.hint == 0 && b.distance(at) == sharedRow && b.footer < lastHints {
			return b.footer + lastHints
		}
		return b.footer
	}
	slices.SortStableFunc(out, func(a, b binding) int { return rank(a) - rank(b) })
	return out
}

// helpByF1 reports whether only F1 is help: ? searches a body, and where a file
// is read it is nothing else.
func helpByF1(m *model) bool { return m.file != nil || m.place()&inBody != 0 }

// filled reports whether a body shows that has come at least in part.
func filled(m *model) bool { return whyNoBody(m) == "" && len(m.reader().body.State().Bytes) > 0 }

// searched reports whether a search stands in the body that shows.
func searched(m *model) bool { return whyNoBody(m) == "" && m.reader().search.text != "" }

// folds reports whether the body that shows has levels that fold.
func folds(m *model) bool { return whyNoFolds(m) == "" }

// tabled reports whether the body that shows may hold a list for a table.
func tabled(m *model) bool { return filled(m) && whyNoGrid(m) == "" }

// explains reports whether there is something to ask about what shows: in the
// viewer, only an answer that has a page Why.
func explains(m *model) bool {
	if m.place() != atViewer {
		return true
	}
	r := m.response()
	return r != nil && r.explained()
}

// entering is what enter does in the field that is being typed in; "" where it
// begins a new line.
func (m *model) entering() string {
	switch m.place() {
	case atConfirm, atForm:
		if m.place() == atConfirm && m.confirm.reveals() {
			return "reveal"
		}
		return "send"
	case atOperations:
		if len(m.operations.shown) == 0 {
			return ""
		}
		return "build"
	case atViewer, atFile:
		if r := m.reader(); r != nil && r.base().filter.line.open {
			return "run"
		}
		return "keep"
	case atCollection, atTable:
		return "done"
	case atPalette:
		if len(m.palette.shown) == 0 {
			return ""
		}
	case atBuilder:
		if m.builder.active == editBody {
			return ""
		}
		return "done"
	}
	return "do it"
}
