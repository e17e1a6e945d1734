package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// lookFor searches a body for a text from an offset on until all is known.
func (r *reader) lookFor(t testing.TB, text string, from int) {
	t.Helper()
	r.endSearch()
	r.search = search{text: text, goal: goal{from: from, steps: 1}}
	for cmd := r.searchOn(t.Context()); cmd != nil; cmd = r.searchOn(t.Context()) {
		r.hunted(cmd().(huntedMsg))
	}
	if r.search.fault != nil {
		t.Fatal(r.search.fault)
	}
}

// TestSearchScrollsSideways: what was found is on the screen, wherever on its
// line it stands and in whichever way the body is laid out.
func TestSearchScrollsSideways(t *testing.T) {
	long := func(n int) string { return strings.Repeat("hay ", n/4) }
	for name, c := range map[string]struct {
		media, text, pattern string
		modes                int
	}{
		"short line":        {"text/plain", long(400) + "needle" + long(400), "needle", 0},
		"giant line":        {"text/plain", long(900000) + "needle" + long(900000), "needle", 0},
		"end of giant line": {"text/plain", long(90000) + "needle", "needle", 0},
		"wide characters":   {"text/plain", strings.Repeat("日本語", 900) + "needle" + long(900), "needle", 0},
		"giant and wide":    {"text/plain", strings.Repeat("日本語", 90000) + "needle" + long(900), "needle", 0},
		"marks":             {"text/plain", strings.Repeat("\u202e", 90000) + "needle" + long(900), "needle", 0},
		"JSON value":        {"application/json", `{"a":[{"text":"` + long(90000) + "needle" + long(900) + `"}]}`, "needle", 0},
		"damaged JSON":      {"application/json", `{"a":[` + strings.Repeat(`1:      2`, 9000) + `"needle"]}`, "needle", 0},
		"JSON as text":      {"application/json", `{"a":[` + strings.Repeat(`"hay",`, 9000) + `"needle"]}`, "needle", 1},
		"hex":               {"application/octet-stream", long(800) + "012345678\x00needle", "needle", 0},
	} {
		t.Run(name, func(t *testing.T) {
			for _, width := range []int{80, 120} {
				inRig(t, setup{width: width, height: 36}, func(r *rig) {
					r.answering(body(c.media, c.text))
					r.send()
					r.press("v")
					for range c.modes {
						r.press("p")
					}
					r.wait(time.Second)
					r.press("/")
					r.text(c.pattern)
					r.press("enter")
					if c.media == "application/octet-stream" {
						r.expect("6e 65 65 64 6c 65")
						return
					}
					rows := slices.DeleteFunc(strings.Split(r.screen(), "\n"), func(row string) bool { return strings.Contains(row, "/needle  1 of 1") })
					if !strings.Contains(strings.Join(rows, "\n"), "needle") {
						t.Errorf("%d columns: the match does not show\n%s", width, r.screen())
					}
					r.check()
				})
			}
		})
	}
}

// TestSearchScrollsBack: a match at the start of a line brings it back.
func TestSearchScrollsBack(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answering(body("text/plain", "needle first\n"+strings.Repeat("hay ", 9000)+"needle second\nno needle third"))
		r.send()
		r.press("v", "/")
		r.text("needle")
		r.press("enter")
		r.expect("needle first")
		r.press("n")
		r.expect("2/3")
		r.expect("needle second")
		r.expectNot("needle first")
		r.press("n")
		r.expect("no needle third", "needle first")
		if left := r.m.response().reader.left; left != 0 {
			t.Errorf("scrolled by %d", left)
		}
		r.press("N", "N")
		r.expect("needle first", "1/3")
	})
}

// TestModesKeepThePlaceInAGiantLine: JSON on one line, as text.
func TestModesKeepThePlaceInAGiantLine(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		var all []string
		for i := range 20000 {
			all = append(all, fmt.Sprintf("%q", fmt.Sprint("item", i)))
		}
		r.answering(body("application/json", "["+strings.Join(all, ",")+"]"))
		r.send()
		r.press("v", "/")
		r.text("item15432")
		r.press("enter")
		for range 3 {
			for _, want := range []string{"15 434/20 002", `"item15432"`, "31 35 34 33 32"} {
				r.expect(want)
				r.press("p")
				r.wait(time.Second)
			}
		}
		r.press("esc") // then by the lines, of which those of hex begin anywhere
		for _, want := range []string{`"item15432"`, `"item15432"`, "31 35 34 33 32", `"item15432"`} {
			r.expect(want)
			r.press("p")
			r.wait(time.Second)
		}
	})
}

// shown is a reader of a body that is all laid out, at 120 columns.
func shown(media string, text []byte) *reader {
	r := newReader(1, source{media: media, body: gateway.BodyOf(text)}, gateway.NewRedactor())
	r.cols, r.rows = 84, 30
	for cmd := r.more(); cmd != nil; cmd = r.more() {
		r.indexed(cmd().(indexedMsg))
	}
	return r
}
