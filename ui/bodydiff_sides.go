package ui

import (
	"path/filepath"

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

// cut are the names in so many columns, cut where they still differ if there is
// such a place.
func (s sidesApart) cut(cols int) [2]string {
	a, b := display.Line(s.names[leftSide]), display.Line(s.names[rightSide])
	var out [2]string
	for _, cut := range []func(string, int) string{display.Cut, display.CutLeft, display.CutMiddle} {
		if out = [2]string{leftSide: cut(a, cols), rightSide: cut(b, cols)}; out[leftSide] != out[rightSide] {
			break
		}
	}
	return out
}

// only says of each side what is there alone, in words for a line of the screen.
func (m *model) only(f frame) [2]string {
	const least, most = 10, 24
	sides := m.sidesApart(f)
	names := sides.cut(max(least, min((f.w-48)/2, most)))
	return [2]string{leftSide: sides.only + names[leftSide], rightSide: sides.only + names[rightSide]}
}

// onlyInText is only for the text form, uncut.
func (m *model) onlyInText() [2]string {
	sides := m.sidesApart(m.screenFrame())
	return [2]string{leftSide: sides.only + sides.names[leftSide], rightSide: sides.only + sides.names[rightSide]}
}
