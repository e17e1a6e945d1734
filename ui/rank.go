package ui

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/sahilm/fuzzy"
)

// hit is a name that fits what was typed.
type hit struct {
	index int   // of the name
	at    []int // the bytes of it that were typed, in order
}

// rank gives the names that fit what was typed, the best first: those that hold
// every word of it, then those that hold its letters in order. Case does not
// count. Of names that fit equally well the earlier comes first; with nothing
// typed, all fit.
func rank(typed string, names []string) []hit {
	words := strings.Fields(lowered(typed))
	var out []hit
	score := map[int]int{}
	for i, name := range names {
		if at, n, ok := holds(lowered(name), words); ok {
			out = append(out, hit{i, at})
			score[i] = n
		}
	}
	slices.SortStableFunc(out, func(a, b hit) int { return cmp.Compare(score[b.index], score[a.index]) })
	if len(words) == 0 {
		return out
	}
	for _, m := range fuzzy.Find(strings.Join(words, ""), names) {
		if _, there := score[m.Index]; !there {
			out = append(out, hit{m.Index, m.MatchedIndexes})
		}
	}
	return out
}

// lowered is s with small letters of ASCII for its capitals: offsets stay.
func lowered(s string) string {
	return strings.Map(func(c rune) rune {
		if 'A' <= c && c <= 'Z' {
			return c + 'a' - 'A'
		}
		return c
	}, s)
}

// holds looks for every word in a name. It scores where they stand: at the
// start of the name counts more than at the start of a word of it, and that
// more than within one; a word that follows the one before counts once more.
func holds(name string, words []string) (at []int, score int, ok bool) {
	end := -1 // of the word before
	for _, word := range words {
		best, from := -1, 0
		for best < 0 || !startsWord(name, best) {
			i := strings.Index(name[from:], word)
			if i < 0 {
				break
			}
			if i += from; best < 0 || startsWord(name, i) {
				best = i
			}
			from = i + 1
		}
		switch {
		case best < 0:
			return nil, 0, false
		case best == 0:
			score += 2
		case startsWord(name, best):
			score++
		}
		if end >= 0 && best > end && !strings.ContainsFunc(name[end:best], isWordRune) {
			score++
		}
		end = best + len(word)
		for i := range len(word) {
			at = append(at, best+i)
		}
	}
	slices.Sort(at)
	return slices.Compact(at), score, true
}

// startsWord reports whether a word of s begins at byte i.
func startsWord(s string, i int) bool {
	if i == 0 {
		return true
	}
	before := rune(s[i-1])
	return before < 0x80 && !isWordRune(before)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
