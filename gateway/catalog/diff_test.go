package catalog

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// random makes collections that share few names and values, so that all kinds
// of changes come up.
type random struct{ *rand.Rand }

func (r random) word(words ...string) string { return words[r.IntN(len(words))] }

func (r random) settings(names ...string) []Setting {
	var out []Setting
	for _, name := range names {
		if r.IntN(2) == 0 {
			out = append(out, Setting{name, r.word("true", "false", `"true"`, "1", "1.0", "1e1", `{"a":[1,2]}`, "null")})
		}
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func (r random) collection() Collection {
	c := Collection{ID: "1"}
	for _, name := range []string{"", "a", "A", "b", "b", "c", "findAttributeSettings"} {
		if r.IntN(3) == 0 {
			continue
		}
		c.Definitions = append(c.Definitions, Definition{
			Name: name, Kind: Kind(r.word("", "custom", "canonical")), DataType: r.word("", "String", "Long"), ValueStyle: r.word("SINGLE", "LIST"),
			Search: r.settings("storable", "searchable"), Scoped: r.settings("enabled"), Other: r.settings("x", "findAttributeSettings.storable", "dataType.x"),
		})
	}
	r.Shuffle(len(c.Definitions), func(i, j int) { c.Definitions[i], c.Definitions[j] = c.Definitions[j], c.Definitions[i] })
	return c
}

// shuffled is the same collection, written in another order.
func (r random) shuffled(c Collection) Collection {
	c.Definitions = slices.Clone(c.Definitions)
	// Those of one name stay in their order, which counts.
	slices.SortStableFunc(c.Definitions, func(a, b Definition) int { return -cmp.Compare(a.Name, b.Name) })
	for i := range c.Definitions {
		d := &c.Definitions[i]
		for _, list := range []*[]Setting{&d.Search, &d.Scoped, &d.Other} {
			*list = slices.Clone(*list)
			r.Shuffle(len(*list), func(i, j int) { (*list)[i], (*list)[j] = (*list)[j], (*list)[i] })
		}
	}
	return c
}

// applied makes of the left collection the right one, by the changes alone.
func applied(left Collection, changes []Change) Collection {
	var out Collection
	for i := range left.Definitions {
		d := &left.Definitions[i]
		of := slices.IndexFunc(changes, func(c Change) bool { return c.Left == d })
		if of >= 0 {
			d = changes[of].Right
		}
		if d != nil {
			out.Definitions = append(out.Definitions, *d)
		}
	}
	for _, c := range changes {
		if c.Left == nil {
			out.Definitions = append(out.Definitions, *c.Right)
		}
	}
	return out
}

// TestDiffLaws holds for any two collections: none differs from itself in any
// order, the other way round is the mirror image, and the changes lead from
// the one to the other.
func TestDiffLaws(t *testing.T) {
	seen := map[ChangeKind]int{}
	for seed := range uint64(1000) {
		r := random{rand.New(rand.NewPCG(seed, 1))}
		a, b := r.collection(), r.collection()
		if got := Diff(a, r.shuffled(a)); got != nil {
			t.Fatalf("seed %d: differs from itself: %+v", seed, got)
		}
		changes, mirror := Diff(a, b), Diff(b, a)
		if len(changes) != len(mirror) {
			t.Fatalf("seed %d: %d and %d changes", seed, len(changes), len(mirror))
		}
		for i, c := range changes {
			seen[c.Kind]++
			if m := mirror[i]; fmt.Sprintf("%+v", mirrored(c)) != fmt.Sprintf("%+v", m) {
				t.Fatalf("seed %d: %+v\nthe other way round %+v", seed, c, m)
			}
			if (c.Kind == Changed) != (len(c.Elements) > 0) {
				t.Fatalf("seed %d: %+v", seed, c)
			}
		}
		if got := Diff(applied(a, changes), b); got != nil {
			t.Fatalf("seed %d: after the changes there are %+v", seed, got)
		}
	}
	for _, kind := range []ChangeKind{Added, Removed, Changed} {
		if seen[kind] < 500 {
			t.Errorf("%s came up %d times", kind, seen[kind])
		}
	}
}

func mirrored(c Change) Change {
	c.Left, c.Right = c.Right, c.Left
	switch c.Kind {
	case Added:
		c.Kind = Removed
	case Removed:
		c.Kind = Added
	}
	c.Elements = slices.Clone(c.Elements)
	for i, e := range c.Elements {
		c.Elements[i].Left, c.Elements[i].Right = e.Right, e.Left
	}
	return c
}

func TestDiffElements(t *testing.T) {
	left := Collection{Definitions: []Definition{
		{Name: "gone"},
		{Name: "color", Kind: Custom, DataType: "String", ValueStyle: "SINGLE",
			Search: []Setting{{"storable", "true"}, {"boost", "1.0"}}, Other: []Setting{{"since", "3"}}},
	}}
	right := Collection{Definitions: []Definition{
		{Name: "color", Kind: Custom, DataType: "Long", ValueStyle: "SINGLE",
			Search: []Setting{{"boost", "1"}, {"storable", `"true"`}}, Scoped: []Setting{{"enabled", "false"}}},
		{Name: "Color"},
	}}
	var got []string
	for _, c := range Diff(left, right) {
		line := fmt.Sprintf("%s %s", c.Property, c.Kind)
		for _, e := range c.Elements {
			l, r := e.Words()
			line += fmt.Sprintf("; %s %s > %s", e.Name, l, r)
		}
		got = append(got, line)
	}
	want := []string{
		"Color added",
		`color changed; dataType String > Long; findAttributeSettings.storable true > "true"; scopedActionSettings.enabled none > false; since 3 > none`,
		"gone removed",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func TestSameValue(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"1", "1.0", true}, {"1", "1e0", true}, {"100", "1E2", true}, {"0.05", "5e-2", true}, {"-0", "0", true}, {"0e9", "0.00", true}, {"1200", "12e+2", true},
		{"9007199254740993", "9007199254740992", false}, {"0.1", "0.10000000000000001", false}, {"1", "-1", false}, {"1", "10", false}, {"10", "0.1", false},
		{"1e99999999999999999999", "1e99999999999999999999", true}, {"1e99999999999999999999", "1e99999999999999999998", false}, {"1e99999999999999999999", "1", false},
		{"true", `"true"`, false}, {"1", `"1"`, false}, {"1", "true", false}, {"null", "false", false}, {"null", "", false}, {"{}", "[]", false},
		{`{"a":1,"b":[true,"x"]}`, `{ "b" : [ true , "\u0078" ] , "a" : 1.0 }`, true}, {`[1,2]`, `[2,1]`, false}, {`{"a":null}`, `{}`, false},
		{`"é"`, `"\u00e9"`, true}, {"no JSON", "no JSON", true}, {"no JSON", "no  JSON", false},
	} {
		if got := sameValue(c.a, c.b); got != c.want || sameValue(c.b, c.a) != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}

func TestNewest(t *testing.T) {
	at := func(days int) time.Time { return time.Date(2026, 10, days, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name string
		list []Collection
		want string
	}{
		{"none", nil, ""},
		{"a published one before newer ones", []Collection{{ID: "9", Created: at(9)}, {ID: "3", Status: "Published", Created: at(3)}, {ID: "2", Status: "published", Created: at(2)}}, "3"},
		{"none published", []Collection{{ID: "1", Created: at(1)}, {ID: "9", Created: at(9)}, {ID: "5", Created: at(5)}}, "9"},
		{"ids where times are not stated", []Collection{{ID: "999"}, {ID: "1001"}, {ID: "1000"}}, "1001"},
		{"ids where times are the same", []Collection{{ID: "7", Created: at(1)}, {ID: "10", Created: at(1)}}, "10"},
		{"ids that are no numbers", []Collection{{ID: "b"}, {ID: "c"}, {ID: "a"}}, "c"},
	} {
		got, ok := Newest(c.list)
		if got.ID != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q %v", c.name, got.ID, ok)
		}
	}
}
