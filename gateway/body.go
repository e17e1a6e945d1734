package gateway

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// Body is a response body that grows while it arrives. It may be read at any
// time; bytes once seen never change or move.
//
// One goroutine receives it and is the only one to write; what it has handed
// out is never written again.
type Body struct {
	began  time.Time
	cancel context.CancelFunc
	done   chan struct{}
	wire   atomic.Int64 // counted beneath the decoders
	moved  atomic.Int64 // when something last came off the wire, in nanoseconds after began

	mu     sync.Mutex
	buf    bodyBuffer
	state  BodyState     // but for Bytes and Wire
	closed bool          // Cancel was called
	still  error         // WaitMoving has ended it, nil if it has not
	grown  chan struct{} // closed when more has come; nil while nobody waits for it
}

// BodyState is a body at one moment.
type BodyState struct {
	// Bytes are the decoded bytes so far. They share memory with later states
	// and must not be written to.
	Bytes     []byte
	Held      int           // bytes of memory set aside for the body, for whoever tunes the collector
	Wire      int64         // bytes received, before decoding
	Expected  int64         // Content-Length, -1 if not stated
	Encoding  string        // Content-Encoding as received but for identity, "" for none
	Decoded   bool          // Encoding was undone
	Done      bool          // nothing more will come
	Truncated bool          // cut at the limit
	Err       error         // why it ended early, nil if it did not: *BodyError or the context's
	Reading   time.Duration // from the head to the last byte so far
}

// State is the body as it is now.
func (b *Body) State() BodyState {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.state
	s.Bytes, s.Held = b.buf.bytes(), b.buf.held()
	s.Wire = b.wire.Load()
	return s
}

// Cancel stops the arrival and keeps what came. It may be called at any time.
func (b *Body) Cancel() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.cancel()
}

// Wait returns when nothing more will come.
func (b *Body) Wait() BodyState {
	<-b.done
	return b.State()
}

// WaitFor returns as soon as there are n bytes, decoded, or nothing more will come.
func (b *Body) WaitFor(n int) BodyState {
	for {
		b.mu.Lock()
		if len(b.buf.bytes()) >= n || b.state.Done {
			b.mu.Unlock()
			return b.State()
		}
		if b.grown == nil {
			b.grown = make(chan struct{})
		}
		grown := b.grown
		b.mu.Unlock()
		select {
		case <-grown:
		case <-b.done:
			return b.State()
		}
	}
}

// WaitMoving is Wait for a body that has no reason to pause: when nothing has
// come for as long as idle, the rest is given up, and the state's Err is a
// *BodyError that says so.
func (b *Body) WaitMoving(idle time.Duration) BodyState {
	timer := time.NewTimer(idle)
	defer timer.Stop()
	for {
		select {
		case <-b.done:
			return b.State()
		case <-timer.C:
		}
		if left := idle - time.Since(b.began.Add(time.Duration(b.moved.Load()))); left > 0 {
			timer.Reset(left)
			continue
		}
		b.mu.Lock()
		b.still = &BodyError{Fault: fmt.Sprintf("nothing more came for %s after %d bytes", idle, b.wire.Load()), Err: context.DeadlineExceeded}
		b.mu.Unlock()
		b.cancel()
		return b.Wait()
	}
}

// BodyOf makes a finished body of known bytes.
func BodyOf(b []byte) *Body {
	done := make(chan struct{})
	close(done)
	body := &Body{cancel: func() {}, done: done, buf: bodyBuffer{data: b}}
	body.wire.Store(int64(len(b)))
	body.state = BodyState{Expected: int64(len(b)), Done: true}
	return body
}

// waitShort waits for the end of a body, but no longer than limit.
func (b *Body) waitShort(limit time.Duration) BodyState {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-b.done:
	case <-timer.C:
	}
	return b.State()
}

// incoming is what a Body is received from.
type incoming struct {
	from     io.ReadCloser
	expected int64 // Content-Length, -1 if not stated
	encoding string
	detect   func(head []byte) (encoding string, more bool) // tells encoding by the first bytes; nil where it is known
	decode   func(name string) (Decoder, bool)
	limit    int64
	cancel   context.CancelFunc // ends the request
	ctx      context.Context    // of the request: its cause explains a cut
	local    bool               // it is a file or a pipe: no answer, no connection
}

// receive begins to take a body in. The goroutine ends with the body, and at
// the latest when cancel makes from fail.
func receive(in incoming) *Body {
	b := &Body{
		began:  time.Now(),
		cancel: in.cancel,
		done:   make(chan struct{}),
		state:  BodyState{Expected: in.expected, Encoding: in.encoding},
	}
	b.buf.limit = int(in.limit)
	go b.run(in)
	return b
}

// noBody is the finished body of an answer that has none by its nature. Its
// Content-Length, if any, is that of an answer to GET.
func noBody(in incoming) *Body {
	in.from.Close()
	in.cancel()
	b := BodyOf(nil)
	b.state.Expected, b.state.Encoding = in.expected, in.encoding
	return b
}

func (b *Body) run(in incoming) {
	defer close(b.done)
	defer in.cancel()
	defer in.from.Close()
	wire := &countingReader{from: in.from, body: b}
	source := openSource(in.detectEncoding(wire), in.encoding, in.decode)
	defer source.Close()
	truncated, err := b.fill(source, make([]byte, b.expect(in)))
	if err != nil {
		err = bodyFault(in, b.wire.Load(), err, wire.broken.Load())
	} else if source.fault != nil {
		err = mislabelled(in, source.fault)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err == nil:
	case b.closed:
		err = context.Canceled
	case b.still != nil:
		err = b.still
	}
	b.buf.finish()
	b.state.Done, b.state.Truncated, b.state.Err = true, truncated, err
	b.state.Decoded = source.decoded
}

// expect takes in what is known before the first byte, and gives how much to
// read at once.
func (b *Body) expect(in incoming) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state.Encoding = in.encoding
	if in.encoding != "" || in.expected <= 0 || in.expected > in.limit {
		return readSize
	}
	b.buf.exact = int(in.expected)
	return min(readSize, b.buf.exact)
}

// readSize is how much is read at once: fast bodies are seen growing, and it
// stays in the processor's cache on its way into the buffer.
const readSize = 64 << 10

// fill reads until the end, the limit or a fault. Bytes that came with a fault
// are kept.
func (b *Body) fill(source *bodySource, scratch []byte) (truncated bool, err error) {
	for {
		n, err := source.Read(scratch)
		if n > 0 && b.publish(scratch[:n], source.decoded) {
			return true, nil
		}
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
}

func (b *Body) publish(p []byte, decoded bool) (cut bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state.Decoded = decoded
	b.state.Reading = time.Since(b.began)
	if b.grown != nil {
		close(b.grown)
		b.grown = nil
	}
	return b.buf.append(p)
}

// countingReader counts what comes off the wire. Decoders may read it from a
// goroutine of their own.
type countingReader struct {
	from   io.Reader
	body   *Body
	broken atomic.Bool // it failed
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	if n > 0 {
		r.body.wire.Add(int64(n))
		r.body.moved.Store(int64(time.Since(r.body.began)))
	}
	if err != nil && err != io.EOF {
		r.broken.Store(true)
	}
	return n, err
}
