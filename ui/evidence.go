package ui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// evidence is the screen that says why a call or a token was refused, and what
// to do about it. Its target is the chosen one.
type evidence struct {
	exchange *gateway.Exchange // that it explains; nil for the token alone
	name     string            // of the operation that was sent
	found    gateway.Inquiry
	steps    []gateway.Step // those that can be done now
	top      int            // first line that shows
}

// mostSteps is how many steps there are digits for.
const mostSteps = 9

// openWhy explains what the place shows: a token's screens the token, anything
// else the last answer of the chosen target, or its token if there is none.
func (m *model) openWhy(intent) tea.Cmd {
	if m.place() == atWhy {
		m.close()
		return nil
	}
	m.evidence = evidence{}
	if behind := m.answerOnShow(); behind != nil {
		return m.whyBehind(behind)
	}
	r := m.response()
	if r != nil && (m.place()&(inTokens|atReply) == 0 || m.refusedBy(r.exchange)) {
		m.evidence.exchange, m.evidence.name = r.exchange, r.name
	}
	m.inquire()
	m.open(atWhy)
	return nil
}

// refusedBy reports whether an exchange is the call that the target's present
// token, or the last request for one, was refused in: it has more to tell than
// the token.
func (m *model) refusedBy(e *gateway.Exchange) bool {
	s := m.state(e.Target)
	if s.LastError != nil {
		failed, ok := e.Err.(*gateway.TokenError)
		return ok && failed == s.LastError
	}
	return s.Refusal != nil && s.Token == e.Token.Token && e.Status == 401
}

// inquire gathers the evidence anew: it changes while a body arrives and when a
// token is fetched.
func (m *model) inquire() {
	v := &m.evidence
	if v.exchange != nil && v.exchange.Target != m.target() {
		v.exchange = nil // the settings were read again
	}
	v.found = m.o.Client.Inquire(m.target(), v.exchange, m.now)
	v.steps = nil
	for _, s := range v.found.Steps {
		if len(v.steps) < mostSteps && m.canStep(s) {
			v.steps = append(v.steps, s)
		}
	}
}

// evidenceKey does the step of a digit, or scrolls.
func (m *model) evidenceKey(msg tea.KeyMsg) intent {
	key := msg.String()
	if len(key) == 1 && key[0] >= '1' && key[0] <= '9' {
		n := int(key[0] - '1')
		if n >= len(m.evidence.steps) {
			m.say(sayNote, "There is no step "+key+".")
			return intent{}
		}
		return intent{do: doStep, index: n}
	}
	f := m.screenFrame()
	m.evidence.top = scrollKey(msg, m.evidence.top, len(m.evidenceLines(f)), f.h-screenHead)
	return intent{}
}

func (m *model) evidenceView(f frame) []string {
	lines := m.evidenceLines(f)
	room := f.h - screenHead
	top := topLine(m.evidence.top, len(lines), room)
	more := f.Faint.Render(display.Cut(display.Line(m.evidenceTitle()), f.w-28))
	if len(lines) > room {
		more += f.Faint.Render(fmt.Sprintf("  ·  line %d of %d", top+1, len(lines)))
	}
	return append([]string{f.heading("WHY", more), ""}, lines[top:]...)
}

// evidenceTitle names what is explained.
func (m *model) evidenceTitle() string {
	title := m.currentEnvironment().Name + " / " + m.currentService().Short()
	e := m.evidence.exchange
	switch {
	case e == nil:
		return title + "  ·  its token"
	case e.Status != 0:
		return fmt.Sprintf("%s  ·  %s  ·  %d", title, m.evidence.name, e.Status)
	}
	return title + "  ·  " + m.evidence.name + "  ·  " + failure(e.Err)
}

// evidenceLines are the whole screen: the cause, what to do, and what that
// rests on.
func (m *model) evidenceLines(f frame) []string {
	v := &m.evidence
	redactor := m.o.Redactor
	sign := f.Good.Render("✓ ")
	if v.found.Fault {
		sign = f.Bad.Render("✗ ")
	}
	var lines []string
	for _, line := range display.Wrap(foreign(redactor, v.found.Cause), f.w-6) {
		lines = append(lines, "  "+sign+f.Strong.Render(line))
		sign = "  "
	}
	lines = append(lines, "")
	for i, s := range v.steps {
		lines = append(lines, "    "+f.Key.Render(fmt.Sprint(i+1))+"  "+display.Cut(display.Line(m.stepWords(s)), f.w-9))
	}
	for i, advice := range v.found.Advice {
		if i == 0 && len(v.steps) > 0 {
			lines = append(lines, "")
		}
		sign := f.Accent.Render("→")
		for _, line := range display.Wrap(foreign(redactor, advice), f.w-9) {
			lines = append(lines, "    "+sign+"  "+f.Faint.Render(line))
			sign = " "
		}
	}
	if len(v.steps)+len(v.found.Advice) > 0 {
		lines = append(lines, "")
	}
	return append(lines, f.groups(v.found.Groups, redactor)...)
}

// factLabel is the column of labels; names of headers may need more.
const factLabel = 15

// groups draws evidence, in two columns where there is room.
func (f frame) groups(groups []gateway.Group, r *gateway.Redactor) []string {
	const wide = 150
	narrow := f
	if f.w >= wide {
		narrow.w = f.w/2 - 2
	}
	var blocks [][]string
	for _, g := range groups {
		block := []string{"  " + f.Heading.Render(display.Line(g.Title))}
		label := factLabel
		for _, fact := range g.Facts {
			label = max(label, display.Width(fact.Label)+2)
		}
		for _, fact := range g.Facts {
			block = append(block, narrow.evidenceFact(fact, min(label, narrow.w/3), r)...)
		}
		blocks = append(blocks, append(block, ""))
	}
	if f.w >= wide {
		return columns(blocks, 2, f.w/2)
	}
	var out []string
	for _, b := range blocks {
		out = append(out, b...)
	}
	return out
}

// evidenceFact draws one fact: its value, and beside or below it what that
// means.
func (f frame) evidenceFact(fact gateway.Fact, label int, r *gateway.Redactor) []string {
	room := max(10, f.w-label-5)
	note := foreign(r, fact.Note)
	if !fact.At.IsZero() {
		note = strings.TrimLeft(note+"  "+f.clock(fact.At), " ")
	}
	style := f.Plain
	if fact.Odd {
		style = f.Warn
	}
	var out []string
	name := fact.Label
	line := func(text string) {
		out = append(out, "    "+f.Faint.Render(display.Fit(display.Line(name), label))+text)
		name = ""
	}
	text := foreign(r, fact.Text)
	if note != "" && display.Width(text)+display.Width(note)+2 <= room {
		line(style.Render(text) + "  " + f.Faint.Render(note))
		return out
	}
	wrap := display.Wrap
	if strings.Contains(text, "://") {
		wrap = display.WrapURL
	}
	for _, part := range wrap(text, room) {
		line(style.Render(part))
	}
	if note != "" {
		for _, part := range display.Wrap(note, room) {
			line(f.Faint.Render(part))
		}
	}
	return out
}
