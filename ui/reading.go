package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// reading is one GET for a screen: not begun, under way, or over. Its answer
// is known by its id: one that comes after it was stopped is nobody's.
type reading struct {
	id       int // of the last request, 0 before the first
	target   gateway.Target
	name     string // of the operation
	since    time.Time
	cancel   context.CancelFunc // nil when nothing is under way
	exchange *gateway.Exchange  // the last answer, nil before the first
	shape    error              // why the answer cannot be shown as what it should be
}

func (r *reading) busy() bool  { return r.cancel != nil }
func (r *reading) begun() bool { return r.busy() || r.exchange != nil }

// failed reports whether the last answer is none that can be shown.
func (r *reading) failed() bool { return r.exchange != nil && (r.shape != nil || !arrived(r.exchange)) }

// gone reports whether a collection that a list had is not there to be read.
func (r *reading) gone() bool {
	return r.exchange != nil && r.exchange.Err == nil && r.exchange.Status == 404 && r.name == catalog.OperationShow
}

// stop ends what is under way; its answer will be dropped.
func (r *reading) stop() {
	if r.cancel != nil {
		r.cancel()
		r.cancel, r.id = nil, 0
	}
}

// end takes the answer that the reading waited for, and reports whether this
// is it.
func (r *reading) end(msg readMsg) bool {
	if !r.busy() || r.id != msg.id {
		return false
	}
	r.cancel()
	r.cancel = nil
	r.exchange, r.shape = msg.exchange, msg.shape
	return true
}

// arrived reports whether an exchange is a success whose body came whole.
func arrived(e *gateway.Exchange) bool {
	state := e.Body.State()
	return e.Succeeded() && state.Err == nil && !state.Truncated
}

// rowsOfPage is how many collections are asked for at once.
const rowsOfPage = "50"

// readPage reads a page of the collections of an item type.
func (m *model) readPage(r *reading, t gateway.Target, itemType string, page int) tea.Cmd {
	return m.startReading(r, t, catalog.OperationList,
		gateway.Field{Name: catalog.ParameterItemType, Value: itemType},
		gateway.Field{Name: catalog.ParameterPage, Value: strconv.Itoa(page)},
		gateway.Field{Name: "rows", Value: rowsOfPage})
}

// readCollection reads one collection with its definitions.
func (m *model) readCollection(r *reading, t gateway.Target, c catalog.Collection) tea.Cmd {
	return m.startReading(r, t, catalog.OperationShow,
		gateway.Field{Name: catalog.ParameterItemType, Value: c.ItemType},
		gateway.Field{Name: catalog.ParameterCollection, Value: c.ID})
}

// startReading begins to read in the place of what r was reading before.
func (m *model) startReading(r *reading, t gateway.Target, operation string, values ...gateway.Field) tea.Cmd {
	r.stop()
	request, err := catalog.Request(m.dir.OperationsOf(catalog.Service), operation, values...)
	if err != nil {
		*r = reading{target: t, name: operation, exchange: &gateway.Exchange{Target: t, Body: gateway.BodyOf(nil), Err: err}}
		return nil
	}
	ctx, cancel := context.WithCancel(m.ctx)
	m.sends++
	*r = reading{id: m.sends, target: t, name: operation, since: m.now, cancel: cancel}
	return m.read(ctx, r.id, t, operation, request)
}

// readOver gives an answer to the screen that waits for it.
func (m *model) readOver(msg readMsg) {
	for i := range m.collections.shelves {
		if s := &m.collections.shelves[i]; s.end(msg) {
			if !s.failed() {
				s.take(msg.listing)
			}
			return
		}
	}
	if t := &m.collections.table; t.end(msg) {
		if !t.failed() {
			t.take(msg.collection)
		}
		return
	}
	if m.compare.take(msg) {
		return
	}
	msg.exchange.Body.Cancel()
}

// cancelReadings ends what is being read and sent for the screens on show. It
// reports whether there was something.
func (m *model) cancelReadings() bool {
	found := false
	for _, r := range append(m.collections.readings(), m.compare.readings()...) {
		if r.busy() {
			r.cancel() // its answer says that it was cancelled
			found = true
		}
	}
	if m.form.cancel != nil {
		m.form.cancel()
		found = true
	}
	return found
}

// readingView says how long a reading has been under way, and what it waits
// for.
func (m *model) readingView(f frame, r *reading, what string) []string {
	waits := "reading " + what
	if st := m.state(r.target); !st.FetchingSince.IsZero() {
		waits = "waiting for a token of " + r.target.String()
	}
	return []string{
		"  " + f.Busy.Render("◌ "+words.Seconds(m.now.Sub(r.since))+" · "+waits),
		"", "  " + f.Key.Render("ctrl+c") + f.Faint.Render(" cancels"),
	}
}

// failureView says why a reading has failed, or that its answer is shaped
// otherwise than it should be, and what can be done.
func (m *model) failureView(f frame, r *reading) []string {
	lines := m.causeLines(f, r)
	if x, ok := r.exchange.Explain(); ok && r.shape == nil && !r.gone() && !errors.Is(r.exchange.Err, context.Canceled) {
		for _, try := range x.Try[:min(2, len(x.Try))] {
			lines = append(append(lines, ""), m.prose(f, try, f.Faint)...)
		}
	}
	return append(append(lines, ""), failureKeys(f, r)...)
}

// causeLines say in short why a reading has failed.
func (m *model) causeLines(f frame, r *reading) []string {
	switch x, _ := r.exchange.Explain(); {
	case r.shape != nil:
		return m.prose(f, r.shape.Error(), f.Warn)
	case errors.Is(r.exchange.Err, context.Canceled):
		return m.prose(f, "It was cancelled before all of it was there.", f.Plain)
	default:
		lines := append(m.prose(f, x.Cause, f.Strong), m.prose(f, serverSaid(x), f.Plain)...)
		if r.gone() {
			lines = append(lines, m.prose(f, "The collection may have been deleted since the list of them was read.", f.Plain)...)
		}
		return lines
	}
}

// prose draws a text that a server had a part in.
func (m *model) prose(f frame, text string, style lipgloss.Style) []string {
	var lines []string
	for _, line := range wrapped(foreign(m.o.Redactor, text), f.w-4) {
		lines = append(lines, "  "+style.Render(line))
	}
	return lines
}

// failureKeys say what can be done about a reading that has failed.
func failureKeys(f frame, r *reading) []string {
	hint := func(key, text string) string { return "  " + f.Key.Render(display.Pad(key, 3)) + f.Faint.Render(text) }
	again := hint("F5", "reads it again")
	switch {
	case r.shape != nil:
		return []string{hint("v", "shows the answer as it is, in the viewer"), again}
	case errors.Is(r.exchange.Err, context.Canceled):
		return []string{again}
	case r.gone():
		again = hint("F5", "reads the list again")
	}
	return []string{hint("W", "says why, step by step"), hint("v", "shows the answer in the viewer"), again}
}

// serverSaid is what an explanation quotes of the server as a line of its own,
// "" for nothing.
func serverSaid(x gateway.Explanation) string {
	if x.Said == "" {
		return ""
	}
	return strings.ToUpper(x.Said[:1]) + x.Said[1:]
}

// showAnswer shows the answer behind the screen in the viewer, as it came.
func (m *model) showAnswer(intent) tea.Cmd {
	r := m.answerOnShow()
	if r == nil {
		return nil
	}
	m.choose(m.find(r.target))
	m.operations.choose(r.name)
	m.showDraft()
	m.above, m.focus = nil, atViewer
	return m.keepAnswer(r.name, r.exchange)
}

// keepAnswer makes an exchange the last answer of its target.
func (m *model) keepAnswer(name string, e *gateway.Exchange) tea.Cmd {
	if old := m.responses[e.Target]; old != nil && old.exchange != e {
		m.retire(old)
	}
	m.unretire(e)
	m.sends++
	m.responses[e.Target] = m.newResponse(m.sends, name, e, nil)
	delete(m.letGo, e.Target)
	m.dropOldest()
	return m.indexMore()
}

// answerOnShow is the reading whose answer the screen is made of, nil if it has
// none yet.
func (m *model) answerOnShow() *reading {
	var r *reading
	switch m.place() {
	case atTypes, atCollections:
		r = &m.collections.shelf().reading
	case atCollection, atDefinition:
		r = &m.collections.table.reading
	case atCompare, atPair, atDrafts:
		r = m.compare.answer()
	}
	if r == nil || r.exchange == nil {
		return nil
	}
	return r
}

// whyBehind explains the answer behind a screen of collections. That of another
// environment is explained there: the evidence is always the chosen target's.
func (m *model) whyBehind(r *reading) tea.Cmd {
	if r.target != m.target() {
		m.choose(m.find(r.target))
		m.leave(inCatalog)
	}
	m.evidence.exchange, m.evidence.name = r.exchange, r.name
	m.inquire()
	m.open(atWhy)
	return nil
}

func whyNoAnswer(m *model) string {
	if m.place()&inCatalog == 0 || m.answerOnShow() == nil {
		return "There is no answer behind this screen yet."
	}
	return ""
}

// reading reports whether something is being read or sent for the screens of
// collections.
func (m *model) reading() bool {
	for _, r := range append(m.collections.readings(), m.compare.readings()...) {
		if r.busy() {
			return true
		}
	}
	return m.form.cancel != nil
}
