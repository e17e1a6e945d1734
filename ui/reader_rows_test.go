package ui

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

// wrapTexts are lines of all that makes bytes and columns differ, short ones and
// giants.
func wrapTexts(r *rand.Rand) string {
	words := []string{"plain ", "größer ", "日本語", "\xff", "\u202e", "\t", "e\u0301", "🙂", "x", "\x1b", "\u200d"}
	var out strings.Builder
	for range r.IntN(4) + 1 {
		for range []int{0, 3, 40, 3000}[r.IntN(4)] {
			out.WriteString(words[r.IntN(len(words))])
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// wrapBodies are bodies of such texts, as text and in JSON strings.
func wrapBodies(t *testing.T, n int, test func(r *rand.Rand, body *reader)) {
	t.Helper()
	for seed := range uint64(share(n)) {
		r := rand.New(rand.NewPCG(seed, 11))
		text, media := wrapTexts(r), "text/plain"
		if r.IntN(2) == 0 {
			media = "application/json"
			text = `{"a":{"b":["` + strings.ReplaceAll(text, "\n", `",{"c" : "`) + `"]}}`
		}
		b := shown(media, []byte(text))
		b.wrap, b.cols, b.rows = true, 20+r.IntN(80), 1+r.IntN(30)
		test(r, b)
	}
}

// TestWrappedRowsAreTheWholeLine: the rows of a wrapped line are its text, each as
// wide as there is room and no wider, and found alike from wherever one comes.
func TestWrappedRowsAreTheWholeLine(t *testing.T) {
	giants := 0
	wrapBodies(t, 60, func(r *rand.Rand, b *reader) {
		w := b.wrapper()
		for _, row := range b.layout().from(0, 100) {
			var whole []byte
			for _, p := range b.doc().Draw(nil, row, 0, 1<<30) {
				whole = append(whole, p.Text...)
			}
			starts := w.from(row, 0, 1<<20)
			if starts[0] != 0 || !slices.IsSorted(starts) || len(slices.Compact(slices.Clone(starts))) != len(starts) {
				t.Fatalf("rows begin at %v", starts)
			}
			if len(starts) > 2*stretchRows {
				giants++
			}
			for i, start := range starts {
				end := len(whole)
				if i+1 < len(starts) {
					end = starts[i+1]
				}
				var got []byte
				for _, p := range b.doc().Draw(nil, row, start, end-start) {
					got = append(got, p.Text...)
				}
				if !bytes.Equal(got, whole[start:end]) {
					t.Fatalf("row %d of %d is %q, want %q", i, len(starts), got, whole[start:end])
				}
				room := w.room(row)
				for _, p := range b.doc().Draw(nil, row, start, end-start) {
					spans, shown := display.Spans(nil, p.Text, 0, room)
					for _, s := range spans {
						room -= s.Cols
					}
					if shown < len(p.Text) || room < 0 {
						t.Fatalf("row %d of %d columns has no room for %q", i, w.room(row), got)
					}
				}
			}
			n := 1 + r.IntN(100)
			i := r.IntN(len(starts))
			if got, want := w.from(row, starts[i], n), starts[i:min(len(starts), i+n)]; !slices.Equal(got, want) {
				t.Fatalf("%d rows from %d are %v, want %v", n, starts[i], got, want)
			}
			if got, want := w.before(row, starts[i], n), starts[max(0, i-n):i]; !slices.Equal(got, want) {
				t.Fatalf("%d rows before %d are %v, want %v", n, starts[i], got, want)
			}
			if got, want := w.before(row, lastByte, n), starts[max(0, len(starts)-n):]; !slices.Equal(got, want) {
				t.Fatalf("the last %d rows are %v, want %v", n, got, want)
			}
			at := r.IntN(len(whole) + 1)
			j, found := slices.BinarySearch(starts, at)
			if !found {
				j--
			}
			if got := w.at(row, at); got != starts[j] {
				t.Fatalf("byte %d is on the row from %d, want %d", at, got, starts[j])
			}
		}
	})
	if giants < 3 {
		t.Errorf("only %d giant lines", giants)
	}
}

// spots are all rows of the screen that a body fills, found one line after the
// other.
func spots(r *reader) []spot {
	var out []spot
	for _, row := range r.layout().from(0, 1<<20) {
		starts := []int{0}
		if r.wraps() {
			starts = r.wrapper().from(row, 0, 1<<20)
		}
		for _, at := range starts {
			out = append(out, spot{row.Line, at})
		}
	}
	return out
}

// TestMovingByRowsIsThatOfTheReference: forward, back, and the first row of a
// screen, against a list of all rows; wrapped and not, folded and not.
func TestMovingByRowsIsThatOfTheReference(t *testing.T) {
	wrapBodies(t, 40, func(rnd *rand.Rand, r *reader) {
		r.wrap = rnd.IntN(3) > 0
		if f := r.layout().folds; f != nil && rnd.IntN(2) == 0 {
			f.Toggle(rnd.IntN(r.doc().Lines()))
		}
		all := spots(r)
		for range 20 {
			i, n := rnd.IntN(len(all)), rnd.IntN(80)
			to, moved := r.forward(all[i], n)
			if j := min(i+n, len(all)-1); to != all[j] || moved != j-i {
				t.Fatalf("%d rows from %v of %d: %v after %d, want %v after %d", n, all[i], len(all), to, moved, all[j], j-i)
			}
			if to, want := r.back(all[i], n), all[max(0, i-n)]; to != want {
				t.Fatalf("%d rows before %v: %v, want %v", n, all[i], to, want)
			}
			r.line, r.top, r.topAt = all[rnd.IntN(len(all))].line, all[i].line, all[i].at
			top := r.topFor(r.rows)
			from := slices.Index(all, top)
			if from < 0 {
				t.Fatalf("the screen begins at %v, which is no row", top)
			}
			if left := len(all) - from; left < r.rows && from > 0 {
				t.Fatalf("%d rows of %d are filled, and %d are before", left, r.rows, from)
			}
			screen := all[from:min(len(all), from+r.rows)]
			of := func(in []spot) (n int) {
				for _, s := range in {
					if s.line == r.line {
						n++
					}
				}
				return n
			}
			if seen, want := of(screen), min(of(all), r.rows); seen == 0 || r.line != all[i].line && len(all) > r.rows && seen < want && screen[0].line != r.line {
				t.Fatalf("%d rows of the cursor's line show, of %d, in %d", seen, of(all), r.rows)
			}
		}
	})
}

// TestEveryRowIsReachedByTheKeys: down goes over every row of a wrapped body, and
// up over the same ones.
func TestEveryRowIsReachedByTheKeys(t *testing.T) {
	giants := 0
	wrapBodies(t, 40, func(_ *rand.Rand, r *reader) {
		all := spots(r)
		if len(all) > 100 {
			return
		}
		if len(all) > 3*r.rows {
			giants++
		}
		seen := map[spot]bool{}
		look := func() {
			from := slices.Index(all, spot{r.top, r.topAt})
			for _, s := range all[from:min(len(all), from+r.rows)] {
				seen[s] = true
			}
		}
		for _, key := range []string{"down", "up"} {
			clear(seen)
			r.clamp()
			for range len(all) + 1 {
				look()
				r.key(keyMsg(key))
				r.clamp()
			}
			if len(seen) != len(all) {
				t.Fatalf("%s shows %d rows of %d, %d at a time", key, len(seen), len(all), r.rows)
			}
		}
		if r.line != 0 || r.topAt != 0 {
			t.Errorf("up ends at %d, %d", r.line, r.topAt)
		}
	})
	if !underRace && giants < 2 {
		t.Errorf("only %d bodies are larger than the screen", giants)
	}
}

// TestWrappedGiantCostsTheSameEverywhere: neither a frame nor the way to a byte
// costs more far along a line of megabytes.
func TestWrappedGiantCostsTheSameEverywhere(t *testing.T) {
	text := strings.Repeat("x", 5<<20) + "needle" + strings.Repeat("y", 5<<20)
	r := shown("application/json", []byte(`{"a":"`+text+`"}`))
	var drawn int
	r.layout().doc = watched{r.doc(), &drawn}
	r.wrap = true
	r.search.hit = jsonview.Span{From: 6 + 5<<20, To: 12 + 5<<20}
	r.goToHit()
	if view := strings.Join(r.bodyView(testFrame(84, 30), r.body.State(), 30), ""); !strings.Contains(view, "needle") {
		t.Errorf("the match is not in sight")
	}
	if drawn > 512<<10 {
		t.Errorf("going there and a frame drew %d bytes", drawn)
	}
	drawn = 0
	r.key(keyMsg("G"))
	r.key(keyMsg("pgup"))
	r.key(keyMsg("up"))
	if r.bodyView(testFrame(84, 30), r.body.State(), 30); drawn > 1<<20 {
		t.Errorf("three keys and a frame at the end drew %d bytes", drawn)
	}
}

func BenchmarkWrappedGiant(b *testing.B) {
	r := shown("application/json", []byte(`{"a":"`+strings.Repeat("x", 50<<20)+`"}`))
	r.wrap = true
	f, state := testFrame(84, 30), r.body.State()
	r.show(25<<20, 0)
	b.Run("frame", func(b *testing.B) {
		for b.Loop() {
			r.bodyView(f, state, 28)
		}
	})
	b.Run("key", func(b *testing.B) {
		for b.Loop() {
			r.key(keyMsg("pgdown"))
			r.key(keyMsg("pgup"))
		}
	})
}

// BenchmarkFolding is a key that folds, with the frame after it, in 30 MB.
func BenchmarkFolding(b *testing.B) {
	r := shown("application/json", bytes.Replace(largeBody(), []byte("{"), []byte(`{"pad":[`+strings.Repeat(`{"id":1,"tags":["a","b"]},`, 1<<20)+`0],`), 1))
	f, state := testFrame(84, 30), r.body.State()
	for name, change := range map[string][2]func(*jsonview.Folds){
		"depth":   {func(f *jsonview.Folds) { f.FoldTo(2) }, (*jsonview.Folds).UnfoldAll},
		"subtree": {func(f *jsonview.Folds) { f.FoldTree(0) }, func(f *jsonview.Folds) { f.UnfoldTree(0) }},
		"one":     {func(f *jsonview.Folds) { f.Fold(1) }, func(f *jsonview.Folds) { f.Unfold(1) }},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for _, c := range change {
					r.refold(c)
					r.bodyView(f, state, 28)
				}
			}
		})
	}
}
