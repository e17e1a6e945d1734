package ui

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// starts are the offsets at which a pattern is found by a search byte by byte.
func starts(body []byte, pattern string) []int {
	if strings.ToLower(pattern) == pattern {
		body = bytes.Map(func(c rune) rune {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			return c
		}, body)
	}
	var out []int
	for i := range body {
		if bytes.HasPrefix(body[i:], []byte(pattern)) {
			out = append(out, i)
		}
	}
	return out
}

// haystack is text of few letters in which patterns are frequent in some places
// and absent over several windows in others.
func haystack(random *rand.Rand, size int) []byte {
	b := bytes.Repeat([]byte{'.'}, size)
	for range random.IntN(12) {
		at := random.IntN(size)
		if random.IntN(2) == 0 { // astride a border of windows
			at = min(size-1, findWindow*(1+random.IntN(3))-2)
		}
		for i := at; i < min(size, at+1+random.IntN(9)); i++ {
			b[i] = "abAB{"[random.IntN(5)]
		}
	}
	return b
}

// TestFinderInRanges: a match counts where it starts, whatever it reaches into.
func TestFinderInRanges(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		body := haystack(random, 1+random.IntN(4*findWindow))
		pattern := []string{"a", "ab", "aba", "B", "aB", "{", "..a", "a" + strings.Repeat(".", findWindow+9)}[random.IntN(8)]
		all := starts(body, pattern)
		f := newFinder(pattern)
		for range 4 {
			f.rare = random.IntN(len(pattern))
			from := random.IntN(len(body) + 1)
			to := from + random.IntN(len(body)-from+1)
			first, last := -1, -1
			for _, at := range all {
				if from <= at && at < to {
					if first < 0 {
						first = at
					}
					last = at
				}
			}
			if got := f.first(t.Context(), body, from, to); got != first {
				t.Fatalf("the first %.10q in [%d:%d] is at %d, want %d", pattern, from, to, got, first)
			}
			if got := f.last(t.Context(), body, from, to); got != last {
				t.Fatalf("the last %.10q in [%d:%d] is at %d, want %d", pattern, from, to, got, last)
			}
		}
	}
}

// TestFinderAll: every byte that a match covers is in a stretch, and no other.
func TestFinderAll(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 500 {
		body := make([]byte, random.IntN(60))
		for i := range body {
			body[i] = "aAb"[random.IntN(3)]
		}
		from := random.IntN(len(body) + 1)
		to := from + random.IntN(len(body)-from+1)
		for _, pattern := range []string{"a", "ab", "aa", "aba", "A"} {
			want, got := make([]bool, len(body)), make([]bool, len(body))
			for _, at := range starts(body, pattern) {
				for i := at; from <= at && at+len(pattern) <= to && i < at+len(pattern); i++ {
					want[i] = true
				}
			}
			end := -1
			for _, s := range newFinder(pattern).all(nil, body, from, to) {
				if s.from <= end || s.to <= s.from {
					t.Fatalf("%q in %q: %v is not apart from what came before", pattern, body, s)
				}
				end = s.to
				for i := s.from; i < s.to; i++ {
					got[i] = true
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q in %q[%d:%d]: %v, want %v", pattern, body, from, to, got, want)
			}
		}
	}
}

func TestLower(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for shift := range 9 {
		b := all[shift : len(all)-shift]
		got := make([]byte, len(b))
		lower(got, b)
		for i, c := range b {
			want := c
			if 'A' <= c && c <= 'Z' {
				want += 'a' - 'A'
			}
			if got[i] != want {
				t.Fatalf("%q became %q", c, got[i])
			}
		}
	}
}

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
			was := foundMsg{response: old.id, id: 1, at: 8}
			cmd := r.m.startSearch(intent{do: doSearch, text: "nowhere"})
			r.deliver(was)
			r.expectNot("/hay")
			if at := r.m.response().search.at; at != -1 {
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
		r := response{search: search{pattern: pattern}}
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
		if left := r.m.response().left; left != 0 {
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

// findIn is a body of 100 MB with no match, as a bad case.
func findIn() []byte {
	return bytes.Repeat([]byte(`{"id": 4711, "Name": "Winter jacket", "price": 129.5},`+"\n"), 100<<20/55)
}

func BenchmarkFind100MB(b *testing.B) {
	body := findIn()
	for _, pattern := range []string{"Autumn", "autumn", "4712", "ticket", "entire"} {
		for _, back := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s back %v", pattern, back), func(b *testing.B) {
				b.SetBytes(int64(len(body)))
				for b.Loop() {
					quest{ctx: b.Context(), body: body, pattern: pattern, from: len(body) / 2, back: back}.run()
				}
			})
		}
	}
}

// shown is an answer with a body that is all laid out, at 120 columns.
func shown(media string, text []byte) *response {
	e := &gateway.Exchange{Status: 200, Header: http.Header{"Content-Type": {media}}, Body: gateway.BodyOf(text)}
	r := newResponse(1, "x", e, nil, gateway.NewRedactor())
	r.cols, r.rows = 84, 30
	for cmd := r.more(); cmd != nil; cmd = r.more() {
		r.indexed(cmd().(indexedMsg))
	}
	return r
}
