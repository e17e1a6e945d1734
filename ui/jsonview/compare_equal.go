package jsonview

import (
	"bytes"
	"slices"
)

// equal tells whether two elements of the current lists are the same, and if so where they end.
// The containers around a difference are remembered, for they will be asked about next.
func (c *comparer) equal(a, b int) (endA, endB int, same bool) {
	if _, known := slices.BinarySearchFunc(c.differ, pair{a, b}, pair.compare); known {
		return 0, 0, false
	}
	c.open = c.open[:0]
	if endA, endB, same = c.lockstep(a, b); !same {
		c.open, c.differ = c.differ, c.open
	}
	return endA, endB, same
}

// lockstep goes from token to token of two elements; where the names of an object are not in the
// same order on both sides, that object is hashed.
func (c *comparer) lockstep(a, b int) (endA, endB int, same bool) {
	x, y := c.a.body, c.b.body
	inside := len(c.path) + 1
	for depth, name := 0, false; ; { // name: a member's name is due, not a value
		if a, b = spaceEnd(x, a), spaceEnd(y, b); a == len(x) || b == len(y) || c.tick() {
			return 0, 0, false
		}
		kind := class[x[a]]
		if kind != class[y[b]] {
			return 0, 0, false
		}
		switch kind {
		case openObject, openArray:
			if inside+depth < deepest {
				c.open = append(c.open, pair{a, b})
			}
			depth++
			name = kind == openObject
			a, b = a+1, b+1
		case closeObject, closeArray:
			depth--
			c.open = c.open[:min(depth, len(c.open))]
			a, b = a+1, b+1
		case colon:
			name = false
			a, b = a+1, b+1
		case comma:
			name = len(c.open) == depth && x[c.open[depth-1].a] == '{'
			a, b = a+1, b+1
		default:
			if endA, endB, same = c.sameToken(a, b, len(c.open) < depth); same {
				a, b = endA, endB
				break
			}
			if !name || len(c.open) < depth || endA < 0 {
				return 0, 0, false
			}
			if a, b, same = c.reordered(c.open[depth-1]); !same {
				return 0, 0, false
			}
			depth--
			c.open = c.open[:depth]
		}
		if depth == 0 {
			return a, b, true
		}
	}
}

// sameToken tells whether two strings or words are the same, as text if asText is set, and where
// they end; that is -1 when one of them is cut.
func (c *comparer) sameToken(a, b int, asText bool) (endA, endB int, same bool) {
	endA, endB = c.a.scalarEnd(a), c.b.scalarEnd(b)
	if endA < 0 || endB < 0 {
		return -1, -1, false
	}
	x, y := c.a.body[a:endA], c.b.body[b:endB]
	return endA, endB, bytes.Equal(x, y) || !asText && sameScalar(x, y)
}

// reordered is lockstep for two objects, by their hashes.
func (c *comparer) reordered(at pair) (endA, endB int, same bool) {
	depth := len(c.path) + len(c.open)
	sumA, endA := c.hash.value(&c.a, at.a, depth)
	sumB, endB := c.hash.value(&c.b, at.b, depth)
	return endA, endB, endA >= 0 && endB >= 0 && sumA == sumB
}
