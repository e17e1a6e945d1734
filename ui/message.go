package ui

import (
	"strings"
	"time"

	"gatehouse/ui/display"
	"gatehouse/ui/theme"
)

// message is the one line above the footer that says what just happened.
type message struct {
	text string
	kind say
	at   time.Time
}

// say is the weight of a message.
type say int

// The weights. A bad message stays until the next key that does something.
const (
	sayNote say = iota
	sayGood
	sayWarn
	sayBad
)

// sayFor is how long a message that is not bad stays.
const sayFor = 6 * time.Second

// say shows a message. The text may hold words of a server: it is cleaned.
func (m *model) say(kind say, text string) {
	m.message = message{m.o.Redactor.Text(text), kind, m.now}
	m.said = m.message
}

func (s *message) clear() { *s = message{} }

func (s *message) age(now time.Time) {
	if s.kind != sayBad && now.Sub(s.at) >= sayFor {
		s.clear()
	}
}

func (s message) view(th *theme.Theme, w int) string {
	if s.text == "" {
		return ""
	}
	text := display.Line(strings.ReplaceAll(s.text, "\n", " · "))
	if display.Width(text) > w-2 {
		text = display.Cut(text, w-10) + " m: all"
	}
	switch s.kind {
	case sayGood:
		return th.Good.Render("✓ " + text)
	case sayWarn:
		return th.Warn.Render("! " + text)
	case sayBad:
		return th.Bad.Render("✗ " + text)
	}
	return th.Faint.Render("· " + text)
}

// messageLines are all of the last message.
func (m *model) messageLines(f frame) []string {
	return indent(display.Wrap(m.said.text, f.w-4))
}
