package jsonview

import (
	"bytes"
	"cmp"
	"slices"
)

// alone is the pairing of n elements that have no partners.
func alone(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// hashes are those of a list, and their places in the order of the hashes, of the same ones in
// the order of the list.
type hashes struct {
	sums  []uint64
	order []int32
}

func (c *comparer) sorted(sums []uint64) hashes {
	h := hashes{sums, nil}
	if c.stopped != nil {
		return h
	}
	h.order = make([]int32, len(sums))
	for i := range h.order {
		h.order[i] = int32(i)
	}
	slices.SortFunc(h.order, func(i, j int32) int {
		if c.tick() {
			return 0
		}
		return cmp.Or(cmp.Compare(sums[i], sums[j]), cmp.Compare(i, j))
	})
	return h
}

// run is how many of the places in order share the first one's hash.
func (h hashes) run() int {
	n := 1
	for n < len(h.order) && h.sums[h.order[n]] == h.sums[h.order[0]] {
		n++
	}
	return n
}

// runs calls do for each hash that both lists have, with its places in either.
func runs(x, y hashes, do func(inX, inY []int32)) {
	for len(x.order) > 0 && len(y.order) > 0 {
		n, m := x.run(), y.run()
		order := cmp.Compare(x.sums[x.order[0]], y.sums[y.order[0]])
		if order == 0 {
			do(x.order[:n], y.order[:m])
		}
		if order <= 0 {
			x.order = x.order[n:]
		}
		if order >= 0 {
			y.order = y.order[m:]
		}
	}
}

// join pairs the same hashes, of several the first with the first: the partner of each on both
// sides, or -1.
func join(x, y hashes) (ofX, ofY []int32) {
	ofX, ofY = alone(len(x.sums)), alone(len(y.sums))
	runs(x, y, func(inX, inY []int32) {
		for i := range min(len(inX), len(inY)) {
			ofX[inX[i]], ofY[inY[i]] = inY[i], inX[i]
		}
	})
	return ofX, ofY
}

// alignHashes finds a common sequence of two lists of hashes: for each of x its partner in y,
// rising, or -1. The result does not depend on which of the two is which; where lengths do not
// tell them apart, what their first elements are spelled like does.
func (c *comparer) alignHashes(x, y []uint64, firstX, firstY []byte) []int32 {
	if c.stopped != nil {
		return alone(len(x))
	}
	turned := len(x) > len(y) || len(x) == len(y) && bytes.Compare(firstX, firstY) > 0
	if turned {
		x, y = y, x
	}
	whole := len(y)
	ofX := alone(len(x))
	start, end := 0, len(x)
	for start < min(len(x), len(y)) && x[start] == y[start] {
		ofX[start] = int32(start)
		start++
	}
	shift := len(y) - len(x)
	for end > start && x[end-1] == y[end+shift-1] {
		end--
		ofX[end] = int32(end + shift)
	}
	x, y = x[:end], y[:end+shift]
	if !c.shortest(x[start:], y[start:], start, start, ofX) {
		c.anchor(x, y, start, ofX)
	}
	if !turned {
		return ofX
	}
	ofY := alone(whole)
	for i, j := range ofX {
		if j >= 0 {
			ofY[j] = int32(i)
		}
	}
	return ofY
}

// anchor pairs what occurs once on both sides from start on, as far as it is in order, and then
// what is between.
func (c *comparer) anchor(x, y []uint64, start int, ofX []int32) {
	partner := alone(len(x) - start)
	runs(c.sorted(x[start:]), c.sorted(y[start:]), func(inX, inY []int32) {
		if len(inX) == 1 && len(inY) == 1 {
			partner[inX[0]] = inY[0]
		}
	})
	var at, to []int32
	for i, j := range partner {
		if j >= 0 {
			at, to = append(at, int32(i)), append(to, j)
		}
	}
	i, j := start, start
	for _, k := range rising(to) {
		endX, endY := start+int(at[k]), start+int(to[k])
		c.shortest(x[i:endX], y[j:endY], i, j, ofX)
		ofX[endX] = int32(endY)
		i, j = endX+1, endY+1
	}
	c.shortest(x[i:], y[j:], i, j, ofX)
}

// rising are the places of a longest rising sequence among numbers that are all different.
func rising(numbers []int32) []int32 {
	var tails []int32 // by length of sequence, the place of its least possible last number
	before := make([]int32, len(numbers))
	for i, n := range numbers {
		k, _ := slices.BinarySearchFunc(tails, n, func(t, n int32) int { return cmp.Compare(numbers[t], n) })
		before[i] = -1
		if k > 0 {
			before[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, 0)
		}
		tails[k] = int32(i)
	}
	for k := len(tails) - 2; k >= 0; k-- {
		tails[k] = before[tails[k+1]]
	}
	return tails
}

// shortest pairs what x, which begins at place i, and y, at j, have in common, by Myers' greedy
// search: "An O(ND) difference algorithm", 1986. If they differ by more than most.edits elements
// nothing is paired, and it is false.
func (c *comparer) shortest(x, y []uint64, i, j int, ofX []int32) bool {
	n, m := len(x), len(y)
	if n == 0 || m == 0 {
		return true
	}
	most := min(n+m, c.most.edits)
	far := make([]int32, 2*most+2) // by diagonal, how far in x it was followed
	var trail [][]int32            // far before each round
	for edits := 0; edits <= most; edits++ {
		trail = append(trail, slices.Clone(far[most-edits:most+edits+1]))
		for k := -edits; k <= edits; k += 2 {
			at := 0
			switch down := k == -edits || k != edits && far[most+k-1] < far[most+k+1]; {
			case edits == 0:
			case down:
				at = int(far[most+k+1])
			default:
				at = int(far[most+k-1]) + 1
			}
			for at < n && at-k < m && x[at] == y[at-k] && !c.tick() {
				at++
			}
			far[most+k] = int32(at)
			if at >= n && at-k >= m {
				backtrack(trail, n, m, i, j, ofX)
				return true
			}
		}
		if c.stopped != nil {
			break
		}
	}
	return false
}

// backtrack follows the trail of a search from its end and pairs what was passed on diagonals.
func backtrack(trail [][]int32, at, to, i, j int, ofX []int32) {
	for edits := len(trail) - 1; edits >= 0; edits-- {
		k := at - to
		far := func(k int) int { return int(trail[edits][k+edits]) }
		start, before := 0, k // where the diagonal was entered, and from which
		switch down := k == -edits || k != edits && far(k-1) < far(k+1); {
		case edits == 0:
		case down:
			start, before = far(k+1), k+1
		default:
			start, before = far(k-1)+1, k-1
		}
		for ; at > start; at-- {
			ofX[i+at-1] = int32(j + at - 1 - k)
		}
		at -= max(0, k-before)
		to = at - before
	}
}
