package jsonview

import (
	"bytes"
	"fmt"
)

// lines compares two texts line by line. The end of a line (a line feed, perhaps after a
// carriage return) is no part of it.
func (c *comparer) lines() {
	x, y := c.out.a, c.out.b
	if bytes.Equal(x, y) {
		return
	}
	at := sameStart(x, y)
	end := sameEnd(x[at:], y[at:])
	same := bytes.Count(x[:at], []byte("\n"))
	t := texts{c: c, x: x[:len(x)-end], y: y[:len(y)-end], same: same}
	t.ofX, t.ofY = c.lineStarts(t.x, at), c.lineStarts(t.y, at)
	var partner []int32
	if n := max(len(t.ofX), len(t.ofY)); n > c.most.matched {
		c.note(fmt.Sprintf("more than %d lines, paired by their numbers", c.most.matched))
	} else if len(t.ofX) > 0 && len(t.ofY) > 0 {
		first := func(body []byte, at int) []byte { s := lineAt(body, at); return body[s.From:s.To] }
		partner = c.alignHashes(c.lineHashes(t.x, t.ofX), c.lineHashes(t.y, t.ofY), first(t.x, t.ofX[0]), first(t.y, t.ofY[0]))
	}
	i, j := 0, 0
	for at, to := range partner {
		if to >= 0 {
			t.gap(i, at, j, int(to))
			i, j = at+1, int(to)+1
		}
	}
	t.gap(i, len(t.ofX), j, len(t.ofY))
}

// sameStart is the offset after the lines that two texts begin with alike.
func sameStart(x, y []byte) int {
	return bytes.LastIndexByte(x[:sameBytes(x, y)], '\n') + 1
}

// sameBytes is how many bytes two texts begin with alike.
func sameBytes(x, y []byte) int {
	n := 0
	for step := 1 << 16; step > 0; {
		if end := n + step; end <= min(len(x), len(y)) && bytes.Equal(x[n:end], y[n:end]) {
			n = end
		} else {
			step /= 2
		}
	}
	return n
}

// sameEnd is the length of the lines that two texts end with alike.
func sameEnd(x, y []byte) int {
	n := 0
	for step := 1 << 16; step > 0; {
		if end := n + step; end <= min(len(x), len(y)) && bytes.Equal(x[len(x)-end:len(x)-n], y[len(y)-end:len(y)-n]) {
			n = end
		} else {
			step /= 2
		}
	}
	// The first of these bytes may be the end of a line that differs.
	i := bytes.IndexByte(x[len(x)-n:], '\n')
	if i < 0 {
		return 0
	}
	return n - i - 1
}

// texts are two texts, what is left of them after the same lines.
type texts struct {
	c        *comparer
	x, y     []byte
	same     int
	ofX, ofY []int // starts of lines
}

// gap pairs what stands between lines that are in both texts.
func (t texts) gap(i, endX, j, endY int) {
	for (i < endX || j < endY) && !t.c.tick() {
		switch {
		case i < endX && j < endY:
			a, b := lineAt(t.x, t.ofX[i]), lineAt(t.y, t.ofY[j])
			if !bytes.Equal(t.x[a.From:a.To], t.y[b.From:b.To]) {
				t.record(Changed, i, a, b)
			}
			i, j = i+1, j+1
		case i < endX:
			t.record(Removed, i, lineAt(t.x, t.ofX[i]), nowhere)
			i++
		default:
			t.record(Added, j, nowhere, lineAt(t.y, t.ofY[j]))
			j++
		}
	}
}

func (t texts) record(kind DifferenceKind, line int, a, b Place) {
	t.c.push(step{words: fmt.Sprintf("line %d", t.same+line+1)})
	t.c.record(kind, a, b)
	t.c.pop()
}

// lineEnd is the offset after the line at off, its end included.
func lineEnd(body []byte, off int) int {
	if i := bytes.IndexByte(body[off:], '\n'); i >= 0 {
		return off + i + 1
	}
	return len(body)
}

// lineAt is the line at off without its end.
func lineAt(body []byte, off int) Place {
	end := lineEnd(body, off)
	line := bytes.TrimSuffix(bytes.TrimSuffix(body[off:end], []byte("\n")), []byte("\r"))
	return Place{off, off + len(line)}
}

// lineStarts are those from off on.
func (c *comparer) lineStarts(body []byte, off int) (starts []int) {
	for off < len(body) && !c.tick() {
		starts = append(starts, off)
		off = lineEnd(body, off)
	}
	return starts
}

func (c *comparer) lineHashes(body []byte, starts []int) []uint64 {
	out := make([]uint64, len(starts))
	for i, at := range starts {
		if c.tick() {
			break
		}
		s := lineAt(body, at)
		out[i] = c.hash.bytes(body[s.From:s.To])
	}
	return out
}
