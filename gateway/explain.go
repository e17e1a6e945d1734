package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Explanation is what the evidence says about a refusal or failure.
type Explanation struct {
	Reason   Reason   // in one word
	Cause    string   // one or two sentences: what is the matter
	Evidence []string // what that rests on, our words and the server's, the latter not yet cleaned
	Said     string   // of Evidence: what the server says, or what its body is; "" for nothing
	Try      []string // what to do, the likeliest first
	Steps    []Step   // what of it can be done with one key, the likeliest first
}

// Explain reads the evidence of an exchange that did not succeed. The second
// result is false when there is nothing to explain. It is a pure function of
// the exchange and the body that has arrived.
func (e *Exchange) Explain() (Explanation, bool) {
	x := newExplainer(e)
	out, ok := x.explain()
	if ok {
		out.Steps = x.steps(out.Reason)
		out.Said = firstOf(out.Said, x.said())
	}
	return out, ok
}

func (x *explainer) explain() (Explanation, bool) {
	e := x.e
	if e.Err != nil {
		return x.failure(), true
	}
	if ValidStatus(e.Status) && e.Status < 300 || e.Status == http.StatusNotModified {
		return x.success()
	}
	out := x.status()
	out.Evidence = append(x.evidence(), out.Evidence...)
	if fault := x.bodyFault(); fault != "" {
		out.Evidence = append(out.Evidence, fault)
	}
	return out, true
}

// explainer reads one exchange.
type explainer struct {
	e     *Exchange
	body  BodyState
	words serverWords
	html  bool
}

func newExplainer(e *Exchange) *explainer {
	x := &explainer{e: e}
	if e.Body != nil {
		x.body = e.Body.State()
	}
	x.words = wordsOf(e.Header, x.body)
	x.html = x.words.shape == ShapeHTML
	return x
}

// failure explains an exchange without an answer.
func (x *explainer) failure() Explanation {
	err := x.e.Err
	var token *TokenError
	var guard *GuardError
	var field *FieldError
	var transport *TransportError
	var probe *ProbeError
	switch {
	case errors.As(err, &token):
		return token.Explain()
	case errors.As(err, &guard):
		return x.guarded(guard)
	case errors.As(err, &field):
		out := Explanation{
			Reason:   ReasonField,
			Cause:    "The request was not sent: " + field.Error() + ".",
			Evidence: []string{"target " + x.e.Target.String()},
			Try:      []string{"Correct this field and send again."},
		}
		if field.Part == partAPIKey {
			out.Try = []string{"Put the key where the configuration looks for it and send again: a file or command is read again, while a variable must be set before gatehouse starts."}
		}
		return out
	case errors.As(err, &probe):
		return Explanation{
			Reason:   ReasonField,
			Cause:    "The check was not sent: " + probe.Fault + ".",
			Evidence: []string{"target " + x.e.Target.String()},
			Try:      []string{sentence(probe.Advice)},
		}
	case errors.As(err, &transport):
		return x.transport(transport)
	case errors.Is(err, context.Canceled):
		return Explanation{Reason: ReasonCancelled, Cause: "The request was cancelled before an answer came.", Evidence: x.evidence(), Try: x.sentAnyway()}
	case errors.Is(err, context.DeadlineExceeded):
		return Explanation{Reason: ReasonNetwork, Cause: "The time that was allowed for this request ran out before an answer came.", Evidence: x.evidence(), Try: x.sentAnyway()}
	}
	return Explanation{Reason: ReasonNetwork, Cause: "The request failed: " + x.quote(err.Error()) + ".", Evidence: x.evidence()}
}

func (x *explainer) guarded(err *GuardError) Explanation {
	out := Explanation{
		Reason:   ReasonGuard,
		Cause:    "The guard of " + err.Environment + " stopped this request. Nothing was sent.",
		Evidence: []string{"target " + x.e.Target.String(), err.Method + " counts as a write"},
	}
	switch err.Reason {
	case GuardReadOnly:
		out.Evidence = append(out.Evidence, "read_only is set for "+err.Environment)
		out.Try = []string{"Choose another environment, or take read_only out of its configuration."}
	case GuardWrong:
		out.Evidence = append(out.Evidence, "another name was typed to confirm it")
		out.Try = []string{fmt.Sprintf("Confirm with exactly %q, or choose the environment you meant.", err.Environment)}
	default:
		out.Evidence = append(out.Evidence, err.Environment+" is guarded")
		out.Try = []string{fmt.Sprintf("Confirm by typing %q.", err.Environment)}
	}
	return out
}

func (x *explainer) transport(err *TransportError) Explanation {
	out := Explanation{Reason: ReasonNetwork, Evidence: append(x.evidence(), "tried "+err.Host+": "+x.quote(err.Fault))}
	switch err.Stage {
	case StageGate:
		out.Cause = "The request was not let out: " + x.quote(err.Fault) + "."
	case StageConnect:
		out.Cause = "There was no connection to " + err.Host + ": " + x.quote(err.Fault) + "."
	default:
		out.Cause = "The request left, but no answer came back: " + x.quote(err.Fault) + "."
	}
	if err.Advice != "" {
		out.Try = append(out.Try, sentence(err.Advice))
	}
	if err.Stage == StageAnswer {
		out.Try = append(out.Try, x.sentAnyway()...)
	}
	return out
}

// sentAnyway warns that a write may have been carried out without an answer.
func (x *explainer) sentAnyway() []string {
	if len(x.e.Attempts) == 0 || x.e.Request.Safe() {
		return nil
	}
	return []string{"The request may have been carried out. Look before you send it again."}
}

// success explains what may be wrong with an answer that says all is well.
func (x *explainer) success() (Explanation, bool) {
	if fault := x.bodyFault(); fault != "" {
		out := Explanation{Reason: ReasonBody, Cause: "The body is not whole: " + fault + ".", Evidence: x.evidence()}
		out.Evidence = append(out.Evidence, fmt.Sprintf("%d bytes received, %d kept", x.body.Wire, len(x.body.Bytes)))
		if x.body.Truncated {
			out.Try = []string{"Ask for less at once (pages, filters), or raise body_limit in the configuration."}
		} else {
			out.Try = []string{"Send again. What came is kept."}
		}
		return out, true
	}
	if x.html {
		return Explanation{
			Reason:   ReasonProxy,
			Cause:    "The answer is an HTML page, though its status is " + x.statusText() + ". " + inBetween,
			Evidence: x.evidence(),
			Try:      []string{tryInBetween},
		}, true
	}
	return Explanation{}, false
}

// bodyFault is why the body is not whole, "" if it is or may still become so.
func (x *explainer) bodyFault() string {
	switch {
	case x.body.Truncated:
		return "it was cut at the limit"
	case errors.Is(x.body.Err, context.Canceled):
		return "it was cancelled"
	case errors.Is(x.body.Err, context.DeadlineExceeded):
		return "the time ran out"
	case x.body.Err != nil:
		return x.quote(strings.TrimPrefix(x.body.Err.Error(), "body: "))
	}
	return ""
}

// quote is a text that may hold words of a server, short and without secrets.
func (x *explainer) quote(s string) string { return x.e.redactor.words(s) }

func (x *explainer) statusText() string {
	if x.e.Reason == "" {
		return fmt.Sprint(x.e.Status)
	}
	return fmt.Sprintf("%d %s", x.e.Status, x.quote(x.e.Reason))
}

// arrived is when the head of the last answer came.
func (x *explainer) arrived() time.Time {
	if n := len(x.e.Attempts); n > 0 {
		last := x.e.Attempts[n-1]
		return last.At.Add(last.Timings.Head)
	}
	return x.e.Started
}

// sentence begins with a capital, unless its first word is the name of a
// setting, and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	if first, _, _ := strings.Cut(s, " "); !strings.Contains(first, "_") {
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}
