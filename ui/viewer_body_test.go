package ui

import (
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/ui/jsonview"
	"gatehouse/ui/theme"
)

func testFrame(w, h int) frame {
	return frame{w: w, h: h, Theme: theme.New(theme.AccentOf(0, false, theme.Dark), theme.Dark)}
}

// marked are the runs of text that are drawn as matches.
func marked(f frame, lines []string) []string {
	begin, _, _ := strings.Cut(f.Match.Render("x"), "x")
	here, _, _ := strings.Cut(f.Here.Render("x"), "x")
	var out []string
	for _, line := range lines {
		for letters := regexp.MustCompile("(" + regexp.QuoteMeta(begin) + "[^\x1b]*)\x1b\\[0m" + regexp.QuoteMeta(begin)); letters.MatchString(line); {
			line = letters.ReplaceAllString(line, "$1") // what is underlined is drawn letter by letter
		}
		line = strings.ReplaceAll(line, here, begin)
		for _, part := range strings.Split(line, begin)[1:] {
			text, _, _ := strings.Cut(part, "\x1b[")
			out = append(out, text)
		}
	}
	return out
}

// TestMatchMarks: marks are by the body's bytes, and not by what stands for
// them on the screen.
func TestMatchMarks(t *testing.T) {
	setProfile(trueColor)
	defer setProfile(noColors)
	f := testFrame(84, 30)
	for _, c := range []struct {
		media, text, pattern string
		want                 []string
	}{
		{"application/json", `{"id":1,"x":"id"}`, `"id":1`, []string{`"id"`, `:`, `1`}},
		{"application/json", `{"id":1,"x":"ID"}`, `id`, []string{`id`, `ID`}},
		{"application/json", `{"id":1,"x":"ID"}`, `ID`, []string{`ID`}},
		{"application/json", `{"id" : 1}`, `" : 1`, []string{`"`, `:`, `1`}},
		{"application/json", `{"id" : 1}`, `"id": 1`, []string{`"id"`, `:`, `1`}},
		{"application/json", `[12,13]`, `2,1`, nil},
		{"application/json", `{"a":` + strings.Repeat(" ", 3<<20) + `1}`, "1", []string{"1"}},
		{"text/plain", "aaaa b aa", "aa", []string{"aa", "aa", "aa"}},
		{"text/plain", "größe grösse", "größe", []string{"größe"}},
		{"application/octet-stream", "\x00hello\xff", "lo", []string{"6c 6f", "lo"}},
		{"application/octet-stream", "\x00hello\xff", "6", nil},
		{"application/octet-stream", "\x00hello\xff", "0", nil},
		{"application/octet-stream", "\x00234567hello\xff", "7he", []string{"37 68  65", "7he"}},
		{"application/octet-stream", "\x00123456789abcdHello\xff", "hell", []string{"48 65", "He", "6c 6c", "ll"}},
	} {
		r := shown(c.media, []byte(c.text))
		r.lookFor(t, c.pattern, 0)
		lines := r.bodyView(f, r.body.State(), 20)
		if got := marked(f, lines); !slices.Equal(got, c.want) {
			t.Errorf("%q in %.40q: marked are %q, want %q", c.pattern, c.text, got, c.want)
		}
	}
}

// TestMarksWhenScrolled: a match keeps its marks where the edge cuts it.
func TestMarksWhenScrolled(t *testing.T) {
	setProfile(trueColor)
	defer setProfile(noColors)
	f := testFrame(84, 30)
	text := strings.Repeat("hay ", 5000)
	text = text[:9000] + "needles" + text[9000:]
	r := shown("text/plain", []byte(text))
	r.lookFor(t, "needles", 0)
	for cut := range len("needles") {
		r.left = 9000 + cut
		if got, want := marked(f, r.bodyView(f, r.body.State(), 20)), "needles"[cut:]; len(got) != 1 || got[0] != want {
			t.Errorf("scrolled to byte %d of the match, %q is marked", cut, got)
		}
	}
}

// watched is a document that counts the bytes that are drawn.
type watched struct {
	jsonview.Document
	drawn *int
}

func (d watched) Draw(dst []jsonview.Piece, r jsonview.Row, from, max int) []jsonview.Piece {
	had := len(dst)
	dst = d.Document.Draw(dst, r, from, max)
	for _, p := range dst[had:] {
		*d.drawn += len(p.Text)
	}
	return dst
}

// TestFrameCostsTheSameEverywhere: neither a frame nor the way to a match costs
// more far along a giant line.
func TestFrameCostsTheSameEverywhere(t *testing.T) {
	text := strings.Repeat("x", 5<<20) + "needle" + strings.Repeat("y", 5<<20)
	for _, c := range []struct{ media, text string }{{"text/plain", text}, {"application/json", `{"a":"` + text + `"}`}} {
		r := shown(c.media, []byte(c.text))
		var drawn int
		r.layout().doc = watched{r.doc(), &drawn}
		f := testFrame(84, 30)
		at := strings.Index(c.text, "needle")
		r.search.hit = jsonview.Span{From: at, To: at + len("needle")}
		r.goToHit()
		if drawn > 64<<10 {
			t.Errorf("%s: going there drew %d bytes", c.media, drawn)
		}
		if r.left < 5<<20-100 || r.left > 5<<20+20 {
			t.Errorf("%s: scrolled to %d", c.media, r.left)
		}
		drawn = 0
		view := ansi.Strip(strings.Join(r.bodyView(f, r.body.State(), 20), "\n"))
		if !strings.Contains(view, "xneedley") || drawn == 0 || drawn > 4<<10 {
			t.Errorf("%s: the frame drew %d bytes:\n%s", c.media, drawn, view)
		}
	}
}

// TestSearchCostsNoMemory: marking matches takes what the visible text takes,
// not a window for every piece.
func TestSearchCostsNoMemory(t *testing.T) {
	r := shown("application/json", []byte("["+strings.Repeat(`{"id":1,"name":"x"},`, 500)+"0]"))
	f, state := testFrame(84, 30), r.body.State()
	allocated := func() uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 10 {
			r.bodyView(f, state, 28)
		}
		runtime.ReadMemStats(&after)
		return (after.TotalAlloc - before.TotalAlloc) / 10
	}
	allocated()
	without := allocated()
	r.lookFor(t, "name", 0)
	if with := allocated(); with > without+200<<10 {
		t.Errorf("a frame takes %d bytes with a search, %d without", with, without)
	}
}

func BenchmarkBodyViewWithSearch(b *testing.B) {
	setProfile(trueColor)
	b.Cleanup(func() { setProfile(noColors) })
	r := shown("application/json", largeBody())
	f, state := testFrame(84, 30), r.body.State()
	for _, pattern := range []string{"", "number", "e"} {
		b.Run("/"+pattern, func(b *testing.B) {
			if pattern != "" {
				r.lookFor(b, pattern, 0)
			}
			b.ReportAllocs()
			for b.Loop() {
				r.bodyView(f, state, 28)
			}
		})
	}
}

// markedHere is what is drawn of the present hit, without blanks.
func markedHere(f frame, view string) string {
	here, _, _ := strings.Cut(f.Here.Render("x"), "x")
	var out strings.Builder
	for _, part := range strings.Split(view, here)[1:] {
		text, _, _ := strings.Cut(part, "\x1b")
		out.WriteString(strings.ReplaceAll(text, " ", ""))
	}
	return out.String()
}

// TestRevealPutsEveryByteInSight of rows with all that makes text and columns
// differ. The hits are of few characters, so that many of them cut the row.
func TestRevealPutsEveryByteInSight(t *testing.T) {
	setProfile(trueColor)
	defer setProfile(noColors)
	const mixed = "plain,\tgrößer, 日本語, \xff\xfe, \u202e, \t, e\u0301 \ta\tb "
	for name, text := range map[string]string{
		"text": strings.Repeat(mixed, 60),
		"JSON": `{"a":{"b" :   [` + strings.Repeat(`1:2 `, 300) + `,"` + strings.Repeat("日本\t", 200) + `"]}}`,
	} {
		for _, repeat := range []int{1, 5} { // short rows, and giant ones
			text := strings.Repeat(text, repeat)
			media := map[string]string{"text": "text/plain", "JSON": "application/json"}[name]
			seen := 0
			for at := 0; at+3 < len(text); at += 701 / share(100) {
				pattern := text[at : at+1+at%3]
				if strings.Trim(pattern, " ") != pattern || strings.ContainsAny(pattern, "\u0301\u202e") || strings.ToValidUTF8(pattern, "") != pattern {
					continue
				}
				r := shown(media, []byte(text))
				f := testFrame(64, 30)
				r.cols = 64
				r.lookFor(t, pattern, at)
				if r.search.none() || r.search.hit.From != at {
					continue // it goes over two lines, or a hit before takes a part of it
				}
				seen++
				view := strings.Join(r.bodyView(f, r.body.State(), 30), "\n")
				want := strings.ReplaceAll(strings.ReplaceAll(pattern, "\t", "␉"), " ", "")
				if got := strings.ReplaceAll(markedHere(f, view), "\u0301", ""); got != want {
					t.Fatalf("%s x%d: of %q at %d, %q is in sight: %q", name, repeat, pattern, at, got, ansi.Strip(view))
				}
			}
			if seen < 3 {
				t.Errorf("%s x%d: only %d hits were gone to", name, repeat, seen)
			}
		}
	}
}

// TestMarksChangeNoColumns: a row takes the same columns with and without hits,
// whatever they cut: tabs keep their width, and joined characters stay together.
func TestMarksChangeNoColumns(t *testing.T) {
	setProfile(trueColor)
	defer setProfile(noColors)
	f := testFrame(84, 30)
	for _, text := range []string{"a\tb\tab\tc", "ae\u0301e x", "👩\u200d🔬👩 woman", "日本\t日本\t本", "\xff\t\xfe\ta"} {
		for _, pattern := range []string{"a", "b", "\t", "e", "👩", "🔬", "本", "\u0301"} {
			r := shown("text/plain", []byte(text))
			plain := ansi.Strip(strings.Join(r.bodyView(f, r.body.State(), 20), "\n"))
			r.lookFor(t, pattern, 0)
			if found := ansi.Strip(strings.Join(r.bodyView(f, r.body.State(), 20), "\n")); found != plain {
				t.Errorf("%q with %q found is drawn as\n%q, else as\n%q", text, pattern, found, plain)
			}
		}
	}
}
