package query

import (
	"encoding/json"
	"reflect"
	"strconv"
)

const (
	// maxDepth is how deep a value may be nested.
	maxDepth = 200_000
	// maxRanks is how many keys a decoder remembers the order of: beyond it
	// keys are names of things rather than of members.
	maxRanks = 4096
)

// decoder makes of JSON the values that gojq takes. Numbers keep their digits;
// of members that have the same key the last one counts.
//
// It remembers where in the body each object and list stands, so that one which
// passes a filter whole can be written as it was sent. That goes by addresses,
// and so holds for as long as the value lives that was read.
type decoder struct {
	scanner
	depth   int
	room    int            // members of the last object
	items   []any          // of the lists that are being read
	ranks   map[string]int // the keys met so far, in the order of the body
	spans   map[uintptr]span
	dropped []any // values whose key came again: their addresses are taken
}

// span is where an object or list stands in the body, and how many values it
// has: a part of a list has the same address.
type span struct{ start, end, count int }

func newDecoder(body string) *decoder {
	return &decoder{scanner: scanner{body: body}, ranks: map[string]int{}, spans: map[uintptr]span{}}
}

// next reads the value that is next, and forgets where those before it stood.
func (d *decoder) next() (any, error) {
	clear(d.spans)
	d.dropped, d.depth = nil, 0
	return d.value()
}

func (d *decoder) value() (any, error) {
	if !d.space() {
		return nil, d.cut()
	}
	switch d.body[d.pos] {
	case '{':
		return d.object()
	case '[':
		return d.list()
	case '"':
		return boxed(d.string())
	}
	return d.word()
}

func boxed(s string, err error) (any, error) { return s, err }

// enter passes the bracket that opens a value, and reports whether it may be
// nested that deep.
func (d *decoder) enter() error {
	if d.depth++; d.depth > maxDepth {
		return d.fail("it is nested deeper than " + strconv.Itoa(maxDepth) + " levels")
	}
	d.pos++
	return nil
}

func (d *decoder) object() (any, error) {
	start := d.pos
	if err := d.enter(); err != nil {
		return nil, err
	}
	members := make(map[string]any, min(d.room, 64))
	for first := true; !d.takes('}'); first = false {
		if !first && !d.takes(',') {
			return nil, d.fail("a comma or } was expected")
		}
		if !d.sees('"') {
			return nil, d.fail("the key of a member was expected")
		}
		key, err := d.string()
		if err != nil {
			return nil, err
		}
		if !d.takes(':') {
			return nil, d.fail("a colon was expected behind a key")
		}
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		if old, twice := members[key]; twice {
			d.dropped = append(d.dropped, old)
		} else if _, known := d.ranks[key]; !known && len(d.ranks) < maxRanks {
			d.ranks[key] = len(d.ranks)
		}
		members[key] = v
	}
	d.depth--
	d.room = len(members)
	if len(members) > 0 {
		d.spans[reflect.ValueOf(members).Pointer()] = span{start, d.pos, len(members)}
	}
	return members, nil
}

func (d *decoder) list() (any, error) {
	start, base := d.pos, len(d.items)
	if err := d.enter(); err != nil {
		return nil, err
	}
	for first := true; !d.takes(']'); first = false {
		if !first && !d.takes(',') {
			return nil, d.fail("a comma or ] was expected")
		}
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		d.items = append(d.items, v)
	}
	d.depth--
	list := make([]any, len(d.items)-base)
	copy(list, d.items[base:])
	clear(d.items[base:])
	d.items = d.items[:base]
	if len(list) > 0 {
		d.spans[reflect.ValueOf(list).Pointer()] = span{start, d.pos, len(list)}
	}
	return list, nil
}

// word reads a number, true, false or null.
func (d *decoder) word() (any, error) {
	end := d.pos
	for end < len(d.body) && !ends[d.body[end]] {
		end++
	}
	word := d.body[d.pos:end]
	var v any
	switch word {
	case "true":
		v = true
	case "false":
		v = false
	case "null":
	case "":
		return nil, d.fail("a value was expected")
	default:
		switch whole, ok := numeral(word); {
		case !ok && end == len(d.body) && begins(word):
			return nil, d.cut()
		case !ok:
			return nil, d.fail("neither a number nor true, false or null")
		case whole:
			v, _ = strconv.Atoi(word)
		default:
			v = json.Number(word)
		}
	}
	d.pos = end
	return v, nil
}

// numeral reports whether a word is a JSON number, and whether an int has just
// its digits.
func numeral(word string) (whole, ok bool) {
	digits := func(i int) int {
		for i < len(word) && word[i] >= '0' && word[i] <= '9' {
			i++
		}
		return i
	}
	start := 0
	if word[0] == '-' {
		start = 1
	}
	end := digits(start)
	if end == start || word[start] == '0' && end > start+1 {
		return false, false
	}
	if end == len(word) {
		// gojq makes -0 of a 0 that kept its digits.
		return word != "-0" && word != "0" && end-start <= (strconv.IntSize-8)/3, true
	}
	if word[end] == '.' {
		start = end + 1
		if end = digits(start); end == start {
			return false, false
		}
	}
	if end < len(word) && (word[end] == 'e' || word[end] == 'E') {
		start = end + 1
		if start < len(word) && (word[start] == '+' || word[start] == '-') {
			start++
		}
		if end = digits(start); end == start {
			return false, false
		}
	}
	return false, end == len(word)
}

// begins reports whether a word at the body's end could go on to be one.
func begins(word string) bool {
	for _, whole := range []string{"true", "false", "null"} {
		if len(word) < len(whole) && whole[:len(word)] == word {
			return true
		}
	}
	_, ok := numeral(word + "0")
	return ok
}
