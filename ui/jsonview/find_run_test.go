package jsonview

import (
	"context"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

func mustCompile(t testing.TB, text string, how PatternKind) *Pattern {
	t.Helper()
	p, err := Compile(text, how)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Reports come in order: a hit they know is the first one from the line on.
func TestSearchReportsTheFirstHitFirst(t *testing.T) {
	body := string(records(60_000, "\n", " "))
	d := indexOf(body, 50, 1<<20)
	for _, c := range []struct {
		pattern string
		how     PatternKind
	}{{"count", SmartCase}, {"name", SmartCase}, {`Product \d+1 `, Regexp}, {"total", SmartCase}, {"nowhere", SmartCase}} {
		p := mustCompile(t, c.pattern, c.how)
		whole := NewSearch(p).Run(context.Background(), d, 0, nil)
		for _, line := range []int{0, d.Lines() / 2, d.Lines() - 1} {
			for workers := 1; workers <= 4; workers++ {
				off := d.row(line).Off
				want, wantWrapped, exists := whole.Next(off)
				reports, last, hits := 0, 0, 0
				s := NewSearch(p).run(context.Background(), d, line, func(s *Search) {
					reports++
					if h, wrapped, ok := s.Next(off); ok && (h != want || wrapped != wantWrapped) && hits == 0 {
						t.Errorf("%s from %d: report %d has %v first, want %v", p, line, reports, h, want)
					} else if ok {
						hits++
					}
					searched, of := s.Progress()
					if searched < last || of != len(body) {
						t.Errorf("%s: searched %d of %d after %d", p, searched, of, last)
					}
					last = searched
				}, workers)
				if s.Total() != whole.Total() || !slices.Equal(s.counts, whole.counts) {
					t.Errorf("%s from %d: %d hits, want %d", p, line, s.Total(), whole.Total())
				}
				if reports == 0 || exists && hits == 0 {
					t.Errorf("%s from %d: %d reports, %d with hits", p, line, reports, hits)
				}
			}
		}
	}
}

// A search that was stopped has what was found till then, and goes on from there.
func TestSearchStopsAndGoesOn(t *testing.T) {
	d := indexOf(string(records(300_000, "", "")), 50, 1<<20)
	p := mustCompile(t, "e", SmartCase)
	whole := NewSearch(p).Run(context.Background(), d, 0, nil)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	none := NewSearch(p).Run(ctx, d, 0, nil)
	if searched, _ := none.Progress(); searched != 0 || none.Total() != 0 {
		t.Errorf("stopped before: %d bytes searched, %d hits", searched, none.Total())
	}
	if _, _, ok := none.Next(0); ok {
		t.Error("a hit is known before anything is searched")
	}
	s, runs := NewSearch(p), 0
	for ; runs < 1000; runs++ {
		before, of := s.Progress()
		if runs > 0 && before == of {
			break
		}
		s = s.Run(&looks{Context: context.Background(), left: 40}, d, d.Lines()/2, nil)
		if after, _ := s.Progress(); after < before {
			t.Fatalf("%d bytes searched after %d", after, before)
		}
	}
	if runs < 10 || !slices.Equal(s.counts, whole.counts) || s.Total() != whole.Total() {
		t.Errorf("%d hits in %d runs, want %d", s.Total(), runs, whole.Total())
	}
}

// looks is a context that ends when it was looked at so many times.
type looks struct {
	context.Context
	mu   sync.Mutex
	left int
}

func (c *looks) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// Many searches of one pattern, and marks meanwhile; the race detector watches.
func TestPatternsAreShared(t *testing.T) {
	d := indexOf(string(records(100_000, "\n", " ")), blockBytes, markBytes)
	p := mustCompile(t, `"store": \d`, Regexp)
	want := NewSearch(p).Run(context.Background(), d, 0, nil).Total()
	totals := make(chan int, 4)
	for range cap(totals) {
		go func() { totals <- NewSearch(p).Run(context.Background(), d, 100, nil).Total() }()
	}
	marks := 0
	for _, row := range d.Rows(nil, 0, d.Lines()) {
		marks += len(p.In(nil, d, row, row.Off, row.End))
	}
	for range cap(totals) {
		if got := <-totals; got != want || marks != want || want == 0 {
			t.Errorf("%d hits, %d marks, want %d", got, marks, want)
		}
	}
}

// Giant lines are searched in windows; hits on their borders are found once.
func TestSearchInGiantLines(t *testing.T) {
	patterns := map[string][]string{
		"string": {"890123", `"key": "01`, `9","b"`}, "escapes": {`\\"`, `\\\\"`}, "word": {"7]", "[7"}, "gap": {`"b":2`, `,"b`},
		"unclosed": {`"xx`, `["`}, "keys": {`k":"v`, `"kk`, `vv"`},
	}
	found := 0
	for name, body := range giants() {
		if patterns[name] == nil {
			continue
		}
		docs := []Document{indexOf(body, blockBytes, markBytes)}
		if name == "string" || name == "escapes" {
			docs = append(docs, textOfBody(body))
		}
		for _, d := range docs {
			lines := drawnLines(d)
			for i, pattern := range patterns[name] {
				how := PatternKind(i % 3)
				if how == Regexp {
					pattern = regexp.QuoteMeta(pattern)
				}
				p := mustCompile(t, pattern, how)
				want := naiveHits(d, lines, func(text string) [][]int { return p.re.FindAllStringIndex(text, -1) })
				got := NewSearch(p).Run(context.Background(), d, 0, nil)
				if hits := allHits(got); !slices.Equal(hits, want) || got.Total() != len(want) {
					t.Errorf("%s: %T: %q (%d): %s", name, d, pattern, how, difference(hits, want))
					continue
				}
				found += len(want)
				checkPartsOfGiant(t, p, d, want)
			}
		}
	}
	if found < 100_000 {
		t.Errorf("only %d hits", found)
	}
}

// checkPartsOfGiant compares the marks in some parts of the first rows with the hits.
func checkPartsOfGiant(t *testing.T, p *Pattern, d Document, hits []Hit) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, row := range d.Rows(nil, 0, 3) {
		for range 10 {
			from := row.Off + r.IntN(row.End-row.Off)
			to := min(from+100, row.End)
			var want []Span
			for i, _ := slices.BinarySearchFunc(hits, from, func(h Hit, from int) int { return h.To - from - 1 }); i < len(hits) && hits[i].From < to; i++ {
				if hits[i].Line == row.Line {
					want = append(want, hits[i].Span)
				}
			}
			if got := p.In(nil, d, row, from, to); !slices.Equal(got, want) {
				t.Errorf("%T: %q from %d to %d: %v, want %v", d, p, from, to, got, want)
				return
			}
		}
	}
}

// One string of 50 MB: a hit deep inside is found, reached and marked.
func TestSearchInAStringOf50MB(t *testing.T) {
	body := []byte(`{"a":"` + strings.Repeat("0123456789abcdef", 50<<20/16) + `"}`)
	at := 37<<20 + 11
	copy(body[at:], "Needle")
	s := wholeIndex(body)
	for _, how := range []PatternKind{SmartCase, ExactCase, Regexp} {
		pattern := map[PatternKind]string{SmartCase: "needle", ExactCase: "Needle", Regexp: `N.e\wle`}[how]
		found := NewSearch(mustCompile(t, pattern, how)).Run(context.Background(), s, 2, nil)
		h, wrapped, ok := found.Next(0)
		if want := (Hit{1, Span{at, at + 6}}); found.Total() != 1 || !ok || wrapped || h != want || found.Ordinal(h) != 1 {
			t.Errorf("%s: %d hits, %v", pattern, found.Total(), h)
		}
		row := s.row(1)
		if got := found.Pattern().In(nil, s, row, at-50, at+50); !slices.Equal(got, []Span{{at, at + 6}}) {
			t.Errorf("%s: marks %v", pattern, got)
		}
	}
}
