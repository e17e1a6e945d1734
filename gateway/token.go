package gateway

import (
	"net/http"
	"net/url"
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
	Lifetime       time.Duration // zero when it is not known
	LifetimeSource LifetimeSource
	// LifetimeNote says what was odd about expires_in, "" if nothing was.
	LifetimeNote string

	Reply *Reply // nil for a pasted token, and for one from the store

	// FromStore reports that another run obtained the token and left it in the
	// store.
	FromStore bool

	home home // where the token was obtained, and where alone it may go
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

// Age is how long ago the token was obtained: the longer of what the wall
// clock and the monotonic clock say, and never negative. The wall clock may be
// set, and the monotonic one stands still while a machine sleeps.
func (t *Token) Age(now time.Time) time.Duration {
	// Sub takes the monotonic readings where both times have one; Round(0)
	// strips them.
	return elapsed(now.Round(0).Sub(t.ObtainedAt.Round(0)), now.Sub(t.ObtainedAt))
}

// Left is the time until the token expires, negative after that. The second
// result is false if its lifetime is not known.
func (t *Token) Left(now time.Time) (time.Duration, bool) {
	if t.Lifetime <= 0 {
		return 0, false
	}
	return t.Lifetime - t.Age(now), true
}

// Pasted reports whether a person brought the token.
func (t *Token) Pasted() bool { return t.LifetimeSource == LifetimePasted }

// Margin is how long before its expiry a token is renewed: half a minute, or
// a tenth of a lifetime shorter than five minutes.
func Margin(lifetime time.Duration) time.Duration {
	return min(30*time.Second, lifetime/10)
}

// elapsed is the time passed as the more pessimistic of the two clocks has it.
func elapsed(wall, monotonic time.Duration) time.Duration {
	return max(wall, monotonic, 0)
}

// home is what makes a token the token of a place: where it is obtained, and
// with which credentials. A token is good for no other home.
type home struct {
	baseURL      string
	tokenURL     string
	style        AuthStyle
	clientID     Source
	clientSecret Source
}

func homeOf(e *Environment, service string) home {
	return home{e.BaseURL, e.TokenURL(service), e.Style(), e.ClientID, e.ClientSecret}
}

// shownURL is the token URL as it may be shown.
func (h home) shownURL() string {
	u, err := url.Parse(h.tokenURL)
	if err != nil {
		return ""
	}
	return locationOf(u)
}

// same reports whether a token of one home is a token of the other.
func (h home) same(other home) bool {
	return h.baseURL == other.baseURL && h.tokenURL == other.tokenURL && h.style == other.style &&
		sameSource(h.clientID, other.clientID) && sameSource(h.clientSecret, other.clientSecret)
}

// fits reports whether the token may be sent to a service of an environment:
// settings may have changed between obtaining and sending it.
func (t *Token) fits(e *Environment, service string) bool {
	return t.home.same(homeOf(e, service))
}
