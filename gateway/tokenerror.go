package gateway

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

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
// that come from the server (Code, Description, Location) are still to be
// cleaned for a terminal. Error, Fault and Advice are clean.
type TokenError struct {
	Target      Target
	Stage       Stage
	Endpoint    string     // token URL without query, "" if it is not known
	Style       AuthStyle  // how the credentials were, or would have been, sent
	HTTPStatus  int        // zero if there was no answer
	Code        string     // OAuth error code, RFC 6749 section 5.2
	Description string     // the server's own words
	Shape       ReplyShape // what the body of the answer was, "" if there was none
	Location    string     // where a redirect pointed, without query
	Fault       string     // what is wrong, in ours
	Advice      string     // what to do about it
	Err         error      // the cause beneath, may be nil
	At          time.Time
	Reply       *Reply // nil if there was no answer
}

// Error is one line: target, stage, status, fault and the server's words.
func (e *TokenError) Error() string { return e.Target.String() + ": " + e.inShort() }

// inShort is Error without the target.
func (e *TokenError) inShort() string {
	var b strings.Builder
	fmt.Fprintf(&b, "no token (%s", e.Stage)
	if e.HTTPStatus != 0 {
		fmt.Fprintf(&b, ", HTTP %d", e.HTTPStatus)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, ", %s", quoted(e.Code))
	}
	b.WriteString("): " + e.Fault)
	if e.Description != "" {
		b.WriteString("; the server says " + strconv.Quote(cut(e.Description, maxWords)))
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *TokenError) Unwrap() error { return e.Err }

// refused reports whether the server said no, rather than that no usable
// answer came.
func (e *TokenError) refused() bool {
	return e.Stage == StageRefused && (e.Code != "" || e.HTTPStatus/100 == 4)
}

// maxWords is the most bytes shown of one text of a server.
const maxWords = 300

// words is a text of a server, without known secrets and short. A secret that
// was cut first could not be known any more.
func (r *Redactor) words(s string) string { return cut(r.Text(s), maxWords) }

// cut shortens a text of a server to at most n bytes of whole characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// quoted is a word of a server, in quotes unless it is a plain one.
func quoted(s string) string {
	for _, r := range s {
		if r <= ' ' || r > '~' || r == '"' || r == '\\' {
			return strconv.Quote(cut(s, maxWords))
		}
	}
	return cut(s, maxWords)
}
