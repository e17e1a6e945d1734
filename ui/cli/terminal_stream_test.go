//go:build unix

package cli

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"
)

// ourModes are the private modes that the explorer may switch: cursor, wrapping,
// alternate screen, bracketed paste, mouse, focus reports.
var ourModes = []string{"25", "7", "1049", "2004", "1002", "1003", "1006", "1004"}

// ours matches a control sequence that the explorer has reason to write, and its
// names for the window, by which nothing but those words can be said, and the
// question for the background, which no program waits to be answered. The
// list is the test's own, so that the filter's list is checked against it.
var ours = regexp.MustCompile(`^\x1b\[(?:\?([0-9]+)[hl]|[0-9;]*m|[0-9]*A|[0-9]*;?[0-9]*H|2?[JK])|^\x1b\]2;(?:gatehouse(?: SANDBOX)?)?\x07|^\x1b\]11;\?\x1b\\`)

// foreign are the parts of a terminal stream that the explorer has no reason to
// write: other sequences, other control characters, bytes that are no UTF-8,
// characters that have no shape. Anything else that makes a terminal answer is
// among them.
func foreign(stream []byte) []string {
	var out []string
	for len(stream) > 0 {
		n := 1
		switch b := stream[0]; {
		case b == 0x1b:
			m := ours.FindSubmatch(stream)
			if m == nil || len(m[1]) > 0 && !slices.Contains(ourModes, string(m[1])) {
				out = append(out, string(stream[:min(len(stream), 16)]))
			} else {
				n = len(m[0])
			}
		case b < 0x20 && b != '\r' && b != '\n', b == 0x7f:
			out = append(out, fmt.Sprintf("control character %#x", b))
		case b >= utf8.RuneSelf:
			var r rune
			r, n = utf8.DecodeRune(stream)
			if r == utf8.RuneError && n == 1 || unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) {
				out = append(out, fmt.Sprintf("character %U", r))
			}
		}
		stream = stream[n:]
	}
	return out
}

func TestForeignSequencesAreFound(t *testing.T) {
	for _, bad := range []string{
		"\x1b]10;?\x1b\\", "\x1b]11;?\x07", "\x1b[6n", "\x1b[c", "\x1b[>c", "\x1b]0;title\x07", "\x1b]2;title\x07", "\x1b]2;gatehouse\x1b\\", "\x1b]52;c;QQ==\x07", "\x1bP+q\x1b\\",
		"\x1b[?1h", "\x1b[?1000h", "\x1b[2;4r", "\x1bc", "\x07", "\x08", "\x7f", "\u009b6n", "\u202e", "\x9b", "\x1b[21t",
	} {
		if len(foreign([]byte("text "+bad+" text"))) == 0 {
			t.Errorf("%q passes", bad)
		}
	}
	if found := foreign([]byte("\x1b[?1049h\x1b[?25l\x1b[38;2;1;2;3mText ✓\r\n\x1b[2K\x1b[12A\x1b[H\x1b[0m\x1b[J\x1b]2;gatehouse SANDBOX\x07\x1b]2;\x07")); len(found) > 0 {
		t.Errorf("found %q", found)
	}
}
