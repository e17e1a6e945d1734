package catalog

import (
	"bytes"
	"encoding/json"
	"iter"
	"slices"
	"unicode/utf8"
)

// Values are taken apart here without a tree: the JSON was found valid before,
// so that one look at every byte for each level that is read is enough, however
// deep what is not read goes.

// members are those of a valid JSON object in the order sent, duplicates and
// all; none for another value.
func members(object json.RawMessage) iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		rest, ok := bytes.CutPrefix(object, []byte("{"))
		for ok {
			rest = skipSpace(rest)
			if len(rest) == 0 || rest[0] == '}' {
				return
			}
			n := valueEnd(rest)
			name := text(rest[:n])
			rest = skipSpace(skipSpace(rest[n:])[1:]) // the colon
			n = valueEnd(rest)
			if !yield(name, json.RawMessage(rest[:n:n])) {
				return
			}
			rest = skipSpace(rest[n:])
			rest, ok = bytes.CutPrefix(rest, []byte(","))
		}
	}
}

// elements are those of a valid JSON array; none for another value.
func elements(array json.RawMessage) iter.Seq[json.RawMessage] {
	return func(yield func(json.RawMessage) bool) {
		rest, ok := bytes.CutPrefix(array, []byte("["))
		for ok {
			rest = skipSpace(rest)
			if len(rest) == 0 || rest[0] == ']' {
				return
			}
			n := valueEnd(rest)
			if !yield(json.RawMessage(rest[:n:n])) {
				return
			}
			rest = skipSpace(rest[n:])
			rest, ok = bytes.CutPrefix(rest, []byte(","))
		}
	}
}

// entry is one member of an object.
type entry struct {
	name  string
	value json.RawMessage
}

// budget is how much of an answer is still taken apart: it keeps a hostile one
// from filling the memory with what it says in few bytes.
type budget struct{ values, definitions, collections int }

// newBudget is enough for the definitions of 40 MB, and for 200 times the
// collections that are asked for at once.
func newBudget() *budget {
	return &budget{values: 2_000_000, definitions: 200_000, collections: 20_000}
}

// mostMembers is how many an object may have.
const mostMembers = 10_000

// spent reports that something was left out.
func (b *budget) spent() bool { return b.values < 0 || b.definitions < 0 || b.collections < 0 }

// entries are the members of an object, as far as the budget goes. Of a name
// that is there twice the last counts, as most readers have it; it keeps the
// place of the first.
func (b *budget) entries(object json.RawMessage) []entry {
	out := make([]entry, 0, 8) // as many as most have
	var at map[string]int      // places by name, once there are many
	for name, value := range members(object) {
		if b.values--; len(out) == mostMembers {
			b.values = -1
		}
		if b.values < 0 {
			break
		}
		if i := place(out, at, name); i >= 0 {
			out[i].value = value
			continue
		}
		if len(out) == fewEntries {
			at = make(map[string]int)
			for i, e := range out {
				at[e.name] = i
			}
		}
		if at != nil {
			at[name] = len(out)
		}
		out = append(out, entry{name, value})
	}
	return out
}

// fewEntries are as quickly looked through as found in a map.
const fewEntries = 16

// place is where an entry stands, or -1.
func place(list []entry, at map[string]int, name string) int {
	if at == nil {
		return slices.IndexFunc(list, func(e entry) bool { return e.name == name })
	}
	if i, there := at[name]; there {
		return i
	}
	return -1
}

// settings are the members of an object with their values as JSON text; never
// nil.
func (b *budget) settings(object json.RawMessage) []Setting {
	list := b.entries(object)
	out := make([]Setting, len(list))
	for i, e := range list {
		out[i] = e.setting()
	}
	return out
}

func (e entry) setting() Setting { return Setting{Name: e.name, Value: string(e.value)} }

// valueEnd is the length of the value that valid JSON begins with.
func valueEnd(b []byte) int {
	depth := 0
	for i := 0; i < len(b); {
		switch b[i] {
		case '"':
			i += stringEnd(b[i:])
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ',', ':', ' ', '\t', '\r', '\n':
			i++
			continue
		default:
			i += scalarEnd(b[i:])
		}
		if depth == 0 {
			return i
		}
	}
	return len(b)
}

// stringEnd is the length of the string that b begins with, quotes included.
func stringEnd(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

// scalarEnd is the length of the number or word that b begins with.
func scalarEnd(b []byte) int {
	for i, c := range b {
		switch c {
		case ',', ':', ']', '}', ' ', '\t', '\r', '\n':
			return i
		}
	}
	return len(b)
}

func skipSpace(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == '\r' || b[0] == '\n') {
		b = b[1:]
	}
	return b
}

// text is the value of a JSON string. What is not UTF-8 in it is replaced.
func text(value []byte) string {
	if plain := value[1 : len(value)-1]; bytes.IndexByte(plain, '\\') < 0 && utf8.Valid(plain) {
		return string(plain)
	}
	var s string
	_ = json.Unmarshal(value, &s) // it is a valid one
	return s
}

// The sort of a JSON value shows in its first byte.

func isText(value []byte) bool   { return len(value) > 1 && value[0] == '"' }
func isObject(value []byte) bool { return len(value) > 0 && value[0] == '{' }
func isArray(value []byte) bool  { return len(value) > 0 && value[0] == '[' }
func isNull(value []byte) bool   { return string(value) == "null" }
func isNumber(value []byte) bool {
	return len(value) > 0 && (value[0] == '-' || '0' <= value[0] && value[0] <= '9')
}
