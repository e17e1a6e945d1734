package gateway

import "time"

// lease is a token and the moment from which it is to be renewed, so that Get
// need not compute that each time.
type lease struct {
	token *Token
	// A token is good before both of these. The first has a monotonic reading,
	// the second is of the wall clock, in nanoseconds since 1970.
	until     time.Time
	untilWall int64
}

// leaseOf is the lease of a token, nil for none.
func leaseOf(t *Token) *lease {
	if t == nil {
		return nil
	}
	until := t.ObtainedAt.Add(t.Lifetime - Margin(t.Lifetime))
	return &lease{token: t, until: until, untilWall: until.UnixNano()}
}

// good returns the token if it is good for longer than its margin, as far as
// anybody can know, and nil otherwise.
func (l *lease) good(now time.Time) *Token {
	if l == nil || l.token.Lifetime > 0 && !(now.Before(l.until) && now.UnixNano() < l.untilWall) {
		return nil
	}
	return l.token
}
