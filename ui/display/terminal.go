package display

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"

	"github.com/charmbracelet/x/ansi"
)

// maxCopy is the most text [Terminal.Copy] takes, in bytes. Its base64 form
// stays below the 100 000 bytes at which common terminals drop the sequence.
const maxCopy = 74_000

// Terminal is the output of the program: a file behind a filter that lets out
// what Bubble Tea's renderer and lipgloss write, and nothing else. It is meant
// for tea.WithOutput.
//
// Printable text, CR and LF pass. So do styles (SGR, without conceal), erasing,
// the cursor moves of the renderer, and the modes it switches: alternate screen,
// cursor, bracketed paste, mouse, focus reports. Anything else (titles, links,
// clipboard, queries, device strings, 8-bit controls, bidi and invisible
// characters, invalid UTF-8) is dropped and counted. What is dropped takes no
// columns, so the frame keeps its shape; an invalid byte or a noncharacter is
// shown as U+FFFD.
//
// While the alternate screen is on, automatic wrapping is off: where a terminal
// draws a character wider than the width tables say, the row loses a column
// and the frame does not scroll.
//
// Terminal has the methods of x/term's File and no others of [os.File]: Bubble
// Tea asks for those before it looks up the window size, and a promoted
// WriteString or ReadFrom would lead around the filter. For the same reason
// os/exec does not see a file in it: give a child that needs the screen (an
// editor) the file itself as its standard output.
//
// It is safe for use by several goroutines.
type Terminal struct {
	file *os.File

	once sync.Once // gone is closed
	gone chan struct{}

	mu     sync.Mutex
	filter filter
	out    []byte // reused from write to write
}

// NewTerminal returns the filter in front of f.
func NewTerminal(f *os.File) *Terminal { return &Terminal{file: f, gone: make(chan struct{})} }

// Gone is closed when a write told that nobody is there to see it: the terminal
// was closed (EIO), or whatever stands in its place (EPIPE). Bubble Tea's
// renderer drops what a write says. Where the keyboard is another terminal than
// the screen, nothing else would end the program.
func (t *Terminal) Gone() <-chan struct{} { return t.gone }

// Write filters p and writes what is left in a single call. A sequence may be
// split over several writes; its beginning is held back until it is whole. An
// error is the file's, and comes with a count of 0; what is blocked is none.
func (t *Terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.out = t.filter.append(t.out[:0], p)
	if len(t.out) > 0 {
		if _, err := t.file.Write(t.out); err != nil {
			return 0, t.failed(err)
		}
	}
	return len(p), nil
}

// failed looks at the error of a write, and gives it back.
func (t *Terminal) failed(err error) error {
	if errors.Is(err, syscall.EIO) || errors.Is(err, syscall.EPIPE) {
		t.once.Do(func() { close(t.gone) })
	}
	return err
}

// Read reads from the file.
func (t *Terminal) Read(p []byte) (int, error) { return t.file.Read(p) }

// Close closes the file. It does not restore the terminal: see [Terminal.Restore].
func (t *Terminal) Close() error { return t.file.Close() }

// Fd returns the file's descriptor, by which Bubble Tea finds the window size.
func (t *Terminal) Fd() uintptr { return t.file.Fd() }

// Blocked returns how many sequences and characters were not let out so far. In
// a program that sends all foreign text through this package it stays 0.
func (t *Terminal) Blocked() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.filter.blocked
}

// Copy puts text on the system clipboard (OSC 52), which works where the
// terminal allows it; there is no answer to tell. It refuses empty text, which
// would clear the clipboard, and more than 74 000 bytes. Within tmux it is sent
// a second time in a wrapper that tmux takes off, if that is allowed there: the
// bare sequence tmux may keep to itself.
func (t *Terminal) Copy(text string, tmux bool) error {
	switch {
	case text == "":
		return errors.New("copy to the clipboard: there is nothing to copy")
	case len(text) > maxCopy:
		return fmt.Errorf("copy to the clipboard: %d bytes are more than the %d a terminal takes; save it to a file instead", len(text), maxCopy)
	}
	sequence := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\x07"
	if tmux {
		sequence += "\x1bPtmux;\x1b" + sequence + "\x1b\\"
	}
	return t.send(sequence)
}

// SetTitle names the terminal window (OSC 2). The text is cleaned as by [Line]
// and cut to 120 columns.
func (t *Terminal) SetTitle(text string) error {
	return t.send(ansi.SetWindowTitle(Cut(text, 120)))
}

// AskBackground asks the terminal for the colour of its background (OSC 11). The
// answer, if there is one, comes as input: see package keyboard.
func (t *Terminal) AskBackground() error { return t.send("\x1b]11;?\x1b\\") }

// Restore undoes the modes that went out and are still on: alternate screen,
// hidden cursor, bracketed paste, mouse, focus reports, no wrapping, and any
// style. It writes nothing when Bubble Tea has cleaned up already, so it may
// follow every way out, a panic and a signal too.
func (t *Terminal) Restore() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var undo strings.Builder
	for i, m := range modes {
		if t.filter.changed[i] {
			undo.WriteString(m.undo)
			t.filter.changed[i] = false
		}
	}
	if undo.Len() == 0 {
		return nil
	}
	_, err := t.file.WriteString("\x1b[0m" + undo.String())
	return err
}

// send writes a sequence of our own between two writes of the renderer.
func (t *Terminal) send(sequence string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, err := t.file.WriteString(sequence)
	return t.failed(err)
}
