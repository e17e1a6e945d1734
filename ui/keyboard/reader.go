package keyboard

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"
)

// Reader is a terminal's input for tea.WithInput. It embeds the file because
// Bubble Tea looks for one in its input: to switch the terminal to raw mode, to
// wait for keys, and to stop waiting.
//
// On Windows, Bubble Tea reads the console's events by itself and asks Reader
// for nothing.
type Reader struct {
	*os.File
	filter filter
	more   bool // when Read returned last, there was more to read already

	once sync.Once
	gone chan struct{}
}

// Options are what a Reader tells; each may be nil.
type Options struct {
	// Background gets the terminal's background colour each time the terminal
	// tells it. It is called by Read, between two keys.
	Background func(Colour)
}

// NewReader returns a reader of the terminal f.
func NewReader(f *os.File, o Options) *Reader {
	r := &Reader{File: f, gone: make(chan struct{})}
	if o.Background != nil {
		r.filter.answer = func(answer []byte) {
			if c, ok := background(answer); ok {
				o.Background(c)
			}
		}
	}
	return r
}

// Gone is closed when the terminal is no longer there. One that was closed
// reads as empty, or fails with EIO where the read was under way. Bubble Tea
// takes the one for an input that has no more keys: without SIGHUP the program
// would stay for good.
func (r *Reader) Gone() <-chan struct{} { return r.gone }

// room is what the filter may add to what it was given: two marks of a paste.
const room = 12

// Read gives what goes on to the program of what the terminal sends. It may
// give nothing, without an error, where all that came was an answer. p should
// have 256 bytes or more.
//
// What is read at first leaves space in p for a burst that turns out to be
// keys: nobody calls Read for what is left when no more bytes come.
func (r *Reader) Read(p []byte) (int, error) {
	raw := make([]byte, max(1, len(p)-room-mostTyped-len(r.filter.held)))
	n, err := r.File.Read(raw)
	now := time.Now()
	if r.more {
		now = r.filter.last // a busy machine makes no pause
	}
	out := r.filter.take(p[:0:len(p)], raw[:n], now)
	for err == nil && r.filter.wait() > 0 {
		space := len(p) - len(out) - len(r.filter.held) - room
		if space <= 0 {
			break
		}
		if !ready(r.Fd(), r.filter.wait()) {
			out = r.filter.settle(out)
			break
		}
		n, err = r.File.Read(raw[:min(len(raw), space)])
		out = r.filter.take(out, raw[:n], time.Now())
	}
	r.more = err == nil && r.filter.state != typing && ready(r.Fd(), 0)
	if errors.Is(err, io.EOF) || errors.Is(err, syscall.EIO) {
		out = r.filter.settle(out)
		r.once.Do(func() { close(r.gone) })
		err = io.EOF
	}
	if len(out) > 0 {
		err = nil // it comes again
	}
	return copy(p, out), err
}
