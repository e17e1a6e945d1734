package cli

import (
	"bytes"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// streamEvery is how long bytes of a body that is still arriving may wait.
const streamEvery = 20 * time.Millisecond

// stream writes a body as it arrives, exactly, and returns when it is done. A
// writer that fails cancels the body.
func stream(body *gateway.Body, to io.Writer) (gateway.BodyState, error) {
	done := make(chan gateway.BodyState, 1)
	go func() { done <- body.Wait() }()
	tick := time.NewTicker(streamEvery)
	defer tick.Stop()
	for written, last := 0, false; ; {
		var state gateway.BodyState
		select {
		case state = <-done:
			last = true
		case <-tick.C:
			state = body.State()
		}
		n, err := to.Write(state.Bytes[written:])
		written += n
		if err != nil && !last {
			body.Cancel()
			state, last = <-done, true
		}
		if last {
			return state, err
		}
	}
}

// terminalWriter makes text from a server fit for a terminal on its way
// there. It passes on whole lines, so that no character and no sequence is cut
// in two.
type terminalWriter struct {
	to     io.Writer
	held   []byte
	within bool // what was passed on last did not end its line
}

// longestHeld is how much of a line without an end is held back.
const longestHeld = 32 << 10

func (w *terminalWriter) Write(p []byte) (int, error) {
	w.held = append(w.held, p...)
	cut := bytes.LastIndexByte(w.held, '\n') + 1
	if len(w.held)-cut > longestHeld {
		cut = len(w.held) - unfinished(w.held)
	}
	if err := w.pass(cut); err != nil {
		return 0, err
	}
	return len(p), nil
}

// end passes on what is held, and ends the last line so that a prompt has one
// of its own.
func (w *terminalWriter) end() error {
	if len(w.held) == 0 && !w.within {
		return nil
	}
	w.held = append(w.held, '\n')
	return w.pass(len(w.held))
}

func (w *terminalWriter) pass(n int) error {
	if n == 0 {
		return nil
	}
	text := strings.Join(display.Text(string(w.held[:n])), "\n")
	w.within = w.held[n-1] != '\n'
	if !w.within {
		text += "\n"
	}
	_, err := io.WriteString(w.to, text)
	w.held = append(w.held[:0], w.held[n:]...)
	return err
}

// unfinished is the number of bytes at the end of b that begin a character, or
// a line end of two bytes, whose rest has not arrived.
func unfinished(b []byte) int {
	if bytes.HasSuffix(b, []byte("\r")) {
		return 1
	}
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		tail := b[len(b)-n:]
		if utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}
