package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ShapeError is an answer that is shaped otherwise than the convention. It is
// no failure of the call: the answer is there to be shown as it is.
type ShapeError struct {
	Want string // what was expected, such as "an object with a member collections"
	Got  string // what came, such as "a bare list"
}

// Error is one sentence for a person. It may hold words of the server.
func (e *ShapeError) Error() string {
	return "The answer is " + e.Got + ", not " + e.Want + "."
}

// content is an answer's body without the white space and byte order mark
// around it. The error, a *ShapeError, says what else than JSON it is.
func content(body []byte, want string) (json.RawMessage, error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	body = bytes.Trim(body, " \t\r\n")
	if json.Valid(body) {
		return body, nil
	}
	return nil, &ShapeError{Want: want, Got: otherThanJSON(body)}
}

// otherThanJSON says what a body is that is no JSON.
func otherThanJSON(body []byte) string {
	start := strings.ToLower(string(body[:min(len(body), 512)]))
	switch {
	case len(body) == 0:
		return "empty"
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"):
		return "an HTML page"
	case start[0] == '<':
		return "markup, such as HTML or XML"
	case brokenOff(body):
		return fmt.Sprintf("JSON that breaks off after %d bytes", len(body))
	case start[0] == '{', start[0] == '[':
		return "almost JSON, with a fault in it"
	case utf8.Valid(body):
		return "plain text"
	}
	return "neither JSON nor text"
}

// brokenOff reports JSON that only misses its end.
func brokenOff(body []byte) bool {
	if len(body) == 0 || body[0] != '{' && body[0] != '[' {
		return false
	}
	var skipped json.RawMessage
	err := json.Unmarshal(body, &skipped)
	return err != nil && strings.Contains(err.Error(), "unexpected end")
}

// shape names the sort of a valid JSON value; an object by its members.
func shape(value json.RawMessage) string {
	switch {
	case isObject(value):
		return "an object " + memberNames(value)
	case isArray(value):
		return "a bare list"
	case isText(value):
		return "a text"
	case isNumber(value):
		return "a number"
	}
	return string(value) // true, false, null
}

const (
	namesShown = 4
	nameShown  = 40 // characters
)

// memberNames are the first names of an object, in the order sent.
func memberNames(object json.RawMessage) string {
	var names []string
	more := 0
	for name := range members(object) {
		if len(names) == namesShown {
			more++
			continue
		}
		if short := []rune(name); len(short) > nameShown {
			name = string(short[:nameShown]) + "..."
		}
		names = append(names, name)
	}
	switch {
	case len(names) == 0:
		return "without members"
	case len(names) == 1:
		return "with the member " + names[0]
	case more > 0:
		return fmt.Sprintf("with the members %s and %d more", strings.Join(names, ", "), more)
	}
	last := len(names) - 1
	return "with the members " + strings.Join(names[:last], ", ") + " and " + names[last]
}
