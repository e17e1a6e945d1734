package jsonview

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// speller makes of literal text a regular expression for all the ways a body may spell it.
type speller struct {
	fold  bool // case is ignored
	ascii bool // ... of ASCII letters within ASCII
}

// spell is the expression for runes; last when nothing follows them in the pattern.
func (s speller) spell(runes []rune, last bool) *syntax.Regexp {
	var parts []*syntax.Regexp
	for i := 0; i < len(runes); {
		before := blanks(runes[i:])
		if i+before == len(runes) || runes[i+before] != ':' {
			if before == 0 {
				parts = append(parts, s.letter(runes[i]))
				i++
			} else {
				parts = append(parts, literal(runes[i:i+before]))
				i += before
			}
			continue
		}
		if before > 0 {
			parts = append(parts, optional(runes[i:i+before]))
		}
		i += before + 1
		parts = append(parts, literal([]rune{':'}))
		after := blanks(runes[i:])
		if after > 0 || i < len(runes) || !last {
			parts = append(parts, afterTheColon(runes[i:i+after]))
		}
		i += after
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return &syntax.Regexp{Op: syntax.OpConcat, Sub: parts}
}

// blanks is how many blanks runes begins with.
func blanks(runes []rune) int {
	n := 0
	for n < len(runes) && (runes[n] == ' ' || runes[n] == '\t') {
		n++
	}
	return n
}

func literal(runes []rune) *syntax.Regexp {
	return &syntax.Regexp{Op: syntax.OpLiteral, Rune: runes}
}

func optional(runes []rune) *syntax.Regexp {
	return &syntax.Regexp{Op: syntax.OpQuest, Sub: []*syntax.Regexp{literal(runes)}}
}

// afterTheColon is the blanks after a colon, or one, or none.
func afterTheColon(runes []rune) *syntax.Regexp {
	one := optional([]rune{' '})
	if len(runes) == 0 || string(runes) == " " {
		return one
	}
	return alternatives([]*syntax.Regexp{literal(runes), one})
}

func alternatives(subs []*syntax.Regexp) *syntax.Regexp {
	if len(subs) == 1 {
		return subs[0]
	}
	return &syntax.Regexp{Op: syntax.OpAlternate, Sub: subs}
}

// letter is one rune in every spelling.
func (s speller) letter(r rune) *syntax.Regexp {
	var class []rune
	var escapes []*syntax.Regexp
	for _, c := range s.cases(r) {
		class = append(class, c, c)
		if e := escaped(c); e != nil {
			escapes = append(escapes, e)
		}
	}
	plain := literal([]rune{r})
	if len(class) > 2 {
		plain = &syntax.Regexp{Op: syntax.OpCharClass, Rune: class}
	}
	return alternatives(append([]*syntax.Regexp{plain}, escapes...))
}

// cases is the runes that r stands for, in order.
func (s speller) cases(r rune) []rune {
	out := []rune{r}
	if !s.fold {
		return out
	}
	for c := unicode.SimpleFold(r); c != r; c = unicode.SimpleFold(c) {
		if !s.ascii || (c < utf8.RuneSelf) == (r < utf8.RuneSelf) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}

// escaped is the escape that a body may have for r, nil when it has none.
func escaped(r rune) *syntax.Regexp {
	switch {
	case r == '/':
		return literal([]rune(`\/`))
	case r < utf8.RuneSelf && !strings.ContainsRune("<>&'", r):
		return nil
	}
	units := utf16.AppendRune(nil, r)
	parts := make([]*syntax.Regexp, 0, 2*len(units))
	for _, u := range units {
		digits := literal([]rune(fmt.Sprintf("%04x", u)))
		digits.Flags = syntax.FoldCase
		parts = append(parts, literal([]rune(`\u`)), digits)
	}
	return &syntax.Regexp{Op: syntax.OpConcat, Sub: parts}
}

// smallClass is how many letters a class of characters may have to be spelled.
const smallClass = 16

// respell spells the literals and small classes of a regular expression; last when nothing
// follows it.
func respell(re *syntax.Regexp, last bool) *syntax.Regexp {
	switch re.Op {
	case syntax.OpLiteral:
		s := speller{fold: re.Flags&syntax.FoldCase != 0}
		return s.spell(re.Rune, last)
	case syntax.OpCharClass:
		return respellClass(re)
	}
	out := *re
	out.Sub = make([]*syntax.Regexp, len(re.Sub))
	for i, sub := range re.Sub {
		through := re.Op == syntax.OpCapture || re.Op == syntax.OpAlternate || re.Op == syntax.OpConcat && i == len(re.Sub)-1
		out.Sub[i] = respell(sub, last && through)
	}
	return &out
}

func respellClass(class *syntax.Regexp) *syntax.Regexp {
	out := []*syntax.Regexp{class}
	letters := 0
	for i := 0; i < len(class.Rune); i += 2 {
		if letters += int(class.Rune[i+1]-class.Rune[i]) + 1; letters > smallClass {
			return class
		}
		for r := class.Rune[i]; r <= class.Rune[i+1]; r++ {
			if e := escaped(r); e != nil {
				out = append(out, e)
			}
		}
	}
	return alternatives(out)
}
