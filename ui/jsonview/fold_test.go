package jsonview

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestFoldsAreThoseOfTheReference(t *testing.T) {
	each(t, 400, func(t *testing.T, r *rand.Rand, body string) {
		if r.IntN(3) == 0 {
			body = deepBody(r)
		}
		foldsOfGrowingBody(t, r, body, 1+r.IntN(100))
	})
}

// foldedSomehow is the folds of a body after some random changes.
func foldedSomehow(s *Snapshot, body string, r *rand.Rand) *Folds {
	f, ref := NewFolds(s), newNaiveFolds()
	ref.lines = naive(body)
	for range r.IntN(8) {
		change(f, ref, r)
	}
	for range 3 {
		f.Toggle(r.IntN(s.Lines() + 1))
	}
	return f
}

// A window of a folded row is that part of the whole row's text, moved to the borders of runes.
func TestWindowsOfFoldedRows(t *testing.T) {
	folded := 0
	each(t, 600, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(100), 1+r.IntN(40))
		for _, row := range foldedSomehow(s, body, r).Rows(nil, 0, s.Lines()) {
			if row.Folded {
				folded++
			}
			whole := drawn(s, row, 0, 1<<30)
			from, max := r.IntN(len(whole)+2), r.IntN(12)
			lo, hi := window([]byte(whole), from, from+max)
			if got, want := drawn(s, row, from, max), whole[lo:hi]; got != want {
				t.Errorf("row %+v %q from %d max %d is %q, want %q", row, whole, from, max, got, want)
			}
		}
	})
	if folded < 150 {
		t.Errorf("only %d folded rows", folded)
	}
}

func TestTextsOfFoldedRows(t *testing.T) {
	for _, c := range []struct {
		body string
		line int
		want string
	}{
		{`{"tags":["a","b"],"x":1}`, 1, `"tags": [ … 2 items ],`},
		{`{"tags":["a","b"],"x":1}`, 0, `{ … 2 keys, 5 lines }`},
		{`{"one" : [ 1 ] }`, 1, `"one": [ … 1 item ]`},
		{`[{"a":1},{"a":[[2]]}]`, 4, `{ … 1 key, 5 lines }`},
		{`[1,2,]`, 0, `[ … 2 items ]`},
		{`[1,,2}`, 0, `[ … 3 items, 2 lines }`},
		{`[{"a":1,"b":`, 0, `[ … 1 item, 3 lines `},
		{`[{"a":1,"b":`, 1, `{ … 2 keys `},
		{"[1]\n{\"a\":2},", 3, `{ … 1 key },`},
	} {
		s := indexOf(c.body, 4, markBytes)
		f := NewFolds(s)
		f.Fold(c.line)
		row, _ := f.RowOf(c.line)
		if got := textOf(s, f.Rows(nil, row, 1)[0]); got != c.want {
			t.Errorf("%s line %d is %q, want %q", c.body, c.line, got, c.want)
		}
	}
}

// Lines on both sides of a fold may be giant.
func TestFoldedRowsBesideGiantLinesAreDrawn(t *testing.T) {
	gap := strings.Repeat(" ", 600_000)
	key := strings.Repeat("k", 60_000)
	body := "[1," + gap + `{"` + key + `":` + gap + "[" + gap + "1," + gap + "2" + gap + "]" + gap + ",2:3}]"
	s := indexOf(body, blockBytes, markBytes)
	f := NewFolds(s)
	f.Fold(3)
	row := f.Rows(nil, 3, 1)[0]
	want := `"` + key + `": [ … 2 items ],`
	for _, from := range []int{0, 100, len(key), len(want) - 22, len(want) - 3, len(want)} {
		if got := drawn(s, row, from, 20); got != want[from:min(len(want), from+20)] {
			t.Errorf("from %d: %q, want %q", from, got, want[from:min(len(want), from+20)])
		}
	}
}

// What is folded and unfolded again is as it was, with the folds inside.
func TestUnfoldingRestores(t *testing.T) {
	each(t, 300, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(60), markBytes)
		f := foldedSomehow(s, body, r)
		for line := range s.Lines() {
			before := f.Rows(nil, 0, s.Lines())
			f.Toggle(line)
			f.Toggle(line)
			if after := f.Rows(nil, 0, s.Lines()); !reflect.DeepEqual(before, after) {
				t.Errorf("line %d toggled twice: %+v, before %+v", line, after, before)
			}
		}
	})
}

// A copy and what it was made of go their own ways.
func TestCopiesAreIndependent(t *testing.T) {
	each(t, 300, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(60), markBytes)
		f, ref := NewFolds(s), newNaiveFolds()
		ref.lines = naive(body)
		change(f, ref, r)
		other, old := f.Copy(), f.Rows(nil, 0, s.Lines())
		forOther := newNaiveFolds()
		forOther.lines = ref.lines
		for range 10 {
			change(other, forOther, r)
		}
		if now := f.Rows(nil, 0, s.Lines()); !reflect.DeepEqual(old, now) {
			t.Errorf("the copy changed the original: %+v, before %+v", now, old)
		}
		ref.compare(t, f, r)
	})
}

// Where very many folds hide a line, one inside the other, they are not marked one by one.
func TestRevealingADeepLine(t *testing.T) {
	const depth = 60_000
	s := indexOf(strings.Repeat("[", depth)+"1"+strings.Repeat("]", depth), blockBytes, markBytes)
	for _, line := range []int{depth, depth - 7, depth + 1, quickReveal, 2 * quickReveal} {
		f := NewFolds(s)
		f.FoldTo(0)
		f.Reveal(line)
		row, visible := f.RowOf(line)
		if !visible || f.LineOf(row) != line || len(f.scopes) > 1 {
			t.Errorf("line %d has row %d %v", line, row, visible)
		}
		inner := s.Lines() / 2
		if _, hidden := f.HiddenBy(inner); hidden != (line < depth-1) {
			t.Errorf("line %d reveals the innermost value: %v", line, !hidden)
		}
	}
}

// While a body arrives, what comes into a folded container is hidden, and only that.
func TestLinesArriveInAFoldedContainer(t *testing.T) {
	body := []byte(`{"a":[` + strings.Repeat("1,", 9000) + `1],"b":2}`)
	x := NewIndexer(JSON)
	x.Feed(body, 100)
	f := NewFolds(x.Snapshot())
	f.Fold(1)
	var rows []int
	for range 4 {
		f.See(x.Snapshot())
		rows = append(rows, f.Lines())
		x.Feed(body, len(body)/3)
	}
	x.Finish()
	f.See(x.Snapshot())
	if rows = append(rows, f.Lines()); !slices.Equal(rows, []int{2, 2, 2, 4, 4}) {
		t.Errorf("rows %v", rows)
	}
	if got := textOf(f.s, f.Rows(nil, 1, 1)[0]); got != `"a": [ … 9001 items ],` {
		t.Errorf("folded row %q", got)
	}
}

func TestFoldsOfNothing(t *testing.T) {
	for _, s := range []*Snapshot{{}, indexOf("", 10, 10), indexOf("1", 10, 10), indexOf("[", 10, 10), indexOf("[]", 10, 10)} {
		f := NewFolds(s)
		for _, line := range []int{-1, 0, 1} {
			if f.Toggle(line) || f.Folded(line) {
				t.Errorf("line %d of %d is a container", line, s.Lines())
			}
			f.Fold(line)
			f.FoldTree(line)
			f.UnfoldTree(line)
			f.Reveal(line)
			f.FoldTo(line)
			if _, hidden := f.HiddenBy(line); hidden || f.LineOf(line) != 0 {
				t.Errorf("line %d of %d is hidden or row %d", line, s.Lines(), f.LineOf(line))
			}
		}
		if row, visible := f.RowOf(0); row != 0 || visible != (s.Lines() > 0) || f.Lines() != s.Lines() {
			t.Errorf("row %d %v, %d rows of %d", row, visible, f.Lines(), s.Lines())
		}
	}
}
