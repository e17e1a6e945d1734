package jsonview

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// hasher makes numbers of values: the same for the same value, however it is spelled, different
// ones otherwise but for a chance of one in 2^64. They hold for one comparison only.
type hasher struct {
	text    maphash.Seed
	x, y    uint64
	members []hashed // of the objects that are open
	tick    func() bool
}

// hashed is a member of an object.
type hashed struct{ name, value uint64 }

func (h *hasher) seed(tick func() bool) {
	h.text, h.x, h.y, h.tick = maphash.MakeSeed(), rand.Uint64(), rand.Uint64(), tick
}

func (h *hasher) mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^h.x, b^h.y)
	return hi ^ lo
}

// What a number was made of goes into it.
const (
	ofString = iota + 1
	ofNumber
	ofWord
	ofObject
	ofList
	ofTokens
)

// bytes is the number of a text that has no escapes.
func (h *hasher) bytes(b []byte) uint64 { return maphash.Bytes(h.text, b) }

// string is the number of a string without its quotes.
func (h *hasher) string(b []byte) uint64 {
	if bytes.IndexByte(b, '\\') < 0 {
		return h.bytes(b)
	}
	var m maphash.Hash
	m.SetSeed(h.text)
	t := inside(b)
	for p := t.next(); p != nil; p = t.next() {
		m.Write(p)
	}
	return m.Sum64()
}

// scalar is the number of a string or word.
func (h *hasher) scalar(b []byte) uint64 {
	switch {
	case b[0] == '"':
		return h.mix(h.string(b[1:len(b)-1]), ofString)
	case isNumber(b):
		return h.number(numeralOf(b))
	}
	return h.mix(h.bytes(b), ofWord)
}

func (h *hasher) number(n numeral) uint64 {
	var m maphash.Hash
	m.SetSeed(h.text)
	if n.negative {
		m.WriteByte('-')
	}
	m.Write(n.whole)
	m.Write(n.part)
	e := n.exponent
	if len(e.high) > 0 {
		m.WriteByte('e')
		m.Write(e.high)
	}
	low := uint64(e.low)
	if e.negative {
		low = ^low // too large to be that of another
	}
	return h.mix(h.mix(m.Sum64(), low), ofNumber)
}

// value is the number of the value at p, which stands inside depth containers, and the offset
// after it, -1 when the body is cut there.
func (h *hasher) value(s *half, p, depth int) (sum uint64, end int) {
	c := class[s.body[p]]
	switch {
	case h.tick():
		return 0, -1
	case c != openObject && c != openArray:
		if end = s.scalarEnd(p); end < 0 {
			return 0, -1
		}
		return h.scalar(s.body[p:end]), end
	case depth >= deepest:
		return h.tokens(s, p)
	case c == openObject:
		return h.object(s, p, depth)
	}
	sum = ofList
	for p++; ; {
		m, state := s.item(p, false)
		switch state {
		case lost:
			return 0, -1
		case closed:
			return h.mix(sum, ofList), m.at
		}
		var v uint64
		if v, p = h.value(s, m.at, depth+1); p < 0 {
			return 0, -1
		}
		sum = h.mix(sum, v) + 1
	}
}

// object is value for an object: its members count in the order of their names' numbers, those
// of one name in that of the body.
func (h *hasher) object(s *half, p, depth int) (sum uint64, end int) {
	base := len(h.members)
	defer func() { h.members = h.members[:base] }()
	for p++; ; {
		m, state := s.item(p, true)
		switch state {
		case lost:
			return 0, -1
		case closed:
			return h.mix(h.sum(h.members[base:]), ofObject), m.at
		}
		name := h.string(s.name(m))
		var v uint64
		if v, p = h.value(s, m.at, depth+1); p < 0 {
			return 0, -1
		}
		h.members = append(h.members, hashed{name, v})
	}
}

// sum sorts members and adds them up.
func (h *hasher) sum(members []hashed) uint64 {
	slices.SortStableFunc(members, func(a, b hashed) int { return cmp.Compare(a.name, b.name) })
	sum := uint64(ofObject)
	for _, m := range members {
		sum = h.mix(sum, h.mix(m.name, m.value)) + 1
	}
	return sum
}

// tokens is value for what is too deep to be looked into.
func (h *hasher) tokens(s *half, p int) (sum uint64, end int) {
	if end = s.containerEnd(p); end < 0 {
		return 0, -1
	}
	sum = ofTokens
	for b := s.body[:end]; !h.tick(); {
		if p = spaceEnd(b, p); p == end {
			return h.mix(sum, ofTokens), end
		}
		after, _ := tokenEnd(b, p, class[b[p]])
		sum = h.mix(sum, h.bytes(b[p:after])) + 1
		p = after
	}
	return 0, -1
}
