package config

import (
	"fmt"

	"github.com/BurntSushi/toml"
)

// document is a TOML text while it is checked: its values, where they stand,
// and what was found wrong with them.
type document struct {
	file   string
	lines  map[string]int // by path
	faults Errors
}

// read decodes a TOML text. On a fault of syntax it reports what it can tell
// and returns nil.
func (d *document) read(data []byte) *table {
	values, err := decode(data)
	if err != nil {
		d.faults = append(d.faults, explainSyntax(d.file, string(data), err)...)
		return nil
	}
	d.lines = map[string]int{}
	ways := map[string]writing{}
	scan(string(data), func(p position) {
		if !d.written(ways, p) {
			d.faults = append(d.faults, &Error{File: d.file, Line: p.line, Fault: "this key or table is there twice", Fix: "keep one of the two"})
		}
	})
	if len(d.faults) > 0 {
		return nil
	}
	return &table{doc: d, values: values}
}

// written notes a position and reports whether TOML allows it beside those
// before it. The toml package lets some tables be written twice, in different
// ways, and keeps what came last.
func (d *document) written(ways map[string]writing, p position) bool {
	before, known := ways[p.path]
	if !known {
		before, d.lines[p.path] = unwritten, p.line
	}
	switch p.how {
	case asParent: // a table written as a value is closed
		if !known {
			ways[p.path] = asParent
		}
		return before != asValue
	case asDotted: // only dotted keys add to a table that is not their own
		if !known {
			ways[p.path] = asDotted
		}
		return before == unwritten || before == asDotted || before == asParent
	case asArray:
		ways[p.path] = asArray
		return before == unwritten || before == asArray
	case asTable:
		ways[p.path] = asTable
		return before == unwritten || before == asParent
	}
	ways[p.path] = p.how
	return before == unwritten
}

// decode is toml.Unmarshal, and turns a panic of that package into an error:
// a file must never end the program.
func decode(data []byte) (values map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = toml.ParseError{Message: fmt.Sprintf("parser failed (%T)", r)}
		}
	}()
	err = toml.Unmarshal(data, &values)
	return values, err
}
