package jsonview

import (
	"strconv"
	"unicode/utf8"
)

const (
	pathEnds = 50  // levels shown at either end of a long path
	keyBytes = 200 // of a key shown in a path
)

// Path is where a line stands in the document, such as $.collections[0].id: keys as sent, raw
// bytes, in brackets where they are no plain names. Of more than a hundred levels the inner ones
// are left out, of a long key its end; an ellipsis stands for them. In a document of several
// top-level values these are numbered: $[2].id.
func (s *Snapshot) Path(line int) string {
	if line < 0 || line >= s.lines {
		return ""
	}
	depth := s.row(line).Depth
	path := []byte("$")
	if depth < 2*pathEnds {
		return string(s.appendSteps(path, s.chain(nil, line, depth, 0)))
	}
	path = s.appendSteps(path, s.chain(nil, line, pathEnds-1, 0))
	path = append(path, " … "...)
	return string(s.appendSteps(path, s.chain(nil, line, depth, depth-pathEnds+1)))
}

// appendSteps appends the levels, which come innermost first.
func (s *Snapshot) appendSteps(path []byte, found []level) []byte {
	for i := len(found) - 1; i >= 0; i-- {
		l := found[i]
		switch {
		case s.body[l.off] == '"' && isKey(s.body, l.off):
			path = s.appendKey(path, l.off)
		case l.depth > 0 || s.many || s.format == JSONLines:
			path = append(path, '[')
			path = strconv.AppendUint(path, uint64(l.ord), 10)
			path = append(path, ']')
		}
	}
	return path
}

// appendKey appends the key that is the string at off.
func (s *Snapshot) appendKey(path []byte, off int) []byte {
	end, _ := stringEnd(s.body, off+1)
	return appendName(path, s.body[off+1:end-1])
}

// appendName appends a key as sent, without its quotes.
func appendName(path, key []byte) []byte {
	if len(key) > keyBytes {
		path = append(path, `["`...)
		path = append(path, key[:runeStart(key, keyBytes)]...)
		return append(path, `…"]`...)
	}
	if isName(key) {
		path = append(path, '.')
		return append(path, key...)
	}
	path = append(path, `["`...)
	path = append(path, key...)
	return append(path, `"]`...)
}

// isName tells whether a key can stand after a dot.
func isName(key []byte) bool {
	for i, c := range key {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '$' || c >= utf8.RuneSelf
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return len(key) > 0 && utf8.Valid(key)
}
