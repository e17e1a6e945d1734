package jsonview

import (
	"encoding/binary"
	"slices"
)

// machine runs a program over text one table look-up a byte: a deterministic automaton whose
// states are made when they are first met. It belongs to one goroutine.
type machine struct {
	*program
	longest bool // the longest match is wanted, not the one that the expression prefers
	// trans holds the state after each state and class of bytes, 0 when it is not known yet. A
	// state is where its row of trans starts; matching, when it is one that a match ends in.
	trans  []int32
	sets   [][]int32 // instructions of each state, best first
	byKey  map[string]int32
	starts [2]int32 // state at the start of a match: elsewhere, and at the start of the text

	seen  []uint32 // round in which an instruction was last put into a set
	round uint32
	set   []int32
	found bool // the set is complete: what is not as good as a match is left out
	key   []byte
}

const (
	manyStates = 4000 // then all are forgotten and made anew
	matching   = 1 << 30
	dead       = 2*matching - 1 // no match comes of it any more
)

func newMachine(p *program, longest bool) *machine {
	m := &machine{program: p, longest: longest, seen: make([]uint32, len(p.insts))}
	m.forget()
	return m
}

// forget drops all states. State 0 is none.
func (m *machine) forget() {
	m.trans = make([]int32, m.classes)
	m.sets = m.sets[:0]
	m.sets = append(m.sets, nil)
	m.byKey = map[string]int32{}
	m.starts = [2]int32{}
}

// beginning is the state at the start of a match.
func (m *machine) beginning(start bool) int32 {
	i := 0
	if start {
		i = 1
	}
	if m.starts[i] == 0 {
		m.clear()
		m.follow(m.start, start, false)
		m.starts[i] = m.state()
	}
	return m.starts[i]
}

func (m *machine) clear() {
	m.round++
	m.set, m.found = m.set[:0], false
}

// follow puts into the set what instruction i leads to without a byte.
func (m *machine) follow(i int32, start, end bool) {
	for !m.found && m.seen[i] != m.round {
		m.seen[i] = m.round
		switch in := &m.insts[i]; in.op {
		case opSplit:
			m.follow(in.out, start, end)
			i = in.other
		case opPass:
			i = in.out
		case opStart:
			if !start {
				return
			}
			i = in.out
		case opEnd:
			m.set = append(m.set, i)
			if !end {
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

// state is the state for the set.
func (m *machine) state() int32 {
	if len(m.set) == 0 {
		return dead
	}
	m.key = m.key[:0]
	matches := int32(0)
	for _, i := range m.set {
		m.key = binary.LittleEndian.AppendUint32(m.key, uint32(i))
		if m.insts[i].op == opMatch {
			matches = matching
		}
	}
	if s, ok := m.byKey[string(m.key)]; ok {
		return s
	}
	if len(m.sets) == manyStates {
		m.forget()
	}
	s := int32(len(m.trans)) | matches
	m.trans = append(m.trans, make([]int32, m.classes)...)
	m.sets = append(m.sets, slices.Clone(m.set))
	m.byKey[string(m.key)] = s
	return s
}

// after is the state after s and a byte, when the table does not have it.
func (m *machine) after(s int32, c byte) int32 {
	s &^= matching
	from := m.sets[int(s)/m.classes]
	m.clear()
	for _, i := range from {
		if in := &m.insts[i]; in.op == opByte && in.lo <= c && c <= in.hi {
			m.follow(in.out, false, false)
		}
	}
	kept := len(m.sets)
	to := m.state()
	if len(m.sets) >= kept {
		m.trans[int(s)+int(m.class[c])] = to
	}
	return to
}

// matchesAtEnd tells whether a match ends in state s at the end of the text.
func (m *machine) matchesAtEnd(s int32) bool {
	from := m.sets[int(s&^matching)/m.classes]
	m.clear()
	for _, i := range from {
		if m.insts[i].op == opEnd {
			m.follow(i, false, true)
		}
	}
	return slices.ContainsFunc(m.set, func(i int32) bool { return m.insts[i].op == opMatch })
}

// frame is the text that a machine reads, of which the ends may be no ends of the line.
type frame struct {
	text       []byte
	start, end bool // the text has the line's start, its end
}

// ahead is the end of the first match in the text from byte at on, -1 when there is none.
func (m *machine) ahead(f frame, at int) int {
	s := m.beginning(f.start && at == 0)
	last := -1
	switch {
	case s == dead:
		return last
	case s&matching != 0:
		last = at
	}
	for i := at; ; i++ {
		if i == len(f.text) {
			if m.ends && f.end && m.matchesAtEnd(s) {
				last = i
			}
			return last
		}
		to := m.trans[int(s&^matching)+int(m.class[f.text[i]])]
		if to == 0 {
			to = m.after(s, f.text[i])
		}
		if s = to; s&matching != 0 {
			if s == dead {
				return last
			}
			last = i + 1
		}
	}
}

// behind is the first start, not before byte from, of a match that ends at byte at.
func (m *machine) behind(f frame, from, at int) int {
	s := m.beginning(f.end && at == len(f.text))
	first := at
	for i := at; ; i-- {
		if i == 0 && m.ends && f.start && m.matchesAtEnd(s) {
			first = 0
		}
		if i == from {
			return first
		}
		to := m.trans[int(s&^matching)+int(m.class[f.text[i-1]])]
		if to == 0 {
			to = m.after(s, f.text[i-1])
		}
		if s = to; s&matching != 0 {
			if s == dead {
				return first
			}
			first = i - 1
		}
	}
}
