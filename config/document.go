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
	scanLines(string(data), func(path string, line int) {
		if _, known := d.lines[path]; !known {
			d.lines[path] = line
		}
	})
	return &table{doc: d, values: values}
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
