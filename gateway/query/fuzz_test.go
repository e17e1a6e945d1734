package query

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

// endless are words by which a filter may run on or take all memory, and those
// that say another thing each time.
var endless = []string{"repeat", "recurse", "until", "while", "range", "def", "combinations", "*", "now", "000", "pow", "exp", "ldexp", "scal", "walk", "time"}

// FuzzShape compares what a filter of any shape says with what it says as a
// whole. Filters that may run on are left to the tests of processes.
func FuzzShape(f *testing.F) {
	bodies := []string{`{"items":[{"id":1,"tags":["a","b"]},{"id":2.0},3,null,[4]],"a":{"b":[1,{"id":3}]}}`, `[1,[2],{"id":3}]`, "{\"items\":[1]}\n{\"items\":{\"b\":2}}\n7"}
	for _, filter := range filters {
		f.Add(filter)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		if len(filter) > 80 || strings.Count(filter, ",") > 6 || slices.ContainsFunc(endless, func(word string) bool { return strings.Contains(filter, word) }) {
			return
		}
		if _, err := Parse(filter); err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len(filter) || syntax.Reason == "" {
				t.Fatalf("%q: %v", filter, err)
			}
			return
		}
		p := newPair(t, filter)
		for _, body := range bodies {
			p.agree(t, body)
		}
	})
}

// FuzzBody compares decoding with encoding/json: both refuse a body or both
// take it, and what is written again stands for the same.
func FuzzBody(f *testing.F) {
	for _, body := range []string{`{"a":[1,-0,1.10,1e400,"\u00e9\ud800\/"],"a":{}}`, "1\n2\n[]", `{"a":`, `[1,]`, "\"\xff\"", `-`, `01`, `1.e3`, `tru`, `"\u12"`, "\"\t\"", `nulltrue`, `1"a"`, ` [ ] `, `{"":{"":1}}`} {
		f.Add(body)
	}
	identity, each := newPair(f, `.`), newPair(f, `.[]?`)
	f.Fuzz(func(t *testing.T, body string) {
		if strings.HasPrefix(body, "\ufeff") || strings.Count(body, "[")+strings.Count(body, "{") > 5000 {
			return // a byte order mark is welcome here, and depth beyond that of encoding/json
		}
		_, err := all(identity.filter, body)
		switch _, failed := identity.naively(t, body); {
		case failed && err == nil:
			t.Fatalf("%q was taken", body)
		case failed:
		case !json.Valid([]byte(body)): // several values: encoding/json takes them without a space between them
		default:
			identity.agree(t, body)
			each.agree(t, body)
		}
	})
}
