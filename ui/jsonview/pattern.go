package jsonview

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// PatternKind says how the text of a pattern is meant.
type PatternKind uint8

// The kinds of patterns.
const (
	SmartCase PatternKind = iota // plain text; without capitals it ignores case
	ExactCase                    // plain text
	Regexp                       // a regular expression, in the syntax of Go's regexp
)

// patternBytes is the longest pattern: with every letter escaped, a hit of it stays well below
// reachBytes.
const patternBytes = 4 << 10

// Pattern is what is searched for. It is immutable, and many may use it at once.
//
// It is matched against display lines: the text that [Document.Draw] gives, without the indent.
// In a hex view the line is the whole body. A hit never crosses lines, begins after the end of
// the hit before, and has at least one byte of the body.
//
// What a reader types off the screen is found as the body spells it, whichever kind of pattern
// it is part of:
//   - a colon may have one blank after it or none, and the blanks that the pattern has next to a
//     colon may be missing: "a":1 and "a" : 1 find each other;
//   - a letter outside ASCII, and each of < > & ', is also found as an escape such as \u0141, its
//     digits in either case, and outside the basic plane as two of them; / also as \/.
//
// A class of a regular expression that has more than 16 letters, such as \pL, matches what is on
// the line only. Case is ignored as Unicode's simple folding has it, but letters of ASCII in a plain
// pattern stand for letters of ASCII only.
type Pattern struct {
	text    string
	how     PatternKind
	re      *regexp.Regexp // what the pattern means; the rest makes it quick
	forms   forms          // none but of a plain pattern
	needles []needle       // one of them is on every line with a hit; none when nothing is known
	ahead   *program       // finds ends of hits, nil when it would be too large
	back    *program       // finds the start of a hit from its end
	finders sync.Pool
}

// PatternError tells why a regular expression cannot be used.
type PatternError struct {
	Why  string
	Part string // of the pattern, as typed; "" for all of it
	At   int    // where Part is, in characters from 1; 0 when that is not sure
}

func (e *PatternError) Error() string {
	switch {
	case e.Part == "":
		return e.Why
	case e.At == 0:
		return fmt.Sprintf("%s: %s", e.Why, e.Part)
	}
	return fmt.Sprintf("%s, at character %d: %s", e.Why, e.At, e.Part)
}

// Compile reads a pattern. The error is a [*PatternError]: the pattern is empty, too long, not
// UTF-8, or no regular expression.
func Compile(text string, how PatternKind) (*Pattern, error) {
	switch {
	case text == "":
		return nil, &PatternError{Why: "there is nothing to search for"}
	case len(text) > patternBytes:
		return nil, &PatternError{Why: fmt.Sprintf("a pattern has %d bytes at most", patternBytes)}
	case !utf8.ValidString(text):
		return nil, &PatternError{Why: "the pattern is not UTF-8"}
	}
	p := &Pattern{text: text, how: how}
	tree, err := p.parse()
	if err != nil {
		return nil, err
	}
	// Written and read again, a tree made by hand is as the parser would have it.
	meaning := tree.String()
	if p.re, err = regexp.Compile(meaning); err != nil {
		return nil, explain(text, err)
	}
	if tree, err = syntax.Parse(meaning, syntax.Perl); err != nil {
		return nil, explain(text, err)
	}
	p.needles = required(tree)
	p.ahead, p.back = programs(tree)
	if how != Regexp {
		p.forms = newForms(text, p.ignoresCase())
	}
	p.finders.New = func() any { return newFinder(p) }
	return p, nil
}

// String is the pattern as typed.
func (p *Pattern) String() string { return p.text }

// Kind is how the pattern is meant.
func (p *Pattern) Kind() PatternKind { return p.how }

func (p *Pattern) ignoresCase() bool {
	return p.how == SmartCase && !strings.ContainsFunc(p.text, unicode.IsUpper)
}

// parse makes the tree of the pattern as bodies spell it.
func (p *Pattern) parse() (*syntax.Regexp, error) {
	if p.how != Regexp {
		s := speller{fold: p.ignoresCase(), ascii: true}
		return s.spell([]rune(p.text), true), nil
	}
	tree, err := syntax.Parse(p.text, syntax.Perl)
	if err != nil {
		return nil, explain(p.text, err)
	}
	return respell(tree, true), nil
}

var syntaxTexts = map[syntax.ErrorCode]string{
	syntax.ErrInvalidCharClass:      "this is no class of characters",
	syntax.ErrInvalidCharRange:      "this range of characters has its end before its start",
	syntax.ErrInvalidEscape:         "this escape means nothing",
	syntax.ErrInvalidNamedCapture:   "a group of this kind is not known here",
	syntax.ErrInvalidPerlOp:         "a group of this kind is not known here",
	syntax.ErrInvalidRepeatOp:       "this repeats what is repeated already",
	syntax.ErrInvalidRepeatSize:     "this repeats too often, or from more to fewer",
	syntax.ErrMissingBracket:        "a closing ] is missing",
	syntax.ErrMissingParen:          "a closing ) is missing",
	syntax.ErrMissingRepeatArgument: "there is nothing before this to repeat",
	syntax.ErrTrailingBackslash:     "a backslash at the end escapes nothing",
	syntax.ErrUnexpectedParen:       "this ) closes nothing",
	syntax.ErrNestingDepth:          "the groups are too deep",
	syntax.ErrLarge:                 "the expression stands for too much",
}

// explain says in plain words what is wrong with a regular expression.
func explain(text string, err error) error {
	e, ok := err.(*syntax.Error)
	if !ok || syntaxTexts[e.Code] == "" {
		return &PatternError{Why: "this is no regular expression"}
	}
	out := &PatternError{Why: syntaxTexts[e.Code]}
	switch e.Code {
	case syntax.ErrTrailingBackslash:
		out.Part, out.At = `\`, utf8.RuneCountInString(text)
		return out
	case syntax.ErrUnexpectedParen:
		out.Part, out.At = ")", unmatched(text)
		return out
	case syntax.ErrMissingParen, syntax.ErrLarge, syntax.ErrNestingDepth:
		return out
	}
	out.Part = e.Expr
	if strings.Count(text, e.Expr) == 1 {
		out.At = utf8.RuneCountInString(text[:strings.Index(text, e.Expr)]) + 1
	}
	return out
}

// unmatched is where the first closing parenthesis stands that closes nothing, in characters
// from 1; 0 when there is none.
func unmatched(text string) int {
	depth, class, escape := 0, false, false
	for i, c := range []rune(text) {
		switch {
		case escape:
			escape = false
		case c == '\\':
			escape = true
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				return i + 1
			}
		}
	}
	return 0
}
