package display

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// ours is every sequence that may leave, written down apart from the filter.
var ours = regexp.MustCompile("\x1b\\[(\\?(7|25|1002|1003|1004|1006|1049|2004)[hl]|[0-9;]*m|[0-9]*A|[0-9;]*H|2?[JK])")

// checkStream fails the test when an output stream holds anything but text, line
// breaks and our own sequences.
func checkStream(t *testing.T, what, stream string) {
	t.Helper()
	text := ours.ReplaceAllString(stream, "")
	checkSafe(t, what, strings.NewReplacer("\r", "", "\n", "").Replace(text))
	for _, style := range regexp.MustCompile("\x1b\\[([0-9;]*)m").FindAllStringSubmatch(stream, -1) {
		if style[1] == "8" || strings.HasSuffix(style[1], ";8") && !regexp.MustCompile(`[34]8;(5|2;[0-9;]*);8$`).MatchString(style[1]) {
			t.Fatalf("%s: a style that conceals: %q", what, style[0])
		}
	}
}

func filtered(parts ...string) (string, int64) {
	var f filter
	var out []byte
	for _, p := range parts {
		out = f.append(out, []byte(p))
	}
	return string(out), f.blocked
}

// frame is what Bubble Tea's renderer and lipgloss write.
var frame = []string{
	"\x1b[?25l", "\x1b[2J", "\x1b[H", "\x1b[?2004h", "\x1b[?1002h", "\x1b[?1003h", "\x1b[?1006h", "\x1b[?1004h",
	"\x1b[H", "\r", "plain text \x1b[K\r\n", "\x1b[1mbold\x1b[0m\x1b[m", "\x1b[1;3;4;7;9m", "\x1b[31;42m", "\x1b[91;107m", "\x1b[38;5;208;48;5;8m",
	"\x1b[38;2;1;22;255;1m", "\x1b[48;2;0;0;0;38;2;8;8;8m", "\x1b[22;23;24;27;29;39;49m", "日本語 é 👩🏽\u200d💻 🇩🇪 می\u200cخواهم", subdivisionFlags[0],
	"\x1b[2K", "\x1b[J", "\x1b[A", "\x1b[12A", "\x1b[24;H", "\x1b[0;24H", "\n", "\ufffd␛…│▌●",
	"\x1b[?2004l", "\x1b[?25h", "\x1b[?1002l", "\x1b[?1003l", "\x1b[?1006l", "\x1b[?1004l",
}

func TestFilterPassesOurOwnSequences(t *testing.T) {
	for _, s := range append(frame, strings.Join(frame, "")) {
		if out, blocked := filtered(s); out != s || blocked != 0 {
			t.Errorf("%q came out as %q, %d blocked", s, out, blocked)
		}
	}
	out, blocked := filtered("\x1b[?1049hx\x1b[?1049l")
	if want := "\x1b[?1049h\x1b[?7lx\x1b[?7h\x1b[?1049l"; out != want || blocked != 0 {
		t.Errorf("alternate screen: %q, %d blocked, want %q", out, blocked, want)
	}
}

func TestFilterBlocksEverythingElse(t *testing.T) {
	for _, c := range []struct {
		in, want string
		blocked  int64
	}{
		{"a\x1b]0;owned\x07b", "ab", 1},
		{"a\x1b]0;owned\x1b\\b", "ab", 1},
		{"a\x1b]0;owned\x1b[1mb", "a\x1b[1mb", 1},
		{"a\x1b]0;owned\r\nb", "a\r\nb", 1},
		{"a\x1b]52;c;AAAA\x07b", "ab", 1},
		{"a\x1bPq~~\x1b\\b", "ab", 1},
		{"a\x1b_G\x1b\\\x1b^p\x1b\\\x1bXs\x1b\\b", "ab", 3},
		{"a\x1b[cb", "ab", 1},
		{"a\x1b[6nb", "ab", 1},
		{"a\x1b[?2026$pb", "ab", 1},
		{"a\x1b[?1000hb", "ab", 1},
		{"a\x1b[?25;1000hb", "ab", 1},
		{"a\x1b[?7hb", "ab", 1},
		{"a\x1b[3Jb", "ab", 1},
		{"a\x1b[2;5rb", "ab", 1},
		{"a\x1b[8mb", "ab", 1},
		{"a\x1b[1;8mb", "ab", 1},
		{"a\x1b[38;5;8mb", "a\x1b[38;5;8mb", 0},
		{"a\x1b[38;5mb", "ab", 1},
		{"a\x1b[38;2;1;2mb", "ab", 1},
		{"a\x1b[38;5;256mb", "ab", 1},
		{"a\x1b[38mb", "ab", 1},
		{"a\x1b[4:3mb", "ab", 1},
		{"a\x1b[>4;2mb", "ab", 1},
		{"a\x1b[1;1;1Hb", "ab", 1},
		{"a\x1b[123456Ab", "ab", 1},
		{"a\x1b[1;Ab", "ab", 1},
		{"a\x1b[ Ab", "ab", 1},
		{"a\x1bcb", "ab", 1},
		{"a\x1b#8b", "ab", 1},
		{"a\x1b(0b", "ab", 1},
		{"a\x1b\x1b[1mb", "a\x1b[1mb", 1},
		{"a\x1b[\x1b[1mb", "a\x1b[1mb", 1},
		{"a\x1b[3\b1mb", "a1mb", 2},
		{"a\tb\bc\ad\x7f\x00", "abcd", 5},
		{"a\u009b31mb", "a31mb", 1},
		{"a\x9b31mb", "a\ufffd31mb", 1},
		{"a\u202eb\u200bc\u2028d\ufeffe\u00adf", "abcdef", 5},
		{"a\xc3(\xe2\x82b", "a\ufffd(\ufffd\ufffdb", 3},
		{"a\x1b[" + strings.Repeat("1;", 100) + "mb", "ab", 1},
		{"a\x1b", "a", 0}, // held back: it may yet be one of ours
		{"a\x1b[?104", "a", 0},
	} {
		if out, blocked := filtered(c.in); out != c.want || blocked != c.blocked {
			t.Errorf("%q came out as %q, %d blocked; want %q, %d", c.in, out, blocked, c.want, c.blocked)
		}
	}
}

func TestE1FilterStopsEveryPayload(t *testing.T) {
	list := payloads()
	for _, p := range list {
		out, _ := filtered("\x1b[H", "row "+p+" row\x1b[K\r\n", "\x1b[1mnext\x1b[0m")
		checkStream(t, p, out)
		if !strings.HasSuffix(out, "\x1b[1mnext\x1b[0m") {
			t.Errorf("%q swallowed the next row: %q", p, out)
		}
		clean := "\x1b[H" + Line(p) + "\x1b[K\r\n"
		if out, blocked := filtered(clean); out != clean || blocked != 0 {
			t.Errorf("%q, cleaned, came out as %q with %d blocked", p, out, blocked)
		}
	}
	t.Logf("%d payloads", len(list))
}

// TestFilterSplitAnywhere cuts streams at every place: what comes out is the same.
func TestFilterSplitAnywhere(t *testing.T) {
	streams := append(payloads(), strings.Join(frame, ""))
	for _, s := range streams {
		if len(s) > 600 {
			s = s[:600]
		}
		s += "\x1b[mé"
		whole, blocked := filtered(s)
		for i := range len(s) {
			if out, n := filtered(s[:i], s[i:]); out != whole || n != blocked {
				t.Fatalf("%q cut at %d: %q, %d blocked; whole %q, %d", s, i, out, n, whole, blocked)
			}
		}
		if out, n := filtered(strings.Split(s, "")...); out != whole || n != blocked {
			t.Fatalf("%q character by character: %q, %d blocked; whole %q, %d", s, out, n, whole, blocked)
		}
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for range 5_000 {
		checkFilter(t, rng, []byte(randomStream(rng, streams)))
	}
}

// randomStream is a mix of our sequences, hostile ones and halves of either.
func randomStream(rng *rand.Rand, streams []string) string {
	var b strings.Builder
	for range 1 + rng.IntN(6) {
		s := streams[rng.IntN(len(streams))]
		if len(s) > 60 {
			s = s[:60]
		}
		if rng.IntN(2) == 0 {
			s = s[rng.IntN(len(s)):]
		}
		b.WriteString(s)
	}
	return b.String()
}

// checkFilter holds the properties of the filter for one stream.
func checkFilter(t *testing.T, rng *rand.Rand, stream []byte) {
	t.Helper()
	whole, blocked := filtered(string(stream))
	checkStream(t, "filter", whole)
	var f filter
	var out []byte
	for rest := stream; len(rest) > 0; {
		n := 1 + rng.IntN(min(8, len(rest)))
		out = f.append(out, rest[:n])
		rest = rest[n:]
	}
	if string(out) != whole || f.blocked != blocked {
		t.Fatalf("%q in pieces: %q, %d blocked; whole %q, %d", stream, out, f.blocked, whole, blocked)
	}
	if len(f.held) > maxSequence+1 {
		t.Fatalf("%q: %d bytes held", stream, len(f.held))
	}
}
