package ui

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
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
	for range share(60) {
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
