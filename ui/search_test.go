package ui

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// TestSearchGoesAllRound: n visits the matches in order and wraps, N the other
// way round, also where they overlap.
func TestSearchGoesAllRound(t *testing.T) {
	body := []byte("aaa.b.aa.aaaa")
	all := starts(body, "aa")
	at := func(from int, back bool) (int, bool) {
		msg := quest{ctx: t.Context(), body: body, pattern: "aa", from: from, back: back}.run().(foundMsg)
		return msg.at, msg.wrapped
	}
	for i, start := range all {
		next, wrapped := at(start+1, false)
		if want := all[(i+1)%len(all)]; next != want || wrapped != (i == len(all)-1) {
			t.Errorf("after %d comes %d (wrapped: %v), want %d", start, next, wrapped, want)
		}
		before, wrapped := at(start, true)
		if want := all[(i+len(all)-1)%len(all)]; before != want || wrapped != (i == 0) {
			t.Errorf("before %d comes %d (wrapped: %v), want %d", start, before, wrapped, want)
		}
	}
	for _, back := range []bool{false, true} {
		for _, from := range []int{0, 5, len(body)} {
			if msg := (quest{ctx: t.Context(), body: body, pattern: "zz", from: from, back: back}).run().(foundMsg); msg.at != -1 {
				t.Errorf("zz was found at %d", msg.at)
			}
		}
	}
}

// endsAfter is a context that ends when it was asked so many times.
type endsAfter struct {
	context.Context
	asked, end int
}

func (c *endsAfter) Err() error {
	if c.asked++; c.asked > c.end {
		return context.Canceled
	}
	return nil
}

// TestSearchStopsWithinAWindow: it asks before every window whether to go on,
// and looks through nothing twice.
func TestSearchStopsWithinAWindow(t *testing.T) {
	const windows = 40
	body := bytes.Repeat([]byte{'.'}, windows*findWindow)
	for _, back := range []bool{false, true} {
		for _, from := range []int{0, 10 * findWindow, len(body)} {
			ctx := &endsAfter{Context: t.Context(), end: 5}
			if msg := (quest{ctx: ctx, body: body, pattern: "x", from: from, back: back}).run(); msg != nil {
				t.Errorf("a stopped search answers %v", msg)
			}
			if ctx.asked > 5+4 {
				t.Errorf("it went on for %d windows", ctx.asked-5)
			}
			ctx = &endsAfter{Context: t.Context(), end: 1 << 20}
			quest{ctx: ctx, body: body, pattern: "x", from: from, back: back}.run()
			if ctx.asked < windows || ctx.asked > windows+4 {
				t.Errorf("%d windows were looked through, of %d", ctx.asked, windows)
			}
		}
	}
}

// TestSearchIsStopped by another one, by esc, and by another answer.
func TestSearchIsStopped(t *testing.T) {
	for name, stop := range map[string]func(r *rig){
		"another search": func(r *rig) { r.m.startSearch(intent{do: doSearch, text: "other"}) },
		"esc":            func(r *rig) { r.press("esc") },
		"another answer": func(r *rig) { r.send() },
	} {
		inRig(t, setup{}, func(r *rig) {
			r.answering(body("text/plain", strings.Repeat("hay ", 100)))
			r.send()
			r.press("v")
			old := r.m.response()
			slow := r.m.startSearch(intent{do: doSearch, text: "hay"})
			stop(r)
			if msg := slow(); msg != nil {
				t.Errorf("%s: the search went on and gave %v", name, msg)
			}
			// Even an outcome that was on its way is not taken for the next one's.
			was := foundMsg{reader: old.reader.id, id: 1, at: 8}
			cmd := r.m.startSearch(intent{do: doSearch, text: "nowhere"})
			r.deliver(was)
			r.expectNot("/hay")
			if at := r.m.response().reader.search.at; at != -1 {
				t.Errorf("%s: the old outcome %d was taken", name, at)
			}
			r.deliver(cmd())
			r.expect("Not found: nowhere")
		})
	}
}

func TestSearchNote(t *testing.T) {
	for pattern, want := range map[string]string{
		"":                        "",
		"autumn":                  "/autumn",
		"a\x1b[31m":               "/a␛[31m",
		"fifteen columns":         "/fifteen columns",
		"seventeen columns":       "/seventeen colu…",
		strings.Repeat("語", 20):   "/語語語語語語語…",
		"sixteen columns, " + "x": "/sixteen column…",
	} {
		r := reader{search: search{pattern: pattern}}
		if got := r.searchNote(); got != want {
			t.Errorf("%q is noted as %q, want %q", pattern, got, want)
		}
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
					rows := slices.DeleteFunc(strings.Split(r.screen(), "\n"), func(row string) bool { return strings.Contains(row, "/needle") })
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
			for _, want := range []string{"15434/20002", `"item15432"`, "31 35 34 33 32"} {
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
