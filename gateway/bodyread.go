package gateway

import (
	"bytes"
	"context"
	"io"
)

// BodyOptions say how [ReadBody] takes a body in.
type BodyOptions struct {
	// Expected is how many bytes the reader will give, before decoding; 0 or
	// less where that is not known. A body of a known size is held once, and
	// no more.
	Expected int64
	// Limit is the most decoded bytes that are kept; 0 or less means
	// DefaultBodyLimit.
	Limit int64
	// Detect names the content encoding that data is in by its first bytes, ""
	// for none. More says that these bytes are too few to tell: it is asked
	// again with more of them, while there are any. Nil: there is no encoding.
	Detect func(head []byte) (encoding string, more bool)
	// Decoders undo what Detect finds. An encoding without one leaves the bytes
	// as they come.
	Decoders []Decoder
}

// ReadBody makes a body of what a reader gives: a file, a pipe, the output of a
// program. It is received like that of an answer: it grows while it is read,
// stops at the limit, and keeps what came when ctx ends or it is cancelled,
// even while a Read of it waits. The reader is closed when nothing more will be
// taken from it, perhaps while a Read still waits; files and pipes allow that.
//
// Wire and Expected count what the reader gives, and Reading is the time from
// this call on.
func ReadBody(ctx context.Context, from io.ReadCloser, o BodyOptions) *Body {
	ctx, cancel := context.WithCancel(ctx)
	if o.Expected <= 0 {
		o.Expected = -1
	}
	if o.Limit <= 0 {
		o.Limit = DefaultBodyLimit
	}
	return receive(incoming{
		from:     readAhead(ctx, from),
		expected: o.Expected,
		detect:   o.Detect,
		decode:   func(name string) (Decoder, bool) { return decoderNamed(name, o.Decoders) },
		limit:    o.Limit,
		cancel:   cancel,
		ctx:      ctx,
		local:    true,
	})
}

// detectEncoding finds the encoding of what is about to be received out, and
// gives a reader of all of it.
func (in *incoming) detectEncoding(wire io.Reader) io.Reader {
	if in.detect == nil {
		return wire
	}
	head, read := make([]byte, readSize), 0
	for {
		n, err := wire.Read(head[read:])
		read += n
		encoding, more := in.detect(head[:read])
		if more && err == nil && read < len(head) {
			continue
		}
		in.encoding = encoding
		if err != nil {
			wire = ended{err}
		}
		return io.MultiReader(bytes.NewReader(head[:read]), wire)
	}
}

// ended is the end of a reader.
type ended struct{ err error }

func (e ended) Read([]byte) (int, error) { return 0, e.err }

// piece is what one Read gave.
type piece struct {
	bytes []byte
	err   error
}

// unhurried reads ahead in a goroutine of its own, so that nobody who waits for
// a byte has to wait on when the context ends: there is no call to the system
// that surely interrupts a Read of a pipe.
type unhurried struct {
	ctx   context.Context
	from  io.ReadCloser
	ready chan piece
	spent chan []byte // given back to be filled again
	last  piece       // what is left of the last piece
	whole []byte      // all of it
}

func readAhead(ctx context.Context, from io.ReadCloser) *unhurried {
	r := &unhurried{ctx: ctx, from: from, ready: make(chan piece), spent: make(chan []byte, 2)}
	r.spent <- make([]byte, readSize)
	r.spent <- make([]byte, readSize)
	go r.run()
	return r
}

// run ends with the reader, or after the Read that is under way when the
// context ends.
func (r *unhurried) run() {
	for {
		select {
		case <-r.ctx.Done():
			return
		case buf := <-r.spent:
			n, err := r.from.Read(buf)
			select {
			case <-r.ctx.Done():
				return
			case r.ready <- piece{buf[:n], err}:
			}
			if err != nil {
				return
			}
		}
	}
}

func (r *unhurried) Read(p []byte) (int, error) {
	for len(r.last.bytes) == 0 {
		if r.last.err != nil {
			return 0, r.last.err
		}
		if r.whole != nil {
			r.spent <- r.whole[:cap(r.whole)]
			r.whole = nil
		}
		select {
		case <-r.ctx.Done():
			return 0, context.Cause(r.ctx)
		case r.last = <-r.ready:
			r.whole = r.last.bytes
		}
	}
	n := copy(p, r.last.bytes)
	r.last.bytes = r.last.bytes[n:]
	return n, nil
}

// Close closes the reader below, also one that a Read still waits for.
func (r *unhurried) Close() error { return r.from.Close() }
