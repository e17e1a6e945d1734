package catalog

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// ChangeKind says how a property differs between two collections.
type ChangeKind string

// The kinds of a [Change], seen from left to right.
const (
	Added   ChangeKind = "added"   // only in the right collection
	Removed ChangeKind = "removed" // only in the left collection
	Changed ChangeKind = "changed" // in both, and different
)

// Change is how one property differs between two collections.
type Change struct {
	Property string
	Kind     ChangeKind
	Elements []ElementChange // of Changed: what differs, by element
	Left     *Definition     // nil if Added
	Right    *Definition     // nil if Removed
}

// ElementChange is how one element of a definition differs.
type ElementChange struct {
	// Name is that of the element; of a member of the settings with the
	// settings' name before it, such as findAttributeSettings.storable.
	Name string
	// Left and Right are the values as JSON text, "" where there is none.
	Left, Right string
}

// Words are both values as a person reads them, see [Plain].
func (e ElementChange) Words() (left, right string) { return Plain(e.Left), Plain(e.Right) }

// Plain is a value of a [Setting] or an [ElementChange] as a person reads it: a
// text without its quotes, unless it would then look like another value, and
// "none" for a value that is not there.
func Plain(value string) string {
	var s string
	switch {
	case value == "":
		return "none"
	case value[0] != '"' || json.Unmarshal([]byte(value), &s) != nil:
		return value
	case strings.TrimSpace(s) == "" || s == "none" || json.Valid([]byte(s)):
		return value
	}
	return s
}

// Diff is what differs between two collections, property by property in the
// order of their names, which are compared with their case. The order of
// definitions, elements and members counts for nothing. Of several definitions
// with one name the first of each side are compared, then the second.
func Diff(left, right Collection) []Change {
	l, r := byName(left), byName(right)
	names := slices.Collect(maps.Keys(l))
	for name := range r {
		if l[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out []Change
	for _, name := range names {
		for i := range max(len(l[name]), len(r[name])) {
			c := Change{Property: name, Kind: Changed, Left: nth(l[name], i), Right: nth(r[name], i)}
			switch {
			case c.Left == nil:
				c.Kind = Added
			case c.Right == nil:
				c.Kind = Removed
			default:
				if c.Elements = diffDefinition(*c.Left, *c.Right); c.Elements == nil {
					continue
				}
			}
			out = append(out, c)
		}
	}
	return out
}

// byName are the definitions of a collection by their names.
func byName(c Collection) map[string][]*Definition {
	out := make(map[string][]*Definition, len(c.Definitions))
	for i := range c.Definitions {
		d := &c.Definitions[i]
		out[d.Name] = append(out[d.Name], d)
	}
	return out
}

func nth(list []*Definition, i int) *Definition {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// element is one element of a definition or, with a group, a member of settings:
// names that hold a dot cannot be taken for one another.
type element struct {
	place       int // in elementOrder
	group, name string
	value       string // JSON text
}

func (e element) String() string {
	if e.group == "" {
		return e.name
	}
	return e.group + "." + e.name
}

// elementOrder is that in which elements are told; all others follow.
var elementOrder = []string{ElementKind, ElementDataType, ElementStyle, ElementSearch, ElementScoped}

func (e element) compare(other element) int {
	return cmp.Or(cmp.Compare(e.place, other.place), strings.Compare(e.group, other.group), strings.Compare(e.name, other.name))
}

// elements are those of a definition but for its name, in the order of
// [element.compare].
func (d Definition) elements() []element {
	out := make([]element, 0, 3+len(d.Search)+len(d.Scoped)+len(d.Other))
	add := func(group, name, value string) {
		place := slices.Index(elementOrder, cmp.Or(group, name))
		if place < 0 {
			place = len(elementOrder)
		}
		out = append(out, element{place, group, name, value})
	}
	for _, e := range []struct{ name, word string }{{ElementKind, string(d.Kind)}, {ElementDataType, d.DataType}, {ElementStyle, d.ValueStyle}} {
		if e.word != "" {
			add("", e.name, quote(e.word))
		}
	}
	for _, s := range d.Search {
		add(ElementSearch, s.Name, s.Value)
	}
	for _, s := range d.Scoped {
		add(ElementScoped, s.Name, s.Value)
	}
	for _, s := range d.Other {
		add("", s.Name, s.Value)
	}
	slices.SortStableFunc(out, element.compare)
	return out
}

// Elements are those of a definition but for its name, in the order in which
// [Diff] tells them and with its names; none of no definition.
func (d *Definition) Elements() []Setting {
	if d == nil {
		return nil
	}
	var out []Setting
	for _, e := range d.elements() {
		out = append(out, Setting{e.String(), e.value})
	}
	return out
}

func diffDefinition(left, right Definition) []ElementChange {
	if left.Kind == right.Kind && left.DataType == right.DataType && left.ValueStyle == right.ValueStyle &&
		slices.Equal(left.Search, right.Search) && slices.Equal(left.Scoped, right.Scoped) && slices.Equal(left.Other, right.Other) {
		return nil // as most are, and in the same order
	}
	var out []ElementChange
	l, r := left.elements(), right.elements()
	for len(l)+len(r) > 0 {
		order := 0
		switch {
		case len(r) == 0:
			order = -1
		case len(l) == 0:
			order = 1
		default:
			order = l[0].compare(r[0])
		}
		var c ElementChange
		if order <= 0 {
			c.Name, c.Left, l = l[0].String(), l[0].value, l[1:]
		}
		if order >= 0 {
			c.Name, c.Right, r = r[0].String(), r[0].value, r[1:]
		}
		if !sameValue(c.Left, c.Right) {
			out = append(out, c)
		}
	}
	return out
}
