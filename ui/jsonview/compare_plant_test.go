package jsonview

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func number(n int) *tree { return &tree{word: json.Number(fmt.Sprint(n))} }

func object(members ...treeMember) *tree { return &tree{object: true, members: members} }

// stock is a tree of items with ids, each with a list of places with codes.
func stock(items int) *tree {
	list := &tree{list: true}
	for id := range items {
		places := &tree{list: true}
		for code := range 4 {
			places.members = append(places.members, treeMember{"", object(treeMember{"code", &tree{word: fmt.Sprint("c", code)}}, treeMember{"count", number(7)})})
		}
		list.members = append(list.members, treeMember{"", object(treeMember{"id", number(id)}, treeMember{"price", number(1000 + id)},
			treeMember{"time", number(1)}, treeMember{"places", places})})
	}
	return object(treeMember{"meta", object(treeMember{"time", number(1)})}, treeMember{"items", list})
}

func (n *tree) member(name string) *tree {
	for _, m := range n.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// Differences planted in a document are found, exactly those, whatever the order of elements
// and however both are written.
func TestComparePlantedDifferences(t *testing.T) {
	for seed := range uint64(150) {
		r := style{rand.New(rand.NewPCG(seed, 3))}
		x, y := stock(40), stock(40)
		items := y.member("items")
		var want []string
		ignored := 0
		for _, id := range r.Perm(40)[:r.IntN(20)] {
			item := items.members[id].value
			at := fmt.Sprintf("$.items[id=%d]", id)
			code := r.IntN(4)
			place := item.member("places").members[code].value
			switch r.IntN(7) {
			case 0:
				item.member("price").word = json.Number("1")
				want = append(want, "changed "+at+".price")
			case 1:
				item.members = append(item.members, treeMember{"new", number(1)})
				want = append(want, "added "+at+".new")
			case 2:
				item.members = append(item.members[:1:1], item.members[2:]...)
				want = append(want, "removed "+at+".price")
			case 3:
				place.member("count").word = "7"
				want = append(want, fmt.Sprintf("changed %s.places[code=c%d].count", at, code))
			case 4:
				place.members[0].value.word = "c9"
				want = append(want, fmt.Sprintf("removed %s.places[code=c%d]", at, code), "added "+at+".places[code=c9]")
			case 5:
				item.members[0].value = number(1000 + id)
				want = append(want, "removed "+at, fmt.Sprintf("added $.items[id=%d]", 1000+id))
			default:
				item.member("time").word = json.Number("2")
				ignored++
			}
		}
		r.Shuffle(len(items.members), func(i, j int) { items.members[i], items.members[j] = items.members[j], items.members[i] })
		rules := Rules{Ignore: pathPatterns("$..time"), Keys: [][]ListKey{nil, listKeys("$.items[*].id"), listKeys("code", "id")}[r.IntN(3)]}
		a, b := r.write(x), r.write(y)
		c := compared(t, JSON, a, b, rules)
		if got := kindsAndPaths(t, c); !slices.Equal(sortedTexts(got), sortedTexts(want)) || c.Ignored != ignored {
			t.Fatalf("seed %d: %d ignored, want %d; got %q\nwant %q", seed, c.Ignored, ignored, got, want)
		}
		checkTotals(t, c)
	}
}

// apart is how many listed differences are in no summary.
func apart(c *Comparison) int {
	n := 0
	for _, d := range c.List {
		if d.Group < 0 {
			n++
		}
	}
	return n
}

// checkTotals checks that totals and summaries count what is listed.
func checkTotals(t *testing.T, c *Comparison) {
	t.Helper()
	total, last := apart(c), 1<<30
	for _, s := range c.Summaries {
		if total += s.Total(); s.Total() > last || s.Total() == 0 {
			t.Errorf("summaries are not in order: %v", c.Summaries)
		}
		last = s.Total()
	}
	groups := map[int]int{}
	for _, d := range c.List {
		groups[d.Group]++
	}
	for i, n := range groups {
		most := apart(c)
		if i >= 0 {
			most = c.Summaries[i].Total()
		}
		if n > most || n < most && len(c.List) == c.Total() {
			t.Errorf("group %d: %d are listed of %d", i, n, most)
		}
	}
	if total != c.Total() || len(c.List) > c.Total() {
		t.Errorf("%d in summaries, %d listed, %d in all", total, len(c.List), c.Total())
	}
}

func TestCompareSummaries(t *testing.T) {
	x, y := stock(300), stock(300)
	for _, m := range y.member("items").members {
		m.value.member("price").word = json.Number("1")
		if places := m.value.member("places"); len(places.members) > 0 {
			places.members = places.members[1:]
		}
	}
	plain := style{rand.New(rand.NewPCG(1, 1))}
	c := compared(t, JSON, plain.write(x), plain.write(y), Rules{Most: 10})
	want := []Summary{{Path: "$.items[*].price", Changed: 300}, {Path: "$.items[*].places[*]", Removed: 300}}
	slices.SortFunc(want, func(a, b Summary) int { return strings.Compare(b.Path, a.Path) })
	got := slices.Clone(c.Summaries)
	slices.SortFunc(got, func(a, b Summary) int { return strings.Compare(b.Path, a.Path) })
	if !slices.Equal(got, want) || len(c.List) != 10 || c.Total() != 600 {
		t.Errorf("%+v, %d of %d", c.Summaries, len(c.List), c.Total())
	}
	matches := []ListMatch{{"$.items", "id", 1}, {"$.items[*].places", "code", 300}}
	if !slices.Equal(c.Matches, matches) {
		t.Errorf("%+v", c.Matches)
	}
	if text := told(t, c); !strings.Contains(text, "\nand 590 more\n600 differences: 300 removed, 300 changed\n") {
		t.Errorf("%s", text)
	}
	for _, d := range c.List {
		if path := c.Summaries[d.Group].Path; strings.HasSuffix(d.Path, ".price") != strings.HasSuffix(path, ".price") {
			t.Errorf("%s is in the group %s", d.Path, path)
		}
	}
	checkTotals(t, c)
}

// Objects that are used as tables have as many paths as members.
func TestCompareManyPaths(t *testing.T) {
	var a, b strings.Builder
	for i := range mostSummaries + 50 {
		fmt.Fprintf(&a, `,"k%d":1`, i)
		fmt.Fprintf(&b, `,"k%d":2`, i)
	}
	c := compared(t, JSON, "{"+a.String()[1:]+"}", "{"+b.String()[1:]+"}", Rules{})
	if apart(c) != 50 || len(c.Summaries) != mostSummaries {
		t.Errorf("%d apart, %d summaries", apart(c), len(c.Summaries))
	}
	checkTotals(t, c)
}
