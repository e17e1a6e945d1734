package display

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// pieces are what hostile and ordinary text is made of.
var pieces = []string{
	"a", "Z", "0", "#", " ", "  ", `"`, "<", ">", "word", "\\xff", "\t", "\n", "\r", "\r\n", "\x00", "\x1b", "\x1b[31m", "\x7f", "\u0085", "\u009b",
	"é", "e\u0301", "\u0301", "\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\u20e3", "日", "한", "가", "각", "ｶ", "\uff9e",
	"\u1100", "\u1161", "\u11a8", "\ua960", "\ud7b0", "\ud7cb", "क", "ष", "\u094d", "\u093f", "ন", "র", "\u09cd", "ന", "\u0d4d", "\u0d4e",
	"ب", "ر", "\u064e", "ש", "\u05b8", "ก", "\u0e33", "\u200b", "\u200c", "\u200d", "\u200e", "\u202e", "\u2066", "\u2028", "\ufeff", "\u00ad",
	"😀", "👩", "❤", "\ufe0f", "\ufe0e", "\U0001f3fd", "🏴", "\U000e0067", "\U000e007f", subdivisionFlags[0], "🇩", "🇪", "©", "⌚",
	"\xff", "\xc3", "\xe2\x82", "\xf0\x9f", "\x80", "\ue000", "\uffff", "\ufffd", "␛", "…", "\u034f", "\u3164", "\u3000", "\u00a0",
}

// checkText holds every property of the cleaning functions for one input.
func checkText(t *testing.T, s string, cols int) {
	t.Helper()
	line := Line(s)
	checkSafe(t, "Line", line)
	if again := Line(line); again != line {
		t.Fatalf("Line is no fixed point for %+q: %+q, then %+q", s, line, again)
	}
	checkSpans(t, s, cols)
	checkWrap(t, s, cols)
	for _, row := range Text(s) {
		checkSafe(t, "Text", row)
		if Line(row) != row {
			t.Fatalf("Text(%+q) has an unclean row %+q", s, row)
		}
	}
	for name, cut := range map[string]func(string, int) string{"Cut": Cut, "CutLeft": CutLeft, "CutMiddle": CutMiddle} {
		out := cut(s, cols)
		checkSafe(t, name, out)
		w := ansi.StringWidth(out)
		if w > cols || Width(out) != w || (Width(line) <= cols && out != line) {
			t.Fatalf("%s(%+q, %d) = %+q, %d columns", name, s, cols, out, w)
		}
	}
	if out := Fit(s, cols); ansi.StringWidth(out) != cols {
		t.Fatalf("Fit(%+q, %d) = %+q, %d columns", s, cols, out, ansi.StringWidth(out))
	}
}

// checkWrap holds the rows of s against its lines: nothing but spaces is lost.
func checkWrap(t *testing.T, s string, cols int) {
	t.Helper()
	rows := Wrap(s, cols)
	for _, row := range rows {
		checkSafe(t, "Wrap", row)
		if w := ansi.StringWidth(row); w > cols {
			t.Fatalf("Wrap(%+q, %d) has a row of %d columns: %+q", s, cols, w, row)
		}
	}
	want := strings.ReplaceAll(strings.Join(Text(s), ""), " ", "")
	if got := strings.ReplaceAll(strings.Join(rows, ""), " ", ""); cols > 1 && got != want {
		t.Fatalf("Wrap(%+q, %d) lost or added something: %+q, want %+q", s, cols, got, want)
	}
}

// checkSpans draws s in rows of cols and holds them against [Line].
func checkSpans(t *testing.T, s string, cols int) {
	t.Helper()
	var all strings.Builder
	for from := 0; from < len(s); {
		spans, to := Spans(nil, []byte(s), from, cols)
		if to <= from {
			t.Fatalf("Spans(%+q, %d, %d) makes no progress", s, from, cols)
		}
		used, at := 0, from
		for _, span := range spans {
			if span.From != at || (!span.Mark && span.Text != s[span.From:span.To]) {
				t.Fatalf("Spans(%+q, %d, %d): bad span %+v at %d", s, from, cols, span, at)
			}
			at = span.To
			used += span.Cols
			if span.Mark && span.To-span.From == 1 && s[span.From] == '\t' {
				span.Text = strings.TrimRight(span.Text, " ")
			}
			all.WriteString(span.Text)
		}
		if w := ansi.StringWidth(joined(spans)); used > cols || w != used || at != to {
			t.Fatalf("Spans(%+q, %d, %d): columns %d, measured %d; end %d, told %d", s, from, cols, used, w, at, to)
		}
		from = to
	}
	if cols >= len("<U+10FFFF>") && all.String() != Line(s) {
		t.Fatalf("spans of %+q at %d columns read %+q, Line %+q", s, cols, all.String(), Line(s))
	}
}

func TestRandomText(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const runs = 8_000
	for range runs {
		var b strings.Builder
		for range 1 + rng.IntN(14) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		checkText(t, b.String(), 1+rng.IntN(40))
	}
	t.Logf("%d texts", runs)
}

// TestE4WidthsAddUp holds bar E4's measure: texts cleaned one by one take, side
// by side, the columns they take alone.
func TestE4WidthsAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	hostile := payloads()
	for script := range readable {
		hostile = append(hostile, words(script)...)
	}
	for range 8_000 {
		a, b := Line(hostile[rng.IntN(len(hostile))]), Line(hostile[rng.IntN(len(hostile))])
		row := "│" + a + "│" + b + "│"
		if got, want := ansi.StringWidth(row), 3+Width(a)+Width(b); got != want {
			t.Fatalf("%+q: %d columns, want %d", row, got, want)
		}
	}
}

func TestSpansReadsNoFurtherThanItShows(t *testing.T) {
	for name, raw := range map[string][]byte{
		"ASCII": []byte(strings.Repeat("x", 1<<20)),
		"marks": []byte("e" + strings.Repeat("\u0301", 1<<20)),
		"jamo":  []byte(strings.Repeat("\u1100", 1<<18)),
		"emoji": []byte("👩" + strings.Repeat("\u200d👩", 1<<17)),
		"ESC":   []byte(strings.Repeat("\x1b", 1<<20)),
	} {
		whole, end := Spans(nil, raw, 1<<12, 80)
		short, shortEnd := Spans(nil, raw[:1<<13], 1<<12, 80)
		if end != shortEnd || joined(whole) != joined(short) {
			t.Errorf("%s: what follows far behind changed the row", name)
		}
		allocated := testing.AllocsPerRun(10, func() { whole, _ = Spans(whole[:0], raw, 1<<12, 80) })
		if allocated > 200 {
			t.Errorf("%s: %v allocations for 80 columns", name, allocated)
		}
	}
}

func TestSpansEdges(t *testing.T) {
	for _, c := range []struct {
		raw        string
		from, cols int
		want       string
		end        int
	}{
		{"", 0, 10, "", 0},
		{"abc", 0, 0, "", 0},
		{"abc", 3, 10, "", 3},
		{"abc", 9, 10, "", 9},
		{"abc", -1, 2, "ab", 2},
		{"ae\u0301z", 0, 2, "ae\u0301", 4},
		{"a日b", 0, 2, "a", 1},
		{"日", 0, 1, "~", 3},
		{"\u202e", 0, 3, "<U+", 3},
		{"a\u202e", 0, 8, "a", 1},
		{"a\u202e", 0, 9, "a<U+202E>", 4},
		{"\ta", 0, 10, "␉   a", 2},
		{"ab\ta", 0, 10, "ab␉ a", 4},
		{"abc\t", 0, 10, "abc␉", 4},
		{"\ta", 0, 2, "␉ ", 1},
		{"a\nb", 0, 9, "a␊b", 3},
	} {
		spans, end := Spans(nil, []byte(c.raw), c.from, c.cols)
		if joined(spans) != c.want || end != c.end {
			t.Errorf("Spans(%q, %d, %d) = %q, %d; want %q, %d", c.raw, c.from, c.cols, joined(spans), end, c.want, c.end)
		}
	}
}
