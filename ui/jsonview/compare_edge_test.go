package jsonview

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestCompareScalars(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"1", "1.0", true}, {"1", "1e0", true}, {"100", "1E2", true}, {"0.05", "5e-2", true}, {"-0", "0", true}, {"0e9", "0.00", true}, {"1200", "12e+2", true},
		{"10.0", "1e1", true}, {"100.50", "1.005e2", true}, {"0.0010", "1e-3", true}, {"1e05", "100000", true},
		{"9007199254740993", "9007199254740992", false}, {"0.1", "0.10000000000000001", false}, {"1", "-1", false}, {"1", "10", false}, {"10", "0.1", false}, {"101", "1.1e2", false},
		{"1e99999999999999999999", "1E+099999999999999999999", true}, {"1e99999999999999999999", "1e-99999999999999999999", false}, {"1e99999999999999999999", "1", false},
		{"true", `"true"`, false}, {"1", `"1"`, false}, {"1", "true", false}, {"null", "false", false}, {"01", "1", false}, {"NaN", "NaN", true},
		{`"é"`, `"\u00e9"`, true}, {`"😀x"`, `"\uD83d\uDE00\u0078"`, true}, {`"\ud83d"`, `"\ude00"`, false}, {`"\/\b\f\n\r\t\"\\"`, `"/\u0008\u000C\u000a\u000d\u0009\u0022\u005c"`, true},
		{`"a\\u0041"`, `"aA"`, false}, {`"ab"`, `"\u0061"`, false}, {`""`, `"\u0000"`, false}, {`"\x"`, `"x"`, false},
	} {
		same := func(a, b string) bool { return compared(t, JSON, a, b, Rules{}).Same() }
		if same(c.a, c.b) != c.want || same(c.b, c.a) != c.want {
			t.Errorf("%s and %s: want %v", c.a, c.b, c.want)
		}
		// By their hashes, as the members of objects in another order are.
		x, y := fmt.Sprintf(`[{"a":%s,"b":%s}]`, c.a, c.b), fmt.Sprintf(`[{"b":%s,"a":%s}]`, c.a, c.b)
		if same(x, y) != c.want {
			t.Errorf("hashes of %s and %s: want %v", c.a, c.b, c.want)
		}
	}
}

func TestCompareFormats(t *testing.T) {
	for _, c := range []struct {
		name string
		f, g Format
		a, b string
		want string
	}{
		{"JSON Lines", JSONLines, JSONLines, "{\"id\":1,\"v\":1}\n{\"id\":2,\"v\":1}\n", "{\"v\":2,\"id\":2}\n{\"id\":1,\"v\":1}\n{\"id\":3}\n",
			"changed  $[id=2].v: 1 -> 2\nadded    $[id=3]: {\"id\":3}\n2 differences: 1 added, 1 changed; 1 moved"},
		{"text", Text, Text, "a\nb\r\nc\nd", "a\nb\nx\ny\nc\nD\n",
			"added    line 3: x\nadded    line 4: y\nchanged  line 4: d -> D\n3 differences: 2 added, 1 changed"},
		{"JSON and text", JSON, Text, "{}", "{ }", "changed  line 1: {} -> { }\nnote: only one of the two is JSON: they are compared line by line\n1 difference: 1 changed"},
		{"nothing and text", Empty, Text, "", "x\n", "added    line 1: x\n1 difference: 1 added"},
		{"bytes", Binary, Binary, "\x00\x01\x02", "\x00\x01\x03\x04", "changed  byte 2 and after: 02 -> 03 04\n1 difference: 1 changed"},
		{"bytes, longer", Binary, Text, "\x00", "\x00A", "added    byte 1 and after: 41\n1 difference: 1 added"},
		{"byte order mark", JSON, JSON, byteOrderMark + "[1]", "[1]", "no differences"},
		{"nothing", JSON, JSON, "", "[1]", "note: the first body: the document ends too early, at byte 0: compared up to there\nno differences; not all was compared"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Compare(context.Background(), whole(c.a, c.f), whole(c.b, c.g), Rules{})
			if err != nil {
				t.Fatal(err)
			}
			if text := told(t, got); text != c.want+"\n" {
				t.Errorf("got\n%swant\n%s", text, c.want)
			}
		})
	}
}

// Of a body that still arrives only what has come is compared; no part of it is called changed
// or removed because the rest is on its way.
func TestCompareArrivingBody(t *testing.T) {
	eachPair(t, 150, func(t *testing.T, r style, _, _ *tree, a, _ string) {
		x := NewIndexer(JSON)
		x.Feed([]byte(a), r.IntN(len(a)))
		for _, rules := range []Rules{{}, {Keys: listKeys("id")}, {ByPosition: true}} {
			c, err := Compare(context.Background(), whole(a, JSON), x.Document(), rules)
			if err != nil {
				t.Fatal(err)
			}
			if c.Total() > 0 || c.Moved > 0 || !c.Partial {
				t.Errorf("%d of %d bytes: %s", x.Document().Bytes(), len(a), told(t, c))
			}
		}
	})
}

// Texts with the differences applied are the other text, and the other way round.
func TestCompareLines(t *testing.T) {
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 9))
		make := func() (out []string) {
			for range r.IntN(20) {
				out = append(out, strings.Repeat("ab", r.IntN(4))+fmt.Sprint(r.IntN(6)))
			}
			return out
		}
		x := make()
		y := append(append(slices.Clone(x[:r.IntN(len(x)+1)]), make()...), x[r.IntN(len(x)+1):]...)
		c := comparedWithin(t, Text, strings.Join(x, "\n"), strings.Join(y, []string{"\n", "\r\n"}[r.IntN(2)]), Rules{}, limits{[]int{5, mostMatched}[r.IntN(2)], r.IntN(12)})
		var kept []string
		came := map[int]string{}
		changes := map[int]Difference{}
		for _, d := range c.List {
			var n int
			if _, err := fmt.Sscanf(d.Path, "line %d", &n); err != nil {
				t.Fatal(err)
			}
			if _, right := c.Raw(d); d.Kind == Added {
				came[n-1] = string(right)
			} else {
				changes[n-1] = d
			}
		}
		for i := 0; ; {
			line, added := came[len(kept)]
			d, differs := changes[i]
			switch {
			case added:
				kept = append(kept, line)
				continue
			case i == len(x):
			case !differs:
				kept = append(kept, x[i])
			default:
				left, right := c.Raw(d)
				if string(left) != x[i] {
					t.Fatalf("seed %d: line %d is %q, not %q", seed, i, x[i], left)
				}
				if d.Kind == Changed {
					kept = append(kept, string(right))
				}
			}
			if i++; i > len(x) {
				break
			}
		}
		if !slices.Equal(kept, y) {
			t.Fatalf("seed %d: %q to %q: applied gives %q\n%s", seed, x, y, kept, told(t, c))
		}
	}
}

// What is very deep costs neither the stack nor the answer.
func TestCompareDeep(t *testing.T) {
	nest := func(open, inner, shut string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(shut, n)
	}
	for _, c := range []struct {
		a, b string
		want int
	}{
		{nest("[", "1", "]", 50_000), nest("[", "2", "]", 50_000), 1},
		{nest("[ ", "1", "]", 50_000), nest("[", "1", " ]", 50_000), 0},
		{nest(`{"a":`, "1", "}", 50_000), nest(`{"a" : `, "1.5", "}", 50_000), 1},
		{nest(`{"a":`, "1", "}", 900), nest(`{"\u0061":`, "1.0", "}", 900), 0},
		{"[" + nest(`{"b":1,"a":`, "1", "}", 900) + "]", "[" + nest(`{"a":`, "1.0", `,"b":1}`, 900) + "]", 0},
	} {
		got := compared(t, JSON, c.a, c.b, Rules{})
		if got.Total() != c.want || got.Partial {
			t.Errorf("%.20s… and %.20s…: %s", c.a, c.b, got)
		}
	}
}

func TestCompareStops(t *testing.T) {
	a := string(records(1<<20, "", ""))
	b := strings.ReplaceAll(a, `"count":1`, `"count":2`)
	for _, rules := range []Rules{{}, {ByPosition: true}, {Keys: listKeys("name")}} {
		for _, bodies := range [][2]string{{a, b}, {a, string(indentedBytes([]byte(a)))}, {`{"z":1,` + a[1:], b}} {
			ctx, cancel := context.WithCancel(context.Background())
			told, last := 0, -1
			rules.Progress = func(n int) {
				if told++; n < last || n > len(bodies[0]) {
					t.Errorf("progress %d after %d", n, last)
				}
				if last = n; told == 5 {
					cancel()
				}
			}
			if _, err := Compare(ctx, whole(bodies[0], JSON), whole(bodies[1], JSON), rules); !errors.Is(err, context.Canceled) || told != 5 {
				t.Errorf("%v after progress was told %d times", err, told)
			}
			cancel()
		}
	}
}

func TestCompareJSONForm(t *testing.T) {
	c := compared(t, JSON, `{"a":"<","b":[1, 2],"c":tru,"d":0}`, `{"a":">","c":1,"e":{"x" : 1},"d":null}`, Rules{Ignore: pathPatterns("$.d")})
	var b strings.Builder
	if err := c.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	want := `{"same":false,"partial":false,"added":[{"path":"$.e","value":{"x":1}}],"removed":[{"path":"$.b","value":[1,2]}],` +
		`"changed":[{"path":"$.a","left":"<","right":">"},{"path":"$.c","left":"tru","right":1}],` +
		`"totals":{"added":1,"removed":1,"changed":2,"ignored":1,"moved":0},"notes":[]}` + "\n"
	if b.String() != want || !json.Valid([]byte(b.String())) {
		t.Errorf("got  %swant %s", b.String(), want)
	}
	null := compared(t, JSON, `[null]`, `[1]`, Rules{})
	b.Reset()
	if err := null.WriteJSON(&b); err != nil || !strings.Contains(b.String(), `{"path":"$[0]","left":null,"right":1}`) {
		t.Errorf("%v %s", err, b.String())
	}
}

func TestComparisonCutsValues(t *testing.T) {
	long := `"` + strings.Repeat("é", 100) + `"`
	for most := 1; most < 20; most++ {
		c := compared(t, JSON, `[`+long+`]`, `[ {"a" : `+long+`} ]`, Rules{})
		a, b := c.Values(c.List[0], most)
		for _, s := range []string{a, b} {
			if body, cut := strings.CutSuffix(s, "…"); !cut || len(body) > most || !strings.HasPrefix(long+`{"a":`+long, body) && !strings.HasPrefix(`{"a":`+long, body) {
				t.Errorf("%d: %q", most, s)
			}
		}
	}
}
