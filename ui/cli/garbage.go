package cli

import "runtime/debug"

// garbageAllowed is how much garbage may lie about beside the bodies that are
// held. The collector by itself waits for as much of it as there is live memory:
// with a body of 100 MB that would be twice its size. A frame makes a tenth of a
// megabyte, and a collection takes a fraction of a millisecond, since bodies hold
// no pointers.
const garbageAllowed = 16 << 20

// leastPercent is the least of garbage that is worth a collection.
const leastPercent = 3

// gcPercent is how much garbage the collector is to wait for, in percent of what
// is live, while bodies of so many bytes are held. It is never more than usual,
// and a collector that was switched off (below 0) stays so.
func gcPercent(usual, held int) int {
	if usual < 0 || held <= 0 {
		return usual
	}
	return min(usual, max(leastPercent, int(int64(garbageAllowed)*100/int64(held))))
}

// boundGarbage gives what has the collector follow the memory that bodies hold.
// It goes back to what GOGC says when they go.
func boundGarbage() func(held int) {
	usual := debug.SetGCPercent(100)
	debug.SetGCPercent(usual)
	return func(held int) { debug.SetGCPercent(gcPercent(usual, held)) }
}
