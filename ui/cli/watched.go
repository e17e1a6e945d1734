package cli

import "io"

// watched is an output that keeps the first error of a write: not everything
// that writes, the help among it, asks whether it went well.
type watched struct {
	io.Writer
	err error
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if w.err == nil {
		w.err = err
	}
	return n, err
}
