// Package encoding undoes the content encodings that the gate may advertise:
// gzip (RFC 1952) and zstd (RFC 8878).
//
// Decoders are streams: bytes come out as soon as the encoded ones are there,
// memory stays bounded by the window, and no goroutine is started. How much
// may come out is the reader's affair.
package encoding

import (
	"io"

	"gatehouse/gateway"
)

// Decoders are the decoders in the order of preference.
func Decoders() []gateway.Decoder {
	return []gateway.Decoder{
		{Name: "zstd", Open: opener("zstd", zstdEngine)},
		{Name: "gzip", Open: opener("gzip", gzipEngine)},
	}
}

// Error is encoded data that cannot be decoded. What came out before it is
// good. Errors of the source are not Errors: they come through unchanged.
type Error struct {
	Encoding string // "gzip" or "zstd"
	Fault    string // what is wrong with the data
	Err      error  // what the decoder said
}

func (e *Error) Error() string { return e.Encoding + ": " + e.Fault }

// Unwrap gives the decoder's own error.
func (e *Error) Unwrap() error { return e.Err }

// engine is one library's decoder: made over a source, and a name for each of
// its errors.
type engine struct {
	open  func(io.Reader) (io.ReadCloser, error)
	fault func(error) string
}

func opener(encoding string, e engine) func(io.Reader) (io.ReadCloser, error) {
	return func(r io.Reader) (io.ReadCloser, error) {
		return &decoder{encoding: encoding, engine: e, source: &source{r: r}}, nil
	}
}

// decoder begins at the first Read, since the library's reader waits for the
// head of the data as soon as it is made.
type decoder struct {
	encoding string
	engine   engine
	source   *source
	open     io.ReadCloser // nil before the first Read
	err      error         // every Read after the last one says the same
}

func (d *decoder) Read(p []byte) (int, error) {
	if d.err != nil || len(p) == 0 {
		return 0, d.err
	}
	if d.open == nil {
		open, err := d.engine.open(d.source)
		if err != nil {
			d.err = d.name(err)
			return 0, d.err
		}
		d.open = open
	}
	n, err := d.open.Read(p)
	d.err = d.name(err)
	return n, d.err
}

// name says which of the three ends a decoder's error is: the data's own end,
// a fault of the source, or a fault of the data. No bytes at all are an empty
// body: answers without one still carry the header.
func (d *decoder) name(err error) error {
	switch {
	case err == nil:
		return nil
	case d.source.err != nil:
		return d.source.err
	case err == io.EOF, d.source.empty():
		return io.EOF
	}
	return &Error{Encoding: d.encoding, Fault: d.engine.fault(err), Err: err}
}

// Close gives the decoder's memory back. It does not close the source.
func (d *decoder) Close() error {
	if d.err == nil {
		d.err = io.ErrClosedPipe
	}
	if d.open == nil {
		return nil
	}
	return d.open.Close()
}

// source remembers what its reader said, so that a broken connection is not
// taken for damaged data.
type source struct {
	r    io.Reader
	read int64
	err  error // other than io.EOF
	done bool
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.read += int64(n)
	if err == io.EOF {
		s.done = true
	} else if err != nil {
		s.err = err
	}
	return n, err
}

func (s *source) empty() bool { return s.done && s.read == 0 }
