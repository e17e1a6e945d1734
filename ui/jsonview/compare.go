package jsonview

import (
	"bytes"
	"context"
	"fmt"
)

// DifferenceKind says how a value differs between two bodies.
type DifferenceKind uint8

// The kinds of a [Difference], seen from the first body to the second.
const (
	Added   DifferenceKind = iota + 1 // only in the second
	Removed                           // only in the first
	Changed                           // in both, and different
)

var differenceWords = [...]string{Added: "added", Removed: "removed", Changed: "changed"}

// String is the word for a kind.
func (k DifferenceKind) String() string { return differenceWords[k] }

// Place is where a value stands in a body: the bytes from From up to To.
type Place struct{ From, To int }

// nowhere is the place of a value that is not there.
var nowhere = Place{-1, -1}

// None reports that there is no value: both offsets are -1.
func (p Place) None() bool { return p.From < 0 }

// Difference is one value that differs. What is inside an added or removed value is part of it.
type Difference struct {
	Kind DifferenceKind
	// Path is spelled as [Snapshot.Path] does it, save that a name has no needless escapes and an
	// element found by its key is named by it: $.items[id=12].name. An element's number is that in the first body, of an added one that
	// in the second. In plain text it is a line, counted from 1.
	Path string
	A, B Place // None in the body that lacks it
	// Group is the index in Summaries of the paths alike to this one, -1 where they were not counted
	// apart.
	Group int
}

// Summary counts the differences at paths that are alike: $.items[*].price.
type Summary struct {
	Path                    string
	Added, Removed, Changed int
}

// Total is the number of differences.
func (s Summary) Total() int { return s.Added + s.Removed + s.Changed }

// ListMatch says by which key the elements of the lists at alike paths were paired, in those of
// them that are not the same.
type ListMatch struct {
	Path, Key string
	Lists     int
}

// Rules say what counts as a difference. The zero value is ready to use.
type Rules struct {
	// Keys name the members by which elements of lists are paired; the first that fits a list
	// counts. A list that none fits is paired by a key found in it, else as a sequence.
	Keys []ListKey
	// ByPosition pairs elements by their numbers, whatever Keys says.
	ByPosition bool
	// Ignore are paths where differences, and what is below them, are only counted.
	Ignore []PathPattern
	// Most is how many differences are kept, 0 for [MostDifferences]. Totals and summaries count all.
	Most int
	// Progress, if any, is told from time to time how many bytes of the first body are behind.
	Progress func(bytes int)
}

// LineBytes is about how much of a value is worth a line of text.
const LineBytes = 200

// MostDifferences is how many differences are kept unless the rules say otherwise.
const MostDifferences = 100_000

const (
	mostSummaries = 1000    // alike paths counted apart
	mostNotes     = 20      // kept
	mostMatched   = 4 << 20 // elements of a list that are paired other than by position
	mostEdits     = 200     // between two sequences of which the fewest are looked for
	deepest       = 1000    // levels looked into; what is deeper is compared as text
)

// Comparison is what differs between two bodies, which it refers to and which must not change.
type Comparison struct {
	// List has the first differences in the order of the first body: in each container those of its
	// own members, then what the second added.
	List                    []Difference
	Added, Removed, Changed int
	Ignored                 int         // differences at ignored paths, not counted above
	Moved                   int         // elements found by their key in another order: no difference
	Summaries               []Summary   // the most frequent first, of a bounded number of alike paths
	Matches                 []ListMatch // in the order they were met
	// Partial reports that a part was not compared, such as what follows a fault. Notes say which.
	Partial bool
	Notes   []string

	a, b []byte
	form form
}

// Total is the number of differences, kept or not.
func (c *Comparison) Total() int { return c.Added + c.Removed + c.Changed }

// Same reports that all was compared and nothing differs but what was to be ignored.
func (c *Comparison) Same() bool { return c.Total() == 0 && !c.Partial }

// Compare says what differs between two documents. JSON and JSON Lines are compared by what they
// mean: whitespace, the order of members, and how a text or number is spelled count for
// nothing, so that 1, 1.0 and 1e0 are the same, to any number of digits. Of several members with
// one name the first of each side are compared, then the second. Texts are compared by lines,
// bytes as bytes.
//
// A document with a fault in its structure is compared up to there, and one still arriving as
// far as it has; that is Partial. Words that are no JSON are the same when their bytes are.
//
// It is a command's work: a second or more for 100 MB. The only error is that of ctx, noticed
// within some milliseconds.
func Compare(ctx context.Context, a, b Document, r Rules) (*Comparison, error) {
	return compare(ctx, a, b, r, limits{mostMatched, mostEdits})
}

// limits of the effort to pair elements.
type limits struct{ matched, edits int }

func compare(ctx context.Context, a, b Document, r Rules, most limits) (*Comparison, error) {
	c := &comparer{ctx: ctx, rules: r, most: most, out: &Comparison{}, summaries: map[string]int{}, matches: map[string]int{}, noted: map[string]bool{}}
	c.hash.seed(c.tick)
	if c.rules.Most == 0 {
		c.rules.Most = MostDifferences
	}
	c.out.a, c.out.b = bodyOf(a), bodyOf(b)
	x, xJSON := a.(*Snapshot)
	y, yJSON := b.(*Snapshot)
	_, xHex := a.(HexSnapshot)
	_, yHex := b.(HexSnapshot)
	switch {
	case xJSON && yJSON:
		c.json(x, y)
	case xHex || yHex:
		c.out.form = formBytes
		c.unfinished(a, b)
		c.bytes()
	default:
		c.out.form = formLines
		if xJSON != yJSON {
			c.note("only one of the two is JSON: they are compared line by line")
		}
		c.unfinished(a, b)
		c.lines()
	}
	if c.stopped != nil {
		return nil, c.stopped
	}
	c.finish()
	return c.out, nil
}

// bodyOf is what a document was made of.
func bodyOf(d Document) []byte {
	switch d := d.(type) {
	case *Snapshot:
		return d.body
	case *TextSnapshot:
		return d.body
	case HexSnapshot:
		return d.body
	}
	return nil
}

// json compares two documents of JSON.
func (c *comparer) json(a, b *Snapshot) {
	c.take(a, b)
	for i, s := range []*half{&c.a, &c.b} {
		if s.cut {
			c.partial(fmt.Sprintf("%s: %s: compared up to there", sideNames[i], s.why()))
		}
	}
	if bytes.Equal(c.out.a, c.out.b) {
		return
	}
	from, other := c.a.start(), c.b.start()
	switch {
	case a.format == JSONLines || b.format == JSONLines:
		c.elements(from, other)
	case from < len(c.a.body) && other < len(c.b.body):
		c.value(from, other)
	}
}

// take takes in the two documents.
func (c *comparer) take(a, b *Snapshot) {
	c.a, c.b = newHalf(a), newHalf(b)
	c.a.ticks, c.b.ticks = &c.ticks, &c.ticks
}

// unfinished notes which of two texts have not arrived whole.
func (c *comparer) unfinished(a, b Document) {
	for i, d := range []Document{a, b} {
		if !d.Done() {
			c.partial(fmt.Sprintf("%s: the body has not arrived whole: compared as far as it has", sideNames[i]))
		}
	}
}

// sideNames are the two bodies in notes.
var sideNames = [...]string{"the first body", "the second body"}

// bytes compares two bodies that are no text.
func (c *comparer) bytes() {
	x, y := c.out.a, c.out.b
	n := sameBytes(x, y)
	if n == len(x) && n == len(y) {
		return
	}
	c.push(step{words: fmt.Sprintf("byte %d and after", n)})
	a, b := Place{n, len(x)}, Place{n, len(y)}
	switch {
	case n == len(x):
		c.record(Added, nowhere, b)
	case n == len(y):
		c.record(Removed, a, nowhere)
	default:
		c.record(Changed, a, b)
	}
	c.pop()
}
