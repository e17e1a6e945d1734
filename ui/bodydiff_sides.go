package ui

import (
	"path/filepath"
	"unicode/utf8"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// sidesApart is what tells the two bodies of a comparison apart, as received,
// and the words before it for what is on one side alone.
type sidesApart struct {
	only  string
	names [2]string
}

// The words before the name of a side.
const (
	onlyIn   = "only in "
	onlyAt   = "only at " // a time
	onlySide = "only "    // left or right
)

// sidesApart tells the sides apart by the first that differs: environment or
// file, service, request, time; else they are left and right.
func (m *model) sidesApart(f frame) sidesApart {
	l, r := &m.bodyDiff.sides[leftSide], &m.bodyDiff.sides[rightSide]
	if l.target.Environment == "" && r.target.Environment == "" {
		if names := words.FilesApart(l.name, r.name); names[0] != names[1] {
			return sidesApart{onlyIn, names}
		}
	}
	for _, of := range []struct {
		only string
		what func(*party) string
	}{
		{onlyIn, (*party).origin},
		{onlyIn, func(p *party) string { return gateway.Service{Name: p.target.Service}.Short() }},
		{onlyIn, func(p *party) string { return p.name }},
		{onlyAt, f.sentAt},
	} {
		if a, b := of.what(l), of.what(r); a != b && a != "" && b != "" {
			return sidesApart{of.only, [2]string{leftSide: a, rightSide: b}}
		}
	}
	return sidesApart{onlySide, [2]string{leftSide: "left", rightSide: "right"}}
}

// origin is the environment that a body is from, or its file.
func (p *party) origin() string {
	if p.target.Environment != "" {
		return p.target.Environment
	}
	return filepath.Base(p.name)
}

// sentAt is when the request was sent whose answer a body is, "" for a file.
func (f frame) sentAt(p *party) string {
	if p.exchange == nil {
		return ""
	}
	return f.clock(p.exchange.Started)
}

// cut are the names in so many columns, cut where they still differ: an end
// that both have, such as a long one with .json, goes if nothing else does it.
func (s sidesApart) cut(cols int) [2]string {
	a, b := display.Line(s.names[leftSide]), display.Line(s.names[rightSide])
	var out [2]string
	end := commonEnd(a, b)
	before := func(s string, cols int) string {
		if end == 0 {
			return display.Cut(s, cols)
		}
		return display.CutLeft(s[:len(s)-end], cols-1) + "…"
	}
	for _, cut := range []func(string, int) string{display.Cut, display.CutLeft, display.CutMiddle, before} {
		if out = [2]string{leftSide: cut(a, cols), rightSide: cut(b, cols)}; out[leftSide] != out[rightSide] {
			break
		}
	}
	return out
}

// commonEnd is how many bytes two texts have in common at their ends, up to a
// whole letter.
func commonEnd(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && !utf8.RuneStart(a[len(a)-n]) {
		n--
	}
	return n
}

// only says of each side what is there alone, in words for a line of the screen.
func (m *model) only(f frame) [2]string {
	const narrow, least, most = 7, 10, 24
	sides := m.sidesApart(f)
	names := sides.cut(max(least, min((f.w-48)/2, most)))
	if room := f.w - 45; display.Width(names[leftSide]+names[rightSide]) > room {
		names = sides.cut(max(narrow, room/2))
	}
	return [2]string{leftSide: sides.only + names[leftSide], rightSide: sides.only + names[rightSide]}
}

// leftBody names the left of the two bodies in a sentence.
func (m *model) leftBody() string {
	const most = 24
	sides := m.sidesApart(m.screenFrame())
	name := sides.cut(most)[leftSide]
	switch sides.only {
	case onlySide:
		return "the left body"
	case onlyAt:
		return "the body of " + name
	}
	return name
}

// onlyInText is only for the text form, uncut.
func (m *model) onlyInText() [2]string {
	sides := m.sidesApart(m.screenFrame())
	return [2]string{leftSide: sides.only + sides.names[leftSide], rightSide: sides.only + sides.names[rightSide]}
}
