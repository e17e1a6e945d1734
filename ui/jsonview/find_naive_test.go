package jsonview

import (
	"fmt"
	"strings"
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
