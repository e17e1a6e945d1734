package jsonview

import "sort"

const (
	// windowBytes is how much of a longer line is searched at a time, and of a hex view hexBlock.
	windowBytes = windowMarks * markBytes
	windowMarks = 4
	hexBlock    = 64 << 10
	// reachBytes is how far beyond its window a hit may reach.
	reachBytes = 64 << 10
)

// unit is a stretch of body that is searched at a time: the lines of a block, or a window of
// its last line when that is a giant. It goes on to the next unit.
type unit struct {
	off    int
	inside bool // begins in the middle of a line
}

// searchable is what a search wants of a document. All Documents of this package have it.
type searchable interface {
	Document
	raw() []byte
	// units appends the document's units to dst, from offset off on, where a unit begins.
	units(dst []unit, off int) []unit
	// layOut makes the text of the lines in body[from:to]. From is the start of a unit or of a
	// row; to is the end of a line, unless cut.
	layOut(t *sheet, from, to int, inside bool)
	// layOutRow makes the text of a row, or of a part of it that holds body[from:to].
	layOutRow(t *sheet, r Row, from, to int)
}

var (
	_ searchable = (*Snapshot)(nil)
	_ searchable = (*TextSnapshot)(nil)
	_ searchable = HexSnapshot{}
)

func (s *Snapshot) raw() []byte     { return s.body }
func (s *TextSnapshot) raw() []byte { return s.body }
func (s HexSnapshot) raw() []byte   { return s.body }

// units implements [searchable]. Windows of a giant begin where there is a mark to draw from.
func (s *Snapshot) units(dst []unit, off int) []unit {
	if s.lines == 0 {
		return dst
	}
	i := s.blockAround(off)
	mark := sort.Search(len(s.marks), func(k int) bool { return s.marks[k].pos > int(s.blockAt(i).off) })
	for ; i <= len(s.blocks); i++ {
		start, end := int(s.blockAt(i).off), len(s.body)
		if i < len(s.blocks) {
			end = int(s.blockAt(i + 1).off)
		}
		if start >= off {
			dst = append(dst, unit{off: start})
		}
		for n := 1; mark < len(s.marks) && s.marks[mark].pos < end; mark, n = mark+1, n+1 {
			if at := s.marks[mark].pos; n%windowMarks == 0 && at >= off && at > dst[len(dst)-1].off {
				dst = append(dst, unit{at, true})
			}
		}
	}
	return dst
}

// blockAround is the last block that starts at or before offset off.
func (s *Snapshot) blockAround(off int) int {
	return sort.Search(len(s.blocks), func(i int) bool { return int(s.blockAt(i+1).off) > off })
}

// units implements [searchable].
func (s *TextSnapshot) units(dst []unit, off int) []unit {
	i := sort.Search(len(s.blocks), func(i int) bool { return s.blocks[i].off > off })
	for i = max(i-1, 0); i < len(s.blocks); i++ {
		_, end := s.endOf(i)
		for at := s.blocks[i].off; at < end; at += windowBytes {
			if at >= off {
				dst = append(dst, unit{at, at > s.blocks[i].off})
			}
		}
	}
	return dst
}

// units implements [searchable].
func (s HexSnapshot) units(dst []unit, off int) []unit {
	for at := off / hexBlock * hexBlock; at < len(s.body); at += hexBlock {
		if at >= off {
			dst = append(dst, unit{at, at > 0})
		}
	}
	return dst
}
