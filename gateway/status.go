package gateway

import "time"

// State is what a badge says of a target's token, in the words of the command
// line's JSON.
type State string

// The states of a target's token.
const (
	StateNone     State = "none"      // none asked for yet
	StateFetching State = "fetching"  // a token request is under way
	StateValid    State = "valid"     // good for longer than the margin
	StateExpiring State = "expiring"  // in the margin: the next use renews it
	StateExpired  State = "expired"   // one of the two clocks says so
	StateNoExpiry State = "no_expiry" // good, and nobody knows how long
	StateRefused  State = "refused"   // the server said no: to the credentials, or to a new token
	StateFailed   State = "failed"    // no usable answer from the token endpoint
)

// TokenState is all that is known of a target's token at one moment. It is a
// copy and does not change.
type TokenState struct {
	Target Target
	Token  *Token // nil if there is none

	FetchingSince time.Time   // zero unless a token request is under way
	Fetches       int         // successful token requests in this run
	LastError     *TokenError // of the last token request, nil if it succeeded
	RetryAt       time.Time   // until then LastError is returned without asking again

	// Refusal is set when a call was answered 401 with the present token
	// although that had just been obtained: another one would not help.
	Refusal *Refusal
}

// Refusal is a call that was answered 401 in spite of a new token.
type Refusal struct {
	At       time.Time
	TokenAge time.Duration
	Words    string // the server's: from challenge or body, not yet cleaned
}

// Status is the state of a token at one moment.
type Status struct {
	State State
	// Left is the time until expiry for StateValid and StateExpiring, the
	// time since then for StateExpired, and how long the request has been
	// under way for StateFetching.
	Left time.Duration
}
