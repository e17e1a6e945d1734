package ui

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// errand is a command that looks for a line of a body.
type errand struct {
	job
	asked string // what was typed for it, in a prompt that waits for its outcome; "" for none
}

// errandMsg is where an errand led.
type errandMsg struct {
	reader, id int
	line       int
	none       string // why it led nowhere, "" when it led to line
}

// send begins an errand: find gives the line, or says why there is none.
func (r *reader) send(parent context.Context, now time.Time, what string, find func(context.Context) (line int, none string)) tea.Cmd {
	ctx, id := r.errand.start(parent, what, now)
	r.errand.asked = ""
	msg := errandMsg{reader: r.id, id: id}
	return func() tea.Msg {
		if msg.line, msg.none = find(ctx); ctx.Err() != nil {
			return nil
		}
		return msg
	}
}

// led takes the outcome of an errand: the cursor goes there.
func (m *model) led(msg errandMsg) {
	r := m.readerOf(msg.reader)
	if r == nil || !r.errand.over(msg.id) {
		return
	}
	typing := r.errand.asked != "" && m.goingTo()
	switch {
	case typing && m.prompt.input.Value() != r.errand.asked: // something else by now
	case typing && msg.none != "":
		m.prompt.fault = msg.none
	case msg.none != "":
		m.say(sayWarn, msg.none)
	default:
		if typing {
			m.close()
		}
		r.goToLine(msg.line)
	}
}

// goingTo reports whether the prompt for a place to go to has the keys.
func (m *model) goingTo() bool { return m.place() == atPrompt && m.prompt.then == doGotoPlace }

// goToLine puts the cursor on a line, and unfolds what hides it.
func (r *reader) goToLine(line int) {
	if rows := r.doc().Rows(nil, line, 1); len(rows) > 0 {
		r.show(rows[0].Off, 0)
	}
}

// cancelErrand stops looking for a line of the body that shows.
func (m *model) cancelErrand() bool {
	r := m.reader()
	if r == nil || !r.errand.end() {
		return false
	}
	m.say(sayNote, "No longer looked for.")
	return true
}

// nextKey looks for the next, or the previous, line with the key of the
// cursor's.
func (m *model) nextKey(it intent) tea.Cmd {
	r := m.toReader()
	s, line := r.snapshot(), r.line
	key, _ := s.Key(line)
	name := display.Cut(display.Line(string(key)), 40)
	find, which := s.NextKey, "next"
	if it.do == doPrevKey {
		find, which = s.PrevKey, "previous"
	}
	return r.send(m.ctx, m.now, fmt.Sprintf("the %s %q", which, name), func(ctx context.Context) (int, string) {
		if to, ok := find(ctx, line); ok {
			return to, ""
		}
		return 0, fmt.Sprintf("There is no %s %q.", which, name)
	})
}

func whyNoKey(m *model) string {
	if reason := whyNoFolds(m); reason != "" {
		return reason
	}
	if _, ok := m.reader().snapshot().Key(m.reader().line); !ok {
		return "This line has no key to look for."
	}
	return ""
}

// askPlace asks for a place in the body to go to.
func (m *model) askPlace(intent) tea.Cmd {
	r := m.toReader()
	notes := "A line such as 120, or a part of all lines such as 50%."
	if r.snapshot() != nil {
		notes = "A line such as 120, a part of all lines such as 50%, or a path such as $.items[3].id."
	}
	return m.ask("GO TO", "", doGotoPlace, notes)
}

// gotoPlace goes to the place that was typed. What is wrong with it is said
// while it can still be mended.
func (m *model) gotoPlace(it intent) tea.Cmd {
	r := m.reader()
	if r == nil || r.doc() == nil {
		m.close()
		return nil
	}
	text := strings.TrimSpace(it.text)
	if strings.HasPrefix(text, "$") || strings.HasPrefix(text, ".") || strings.HasPrefix(text, "[") {
		return m.gotoPath(r, it.text, "$"+strings.TrimPrefix(text, "$"))
	}
	line, fault := lineAsked(text, r.doc().Lines(), r.growing())
	if fault != "" {
		m.prompt.fault = fault
		return nil
	}
	m.close()
	r.goToLine(line)
	return nil
}

// lineAsked is the line, from 0, that a text asks for of so many there are.
func lineAsked(text string, lines int, growing bool) (line int, fault string) {
	digits, percent := strings.CutSuffix(text, "%")
	n, err := strconv.Atoi(strings.ReplaceAll(strings.TrimSpace(digits), " ", "")) // as counts are written: 20 000
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange):
		return 0, fmt.Sprintf("%q is neither a line, such as 120, nor a part, such as 50%%, nor a path, such as $.items[3].id.", display.Cut(text, 40))
	case percent && (err != nil || n < 0 || n > 100):
		return 0, "A part is from 0% to 100%."
	case percent:
		return int(int64(lines-1) * int64(n) / 100), ""
	case n < 1:
		return 0, "Lines are counted from 1."
	case n > lines && growing:
		return 0, "There are " + words.Grouped(lines) + " lines so far: more are on their way."
	case n > lines:
		return 0, "There are " + words.Grouped(lines) + " lines."
	}
	return n - 1, ""
}

// gotoPath looks for the line at a path. What was typed for it stays in the
// prompt until there is one: that closes it.
func (m *model) gotoPath(r *reader, typed, path string) tea.Cmd {
	s := r.snapshot()
	if s == nil {
		m.prompt.fault = "Paths lead about JSON in its pretty layout only."
		return nil
	}
	m.prompt.fault = ""
	look := r.send(m.ctx, m.now, display.Cut(path, 40), func(ctx context.Context) (int, string) {
		line, err := s.Locate(ctx, path)
		if wrong, ok := errors.AsType[*jsonview.PathError](err); ok {
			return 0, "Not there: " + wrong.Error()
		}
		return line, ""
	})
	r.errand.asked = typed
	return look
}
