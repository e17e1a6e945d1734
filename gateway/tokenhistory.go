package gateway

import "time"

// TokenEventKind says what happened to a target's token.
type TokenEventKind string

// The kinds of a [TokenEvent], as a person reads them.
const (
	EventObtained  TokenEventKind = "obtained"   // the first, or the first after one was forgotten
	EventRenewed   TokenEventKind = "renewed"    // another one took its place
	EventFailed    TokenEventKind = "failed"     // a token request gave none
	EventRefused   TokenEventKind = "refused"    // a call with it was answered 401
	EventPasted    TokenEventKind = "pasted"     // a person brought it
	EventForgotten TokenEventKind = "forgotten"  // a person let it go
	EventDropped   TokenEventKind = "dropped"    // the settings changed where it comes from
	EventProven    TokenEventKind = "proven"     // a check was answered as it should be
	EventUnproven  TokenEventKind = "not proven" // a check was answered otherwise, or not at all
	EventKeep      TokenEventKind = "keep fresh" // turned on, turned off, or paused
)

// TokenEvent is one thing that happened to a target's token in this run.
type TokenEvent struct {
	At   time.Time
	Kind TokenEventKind
	// Why is one clause for a person. It holds no secret; words of a server in
	// it are short and not yet cleaned for a terminal.
	Why string
}

// keptEvents is how many events of one target are remembered.
const keptEvents = 50

// record adds to the history; s.mu is held. What was handed out before is not
// touched: states share it.
func (s *slot) record(kind TokenEventKind, why string) {
	from := max(0, len(s.history)-keptEvents+1)
	history := make([]TokenEvent, 0, len(s.history)-from+1)
	s.history = append(append(history, s.history[from:]...), TokenEvent{time.Now(), kind, why})
}

// reason says why a token request begins now: who needed it, and what was the
// matter with the token before; s.mu is held.
func (s *slot) reason(d demand) string {
	if d.always || d.instead != nil {
		return d.why
	}
	if s.rejected {
		return "the one before was refused by " + s.rejectedBy
	}
	if t := s.current(); t != nil {
		if left, known := t.Left(time.Now()); known && left > 0 {
			return d.why + ", and the one before had only " + roundAge(left).String() + " left"
		}
		return d.why + ", and the one before had expired"
	}
	return d.why
}

// arrived records a token that is about to become the target's; s.mu is held.
func (s *slot) arrived() {
	kind := EventObtained
	if s.rejected || s.current() != nil {
		kind = EventRenewed
	}
	s.record(kind, s.why)
}
