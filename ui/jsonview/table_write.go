package jsonview

import (
	"context"
	"encoding/csv"
	"io"
	"unicode/utf8"
)

// TextOf is the whole of a cell as text: a string with its escapes undone, a list or object as
// compact JSON, everything else as sent; nothing for NoCell. It is a command where the cell may
// be large.
func TextOf(t Table, c Cell) []byte {
	switch c.Kind {
	case NoCell:
		return nil
	case ListCell, ObjectCell:
		from, to := t.Extent(c)
		pieces, _ := t.Draw(nil, c, to-from)
		var out []byte
		for _, p := range pieces {
			out = append(out, p.Text...)
		}
		return out
	}
	return t.text(c).all()
}

// StartOf is the first bytes of [TextOf] a string, max of them at most, and tells whether they are
// all of it. A cut falls between runes.
func StartOf(t Table, c Cell, max int) ([]byte, bool) {
	out := t.text(c).start(max + utf8.UTFMax)
	if len(out) <= max {
		return out, true
	}
	return out[:runeStart(out, max)], false
}

// TitleOf is the name of a column with its escapes undone.
func TitleOf(t Table, column int) string {
	c := t.Columns()[column]
	if _, isJSON := t.(*ListTable); isJSON {
		return string(inside([]byte(c.Key)).all())
	}
	return c.Key
}

// checkedRows is how many rows are written between two looks at a context.
const checkedRows = 256

// WriteCSV writes rows of a table in an order, and the given columns of them, as CSV with commas
// (RFC 4180, but lines end in a line feed). The first record names the columns. Cells are as
// [TextOf] has them; null is an empty field, as a value that is not there.
func WriteCSV(ctx context.Context, w io.Writer, t Table, o Order, columns []int) error {
	out := recordWriter{csv.NewWriter(w), w}
	record := make([]string, len(columns))
	for i, c := range columns {
		record[i] = TitleOf(t, c)
	}
	if err := out.write(record); err != nil {
		return err
	}
	var cells []Cell
	for i := range o.Len(t) {
		if i%checkedRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		cells = t.Cells(cells[:0], o.Row(i), columns)
		for j, c := range cells {
			if record[j] = ""; c.Kind != NullCell {
				record[j] = string(TextOf(t, c))
			}
		}
		if err := out.write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// recordWriter writes records that are no empty lines: most readers of CSV pass over these.
type recordWriter struct {
	*csv.Writer
	to io.Writer
}

func (w recordWriter) write(record []string) error {
	if len(record) != 1 || record[0] != "" {
		return w.Write(record)
	}
	if w.Flush(); w.Error() != nil {
		return w.Error()
	}
	_, err := io.WriteString(w.to, "\"\"\n")
	return err
}
