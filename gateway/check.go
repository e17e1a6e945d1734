package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Check is how a check of a target's token ended.
type Check struct {
	Target    Target
	Operation string // the name of the probe, "" if the service has none
	Outcome   CheckOutcome
	// Fault is one clause on why the token is not proven, "" if it is. Words of
	// a server in it are not yet cleaned for a terminal.
	Fault string
	// Exchange is the call, or why there was none. It is never nil. At most the
	// first 64 kB of the body are kept.
	Exchange *Exchange
}

// CheckOutcome is the result of a [Check], in the words of the command line's
// JSON.
type CheckOutcome string

// The outcomes of a check. A failed one says nothing of the token.
const (
	CheckOK      CheckOutcome = "ok"      // answered 2xx, and not with an HTML page
	CheckRefused CheckOutcome = "refused" // the token was answered 401, or the credentials were refused
	CheckFailed  CheckOutcome = "failed"  // anything else
)

// Proof is what the last check of a token showed. It belongs to that very
// token: another one has to be proven anew.
type Proof struct {
	At        time.Time // when the answer, or the failure, was there
	Operation string    // that was called
	Status    int       // zero if there was no answer
	OK        bool
	Fault     string    // as in [Check]
	ProvenAt  time.Time // when a check last proved this token, zero if none did
}

// ProbeError is a service that cannot be checked.
type ProbeError struct {
	Service string
	Fault   string // what is wrong, one clause
	Advice  string
}

// Error says which service cannot be checked, and what to do.
func (e *ProbeError) Error() string {
	return fmt.Sprintf("%s cannot be checked: %s; %s", e.Service, e.Fault, e.Advice)
}

// Probe is the operation that proves the tokens of a service: one that is
// marked so, only reads, and has a value for all it needs. The error is a
// *ProbeError.
func (d *Directory) Probe(service string) (Operation, error) {
	fault := func(fault, advice string) (Operation, error) {
		return Operation{}, &ProbeError{service, fault, advice}
	}
	for _, o := range d.OperationsOf(service) {
		if !o.Probe {
			continue
		}
		if !o.Safety.Safe(o.Method) {
			return fault(fmt.Sprintf("its probe %q may change something", o.Name), "mark a call that only reads with probe = true")
		}
		for _, p := range append(o.PathParams[:len(o.PathParams):len(o.PathParams)], o.needed()...) {
			if p.Default == "" {
				return fault(fmt.Sprintf("its probe %q needs a value for %s", o.Name, p.Name), "give that parameter a default, or mark another call with probe = true")
			}
		}
		return o, nil
	}
	return fault("none of its operations is marked as a probe", "mark one that only reads with probe = true")
}

// needed are the parameters in query and header that must have a value.
func (o Operation) needed() []Parameter {
	var out []Parameter
	for _, p := range append(o.Query[:len(o.Query):len(o.Query)], o.Headers...) {
		if p.Required {
			out = append(out, p)
		}
	}
	return out
}

// Check proves a target's token by one call of the service's probe, as a send
// makes it: a token that is missing is obtained, and one that is refused is
// replaced once. The call only reads, so it works in guarded and read-only
// environments too. What it showed is in the state of the token.
func (c *Client) Check(ctx context.Context, target Target) *Check {
	dir, _ := c.settings()
	probe, err := dir.Probe(target.Service)
	s := c.newSending(ctx, target, probe.Request())
	s.check = true
	if err == nil {
		err = s.send()
	}
	if err != nil {
		s.fail(err)
	}
	check := &Check{Target: target, Operation: probe.Name, Exchange: s.exchange}
	check.judge(s.exchange.Body.waitShort(checkBodyWait))
	s.exchange.Body.Cancel()
	if token := s.exchange.Token.Token; token != nil && ctx.Err() == nil {
		c.tokens.checked(target, token, check)
	}
	return check
}

// checkBodyWait is how long a check waits for the beginning of a body, to see
// whether it is a page.
const checkBodyWait = 2 * time.Second

// judge tells the outcome by the answer and what has come of its body.
func (c *Check) judge(body BodyState) {
	e := c.Exchange
	var token *TokenError
	switch {
	case errors.As(e.Err, &token):
		c.Outcome, c.Fault = CheckFailed, token.inShort()
		if token.refused() {
			c.Outcome = CheckRefused
		}
	case e.Err != nil:
		c.Outcome, c.Fault = CheckFailed, e.redactor.words(e.Err.Error())
	case e.Status == http.StatusUnauthorized:
		c.Outcome, c.Fault = CheckRefused, c.Operation+" was answered 401"
	case e.Status/100 != 2:
		c.Outcome, c.Fault = CheckFailed, fmt.Sprintf("%s was answered %d, and only a 2xx proves a token", c.Operation, e.Status)
	case wordsOf(e.Header, body).shape == ShapeHTML:
		c.Outcome, c.Fault = CheckFailed, fmt.Sprintf("%s was answered %d with an HTML page, which is not the gateway's", c.Operation, e.Status)
	default:
		c.Outcome = CheckOK
	}
}

// checked keeps what a check of this very token showed.
func (t *Tokens) checked(target Target, token *Token, check *Check) {
	if s := t.desk.Load().slots[target]; s != nil {
		s.checked(token, check)
	}
}

func (s *slot) checked(token *Token, check *Check) {
	s.ofCurrent(token, func() {
		now := time.Now()
		proof := &Proof{At: now, Operation: check.Operation, Status: check.Exchange.Status, OK: check.Outcome == CheckOK, Fault: check.Fault}
		switch {
		case proof.OK:
			proof.ProvenAt = now
			s.record(EventProven, fmt.Sprintf("%s was answered %d", check.Operation, proof.Status))
		case check.Outcome == CheckFailed: // a refusal is in the history already
			s.record(EventUnproven, check.Fault)
		}
		if s.proof != nil && !proof.OK {
			proof.ProvenAt = s.proof.ProvenAt
		}
		s.proof = proof
	})
}
