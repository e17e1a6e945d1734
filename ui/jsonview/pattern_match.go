package jsonview

// Matches tells whether the pattern is in a text: some bytes of a body, such as those of a row
// that [Keep] asks about. They are taken as they stand, with line breaks of their own; the body's
// spellings are found as on its lines.
func (p *Pattern) Matches(text []byte) bool {
	f := p.finders.Get().(*finder)
	may := f.mayHit(text)
	p.finders.Put(f)
	return may && p.re.Match(text)
}
