package jsonview

import (
	"context"
	"strings"
	"testing"
)

// compared compares two bodies.
func compared(t *testing.T, f Format, a, b string, r Rules) *Comparison {
	t.Helper()
	return comparedWithin(t, f, a, b, r, limits{mostMatched, mostEdits})
}

func comparedWithin(t *testing.T, f Format, a, b string, r Rules, most limits) *Comparison {
	t.Helper()
	if r.Most == 0 {
		r.Most = MostDifferences
	}
	c, err := compare(context.Background(), whole(a, f), whole(b, f), r, most)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// whole is the document of a body that has arrived.
func whole(body string, f Format) Document {
	x := NewIndex(f)
	x.Feed([]byte(body), len(body))
	x.Finish()
	return x.Document()
}

// told is the text form of a comparison.
func told(t *testing.T, c *Comparison) string {
	t.Helper()
	var b strings.Builder
	if err := c.WriteText(&b, 60, [2]string{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCompareTells(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		rules      Rules
		want       string
	}{
		{"the same", `{"a":[1,"A",{"x":1,"y":2}]}`, "{ \"a\" : [ 1.0, \"\\u0041\", {\"y\":2e0 , \"x\":1} ] }", Rules{}, "no differences"},
		{"each kind", `{"a":1,"b":2,"c":{"d":"x"}}`, `{"a":1,"c":{"d":"y"},"e":[1, 2]}`, Rules{},
			"removed  $.b: 2\nchanged  $.c.d: \"x\" -> \"y\"\nadded    $.e: [1,2]\n3 differences: 1 added, 1 removed, 1 changed"},
		{"an inserted scalar", `[1,2,3,4]`, `[1,9,2,3,5]`, Rules{}, "added    $[1]: 9\nchanged  $[3]: 4 -> 5\n2 differences: 1 added, 1 changed"},
		{"by position", `[1,2,3,4]`, `[1,9,2,3,5]`, Rules{ByPosition: true},
			"changed  $[1]: 2 -> 9\nchanged  $[2]: 3 -> 2\nchanged  $[3]: 4 -> 3\nadded    $[4]: 5\n4 differences: 1 added, 3 changed"},
		{"a key found", `{"items":[{"id":1,"v":"a"},{"id":2,"v":"b"},{"id":3,"v":"c"}]}`, `{"items":[{"id":3,"v":"c"},{"id":2,"v":"x"},{"v":"d","id":4}]}`, Rules{},
			"removed  $.items[id=1]: {\"id\":1,\"v\":\"a\"}\nchanged  $.items[id=2].v: \"b\" -> \"x\"\nadded    $.items[id=4]: {\"v\":\"d\",\"id\":4}\n" +
				"3 differences: 1 added, 1 removed, 1 changed; 1 moved"},
		{"names where ids are others", `[{"id":1,"name":"x","v":1},{"id":2,"name":"y","v":1}]`, `[{"id":7,"name":"y","v":1},{"id":8,"name":"x","v":2}]`, Rules{Ignore: pathPatterns("$[*].id")},
			"changed  $[name=x].v: 1 -> 2\n1 difference: 1 changed; 2 ignored, 1 moved"},
		{"a key chosen", `[{"id":1,"k":"x y","v":1},{"id":2,"k":"b","v":1}]`, `[{"id":2,"k":"x y","v":1},{"id":1,"k":"b","v":1}]`, Rules{Keys: listKeys("k")},
			"changed  $[k=\"x y\"].id: 1 -> 2\nchanged  $[k=b].id: 2 -> 1\n2 differences: 2 changed"},
		{"a key not distinct", `[{"id":1,"v":1},{"id":1,"v":2}]`, `[{"id":1,"v":1},{"id":1,"v":3}]`, Rules{},
			"changed  $[1].v: 2 -> 3\nnote: $: id is the same in elements 0 and 1 of the first body, so elements are paired in order\n1 difference: 1 changed"},
		{"a chosen key missing", `{"l":[{"k":1,"v":1},{"v":2}]}`, `{"l":[{"k":1,"v":1},{"v":3}]}`, Rules{Keys: listKeys("$.l[*].k")},
			"changed  $.l[1].v: 2 -> 3\nnote: $.l: there is no k in element 1 of the first body, so elements are paired in order\n1 difference: 1 changed"},
		{"ignored", `{"meta":{"time":1},"a":[{"updatedAt":1,"etag":"x"},2],"b":1}`, `{"meta":{"time":2},"a":[{"updatedAt":2,"etag":"y"},2],"b":2}`,
			Rules{Ignore: pathPatterns("$.meta.time", "$..updatedAt", "$.a[*].etag")}, "changed  $.b: 1 -> 2\n1 difference: 1 changed; 3 ignored"},
		{"duplicate keys", `{"a":1,"a":2}`, `{"a":1,"a":3,"a":4}`, Rules{}, "changed  $.a: 2 -> 3\nadded    $.a: 4\n2 differences: 1 added, 1 changed"},
		{"kinds", `{"a":{"b":1},"c":"1"}`, `{"a":[1],"c":1}`, Rules{}, "changed  $.a: {\"b\":1} -> [1]\nchanged  $.c: \"1\" -> 1\n2 differences: 2 changed"},
		{"truncated", `{"a":1,"l":[1,2,3,{"x":1,"y":2}],"z":1}`, `{"a":2,"l":[1,5,3,{"x":2`, Rules{},
			"changed  $.a: 1 -> 2\nchanged  $.l[1]: 2 -> 5\nnote: the second body: the document ends too early, at byte 24: compared up to there\n2 differences: 2 changed; not all was compared"},
		{"damaged", `[1,2,3]`, `[1,3 4]`, Rules{}, "removed  $[1]: 2\nnote: the second body: a comma is missing before this, at byte 5: compared up to there\n1 difference: 1 removed; not all was compared"},
		{"names in another order", `[{"a":1,"b":1}]`, `[{"c":1,"a":1}]`, Rules{}, "removed  $[0].b: 1\nadded    $[0].c: 1\n2 differences: 1 added, 1 removed"},
		{"control bytes", `["a"]`, "[\"a\tb\nc\"]", Rules{}, "changed  $[0]: \"a\" -> \"a\\tb\\nc\"\n1 difference: 1 changed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := told(t, compared(t, JSON, c.a, c.b, c.rules)); got != c.want+"\n" {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func pathPatterns(texts ...string) (out []PathPattern) {
	for _, s := range texts {
		p, err := ParsePathPattern(s)
		if err != nil {
			panic(err)
		}
		out = append(out, p)
	}
	return out
}

func listKeys(texts ...string) (out []ListKey) {
	for _, s := range texts {
		k, err := ParseListKey(s)
		if err != nil {
			panic(err)
		}
		out = append(out, k)
	}
	return out
}
