package keyboard

import "bytes"

const escape = 0x1b

// kind is what an escape sequence of a terminal is.
type kind uint8

const (
	isKey     kind = iota
	isEscape       // nothing but an ESC: the escape key, or the beginning of more
	isPartial      // the beginning of more; of two bytes it may be a key, with alt
	isStart        // of a paste
	isEnd          // of a paste
	isAnswer       // to a question of this program's or of the one before it
)

const (
	maxControl = 48  // bytes of a control sequence; the longest answers are shorter
	maxString  = 160 // bytes of a string; those of colours are about 30
)

// sequence tells what stands at the beginning of p, which is an ESC, and how
// many bytes it has. What is no sequence that it knows is a key of one byte:
// its rest is sorted on its own, and Bubble Tea puts them together again.
func sequence(p []byte) (kind, int) {
	if len(p) == 1 {
		return isEscape, 1
	}
	switch p[1] {
	case '[':
		return control(p)
	case ']', 'P', '_':
		return text(p)
	}
	return isKey, 1
}

// control tells a control sequence: ESC [, parameters, intermediates, a final
// byte.
func control(p []byte) (kind, int) {
	n := 2
	for n < len(p) && p[n] >= 0x30 && p[n] <= 0x3f {
		n++
	}
	params := p[2:n]
	for n < len(p) && p[n] >= 0x20 && p[n] <= 0x2f {
		n++
	}
	intermediates := p[2+len(params) : n]
	switch {
	case n > maxControl:
		return isKey, 1
	case n == len(p):
		return isPartial, n
	case p[n] < 0x40 || p[n] > 0x7e:
		return isKey, 1
	}
	final := p[n]
	n++
	switch {
	case bytes.Equal(p[:n], pasteStart):
		return isStart, n
	case bytes.Equal(p[:n], pasteEnd):
		return isEnd, n
	case answers(params, intermediates, final):
		return isAnswer, n
	}
	return isKey, n
}

// answers reports whether a control sequence is one that terminals answer with
// and no key sends: private parameters (device attributes, modes, keyboard
// flags), status, cursor position and window reports. A position in the first
// row that could be F3 with a modifier stays a key.
func answers(params, intermediates []byte, final byte) bool {
	if len(params) == 0 {
		return false
	}
	switch params[0] {
	case '?', '>', '=':
		return true
	case '<':
		return false // the mouse
	}
	switch final {
	case 'c', 'n', 't':
		return len(intermediates) == 0
	case 'y':
		return bytes.Equal(intermediates, []byte("$"))
	case 'R':
		row, column, two := bytes.Cut(params, []byte(";"))
		return two && !(string(row) == "1" && len(column) == 1 && column[0] <= '8')
	}
	return false
}

// text tells a string that terminals answer with: OSC with a number (colours,
// clipboard), DCS (version, settings, terminfo), APC of the graphics protocol.
// It ends by BEL or ESC \.
func text(p []byte) (kind, int) {
	if len(p) == 2 {
		return isPartial, 2
	}
	if !opensAnswer(p[1], p[2]) {
		return isKey, 1
	}
	for n := 2; n < len(p) && n < maxString; n++ {
		switch b := p[n]; {
		case b == 0x07:
			return isAnswer, n + 1
		case b == escape && n+1 == len(p):
			return isPartial, len(p)
		case b == escape && p[n+1] == '\\':
			return isAnswer, n + 2
		case b < 0x20 || b > 0x7e:
			return isKey, 1
		}
	}
	if len(p) < maxString {
		return isPartial, len(p)
	}
	return isKey, 1
}

// opensAnswer reports whether a string of a kind may begin by first.
func opensAnswer(kind, first byte) bool {
	switch kind {
	case ']':
		return first >= '0' && first <= '9'
	case 'P':
		return first >= '0' && first <= '9' || bytes.IndexByte([]byte("$+>!"), first) >= 0
	}
	return first == 'G'
}
