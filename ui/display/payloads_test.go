package display

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// sequences are terminal control sequences of every class, written with ESC.
var sequences = []string{
	// Titles, set and reported; icons, window manipulation.
	"\x1b]0;owned\x07", "\x1b]1;owned\x07", "\x1b]2;owned\x1b\\", "\x1b]l;owned\x1b\\", "\x1b[21t", "\x1b[20t",
	"\x1b[22;2t", "\x1b[8;1;1t", "\x1b[3;0;0t", "\x1b[14t", "\x1bkowned\x1b\\",
	// Clipboard, links, notifications, colours, fonts, files, working directory.
	"\x1b]52;c;cm0gLXJmIH4=\x07", "\x1b]52;p;?\x07", "\x1b]8;;https://evil.test/\x1b\\login\x1b]8;;\x1b\\", "\x1b]9;hi\x07",
	"\x1b]777;notify;a;b\x07", "\x1b]99;;hi\x1b\\", "\x1b]4;1;?\x07", "\x1b]10;?\x07", "\x1b]11;?\x1b\\", "\x1b]11;#ff0000\x07",
	"\x1b]12;red\x07", "\x1b]104\x07", "\x1b]50;fixed\x07", "\x1b]1337;File=inline=1:AAAA\x07", "\x1b]7;file:///etc\x07", "\x1b]133;A\x07",
	// Questions the terminal answers into our input.
	"\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[=c", "\x1b[5n", "\x1b[6n", "\x1b[?6n", "\x1b[?15n", "\x1bP$qm\x1b\\", "\x1bP$q\"p\x1b\\",
	"\x1bP+q544e\x1b\\", "\x1b[>q", "\x1b[?2026$p", "\x1b[4$p", "\x1b[?u", "\x1bZ", "\x05", "\x1b[1;1;1;1;1;1*y", "\x1b[x", "\x1b[>0;276;0c",
	// Graphics and other strings.
	"\x1bPq#0;2;0;0;0~~\x1b\\", "\x1b_Ga=T,f=24,s=1,v=1;AAAA\x1b\\", "\x1b_payload\x1b\\", "\x1b^private\x1b\\", "\x1bXstart\x1b\\", "\x1bP1;2|7f/60\x1b\\",
	// Modes, screens, regions, tabs, character sets, keyboards, resets.
	"\x1b[?1049h", "\x1b[?1049l", "\x1b[?47h", "\x1b[?1047h", "\x1b[?1000h", "\x1b[?1002h", "\x1b[?1003h", "\x1b[?1006h", "\x1b[?2004h", "\x1b[?2004l",
	"\x1b[?1004h", "\x1b[?25l", "\x1b[?7h", "\x1b[?5h", "\x1b[?3h", "\x1b[?6h", "\x1b[?69h", "\x1b[4h", "\x1b[20h", "\x1b[?2026h", "\x1b[?2027h",
	"\x1b[2;5r", "\x1b[r", "\x1b[2;5s", "\x1b[>1u", "\x1b[<u", "\x1b[>4;2m", "\x1b[!p", "\x1bc", "\x1b#8", "\x1b#3", "\x1b#6", "\x1b(0", "\x1b)B", "\x1b%G", "\x1b%@",
	"\x1b=", "\x1b>", "\x1b7", "\x1b8", "\x1bD", "\x1bE", "\x1bH", "\x1bM", "\x1bN", "\x1bO", "\x1bV", "\x1bW", "\x1bl", "\x1bm", "\x1bn", "\x1bo", "\x1b|", "\x1b}", "\x1b~",
	"\x1b F", "\x1b G", "\x1b[61\"p", "\x1b[1\"q", "\x1b[3 q", "\x1b[0 q", "\x1b[3g", "\x1b[W", "\x1b[5W",
	// Moving and erasing.
	"\x1b[A", "\x1b[9A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[E", "\x1b[F", "\x1b[G", "\x1b[H", "\x1b[1;1H", "\x1b[1;1f", "\x1b[2J", "\x1b[3J", "\x1b[J", "\x1b[1J",
	"\x1b[K", "\x1b[1K", "\x1b[2K", "\x1b[L", "\x1b[M", "\x1b[P", "\x1b[@", "\x1b[X", "\x1b[S", "\x1b[T", "\x1b[9b", "\x1b[Z", "\x1b[I", "\x1b[d", "\x1b[a", "\x1b[e", "\x1b[`",
	"\x1b[1;1;5;5$z", "\x1b[1;1;5;5$r", "\x1b['}", "\x1b[i", "\x1b[5i", "\x1b[4i", "\x1b[?5i",
	// Styles: conceal among them.
	"\x1b[m", "\x1b[0m", "\x1b[1m", "\x1b[8m", "\x1b[31m", "\x1b[38;5;8m", "\x1b[38;2;0;0;0m", "\x1b[30;40m", "\x1b[4:3m", "\x1b[5m", "\x1b[58;5;1m", "\x1b[1;8m",
	// Broken off and overlong.
	"\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1b[3", "\x1b[?", "\x1b[38;5", "\x1b]0;owned", "\x1bP$qm", "\x1b]8;;http://x", "\x1b[1;2;3",
	"\x1b\x1b[31m", "\x1b[\x1b[31m", "\x1b[3\x081m", "\x1b]0;a\x1b[2Jb\x07", "\x1b]0;a\nb\x07", "\x1b[31\x18m", "\x1b]0;a\x1ab\x07", "\x1b[\xc2\x9b31m",
	"\x1b[" + strings.Repeat("1;", 200) + "m", "\x1b]0;" + strings.Repeat("x", 5000) + "\x07", "\x1b[99999999999999999999H",
	// Spoofing by movement.
	"safe\rEVIL", "abc\b\b\bXYZ", "a\vb", "a\fb", "a\u0085b", "a\u2028b", "a\u2029b", "a\tb", "\r\n", "\x0e\x0f", "x\x7f\x7f",
	// Characters that hide or turn text.
	"a\u202eb", "\u2066a\u2069", "a\u200bb", "\ufeffa", "a\u200db", "a\U000e0041b", "\u061ca", "\ufff9a\ufffab\ufffb",
}

// payloads are the hostile strings of bar E1: every control character in each
// encoding, every sequence with 7-bit and 8-bit introducers, and nested forms.
func payloads() []string {
	var all []string
	for b := range 0x20 {
		all = append(all, string(rune(b)))
	}
	all = append(all, "\x7f")
	for b := 0x80; b < 0xa0; b++ {
		all = append(all, string(rune(b)), string([]byte{byte(b)}))
	}
	all = append(all, sequences...)
	for _, s := range sequences {
		if len(s) < 2 || s[0] != 0x1b || s[1] < '@' || s[1] > '_' {
			continue
		}
		c1 := s[1] + 0x40
		all = append(all, string(rune(c1))+s[2:], string([]byte{c1})+s[2:])
	}
	for i, s := range sequences {
		other := sequences[(i*7+3)%len(sequences)]
		all = append(all, s[:len(s)/2]+other+s[len(s)/2:])
	}
	return all
}

// payloadFile holds the payloads for tests of other packages.
const payloadFile = "testdata/payloads.txt"

func TestE1FileHoldsThePayloads(t *testing.T) {
	raw, err := os.ReadFile(payloadFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range payloads() {
		if quoted := strconv.QuoteToASCII(p); len(p) <= 300 && !strings.Contains(string(raw), "\n"+quoted+"\n") {
			t.Errorf("%s lacks %s", payloadFile, quoted)
		}
	}
}

// checkSafe fails the test unless s holds nothing a terminal acts on.
func checkSafe(t *testing.T, what, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Fatalf("%s: invalid UTF-8 in %q", what, s)
	}
	for i, r := range s {
		switch {
		case r < 0x20, r == 0x7f, r >= 0x80 && r < 0xa0:
			t.Fatalf("%s: control %U at %d of %q", what, r, i, s)
		case unicode.Is(unicode.Bidi_Control, r), r == 0x2028, r == 0x2029, unicode.Is(unicode.Noncharacter_Code_Point, r):
			t.Fatalf("%s: %U at %d of %q", what, r, i, s)
		case unicode.Is(unicode.Cf, r) && r != zwj && r != zwnj && (r < 0xe0061 || r > 0xe007f):
			t.Fatalf("%s: format character %U at %d of %q", what, r, i, s)
		}
	}
}

// sinks are all ways from bytes to screen text.
var sinks = map[string]func(string) string{
	"Line":      Line,
	"Text":      func(s string) string { return strings.Join(Text(s), "") },
	"Wrap":      func(s string) string { return strings.Join(Wrap(s, 20), "") },
	"Cut":       func(s string) string { return Cut(s, 60) },
	"CutLeft":   func(s string) string { return CutLeft(s, 60) },
	"CutMiddle": func(s string) string { return CutMiddle(s, 60) },
	"Fit":       func(s string) string { return Fit(s, 60) },
	"Spans":     func(s string) string { return joined(spansOf(s, 60)) },
}

// spansOf draws all of s, row after row.
func spansOf(s string, cols int) []Span {
	var all []Span
	for from := 0; from < len(s); {
		var spans []Span
		spans, from = Spans(nil, []byte(s), from, cols)
		all = append(all, spans...)
	}
	return all
}

func joined(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

func TestE1PayloadsBecomeVisible(t *testing.T) {
	cells := 0
	list := payloads()
	for name, sink := range sinks {
		for _, p := range list {
			for _, s := range []string{p, "before" + p + "after", p + p} {
				out := sink(s)
				checkSafe(t, fmt.Sprintf("%s(%q)", name, s), out)
				cells++
			}
		}
	}
	t.Logf("%d payloads, %d sinks, %d cells", len(list), len(sinks), cells)
	if len(list) < 400 {
		t.Errorf("%d payloads, want at least 400", len(list))
	}
}

func TestE1MarksNameWhatTheyStandFor(t *testing.T) {
	for _, p := range payloads() {
		raw := "x" + p + "y"
		at, cols := 0, 0
		for _, span := range spansOf(raw, 1000) {
			if span.From != at || span.To <= span.From {
				t.Fatalf("%q: span %+v does not continue at %d", raw, span, at)
			}
			at = span.To
			cols += span.Cols
			if w := ansi.StringWidth(span.Text); w != span.Cols {
				t.Errorf("%q: span %+v is %d columns wide", raw, span, w)
			}
			if !span.Mark {
				if span.Text != raw[span.From:span.To] {
					t.Errorf("%q: text span %+v differs from its bytes", raw, span)
				}
				continue
			}
			if want := wantMark(raw[span.From:span.To]); strings.TrimRight(span.Text, " ") != want {
				t.Errorf("%q: mark %q, want %q", raw, span.Text, want)
			}
		}
		if at != len(raw) {
			t.Errorf("%q: spans end at %d of %d", raw, at, len(raw))
		}
	}
}

// wantMark says what the mark of one character should read.
func wantMark(s string) string {
	if !utf8.ValidString(s) {
		return fmt.Sprintf(`\x%02x`, s[0])
	}
	r := []rune(s)[0]
	switch {
	case r < 0x20:
		return string(0x2400 + r)
	case r == 0x7f:
		return "\u2421"
	}
	return fmt.Sprintf("<U+%04X>", r)
}

func TestE1LiteralMarksAreText(t *testing.T) {
	spans, _ := Spans(nil, []byte("␛[31m <U+202E> \\xff"), 0, 100)
	if len(spans) != 1 || spans[0].Mark {
		t.Errorf("a literal symbol is not told from a mark: %+v", spans)
	}
	spans, _ = Spans(nil, []byte("␛\x1b␛"), 0, 100)
	if len(spans) != 3 || spans[0].Mark || !spans[1].Mark || spans[2].Mark || spans[0].Text != spans[1].Text {
		t.Errorf("spans %+v", spans)
	}
}
