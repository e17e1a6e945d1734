package ui

import (
	"bufio"
	"context"
	"errors"
	"io"

	"gatehouse/ui/jsonview"
)

// cancelWriting stops the file that is being written. It reports whether there
// was one.
func (m *model) cancelWriting() bool {
	if !m.writing.busy() {
		return false
	}
	m.writing.stop() // and not over before what was written is removed
	return true
}

// writePiece is how much is written between two looks at whether to stop.
const writePiece = 1 << 20

// writeBytes writes a body as it is.
func writeBytes(ctx context.Context, w io.Writer, body []byte) (int64, error) {
	var done int64
	for len(body) > 0 {
		if err := ctx.Err(); err != nil {
			return done, err
		}
		n, err := w.Write(body[:min(len(body), writePiece)])
		done += int64(n)
		if err != nil {
			return done, err
		}
		body = body[n:]
	}
	return done, nil
}

// writeLines writes the lines that a body is laid out in. They are laid out for
// this alone: what the viewer has may be on its way.
func writeLines(ctx context.Context, w io.Writer, body []byte, format jsonview.Format) (int64, error) {
	index := jsonview.NewIndex(format)
	for fed := 0; fed < len(body); {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		fed += index.Feed(body, nextPiece)
	}
	index.Finish()
	buffered := bufio.NewWriterSize(w, writePiece/8)
	n, err := jsonview.Write(ctx, buffered, index.Document())
	return n, errors.Join(err, buffered.Flush())
}
