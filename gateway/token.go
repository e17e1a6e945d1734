package gateway

import (
	"net/http"
	"time"
)

// LifetimeSource says where a token's lifetime is known from.
type LifetimeSource string

// The sources of a lifetime, in the words of the command line's JSON.
const (
	LifetimeStated    LifetimeSource = "stated"     // expires_in in the reply
	LifetimeAssumed   LifetimeSource = "assumed"    // the environment's AssumedLifetime
	LifetimeNotStated LifetimeSource = "not_stated" // nobody knows
	LifetimePasted    LifetimeSource = "pasted"     // a person brought the token
)

// Token is an access token and what is known of it. It is never changed after
// it was made: a pointer to one is its identity.
type Token struct {
	Value Secret
	Type  string // token_type as the server wrote it

	// ObtainedAt is when the reply had arrived, with the monotonic reading.
	ObtainedAt     time.Time
	Lifetime       time.Duration // zero when Source is LifetimeNotStated
	LifetimeSource LifetimeSource
	// LifetimeNote says what was odd about expires_in, "" if nothing was.
	LifetimeNote string

	Reply *Reply // nil for a pasted token
}

// Reply is the raw answer of a token endpoint. Header and Body hold the token
// itself: they are shown through the redactor unless a person asks otherwise.
type Reply struct {
	Status    int
	Header    http.Header
	Body      []byte // at most MaxTokenReply bytes
	SentAt    time.Time
	Took      time.Duration
	Style     AuthStyle     // how the credentials were sent
	ClockSkew time.Duration // the server's Date minus ours, zero if not known
}

// MaxTokenReply is the most that is read of a token endpoint's answer.
const MaxTokenReply = 64 << 10

// ExpiresAt is the wall time at which the token expires, zero if not known.
func (t *Token) ExpiresAt() time.Time {
	if t.Lifetime <= 0 {
		return time.Time{}
	}
	return t.ObtainedAt.Round(0).Add(t.Lifetime)
}
