package jsonview

import (
	"context"
	"fmt"
	"sort"
)

// PathError tells how far a path leads, and why no further.
type PathError struct {
	Reached string // the part of the path, as typed, that is there
	Why     string // what is wrong behind it
}

func (e *PathError) Error() string { return e.Reached + " " + e.Why }

// Locate is the line at a path spelled as [Snapshot.Path] does it, the first one where a name
// occurs several times. An element's number is found in a millisecond or two, wherever it
// is; a name is looked for member by member, millions of them in seconds: it is for a command.
// The error is that of ctx, or a *PathError.
func (s *Snapshot) Locate(ctx context.Context, path string) (int, error) {
	if len(path) == 0 || path[0] != '$' {
		return 0, &PathError{path, "does not begin with $, as in $.items[3].id."}
	}
	if s.lines == 0 {
		return 0, &PathError{"$", "is not there yet."}
	}
	line, inside := 0, s.many || s.format == JSONLines // the top-level values are as in an array
	if inside {
		line = -1
	}
	r := patternReader{text: path, pos: 1}
	for r.pos < len(path) {
		reached := path[:r.pos]
		step, problem := r.step()
		if problem != "" {
			return 0, &PathError{reached, "is followed by what is no step: " + problem + "."}
		}
		if step.deep || step.kind != oneMember && step.kind != oneElement {
			return 0, &PathError{reached, "is followed by a step that may lead to several places."}
		}
		next, why := s.child(ctx, line, step)
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if why != "" {
			return 0, &PathError{reached, why}
		}
		line = next
	}
	return max(line, 0), nil
}

// child is the line that a step leads to from the container that a line opens, -1 for all
// top-level values; or why there is none.
func (s *Snapshot) child(ctx context.Context, line int, step patternStep) (child int, why string) {
	first, end, depth := 0, s.lines, 0
	if line >= 0 {
		r := s.row(line)
		if !r.Opens {
			return 0, "has nothing inside."
		}
		first, depth = line+1, r.Depth+1
		if closing, ok := s.End(line); ok {
			end = closing
		}
	}
	if step.kind == oneElement {
		return s.childAt(first, end, depth, step.number)
	}
	for at, ok := first, first < end; ok && ctx.Err() == nil; at, ok = s.NextSibling(at) {
		if key, has := s.Key(at); has && sameString(step.name, key) {
			return at, ""
		}
	}
	return 0, fmt.Sprintf("has no %q%s.", step.name, s.yet())
}

// childAt is the line of element n of those at a depth, in lines from first up to end.
func (s *Snapshot) childAt(first, end, depth, n int) (child int, why string) {
	if depth >= nearLevels {
		return 0, "is too deep: elements are not counted there."
	}
	number := func(line int) int {
		count, _ := s.elementsUpTo(depth, line)
		return count - 1
	}
	line := first + sort.Search(end-first, func(i int) bool { return number(first+i) >= n })
	if line < end && number(line) == n {
		return line, ""
	}
	if first == end {
		return 0, "has nothing inside" + s.yet() + "."
	}
	if last := number(end - 1); last < n {
		return 0, fmt.Sprintf("ends with [%d]%s.", last, s.yet())
	}
	return 0, fmt.Sprintf("has no [%d].", n)
}

// yet qualifies what is missing while more may come.
func (s *Snapshot) yet() string {
	if s.done {
		return ""
	}
	return " so far"
}
