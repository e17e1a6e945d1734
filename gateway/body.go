package gateway

import "time"

// Body is a response body that grows while it arrives. It may be read at any
// time; bytes once seen never change or move.
type Body struct {
	// see body.go
}

// BodyState is a body at one moment.
type BodyState struct {
	// Bytes are the decoded bytes so far. They share memory with later states
	// and must not be written to.
	Bytes     []byte
	Wire      int64         // bytes received, before decoding
	Expected  int64         // Content-Length, -1 if not stated
	Encoding  string        // Content-Encoding as received, "" for none
	Decoded   bool          // Encoding was undone
	Done      bool          // nothing more will come
	Truncated bool          // cut at the limit
	Err       error         // why it ended early, nil if it did not
	Reading   time.Duration // from the head to the last byte so far
}

// State is the body as it is now.
func (b *Body) State() BodyState { panic("contract") }

// Cancel stops the arrival and keeps what came. It may be called at any time.
func (b *Body) Cancel() { panic("contract") }

// Wait returns when nothing more will come.
func (b *Body) Wait() BodyState { panic("contract") }

// BodyOf makes a finished body of known bytes.
func BodyOf(b []byte) *Body { panic("contract") }
