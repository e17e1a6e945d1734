package keyboard

import (
	"bytes"
	"time"
	"unicode/utf8"
)

const (
	// quiet is how long no byte comes where a burst is over: what one write of
	// a terminal sent arrives closer together, keys of a person do not.
	quiet = 40 * time.Millisecond
	// afterPaste is how long after the end of a paste more bytes are looked at
	// as a burst that may belong to it.
	afterPaste = 100 * time.Millisecond
	// afterForged is quiet and afterPaste for a paste that has held a mark of
	// its own end: there is no hurry to believe what follows.
	afterForged = time.Second
	// answering is how long the rest of an answer that has begun is awaited: a
	// network may deliver it in pieces, and no key begins like one.
	answering = time.Second
	// stalled is how long an open paste may pause. What comes later is looked
	// at as a burst, so that a paste without an end does not keep the keys.
	stalled = 2 * time.Second
	// mostTyped is how many bytes of one burst may be keys. Longer ones that
	// nothing explains are a paste.
	mostTyped = 64
)

// The marks around a paste (DEC mode 2004), and what stands in place of a mark
// of the end inside one: as long, and without ESC, so that it makes no mark
// with what is around it.
var (
	pasteStart = []byte("\x1b[200~")
	pasteEnd   = []byte("\x1b[201~")
	forged     = []byte(" [201~")
)

// state is what the filter takes bytes for.
type state uint8

const (
	typing   state = iota // keys, marks and answers
	pasting               // text of a paste whose start has gone out
	doubtful              // a burst after a paste, which may belong to it
)

// filter sorts the bytes of a terminal. It knows of time only what it is told,
// and does no I/O.
type filter struct {
	answer func(answer []byte) // gets every answer that was taken out; may be nil

	state  state
	held   []byte    // not sorted yet
	passed int       // 1 if held begins with an ESC that went out as a key, else 0
	last   time.Time // when the last bytes came
	open   bool      // in doubt about a paste whose end has not gone out
	wary   bool      // the last paste held a mark of its own end
}

// take sorts p, which came now, and appends to dst what goes on to the program.
func (f *filter) take(dst, p []byte, now time.Time) []byte {
	pause := now.Sub(f.last)
	f.last = now
	switch {
	case f.state == typing && f.passed > 0 && pause > quiet:
		f.drop(f.passed)
	case f.state == doubtful && pause > f.patience(afterPaste):
		f.state, f.wary = typing, false
	case f.state == pasting && pause > stalled:
		f.state, f.open = doubtful, true
	}
	f.held = append(f.held, p...)
	return f.sort(dst)
}

// wait is how long more bytes should be awaited before [filter.settle]: 0 when
// nothing hangs on them.
func (f *filter) wait() time.Duration {
	switch {
	case f.state == pasting || len(f.held) == f.passed:
		return 0
	case f.state == doubtful:
		return f.patience(quiet)
	case beginsAnswer(f.held):
		return answering
	}
	return quiet
}

// beginsAnswer reports the beginning of an answer about a colour, OSC and a
// number.
func beginsAnswer(held []byte) bool {
	return len(held) > 2 && held[0] == escape && held[1] == ']' && held[2] >= '0' && held[2] <= '9'
}

// settle appends to dst what is left now that no more bytes came: the burst is
// over.
func (f *filter) settle(dst []byte) []byte {
	if f.state == doubtful {
		if f.open {
			dst = append(dst, pasteEnd...)
		}
		f.state, f.open, f.wary = typing, false, false
		dst = f.sort(dst)
	}
	if f.state != typing {
		return dst
	}
	// A sequence that is not whole is no key, but for alt with a character that
	// sequences begin with.
	if len(f.held) > 2 && f.held[0] == escape {
		f.drop(len(f.held))
	}
	return f.pass(dst, len(f.held))
}

// patience is how long the filter waits, longer once a paste was forged.
func (f *filter) patience(usual time.Duration) time.Duration {
	if f.wary {
		return afterForged
	}
	return usual
}

// sort goes on with what is held as far as it can be told.
func (f *filter) sort(dst []byte) []byte {
	for again := true; again; {
		switch f.state {
		case typing:
			dst, again = f.keys(dst)
		case pasting:
			dst, again = f.paste(dst)
		case doubtful:
			dst, again = f.burst(dst)
		}
	}
	return dst
}

// keys passes keys on, up to the start of a paste.
func (f *filter) keys(dst []byte) ([]byte, bool) {
	for len(f.held) > f.passed {
		n := bytes.IndexByte(f.held, escape)
		if n != 0 {
			n = whole(f.held, n)
			if n == 0 {
				return dst, false
			}
			dst = f.pass(dst, n)
			continue
		}
		kind, n := sequence(f.held)
		switch kind {
		case isPartial:
			return dst, false
		case isStart:
			f.drop(n)
			f.state = pasting
			return append(dst, pasteStart...), true
		case isEnd:
			f.drop(n)
		case isAnswer:
			if f.answer != nil {
				f.answer(f.held[:n])
			}
			f.drop(n)
		case isEscape:
			// It is a key unless the next bytes make more of it: it goes out
			// at once, and stays to be looked at.
			f.passed = 1
			return append(dst, escape), false
		default:
			dst = f.pass(dst, n)
		}
	}
	return dst, false
}

// whole is how many of the n bytes before an escape sequence, or of all where n
// is below 0, are whole characters.
func whole(p []byte, n int) int {
	if n > 0 {
		return n
	}
	for back := 1; back < utf8.UTFMax && back <= len(p); back++ {
		if tail := p[len(p)-back:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return len(p) - back
			}
			break
		}
	}
	return len(p)
}

// paste passes the text of a paste on, up to the mark of its end.
func (f *filter) paste(dst []byte) ([]byte, bool) {
	if end := bytes.Index(f.held, pasteEnd); end >= 0 {
		end += len(pasteEnd)
		dst = f.pass(dst, end)
		f.state, f.open = doubtful, false
		return dst, true
	}
	return f.pass(dst, len(f.held)-partialEnd(f.held)), false
}

// partialEnd is how many bytes at the end of p may be the beginning of the mark
// that ends a paste.
func partialEnd(p []byte) int {
	for n := min(len(p), len(pasteEnd)-1); n > 0; n-- {
		if bytes.HasSuffix(p, pasteEnd[:n]) {
			return n
		}
	}
	return 0
}

// burst looks at what came right after a paste. What stands before one more
// mark of the end was pasted, too, and so was what no hand types so fast.
func (f *filter) burst(dst []byte) ([]byte, bool) {
	if !f.open && bytes.HasPrefix(f.held, pasteStart) {
		f.state = typing
		return dst, true
	}
	if end := bytes.LastIndex(f.held, pasteEnd); end >= 0 {
		if f.open || end > 0 {
			dst = f.reopen(dst)
			dst = append(dst, bytes.ReplaceAll(f.held[:end], pasteEnd, forged)...)
			dst = append(dst, pasteEnd...)
		}
		f.drop(end + len(pasteEnd))
		f.open, f.wary = false, true
		return dst, len(f.held) > 0
	}
	if len(f.held) > mostTyped {
		dst = f.reopen(dst)
		f.state, f.open = pasting, false
		return dst, true
	}
	return dst, false
}

// reopen starts a paste again unless the last one is open.
func (f *filter) reopen(dst []byte) []byte {
	if f.open {
		return dst
	}
	return append(dst, pasteStart...)
}

// pass passes the first n bytes held on.
func (f *filter) pass(dst []byte, n int) []byte {
	dst = append(dst, f.held[min(f.passed, n):n]...)
	f.drop(n)
	return dst
}

// drop forgets the first n bytes held.
func (f *filter) drop(n int) {
	f.held = f.held[:copy(f.held, f.held[n:])]
	f.passed = max(0, f.passed-n)
}
