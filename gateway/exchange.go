package gateway

import (
	"net/http"
	"time"
)

// Exchange is the record of one send. A failed try is an Exchange too. Nothing
// in it changes after [Client.Send] returned it but its Body, which grows.
// Texts from the server (Reason, Header, Body) are as received.
type Exchange struct {
	Target  Target
	Request Request // as asked for
	Sent    Sent    // of the last attempt
	Started time.Time
	Token   TokenUse

	Attempts []Attempt // at least one, unless nothing could be sent
	Replay   Replay    // what was done or not done about a 401

	Status int    // zero if there was no answer
	Reason string // reason phrase
	Proto  string
	Header http.Header
	Body   *Body  // never nil
	TLS    string // version and cipher, "" for plain http
	// NotFollowed is why a redirect is shown as the answer it is; "" if the
	// answer is none.
	NotFollowed string

	// Err is why there is no (whole) answer head: *TokenError, *GuardError,
	// *FieldError, *TransportError or the context's. Faults of the body are
	// the Body's.
	Err error

	environment *Environment // that it was sent to, as it was set then
	keyOf       string       // another environment with the same API key, "" if none is known
	redactor    *Redactor    // for what Explain quotes of the server
}

// Succeeded reports whether the answer is one of success (2xx). Its body may
// still be arriving, or end early.
func (e *Exchange) Succeeded() bool { return e.Err == nil && e.Status/100 == 2 }

// ValidStatus reports whether a status is one of HTTP: 100 to 599 (RFC 9110
// section 15). Any other counts as a fault of the server, as a 5xx does.
func ValidStatus(status int) bool { return status >= 100 && status <= 599 }

// Sent is what went on the wire, redacted for showing.
type Sent struct {
	Method string
	URL    string // API key and secret parameters masked
	Header []Field
	Body   []byte
}

// TokenUse is the evidence about the credentials of a send.
type TokenUse struct {
	Auth    Auth
	Token   *Token        // of the last attempt; nil without AuthManaged
	Age     time.Duration // of that token when the request was sent
	New     bool          // it was obtained for this very send
	Wait    time.Duration // how long the send waited for tokens
	Fetches int           // successful token requests for the target so far in this run
	// Known is what this run knew of the value when it was sent, managed or
	// custom.
	Known Provenance
}

// Attempt is one request on the wire and how it ended.
type Attempt struct {
	At      time.Time
	Method  string
	URL     string // as in Sent
	Status  int    // zero if there was no answer
	Err     error
	Note    string // such as "redirected to /x", "sent again with a new token"
	Timings Timings
	Token   *Token      // that it carried, nil without AuthManaged
	Header  http.Header // of the answer
	// Start is the beginning of the body of an answer that another attempt
	// followed: at most 4 kB, decoded. Of the last attempt see Exchange.Body.
	Start []byte
}

// Replay says what became of the question whether to send again after a 401.
type Replay struct {
	Verdict ReplayVerdict
	Why     string // one sentence for a person
	// Refused is the use of the token that the 401 was an answer to, when
	// another one was sent after it.
	Refused TokenUse
	// Err is why no new token could be had after a 401, nil if one could or
	// none was asked for. The 401 is then the answer of the exchange.
	Err error
}

// ReplayVerdict is the outcome for a 401.
type ReplayVerdict string

// The verdicts of a [Replay].
const (
	ReplayNone    ReplayVerdict = ""        // no 401
	ReplayDone    ReplayVerdict = "done"    // sent again with a new token
	ReplayAsk     ReplayVerdict = "ask"     // a person may: a write whose challenge does not say invalid_token, or a pasted token
	ReplayUseless ReplayVerdict = "useless" // another token would not help
)

// Timings are the phases of one attempt (net/http/httptrace). A phase that did
// not happen is zero. The time of reading grows with the body: it is
// [BodyState]'s.
type Timings struct {
	DNS     time.Duration
	Connect time.Duration
	TLS     time.Duration
	Waiting time.Duration // from the request written to the first byte
	Head    time.Duration // from the start of the attempt to the head
	Reused  bool          // on a kept connection

	// When these phases began, from the start of the attempt.
	DNSAt, ConnectAt, TLSAt, WaitingAt time.Duration
}

// TransportError is a request that left, or tried to, and got no answer.
type TransportError struct {
	Stage  Stage  // StageGate, StageConnect or StageAnswer
	Host   string // host and port that was tried
	Fault  string // what happened, in our words
	Advice string
	// Within is the time limit that ran out, zero if that is not what happened.
	Within time.Duration
	Err    error
}

// Unwrap gives the cause.
func (e *TransportError) Unwrap() error { return e.Err }
