package jsonview

import (
	"bytes"
	"fmt"
)

// lines compares two texts line by line. The end of a line (a line feed, perhaps after a
// carriage return) is no part of it.
func (c *comparer) lines() {
	x, y := c.out.a, c.out.b
	same, at := c.sameLines(x, y)
	if at == len(x) && at == len(y) {
		return
	}
	t := texts{c: c, x: x, y: y, same: same, ofX: c.lineStarts(x, at), ofY: c.lineStarts(y, at)}
	var partner []int32
	if n := max(len(t.ofX), len(t.ofY)); n > mostMatched {
		c.note(fmt.Sprintf("more than %d lines, paired by their numbers", mostMatched))
		partner = alone(len(t.ofX))
	} else if len(t.ofX) > 0 && len(t.ofY) > 0 {
		first := func(body []byte, at int) []byte { s := lineAt(body, at); return body[s.Off:s.End] }
		partner = c.alignHashes(c.lineHashes(x, t.ofX), c.lineHashes(y, t.ofY), first(x, t.ofX[0]), first(y, t.ofY[0]))
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

// sameLines counts the lines that two texts begin with alike, and gives the offset after them.
func (c *comparer) sameLines(x, y []byte) (n, at int) {
	if bytes.Equal(x, y) {
		return 0, len(x)
	}
	for at < len(x) && at < len(y) && !c.tick() {
		end := lineEnd(x, at)
		if end > len(y) || x[end-1] != '\n' || !bytes.Equal(x[at:end], y[at:end]) {
			break
		}
		n, at = n+1, end
	}
	return n, at
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
			if !bytes.Equal(t.x[a.Off:a.End], t.y[b.Off:b.End]) {
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

func (t texts) record(kind DifferenceKind, line int, a, b Span) {
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
func lineAt(body []byte, off int) Span {
	end := lineEnd(body, off)
	line := bytes.TrimSuffix(bytes.TrimSuffix(body[off:end], []byte("\n")), []byte("\r"))
	return Span{off, off + len(line)}
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
		out[i] = c.hash.bytes(body[s.Off:s.End])
	}
	return out
}
