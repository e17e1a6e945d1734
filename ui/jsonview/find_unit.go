package jsonview

import (
	"slices"
	"unicode/utf8"
)

// finder finds the hits of a pattern. It belongs to one goroutine.
type finder struct {
	*Pattern
	exact   *needle  // the pattern as bytes, nil when it is more than that
	sought  []needle // one of them is in every hit's line
	sheet   sheet
	hunt    hunt
	forward *machine // nil without a program
	back    *machine
}

func newFinder(p *Pattern) *finder {
	f := &finder{Pattern: p, sought: slices.Clone(p.needles)}
	if p.literal != nil {
		exact := *p.literal
		f.exact = &exact
	}
	if p.ahead != nil {
		f.forward = newMachine(p.ahead, false)
	}
	if p.back != nil {
		f.back = newMachine(p.back, true)
	}
	return f
}

// tune makes the finder quick in a body.
func (f *finder) tune(body []byte) {
	if f.exact != nil {
		f.exact.tune(body)
	}
	for i := range f.sought {
		f.sought[i].tune(body)
	}
}

// extent is what hits are looked for in: they start in body[from:to] and end before limit, which
// is the end of the line unless cut. Inside: from is in the middle of a line.
type extent struct {
	from, to, limit int
	inside, cut     bool
}

// hits appends the hits in an extent to dst, in order.
func (f *finder) hits(dst []Span, d searchable, e extent) []Span {
	if f.isBytes(d) {
		return f.inBytes(dst, d.raw(), e)
	}
	if !f.mayHit(d.raw()[e.from:e.limit]) {
		return dst
	}
	d.layOut(&f.sheet, e.from, e.limit, e.inside)
	f.sheet.end = f.sheet.end && !e.cut
	return f.inSheet(dst, 0, e.to)
}

// isBytes tells whether hits can be told by the body's bytes, without a layout.
func (f *finder) isBytes(d searchable) bool {
	if _, isJSON := d.(*Snapshot); isJSON {
		return f.exact != nil && f.solid
	}
	return f.exact != nil
}

func (f *finder) inBytes(dst []Span, body []byte, e extent) []Span {
	n := len(f.exact.text)
	f.hunt.begin(f.exact, body[e.from:min(e.limit, e.to+n-1)])
	for at := f.hunt.next(); at >= 0; at = f.hunt.next() {
		dst = append(dst, Span{e.from + at, e.from + at + n})
	}
	return dst
}

// mayHit tells whether bytes have what every hit has.
func (f *finder) mayHit(b []byte) bool {
	for i := range f.sought {
		f.hunt.begin(&f.sought[i], b)
		if f.hunt.next() >= 0 {
			return true
		}
	}
	return len(f.sought) == 0
}

// inSheet appends the hits in the sheet that start at byte from of its text or later, and before
// offset to of the body.
func (f *finder) inSheet(dst []Span, from, to int) []Span {
	t := &f.sheet
	valid := utf8.Valid(t.text)
	if len(f.sought) == 1 {
		f.hunt.begin(&f.sought[0], t.text)
	}
	piece, next := 0, -1
	for i, l := range t.lines {
		if l.To <= from {
			continue
		}
		if len(f.sought) == 1 {
			if next < l.From {
				f.hunt.at = l.From // what was found last may reach across the border
				if next = f.hunt.next(); next < 0 {
					return dst
				}
			}
			if next >= l.To {
				continue
			}
		}
		fr := frame{t.text[l.From:l.To], i > 0 || t.start, i+1 < len(t.lines) || t.end}
		at := max(from-l.From, 0)
		if f.back != nil && (valid || utf8.Valid(fr.text)) {
			dst, piece = f.byMachine(dst, fr, at, l.From, piece, to)
		} else {
			dst, piece = f.byRegexp(dst, fr, at, l.From, piece, to)
		}
	}
	return dst
}

// byMachine appends the hits in one line, which stands at byte off of the sheet's text.
func (f *finder) byMachine(dst []Span, fr frame, at, off, piece, to int) ([]Span, int) {
	for at < len(fr.text) {
		end := f.forward.ahead(fr, at)
		if end < 0 {
			break
		}
		start := f.back.behind(fr, at, end)
		if start == end {
			_, n := utf8.DecodeRune(fr.text[start:])
			at = start + max(n, 1)
			continue
		}
		at = end
		var hit Span
		if hit, piece = f.sheet.inBody(Span{off + start, off + end}, piece); hit.From >= to {
			break
		}
		if hit.From < hit.To {
			dst = append(dst, hit)
		}
	}
	return dst, piece
}

// byRegexp is byMachine for what the machines do not know.
func (f *finder) byRegexp(dst []Span, fr frame, at, off, piece, to int) ([]Span, int) {
	if f.forward != nil && utf8.Valid(fr.text) && f.forward.ahead(fr, at) < 0 {
		return dst, piece
	}
	for _, m := range f.re.FindAllIndex(fr.text[at:], -1) {
		if m[0] == m[1] {
			continue
		}
		var hit Span
		if hit, piece = f.sheet.inBody(Span{off + at + m[0], off + at + m[1]}, piece); hit.From >= to {
			break
		}
		if hit.From < hit.To {
			dst = append(dst, hit)
		}
	}
	return dst, piece
}
