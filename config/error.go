package config

import (
	"fmt"
	"slices"
	"strings"
)

// Error is one thing that is wrong with a configuration file. No part of it
// holds the value of a credential.
type Error struct {
	File  string // as it was given to [Load]
	Line  int    // from 1; 0 when the fault stands on no line
	Table string // such as `environment "QA"`, "" at the top of the file
	Key   string // "" when it is about the whole table or file
	Fault string
	Fix   string // what to do about it, "" when the fault says it
}

// Error is one line: file, line, table, key, fault and fix.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	for _, part := range []string{e.Table, e.Key, e.Fault} {
		if part != "" {
			b.WriteString(": " + part)
		}
	}
	if e.Fix != "" {
		b.WriteString("; " + e.Fix)
	}
	return b.String()
}

// Errors is everything that is wrong with a configuration file, in the order
// of its lines: one reading tells a user all of it. errors.As finds each
// *Error.
type Errors []*Error

// Error has one line for each fault.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.Is and errors.As each fault.
func (es Errors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}

// sorted puts the faults in the order of the file and makes an empty list a
// nil error.
func (es Errors) sorted() error {
	if len(es) == 0 {
		return nil
	}
	slices.SortStableFunc(es, func(a, b *Error) int { return a.Line - b.Line })
	return es
}
