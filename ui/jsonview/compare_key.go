package jsonview

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ListKey names a member by which the elements of lists are paired.
type ListKey struct {
	name []byte
	list []patternStep // where it is meant for
	all  bool          // for every list that has it
}

// KeyByPosition is what users write for a key to have [Rules.ByPosition]. A member of that name is
// a key by its path.
const KeyByPosition = "#"

// ParseListKey reads a member's name, such as id, which is meant for every list, or its path in the
// elements of one: $.items[*].id.
func ParseListKey(s string) (ListKey, error) {
	if s == "" {
		return ListKey{}, fmt.Errorf("a key is a member's name, such as id, or its path in the elements of a list, such as $.items[*].id")
	}
	if s[0] != '$' {
		return ListKey{name: []byte(s), all: true}, nil
	}
	p, err := ParsePathPattern(s)
	if err != nil {
		return ListKey{}, err
	}
	n := len(p.steps) - 2
	if n < 0 || p.steps[n+1].name == nil || p.steps[n+1].deep || p.steps[n].kind != anyElement || p.steps[n].deep {
		return ListKey{}, fmt.Errorf("%s: a key's path ends in the elements of a list and a member's name, as $.items[*].id does", s)
	}
	return ListKey{name: p.steps[n+1].name, list: p.steps[:n]}, nil
}

// Names of members that tell elements apart, the surest first, and how such names end.
var (
	idNames   = []string{"id", "_id", "uuid", "guid", "key", "code", "internalName", "name", "sku", "slug"}
	idEndings = []string{"Id", "ID", "_id", "-id", "Uuid", "Key", "_key", "Code", "_code", "Name", "_name"}
)

// idRank is how sure a name tells elements apart: the less the surer.
func idRank(name []byte) int {
	if i := slices.Index(idNames, string(name)); i >= 0 {
		return i
	}
	for i, ending := range idEndings {
		if strings.HasSuffix(string(name), ending) {
			return len(idNames) + i
		}
	}
	return notID
}

// notID is the rank of names that say nothing of the kind.
const notID = 1000

// keyed is how the elements of two lists are paired by a key.
type keyed struct {
	key    []byte
	ax, by hashes // of its values in either list
}

// keyOf chooses the key by which the elements of two lists are paired.
func (c *comparer) keyOf(x, y list) (k keyed, ok bool) {
	if !x.ofObjects() || !y.ofObjects() {
		return k, false
	}
	for _, rule := range c.rules.Keys {
		if !rule.all && !fits(rule.list, c.path, true) || rule.all && !x.starts(rule.name) && !y.starts(rule.name) {
			continue
		}
		k, problem := c.try(x, y, rule.name)
		if problem != "" {
			c.noteList(problem + ", so elements are paired in order")
		}
		return k, problem == ""
	}
	return c.findKey(x, y)
}

// findKey looks for a key in the lists themselves: a member that each element has with a value
// of its own, such that half of the values of the shorter list are in the other as well. What
// is called id or the like comes first, and will do with fewer; anything else must be a text.
func (c *comparer) findKey(x, y list) (best keyed, ok bool) {
	shorter := min(len(x.at), len(y.at))
	most, trouble := 0, ""
	for _, name := range candidates(x, y) {
		sure := idRank(name) < notID
		if !sure && (ok || shorter < 2) {
			break
		}
		k, problem := c.try(x, y, name)
		if problem != "" && sure && trouble == "" {
			trouble = problem
		}
		if problem != "" {
			continue
		}
		shared := k.shared()
		if 2*shared >= shorter {
			return k, true
		}
		if sure && shared > most {
			best, most, ok = k, shared, true
		}
	}
	if !ok && trouble != "" {
		c.noteList(trouble + ", so elements are paired in order")
	}
	return best, ok
}

// mostTried is how many members are tried as keys.
const mostTried = 12

// candidates are the names that may be a key by what the first elements tell, the surest first.
func candidates(x, y list) [][]byte {
	names := x.scalars()
	if len(x.at) == 0 {
		names = y.scalars()
	} else if len(y.at) > 0 {
		other := y.scalars()
		names = slices.DeleteFunc(names, func(n []byte) bool {
			return !slices.ContainsFunc(other, func(o []byte) bool { return sameString(n, o) })
		})
	}
	slices.SortFunc(names, func(a, b []byte) int {
		return cmp.Or(cmp.Compare(idRank(a), idRank(b)), bytes.Compare(a, b))
	})
	return names[:min(len(names), mostTried)]
}

// ofObjects tells whether a list is empty or begins with an object.
func (l list) ofObjects() bool { return len(l.at) == 0 || l.body[l.at[0]] == '{' }

// starts tells whether the first element has a member of that name.
func (l list) starts(name []byte) bool {
	if len(l.at) == 0 {
		return false
	}
	_, ok := l.member(l.at[0], name)
	return ok
}

// scalars are the names of members of the first element that may be a key.
func (l list) scalars() (names [][]byte) {
	if len(l.at) == 0 {
		return nil
	}
	for p, n := l.at[0]+1, 0; n < 10*mostTried; n++ {
		m, state := l.item(p, true)
		if state != found {
			break
		}
		name := plainName(l.name(m))
		if text, ok := l.scalar(m.at); ok && (text[0] == '"' || idRank(name) < notID) {
			names = append(names, name)
		}
		if p = l.half.end(m.at); p < 0 {
			break
		}
	}
	return names
}

// try reads the values of a key, or says in words why it is none.
func (c *comparer) try(x, y list, name []byte) (k keyed, problem string) {
	k.key = name
	if k.ax, problem = c.ids(x, name); problem == "" {
		if k.by, problem = c.ids(y, name); problem != "" {
			problem += " of " + sideNames[1]
		}
	} else {
		problem += " of " + sideNames[0]
	}
	return k, problem
}

// ids are the hashes of a member's values. A last element that is cut before it is left out.
func (c *comparer) ids(l list, name []byte) (ids hashes, problem string) {
	sums := make([]uint64, 0, len(l.at))
	for i, at := range l.at {
		if c.tick() {
			return ids, "stopped"
		}
		value, has := l.member(at, name)
		if !has && i == len(l.at)-1 && l.half.end(at) < 0 {
			break
		}
		if !has {
			return ids, fmt.Sprintf("there is no %s in element %d", name, i)
		}
		text, ok := l.scalar(value)
		if !ok {
			return ids, fmt.Sprintf("%s is no text or number in element %d", name, i)
		}
		sums = append(sums, c.hash.scalar(text))
	}
	ids = c.sorted(sums)
	for n := 1; n < len(ids.order); n++ {
		if i, j := ids.order[n-1], ids.order[n]; sums[i] == sums[j] {
			return ids, fmt.Sprintf("%s is the same in elements %d and %d", name, i, j)
		}
	}
	return ids, ""
}

// shared is how many values the two lists have in common.
func (k keyed) shared() int {
	n := 0
	runs(k.ax, k.by, func(_, _ []int32) { n++ })
	return n
}

// matched counts two lists that are paired by a key.
func (c *comparer) matched(key []byte) {
	path := string(c.alike())
	of := path + "\x00" + string(key)
	i, known := c.matches[of]
	if !known {
		if i = len(c.out.Matches); i == mostSummaries {
			return
		}
		c.matches[of] = i
		c.out.Matches = append(c.out.Matches, ListMatch{Path: path, Key: string(key)})
	}
	c.out.Matches[i].Lists++
}
