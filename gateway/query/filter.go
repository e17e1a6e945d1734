// Package query runs jq filters over bodies, within bounds. A filter that maps
// over one list is run on one element after the other, so that only one of them
// is in memory; every other is run on the whole value. Filters are a language
// in which a few letters can ask for any amount of memory or time, so the
// program that shows a body does not run them itself: a child process of the
// same binary does, see [Process].
package query

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/itchyny/gojq"
)

// maxFilter is the most bytes that a filter may have: what reads and compiles
// one goes as deep as it is nested.
const maxFilter = 64 << 10

// Filter is a jq filter that can be run. It does not change and may be used by
// several goroutines.
type Filter struct {
	text  string
	shape shape
	whole *gojq.Code
	named []string // the keys that its objects are written with, in order
}

// String is the text that the filter was made of.
func (f *Filter) String() string { return f.text }

// ElementWise reports whether the filter maps over one list and is therefore run
// element by element where the body has that list.
func (f *Filter) ElementWise() bool { return f.shape.each }

// SyntaxError is a filter that cannot be run.
type SyntaxError struct {
	Offset int    // where in the filter, in bytes; its length for its end
	Reason string // a sentence without its stop: what was found and what was expected
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("the filter cannot be read at byte %d: %s", e.Offset, e.Reason)
}

// Parse reads a filter. What reaches beyond the body is not there: no further
// input, no environment variables, no modules, no messages beside the result,
// no ending of the program. An error is a [SyntaxError].
func Parse(text string) (*Filter, error) {
	switch {
	case len(text) > maxFilter:
		return nil, &SyntaxError{maxFilter, fmt.Sprintf("it has %d bytes, and %d are the most", len(text), maxFilter)}
	case strings.Trim(text, " \t\r\n") == "":
		return nil, &SyntaxError{len(text), "it is empty; . is the whole body, .name one of its members"}
	}
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd") {
			return nil, &SyntaxError{i, "the byte there is not of UTF-8"}
		}
	}
	query, err := gojq.Parse(text)
	if err != nil {
		return nil, unread(text, err)
	}
	if query.Term == nil && query.Right == nil {
		return nil, &SyntaxError{len(text), "there is nothing to do in it; . is the whole body, .name one of its members"}
	}
	if err := refuse(text, query); err != nil {
		return nil, err
	}
	f := &Filter{text: text, named: keysOf(query)}
	if f.whole, err = gojq.Compile(query); err != nil {
		return nil, unknown(text, err)
	}
	// Compiling changes the tree in places, so the shape has one of its own.
	if query, err = gojq.Parse(text); err != nil {
		return nil, unread(text, err)
	}
	if f.shape, err = shapeOf(query); err != nil {
		return nil, unknown(text, err)
	}
	return f, nil
}

// refused are the functions that reach beyond the body, with what to say of
// them.
var refused = map[string]string{
	"input":             "a filter sees one body, there is no further input",
	"inputs":            "a filter sees one body, there is no further input",
	"input_filename":    "a body has no file name",
	"env":               "environment variables are not shown to filters",
	"$ENV":              "environment variables are not shown to filters",
	"halt":              "a filter cannot end the program; empty gives no result",
	"halt_error":        "a filter cannot end the program; error gives up",
	"debug":             "there is no place for messages beside the result",
	"stderr":            "there is no place for messages beside the result",
	"modulemeta":        "modules cannot be loaded",
	"get_search_list":   "modules cannot be loaded",
	"input_line_number": "a body has no line numbers for filters",
}

// refuse finds what a filter must not call, even where it defines a function of
// that name: who reads it is not to wonder which one is meant.
func refuse(text string, query *gojq.Query) error {
	if len(query.Imports) > 0 || query.Meta != nil {
		return &SyntaxError{0, "modules cannot be loaded: write the definition into the filter, def name: ...;"}
	}
	var found error
	walk(reflect.ValueOf(query), func(node any) {
		call, ok := node.(*gojq.Func)
		if !ok || found != nil {
			return
		}
		if why, is := refused[call.Name]; is {
			found = &SyntaxError{placeOf(text, call.Name), call.Name + " is not there: " + why}
		}
	})
	return found
}

// keysOf are the keys that a filter's objects are written with, each once, in
// the order of the text.
func keysOf(query *gojq.Query) []string {
	var keys []string
	seen := map[string]bool{}
	walk(reflect.ValueOf(query), func(node any) {
		pair, ok := node.(*gojq.ObjectKeyVal)
		if !ok {
			return
		}
		key := strings.TrimPrefix(pair.Key, "$")
		if pair.KeyString != nil && pair.KeyString.Queries == nil {
			key = pair.KeyString.Str
		}
		if key != "" && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	})
	return keys
}

// walk visits every node of a filter's tree in the order of the text.
func walk(v reflect.Value, visit func(node any)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			visit(v.Interface())
			walk(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), visit)
		}
	}
}

// unknown makes the error of the compiler one with a place.
func unknown(text string, err error) error {
	reason := err.Error()
	name, ok := "", false
	switch {
	case strings.HasPrefix(reason, "function not defined: "):
		call := strings.TrimPrefix(reason, "function not defined: ")
		var count string
		name, count, ok = strings.Cut(call, "/")
		switch count {
		case "0":
			reason = fmt.Sprintf("there is no function %s without arguments; a member is .%s", name, name)
		case "1":
			reason = fmt.Sprintf("there is no function %s with one argument", name)
		default:
			reason = fmt.Sprintf("there is no function %s with %s arguments", name, count)
		}
	case strings.HasPrefix(reason, "variable not defined: "):
		name, ok = strings.TrimPrefix(reason, "variable not defined: "), true
		reason = fmt.Sprintf("there is no variable %s here; . as %s | ... makes one", name, name)
	case strings.HasPrefix(reason, "label not defined: "):
		name, ok = strings.TrimPrefix(reason, "label not defined: "), true
		reason = fmt.Sprintf("there is no label %s here; label %s | ... makes one", name, name)
	}
	place := 0
	if ok {
		place = placeOf(text, name)
	}
	return &SyntaxError{place, reason}
}

// unread makes the error of the parser one with a place and a sentence.
func unread(text string, err error) error {
	var parse *gojq.ParseError
	if !errors.As(err, &parse) {
		return &SyntaxError{len(text), err.Error()}
	}
	at := parse.Offset - len(parse.Token)
	if at < 0 || parse.Offset > len(text) || text[at:parse.Offset] != parse.Token {
		at = max(0, min(parse.Offset, len(text))-1)
	}
	switch what := err.Error(); {
	case strings.HasPrefix(what, "unterminated string"):
		return &SyntaxError{openQuote(text), `the text that begins here has no closing "`}
	case strings.HasPrefix(what, "invalid escape"):
		return &SyntaxError{at, parse.Token + ` is no escape in a text; a backslash is written \\`}
	case parse.Token == "" && parse.Offset >= len(text):
		return &SyntaxError{len(text), missing(text)}
	}
	return &SyntaxError{at, unexpected(text, at, parse.Token)}
}
