package jsonview

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
)

// machine runs a program over text one table look-up a byte: a deterministic automaton whose
// states are made when they are first met. A condition such as \b depends on the bytes on both
// sides, so that what holds before a byte is known when that byte is read: a match is noticed one
// byte after its end. A machine belongs to one goroutine.
type machine struct {
	*program
	longest bool // the longest match is wanted, not the one that the expression prefers
	// trans holds the state after each state and class of bytes, 0 when it is not known yet. A
	// state is where its row in trans starts, and the two flags.
	trans  []int32
	states []state
	byKey  map[string]int32
	starts [4]int32 // by what is before the text, 0 when not known yet

	seen  []uint32 // round in which an instruction was last put into the set
	round uint32
	set   []int32
	found bool // the set has a match; what is not as good is left out
	key   []byte
}

// state is what a machine knows after some bytes.
type state struct {
	set    []int32 // instructions to go on with, best first
	before beside
}

// beside is what is on one side of a place in text.
type beside uint8

const (
	nothing beside = iota // the end of the line
	wordSide
	newlineSide
	otherSide
)

var sideRunes = [...]rune{nothing: -1, wordSide: 'a', newlineSide: '\n', otherSide: ' '}

func besideOf(c byte) beside {
	switch {
	case c == '\n':
		return newlineSide
	case syntax.IsWordChar(rune(c)):
		return wordSide
	}
	return otherSide
}

const (
	manyStates = 4000 // then all are forgotten and made anew
	matched    = 1 << 30
	over       = 1 << 29 // no further match comes
	freshKey   = 1 << 7
)

func newMachine(p *program, longest bool) *machine {
	m := &machine{program: p, longest: longest, seen: make([]uint32, len(p.insts))}
	m.forget()
	return m
}

// row is how many entries of trans a state has: one for each class of bytes, and two for the
// ends of the text, the line's and another.
func (m *machine) row() int { return m.classes + 2 }

// forget drops all states. State 0 is none.
func (m *machine) forget() {
	m.trans = make([]int32, m.row())
	m.states = append(m.states[:0], state{})
	m.byKey = map[string]int32{}
	m.starts = [4]int32{}
}

// start is the state before any byte.
func (m *machine) start(before beside) int32 {
	if m.starts[before] == 0 {
		m.clear()
		m.follow(m.first, 0)
		s := m.state(before, true)
		m.starts[before] = s
	}
	return m.starts[before]
}

func (m *machine) clear() {
	m.round++
	m.set, m.found = m.set[:0], false
}

// follow puts into the set what instruction i leads to without a byte, where conditions hold.
// Others are put there themselves.
func (m *machine) follow(i int32, hold syntax.EmptyOp) {
	for !m.found && m.seen[i] != m.round {
		m.seen[i] = m.round
		switch in := &m.insts[i]; in.op {
		case opSplit:
			m.follow(in.out, hold)
			i = in.other
		case opPass:
			i = in.out
		case opCondition:
			if syntax.EmptyOp(in.lo)&^hold != 0 {
				m.set = append(m.set, i)
				return
			}
			i = in.out
		case opByte:
			m.set = append(m.set, i)
			return
		case opMatch:
			m.set = append(m.set, i)
			m.found = !m.longest
			return
		default:
			return
		}
	}
}

// state is the state for the set. Fresh: nothing has begun to match.
func (m *machine) state(before beside, fresh bool) int32 {
	if len(m.set) == 0 {
		return over
	}
	if !m.conditions {
		before = otherSide
	}
	m.key = append(m.key[:0], byte(before))
	if fresh {
		m.key[0] |= freshKey
	}
	for _, i := range m.set {
		m.key = binary.LittleEndian.AppendUint32(m.key, uint32(i))
	}
	if s, ok := m.byKey[string(m.key)]; ok {
		return s
	}
	if len(m.states) == manyStates {
		m.forget()
	}
	s := int32(len(m.trans))
	m.trans = append(m.trans, make([]int32, m.row())...)
	m.states = append(m.states, state{slices.Clone(m.set), before})
	m.byKey[string(m.key)] = s
	return s
}

// after is the state after s and a byte, or an end when c is not one: endOfLine, endOfText.
func (m *machine) after(s int32, c int) int32 {
	from := m.states[int(s)/m.row()]
	set := from.set
	after := otherSide
	switch {
	case c < endOfLine:
		after = besideOf(byte(c))
	case c == endOfLine:
		after = nothing
	}
	if m.conditions {
		m.clear()
		hold := syntax.EmptyOpContext(sideRunes[from.before], sideRunes[after])
		for _, i := range set {
			m.follow(i, hold)
		}
		set = slices.Clone(m.set)
	}
	result, fresh := int32(0), false
	m.clear()
	for _, i := range set {
		switch in := &m.insts[i]; {
		case in.op == opMatch:
			result = matched
		case in.op == opByte && c < endOfLine && in.lo <= byte(c) && byte(c) <= in.hi:
			fresh = i == m.later && len(m.set) == 0
			m.follow(in.out, 0)
		}
	}
	made := len(m.states)
	if result |= m.state(after, fresh); len(m.states) >= made {
		m.trans[int(s)+m.classOf(c)] = result
	}
	return result
}

const (
	endOfLine = 256 + iota
	endOfText
)

// classOf is the place of a byte, or an end, in a row.
func (m *machine) classOf(c int) int {
	if c < endOfLine {
		return int(m.class[c])
	}
	return m.classes + c - endOfLine
}

// frame is the text that a machine reads, of which the ends may be no ends of the line.
type frame struct {
	text       []byte
	start, end bool // the text has the line's start, its end
}

// besideAt is what stands at place i of the text, or beyond its ends.
func besideAt(f frame, i int) beside {
	switch {
	case 0 <= i && i < len(f.text):
		return besideOf(f.text[i])
	case i < 0 && f.start || i >= 0 && f.end:
		return nothing
	}
	return otherSide
}

// ahead is the first match in the text from byte at on: its end, -1 when there is none, and its
// start, -1 when that takes [machine.behind] to tell.
func (m *machine) ahead(f frame, at int) (start, end int) {
	s := m.start(besideAt(f, at-1))
	start, end = -1, -1
	// Nothing has begun to match in a fresh state, so that a match which ends one byte later
	// begins there. Where there are conditions an empty one may end there too.
	fresh, before := s, int32(-1)
	if m.conditions {
		fresh = over
	}
	trans := m.trans
	for i := at; i < len(f.text) && s&over == 0; i++ {
		to := trans[int(s)+int(m.class[f.text[i]])]
		if to == 0 {
			to = m.after(s, int(f.text[i]))
			trans, fresh = m.trans, over // the states may have been forgotten
		}
		if to&matched != 0 {
			if end < 0 && before == fresh {
				start = i - 1
			}
			end = i
		}
		before, s = s, to&^matched
	}
	if s&over == 0 && m.atEnd(s, f.end) {
		if end < 0 && before == fresh {
			start = len(f.text) - 1
		}
		end = len(f.text)
	}
	if m.anchored && end >= 0 {
		start = at
	}
	return start, end
}

// behind is the first start, not before byte from, of a match that ends at byte at.
func (m *machine) behind(f frame, from, at int) int {
	s, first := m.start(besideAt(f, at)), at
	trans := m.trans
	i := at
	for ; i > 0 && i >= from && s&over == 0; i-- {
		c := f.text[i-1]
		to := trans[int(s)+int(m.class[c])]
		if to == 0 {
			to = m.after(s, int(c))
			trans = m.trans
		}
		if s = to &^ matched; s != to {
			first = i
		}
	}
	if from == 0 && i == 0 && s&over == 0 && m.atEnd(s, f.start) {
		first = 0
	}
	return first
}

// atEnd tells whether a match ends in state s where the text does, and perhaps the line.
func (m *machine) atEnd(s int32, line bool) bool {
	c := endOfText
	if line {
		c = endOfLine
	}
	to := m.trans[int(s)+m.classOf(c)]
	if to == 0 {
		to = m.after(s, c)
	}
	return to&matched != 0
}
