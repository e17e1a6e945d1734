package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/ui/display"
)

// View draws the state. It draws nothing before a size is known.
func (m *model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	return strings.Join(m.screen(m.width, m.height), "\n")
}

// screen is exactly h lines of w columns.
func (m *model) screen(w, h int) []string {
	if w < minWidth || h < minHeight {
		return fill(m.tooSmall(w, h), w, h)
	}
	tour := m.tourRows(w, h)
	lines := fill(m.topbar(w), w, headRows(h))
	lines = append(lines, fill(m.body(w, h), w, m.bodyRows(w, h)+footRows(h)-bottomRows)...)
	lines = append(lines, m.tourView(w, tour)...)
	lines = fill(append(lines, m.bottom(w)...), w, h)
	return m.dialog(lines, w, h)
}

// bodyRows is how many rows of a screen of w columns and h rows are its body.
func (m *model) bodyRows(w, h int) int {
	return max(0, h-headRows(h)-footRows(h)-m.tourRows(w, h))
}

// screenViews draw the screens above the explorer.
var screenViews = map[place]func(*model, frame) []string{
	atBoard: (*model).boardView, atDetail: (*model).detailView, atReply: (*model).replyView,
	atTypes: (*model).collectionsView, atCollections: (*model).collectionsView,
	atCollection: (*model).tableView, atDefinition: (*model).definitionView,
	atAnswers: (*model).answersView, atBodyDiff: (*model).bodyDiffView, atDifference: (*model).differenceView,
	atCompare: (*model).compareView, atPair: (*model).pairView, atDrafts: (*model).draftsView,
	atWhy: (*model).evidenceView, atCurl: (*model).curlView, atTable: (*model).gridView,
	atHelp: func(m *model, f frame) []string { return m.help.view(f, m.table, m.o.Tour) },
	atMessage: func(m *model, f frame) []string {
		return m.scrolled(f, "MESSAGE", f.Faint.Render(m.where()), m.messageLines(f))
	},
}

// body draws what stands between the bar and the foot of a screen of w columns
// and h rows: the topmost screen, or else the explorer or the file.
func (m *model) body(w, h int) []string {
	for _, p := range slices.Backward(m.above) {
		if view := screenViews[p]; view != nil {
			return view(m, m.screenFrame())
		}
	}
	if m.file != nil {
		return m.fileView(m.screenFrame())
	}
	return m.explorer(w, h)
}

// explorer draws services and operations at the left, and at the right builder
// and viewer, one above or beside the other.
func (m *model) explorer(w, h int) []string {
	l := m.layout(w, h)
	var columns [][]string
	if l.left > 0 {
		left := fill(m.servicesView(m.pane(atServices, l.left, l.services)), l.left, l.services)
		left = append(left, "")
		left = append(left, m.operations.view(m.pane(atOperations, l.left, l.operation))...)
		columns = append(columns, fill(left, l.left, l.body))
	}
	var builder, viewer []string
	if l.builder > 0 {
		builder = fill(m.builder.view(m.pane(atBuilder, l.builderCols, l.builder), m.prefix(), m.preview), l.builderCols, l.builder)
	}
	if l.viewer > 0 {
		viewer = fill(m.viewerView(m.pane(atViewer, l.viewerCols, l.viewer)), l.viewerCols, l.viewer)
	}
	switch {
	case l.beside:
		columns = append(columns, builder, viewer)
	case l.builder > 0 && l.viewer > 0:
		columns = append(columns, fill(slices.Concat(builder, []string{""}, viewer), l.builderCols, l.body))
	default:
		columns = append(columns, append(builder, viewer...))
	}
	out := make([]string, l.body)
	for i := range out {
		for j, column := range columns {
			if j > 0 {
				out[i] += strings.Repeat(" ", paneGap)
			}
			out[i] += column[i]
		}
	}
	return out
}

// layout divides a screen of the explorer.
func (m *model) layout(w, h int) layout {
	return arrange(w, split{
		body: m.bodyRows(w, h), focus: m.focus, zoom: m.zoom, services: len(m.dir.Services),
		answered: m.response() != nil || m.sending[m.target()] != nil,
		want:     m.builder.want,
	})
}

// dialog lays the topmost dialog, if there is one, over a screen, which loses
// its colours; bar, rule and footer stay as they are.
func (m *model) dialog(screen []string, w, h int) []string {
	width, room := min(w-4, 76), m.bodyRows(w, h)
	if w < 90 {
		width = w // no letters of the screen beneath at the edges
	}
	f := m.frame(width, room, true)
	var box []string
	switch m.place() {
	case atPalette:
		box = m.paletteView(f)
	case atConfirm:
		box = m.confirmView(f)
	case atPrompt:
		box = m.prompt.view(f)
	case atForm:
		box = m.formView(f)
	case atColumns:
		box = m.columnsView(f)
	case atCopy:
		box = m.copying.view(f)
	default:
		return screen
	}
	top := headRows(h)
	for i := top; i < top+room; i++ {
		screen[i] = f.Fainter.Render(ansi.Strip(screen[i]))
	}
	return fill(over(screen, box, (w-width)/2, top+max(0, room-len(box))/3), w, h)
}

// screenHead is the heading of a screen above the explorer, and the blank line
// below it.
const screenHead = 2

// screenFrame is the frame of a screen above the explorer.
func (m *model) screenFrame() frame {
	return m.frame(m.width-rightMargin, m.bodyRows(m.width, m.height), true)
}

func (m *model) frame(w, h int, focused bool) frame {
	return frame{w: w, h: h, focused: focused, now: m.now, utc: m.utc, Theme: m.theme()}
}

// pane is the frame of one pane of the explorer.
func (m *model) pane(p place, w, h int) frame { return m.frame(w, h, m.place() == p) }

// tooSmall is all there is room for below the smallest size: where one is, and
// what to do.
func (m *model) tooSmall(w, h int) []string {
	where := ""
	if m.file == nil {
		where = m.currentEnvironment().Name + " / " + m.currentService().Short() + ". "
	}
	text := fmt.Sprintf("%sgatehouse needs %d columns and %d rows, this window has %d and %d. Make it larger; nothing is lost. q quits.",
		where, minWidth, minHeight, w, h)
	return display.Wrap(display.Line(text), w)
}
