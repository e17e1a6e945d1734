package jsonview

import (
	"context"
	"io"
)

const (
	writeRows  = 256      // rows taken at once, after which ctx is asked
	writeBytes = 64 << 10 // of a line drawn at once
)

// Write writes the lines of a document as Draw gives them, each after two blanks for every
// level of its indent and with a line feed at its end, and tells how many bytes that were. It
// holds a few rows at a time. Of a valid JSON text it writes what json.Indent would; a byte
// order mark is left out.
//
// It stops with the error of w, or of ctx.
func Write(ctx context.Context, w io.Writer, d Document) (int64, error) {
	p := printer{w: w, d: d}
	var rows []Row
	for line := 0; line < d.Lines(); line += len(rows) {
		if err := ctx.Err(); err != nil {
			return p.n, err
		}
		rows = d.Rows(rows[:0], line, writeRows)
		for _, r := range rows {
			if err := p.line(ctx, r); err != nil {
				return p.n, err
			}
		}
	}
	return p.n, nil
}

// printer writes lines.
type printer struct {
	w      io.Writer
	d      Document
	n      int64
	pieces []Piece
	blanks []byte
}

func (p *printer) line(ctx context.Context, r Row) error {
	for len(p.blanks) < 2*r.Depth {
		p.blanks = append(p.blanks, "                "...)
	}
	if err := p.write(p.blanks[:2*r.Depth]); err != nil {
		return err
	}
	for from := 0; ; {
		p.pieces = p.d.Draw(p.pieces[:0], r, from, writeBytes)
		drawn := 0
		for _, piece := range p.pieces {
			if err := p.write(piece.Text); err != nil {
				return err
			}
			drawn += len(piece.Text)
		}
		from += drawn
		if drawn < writeBytes/2 { // no cut between runes leaves so much out
			return p.write([]byte{'\n'})
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

func (p *printer) write(b []byte) error {
	n, err := p.w.Write(b)
	p.n += int64(n)
	return err
}
