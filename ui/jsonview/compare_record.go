package jsonview

import (
	"cmp"
	"slices"
)

// record keeps and counts a difference at the current path.
func (c *comparer) record(kind DifferenceKind, a, b Place) {
	for _, p := range c.rules.Ignore {
		if p.fits(c.path) {
			c.out.Ignored++
			return
		}
	}
	switch kind {
	case Added:
		c.out.Added++
	case Removed:
		c.out.Removed++
	case Changed:
		c.out.Changed++
	}
	group := c.summarise(kind)
	if len(c.out.List) < c.rules.Most {
		c.out.List = append(c.out.List, Difference{kind, string(c.spelled()), a, b, group})
	}
}

// spelled makes the current path in the scratch buffer.
func (c *comparer) spelled() []byte {
	c.text = appendPath(c.text[:0], c.path)
	return c.text
}

// alike makes the pattern of the current path in the scratch buffer.
func (c *comparer) alike() []byte {
	c.text = appendAlike(c.text[:0], c.path)
	return c.text
}

// summarise counts a difference among those at alike paths, and gives their index, -1 for none.
func (c *comparer) summarise(kind DifferenceKind) int {
	pattern := c.alike()
	i, known := c.summaries[string(pattern)]
	if !known {
		if i = len(c.out.Summaries); i == mostSummaries {
			return -1
		}
		c.summaries[string(pattern)] = i
		c.out.Summaries = append(c.out.Summaries, Summary{Path: string(pattern)})
	}
	s := &c.out.Summaries[i]
	switch kind {
	case Added:
		s.Added++
	case Removed:
		s.Removed++
	case Changed:
		s.Changed++
	}
	return i
}

// note keeps what a reader of the result must know, each text once.
func (c *comparer) note(text string) { c.noteOnce(text, text) }

// noteList is note for the current list, once for all at alike paths.
func (c *comparer) noteList(text string) {
	path := string(c.alike())
	c.noteOnce(path, path+": "+text)
}

func (c *comparer) noteOnce(of, text string) {
	if !c.noted[of] && len(c.out.Notes) < mostNotes {
		c.noted[of] = true
		c.out.Notes = append(c.out.Notes, text)
	}
}

// partial notes why a part is not compared.
func (c *comparer) partial(why string) {
	c.out.Partial = true
	c.note(why)
}

// finish puts the result in order: the summaries, and the numbers by which differences name them.
func (c *comparer) finish() {
	met := c.out.Summaries
	order := make([]int, len(met))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(met[j].Total(), met[i].Total()) })
	sorted, place := make([]Summary, len(met)), make([]int, len(met))
	for to, from := range order {
		sorted[to], place[from] = met[from], to
	}
	if c.out.Summaries = sorted; len(met) == 0 {
		c.out.Summaries = nil
	}
	for i := range c.out.List {
		if d := &c.out.List[i]; d.Group >= 0 {
			d.Group = place[d.Group]
		}
	}
}
