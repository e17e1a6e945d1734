package gateway

import "time"

// Stage is the step of a token request that failed.
type Stage string

// The stages of a token request.
const (
	StageCredentials Stage = "credentials" // a secret source gave none
	StageGate        Stage = "gate"        // refused before it left: https rule, limits
	StageConnect     Stage = "connect"     // name, connection, TLS or proxy
	StageAnswer      Stage = "answer"      // no whole answer in time
	StageRefused     Stage = "refused"     // the server answered with an error
	StageReply       Stage = "reply"       // the answer is not a token reply
)

// TokenError says why no token could be had. Its texts hold no secret; those
// that come from the server (Code, Description) are still to be cleaned for a
// terminal.
type TokenError struct {
	Target      Target
	Stage       Stage
	HTTPStatus  int    // zero if there was no answer
	Code        string // OAuth error code, RFC 6749 section 5.2
	Description string // the server's own words
	Fault       string // what is wrong, in ours
	Advice      string // what to do about it
	Err         error  // the cause beneath, may be nil
	At          time.Time
	Reply       *Reply // nil if there was no answer
}

// Error is one line: target, stage, status, fault and the server's words.
func (e *TokenError) Error() string { panic("contract") }

// Unwrap gives the cause.
func (e *TokenError) Unwrap() error { return e.Err }
