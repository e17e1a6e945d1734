package jsonview

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzCompare compares any two bodies both ways: places are where values are, one is the mirror
// image of the other, a body never differs from itself, and what differs decoded differs here.
func FuzzCompare(f *testing.F) {
	for _, s := range [][2]string{
		{`[{"id":1,"a":2},{"id":2}]`, `[{"id":2},{"a":3,"id":1.0}]`}, {`{"a":1,"a":2,"b":[1,2,3]}`, `{"b":[3,2],"a":1`}, {"1\n{}\n", "{}\n1 2"},
		{`["\u0041\ud83d\ude00",1e2]`, `["A😀",100,]`}, {"[[[[1]]]]", "[[[[2]]]]"}, {"a\nb\nc", "a\r\nc"}, {"\x00\x01", "\x00"}, {`{"a":tru`, `{"a":true}`}, {"[1}", "]:"},
	} {
		f.Add(s[0], s[1], uint8(0))
		f.Add(s[0], s[1], uint8(7))
	}
	f.Fuzz(func(t *testing.T, a, b string, how uint8) {
		rules := Rules{ByPosition: how&8 != 0}
		if how&16 != 0 {
			rules.Keys = listKeys("a")
		}
		format := []Format{JSON, JSONLines, Text, JSON}[how&3]
		c, back := compared(t, format, a, b, rules), compared(t, format, b, a, rules)
		if c.Added != back.Removed || c.Removed != back.Added || c.Changed != back.Changed || c.Partial != back.Partial || c.Moved != back.Moved {
			t.Fatalf("%s, the other way round %s", told(t, c), told(t, back))
		}
		checkTotals(t, c)
		if lines := strings.Count(told(t, c), "\n"); lines != len(c.List)+len(c.Notes)+1 {
			t.Fatalf("%d lines: %s", lines, told(t, c))
		}
		for _, d := range c.List {
			x, y := c.Raw(d)
			if (d.Kind == Added) != d.A.None() || (d.Kind == Removed) != d.B.None() || d.Kind == Changed && string(x) == string(y) {
				t.Fatalf("%+v: %q and %q", d, x, y)
			}
		}
		if self := compared(t, format, a, a+" ", rules); self.Total() > 0 && format != Text {
			t.Fatalf("differs from itself: %s", told(t, self))
		}
		if format != JSON || c.Partial || !json.Valid([]byte(a)) || !json.Valid([]byte(b)) || hugeNumber.MatchString(a+b) || strings.Contains(a+b, `\u`) || !utf8.ValidString(a+b) || len(a+b) > 1000 {
			return
		}
		if x, y := grown(t, a), grown(t, b); naiveSame(x, y) != c.Same() {
			t.Fatalf("decoded the same: %v, but %s", naiveSame(x, y), told(t, c))
		}
	})
}

// FuzzPathPattern reads any pattern twice: what it says of itself is read the same again.
func FuzzPathPattern(f *testing.F) {
	for _, s := range []string{"$.a[0]..b", `$["x\"y"][*].*`, "$..[id=12]", `$["k"="v]"]`, "$.", "$[", "$é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePathPattern(text)
		if err != nil {
			return
		}
		if len(p.steps) == 0 || p.String() != text {
			t.Fatalf("%q is %+v", text, p)
		}
		path := []step{{name: []byte("a")}, {number: 0}}
		if got, want := p.fits(path), naiveFits(p.steps, path, false); got != want {
			t.Fatalf("%q fits: %v", text, got)
		}
	})
}

// hugeNumber finds exponents that the reference would take for ever to write out.
var hugeNumber = regexp.MustCompile(`[eE][-+]?[0-9]{4}`)
