package jsonview

import "slices"

// Next is the first known hit that starts at offset at or later; wrapped when there is none and
// it is the first one from the top instead. It is false when no hit is known. It searches a
// stretch or two again, which takes microseconds, and milliseconds where a line is a giant.
func (s *Search) Next(at int) (h Hit, wrapped, ok bool) {
	if s.total == 0 {
		return Hit{}, false, false
	}
	i := s.unitAt(at)
	for _, span := range s.hits(i) {
		if span.From >= at {
			return s.hit(span), false, true
		}
	}
	for n := range s.units {
		j := (i + 1 + n) % len(s.units)
		if s.counts[j] > 0 {
			return s.hit(s.hits(j)[0]), j <= i, true
		}
	}
	return Hit{}, false, false
}

// Prev is the last known hit that starts before offset at, or else the last one of all. In other
// respects it is as [Search.Next].
func (s *Search) Prev(at int) (h Hit, wrapped, ok bool) {
	if s.total == 0 {
		return Hit{}, false, false
	}
	i := s.unitAt(at)
	for _, span := range slices.Backward(s.hits(i)) {
		if span.From < at {
			return s.hit(span), false, true
		}
	}
	for n := range s.units {
		j := (i - 1 - n + 2*len(s.units)) % len(s.units)
		if s.counts[j] > 0 {
			spans := s.hits(j)
			return s.hit(spans[len(spans)-1]), j >= i, true
		}
	}
	return Hit{}, false, false
}

// Knows reports whether all hits are known that start in body[from:to].
func (s *Search) Knows(from, to int) bool {
	if from >= to {
		return true
	}
	if s.doc == nil || to > s.doc.Bytes() {
		return false
	}
	for i := s.unitAt(from); i < len(s.units) && s.units[i].off < to; i++ {
		if s.counts[i] == unknown {
			return false
		}
	}
	return true
}

// Ordinal is the number of a hit among the known ones, from 1.
func (s *Search) Ordinal(h Hit) int {
	i := s.unitAt(h.From)
	n := 1
	for _, count := range s.counts[:i] {
		n += int(max(count, 0))
	}
	for _, span := range s.hits(i) {
		if span.From < h.From {
			n++
		}
	}
	return n
}

// hits is the hits of unit i, none when they are not known.
func (s *Search) hits(i int) []Span {
	if s.counts[i] <= 0 {
		return nil
	}
	f := s.pattern.finders.Get().(*finder)
	defer s.pattern.finders.Put(f)
	return f.hits(nil, s.doc, s.extent(i))
}

func (s *Search) hit(span Span) Hit { return Hit{s.doc.LineAt(span.From), span} }

const (
	// wholeRow is the longest row that is searched as a whole for its hits on the screen.
	wholeRow = 16 << 10
	// around is how much of a longer one is looked through on either side of the screen.
	around = 2 << 10
)

// In appends the hits that a row shows to dst, as offsets in the body: those with a part in
// body[from:to], which is what is drawn of the row. They are the hits of a [Search]; but where
// a row is longer than 16 KB, and in a hex view, hits are looked for in 2 KB on either side only.
func (p *Pattern) In(dst []Span, doc Document, r Row, from, to int) []Span {
	f := p.finders.Get().(*finder)
	defer p.finders.Put(f)
	d, body := doc.(searchable), doc.(searchable).raw()
	_, hex := doc.(HexSnapshot)
	lo, hi := r.Off, min(r.End, len(body))
	switch {
	case hex:
		lo, hi = max(0, from-around), min(len(body), to+around)
	case hi-lo > wholeRow:
		lo, hi = runeStart(body, max(lo, from-around)), min(hi, to+around)
	}
	if lo >= hi {
		return dst
	}
	n, done := len(dst), false
	if f.isBytes(d, hi) {
		dst, done = f.inBytes(dst, d, extent{from: lo, to: hi, limit: hi})
	}
	if !done {
		d.layOutRow(&f.sheet, r, lo, hi)
		dst = f.inSheet(dst[:n], f.sheet.textAt(lo), to)
	}
	kept := slices.DeleteFunc(dst[n:], func(s Span) bool { return s.To <= from || s.From >= to })
	return dst[:n+len(kept)]
}
