package config

import (
	"strconv"
	"strings"
)

// The toml package keeps the order of keys, but not where they stand. This
// scanner finds the lines: it walks a text that the toml package has accepted,
// so it checks nothing and only has to end on any other.

// position is where a key, a table or an element of a list is written.
type position struct {
	path string // "environment[1].name"
	line int
	how  writing
}

// writing is the way in which a path comes into a text.
type writing int

const (
	asValue   writing = iota // key = value
	asTable                  // [path]
	asArray                  // [[path]]: the array itself
	asElement                // [[path]], or a value in a list
	asParent                 // before the last dot of a table header
	asDotted                 // before the last dot of a key
	unwritten                // nowhere so far; no position has it
)

// scan calls found for each position of a TOML text, in order.
func scan(text string, found func(position)) {
	s := scanner{text: strings.TrimPrefix(text, "\ufeff"), line: 1, found: found, elements: map[string]int{}}
	table := ""
	for {
		s.blank()
		switch s.peek() {
		case 0:
			if s.at >= len(s.text) {
				return
			}
			s.at++
		case '[':
			table = s.header()
		default:
			s.pair(table)
		}
	}
}

type scanner struct {
	text     string
	at, line int
	found    func(position)
	elements map[string]int // of each array of tables so far
}

// peek is the next byte, 0 at the end.
func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

// step passes over n bytes and counts their lines.
func (s *scanner) step(n int) {
	end := min(s.at+n, len(s.text))
	s.line += strings.Count(s.text[s.at:end], "\n")
	s.at = end
}

// blank passes over space, line ends and comments.
func (s *scanner) blank() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\r', '\n':
			s.step(1)
		case '#':
			s.until("\n")
		default:
			return
		}
	}
}

// until passes over everything before the first of these bytes.
func (s *scanner) until(stops string) {
	n := strings.IndexAny(s.text[s.at:], stops)
	if n < 0 {
		n = len(s.text) - s.at
	}
	s.step(n)
}

// header reads [a.b] or [[a.b]] and returns the path of the table it opens.
func (s *scanner) header() string {
	line, array := s.line, strings.HasPrefix(s.text[s.at:], "[[")
	s.step(1)
	if array {
		s.step(1)
	}
	path, keys := "", s.keys()
	for i, key := range keys {
		path = join(path, key)
		last := i == len(keys)-1
		if array && last {
			s.found(position{path, line, asArray})
			s.elements[path]++
		}
		n := s.elements[path]
		if n > 0 {
			path = element(path, n-1)
		}
		switch {
		case !last:
			s.found(position{path, line, asParent})
		case array:
			s.found(position{path, line, asElement})
		default:
			s.found(position{path, line, asTable})
		}
	}
	for s.peek() == ']' || s.peek() == ' ' || s.peek() == '\t' {
		s.step(1)
	}
	return path
}

// pair reads key = value.
func (s *scanner) pair(table string) {
	line, start, path := s.line, s.at, table
	keys := s.keys()
	for i, key := range keys {
		path = join(path, key)
		if i < len(keys)-1 {
			s.found(position{path, line, asDotted})
		}
	}
	s.found(position{path, line, asValue})
	if s.peek() == '=' {
		s.step(1)
		s.value(path)
	}
	if s.at == start { // not TOML: go on all the same
		s.step(1)
	}
}

// keys reads a dotted key.
func (s *scanner) keys() []string {
	var keys []string
	for {
		s.space()
		switch c := s.peek(); {
		case c == '"' || c == '\'':
			keys = append(keys, s.quoted())
		default:
			start := s.at
			for isBare(s.peek()) {
				s.at++
			}
			keys = append(keys, s.text[start:s.at])
		}
		s.space()
		if s.peek() != '.' {
			return keys
		}
		s.step(1)
	}
}

func (s *scanner) space() {
	for s.peek() == ' ' || s.peek() == '\t' {
		s.at++
	}
}

// value passes over a value and reports the keys of inline tables within.
func (s *scanner) value(path string) {
	s.space()
	switch s.peek() {
	case '"', '\'':
		s.quoted()
	case '[':
		s.step(1)
		for i := 0; s.more(']'); i++ {
			s.found(position{element(path, i), s.line, asElement})
			start := s.at
			s.value(element(path, i))
			s.comma(start)
		}
	case '{':
		s.step(1)
		for s.more('}') {
			start := s.at
			s.pair(path)
			s.comma(start)
		}
	default:
		s.until(",]}#\r\n")
	}
}

// more reports whether another element stands before the closing bracket, and
// passes over the bracket when none does.
func (s *scanner) more(closing byte) bool {
	s.blank()
	if s.at >= len(s.text) {
		return false
	}
	if s.peek() == closing {
		s.step(1)
		return false
	}
	return true
}

// comma passes over what separates elements, and always over something.
func (s *scanner) comma(start int) {
	s.blank()
	if s.peek() == ',' || s.at == start {
		s.step(1)
	}
}

// quoted passes over a text in any of the four ways of quoting and returns
// what it holds; escapes that Go has not are left as written.
func (s *scanner) quoted() string {
	quote := s.text[s.at : s.at+1]
	if long := strings.Repeat(quote, 3); strings.HasPrefix(s.text[s.at:], long) {
		return s.quotedBy(long, quote == `"`)
	}
	return s.quotedBy(quote, quote == `"`)
}

func (s *scanner) quotedBy(quote string, escapes bool) string {
	s.step(len(quote))
	start := s.at
	for s.at < len(s.text) && !strings.HasPrefix(s.text[s.at:], quote) {
		if escapes && s.text[s.at] == '\\' {
			s.step(1)
		}
		s.step(1)
	}
	raw := s.text[start:s.at]
	s.step(len(quote))
	// One or two more quotes belong to the text: """a""""" ends in two.
	for len(quote) == 3 && s.peek() == quote[0] {
		s.step(1)
	}
	if plain, err := strconv.Unquote(`"` + raw + `"`); escapes && err == nil {
		return plain
	}
	return raw
}

func isBare(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

// join is the path of a key within a table.
func join(path, key string) string {
	if path == "" {
		return keyName(key)
	}
	return path + "." + keyName(key)
}

// element is the path of the i-th element of a list.
func element(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// keyName is a key as it may be shown: quoted unless it is a bare one.
func keyName(key string) string {
	for i := range len(key) {
		if !isBare(key[i]) {
			return strconv.Quote(key)
		}
	}
	if key == "" {
		return `""`
	}
	return key
}
