package jsonview

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// manyNeedles is how many texts are worth looking for one after the other.
const manyNeedles = 8

// required is the needles of which one is in every text that the expression matches, as the body
// spells it; none when there is no telling.
func required(re *syntax.Regexp) []needle {
	switch re.Op {
	case syntax.OpConcat:
		return requiredOfAll(re.Sub)
	case syntax.OpLiteral:
		return requiredOfAll([]*syntax.Regexp{re})
	case syntax.OpCharClass:
		return requiredOfClass(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpAlternate:
		var out []needle
		for _, sub := range re.Sub {
			some := required(sub)
			if out = append(out, some...); some == nil || len(out) > manyNeedles {
				return nil
			}
		}
		return out
	}
	return nil
}

// requiredOfAll is the best needles of expressions in a row, and of the text that literals side
// by side make.
func requiredOfAll(subs []*syntax.Regexp) []needle {
	var best []needle
	var run fragment
	take := func(n []needle) {
		if shortest(n) > shortest(best) || shortest(n) == shortest(best) && len(n) < len(best) {
			best = n
		}
	}
	for _, sub := range subs {
		switch {
		case sub.Op == syntax.OpLiteral:
			fold := sub.Flags&syntax.FoldCase != 0
			for _, r := range sub.Rune {
				if fold && hasWideCases(r) {
					run.end(take)
					take(requiredOfCases(r))
				} else {
					run.add(r, fold, take)
				}
			}
		case isCasePair(sub):
			run.add(sub.Rune[0], true, take)
		default:
			run.end(take)
			if sub.Op != syntax.OpConcat || len(sub.Sub) > 0 {
				take(required(sub))
			}
		}
	}
	run.end(take)
	return best
}

// hasWideCases tells whether a letter outside ASCII differs from r by case only. A needle knows
// no such letters.
func hasWideCases(r rune) bool {
	for c := unicode.SimpleFold(r); c != r; c = unicode.SimpleFold(c) {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	return r >= utf8.RuneSelf && unicode.SimpleFold(r) != r
}

// isCasePair tells whether an expression is one ASCII letter in either case.
func isCasePair(re *syntax.Regexp) bool {
	return re.Op == syntax.OpCharClass && len(re.Rune) == 4 && re.Rune[0] == re.Rune[1] && re.Rune[2] == re.Rune[3] &&
		'A' <= re.Rune[0] && re.Rune[0] <= 'Z' && re.Rune[2] == re.Rune[0]+('a'-'A')
}

// requiredOfClass is the members of a small class of characters.
func requiredOfClass(ranges []rune) []needle {
	var out []needle
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(out) == manyNeedles || !utf8.ValidRune(r) || r == utf8.RuneError || r == ' ' {
				return nil
			}
			out = append(out, *newNeedle(string(r), false))
		}
	}
	return out
}

// requiredOfCases is a rune in every case.
func requiredOfCases(r rune) []needle {
	out := []needle{*newNeedle(string(r), false)}
	for c := unicode.SimpleFold(r); c != r; c = unicode.SimpleFold(c) {
		out = append(out, *newNeedle(string(c), false))
	}
	return out
}

func shortest(needles []needle) int {
	if len(needles) == 0 {
		return 0
	}
	return len(slices.MinFunc(needles, func(a, b needle) int { return len(a.text) - len(b.text) }).text)
}

// fragment is literal text that is whole in the body too. A body may have whitespace on either
// side of brackets, commas and colons where the line has none, and none where the line has a
// blank after a colon.
type fragment struct {
	text []byte
	fold bool
}

func (f *fragment) add(r rune, fold bool, take func([]needle)) {
	switch {
	case r == utf8.RuneError:
		f.end(take)
	case r == ' ' && len(f.text) == 0:
	case strings.ContainsRune("{}[],:", r):
		f.end(take)
		take([]needle{*newNeedle(string(r), false)})
	default:
		f.text = utf8.AppendRune(f.text, r)
		f.fold = f.fold || fold
	}
}

func (f *fragment) end(take func([]needle)) {
	if len(f.text) > 0 {
		take([]needle{*newNeedle(string(f.text), f.fold)})
	}
	*f = fragment{}
}
