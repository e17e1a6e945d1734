package gateway

import (
	"fmt"
	"time"
)

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
	// although that had just been obtained, so that another one would not help,
	// or had been pasted.
	Refusal *Refusal
	// Proof is what the last check of the present token showed, nil if it was
	// not checked.
	Proof *Proof
	// Keeping says whether the token is renewed ahead.
	Keeping Keeping
	// History is what happened to the target's tokens in this run, oldest
	// first: the last fifty events. It is shared and must not be written to.
	History []TokenEvent
}

// Refusal is a call that was answered 401 in spite of a new or pasted token.
type Refusal struct {
	At       time.Time
	TokenAge time.Duration
	By       string // method and path template of the call
	Words    string // the server's: from challenge or body, not yet cleaned
}

// inShort is the refusal as the history tells it.
func (r Refusal) inShort() string {
	text := fmt.Sprintf("%s was answered 401 with a token %v old", firstOf(r.By, "a call"), roundAge(r.TokenAge))
	if r.Words != "" {
		text += ": " + r.Words
	}
	return text
}

// Status is the state of a token at one moment.
type Status struct {
	State State
	// Left is the time until expiry for StateValid and StateExpiring, the
	// time since then for StateExpired, and how long the request has been
	// under way for StateFetching.
	Left time.Duration
}

// Status computes what to say of the token at a time. It is a pure function.
//
// What matters most is said first: a request under way; a new token refused; a
// token that can be used, whatever became of a later request; the failure of
// the last request, also when there is an expired token that it was to renew;
// an expired token; nothing.
func (s TokenState) Status(now time.Time) Status {
	switch {
	case !s.FetchingSince.IsZero():
		return Status{StateFetching, max(0, now.Sub(s.FetchingSince))}
	case s.Refusal != nil:
		return Status{State: StateRefused}
	}
	token := statusOf(s.Token, now)
	if (token.State == StateNone || token.State == StateExpired) && s.LastError != nil {
		if s.LastError.refused() {
			return Status{State: StateRefused}
		}
		return Status{State: StateFailed}
	}
	return token
}

// statusOf is the status of a token by itself.
func statusOf(t *Token, now time.Time) Status {
	if t == nil {
		return Status{State: StateNone}
	}
	return lifeStatus(t.Lifetime, t.Age(now))
}

// lifeStatus is the status of a token of a lifetime, zero if not known, at an
// age.
func lifeStatus(lifetime, age time.Duration) Status {
	left := lifetime - age
	switch {
	case lifetime <= 0:
		return Status{State: StateNoExpiry}
	case left <= 0:
		return Status{StateExpired, -left}
	case left <= Margin(lifetime):
		return Status{StateExpiring, left}
	}
	return Status{StateValid, left}
}
