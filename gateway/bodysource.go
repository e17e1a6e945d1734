package gateway

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// BodyError is a body that ended before its end. What came before is kept.
type BodyError struct {
	Fault string // what happened, in our words
	Err   error  // the cause, may be nil
}

// Error is the fault alone: it reads as a sentence after "body: ".
func (e *BodyError) Error() string { return "body: " + e.Fault }

// Unwrap gives the cause.
func (e *BodyError) Unwrap() error { return e.Err }

// maxEncodings is how many encodings laid over each other are undone.
const maxEncodings = 3

// bodySource reads a body with its encodings undone, or as it came if that
// cannot be done.
type bodySource struct {
	io.Reader
	decoded bool
	fault   error // of the decoder, where the bytes are given as they came for it
	closers []io.Closer
}

// Close releases the decoders.
func (s *bodySource) Close() error {
	for _, c := range s.closers {
		c.Close()
	}
	return nil
}

// openSource puts decoders over wire. An encoding nobody here knows leaves the
// bytes as they came: it is named in BodyState. So does a body that its first
// decoder cannot begin to read, for servers do label plain text as gzip; that
// is a fault all the same.
func openSource(wire io.Reader, encoding string, decode func(string) (Decoder, bool)) *bodySource {
	decoders, ok := decodersOf(encoding, decode)
	if !ok || len(decoders) == 0 {
		return &bodySource{Reader: wire}
	}
	s := &bodySource{decoded: true}
	record := &opening{from: wire}
	s.Reader = &firstRead{source: s, record: record, open: func() (io.Reader, error) {
		var r io.Reader = record
		for _, d := range decoders {
			opened, err := d.Open(r)
			if err != nil {
				return nil, err
			}
			s.closers = append(s.closers, opened)
			r = opened
		}
		return r, nil
	}}
	return s
}

// decodersOf lists the decoders of a Content-Encoding, the last applied first.
func decodersOf(encoding string, decode func(string) (Decoder, bool)) ([]Decoder, bool) {
	var out []Decoder
	for name := range strings.SplitSeq(encoding, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" || name == "identity" {
			continue
		}
		d, known := decode(name)
		if !known || len(out) == maxEncodings {
			return nil, false
		}
		out = append([]Decoder{d}, out...)
	}
	return out, true
}

// firstRead opens the decoders on the first read and falls back to the bytes
// as they came if that read gives none.
type firstRead struct {
	source *bodySource
	record *opening
	open   func() (io.Reader, error)
}

func (f *firstRead) Read(p []byte) (int, error) {
	decoded, err := f.open()
	n := 0
	for n == 0 && err == nil {
		n, err = decoded.Read(p)
	}
	kept, whole := f.record.stop()
	switch {
	case n == 0 && len(kept) == 0 && whole:
		// An empty body is not a broken one, whatever its label: answers to
		// HEAD, and 204 and 304, have none.
		f.source.decoded = false
		return 0, f.record.err
	case n == 0 && err != io.EOF && whole:
		f.source.decoded = false
		f.source.fault = err
		f.source.Reader = io.MultiReader(bytes.NewReader(kept), f.record)
		return f.source.Read(p)
	case decoded != nil:
		f.source.Reader = decoded
	}
	return n, err
}

// maxRecorded bounds what is kept to fall back on. Decoders ask for far less
// before they know their format.
const maxRecorded = 64 << 10

// opening keeps the beginning of what passes until it is told to stop. It repeats an error
// instead of reading on.
type opening struct {
	from    io.Reader
	kept    []byte
	stopped bool
	full    bool
	err     error
}

func (r *opening) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.from.Read(p)
	r.err = err
	switch {
	case r.stopped || r.full:
	case len(r.kept)+n > maxRecorded:
		r.full, r.kept = true, nil
	default:
		r.kept = append(r.kept, p[:n]...)
	}
	return n, err
}

// stop ends the recording and returns it; whole is false if it was too long.
func (r *opening) stop() (kept []byte, whole bool) {
	r.stopped = true
	kept, r.kept = r.kept, nil
	return kept, !r.full
}

// mislabelled says that a body could not be decoded from its first byte on.
func mislabelled(in incoming, err error) error {
	if in.local {
		return &BodyError{Fault: "it begins like " + in.encoding + " data, but cannot be decoded; shown as it is", Err: err}
	}
	return &BodyError{Fault: "it is not in the encoding that its head states; shown as it came", Err: err}
}

// bodyFault names why a body ended early. broken tells a failing connection
// from data that came whole and cannot be decoded.
func bodyFault(in incoming, wire int64, err error, broken bool) error {
	cause := context.Cause(in.ctx)
	early := errors.Is(err, io.ErrUnexpectedEOF)
	fault := ""
	switch {
	case errors.Is(cause, context.Canceled), errors.Is(cause, context.DeadlineExceeded):
		return cause
	case in.local && !broken && early:
		fault = in.encoding + " data ends early"
	case !broken && early:
		fault = in.encoding + " data ends early, though the answer is whole"
	case !broken:
		fault = in.encoding + " data is damaged"
	case early && !in.local && in.expected > 0:
		fault = fmt.Sprintf("the connection ended after %d of %d bytes", wire, in.expected)
	case early && !in.local:
		fault = fmt.Sprintf("the connection ended after %d bytes, in the middle of the body", wire)
	default:
		fault = fmt.Sprintf("reading failed after %d bytes: %v", wire, err)
	}
	return &BodyError{Fault: fault, Err: err}
}
