package ui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// draftList are the requests that would make one side of a comparison the same
// as the other. None is sent from here: the builder takes one at a time.
type draftList struct {
	id   int // of the command that makes them
	done bool
	into int // the side that they change
	list []catalog.Draft
	at   int
}

// take takes the drafts that were asked for.
func (d *draftList) take(msg draftedMsg) {
	if d.id == msg.id {
		d.list, d.done = msg.list, true
	}
}

// openDrafts lists what would bring the right side in line with the left one.
func (m *model) openDrafts(intent) tea.Cmd {
	m.open(atDrafts)
	return m.draftInto(rightSide)
}

// turnDrafts changes the other side instead.
func (m *model) turnDrafts(intent) tea.Cmd {
	return m.draftInto(1 - m.compare.drafts.into)
}

// draftInto begins to draft what changes a side.
func (m *model) draftInto(side int) tea.Cmd {
	c := &m.compare
	m.sends++
	c.drafts = draftList{id: m.sends, into: side}
	if !c.both() {
		c.drafts.done = true
		return nil
	}
	return m.draft(m.sends, *c.sides[side].collection, *c.sides[1-side].collection, c.itemType)
}

func (m *model) draftsKey(msg tea.KeyMsg) intent {
	d := &m.compare.drafts
	d.at = cursorKey(msg.String(), d.at, len(d.list), 10)
	return intent{}
}

// chosenDraft is the request under the cursor, nil if there is none.
func (m *model) chosenDraft() *catalog.Draft {
	if d := &m.compare.drafts; d.at >= 0 && d.at < len(d.list) {
		return &d.list[d.at]
	}
	return nil
}

// takeDraft opens the request under the cursor in the builder of the
// environment that it would change.
func (m *model) takeDraft(intent) tea.Cmd {
	d := m.chosenDraft()
	m.openAsDraft(m.compare.sides[m.compare.drafts.into].target(), d.Operation, d.PathParams, d.Body)
	return nil
}

func whyNoDrafts(m *model) string {
	if m.place() != atDrafts {
		return "This is for the drafts of a comparison: D in a comparison lists them."
	}
	return ""
}

func whyNoDraft(m *model) string {
	if reason := whyNoDrafts(m); reason != "" {
		return reason
	}
	switch d := m.chosenDraft(); {
	case !m.compare.drafts.done:
		return "The drafts are still being made."
	case d == nil:
		return "There is nothing to draft."
	case d.Operation == "":
		return foreign(m.o.Redactor, d.Title) + ": no request does that."
	}
	return ""
}

// openAsDraft shows a request in the builder of its target, ready to be looked
// at, changed and sent. Nothing is sent. Where the settings have no such
// operation, everything stays as it is.
func (m *model) openAsDraft(t gateway.Target, operation string, values []gateway.Field, body []byte) {
	if _, err := catalog.Request(m.dir.OperationsOf(t.Service), operation); err != nil {
		m.say(sayBad, "There is no draft of this. "+err.Error()+".")
		return
	}
	m.origin = m.screens()
	m.choose(m.find(t))
	m.operations.choose(operation)
	m.showDraft()
	d := m.builder.draft
	*d = *newDraft(d.operation)
	for i, e := range d.entries {
		for _, v := range values {
			if v.Name == e.name {
				d.entries[i].value = v.Value
			}
		}
	}
	d.setBody(string(body))
	m.builder.show(d)
	m.above, m.focus = nil, atBuilder
	m.say(sayNote, fmt.Sprintf("%s, as a draft for %s: nothing was sent. F5 sends it.", d.operation.Name, t.Environment))
}

// draftsView lists the drafts, and below them the chosen one's body and what
// is to be known before it is sent.
func (m *model) draftsView(f frame) []string {
	c := &m.compare
	d := &c.drafts
	into, other := display.Line(m.sideName(d.into)), display.Line(m.sideName(1-d.into))
	lines := []string{
		f.heading("DRAFTS", f.Faint.Render("to make ")+f.Strong.Render(into)+f.Faint.Render(" the same as ")+f.Strong.Render(other)+f.Faint.Render(" · ")+f.Key.Render("x")+f.Faint.Render(" turns it round")),
		"  " + f.Faint.Render("None is sent by itself: enter opens one in the builder of "+into+"."), "",
	}
	below := m.draftInFull(f)
	rows := max(1, f.h-len(lines)-min(len(below), max(4, f.h/2))-1)
	if room := f.h - len(lines) - min(rows, max(1, len(d.list))) - 1; len(below) > max(1, room) {
		more := len(below) - max(1, room) + 1
		below = append(below[:len(below)-more], "  "+f.Fainter.Render(fmt.Sprintf("… %d more lines, in the builder", more)))
	}
	first := scrolled(d.at, len(d.list), rows)
	for i := first; i < min(len(d.list), first+rows); i++ {
		lines = append(lines, m.draftRow(f, d.list[i], i == d.at))
	}
	switch {
	case !d.done:
		lines = append(lines, "  "+f.Busy.Render("◌ comparing"))
	case len(d.list) == 0:
		lines = append(lines, "  "+f.Plain.Render("Nothing has to be done."))
	}
	return append(append(lines, ""), below...)
}

func (m *model) draftRow(f frame, d catalog.Draft, chosen bool) string {
	style := f.Plain
	if chosen {
		style = f.Strong
	}
	what := f.Faint.Render("no request does it")
	if d.Operation != "" {
		what = f.Faint.Render(d.Operation)
	} else if !chosen {
		style = f.Faint
	}
	room := max(12, min(44, f.w-34))
	return f.bar(chosen) + style.Render(display.Fit(foreign(m.o.Redactor, d.Title), room)) + "  " + what
}

// draftInFull are the note and the body of the chosen draft.
func (m *model) draftInFull(f frame) []string {
	d := m.chosenDraft()
	if d == nil {
		return nil
	}
	var lines []string
	for _, line := range wrapped(foreign(m.o.Redactor, d.Note), f.w-4) {
		lines = append(lines, "  "+f.Warn.Render(line))
	}
	text, rest := beginning(m.o.Redactor.Text(string(d.Body)))
	for _, line := range display.Text(text) {
		lines = append(lines, "  "+f.Faint.Render(display.Cut(line, f.w-4)))
	}
	if rest > 0 {
		lines = append(lines, "  "+f.Fainter.Render("… and "+words.Size(int64(rest))+" more, in the builder"))
	}
	return lines
}
