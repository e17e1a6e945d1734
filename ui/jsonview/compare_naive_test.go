package jsonview

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

// tree is a decoded value: the reference that comparisons are held against.
type tree struct {
	word    any // nil, bool, string or json.Number
	object  bool
	list    bool
	members []treeMember // elements have no names
}

type treeMember struct {
	name  string
	value *tree
}

// grown decodes a body, which must be JSON.
func grown(t *testing.T, body string) *tree {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var next func() *tree
	token := func() json.Token {
		tok, err := d.Token()
		if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		return tok
	}
	next = func() *tree {
		tok := token()
		delim, ok := tok.(json.Delim)
		if !ok {
			return &tree{word: tok}
		}
		n := &tree{object: delim == '{', list: delim == '['}
		for d.More() {
			var m treeMember
			if n.object {
				m.name = token().(string)
			}
			m.value = next()
			n.members = append(n.members, m)
		}
		token()
		return n
	}
	return next()
}

// naiveSame tells whether two trees mean the same.
func naiveSame(a, b *tree) bool {
	if a.object != b.object || a.list != b.list || len(a.members) != len(b.members) {
		return false
	}
	if !a.object && !a.list {
		x, isX := a.word.(json.Number)
		y, isY := b.word.(json.Number)
		if isX && isY {
			p, _ := new(big.Rat).SetString(string(x))
			q, _ := new(big.Rat).SetString(string(y))
			return p.Cmp(q) == 0
		}
		return a.word == b.word
	}
	return naivePairs(a, b, "", nil, func(_ string, _ DifferenceKind, x, y *tree) bool { return x != nil && y != nil && naiveSame(x, y) })
}

// naivePairs calls do with the pairs of members of two containers, whose missing half is nil, as
// long as it says true. Elements are paired by key, if they are objects that have it.
func naivePairs(a, b *tree, path string, key *string, do func(path string, kind DifferenceKind, x, y *tree) bool) bool {
	type slot struct {
		path string
		x, y *tree
	}
	var slots []slot
	count := map[string]int{}
	name := func(n *tree, i int) (at, shown string) {
		m := n.members[i]
		switch id := (*tree)(nil); {
		case n.object:
			return m.name, path + "." + m.name
		case key == nil:
			return fmt.Sprint(i), fmt.Sprintf("%s[%d]", path, i)
		default:
			for _, mm := range m.value.members {
				if mm.name == *key {
					id = mm.value
				}
			}
			return fmt.Sprint(id.word), fmt.Sprintf("%s[%s=%v]", path, *key, id.word)
		}
	}
	place := map[string]int{}
	for i, m := range a.members {
		at, shown := name(a, i)
		count["a"+at]++
		place[fmt.Sprint(at, count["a"+at])] = len(slots)
		slots = append(slots, slot{shown, m.value, nil})
	}
	for i, m := range b.members {
		at, shown := name(b, i)
		count["b"+at]++
		if j, ok := place[fmt.Sprint(at, count["b"+at])]; ok {
			slots[j].y = m.value
			continue
		}
		slots = append(slots, slot{shown, nil, m.value})
	}
	for _, s := range slots {
		kind := Changed
		if s.x == nil {
			kind = Added
		} else if s.y == nil {
			kind = Removed
		}
		if !do(s.path, kind, s.x, s.y) {
			return false
		}
	}
	return true
}

// naiveDiff is what differs, as kind and path, elements paired by position or by a key.
func naiveDiff(a, b *tree, path string, key *string) (out []string) {
	if a.object != b.object || a.list != b.list || !a.object && !a.list {
		if !naiveSame(a, b) {
			out = append(out, "changed "+path)
		}
		return out
	}
	if a.object || key == nil || !allHave(a, *key) || !allHave(b, *key) {
		if a.list {
			key = nil
		}
	}
	sub := key
	if a.object {
		key = nil
	}
	naivePairs(a, b, path, key, func(path string, kind DifferenceKind, x, y *tree) bool {
		if kind != Changed {
			out = append(out, fmt.Sprintf("%s %s", kind, path))
			return true
		}
		out = append(out, naiveDiff(x, y, path, sub)...)
		return true
	})
	return out
}

func allHave(n *tree, key string) bool {
	seen := map[string]bool{}
	for _, m := range n.members {
		has := false
		for _, mm := range m.value.members {
			if mm.name == key && !mm.value.object && !mm.value.list {
				if has = true; seen[fmt.Sprint(mm.value.word)] {
					return false
				}
				seen[fmt.Sprint(mm.value.word)] = true
			}
		}
		if !has {
			return false
		}
	}
	return true
}

// style writes trees in a random style: blanks, order of members, escapes, spelling of numbers.
type style struct{ *rand.Rand }

func (r style) blank() string {
	return strings.Repeat([]string{"", "", "", " ", "\n  ", "\t"}[r.IntN(6)], r.IntN(2))
}

func (r style) text(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case r.IntN(4) == 0 && c > 0xffff:
			c -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04X`, 0xd800+c>>10, 0xdc00+c&0x3ff)
		case c < ' ' || c <= 0xffff && r.IntN(4) == 0:
			fmt.Fprintf(&b, []string{`\u%04x`, `\u%04X`}[r.IntN(2)], c)
		case c == '"' || c == '\\' || c == '/' && r.IntN(2) == 0:
			b.WriteByte('\\')
			b.WriteRune(c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String() + `"`
}

func (r style) number(s string) string {
	if strings.ContainsAny(s, "eE.") {
		return s
	}
	switch r.IntN(5) {
	case 0:
		return s + ".0"
	case 1:
		return s + "e0"
	case 2:
		return s + "0.00E-1"
	case 3:
		return s + "E+00"
	}
	return s
}

func (r style) write(n *tree) string {
	switch w := n.word.(type) {
	case string:
		return r.blank() + r.text(w) + r.blank()
	case json.Number:
		if s := r.number(string(w)); s[0] != '0' || len(s) == 1 || s[1] == '.' || s[1]|0x20 == 'e' {
			return s
		}
		return string(w)
	case bool:
		return fmt.Sprint(w)
	}
	if !n.object && !n.list {
		return "null" + r.blank()
	}
	members := append([]treeMember{}, n.members...)
	if n.object { // those of one name stay in their order, which counts
		r.Shuffle(len(members), func(i, j int) {
			for k := min(i, j); k <= max(i, j); k++ {
				if members[k].name == members[i].name && k != i || members[k].name == members[j].name && k != j {
					return
				}
			}
			members[i], members[j] = members[j], members[i]
		})
	}
	var parts []string
	for _, m := range members {
		s := r.write(m.value)
		if n.object {
			s = r.blank() + r.text(m.name) + r.blank() + ":" + s
		}
		parts = append(parts, s)
	}
	if n.object {
		return r.blank() + "{" + strings.Join(parts, ",") + r.blank() + "}"
	}
	return r.blank() + "[" + strings.Join(parts, ",") + r.blank() + "]"
}

// mutated is a copy of a tree with changes here and there, of about one in every so many nodes.
func (r style) mutated(n *tree, every int) *tree {
	if r.IntN(every) == 0 && !n.object && !n.list {
		words := []any{"", "a", "id", json.Number("7"), json.Number("-1.50"), json.Number("1e2"), true, nil}
		return &tree{word: words[r.IntN(len(words))]}
	}
	out := *n
	out.members = nil
	for _, m := range n.members {
		if r.IntN(every) == 0 {
			continue
		}
		out.members = append(out.members, treeMember{m.name, r.mutated(m.value, every)})
	}
	if (n.object || n.list) && r.IntN(every) == 0 {
		at := r.IntN(len(out.members) + 1)
		m := treeMember{[]string{"new", "id", "a"}[r.IntN(3)], &tree{word: json.Number(fmt.Sprint(r.IntN(5)))}}
		if n.list {
			m.name = ""
		}
		out.members = append(out.members[:at], append([]treeMember{m}, out.members[at:]...)...)
	}
	if n.list && r.IntN(every) == 0 {
		r.Shuffle(len(out.members), func(i, j int) { out.members[i], out.members[j] = out.members[j], out.members[i] })
	}
	return &out
}

// catalogue is a tree of lists of objects with an id and lists inside, some of them sharing ids.
func (r style) catalogue(depth int) *tree {
	list := &tree{list: true}
	for id := range r.IntN(6) {
		o := &tree{object: true}
		add := func(name string, value *tree) { o.members = append(o.members, treeMember{name, value}) }
		if r.IntN(12) > 0 {
			add("id", &tree{word: json.Number(fmt.Sprint(id))})
		}
		add("name", &tree{word: fmt.Sprint("name", r.IntN(8))})
		add("v", &tree{word: json.Number(fmt.Sprint(r.IntN(3)))})
		if depth > 0 {
			add("inner", r.catalogue(depth-1))
		}
		add("tags", &tree{list: true, members: []treeMember{{"", &tree{word: "x"}}, {"", &tree{word: json.Number("1")}}}})
		list.members = append(list.members, treeMember{"", o})
	}
	return list
}
