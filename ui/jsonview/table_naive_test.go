package jsonview

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"strings"
)

// naiveRow is a row of the reference: the offsets of its values by column.
type naiveRow struct {
	off   int
	cells map[string]int
}

// naiveTable is a table of the reference. Names are keys with their escapes undone; that of the
// column of other elements is valueColumn.
type naiveTable struct {
	list  int
	names []string
	rows  []naiveRow
}

const valueColumn = "\x00value"

// naiveListFor chooses the list for a line by the rule of TableOf; -2: there is none.
func naiveListFor(lines []naiveLine, line int, many bool) int {
	end := func(i int) int {
		j := i + 1
		for j < len(lines) && lines[j].depth > lines[i].depth {
			j++
		}
		return j
	}
	isList := func(i int) bool {
		return i+1 < len(lines) && lines[i+1].depth > lines[i].depth && lines[i].text[len(lines[i].text)-1] == '['
	}
	if line < len(lines) {
		around := append(append([]int{}, lines[line].path...), line)
		if lines[line].closes {
			open := line - 1
			for lines[open].depth > lines[line].depth {
				open--
			}
			around = append(around, open)
		}
		for i := len(around) - 1; i >= 0; i-- {
			if isList(around[i]) {
				return around[i]
			}
		}
	}
	if many {
		return -1
	}
	best, most := -2, 0
	for i := 0; i < len(lines); i++ {
		if isList(i) {
			j := end(i)
			if j-i > most {
				best, most = i, j-i
			}
			i = j - 1
		}
	}
	return best
}

// naiveTableOf is the table of the list that a line opens, -1 for the top level.
func naiveTableOf(body string, lines []naiveLine, list int) naiveTable {
	depth := 0
	if list >= 0 {
		depth = lines[list].depth + 1
	}
	t := naiveTable{list: list}
	tokens, offs := naiveTokens(body)
	for i := list + 1; i < len(lines) && lines[i].depth >= depth; i++ {
		l := lines[i]
		if l.depth == depth && !l.closes {
			t.rows = append(t.rows, naiveRow{l.off, map[string]int{}})
			if body[l.off] != '{' {
				t.put(valueColumn, l.off)
			}
		}
		if l.depth != depth+1 || l.closes || body[t.rows[len(t.rows)-1].off] != '{' {
			continue
		}
		k := 0
		for offs[k] != l.off {
			k++
		}
		if tokens[k][0] == '"' && k+2 < len(tokens) && tokens[k+1] == ":" && strings.IndexByte(",]}", tokens[k+2][0]) < 0 {
			t.put(exactUnescape(tokens[k][1:len(tokens[k])-1]), offs[k+2])
		}
	}
	return t
}

func (t *naiveTable) put(name string, off int) {
	known := false
	for _, n := range t.names {
		known = known || n == name
	}
	if !known {
		t.names = append(t.names, name)
	}
	t.rows[len(t.rows)-1].cells[name] = off
}

// naiveUnescape asks encoding/json about each escape.
func naiveUnescape(s string) string {
	out := ""
	for i := 0; i < len(s); {
		step := 1
		part := s[i : i+1]
		for _, n := range []int{12, 6, 2} {
			var u string
			if s[i] != '\\' || i+n > len(s) || json.Unmarshal([]byte(`"`+s[i:i+n]+`"`), &u) != nil {
				continue
			}
			if n == 12 && (s[i+6] != '\\' || len(u) != 4) || n == 6 && s[i+1] != 'u' {
				continue
			}
			part, step = u, n
			break
		}
		out += part
		i += step
	}
	return out
}

var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// naiveValue is the kind of the value at off, its tokens and where it ends.
func naiveValue(body string, off int) (kind CellKind, tokens []string, end int) {
	all, offs := naiveTokens("   " + body[off:]) // no byte order mark
	depth := 0
	for i, s := range all {
		tokens, end = append(tokens, s), off+offs[i]-3+len(s)
		switch s[0] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth <= 0 {
			break
		}
	}
	if depth > 0 {
		end = len(body)
	}
	switch first := tokens[0]; {
	case first[0] == '"':
		kind = StringCell
	case first == "{":
		kind = ObjectCell
	case first == "[":
		kind = ListCell
	case first == "true" || first == "false":
		kind = BoolCell
	case first == "null":
		kind = NullCell
	case jsonNumber.MatchString(first):
		kind = NumberCell
	default:
		kind = JunkCell
	}
	return kind, tokens, end
}

// randomList is a document with a list whose elements share keys, a third of them damaged.
func randomList(r *rand.Rand) string {
	keys := []string{`"id"`, `"name"`, `"\u0069d"`, `"price"`, `"value"`, `"a\"b"`, `"tags"`}
	var elements []string
	for range r.IntN(12) {
		if r.IntN(8) == 0 {
			elements = append(elements, randomJSON(r, 2))
			continue
		}
		var members []string
		for _, i := range r.Perm(len(keys))[:r.IntN(len(keys))] {
			members = append(members, keys[i]+strings.Repeat(" ", r.IntN(2))+":"+randomJSON(r, r.IntN(3)))
		}
		elements = append(elements, "{"+strings.Join(members, ",")+"}")
	}
	s := strings.Join(elements, ",\n")
	switch r.IntN(4) {
	case 0:
		s = "[" + s + "]"
	case 1:
		s = `{"meta":{"page":[1]},"items":[` + s + `],"next":null}`
	case 2:
		s = strings.Join(elements, "\n")
	default:
		s = "[[" + s + `],{"x":1}]`
	}
	if r.IntN(3) == 0 {
		s = damage(r, s)
	}
	return s
}
