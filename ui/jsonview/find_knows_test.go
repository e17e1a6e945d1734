package jsonview

import (
	"context"
	"math/rand/v2"
	"testing"
)

// What a search says that it knows is what a whole search finds there.
func TestSearchKnowsWhatItSearched(t *testing.T) {
	d := indexOf(string(records(100_000, "\n", " ")), 50, 1<<20)
	p := mustCompile(t, "name", SmartCase)
	whole := NewSearch(p).Run(context.Background(), d, 0, nil)
	if !whole.Knows(0, d.Bytes()) || NewSearch(p).Knows(0, 1) || whole.Knows(0, d.Bytes()+1) {
		t.Error("all is known of a whole search only")
	}
	r := rand.New(rand.NewPCG(3, 4))
	known, unknown := 0, 0
	for range 30 {
		line := r.IntN(d.Lines())
		s := NewSearch(p).Run(&looks{Context: context.Background(), left: 1 + r.IntN(200)}, d, line, nil)
		for range 100 {
			from := r.IntN(d.Bytes())
			to := from + r.IntN(min(3000, d.Bytes()-from)+1)
			if !s.Knows(from, to) {
				unknown++
				continue
			}
			known++
			h, wrapped, ok := whole.Next(from)
			if !ok || wrapped || h.From >= to {
				continue
			}
			if got, _, _ := s.Next(from); got != h {
				t.Fatalf("from %d to %d all is known, but the first is %v, want %v", from, to, got, h)
			}
		}
	}
	if known < 100 || unknown < 100 {
		t.Errorf("known %d times, unknown %d", known, unknown)
	}
}
