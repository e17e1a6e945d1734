package jsonview

import (
	"slices"
	"unicode/utf8"
)

// finder finds the hits of a pattern. It belongs to one goroutine.
type finder struct {
	*Pattern
	lead    *needle  // of the pattern's forms, nil when it has none
	sought  []needle // one of them is in every hit's line
	sheet   sheet
	hunt    hunt
	forward *machine // nil without a program
	back    *machine
}

func newFinder(p *Pattern) *finder {
	f := &finder{Pattern: p, sought: slices.Clone(p.needles)}
	if p.forms.lead != nil {
		lead := *p.forms.lead
		f.lead = &lead
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
	if f.lead != nil {
		f.lead.tune(body)
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
	n, done := len(dst), false
	if f.isBytes(d, e.limit) {
		if dst, done = f.inBytes(dst, d, e); done {
			return dst
		}
	}
	if !f.mayHit(d.raw()[e.from:e.limit]) {
		return dst
	}
	d.layOut(&f.sheet, e.from, e.limit, e.inside)
	f.sheet.end = f.sheet.end && !e.cut
	return f.inSheet(dst[:n], 0, e.to)
}

// isBytes tells whether hits before limit can be told by the body's bytes, without a layout.
func (f *finder) isBytes(d searchable, limit int) bool {
	s, isJSON := d.(*Snapshot)
	switch {
	case !isJSON || f.forms.tight == solid:
		return f.lead != nil
	case f.lead != nil && f.forms.tight == untilFault && s.format == JSON:
		return s.fault.Kind == 0 || limit <= s.fault.Off
	}
	return false
}

// inBytes is hits for forms of a pattern. It is not done when some place differs from a form by
// whitespace next to a colon: what that is depends on the layout.
func (f *finder) inBytes(dst []Span, d searchable, e extent) (out []Span, done bool) {
	_, isJSON := d.(*Snapshot)
	body := d.raw()[:e.limit]
	n := len(f.lead.text)
	f.hunt.begin(f.lead, body[e.from:min(e.limit, e.to+n-1)])
	for at := f.hunt.next(); at >= 0; at = f.hunt.next() {
		start, size := e.from+at, n
		if !f.forms.single() {
			if size = f.forms.at(body[start:]); size == 0 {
				if isJSON && f.forms.nearlyAt(body[start:]) {
					return dst, false
				}
				f.hunt.at = at + 1
				continue
			}
			f.hunt.at = at + size
		}
		dst = append(dst, Span{start, start + size})
	}
	return dst, true
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
	c := caret{sheet: &f.sheet, from: from, to: to, valid: f.back != nil && utf8.Valid(f.sheet.text)}
	switch {
	case f.lead != nil && f.forms.single():
		return f.literals(dst, &c)
	case len(f.sought) != 1:
		for i := range c.lines {
			dst = f.line(dst, i, &c)
		}
		return dst
	}
	f.hunt.begin(&f.sought[0], c.text)
	f.hunt.at = from
	for i, at := 0, f.hunt.next(); at >= 0 && !c.past; at = f.hunt.next() {
		for c.lines[i].To <= at && i+1 < len(c.lines) {
			i++
		}
		dst = f.line(dst, i, &c)
		f.hunt.at = max(f.hunt.at, c.lines[i].To)
	}
	return dst
}

// literals is inSheet for a pattern that is bytes.
func (f *finder) literals(dst []Span, c *caret) []Span {
	f.hunt.begin(f.lead, c.text)
	f.hunt.at = c.from
	n := len(f.lead.text)
	for i, at := 0, f.hunt.next(); at >= 0 && !c.past; at = f.hunt.next() {
		for c.lines[i].To <= at {
			i++
		}
		if end := c.lines[i].To; at+n > end {
			f.hunt.at = end // it reaches across the border of two lines
			continue
		}
		dst = c.take(dst, at, at+n)
	}
	return dst
}

// line appends the hits in line i of a sheet.
func (f *finder) line(dst []Span, i int, c *caret) []Span {
	l := c.lines[i]
	if l.To <= c.from {
		return dst
	}
	c.off = l.From
	fr := frame{c.text[l.From:l.To], i > 0 || c.start, i+1 < len(c.lines) || c.end}
	at := max(c.from-l.From, 0)
	if f.back != nil && (c.valid || utf8.Valid(fr.text)) {
		return f.byMachine(dst, fr, at, c)
	}
	return f.byRegexp(dst, fr, at, c)
}

// caret is where on a sheet hits are found.
type caret struct {
	*sheet
	from  int  // of the text: hits that start before do not count
	to    int  // of the body: nor do those that start here or later
	past  bool // one of these was met
	valid bool // all lines are UTF-8
	off   int  // of the line, in the text
	piece int  // of the text, at or before the next hit
}

// take appends a match in the line to dst, if it is a hit.
func (c *caret) take(dst []Span, from, to int) []Span {
	var hit Span
	hit, c.piece = c.inBody(Span{c.off + from, c.off + to}, c.piece)
	c.past = hit.From >= c.to
	if hit.From < hit.To && !c.past {
		dst = append(dst, hit)
	}
	return dst
}

// byMachine appends the hits in one line.
func (f *finder) byMachine(dst []Span, fr frame, at int, c *caret) []Span {
	for at < len(fr.text) && !c.past {
		start, end := f.forward.ahead(fr, at)
		if end < 0 {
			break
		}
		if start < 0 {
			start = f.back.behind(fr, at, end)
		}
		if start == end {
			_, n := utf8.DecodeRune(fr.text[start:])
			at = start + max(n, 1)
			continue
		}
		dst = c.take(dst, start, end)
		at = end
	}
	return dst
}

// byRegexp is byMachine where the text is not UTF-8, or there is no machine. It does not see what
// is before byte at.
func (f *finder) byRegexp(dst []Span, fr frame, at int, c *caret) []Span {
	for _, m := range f.re.FindAllIndex(fr.text[at:], -1) {
		if m[0] < m[1] {
			dst = c.take(dst, at+m[0], at+m[1])
		}
	}
	return dst
}
