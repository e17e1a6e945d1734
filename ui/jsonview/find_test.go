package jsonview

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var someRegexps = []string{
	`\w+`, `.`, `^.`, `.$`, `a|id`, `\d+`, `(?i)LONG`, `\bid\b`, `[^"]+`, `日`, `\pL+`, `x*`, `(a|ab)(c|bcd)?`, `"[^"]*":`, `:\d`,
	`,$`, `^"`, `\s`, `(?s).+`, `[\x{80}-\x{ffff}]`, `i?d`, `(?:)`, `\\.`, `^$`, `(?m)^"`, `e|n(ull)?`, `a*?"`, `\x{fffd}`, `(?i)é|ß|k`,
	`.*?,`, `[[:punct:]]{2,}`, `"a"|\d$`, `l{1,3}.`, `\Blon`, `^(.)(.)`, `[^\pL]+`, `(?i)\\u0141`, `tru|true|e`,
}

// randomPattern is a part of a document, changed or not, or a regular expression.
func randomPattern(t *testing.T, r *rand.Rand, d Document, body string) *Pattern {
	how := PatternKind(r.IntN(3))
	text := someRegexps[r.IntN(len(someRegexps))]
	if how != Regexp {
		text = strings.ToValidUTF8(body, "")
		if d.Lines() > 0 && r.IntN(3) > 0 {
			text = strings.ToValidUTF8(textOf(d, d.Rows(nil, r.IntN(d.Lines()), 1)[0]), "")
		}
		runes := []rune(text)
		from := r.IntN(len(runes) + 1)
		text = string(runes[from:min(len(runes), from+1+r.IntN(1+r.IntN(12)))])
		switch r.IntN(6) {
		case 0:
			text = strings.ReplaceAll(text, ": ", ":")
		case 1:
			text = strings.ReplaceAll(text, ":", " : ")
		case 2:
			text = strings.ToLower(text)
		case 3:
			text = strings.ToUpper(text)
		case 4:
			text = strings.ReplaceAll(text, `\u0141`, "ł")
		}
		if text == "" {
			text = []string{"é", "e", `"`, ":", "🙂", "ł", `/`, ",", " ", "\n", "aa", "K", "k"}[r.IntN(13)]
		}
	}
	p, err := Compile(text, how)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return p
}

// naiveFind is what a pattern means.
func naiveFind(p *Pattern) func(text string) [][]int {
	return func(text string) [][]int {
		if p.how != Regexp {
			return naivePlain(p.text, p.ignoresCase(), text)
		}
		return slices.DeleteFunc(p.re.FindAllStringIndex(text, -1), func(m []int) bool { return m[0] == m[1] })
	}
}

func allHits(s *Search) []Hit {
	var out []Hit
	for i := range s.units {
		for _, span := range s.hits(i) {
			out = append(out, s.hit(span))
		}
	}
	return out
}

// Hits are those of a search through the lines as they are drawn, whatever the size of blocks and
// the number of searchers.
func TestSearchFindsWhatIsOnTheLines(t *testing.T) {
	found := 0
	each(t, 1500, func(t *testing.T, r *rand.Rand, body string) {
		d := []searchable{
			indexOf(body, 1+r.IntN(200), 1<<20), indexOf(body, 1+r.IntN(200), 1<<20),
			textOfBody(body).(searchable), HexSnapshot{[]byte(body), true},
		}[r.IntN(4)]
		p := randomPattern(t, r, d, body)
		want := naiveSearch(d, naiveFind(p))
		s := NewSearch(p).run(context.Background(), d, r.IntN(d.Lines()+1), nil, 1+r.IntN(4))
		got := allHits(s)
		if s.Total() != len(want) || !slices.Equal(got, want) {
			t.Errorf("%T: %q (%d): total %d, %s", d, p, p.how, s.Total(), difference(got, want))
			return
		}
		if searched, of := s.Progress(); searched != of || of != len(body) {
			t.Errorf("searched %d of %d", searched, of)
		}
		found += len(want)
		checkSteps(t, r, s, want, len(body))
		checkMarks(t, p, d, want)
	})
	if found < 2000 {
		t.Errorf("only %d hits", found)
	}
}

// checkSteps goes from hit to hit.
func checkSteps(t *testing.T, r *rand.Rand, s *Search, want []Hit, size int) {
	for range 5 {
		at := r.IntN(size + 1)
		i := slices.IndexFunc(want, func(h Hit) bool { return h.From >= at })
		h, wrapped, ok := s.Next(at)
		if ok != (len(want) > 0) || ok && (wrapped != (i < 0) || h != want[max(i, 0)]) {
			t.Errorf("next of %d is %v %v %v of %v", at, h, wrapped, ok, want)
		}
		if i < 0 {
			i = len(want)
		}
		h, wrapped, ok = s.Prev(at)
		if ok != (len(want) > 0) || ok && (wrapped != (i == 0) || h != want[(i-1+len(want))%len(want)]) {
			t.Errorf("previous of %d is %v %v %v of %v", at, h, wrapped, ok, want)
		}
	}
	for i, h := range want {
		if got := s.Ordinal(h); got != i+1 {
			t.Errorf("hit %v is number %d, want %d", h, got, i+1)
		}
	}
}

// checkMarks compares the hits in rows.
func checkMarks(t *testing.T, p *Pattern, d Document, want []Hit) {
	for _, row := range d.Rows(nil, 0, d.Lines()) {
		var inRow []Span
		for _, h := range want {
			if h.From < row.End && h.To > row.Off {
				inRow = append(inRow, h.Span)
			}
		}
		if got := p.In(nil, d, row, row.Off, row.End); !slices.Equal(got, inRow) {
			t.Errorf("%T: %q in row %+v: %v, want %v", d, p, row, got, inRow)
		}
	}
}

// A search goes on where it stopped when more of the body has come.
func TestSearchGoesOnAsTheBodyGrows(t *testing.T) {
	each(t, 120, func(t *testing.T, r *rand.Rand, body string) {
		body = strings.Repeat(body+"\n", 1+r.IntN(40))
		x := []Index{newIndexer(JSON, 1+r.IntN(2000), 1<<20), &TextIndex{}, &HexIndex{}}[r.IntN(3)]
		p := randomPattern(t, r, indexOf(body, 100, 1<<20), body)
		s := NewSearch(p)
		for fed := 0; fed < len(body); {
			fed += x.Feed([]byte(body), 1+r.IntN(len(body)))
			if fed == len(body) {
				x.Finish()
			}
			s = s.Run(context.Background(), x.Document(), 0, nil)
			if want := naiveSearch(x.Document(), naiveFind(p)); !slices.Equal(allHits(s), want) || s.Total() != len(want) {
				t.Errorf("%T: %q (%d) in %d bytes: %v", x, p, p.how, fed, difference(allHits(s), want))
				return
			}
		}
		if again := s.Run(context.Background(), x.Document(), 0, nil); !reflect.DeepEqual(again.counts, s.counts) {
			t.Errorf("once more: %v, want %v", again.counts, s.counts)
		}
	})
}

// difference is where two lists part.
func difference(got, want []Hit) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	return fmt.Sprintf("%d hits, want %d; after %d: %v, want %v", len(got), len(want), i, got[i:min(len(got), i+3)], want[i:min(len(want), i+3)])
}
