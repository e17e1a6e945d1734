package jsonview

import (
	"strings"
	"testing"
)

func TestPathPatternErrors(t *testing.T) {
	for text, want := range map[string]string{
		"updatedAt": "updatedAt: a path begins with $, as in $.meta.time or $..updatedAt",
		"":          ": a path begins with $, as in $.meta.time or $..",
		"$":         "$ alone is the whole document; a path goes on with .name or [number]",
		"$a":        "$a: at character 2: a step begins with a dot or a bracket",
		"$.":        "$.: at character 3: a name or * is missing after the dot",
		"$.é.":      "$.é.: at character 5: a name or * is missing after the dot",
		"$.a[":      "$.a[: at character 5: a bracket holds *, a number, a name in quotes, or a key and a value as in id=12",
		"$.a[1":     "$.a[1: at character 5: a bracket holds *, a number, a name in quotes, or a key and a value as in id=12",
		"$[x]":      `$[x]: at character 3: x is no element's number; a name has quotes: ["x"]`,
		`$["x`:      `$["x: at character 3: the closing quote is missing`,
		`$["x"`:     `$["x": at character 6: the closing bracket is missing`,
		`$[id=]`:    `$[id=]: at character 6: a value is missing after =`,
		`$[*`:       `$[*: at character 4: the closing bracket is missing`,
	} {
		if _, err := ParsePathPattern(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	for _, text := range []string{"", "$.id", "$.a[*]", "$.a[0].id", "$.a[*]..id", "$["} {
		if _, err := ParseListKey(text); err == nil {
			t.Errorf("%q is taken for a key", text)
		}
	}
}

func TestPathPatternFits(t *testing.T) {
	path := []step{{name: []byte("items")}, {number: 3, key: []byte("id"), id: []byte("12")}, {name: []byte(`a\u0041`)}, {number: 0, key: []byte("k"), id: []byte(`"x"`)}, {name: []byte("")}}
	for pattern, want := range map[string]bool{
		"$.items": true, "$.items[*].aA": true, `$.items[3]["a\u0041"]`: true, "$.items[id=12]": true, "$.items[id=12.0]": true, "$..aA": true, "$..[*]": true,
		`$.items[*].aA[*][""]`: true, "$..*": true, `$..[""]`: true, "$.items[*].aA[k=x]": true, `$..["k"="x"]`: true, "$..items..aA..[0]": true,
		"$.item": false, "$.items.*": false, "$.items[4]": false, "$.items[id=13]": false, `$.items[id="12"]`: false, "$..items..items": false, "$.*.*": false,
		`$.items[*].aA[*][""].x`: false, "$..aA..aA": false, "$[*]": false, "$..[1]": false,
	} {
		if got := pathPatterns(pattern)[0].fits(path); got != want {
			t.Errorf("%s: %v", pattern, got)
		}
	}
}

// naiveFits tries every way.
func naiveFits(steps []patternStep, path []step, whole bool) bool {
	if len(steps) == 0 {
		return !whole || len(path) == 0
	}
	for at := range path {
		if steps[0].is(path[at]) && naiveFits(steps[1:], path[at+1:], whole) {
			return true
		}
		if !steps[0].deep {
			break
		}
	}
	return false
}

func TestPathPatternAgainstEveryWay(t *testing.T) {
	seen := map[bool]int{}
	for seed := range 40_000 {
		n := seed
		pick := func(from ...string) string {
			n = n*1103515245 + 12345
			return from[(n>>16&0xffff)%len(from)]
		}
		var path []step
		for range len(pick("", "1", "12", "123", "1234", "12345")) {
			path = append(path, map[string]step{"a": {name: []byte("a")}, "b": {name: []byte("b")}, "0": {number: 0}}[pick("a", "a", "b", "0")])
		}
		text := "$"
		for range len(pick("1", "12", "123", "1234")) {
			text += pick(".a", "..a", ".b", "..b", "[*]", "..[0]", ".*", "..*")
		}
		steps := pathPatterns(text)[0].steps
		for _, whole := range []bool{false, true} {
			want := naiveFits(steps, path, whole)
			if got := fits(steps, path, whole); got != want {
				t.Fatalf("%s and %s: whole %v: %v", text, appendPath(nil, path), whole, got)
			}
			seen[want]++
		}
	}
	if seen[true] < 5000 || seen[false] < 5000 {
		t.Errorf("%v", seen)
	}
}

// A path that a comparison gives is a pattern for that place: who ignores all of them sees no
// difference.
func TestComparePathsArePatterns(t *testing.T) {
	found := 0
	eachPair(t, 250, func(t *testing.T, r style, _, _ *tree, a, b string) {
		rules := Rules{Keys: [][]ListKey{nil, listKeys("name"), listKeys("id")}[r.IntN(3)]}
		c := compared(t, JSON, a, b, rules)
		for _, d := range c.List {
			p, err := ParsePathPattern(d.Path)
			if d.Path == "$" {
				continue
			}
			if found++; err != nil {
				t.Errorf("%s: %v", d.Path, err)
				return
			}
			again := compared(t, JSON, a, b, Rules{Keys: rules.Keys, Ignore: []PathPattern{p}})
			for _, left := range again.List {
				if left.Path == d.Path {
					t.Errorf("%s is not ignored by itself", d.Path)
				}
			}
			if again.Ignored == 0 || again.Total()+again.Ignored != c.Total() {
				t.Errorf("%s: %s, ignored: %s", d.Path, c, again)
			}
			break
		}
	})
	if found < 100 {
		t.Errorf("only %d paths were tried", found)
	}
	if p := pathPatterns("$..a")[0]; p.String() != "$..a" || strings.Contains(p.String(), " ") {
		t.Errorf("%s", p)
	}
}

// TestAloneIsThePlaceItself: what differs inside it still counts.
func TestAloneIsThePlaceItself(t *testing.T) {
	a, b := `{"l":[{"id":1,"v":1},{"id":2,"v":1}]}`, `{"l":[{"id":2,"v":2},{"id":3,"v":1}]}`
	for _, c := range []struct {
		pattern                         string
		whole, aloneTotal, aloneIgnored int
	}{{"$.l[*]", 0, 1, 2}, {"$.l[id=3]", 2, 2, 1}, {"$.l[id=2]", 2, 3, 0}} {
		p := pathPatterns(c.pattern)[0]
		whole := compared(t, JSON, a, b, Rules{Ignore: []PathPattern{p}})
		alone := compared(t, JSON, a, b, Rules{Ignore: []PathPattern{p.Alone()}})
		if !p.OfElement() || whole.Total() != c.whole || alone.Total() != c.aloneTotal || alone.Ignored != c.aloneIgnored {
			t.Errorf("%s: %v; alone: %v", c.pattern, whole, alone)
		}
	}
	for _, text := range []string{"$.l", "$.l[*].v", `$.l["v"]`, "$..*"} {
		if pathPatterns(text)[0].OfElement() {
			t.Errorf("%s is taken for an element", text)
		}
	}
}
