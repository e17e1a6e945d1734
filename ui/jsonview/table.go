package jsonview

import (
	"context"
	"errors"
)

// Table is a list as rows and columns: of JSON, the elements of one array or the values of JSON
// Lines, with a column for each key; of CSV, the records. It is immutable and right for ever, as
// the [Document] it was made of; what arrives later is had from Grow. All methods are safe to
// call from anywhere. Those that take a context read the whole list and are commands; the others
// cost microseconds and never more than the row they are asked about.
type Table interface {
	// Rows is the number of rows so far. A row keeps its number for ever; only the last one may
	// still change.
	Rows() int
	// Columns are the columns in order of first appearance. They must not be changed.
	Columns() []Column
	// Cut reports that there are keys without a column: a table has [MaxColumns], and no more
	// members than that are looked at in one element.
	Cut() bool
	// Done reports that no more rows will come.
	Done() bool
	// Element is a whole row as one cell.
	Element(row int) Cell
	// Cells appends the cells of a row in the given columns to dst.
	Cells(dst []Cell, row int, columns []int) []Cell
	// Draw appends the pieces of a cell's text, max bytes long at most, to dst and tells whether
	// that is the whole of it. A string comes without its quotes, its escapes as sent; lists and
	// objects come as compact JSON. Cuts fall between runes.
	Draw(dst []Piece, c Cell, max int) ([]Piece, bool)
	// Extent is where a cell stands in the body, quotes and brackets with it. What is not
	// closed yet ends with what has arrived. It looks for the end of a string, however long.
	Extent(c Cell) (from, to int)
	// Grow is the table of a later document of the same body. It reads what is new and the last
	// row again.
	Grow(ctx context.Context, d Document) (Table, error)

	// each visits the rows in order, each with its cell in a column (none for column -1) and the
	// body from its start to what comes after it.
	each(ctx context.Context, column int, visit func(row int, c Cell, raw []byte)) error
	// text reads the text of a cell that is no list or object.
	text(c Cell) text
}

// MaxColumns is how many columns a table has at most.
const MaxColumns = 500

// Column is a column of a [Table].
type Column struct {
	// Key is the key without its quotes, as first sent. Other spellings of it are the same key.
	// The column of elements that are no objects is called value, a CSV column without a name
	// goes by its number from 1.
	Key string
	// Off is where in the body the key first stands, -1 when the body does not name the column.
	Off int
	// Held counts the cells by what they hold. Of a key that an element has twice the last
	// counts, as it does for most readers of JSON.
	Held [cellKinds]int
}

// Seen is in how many rows the column holds something.
func (c *Column) Seen() int {
	n := 0
	for _, held := range c.Held {
		n += held
	}
	return n
}

// Cell is where a value of a [Table] stands. Document.LineAt has its line.
type Cell struct {
	Kind CellKind
	Off  int // of its first byte, -1 for NoCell
}

// CellKind is what a cell holds.
type CellKind uint8

// The kinds of cells. But for NoCell, which comes last, they are in the order in which [Sort]
// puts them.
const (
	NoCell CellKind = iota // the row has no such key, or nothing after it
	NumberCell
	StringCell
	BoolCell
	ListCell
	ObjectCell
	JunkCell // bytes that have no place in JSON
	NullCell

	cellKinds
)

// ErrNoTable says that there is no list to make a table of.
var ErrNoTable = errors.New("there is no list here to show as a table")

// TableOf makes a table of a document.
//
// Of JSON, the list is: the array that the line opens; or else the nearest array around the
// line; or else, in a body of several top-level values such as JSON Lines, these values; or else
// the longest array, by display lines, of those that no other array is around, the first of
// equals. A row is a line of the layout, so damaged documents have tables too; members of an
// object that have no key or no value have no cell.
//
// Of text, each record of CSV is a row. Commas, semicolons, tabs or bars separate, whichever
// splits the first records most evenly. The first record names the columns when all its fields
// are filled and none is a number. Fields are quoted as RFC 4180 has it; a quote that is not
// closed within a megabyte, or not followed by a separator, is a character like others. Empty
// lines are no records. A field is a number when it is spelled as JSON wants it.
func TableOf(ctx context.Context, d Document, line int) (Table, error) {
	switch d := d.(type) {
	case *Snapshot:
		return listTable(ctx, d, line)
	case *TextSnapshot:
		return csvTable(ctx, d)
	}
	return nil, ErrNoTable
}

var (
	_ Table = (*ListTable)(nil)
	_ Table = (*CSVTable)(nil)
)
