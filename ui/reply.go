package ui

import (
	"fmt"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// detailView draws all that is known of one token: the facts, the last error
// with the server's words and what to do, and the call that reproduces it.
func (m *model) detailView(f frame) []string {
	return m.scrolled(f, "TOKEN", m.tokenTitle(f, m.target()), m.detailLines(f))
}

func (m *model) detailLines(f frame) []string {
	t := m.target()
	lines := m.tokenFacts(f, t)
	s := m.state(t)
	if s.LastError != nil {
		lines = append(lines, "")
		lines = append(lines, indent(f.explain(s.LastError.Explain(), m.o.Redactor))...)
	}
	lines = append(lines, m.story(f, s)...)
	lines = append(lines, "", "  "+f.Strong.Render("The call that obtains it"), "")
	for _, line := range m.tokenCall(t) {
		lines = append(lines, "  "+f.Faint.Render(display.Line(line)))
	}
	lines = append(lines, "", f.fact("in a shell", f.Plain.Render(display.Line(fmt.Sprintf("%s token %q %s", m.o.Command, t.Environment, gateway.Service{Name: t.Service}.Short())))))
	return lines
}

// tokenCall is the token request as it goes out, with the credentials named by
// their sources.
func (m *model) tokenCall(t gateway.Target) []string {
	e := m.dir.Environment(t.Environment)
	if e == nil {
		return nil
	}
	id, secret := sourceName(e.ClientID), sourceName(e.ClientSecret)
	url := e.TokenURL(t.Service)
	form := "grant_type=client_credentials"
	switch e.Style() {
	case gateway.AuthQuery:
		return []string{"POST " + url + "?" + form + "&client_id=<" + id + ">&client_secret=<" + secret + ">"}
	case gateway.AuthBasic:
		return []string{"POST " + url, "Authorization: Basic <" + id + ">:<" + secret + ">", "Content-Type: application/x-www-form-urlencoded", "", form}
	}
	return []string{"POST " + url, "Content-Type: application/x-www-form-urlencoded", "", form + "&client_id=<" + id + ">&client_secret=<" + secret + ">"}
}

func sourceName(s gateway.Source) string {
	if s == nil {
		return "not configured"
	}
	return s.String()
}

// replyView draws the raw reply of a token endpoint, masked unless revealed.
func (m *model) replyView(f frame) []string {
	return m.scrolled(f, "RAW REPLY", f.Faint.Render(display.Line(m.target().String())), m.replyLines(f))
}

func (m *model) replyLines(f frame) []string {
	t := m.target()
	r := m.reply(t)
	if r == nil {
		return []string{"  " + f.Faint.Render("There is none any more: esc goes back.")}
	}
	mask := m.o.Redactor.Text
	if token := m.state(t).Token; token != nil && m.board.revealed == token {
		mask = func(s string) string { return s }
	}
	lines := []string{f.Strong.Render(fmt.Sprintf("HTTP status %d", r.Status)) + f.Faint.Render(fmt.Sprintf("   asked at %s, answered in %s", f.clock(r.SentAt), words.Took(r.Took))), ""}
	for _, h := range r.HeaderNotes() {
		style, note := f.Plain, ""
		if h.Odd {
			style = f.Warn
		}
		if h.Note != "" {
			note = f.Faint.Render(" · " + foreign(m.o.Redactor, h.Note))
		}
		lines = append(lines, f.Faint.Render(display.Line(h.Label)+": ")+style.Render(display.Line(mask(h.Text)))+note)
	}
	lines = append(lines, "")
	if len(r.Body) == 0 {
		lines = append(lines, f.Faint.Render("The body is empty."))
	}
	for _, line := range display.Text(mask(string(r.Body))) {
		lines = append(lines, display.Wrap(line, f.w-4)...)
	}
	return indent(lines)
}

// scrolled draws a heading, what there is to say at once, and as many lines as
// fit.
func (m *model) scrolled(f frame, title, more string, lines []string) []string {
	top := topLine(m.board.top, len(lines), f.h-screenHead)
	if len(lines) > f.h-screenHead {
		more += f.Faint.Render(fmt.Sprintf("  ·  line %d of %d", top+1, len(lines)))
	}
	return append([]string{f.heading(title, more), ""}, lines[top:]...)
}

// indent sets lines under a heading.
func indent(lines []string) []string {
	for i, line := range lines {
		lines[i] = "  " + line
	}
	return lines
}
