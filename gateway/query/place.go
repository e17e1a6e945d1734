package query

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// token is a piece of a filter's text, as far as telling places needs it: a
// word is a name, a keyword, a variable or a number, with the dot before it.
type token struct {
	at   int
	text string
}

func (t token) word() bool { return wordByte(t.text[len(t.text)-1]) }

// value reports that a value can end with this token.
func (t token) value() bool {
	return t.word() && !leading[t.text] || t.text[0] == '"' || strings.Contains(`.)]}?`, t.text) || t.text == ".."
}

// leading are the keywords after which a value has to come.
var leading = map[string]bool{"and": true, "or": true, "as": true, "if": true, "then": true, "elif": true, "else": true, "try": true,
	"catch": true, "reduce": true, "foreach": true, "def": true, "label": true, "import": true, "include": true}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// tokens cuts a filter's text, which may be wrong in any way. What stands
// inside a text's \( ) is part of the text.
func tokens(text string) []token {
	var all []token
	for i := 0; i < len(text); {
		start := i
		switch c := text[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
			continue
		case c == '#':
			for i < len(text) && text[i] != '\n' {
				i++
			}
			continue
		case c == '"':
			i = pastText(text, i)
		case wordByte(c) || (c == '.' || c == '$' || c == '@') && i+1 < len(text) && wordByte(text[i+1]):
			for i++; i < len(text) && wordByte(text[i]); {
				i++
			}
		default:
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			for i < len(text) && strings.IndexByte("=/|.<>!+-*%", c) >= 0 && strings.IndexByte("=/.", text[i]) >= 0 {
				i++
			}
		}
		all = append(all, token{start, text[start:i]})
	}
	return all
}

// pastText is where the text that opens at i ends, behind its closing quote.
func pastText(text string, i int) int {
	for i++; i < len(text); i++ {
		switch text[i] {
		case '"':
			return i + 1
		case '\\':
			if i++; i < len(text) && text[i] == '(' {
				i = pastHole(text, i) - 1
			}
		}
	}
	return len(text)
}

// pastHole is where the ( at i of a text is closed, behind its ).
func pastHole(text string, i int) int {
	for depth := 0; i < len(text); {
		switch text[i] {
		case '"':
			i = pastText(text, i)
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return len(text)
}

// openQuote is the place of the quote that is not closed.
func openQuote(text string) int {
	all := tokens(text)
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1].at
}

// placeOf is where a filter calls what has this name: the first such word that
// is not a member's name or an object's key.
func placeOf(text, name string) int {
	all := tokens(text)
	for i, t := range all {
		if t.text == name && (i+1 == len(all) || all[i+1].text != ":") && (i == 0 || all[i-1].text != "def") {
			return t.at
		}
	}
	// It is inside a text's \( ), or a key that is the same word.
	return max(0, strings.Index(text, name))
}

// missing says what a filter lacks that ends too early.
func missing(text string) string {
	all := tokens(text)
	if len(all) == 0 {
		return "there is nothing to do in it; . is the whole body"
	}
	if last := all[len(all)-1]; !last.value() {
		return fmt.Sprintf("something has to follow %s, such as .name", last.text)
	}
	if open, closing, ok := unclosed(all); ok {
		return fmt.Sprintf("%s at byte %d lacks its %s", open.text, open.at, closing)
	}
	return "it ends too early"
}

// unclosed is the innermost bracket or keyword that is not closed.
func unclosed(all []token) (open token, closing string, ok bool) {
	closes := map[string]string{"(": ")", "[": "]", "{": "}", "if": "end"}
	var stack []token
	for i, t := range all {
		key := i+1 < len(all) && all[i+1].text == ":"
		switch {
		case closes[t.text] != "" && !key:
			stack = append(stack, t)
		case len(stack) > 0 && closes[stack[len(stack)-1].text] == t.text:
			stack = stack[:len(stack)-1]
		}
	}
	if len(stack) == 0 {
		return token{}, "", false
	}
	open = stack[len(stack)-1]
	return open, closes[open.text], true
}

// unexpected says of the token at a place what could be there instead.
func unexpected(text string, at int, found string) string {
	all := tokens(text[:at])
	if len(all) == 0 {
		return fmt.Sprintf("a filter cannot begin with %s; it begins with . or a function, such as .name", found)
	}
	last := all[len(all)-1]
	if !last.value() {
		return fmt.Sprintf("a value, such as .name, was expected after %s, and not %s", last.text, found)
	}
	open, closing, inside := unclosed(all)
	switch {
	case inside && strings.Contains(")]}", found) && found != closing:
		return fmt.Sprintf("%s at byte %d is closed by %s, and not by %s", open.text, open.at, closing, found)
	case !inside && strings.Contains(")]}", found):
		return fmt.Sprintf("there is nothing open that %s could close", found)
	case inside:
		return fmt.Sprintf("%s or an operator, such as | or a comma, was expected after %s, and not %s", closing, last.text, found)
	}
	return fmt.Sprintf("an operator, such as | or a comma, was expected after %s, and not %s", last.text, found)
}
