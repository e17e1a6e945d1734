package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// askAnother is what to do about an encoding that is not known here.
const askAnother = "A header Accept-Encoding: gzip asks for another."

// mostFoot is how many rows the foot of a body takes at most.
const mostFoot = 3

// foot says at the foot of a body what it is not that it should be, and what to
// do about that.
func (r *reader) foot(f frame, state gateway.BodyState) []string {
	l := r.layout()
	size := words.Size(int64(len(state.Bytes)))
	switch {
	case r.results != nil: // said above the results
		return nil
	case errors.Is(state.Err, context.Canceled):
		return f.footNote(f.Warn, "!", "stopped after "+size+": the rest is missing")
	case state.Err != nil:
		return f.footNote(f.Bad, "✗", r.clean(state.Err.Error()))
	case state.Truncated && state.Decoded:
		return f.footNote(f.Warn, "!", fmt.Sprintf("cut after %s, which came as %s of %s: %s", size, words.Size(state.Wire), r.clean(state.Encoding), r.limit))
	case state.Truncated:
		return f.footNote(f.Warn, "!", "cut after "+size+": "+r.limit)
	case r.undecoded(state):
		return f.footNote(f.Warn, "!", fmt.Sprintf("encoded as %s, which is not known here: shown as it came. %s", r.clean(state.Encoding), askAnother))
	case utf16(state.Bytes) != "":
		return f.footNote(f.Warn, "!", utf16(state.Bytes)+", shown as bytes: the viewer reads UTF-8. F4 opens it in $EDITOR.")
	case l.fault != nil && l.doc != nil:
		return f.footNote(f.Warn, "!", fmt.Sprintf("not valid JSON, line %s: %s", words.Grouped(l.doc.LineAt(l.fault.Off)+1), l.fault.Kind))
	case bytes.HasPrefix(state.Bytes, []byte(mark8)):
		return f.footNote(f.Faint, "·", "begins with a byte order mark of UTF-8, which is saved with it")
	}
	return nil
}

// footNote is a text with a sign before it, in as many rows as it takes.
func (f frame) footNote(style lipgloss.Style, sign, text string) []string {
	rows := display.Wrap(text, max(20, f.w-5))
	if most := min(mostFoot, max(1, f.h/4)); len(rows) > most {
		rows = append(rows[:most-1], display.Cut(strings.Join(rows[most-1:], " "), max(20, f.w-5)))
	}
	for i, row := range rows {
		rows[i] = "  " + style.Render(display.Pad(sign, 2)+row)
		sign = " "
	}
	return rows
}

const (
	mark8  = "\xef\xbb\xbf"
	mark16 = "\xff\xfe" // of little endian
)
