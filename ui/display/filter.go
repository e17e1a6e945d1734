package display

import (
	"unicode"
	"unicode/utf8"
)

// maxSequence is the longest control sequence that may pass, in bytes. The
// longest of our own is a style with two RGB colours, about 50.
const maxSequence = 96

// state is where in the output stream the filter stands.
type state uint8

const (
	ground       state = iota
	partialRune        // a UTF-8 sequence is not complete yet
	escape             // after ESC
	escapeSkip         // in a blocked ESC sequence with intermediate bytes
	control            // in a control sequence, after ESC [
	controlSkip        // in a blocked control sequence
	stringSkip         // in a blocked OSC, DCS, APC, PM or SOS string
	stringEscape       // after ESC in such a string
)

// filter parses an output stream and keeps what may leave. It keeps its place
// between calls, so that it does not matter how the stream is cut into writes.
type filter struct {
	state   state
	held    []byte // beginning of a sequence or character that may yet pass
	blocked int64
	changed [len(modes)]bool // modes that are away from their resting state
}

// append filters p onto dst.
func (f *filter) append(dst, p []byte) []byte {
	for len(p) > 0 {
		var n int
		if f.state == ground {
			dst, n = f.plain(dst, p)
		} else {
			dst, n = f.step(dst, p[0])
		}
		p = p[n:]
	}
	return dst
}

// plain takes text up to and with the first byte that leads elsewhere. It
// returns how many bytes it used, at least one.
func (f *filter) plain(dst, p []byte) ([]byte, int) {
	n := 0
	for n < len(p) && (printableASCII(p[n]) || p[n] == '\n' || p[n] == '\r') {
		n++
	}
	dst = append(dst, p[:n]...)
	if n == len(p) {
		return dst, n
	}
	switch b := p[n]; {
	case b == 0x1b:
		if sequence := wholeControl(p[n:]); sequence != nil {
			return f.pass(dst, sequence), n + len(sequence)
		}
		f.state, f.held = escape, append(f.held[:0], b)
	case b < utf8.RuneSelf:
		f.blocked++
	case !utf8.FullRune(p[n:]):
		f.state, f.held = partialRune, append(f.held[:0], p[n:]...)
		return dst, len(p)
	default:
		var size int
		dst, size = f.character(dst, p[n:])
		return dst, n + size
	}
	return dst, n + 1
}

// wholeControl returns the control sequence at the start of p when it is there
// to its end and short enough to pass. It only saves time: byte by byte the
// filter comes to the same result.
func wholeControl(p []byte) []byte {
	if len(p) < 2 || p[1] != '[' {
		return nil
	}
	for i := 2; i < min(len(p), maxSequence); i++ {
		switch b := p[i]; {
		case b >= 0x40 && b < 0x7f:
			return p[:i+1]
		case b < 0x20 || b >= 0x7f:
			return nil
		}
	}
	return nil
}

// character passes or blocks the first character of p, which is not ASCII.
func (f *filter) character(dst, p []byte) ([]byte, int) {
	r, size := utf8.DecodeRune(p)
	switch {
	case r == utf8.RuneError && size == 1, unicode.Is(unicode.Noncharacter_Code_Point, r):
		f.blocked++
		return utf8.AppendRune(dst, utf8.RuneError), size
	case !mayLeave(r):
		f.blocked++
		return dst, size
	}
	return append(dst, p[:size]...), size
}

// mayLeave reports whether a character beyond ASCII may reach the terminal. It
// is wider than what [Line] passes: joiners and tags are judged there, by what
// stands around them.
func mayLeave(r rune) bool {
	switch {
	case r < 0xa0 || r == 0x2028 || r == 0x2029:
		return false
	case r == zwnj || r == zwj:
		return true
	case r >= 0xe0061 && r <= 0xe007a || r == 0xe007f: // the tags of flags
		return true
	}
	return !unicode.Is(unicode.Cf, r)
}

// step takes one byte outside plain text. It returns 0 when the byte ended what
// was going on and has to be looked at again.
func (f *filter) step(dst []byte, b byte) ([]byte, int) {
	switch f.state {
	case partialRune:
		return f.continueRune(dst, b), 1
	case escape:
		return dst, f.afterEscape(b)
	case escapeSkip:
		return dst, f.skipTo(b, 0x30)
	case control:
		return f.inControl(dst, b)
	case controlSkip:
		return dst, f.skipTo(b, 0x40)
	case stringEscape:
		if b == '\\' {
			f.state = ground
			return dst, 1
		}
		f.state, f.held = escape, append(f.held[:0], 0x1b)
		return dst, 0
	}
	return dst, f.inString(b)
}

// continueRune adds b to a character whose beginning came with an earlier write.
func (f *filter) continueRune(dst []byte, b byte) []byte {
	f.held = append(f.held, b)
	if !utf8.FullRune(f.held) {
		return dst
	}
	f.state = ground
	dst, size := f.character(dst, f.held)
	if size == len(f.held) {
		return dst
	}
	var rest [utf8.UTFMax]byte
	return f.append(dst, rest[:copy(rest[:], f.held[size:])])
}

// afterEscape takes the byte after ESC. Only ESC [ leads to something of ours.
func (f *filter) afterEscape(b byte) int {
	if b == '[' {
		f.state, f.held = control, append(f.held, b)
		return 1
	}
	f.blocked++
	switch {
	case b == ']' || b == 'P' || b == '_' || b == '^' || b == 'X':
		f.state = stringSkip
	case b >= 0x20 && b < 0x30:
		f.state = escapeSkip
	case b >= 0x30 && b < 0x7f:
		f.state = ground
	default:
		f.state = ground
		return 0
	}
	return 1
}

// inControl takes a byte of a control sequence and lets the whole of it pass
// when it is one of ours.
func (f *filter) inControl(dst []byte, b byte) ([]byte, int) {
	switch {
	case b >= 0x20 && b < 0x40 && len(f.held) < maxSequence:
		f.held = append(f.held, b)
	case b >= 0x20 && b < 0x40:
		f.blocked++
		f.state = controlSkip
	case b >= 0x40 && b < 0x7f:
		f.held = append(f.held, b)
		f.state = ground
		return f.pass(dst, f.held), 1
	default:
		f.blocked++
		f.state = ground
		return dst, 0
	}
	return dst, 1
}

// pass appends a whole control sequence when it is allowed.
func (f *filter) pass(dst, sequence []byte) []byte {
	if final := sequence[len(sequence)-1]; final == 'h' || final == 'l' {
		return f.passMode(dst, sequence)
	}
	if !allowed(sequence) {
		f.blocked++
		return dst
	}
	return append(dst, sequence...)
}

// passMode appends the switch of a mode when it is one of the renderer's.
func (f *filter) passMode(dst, sequence []byte) []byte {
	for i, m := range modes {
		switch string(sequence) {
		case m.change:
			f.changed[i] = true
			return append(append(dst, m.change...), m.after...)
		case m.rest:
			f.changed[i] = false
			return append(dst, m.undo...)
		}
	}
	f.blocked++
	return dst
}

// skipTo takes a byte of a blocked sequence that ends with a byte from final to
// 0x7e. A control character or a byte beyond ASCII breaks it off.
func (f *filter) skipTo(b, final byte) int {
	if b < 0x20 || b >= 0x7f {
		f.state = ground
		return 0
	}
	if b >= final {
		f.state = ground
	}
	return 1
}

// inString takes a byte of a blocked string. BEL, ST and CAN end it as in a
// terminal; so does a line break, so that an unfinished one costs a line at most.
func (f *filter) inString(b byte) int {
	switch b {
	case 0x1b:
		f.state = stringEscape
	case 0x07, 0x18, 0x1a:
		f.state = ground
	case '\n', '\r':
		f.state = ground
		return 0
	}
	return 1
}
