package jsonview

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// kindsAndPaths are the differences as the reference gives them, in no order. Names and
// numbers are decoded there and as sent here.
func kindsAndPaths(t *testing.T, c *Comparison) (out []string) {
	t.Helper()
	for _, d := range c.List {
		path := d.Path
		for {
			from := strings.Index(path, `["`)
			if from < 0 {
				break
			}
			end, _ := stringEnd([]byte(path), from+2)
			path = path[:from] + "." + grown(t, path[from+1:end]).word.(string) + path[end+1:]
		}
		path = idNumber.ReplaceAllStringFunc(path, func(s string) string {
			n, _ := new(big.Rat).SetString(s[1 : len(s)-1])
			return "=" + n.RatString() + "]"
		})
		out = append(out, fmt.Sprintf("%s %s", d.Kind, path))
	}
	return out
}

var idNumber = regexp.MustCompile(`=-?[0-9][-+0-9.eE]*\]`)

func sortedTexts(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// eachPair runs a property on pairs of bodies of which the second is the first with changes.
func eachPair(t *testing.T, n int, property func(t *testing.T, r style, x, y *tree, a, b string)) {
	t.Helper()
	for seed := range uint64(n) {
		r := style{rand.New(rand.NewPCG(seed, 11))}
		var x *tree
		if seed%2 == 0 {
			x = r.catalogue(2)
		} else {
			x = grown(t, strings.ReplaceAll(randomJSON(r.Rand, 1+r.IntN(4)), "[\"", "[ \""))
		}
		y := r.mutated(x, 2+r.IntN(30))
		a, b := r.write(x), r.write(y)
		property(t, r, x, y, a, b)
		if t.Failed() {
			t.Fatalf("seed %d\n%s\n%s", seed, a, b)
		}
	}
}

// However a value is written, it does not differ from itself.
func TestCompareSpellingCountsForNothing(t *testing.T) {
	eachPair(t, 400, func(t *testing.T, r style, x, _ *tree, a, _ string) {
		for _, rules := range []Rules{{}, {ByPosition: true}, {Keys: listKeys("id")}} {
			if c := compared(t, JSON, a, r.write(x), rules); !c.Same() || c.Moved != 0 {
				t.Errorf("differs from itself: %s", told(t, c))
			}
		}
	})
}

// By position, and by a key that is chosen, the differences are those of decoded trees.
func TestCompareAgainstTrees(t *testing.T) {
	differ := 0
	eachPair(t, 1000, func(t *testing.T, _ style, x, y *tree, a, b string) {
		c := compared(t, JSON, a, b, Rules{ByPosition: true})
		got, want := kindsAndPaths(t, c), naiveDiff(x, y, "$", nil)
		if !slices.Equal(sortedTexts(got), sortedTexts(want)) {
			t.Errorf("got %q\nwant %q", got, want)
		}
		if len(want) > 0 {
			differ++
		}
		if same := compared(t, JSON, a, b, Rules{}).Same(); same && !naiveSame(x, y) {
			t.Errorf("differ, but are called the same")
		}
	})
	if differ < 400 {
		t.Errorf("only %d pairs differ", differ)
	}
}

// The other way round, added and removed change places, and nothing else.
func TestCompareTheOtherWayRound(t *testing.T) {
	count := map[DifferenceKind]int{}
	moved := 0
	spans := func(c *Comparison, turned bool) (out []string) {
		for _, d := range c.List {
			if turned {
				d.A, d.B = d.B, d.A
			}
			out = append(out, fmt.Sprint(d.A, d.B))
		}
		return sortedTexts(out)
	}
	eachPair(t, 800, func(t *testing.T, r style, _, _ *tree, a, b string) {
		if r.IntN(4) == 0 {
			b = damage(r.Rand, b)
		}
		rules := []Rules{{}, {ByPosition: true}, {Keys: listKeys("id")}, {Keys: listKeys("name")}, {Ignore: pathPatterns("$..v")}}[r.IntN(5)]
		most := limits{1 + r.IntN(10), r.IntN(5)}
		if r.IntN(3) > 0 {
			most = limits{mostMatched, mostEdits}
		}
		c, back := comparedWithin(t, JSON, a, b, rules, most), comparedWithin(t, JSON, b, a, rules, most)
		if !slices.Equal(spans(c, false), spans(back, true)) {
			t.Errorf("%s\nthe other way round\n%s", told(t, c), told(t, back))
		}
		if c.Added != back.Removed || c.Changed != back.Changed || c.Moved != back.Moved || rules.Ignore == nil && c.Ignored > 0 || c.Ignored != back.Ignored || c.Partial != back.Partial {
			t.Errorf("%s, the other way round %s", c, back)
		}
		moved += c.Moved
		for _, d := range c.List {
			count[d.Kind]++
		}
	})
	if min(count[Added], count[Removed], count[Changed]) < 500 || moved < 10 {
		t.Errorf("%v, %d moved", count, moved)
	}
}

// naiveCommon is the length of the longest common sequence.
func naiveCommon(x, y []string) int {
	before := make([]int, len(y)+1)
	for _, v := range x {
		now := make([]int, len(y)+1)
		for j, w := range y {
			if now[j+1] = max(now[j], before[j+1]); v == w {
				now[j+1] = before[j] + 1
			}
		}
		before = now
	}
	return before[len(y)]
}

// A sequence with the differences applied is the other sequence, and as much stays as can.
func TestCompareSequences(t *testing.T) {
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 5))
		make := func() (out []string) {
			for range r.IntN(25) {
				out = append(out, fmt.Sprint(r.IntN(2+int(seed%30))))
			}
			return out
		}
		x, y := make(), make()
		a, b := "["+strings.Join(x, ",")+"]", "["+strings.Join(y, ", ")+"]"
		most := limits{[]int{5, mostMatched}[r.IntN(2)], []int{0, 1, 3, 9, mostEdits}[r.IntN(5)]}
		c := comparedWithin(t, JSON, a, b, Rules{}, most)
		if stay := len(x) - c.Removed - c.Changed; most.edits == mostEdits && most.matched == mostMatched && stay != naiveCommon(x, y) {
			t.Fatalf("seed %d: %s to %s: %d stay, not %d", seed, a, b, stay, naiveCommon(x, y))
		}
		gone, come := map[int]bool{}, map[int]string{}
		for _, d := range c.List {
			var n int
			if _, err := fmt.Sscanf(d.Path, "$[%d]", &n); err != nil {
				t.Fatal(err)
			}
			left, right := c.Raw(d)
			switch d.Kind {
			case Added:
				come[n] = string(right)
			case Removed:
				gone[n] = true
			case Changed:
				if x[n] != string(left) || x[n] == string(right) {
					t.Fatalf("seed %d: %s", seed, told(t, c))
				}
				x[n] = string(right)
			}
		}
		var got []string
		for n := 0; len(come) > 0 || n < len(x); {
			if v, ok := come[len(got)]; ok {
				delete(come, len(got))
				got = append(got, v)
				continue
			}
			if n == len(x) {
				t.Fatalf("seed %d: added out of reach: %s", seed, told(t, c))
			}
			if !gone[n] {
				got = append(got, x[n])
			}
			n++
		}
		if !slices.Equal(got, y) {
			t.Fatalf("seed %d: %s to %s: applied gives %v\n%s", seed, a, b, got, told(t, c))
		}
	}
}
