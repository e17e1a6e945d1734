package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// checkJSON says what a body that is being written is: valid JSON, JSON Lines,
// or where it first stops being either. The place is a line and a column, both
// from 1, columns in characters.
func checkJSON(body string) (verdict string, ok bool) {
	if strings.TrimSpace(body) == "" {
		return "", true
	}
	fault := jsonFault(body)
	if fault == nil {
		return "JSON", true
	}
	if lines, first := jsonLines(body); lines > 1 {
		if first == nil {
			return fmt.Sprintf("JSON Lines, %d", lines), true
		}
		return first.Error(), false
	}
	return fault.Error(), false
}

// placedFault is a fault and its place in the whole body.
type placedFault struct {
	line, column int
	fault        string
}

func (e *placedFault) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.line, e.column, e.fault)
}

// jsonFault is the first fault of one JSON value, nil if there is none.
func jsonFault(text string) *placedFault {
	var raw json.RawMessage
	err := json.Unmarshal([]byte(text), &raw)
	if err == nil {
		return nil
	}
	offset := len(text)
	fault := err.Error()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = max(0, int(syntax.Offset)-1)
		if fault == "unexpected end of JSON input" {
			fault, offset = "the JSON ends too early", len(text)
		}
	}
	before := text[:min(offset, len(text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return &placedFault{1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(before[start:]), fault}
}

// jsonLines counts the values of a text with one JSON value a line, and gives
// the first fault. A text whose first line is no whole value is not such a
// text: the count is then zero.
func jsonLines(text string) (n int, first *placedFault) {
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		fault := jsonFault(line)
		if fault != nil && n == 0 {
			return 0, nil
		}
		n++
		if fault != nil && first == nil {
			fault.line = i + 1
			first = fault
		}
	}
	return n, first
}
