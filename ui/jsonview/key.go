package jsonview

import (
	"bytes"
	"context"
)

// keyWindow is how much of a body is searched for a key at a time.
const keyWindow = 1 << 20

// startsWithKey tells whether a key stands at off, where a line starts.
func (s *Snapshot) startsWithKey(off int) bool {
	return off < len(s.body) && s.body[off] == '"' && isKey(s.body, off)
}

// Key is the key at line as sent, without its quotes; a closing line has that of its container.
// It is false for a line without a key.
func (s *Snapshot) Key(line int) ([]byte, bool) {
	r, ok := s.element(line)
	if !ok || !s.startsWithKey(r.Off) {
		return nil, false
	}
	end, _ := stringEnd(s.body, r.Off+1)
	return s.body[r.Off+1 : end-1 : end-1], true
}

// NextKey is the next line with the same key as line, byte for byte, wherever in the document.
// It may search the whole body (50 ms for 100 MB, seconds at worst), so it is for a command. It is false when there is none, and when ctx ends.
func (s *Snapshot) NextKey(ctx context.Context, line int) (int, bool) {
	key, ok := s.Key(line)
	if !ok {
		return 0, false
	}
	quoted := quotedKey(key)
	for from := s.row(line).End; from < len(s.body) && ctx.Err() == nil; from += keyWindow {
		to := from + keyWindow
		for at := from; ; at++ {
			if at = s.findKey(quoted, at, to); at < 0 || ctx.Err() != nil {
				break
			}
			if found := s.LineAt(at); s.row(found).Off == at {
				return found, true
			}
		}
	}
	return 0, false
}

// PrevKey is as [Snapshot.NextKey], backwards.
func (s *Snapshot) PrevKey(ctx context.Context, line int) (int, bool) {
	key, ok := s.Key(line)
	if !ok {
		return 0, false
	}
	quoted := quotedKey(key)
	r, _ := s.element(line)
	var found []int
	for to := r.Off; to > 0 && ctx.Err() == nil; to -= keyWindow {
		found = found[:0]
		for at := max(0, to-keyWindow); ; at++ {
			if at = s.findKey(quoted, at, to); at < 0 {
				break
			}
			found = append(found, at)
		}
		for i := len(found) - 1; i >= 0 && ctx.Err() == nil; i-- {
			if l := s.LineAt(found[i]); s.row(l).Off == found[i] {
				return l, true
			}
		}
	}
	return 0, false
}

func quotedKey(key []byte) []byte {
	return append(append([]byte{'"'}, key...), '"')
}

// findKey is the first place in body[from:to] where a quoted key and a colon begin, -1 if there
// is none. It may still be in a string.
func (s *Snapshot) findKey(quoted []byte, from, to int) int {
	to = min(to, len(s.body))
	for from < to {
		i := bytes.Index(s.body[from:min(len(s.body), to+len(quoted)-1)], quoted)
		if i < 0 {
			return -1
		}
		from += i
		if isKey(s.body, from) {
			return from
		}
		from++
	}
	return -1
}
