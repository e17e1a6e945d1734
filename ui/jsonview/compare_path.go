package jsonview

import (
	"bytes"
	"strconv"
)

// step is one step of a path: a member, an element, or, in a text, words.
type step struct {
	name    []byte // of a member, as sent; nil for an element
	number  int
	key, id []byte // the member that an element was found by and its value as sent, if it was
	words   string
}

// appendPath spells a path as [Snapshot.Path] does.
func appendPath(dst []byte, path []step) []byte {
	if len(path) == 1 && path[0].words != "" {
		return append(dst, path[0].words...)
	}
	dst = append(dst, '$')
	if len(path) <= 2*pathEnds {
		return appendSteps(dst, path)
	}
	dst = append(appendSteps(dst, path[:pathEnds]), " … "...)
	return appendSteps(dst, path[len(path)-pathEnds:])
}

func appendSteps(dst []byte, path []step) []byte {
	for _, s := range path {
		switch {
		case s.name != nil:
			dst = appendName(dst, s.name)
		case s.id != nil:
			dst = appendID(dst, s.key, s.id)
		default:
			dst = append(dst, '[')
			dst = strconv.AppendInt(dst, int64(s.number), 10)
			dst = append(dst, ']')
		}
	}
	return dst
}

// appendID appends an element by its key. A text that looks like one has no quotes.
func appendID(dst, key, id []byte) []byte {
	dst = append(dst, '[')
	if isName(key) {
		dst = append(dst, key...)
	} else {
		dst = append(append(append(dst, '"'), key...), '"')
	}
	dst = append(dst, '=')
	switch text := bytes.Trim(id, `"`); {
	case len(id) > keyBytes:
		dst = append(dst, id[:runeStart(id, keyBytes)]...)
		dst = append(dst, "…"...)
	case id[0] == '"' && isName(text) && !isLiteral(text):
		dst = append(dst, text...)
	default:
		dst = append(dst, id...)
	}
	return append(dst, ']')
}

// isLiteral tells a literal of JSON from a text.
func isLiteral(b []byte) bool {
	return string(b) == "true" || string(b) == "false" || string(b) == "null"
}

// appendAlike spells a path with a star for each element.
func appendAlike(dst []byte, path []step) []byte {
	if len(path) == 1 && path[0].words != "" {
		return append(dst, "lines"...)
	}
	dst = append(dst, '$')
	for i, s := range path {
		switch {
		case len(path) > 2*pathEnds && i == pathEnds:
			dst = append(dst, " … "...)
		case len(path) > 2*pathEnds && i > pathEnds && i < len(path)-pathEnds:
		case s.name != nil:
			dst = appendName(dst, s.name)
		default:
			dst = append(dst, "[*]"...)
		}
	}
	return dst
}
