package display

// modes are the terminal modes that Bubble Tea's renderer switches, in the order
// in which they are undone.
var modes = [...]struct {
	change string // takes the terminal out of its resting state
	after  string // sent after change
	rest   string // what the renderer sends to return
	undo   string // what goes out to return
}{
	{change: "\x1b[?1002h", rest: "\x1b[?1002l", undo: "\x1b[?1002l"}, // mouse, while a button is down
	{change: "\x1b[?1003h", rest: "\x1b[?1003l", undo: "\x1b[?1003l"}, // mouse, every move
	{change: "\x1b[?1006h", rest: "\x1b[?1006l", undo: "\x1b[?1006l"}, // mouse reports in SGR form
	{change: "\x1b[?1004h", rest: "\x1b[?1004l", undo: "\x1b[?1004l"}, // focus reports
	{change: "\x1b[?2004h", rest: "\x1b[?2004l", undo: "\x1b[?2004l"}, // bracketed paste
	// The alternate screen, and automatic wrapping off (DECAWM) while it is on.
	{change: "\x1b[?1049h", after: "\x1b[?7l", rest: "\x1b[?1049l", undo: "\x1b[?7h\x1b[?1049l"},
	{change: "\x1b[?25l", rest: "\x1b[?25h", undo: "\x1b[?25h"}, // cursor
}

// allowed reports whether a control sequence that switches no mode may leave:
// those of Bubble Tea's standard renderer, and the styles of lipgloss.
func allowed(sequence []byte) bool {
	params := sequence[len("\x1b[") : len(sequence)-1]
	switch sequence[len(sequence)-1] {
	case 'm':
		return allowedStyle(params)
	case 'A': // cursor up
		return numbers(params, 1)
	case 'H': // cursor position
		return numbers(params, 2)
	case 'J', 'K': // erase below, all; erase to the end of the line, all of it
		return len(params) == 0 || string(params) == "2"
	}
	return false
}

// numbers reports whether params are at most count numbers of at most five
// digits, separated by semicolons.
func numbers(params []byte, count int) bool {
	for {
		_, rest, more, ok := number(params)
		if !ok {
			return false
		}
		count--
		if !more {
			return count >= 0
		}
		params = rest
	}
}

// number reads one parameter; an empty one is 0. More says that another follows.
func number(params []byte) (value int, rest []byte, more, ok bool) {
	for i, b := range params {
		switch {
		case b == ';':
			return value, params[i+1:], true, true
		case b < '0' || b > '9' || i == 5:
			return 0, nil, false, false
		}
		value = value*10 + int(b-'0')
	}
	return value, nil, false, true
}

// allowedStyle reports whether the parameters of an SGR sequence are styles that
// lipgloss sets or resets. Conceal (8), blinking and fonts are not.
func allowedStyle(params []byte) bool {
	for {
		value, rest, more, ok := number(params)
		if !ok {
			return false
		}
		if value == 38 || value == 48 {
			if rest, more, ok = color(rest, more); !ok {
				return false
			}
		} else if !plainStyle(value) {
			return false
		}
		if !more {
			return true
		}
		params = rest
	}
}

// plainStyle reports whether a parameter that stands alone is allowed: bold,
// faint, italic, underline, reverse, crossed out, the 16 colours, and what
// undoes each.
func plainStyle(value int) bool {
	switch {
	case value <= 4, value == 7, value == 9:
		return true
	case value == 22, value == 23, value == 24, value == 27, value == 29:
		return true
	case value >= 30 && value <= 49:
		return true
	}
	return value >= 90 && value <= 97 || value >= 100 && value <= 107
}

// color reads what follows 38 or 48: 5 and an index, or 2 and three components.
func color(params []byte, more bool) (rest []byte, again, ok bool) {
	if !more {
		return nil, false, false
	}
	kind, rest, again, ok := number(params)
	components := 0
	switch {
	case ok && kind == 5:
		components = 1
	case ok && kind == 2:
		components = 3
	default:
		return nil, false, false
	}
	for range components {
		var value int
		if !again {
			return nil, false, false
		}
		if value, rest, again, ok = number(rest); !ok || value > 255 {
			return nil, false, false
		}
	}
	return rest, again, true
}
