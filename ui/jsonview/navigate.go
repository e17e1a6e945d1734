package jsonview

import (
	"encoding/binary"
	"math"
)

// Ways from line to line. All are total: where a document is damaged, siblings are what the
// layout shows at the same depth in the same container. They cost microseconds.

// container is the row that opens the container which line opens or closes; false when line is
// neither.
func (s *Snapshot) container(line int) (Row, bool) {
	if line < 0 || line >= s.lines {
		return Row{}, false
	}
	r := s.row(line)
	if r.Closes {
		r = s.row(s.chain(nil, line, r.Depth, r.Depth)[0].line)
	}
	return r, r.Opens
}

// element is the row of a line, or of the opening line of the container that it closes.
func (s *Snapshot) element(line int) (Row, bool) {
	if line < 0 || line >= s.lines {
		return Row{}, false
	}
	if r, ok := s.container(line); ok {
		return r, true
	}
	return s.row(line), true
}

// NextSibling is the line where the next element of the container around line begins. It is
// false after the last, and while the end of the element at line has not come.
func (s *Snapshot) NextSibling(line int) (int, bool) {
	if line < 0 || line >= s.lines {
		return 0, false
	}
	r := s.row(line)
	if r.Opens {
		end, ok := s.End(line)
		if !ok {
			return 0, false
		}
		line = end
	}
	if line++; line >= s.lines || s.row(line).Closes {
		return 0, false
	}
	return line, true
}

// PrevSibling is the line where the element before that at line begins, false before the first.
func (s *Snapshot) PrevSibling(line int) (int, bool) {
	r, ok := s.element(line)
	if !ok || r.Line == 0 {
		return 0, false
	}
	before, _ := s.element(r.Line - 1)
	return before.Line, before.Depth == r.Depth
}

// Elements is the number of elements, or members, so far of the container that line opens or
// closes: values and the commas between them count, so that its last is one less. It is false
// where there is no container, and more than a million levels deep.
func (s *Snapshot) Elements(line int) (int, bool) {
	r, ok := s.container(line)
	if !ok {
		return 0, false
	}
	end, ok := s.End(r.Line)
	if !ok {
		end = s.lines
	}
	return s.elementsUpTo(r.Depth+1, end-1)
}

// elementsUpTo is the number of elements at a depth up to the one that line stands in.
func (s *Snapshot) elementsUpTo(depth, line int) (int, bool) {
	if depth >= nearLevels {
		return 0, false
	}
	return int(s.chain(nil, line, depth, depth)[0].ord) + 1, true
}

// Value is the part of the body that holds the value at line, without its key and without a
// comma after it: of a container from its opening to its closing bracket, both included, or to
// the end of what has arrived. Whitespace around it is walked: of megabytes, some milliseconds.
func (s *Snapshot) Value(line int) (from, to int) {
	r, ok := s.element(line)
	if !ok {
		return 0, 0
	}
	from = r.Off
	if s.startsWithKey(from) {
		colon, _ := stringEnd(s.body, from+1)
		from = spaceEnd(s.body, spaceEnd(s.body, colon)+1)
	}
	switch end, closed := s.End(r.Line); {
	case closed:
		return from, s.row(end).Off + 1
	case r.Opens:
		return from, len(s.body)
	}
	return from, max(from, s.textEnd(r))
}

// textEnd is where the text of a row ends, without commas and whitespace after it.
func (s *Snapshot) textEnd(r Row) int {
	if r.Line == s.lines-1 && s.inString(r) {
		return len(s.body)
	}
	p := r.End
	for p > r.Off && (class[s.body[p-1]] == space || s.body[p-1] == ',') {
		p--
		for p-8 > r.Off && binary.LittleEndian.Uint64(s.body[p-8:]) == eachSpace {
			p -= 8
		}
	}
	return p
}

// inString tells whether the body ends inside a string of the last row.
func (s *Snapshot) inString(r Row) bool {
	n := s.markBefore(pen{pos: r.Off}, r.End, math.MaxInt)
	p := paper{off: r.Off, closes: r.Closes, body: s.body, ahead: s.body}
	for ok := true; ok; {
		_, ok = n.step(p)
	}
	return n.tok == String || n.tok == Key
}
