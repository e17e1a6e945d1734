package jsonview

import (
	"fmt"
	"strings"
)

// half is one of two bodies that are compared, up to its first fault. Up to there the grammar
// holds, so reading needs no checks but for the end.
type half struct {
	doc  *Snapshot
	body []byte // up to where it can be read
	cut  bool   // it does not end there
	open bool   // its last word may have gone on

	ticks *int // of the comparer, nil for none: long ways count for many steps
}

func newHalf(s *Snapshot) half {
	body := s.body
	fault, bad := s.Fault()
	if bad {
		body = body[:fault.Off]
	}
	cut := bad || !s.done
	return half{doc: s, body: body, cut: cut, open: cut && len(body) == len(s.body)}
}

// why says why the body is cut.
func (s *half) why() string {
	if fault, bad := s.doc.Fault(); bad {
		return fmt.Sprintf("%s, at byte %d", fault.Kind, fault.Off)
	}
	return fmt.Sprintf("the body has not arrived whole, it ends at byte %d", len(s.body))
}

// start is the offset of the first token.
func (s *half) start() int {
	p := 0
	if strings.HasPrefix(string(s.body[:min(len(s.body), len(byteOrderMark))]), byteOrderMark) {
		p = len(byteOrderMark)
	}
	return spaceEnd(s.body, p)
}

// item is a member of an object or an element of a list.
type item struct {
	key, keyEnd int // the name's string with its quotes; an element has none
	at          int // the value
}

// name is the key of a member as sent, without quotes.
func (s *half) name(m item) []byte { return s.body[m.key+1 : m.keyEnd-1] }

// What item finds.
const (
	found = iota
	closed
	lost // the body is cut first
)

// item reads the next member or element from p on, which is after an opening bracket or after
// the item before. When the container is closed, at is the offset after its bracket.
func (s *half) item(p int, object bool) (m item, state int) {
	b := s.body
	if p = spaceEnd(b, p); p < len(b) && b[p] == ',' {
		p = spaceEnd(b, p+1)
	}
	switch {
	case p == len(b) && s.cut:
		return m, lost
	case p == len(b): // of JSON Lines
		m.at = p
		return m, closed
	case b[p] == '}' || b[p] == ']':
		m.at = p + 1
		return m, closed
	case object:
		end, ok := stringEnd(b, p+1)
		if !ok {
			return m, lost
		}
		m.key, m.keyEnd = p, end
		if p = spaceEnd(b, end); p == len(b) {
			return m, lost
		}
		if p = spaceEnd(b, p+1); p == len(b) { // after the colon
			return m, lost
		}
	}
	m.at = p
	return m, found
}

// end is the offset after the value at p, -1 when the body is cut before.
func (s *half) end(p int) int {
	if c := class[s.body[p]]; c == openObject || c == openArray {
		return s.containerEnd(p)
	}
	return s.scalarEnd(p)
}

// scalarEnd is end for a string or word.
func (s *half) scalarEnd(p int) int {
	if s.body[p] == '"' {
		end, ok := stringEnd(s.body, p+1)
		if !ok {
			return -1
		}
		return end
	}
	end := wordEnd(s.body, p)
	if end == len(s.body) && s.open {
		return -1
	}
	return end
}

// bytesPerTick is how much of a body is gone through in the time of a small step.
const bytesPerTick = 256

// containerEnd is end for a container. What is long is left to the index: of the containers around
// a deep place each would be gone through to the end of the body.
func (s *half) containerEnd(start int) int {
	b, depth := s.body, 0
	for p, asked := start, false; ; {
		if p = spaceEnd(b, p); p == len(b) {
			return -1
		}
		if !asked && p-start > 2*blockBytes {
			asked = true
			if s.ticks != nil {
				*s.ticks += (p - start) / bytesPerTick
			}
			if end, ok := s.endByIndex(start); ok {
				return end
			}
		}
		c := class[b[p]]
		switch c {
		case openObject, openArray:
			depth++
		case closeObject, closeArray:
			if depth--; depth == 0 {
				return p + 1
			}
		}
		end, ok := tokenEnd(b, p, c)
		if !ok && end == len(b) {
			return -1
		}
		if p = end; !ok {
			return -1
		}
	}
}

// endByIndex is containerEnd by the index; not ok where the container has no lines inside, so
// that the index knows nothing of it.
func (s *half) endByIndex(start int) (end int, ok bool) {
	line := s.doc.LineAt(start)
	last, closed := s.doc.End(line)
	if !closed {
		return -1, s.doc.row(line).Opens
	}
	if end = s.doc.row(last).Off + 1; end > len(s.body) {
		end = -1
	}
	return end, true
}

// span is where the value at p stands, up to where the body is cut.
func (s *half) span(p int) Place {
	return s.upTo(p, s.end(p))
}

func (s *half) upTo(p, end int) Place {
	if end < 0 {
		end = len(s.body)
	}
	return Place{p, end}
}

// member is the value of the first member of that name in the object at p.
func (s *half) member(p int, name []byte) (at int, ok bool) {
	if s.body[p] != '{' {
		return 0, false
	}
	for p++; ; {
		m, state := s.item(p, true)
		if state != found {
			return 0, false
		}
		if sameString(s.name(m), name) {
			return m.at, true
		}
		if p = s.end(m.at); p < 0 {
			return 0, false
		}
	}
}

// scalar is the text of the string or word at p; not ok when something else is there, or the
// body is cut.
func (s *half) scalar(p int) (text []byte, ok bool) {
	if c := class[s.body[p]]; c != quote && c != word {
		return nil, false
	}
	end := s.scalarEnd(p)
	if end < 0 {
		return nil, false
	}
	return s.body[p:end], true
}
