package ui

import (
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway/query"
	"gatehouse/ui/display"
)

// filterLine is the line that a filter is typed in. What is in it is read after
// every key, so that a fault shows at once.
type filterLine struct {
	input  textinput.Model
	open   bool
	parsed *query.Filter // what is typed; nil while that cannot be read
	wrong  query.SyntaxError
	past   []string // filters of this run, the last one first
	back   int      // how many of them back the text is, 0 for what was typed
	typed  string   // what was typed before one of them was shown
}

// filterLimit is the most characters that a filter is typed with: it is read
// after every key, and reading takes a time that grows with their square. What
// came by another way may be longer.
const filterLimit = 2000

// ask opens the line with a text to begin with.
func (l *filterLine) ask(text string, past []string) tea.Cmd {
	*l = filterLine{input: newInput(""), open: true, past: past}
	cmd := l.input.Focus()
	l.set(text)
	return cmd
}

// close leaves the line; what it held is still known.
func (l *filterLine) close() {
	l.open = false
	l.input.Blur()
}

func (l *filterLine) set(text string) {
	l.input.CharLimit = max(filterLimit, len(text))
	l.input.SetValue(text)
	l.input.CursorEnd()
	l.read()
}

// read reads the filter that is typed.
func (l *filterLine) read() {
	var err error
	l.wrong = query.SyntaxError{}
	if l.parsed, err = query.Parse(l.input.Value()); err == nil {
		return
	}
	if syntax, ok := errors.AsType[*query.SyntaxError](err); ok {
		l.wrong = *syntax
		return
	}
	l.wrong.Reason = err.Error()
}

// fault says what is wrong with the filter, without a stop; it may quote the
// text.
func (l *filterLine) fault() string { return display.Line(l.wrong.Reason) }

// blank reports whether nothing is typed yet.
func (l *filterLine) blank() bool { return strings.TrimSpace(l.input.Value()) == "" }

// key is part of the filter, or runs it, or shows one from before.
func (l *filterLine) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	if !msg.Paste {
		switch msg.String() {
		case "enter":
			return to(doFilterRun), nil
		case "up":
			l.recall(1)
			return intent{}, nil
		case "down":
			l.recall(-1)
			return intent{}, nil
		}
	}
	if had := len([]rune(l.input.Value())); msg.Paste && had+len(msg.Runes) > l.input.CharLimit {
		reason := fmt.Sprintf("nothing was pasted: a filter takes %d characters here", l.input.CharLimit)
		l.parsed, l.wrong = nil, query.SyntaxError{Offset: len(l.input.Value()), Reason: reason}
		return intent{}, nil
	}
	return intent{}, l.update(msg)
}

func (l *filterLine) update(msg tea.Msg) tea.Cmd {
	before := l.input.Value()
	var cmd tea.Cmd
	l.input, cmd = l.input.Update(msg)
	if text := l.input.Value(); text != before {
		l.back = 0
		l.read()
	}
	return cmd
}

// recall shows the filter that was run so many before, or after, the one that
// shows; after the last one comes what was typed.
func (l *filterLine) recall(step int) {
	if l.back == 0 {
		l.typed = l.input.Value()
	}
	back := l.back + step
	if step > 0 && back <= len(l.past) && l.past[back-1] == l.typed {
		back++ // it shows already
	}
	switch {
	case back > len(l.past), back < 0:
		return
	case back == 0 || l.past[back-1] == l.typed:
		l.back = 0
		l.set(l.typed)
	default:
		l.back = back
		l.set(l.past[back-1])
	}
}

// view draws what is typed into w columns, of which the first is column start
// of the text: the cursor is in sight.
func (l *filterLine) view(w int) (line string, start int) {
	runes := []rune(l.input.Value())
	at := min(l.input.Position(), len(runes))
	before, behind := display.Line(string(runes[:at])), ""
	here := " "
	if at < len(runes) {
		here, behind = display.Line(string(runes[at])), display.Line(string(runes[at+1:]))
	}
	col := display.Width(before)
	if all := col + display.Width(here) + display.Width(behind); all > w {
		start = max(0, min(col-w/2, all-w))
	}
	for start > 0 && display.Width(ansi.Cut(before, start, col)) > col-start {
		start++ // no half of a wide character stands at the edge
	}
	cursor := l.input.Cursor
	cursor.SetChar(here)
	room := max(0, w-(col-start)-display.Width(here))
	return ansi.Truncate(ansi.Cut(before, start, col)+cursor.View()+ansi.Cut(behind, 0, room), w, ""), start
}

// place is the column in the text at which it is wrong.
func (l *filterLine) place() int {
	text := l.input.Value()
	return display.Width(display.Line(strings.ToValidUTF8(text[:min(l.wrong.Offset, len(text))], "")))
}
