package ui

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
	"gatehouse/gateway/query"
	"gatehouse/ui/display"
)

// TestFilterShowsResultsLikeABody: they have a cursor, a path, a search and modes
// of their own; the body stays as it was left.
func TestFilterShowsResultsLikeABody(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		r.press("G", "up", "up")
		r.expect("3302/3304")
		r.press("f")
		r.text(".orders[] | {id}")
		r.expect("runs element by element")
		r.press("enter")
		r.wait(time.Second)
		r.expect("filter .orders[] | {id}", "300 results", "element by element", "1/900 JSON Lines")
		r.press("down")
		r.expect("2/900", "$[0].id")
		r.press("w")
		r.expect("SAVE RESULTS")
		r.press("esc")
		r.press("/")
		r.text("250")
		r.press("enter")
		r.expect("752/900", "/250")
		r.press("p")
		r.wait(time.Second)
		r.expect("plain", "300 results")
		r.press("esc") // the search
		r.expect("300 results")
		r.press("esc")
		r.expect("3302/3304 JSON")
		r.expectNot("300 results")
		if n := len(r.m.readers()); n != 1 {
			t.Errorf("%d bodies are held", n)
		}
	})
}

// TestFilterOfAnAnswerSaysWhereOneIs among its results, and not in the body.
func TestFilterOfAnAnswerSaysWhereOneIs(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("f5")
		r.wait(2 * time.Second)
		r.press("v", "z")
		r.filtered("range(5)")
		r.expect("5 results", "1/5 JSON Lines")
		r.press("G")
		r.expect("5/5 JSON Lines", "$[4]")
	})
}

// TestSingleResultIsADocument: its paths begin at itself, to be read and to go to;
// those of several go on from their numbers.
func TestSingleResultIsADocument(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("f5")
		r.wait(2 * time.Second)
		r.press("v", "z")
		for _, c := range []struct{ filter, lines, path string }{
			{"{a: 1}", "2/3 JSON ·", "$.a"},
			{"[range(5)]", "2/7 JSON ·", "$[0]"},
			{"[{a: 1}]", "3/5 JSON ·", "$[0].a"},
			{"{a: 1}, 2", "2/4 JSON Lines ·", "$[0].a"},
		} {
			r.filtered(c.filter)
			r.press("g")
			for range strings.Count(c.path, "[") + strings.Count(c.path, ".") {
				if !strings.Contains(r.screen(), c.lines) {
					r.press("down")
				}
			}
			r.expect(c.lines)
			if got := r.m.reader().path(80); got != c.path {
				t.Errorf("%s: the path is %s, not %s\n%s", c.filter, got, c.path, r.screen())
			}
		}
		r.filtered("{a: 1}")
		r.press("#")
		r.text("$.a")
		r.press("enter")
		r.wait(time.Second)
		r.expect("2/3 JSON ·", "$.a")
	})
}

// TestFilterIsReadAsItIsTyped: a fault stands under its place, and enter does not
// run it nor lose it.
func TestFilterIsReadAsItIsTyped(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		for _, c := range []struct {
			typed, says string
			at          int // of the mark, from the begin of the filter
		}{
			{".orders[", "something has to follow [", 8},
			{". | nope", "there is no function nope", 4},
			{`"漢字" ]`, "there is nothing open that ] could close", 7},
			{"env.HOME", "env is not there", 0},
		} {
			r.press("f", "ctrl+u")
			r.text(c.typed)
			rows := lines(r.frame)
			at := slices.IndexFunc(rows, func(row string) bool { return strings.HasPrefix(row, "  filter ") })
			r.expect(c.says)
			mark := strings.Index(rows[at+1], "^") // nothing wide stands before it
			if mark != len("  filter ")+c.at {
				t.Errorf("%s: the mark stands at %d\n%s", c.typed, mark, r.screen())
			}
			r.press("enter")
			r.expect("! Not run: "+c.says, c.typed)
			r.press("esc")
			r.expectNot(c.typed)
			r.expect("1/3304")
		}
	})
}

// TestFiltersAreKept: up and down show those of the run, f begins with the last
// one, and what was typed is not lost meanwhile.
func TestFiltersAreKept(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		for _, text := range []string{".orders[0]", ".orders[1]", ".orders[0]", ".orders[2]"} {
			r.filtered(text)
		}
		if want := []string{".orders[2]", ".orders[0]", ".orders[1]"}; !slices.Equal(r.m.filters.all, want) {
			t.Errorf("kept are %q", r.m.filters.all)
		}
		at := func() string { return r.m.file.filter.line.input.Value() }
		r.press("f")
		for _, c := range []struct{ key, want string }{
			{"x", ".orders[2]x"}, {"up", ".orders[2]"}, {"up", ".orders[0]"}, {"up", ".orders[1]"}, {"up", ".orders[1]"},
			{"down", ".orders[0]"}, {"down", ".orders[2]"}, {"down", ".orders[2]x"}, {"down", ".orders[2]x"},
		} {
			if r.press(c.key); at() != c.want {
				t.Errorf("%s shows %s, not %s", c.key, at(), c.want)
			}
		}
		r.press("esc", "f")
		if at() != ".orders[2]" {
			t.Errorf("f begins with %s", at())
		}
		if r.press("up"); at() != ".orders[0]" {
			t.Errorf("the first before is %s", at())
		}
	})
}

// TestFilterOnANewAnswer: the same filter is offered and f enter runs it.
func TestFilterOnANewAnswer(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answering(body("application/json", `{"items":[{"id":1},{"id":2}]}`))
		r.send()
		r.press("v")
		r.filtered(".items[].id")
		r.expect("2 results")
		r.answering(body("application/json", `{"items":[{"id":1},{"id":2},{"id":3}]}`))
		r.send()
		r.expect("f enter runs .items[].id again.")
		r.expectNot("results")
		r.press("f", "enter")
		r.wait(time.Second)
		r.expect("3 results")
		r.press("esc")
		r.send()
		r.expectNot("again.")
	})
}

// TestFilterIsStopped by esc and by ctrl+c: what came stays, and the runner is
// told.
func TestFilterIsStopped(t *testing.T) {
	for _, key := range []string{"esc", "ctrl+c"} {
		var stopped []context.Context
		s := setup{}
		withFilters(func(ctx context.Context, body []byte, f *query.Filter) io.ReadCloser {
			stopped = append(stopped, ctx)
			return endless(ctx, body, f)
		}, ordersFile)(&s)
		inRig(t, s, func(r *rig) {
			r.filtered(".orders[]")
			r.expect("◌ 1.", "results so far", "esc stops it")
			r.press("down", "down") // keys are answered meanwhile
			r.expect("3/")
			r.press(key)
			r.wait(time.Second)
			r.expect("! stopped", "11 results", "3/")
			if stopped[0].Err() == nil {
				t.Error("the runner was not told")
			}
			r.wait(time.Minute)
			r.expect("11 results")
			r.press("esc")
			r.expect("1/3304")
		})
	}
}

// TestFilterTakesThePlaceOfAnother: the first is stopped, and nothing of it comes
// any more.
func TestFilterTakesThePlaceOfAnother(t *testing.T) {
	s := setup{}
	withFilters(func(ctx context.Context, body []byte, f *query.Filter) io.ReadCloser {
		if f.String() == ".orders" {
			return endless(ctx, body, f)
		}
		return inProcess(ctx, body, f)
	}, ordersFile)(&s)
	inRig(t, s, func(r *rig) {
		r.filtered(".orders")
		first := r.m.reader().body
		r.filtered(".orders | length")
		r.expect("1 result", "filter .orders | length")
		if !first.State().Done {
			t.Error("the first still runs")
		}
		if n := len(r.m.readers()); n != 2 {
			t.Errorf("%d bodies", n)
		}
	})
}

// TestFilterWaitsForTheBody: it runs when all of it is there, or on what came
// where the body is stopped.
func TestFilterWaitsForTheBody(t *testing.T) {
	for _, stop := range []bool{false, true} {
		s := setup{}
		withFile("orders.json", slowly(orders(300), 20_000), gateway.BodyOptions{})(&s)
		inRig(t, s, func(r *rig) {
			r.wait(time.Second)
			r.press("f")
			r.expect("still arriving: the filter waits for its end")
			r.text(".orders[].id")
			r.press("enter")
			r.expect("waiting for the rest of the body", "esc gives up", "1/")
			if stop {
				r.press("ctrl+c")
				r.wait(time.Second)
				r.expect("! of a part", "The body was stopped: these are the results of what had come.", " results")
				return
			}
			r.press("esc")
			r.expectNot("waiting for the rest")
			r.press("f", "enter")
			r.until("waiting for the rest")
			// A drip ends only when it is closed: all of the text is there then.
			r.wait(10 * time.Second)
			r.press("ctrl+c")
			r.wait(time.Second)
			r.expect("300 results")
		})
	}
}

// TestFilterIsRefused where there is nothing that it could work on.
func TestFilterIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":              "There is no body to filter.",
		"<html></html>": "A filter needs JSON, and this body is HTML.",
		"\x00\x01\x02":  "A filter needs JSON, and this body is binary.",
	} {
		inFile(t, "some.file", text, func(r *rig) {
			r.press("f")
			r.expect(want)
			if r.m.typing() {
				t.Errorf("%q: something is typed", text)
			}
		})
	}
	s := setup{}
	withFilters(nil, ordersFile)(&s)
	inRig(t, s, func(r *rig) {
		r.wait(time.Second)
		r.press("f")
		r.expect("No filter can run")
	})
}

// TestFileBeginsFiltered: the filter of the command line runs at once, and is the
// one to edit.
func TestFileBeginsFiltered(t *testing.T) {
	f, err := query.Parse(".orders | length")
	if err != nil {
		t.Fatal(err)
	}
	s := setup{options: func(o *Options) {
		file := setup{}
		ordersFile(&file)
		file.options(o)
		o.File.Filter = f
	}}
	inRig(t, s, func(r *rig) {
		r.wait(time.Second)
		r.expect("filter .orders | length", "1 result", "as a whole, bounded", "1/1 JSON")
		r.press("f")
		r.expect("runs as a whole, bounded in memory and time")
		r.press("esc", "esc")
		r.expect("1/3304")
	})
}

// TestFilterErrorsHideSecrets: what a filter fails with may quote the body.
func TestFilterErrorsHideSecrets(t *testing.T) {
	const secret = "made-up-secret-0123456789"
	s := setup{}
	withText("a.json", fmt.Sprintf(`{"a":%q}`, secret), gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		r.o.Redactor.Learn(gateway.Secret(secret))
		r.filtered(".a | error")
		r.expect("✗ failed", "the filter failed")
		r.expectNot(secret)
	})
}

// TestTally counts as a naive reading of whole lines does, whatever the pieces.
func TestTally(t *testing.T) {
	for body, want := range map[string]string{
		"": "0 results", "1\n": "1 result", "1\n2\n": "2 results", "{\"a\":1}": "1 result", "[]\n": "1 result",
		"[\n  1\n]\n": "a list of 1", "[\n  1,\n  2\n]\n": "a list of 2", "[\n  1\n]\n[\n  {\"b\":[1,2]},\n  3\n]\n": "2 lists, 3 in all",
		strings.Repeat("0\n", 274_513): "274 513 results",
	} {
		if got := (tally{}).of([]byte(body)).String(); got != want {
			t.Errorf("%.40q: %s, not %s", body, got, want)
		}
	}
	random := rand.New(rand.NewPCG(3, 9))
	pieces := []string{"[\n", "]\n", "  1,\n", "  {\"a\":[1]}\n", "7\n", "\"text ] [\"\n", "{\"long\":\"" + strings.Repeat("x", 100) + "\"}\n", "[]\n"}
	for range share(2000) {
		body := ""
		for range random.IntN(30) {
			body += pieces[random.IntN(len(pieces))]
		}
		var want tally
		for line := range strings.Lines(body) {
			switch {
			case strings.HasPrefix(line, " "):
				want.elements++
			case !strings.HasPrefix(line, "]"):
				want.values++
			}
		}
		got := tally{}
		for got.off < len(body) {
			got = got.of([]byte(body[:min(len(body), got.off+1+random.IntN(20))]))
		}
		if got.values != want.values || got.elements != want.elements || got.within {
			t.Fatalf("%q: %+v, not %+v", body, got, want)
		}
	}
}

// FuzzFilterLine: whatever is typed, the line fits its columns, shows its cursor,
// and its mark stands within it.
func FuzzFilterLine(f *testing.F) {
	for _, text := range []string{".items[", "\"漢字\" ]", ". | nope", strings.Repeat(".a |", 200), "\u202e\u009b]", "👩‍🚀 |"} {
		f.Add(text, 3, 20)
	}
	f.Fuzz(func(t *testing.T, text string, at, w int) {
		w = 4 + min(max(w, 0), 200)
		var l filterLine
		l.ask(text, nil)
		l.input.SetCursor(at)
		line, start := l.view(w)
		if got := display.Width(line); got > w || start < 0 {
			t.Errorf("%d columns of %d from %d: %q", got, w, start, line)
		}
		if l.parsed == nil && l.place() < 0 || l.parsed == nil && l.wrong.Reason == "" {
			t.Errorf("%q is wrong at %d without a reason", text, l.place())
		}
	})
}
