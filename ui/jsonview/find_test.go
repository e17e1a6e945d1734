package jsonview

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// drawnLine is a line as it is drawn, with the offset in the body of each byte, -1 for layout.
type drawnLine struct {
	line int
	text string
	offs []int
}

func drawnLines(d Document) []drawnLine {
	if h, ok := d.(HexSnapshot); ok {
		l := drawnLine{text: string(h.body)}
		for i := range h.body {
			l.offs = append(l.offs, i)
		}
		return []drawnLine{l}
	}
	var lines []drawnLine
	for _, r := range d.Rows(nil, 0, d.Lines()) {
		var text strings.Builder
		l := drawnLine{line: r.Line}
		for _, p := range d.Draw(nil, r, 0, 1<<40) {
			text.Write(p.Text)
			for i := range p.Text {
				if p.Off < 0 {
					l.offs = append(l.offs, -1)
				} else {
					l.offs = append(l.offs, p.Off+i)
				}
			}
		}
		l.text = text.String()
		lines = append(lines, l)
	}
	return lines
}

// naiveSearch looks for hits in each line as it is drawn: find gives the matches in a text.
func naiveSearch(d Document, find func(text string) [][]int) []Hit {
	return naiveHits(d, drawnLines(d), find)
}

func naiveHits(d Document, lines []drawnLine, find func(text string) [][]int) []Hit {
	var hits []Hit
	for _, l := range lines {
		for _, m := range find(l.text) {
			from, to := m[0], m[1]
			for from < to && l.offs[from] < 0 {
				from++
			}
			for from < to && l.offs[to-1] < 0 {
				to--
			}
			if from == to {
				continue
			}
			h := Hit{l.line, Span{l.offs[from], l.offs[to-1] + 1}}
			if _, hex := d.(HexSnapshot); hex {
				h.Line = h.From / HexBytes
			}
			hits = append(hits, h)
		}
	}
	return hits
}

// naivePlain is the matches of a plain pattern in a text, letter by letter.
func naivePlain(pattern string, fold bool, text string) [][]int {
	var out [][]int
	for at := 0; at < len(text); {
		if end := naiveMatch([]rune(pattern), fold, text, at, true); end > at {
			out = append(out, []int{at, end})
			at = end
		} else {
			at++
		}
	}
	return out
}

// naiveMatch is the end of a match of the pattern at byte at of the text, -1 when there is none.
func naiveMatch(pattern []rune, fold bool, text string, at int, first bool) int {
	if len(pattern) == 0 {
		return at
	}
	rest := strings.TrimLeft(string(pattern), " \t")
	n := len(pattern) - utf8.RuneCountInString(rest)
	if n > 0 && strings.HasPrefix(rest, ":") {
		for _, blanks := range []string{string(pattern[:n]), ""} {
			if strings.HasPrefix(text[at:], blanks) {
				if end := naiveMatch(pattern[n:], fold, text, at+len(blanks), false); end >= 0 {
					return end
				}
			}
		}
		return -1
	}
	if pattern[0] == ':' {
		if !strings.HasPrefix(text[at:], ":") {
			return -1
		}
		rest := strings.TrimLeft(string(pattern[1:]), " \t")
		blanks := string(pattern[1 : len(pattern)-utf8.RuneCountInString(rest)])
		choices := []string{blanks, " ", ""}
		if blanks+rest == "" {
			choices = []string{""}
		}
		for _, blanks := range choices {
			if strings.HasPrefix(text[at+1:], blanks) {
				if end := naiveMatch([]rune(rest), fold, text, at+1+len(blanks), false); end >= 0 {
					return end
				}
			}
		}
		return -1
	}
	for _, spelling := range naiveSpellings(pattern[0], fold) {
		if strings.HasPrefix(text[at:], spelling) {
			if end := naiveMatch(pattern[1:], fold, text, at+len(spelling), false); end >= 0 {
				return end
			}
		}
	}
	return -1
}

// naiveSpellings is every way to write a rune.
func naiveSpellings(r rune, fold bool) []string {
	if known := spellings[letter{r, fold}]; known != nil {
		return known
	}
	runes := []rune{r}
	if fold {
		for c := rune(0); c <= 0x1ffff; c++ {
			same := strings.EqualFold(string(c), string(r))
			if c != r && same && (c < 0x80) == (r < 0x80) {
				runes = append(runes, c)
			}
			if r < 0x80 && c == 0x80 {
				break
			}
		}
	}
	var out []string
	for _, c := range runes {
		out = append(out, string(c))
		if c == '/' {
			out = append(out, `\/`)
		}
		if c < 0x80 && !strings.ContainsRune("<>&'", c) {
			continue
		}
		spelled := []string{""}
		for _, u := range utf16.Encode([]rune{c}) {
			var longer []string
			for _, s := range spelled {
				for mask := range 16 {
					digits := []byte(fmt.Sprintf("%04x", u))
					for i := range digits {
						if mask>>i&1 == 1 {
							digits[i] = byte(unicode.ToUpper(rune(digits[i])))
						}
					}
					longer = append(longer, s+`\u`+string(digits))
				}
			}
			spelled = longer
		}
		out = append(out, spelled...)
	}
	spellings[letter{r, fold}] = out
	return out
}

type letter struct {
	r    rune
	fold bool
}

// spellings are kept, for it takes long to find them.
var spellings = map[letter][]string{}

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
	each(t, 4000, func(t *testing.T, r *rand.Rand, body string) {
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
	if found < 5000 {
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
	each(t, 300, func(t *testing.T, r *rand.Rand, body string) {
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
