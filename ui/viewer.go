package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// viewerView draws the viewer pane: the last answer of the chosen target, the
// request that is under way to it, or what to do to get one.
func (m *model) viewerView(f frame) []string {
	if s := m.sending[m.target()]; s != nil {
		return m.waitingView(f, s)
	}
	r := m.response()
	if r == nil {
		return m.nothingView(f)
	}
	state := r.exchange.Body.State()
	lines := r.head(f, state)
	room := f.h - len(lines)
	if r.page == pageBody {
		return append(lines, r.reader.paneView(f, room)...)
	}
	list := m.pageLines(f, r, state)
	return append(lines, indent(list[topLine(r.lists[r.page], len(list), room):])...)
}

// head draws what stands above every page of an answer.
func (r *response) head(f frame, state gateway.BodyState) []string {
	lines := []string{f.heading("RESPONSE", r.verdict(f, state))}
	if f.h >= 8 {
		rest := " · " + f.clock(r.exchange.Started) + remarks(r.exchange)
		name := display.Cut(display.Line(r.name), max(8, f.w-3-display.Width(rest)))
		lines = append(lines, "  "+f.Faint.Render(display.Cut(name+rest, f.w-3)))
	}
	place := ""
	if r.page == pageBody {
		if place = r.reader.shown().promptFault(f); place == "" {
			place = r.reader.shown().place(f, "")
		}
	}
	return append(lines, r.tabsView(f, state), place)
}

// pageLines are all lines of a page that is a list.
func (m *model) pageLines(f frame, r *response, state gateway.BodyState) []string {
	switch r.page {
	case pageWhy:
		if r.why == nil {
			return nil
		}
		return f.explainShort(*r.why, m.o.Redactor)
	case pageHeaders:
		return m.headersView(f, r)
	case pageTiming:
		return timingView(f, r.exchange, state)
	}
	return attemptsView(f, r.exchange, m.o.Redactor)
}

// viewerKey gives a key to the answer that shows; the pages that are lists
// scroll by their lines.
func (m *model) viewerKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	r := m.response()
	if r == nil {
		return intent{}, nil
	}
	if r.page == pageBody && r.reader.shown().typing() {
		return r.reader.shown().key(msg)
	}
	switch msg.String() {
	case "[":
		r.turn(-1)
		return intent{}, nil
	case "]":
		r.turn(1)
		return intent{}, nil
	}
	if r.page != pageBody {
		l := m.layout(m.width, m.height)
		f := m.pane(atViewer, l.viewerCols, l.viewer)
		state := r.exchange.Body.State()
		n := len(m.pageLines(f, r, state))
		r.lists[r.page] = scrollKey(msg, r.lists[r.page], n, l.viewer-len(r.head(f, state)))
		return intent{}, nil
	}
	return r.reader.shown().key(msg)
}

// nothingView says what a first-time user can do.
func (m *model) nothingView(f frame) []string {
	t := m.target()
	said := []string{"  " + f.Plain.Render("Nothing was sent to "+display.Line(t.Environment+" / "+m.currentService().Short())+" yet.")}
	if m.letGo[t] {
		said = m.prose(f, "The answer was let go to save memory (limit "+words.Size(m.mostShown())+"); F5 sends again.", f.Plain)
	}
	return append(append([]string{f.heading("RESPONSE", ""), ""}, said...), "",
		"  "+f.Key.Render("F5")+f.Faint.Render("  sends “"+display.Line(m.builder.draft.operation.Name)+"”"),
		"  "+f.Key.Render("b")+f.Faint.Render("   changes the request first"),
		"  "+f.Key.Render("t")+f.Faint.Render("   shows every token"),
	)
}

// waitingView says what a request under way waits for.
func (m *model) waitingView(f frame, s *sending) []string {
	what := "waiting for the answer"
	if st := m.state(m.target()); !st.FetchingSince.IsZero() {
		what = "waiting for a token"
	}
	return []string{
		f.heading("RESPONSE", f.Busy.Render("◌ "+words.Seconds(m.now.Sub(s.since))+" · "+what)), "",
		"  " + f.Plain.Render(display.Line(s.name)+" is under way to "+display.Line(m.target().String())+"."), "",
		"  " + f.Key.Render("ctrl+c") + f.Faint.Render(" cancels it; other targets can be used meanwhile"),
	}
}

// verdict is the answer in a few words: status, time, size, and what is odd.
func (r *response) verdict(f frame, state gateway.BodyState) string {
	e := r.exchange
	if e.Status == 0 {
		return f.Bad.Render("✗ "+failure(e.Err)) + f.Fainter.Render(" · ") + words.Took(r.waited)
	}
	style := f.Good
	switch {
	case e.Status >= 400, !gateway.ValidStatus(e.Status):
		style = f.Bad
	case e.Status >= 300:
		style = f.Warn
	}
	reason := e.Reason
	if reason != "" {
		reason = " " + reason
	}
	parts := []string{style.Bold(true).Render(fmt.Sprintf("%d%s", e.Status, display.Cut(r.reader.clean(reason), 30)))}
	if n := len(e.Attempts); n > 0 {
		total := e.Attempts[n-1].Timings.Head + state.Reading
		parts = append(parts, words.Took(total))
	}
	return strings.Join(append(parts, r.reader.arrival(f, state)...), f.Fainter.Render(" · "))
}

// failure is why there is no answer, in two or three words.
func failure(err error) string {
	if errors.Is(err, context.Canceled) {
		return "cancelled"
	}
	if _, ok := errors.AsType[*gateway.TokenError](err); ok {
		return "not sent: no token"
	}
	if _, ok := errors.AsType[*gateway.GuardError](err); ok {
		return "not sent: guarded"
	}
	if _, ok := errors.AsType[*gateway.FieldError](err); ok {
		return "not sent"
	}
	if transport, ok := errors.AsType[*gateway.TransportError](err); ok && transport.Within > 0 {
		return transport.OutOfTime()
	}
	return "no answer"
}

// remarks say what else a reader should know of how the answer came about.
func remarks(e *gateway.Exchange) string {
	out := ""
	switch e.Replay.Verdict {
	case gateway.ReplayDone:
		out = " · token renewed after a 401"
	case gateway.ReplayAsk:
		out = " · R renews the token and sends again"
		if t := e.Token.Token; t != nil && t.Pasted() {
			out = " · R fetches a token and sends again"
		}
	}
	if e.Token.New && e.Replay.Verdict == gateway.ReplayNone {
		out += " · new token in " + words.Took(e.Token.Wait)
	}
	return out
}

func (r *response) tabsView(f frame, state gateway.BodyState) string {
	shown := r.reader.shown()
	if shown.asking {
		return shown.promptView(f)
	}
	names := []string{"Body", "Headers", "Timing", fmt.Sprintf("Attempts %d", len(r.exchange.Attempts))}
	chosen := int(r.page) - 1
	if r.explained() {
		names, chosen = append([]string{"Why"}, names...), int(r.page)
	}
	left, note := "  "+f.tabs(names, chosen), ""
	if r.page == pageBody {
		note = shown.searchNote()
	}
	if display.Width(note) > 0 && ansi.StringWidth(left)+display.Width(note)+2 > f.w {
		left = "  " + f.tabs(names[chosen:chosen+1], 0) // what was found counts more
	}
	return spread(left, f.Accent.Render(note), f.w)
}
