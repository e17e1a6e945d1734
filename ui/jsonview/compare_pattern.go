package jsonview

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// PathPattern is a path that stands for several: .* is any member, [*] any element, and two dots
// stand for any number of levels. $..updatedAt is that member wherever it is. An element is also
// found by its key, $.items[id=12], where elements are paired by that key.
type PathPattern struct {
	text  string
	steps []patternStep
	alone bool // what is below the place is not meant
}

// String is the pattern as typed.
func (p PathPattern) String() string { return p.text }

// Alone is the pattern for what differs as a whole at the place, such as an element that was added,
// and not for what differs inside it.
func (p PathPattern) Alone() PathPattern {
	p.alone = true
	return p
}

// OfElement reports that the pattern is for elements of lists: it ends in a number, a key or [*].
func (p PathPattern) OfElement() bool {
	return len(p.steps) > 0 && p.steps[len(p.steps)-1].kind >= oneElement
}

type patternStep struct {
	deep    bool // at this level or any deeper
	kind    stepKind
	name    []byte // of a member, without quotes, perhaps with escapes
	number  int
	key, id []byte // an element's, the id as JSON
}

type stepKind uint8

const (
	oneMember stepKind = iota
	anyMember
	oneElement // from here on of lists
	anyElement
	keyedElement
)

// ParsePathPattern reads a pattern. Each path that a [Difference] has is one, for that place and what
// is below it, unless it is so long that its middle was left out.
func ParsePathPattern(s string) (PathPattern, error) {
	if !strings.HasPrefix(s, "$") {
		return PathPattern{}, fmt.Errorf("%s: a path begins with $, as in $.meta.time or $..%s", s, strings.TrimLeft(s, "."))
	}
	p := PathPattern{text: s}
	r := patternReader{text: s, pos: 1}
	for r.pos < len(s) {
		step, problem := r.step()
		if problem != "" {
			return PathPattern{}, fmt.Errorf("%s: at character %d: %s", s, len([]rune(s[:min(r.pos, len(s))]))+1, problem)
		}
		p.steps = append(p.steps, step)
	}
	if len(p.steps) == 0 {
		return PathPattern{}, fmt.Errorf("$ alone is the whole document; a path goes on with .name or [number]")
	}
	return p, nil
}

// patternReader stands in the text of a pattern.
type patternReader struct {
	text string
	pos  int
}

func (r *patternReader) rest() string { return r.text[r.pos:] }

// skip passes over a text if it is next.
func (r *patternReader) skip(s string) bool {
	if !strings.HasPrefix(r.rest(), s) {
		return false
	}
	r.pos += len(s)
	return true
}

// step reads one step, or says in words why there is none at pos.
func (r *patternReader) step() (s patternStep, problem string) {
	s.deep = r.skip("..")
	switch {
	case r.skip("["):
		problem = r.bracket(&s)
	case s.deep || r.skip("."):
		name, _, _ := strings.Cut(r.rest(), ".")
		name, _, _ = strings.Cut(name, "[")
		switch name {
		case "":
			return s, "a name or * is missing after the dot"
		case "*":
			s.kind = anyMember
		default:
			s.name = []byte(name)
		}
		r.pos += len(name)
	default:
		problem = "a step begins with a dot or a bracket"
	}
	return s, problem
}

// bracket reads what is between brackets: a star, a number, a name in quotes, or a key and a value.
func (r *patternReader) bracket(s *patternStep) (problem string) {
	switch {
	case r.skip("*"):
		s.kind = anyElement
	case strings.HasPrefix(r.rest(), `"`):
		name, ok := r.quoted()
		if !ok {
			return "the closing quote is missing"
		}
		if s.name = []byte(name[1 : len(name)-1]); r.skip("=") {
			return r.keyed(s)
		}
	default:
		end := strings.IndexAny(r.rest(), "]=")
		if end <= 0 {
			return `a bracket holds *, a number, a name in quotes, or a key and a value as in id=12`
		}
		word := r.rest()[:end]
		if r.rest()[end] == '=' {
			s.name = []byte(word)
			r.pos += end + 1
			return r.keyed(s)
		}
		n, err := strconv.Atoi(word)
		if err != nil || n < 0 {
			return fmt.Sprintf(`%s is no element's number; a name has quotes: ["%s"]`, word, word)
		}
		s.kind, s.number = oneElement, n
		r.pos += end
	}
	if !r.skip("]") {
		return "the closing bracket is missing"
	}
	return ""
}

// keyed reads the value of a key, whose name has been read.
func (r *patternReader) keyed(s *patternStep) (problem string) {
	s.kind, s.key, s.name = keyedElement, s.name, nil
	word := ""
	if strings.HasPrefix(r.rest(), `"`) {
		var ok bool
		if word, ok = r.quoted(); !ok {
			return "the closing quote is missing"
		}
	} else if word, _, _ = strings.Cut(r.rest(), "]"); word == "" {
		return "a value is missing after ="
	} else {
		r.pos += len(word)
	}
	if s.id = []byte(word); word[0] != '"' && !isNumber(s.id) && !isLiteral(s.id) {
		s.id = []byte(`"` + word + `"`)
	}
	if !r.skip("]") {
		return "the closing bracket is missing"
	}
	return ""
}

// quoted reads a text in quotes, and gives it with them.
func (r *patternReader) quoted() (text string, ok bool) {
	end, ok := stringEnd([]byte(r.rest()), 1)
	if !ok {
		return "", false
	}
	text = r.rest()[:end]
	r.pos += end
	return text, true
}

// fits tells whether the pattern is for a place: that of the path, or one above it.
func (p PathPattern) fits(path []step) bool { return fits(p.steps, path, p.alone) }

// fits tells whether steps lead along a path, to its end if whole is set. A deep step is tried
// at the next place only when the steps after it fail, and then no earlier one need be.
func fits(steps []patternStep, path []step, whole bool) bool {
	i, retry, from := 0, -1, 0
	for at := 0; ; {
		switch {
		case i == len(steps) && (!whole || at == len(path)):
			return true
		case i < len(steps) && steps[i].deep && (retry != i || at != from):
			retry, from = i, at
		}
		if i < len(steps) && at < len(path) && steps[i].is(path[at]) {
			i, at = i+1, at+1
			continue
		}
		if from++; retry < 0 || from > len(path) {
			return false
		}
		i, at = retry, from
	}
}

// is tells whether a step of a pattern is for a step of a path.
func (s patternStep) is(of step) bool {
	switch {
	case of.words != "":
		return false
	case of.name != nil:
		return s.kind == anyMember || s.kind == oneMember && sameString(s.name, of.name)
	}
	switch s.kind {
	case anyElement:
		return true
	case oneElement:
		return s.number == of.number
	case keyedElement:
		return of.id != nil && sameString(s.key, of.key) && (bytes.Equal(s.id, of.id) || sameScalar(s.id, of.id))
	}
	return false
}
