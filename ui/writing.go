package ui

import (
	"bufio"
	"context"
	"errors"
	"io"

	"gatehouse/ui/jsonview"
)

// writing is a file that is being written.
type writing struct {
	what   string
	cancel context.CancelFunc // nil for none
}

func (w *writing) busy() bool { return w.cancel != nil }

func (w *writing) begin(ctx context.Context, what string) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	*w = writing{what, cancel}
	return ctx
}

func (w *writing) end() {
	if w.cancel != nil {
		w.cancel()
	}
	*w = writing{}
}

// cancelWriting stops the file that is being written. It reports whether there
// was one.
func (m *model) cancelWriting() bool {
	if !m.writing.busy() {
		return false
	}
	m.writing.cancel()
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
