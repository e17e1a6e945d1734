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

// elementKey names an element or, with a group, a member of settings: names
// that hold a dot cannot be taken for one another.
type elementKey struct{ group, name string }

func (k elementKey) String() string {
	if k.group == "" {
		return k.name
	}
	return k.group + "." + k.name
}

// elementOrder is that in which elements are told.
var elementOrder = []string{ElementKind, ElementDataType, ElementStyle, ElementSearch, ElementScoped}

func (k elementKey) compare(other elementKey) int {
	place := func(k elementKey) int {
		if i := slices.Index(elementOrder, cmp.Or(k.group, k.name)); i >= 0 {
			return i
		}
		return len(elementOrder)
	}
	return cmp.Or(cmp.Compare(place(k), place(other)), cmp.Compare(k.group, other.group), cmp.Compare(k.name, other.name))
}

// elementsOf are the elements of a definition but for its name, each with its
// value as JSON text.
func (d Definition) elementsOf() map[elementKey]string {
	out := make(map[elementKey]string)
	for name, word := range map[string]string{ElementKind: string(d.Kind), ElementDataType: d.DataType, ElementStyle: d.ValueStyle} {
		if word != "" {
			out[elementKey{"", name}] = quote(word)
		}
	}
	for group, list := range map[string][]Setting{ElementSearch: d.Search, ElementScoped: d.Scoped, "": d.Other} {
		for _, s := range list {
			out[elementKey{group, s.Name}] = s.Value
		}
	}
	return out
}

func diffDefinition(left, right Definition) []ElementChange {
	l, r := left.elementsOf(), right.elementsOf()
	keys := slices.Collect(maps.Keys(l))
	for k := range r {
		if _, both := l[k]; !both {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, elementKey.compare)
	var out []ElementChange
	for _, k := range keys {
		if !sameValue(l[k], r[k]) {
			out = append(out, ElementChange{Name: k.String(), Left: l[k], Right: r[k]})
		}
	}
	return out
}
