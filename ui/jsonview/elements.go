package jsonview

import "context"

// elements goes over the elements of a list, and over the members of those that are objects. An
// element is a line of the layout that opens or is a value directly in the list.
type elements struct {
	cursor
	level int  // depth of the elements
	on    bool // the cursor stands on a line
	past  bool // ... after the element under way
	ended bool // the list is closed

	// The member under way.
	key           []byte // without its quotes
	keyOff, value int    // offsets of the key and of the value's first byte
	members       int    // of the element so far
	many          bool   // an element had more members than are looked at

	ctx     context.Context
	checked int // block in which ctx was last looked at
}

// elementsFrom stands before the elements from line on.
func (s *Snapshot) elementsFrom(ctx context.Context, line, level int) elements {
	e := elements{level: level, ctx: ctx, checked: -1}
	if e.on = line < s.lines; e.on {
		e.cursor = s.cursorAt(line)
	}
	return e
}

// element tells whether the cursor stands on an element or could be moved to one.
func (e *elements) element() bool {
	for e.on {
		switch {
		case e.depth < e.level:
			e.ended = true
			return false
		case e.depth == e.level && !e.closes:
			e.past, e.members = false, 0
			return true
		}
		e.on = e.next()
	}
	return false
}

// object tells whether the element is an object.
func (e *elements) object() bool { return e.body[e.off] == '{' }

// nextMember moves to the next member of the element.
func (e *elements) nextMember() bool {
	for !e.past {
		e.on = e.leave(e.level + 1)
		switch {
		case !e.on || e.depth <= e.level:
			e.past = true
		case e.closes:
		case e.members == MaxColumns:
			e.many = true
			return false
		default:
			e.members++
			if e.member() {
				return true
			}
		}
	}
	return false
}

// member reads the key of the current line, and finds its value. The line is no member when it
// lacks one of them, or when the value begins more than markBytes further on.
func (e *elements) member() bool {
	b := e.body[:min(len(e.body), e.off+markBytes)]
	if b[e.off] != '"' {
		return false
	}
	end, closed := stringEnd(b, e.off+1)
	if !closed {
		return false
	}
	p := spaceEnd(b, end)
	if p == len(b) || b[p] != ':' {
		return false
	}
	if p = spaceEnd(b, p+1); p == len(b) {
		return false
	}
	switch class[b[p]] {
	case comma, closeObject, closeArray:
		return false
	}
	e.key, e.keyOff, e.value = b[e.off+1:end-1], e.off, p
	return true
}

// finish leaves the element: its closing line, too. Stop says why the work has to stop.
func (e *elements) finish() (stop error) {
	if !e.past {
		e.on, e.past = e.leave(e.level), true
	}
	if e.on && e.closes && e.depth == e.level {
		e.on = e.next()
	}
	if e.block != e.checked {
		e.checked = e.block
		return e.ctx.Err()
	}
	return nil
}

// after is the offset after the element just finished, with what separates it from the next.
func (e *elements) after() int {
	if e.on {
		return e.off
	}
	return len(e.body)
}
