package query

import (
	"slices"

	"github.com/itchyny/gojq"
)

// shape is what a filter does first: it goes to a member of the body, and
// perhaps on to each element of the list there. It is told from the filter's
// tree, and where that leaves a doubt the shape goes less far.
//
// The shape holds for a body in which path leads, from object to object, to a
// value, and to a list if it has to be one; on others the whole filter is run.
type shape struct {
	path    []string
	list    bool // the value there has to be a list
	each    bool // rest is run on every element of the list
	collect bool // and the results make one list, as map has it
	rest    *gojq.Code
}

// shapeOf compiles what remains of a filter behind its shape.
func shapeOf(query *gojq.Query) (shape, error) {
	definitions := query.FuncDefs
	plain := *query
	plain.FuncDefs = nil
	way := follow(&plain, defines(definitions, "map"))
	if definitions != nil {
		way.rest = []*gojq.Query{{FuncDefs: definitions, Term: &gojq.Term{Type: gojq.TermTypeQuery, Query: way.query()}}}
	}
	code, err := gojq.Compile(way.query())
	return shape{path: way.path, list: way.each || way.listed, each: way.each, collect: way.collect, rest: code}, err
}

func defines(all []*gojq.FuncDef, name string) bool {
	return slices.ContainsFunc(all, func(f *gojq.FuncDef) bool { return f.Name == name })
}

// way is a shape while it is found: rest are stages that are piped.
type way struct {
	path          []string
	each, collect bool
	ended         bool // the rest is of the value that path leads to
	listed        bool // and begins with making a list of its elements
	rest          []*gojq.Query
}

// query is the rest as one filter.
func (w *way) query() *gojq.Query { return piped(w.rest) }

// piped makes one filter of stages; each keeps its names to itself.
func piped(stages []*gojq.Query) *gojq.Query {
	if len(stages) == 0 {
		return suffixed(nil)
	}
	q := group(stages[len(stages)-1])
	for i := len(stages) - 2; i >= 0; i-- {
		q = &gojq.Query{Left: group(stages[i]), Op: gojq.OpPipe, Right: q}
	}
	return q
}

// follow goes along a filter's stages for as long as they are of a shape. A
// filter that has a map of its own is not looked at for the usual one.
func follow(query *gojq.Query, ownMap bool) way {
	var w way
	stages := stagesOf(query)
	for i, stage := range stages {
		if w.take(stage, ownMap) {
			continue
		}
		// From here on, everything is the rest: of each element, unless the
		// results were made a list, which is then needed as a whole.
		if w.collect {
			return way{path: w.path, ended: true, listed: true, rest: w.asList(stages[i:])}
		}
		w.rest = append(w.rest, stages[i:]...)
		break
	}
	return w
}

// asList is the rest behind a list that is collected, and needed as a whole.
func (w *way) asList(behind []*gojq.Query) []*gojq.Query {
	inside := append([]*gojq.Query{suffixed([]*gojq.Suffix{{Iter: true}})}, w.rest...)
	list := &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeArray, Array: &gojq.Array{Query: piped(inside)}}}
	return append([]*gojq.Query{list}, behind...)
}

// take goes along one stage, if that is possible.
func (w *way) take(stage *gojq.Query, ownMap bool) bool {
	term := stage.Term
	if term == nil || len(stage.FuncDefs) > 0 || w.ended {
		return false
	}
	switch term.Type {
	case gojq.TermTypeIdentity, gojq.TermTypeIndex:
		return w.takePath(term)
	case gojq.TermTypeFunc:
		if ownMap || term.Func.Name != "map" || len(term.Func.Args) != 1 || len(term.SuffixList) > 0 || w.each && !w.collect {
			return false
		}
		w.rest = append(w.rest, term.Func.Args[0])
		w.each, w.collect = true, true
		return true
	case gojq.TermTypeArray:
		if w.each || term.Array.Query == nil || len(term.SuffixList) > 0 {
			return false
		}
		inner := follow(term.Array.Query, ownMap)
		if !inner.each || inner.collect {
			return false
		}
		w.path = append(w.path, inner.path...)
		w.rest, w.each, w.collect = inner.rest, true, true
		return true
	}
	return false
}

// takePath goes along .a.b, .a[], .[] and what follows them.
func (w *way) takePath(term *gojq.Term) bool {
	if w.each && !w.collect {
		return false // it is a filter of the element
	}
	suffixes := term.SuffixList
	if slices.ContainsFunc(suffixes, ofInput) {
		return false // what it asks for is told by what the whole term begins with
	}
	if w.collect {
		// [.[] | f] | .[] | g is .[] | f | g.
		if term.Type != gojq.TermTypeIdentity || len(suffixes) == 0 || !suffixes[0].Iter {
			return len(suffixes) == 0 && term.Type == gojq.TermTypeIdentity
		}
		w.collect = false
		w.behind(suffixes[1:])
		return true
	}
	var path []string
	if term.Type == gojq.TermTypeIndex {
		key, ok := keyOf(term.Index)
		if !ok {
			return false
		}
		path = append(path, key)
	}
	for i, s := range suffixes {
		switch key, ok := keyOf(s.Index); {
		case ok:
			path = append(path, key)
		case s.Iter:
			w.path, w.each = append(w.path, path...), true
			w.behind(suffixes[i+1:])
			return true
		case s.Optional: // it changes nothing where the path leads on
		default:
			w.path = append(w.path, path...)
			w.rest, w.ended = []*gojq.Query{suffixed(suffixes[i:])}, true
			return true
		}
	}
	w.path = append(w.path, path...)
	return true
}

// behind keeps what follows the [] of a term.
func (w *way) behind(suffixes []*gojq.Suffix) {
	for len(suffixes) > 0 && suffixes[0].Optional {
		suffixes = suffixes[1:]
	}
	if len(suffixes) > 0 {
		w.rest = append(w.rest, suffixed(suffixes))
	}
}

// ofInput reports whether a suffix may need the input of its term, as the
// second . in .a[.] does. Constants do not.
func ofInput(s *gojq.Suffix) bool {
	i := s.Index
	return i != nil && (i.Str != nil && i.Str.Queries != nil || !constant(i.Start) || !constant(i.End))
}

// constant reports whether an expression is a literal, or none at all.
func constant(query *gojq.Query) bool {
	if query == nil {
		return true
	}
	term := query.Term
	if term == nil || len(query.FuncDefs) > 0 || len(term.SuffixList) > 0 {
		return false
	}
	switch term.Type {
	case gojq.TermTypeNumber:
		return true
	case gojq.TermTypeString:
		return term.Str.Queries == nil
	case gojq.TermTypeUnary:
		return constant(&gojq.Query{Term: term.Unary.Term})
	}
	return false
}

// keyOf is the constant name that an index asks for.
func keyOf(index *gojq.Index) (string, bool) {
	switch {
	case index == nil || index.IsSlice:
		return "", false
	case index.Name != "":
		return index.Name, true
	case index.Str != nil:
		return index.Str.Str, index.Str.Queries == nil
	}
	start := index.Start
	if start == nil || start.Term == nil || start.FuncDefs != nil || start.Term.Type != gojq.TermTypeString || len(start.Term.SuffixList) > 0 {
		return "", false
	}
	return start.Term.Str.Str, start.Term.Str.Queries == nil
}

// stagesOf takes a | b | c apart, with the groups that are no more than that.
func stagesOf(query *gojq.Query) []*gojq.Query {
	switch {
	case len(query.FuncDefs) > 0:
	case query.Op == gojq.OpPipe && query.Left != nil && len(query.Patterns) == 0:
		return append(stagesOf(query.Left), stagesOf(query.Right)...)
	case query.Term != nil && query.Term.Type == gojq.TermTypeQuery && len(query.Term.SuffixList) == 0 &&
		len(query.Term.Query.FuncDefs) == 0:
		return stagesOf(query.Term.Query)
	}
	return []*gojq.Query{query}
}

// suffixed is . with suffixes.
func suffixed(suffixes []*gojq.Suffix) *gojq.Query {
	return &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: suffixes}}
}

func group(query *gojq.Query) *gojq.Query {
	return &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeQuery, Query: query}}
}
