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

// plainName is a name without escapes, if it then can stand in a path as it is.
func plainName(name []byte) []byte {
	if bytes.IndexByte(name, '\\') < 0 || len(name) > 6*keyBytes {
		return name
	}
	plain := unescaped(name)
	if isName(plain) {
		return plain
	}
	return name
}

func appendSteps(dst []byte, path []step) []byte {
	for _, s := range path {
		switch {
		case s.name != nil:
			dst = appendName(dst, plainName(s.name))
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
	switch text := plainText(id); {
	case len(id) > keyBytes:
		dst = append(dst, id[:runeStart(id, keyBytes)]...)
		dst = append(dst, "…"...)
	case text != nil:
		dst = append(dst, text...)
	default:
		dst = append(dst, id...)
	}
	return append(dst, ']')
}

// plainText is what a string means, if it can stand without quotes.
func plainText(id []byte) []byte {
	if id[0] != '"' {
		return nil
	}
	text := plainName(id[1 : len(id)-1])
	if !isName(text) || isLiteral(text) {
		return nil
	}
	return text
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
			dst = appendName(dst, plainName(s.name))
		default:
			dst = append(dst, "[*]"...)
		}
	}
	return dst
}
