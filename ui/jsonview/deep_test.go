package jsonview

import (
	"context"
	"runtime"
	"strings"
	"testing"
)

// The list around a place is found in however many levels, and few are kept on the way.
func TestListAroundAbsurdDepth(t *testing.T) {
	const depth = 60_000
	deep := strings.Repeat(`{"a":`, depth)
	for _, c := range []struct {
		body string
		list int // line
	}{
		{"[" + deep, 0},
		{deep + "[" + deep, depth},
		{deep + "[ [], \n [\n" + deep + "[]", depth + 2},
		{deep, -1},
	} {
		s := wholeIndex([]byte(c.body))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got, err := s.listAround(context.Background(), s.Lines()-1)
		runtime.ReadMemStats(&after)
		if err != nil || got != c.list {
			t.Errorf("%.9q: list %d, %v; want %d", c.body, got, err, c.list)
		}
		// Kept, all levels would be some 10 MB with what they grow by; lexed again block by block, nothing of them stays.
		if kept := int64(after.TotalAlloc-before.TotalAlloc) / int64(s.blockOf(s.Lines()-1)+1); kept > 150*1024 {
			t.Errorf("%.9q: %d bytes for each block", c.body, kept)
		}
	}
}

// The end of a container is asked of the index, also of one that is not closed: what is around a
// deep place is not gone through for each level.
func TestContainerEndByIndex(t *testing.T) {
	blanks := strings.Repeat(" ", 3*blockBytes)
	long := "[" + strings.Repeat("1,", 2*blockBytes) + "1]"
	for _, c := range []struct {
		body  string
		start int
		end   int // -1: cut
		known bool
	}{
		{strings.Repeat("[", 4*blockBytes), 0, -1, true},
		{strings.Repeat("[", 4*blockBytes), 99, -1, true},
		{"[" + blanks + "]", 0, len(blanks) + 2, false},
		{"[[" + blanks + "],", 1, len(blanks) + 3, false},
		{"[" + long + "," + long, 1, len(long) + 1, true},
		{"[" + long + "," + long, 0, -1, true},
		{long[:len(long)-1] + "}" + long, 0, -1, true},
	} {
		s := newHalf(wholeIndex([]byte(c.body)))
		end, known := s.endByIndex(c.start)
		if known != c.known || known && end != c.end {
			t.Errorf("%.9q at %d: the index says %d, %v; want %d, %v", c.body, c.start, end, known, c.end, c.known)
		}
		if end := s.containerEnd(c.start); end != c.end {
			t.Errorf("%.9q at %d: ends at %d, want %d", c.body, c.start, end, c.end)
		}
	}
}

// A comparison looks for an end by the bytes that it passes, not by the elements alone.
func TestCompareLooksByBytes(t *testing.T) {
	element := "[" + strings.Repeat("1,", blockBytes+100) + "1]"
	body := "[" + strings.Repeat(element+",", 200) + "1]"
	n := 0
	c := &comparer{ctx: lateCancel{context.Background(), &n, 0}, most: limits{mostMatched, mostEdits}}
	c.hash.seed(c.tick)
	c.take(wholeIndex([]byte(body)), wholeIndex([]byte(body)))
	if l := c.list(&c.a, 1); len(l.at) != 201 || n == 0 {
		t.Errorf("%d elements of %d bytes, %d looks", len(l.at), len(body), n)
	}
}
