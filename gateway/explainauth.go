package gateway

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// sameWords is why a refusal of a token cannot be told apart further.
const sameWords = "The gateway says the same of a token that is unknown, expired, withdrawn, or meant for another service or environment."

// unauthorized explains a 401.
func (x *explainer) unauthorized() Explanation {
	switch x.e.Token.Auth {
	case AuthNone:
		return Explanation{
			Reason: ReasonNoToken,
			Cause:  "The gateway wants a token, and the request was sent without one.",
			Try:    []string{"Set auth of the request to managed: then the target's token goes with it."},
		}
	case AuthCustom:
		return x.customRefused()
	}
	switch {
	case x.e.Token.Token == nil:
		return Explanation{Reason: ReasonNoToken, Cause: "The gateway wants a token, and none was sent.", Try: []string{"Fetch a token for this target and send again."}}
	case x.html:
		return Explanation{
			Reason: ReasonProxy,
			Cause:  "The answer is a 401 with an HTML page. " + inBetween + " It may want credentials of its own.",
			Try:    []string{tryInBetween},
		}
	case x.saysMissing():
		return Explanation{
			Reason: ReasonTokenLost,
			Cause:  "The gateway says that no token came, though one was sent. Something on the way may have removed the Authorization header.",
			Try: []string{"Check which proxy is in use, and base_url: a redirect or proxy of the host may drop the header.",
				"See whether the same call works from another network."},
		}
	case x.e.Replay.Err != nil:
		return x.notRenewed()
	case x.e.Token.Token.Pasted(), x.knownEnd() && (x.e.Replay.Verdict != ReplayAsk || x.foreign() || x.over()):
		return x.oldRefused()
	case x.e.Replay.Verdict == ReplayAsk:
		return Explanation{
			Reason: ReasonUnclear,
			Cause:  "The gateway refuses the request. Whether the token is the reason, its answer does not say.",
			Try:    []string{"Send again with a new token if you mean it: this request may change something, so it is not done by itself."},
		}
	case x.newToken():
		return x.newRefused()
	}
	return x.oldRefused()
}

// newToken reports whether the gateway gave the token out just before. How old
// a pasted one is nobody knows.
func (x *explainer) newToken() bool {
	use := x.e.Token
	return use.Token.LifetimeSource != LifetimePasted &&
		(use.New || x.e.Replay.Verdict == ReplayDone || use.Age < time.Second)
}

// saysMissing reports whether the server saw no token. RFC 6750 section 3.1
// has it leave the error code out then; Kong says invalid_request.
func (x *explainer) saysMissing() bool {
	c, _ := bearer(x.e.Header)
	text := strings.ToLower(firstOf(x.words.text, c.Param("error_description")))
	return strings.Contains(text, "token is missing") || strings.Contains(text, "missing token") || strings.Contains(text, "no token")
}

func (x *explainer) customRefused() Explanation {
	if x.knownEnd() {
		return x.oldRefused()
	}
	out := Explanation{
		Reason: ReasonHeader,
		Cause:  "The gateway does not accept the Authorization header that you wrote.",
		Try:    []string{"Set auth of the request to managed: then the target's own token goes with it."},
	}
	for _, f := range x.e.Request.Headers {
		if f.Off || http.CanonicalHeaderKey(f.Name) != "Authorization" {
			continue
		}
		scheme, rest, _ := strings.Cut(strings.TrimSpace(f.Value), " ")
		if !strings.EqualFold(scheme, "Bearer") || rest == "" {
			out.Evidence = []string{"it does not begin with the word Bearer and a space"}
			out.Try = append([]string{"Write Bearer, a space, and the token."}, out.Try...)
		}
	}
	return out
}

// newRefused explains a 401 to a token that was new: another one would hardly
// help.
func (x *explainer) newRefused() Explanation {
	out := Explanation{
		Reason: ReasonNewToken,
		Cause:  fmt.Sprintf("The gateway refuses a token that it gave out only %v before, so another one would hardly help.", roundAge(x.e.Token.Age)),
	}
	if x.e.Replay.Verdict == ReplayDone {
		out.Cause = "The gateway refuses a new token like the one before, so yet another one would hardly help."
	}
	env := x.e.environment
	if env != nil && env.NeedsAPIKey() {
		out.Evidence = append(out.Evidence, "the path carries the API key of "+env.Name+", which comes from "+sourceName(env.APIKey))
		out.Try = append(out.Try, "Check api_key of "+env.Name+": it may belong to another site or environment than the credentials.")
	}
	out.Try = append(out.Try, "Check that token_path and call_prefix lead to the same service of the same gateway. "+sameWords)
	if t := x.e.Token.Token; t.Reply != nil && t.Reply.ClockSkew.Abs() >= notableSkew {
		out.Try = append(out.Try, "Check the clocks: "+skewLine(t.Reply.ClockSkew)+".")
	} else {
		out.Try = append(out.Try, "If there are several servers behind this host, their clocks or token stores may differ: try again in a minute.")
	}
	return out
}

// oldRefused explains a 401 to a token that had been good, as far as is known.
// The server's words are the same whatever the reason; this run may know it.
func (x *explainer) oldRefused() Explanation {
	switch {
	case x.foreign():
		return x.otherTarget()
	case x.over():
		return x.expired()
	case !x.e.Token.Known.AcceptedAt.IsZero():
		return x.withdrawn()
	}
	return x.unknownToken()
}

// knownEnd reports whether this run knows why the token is refused.
func (x *explainer) knownEnd() bool {
	return x.foreign() || x.over() || !x.e.Token.Known.AcceptedAt.IsZero()
}

// foreign reports whether this run obtained the token for another target.
func (x *explainer) foreign() bool {
	return x.e.Token.Known.Obtained() && x.e.Token.Known.Target != x.e.Target
}

// over reports whether the token's lifetime is known to have been over.
func (x *explainer) over() bool { return x.e.Token.Known.expired(x.sentAt()) }

// saysInvalid reports whether the server says that the token is what it
// refuses.
func (x *explainer) saysInvalid() bool {
	c, _ := bearer(x.e.Header)
	text := strings.ToLower(c.Param("error") + " " + c.Param("error_description") + " " + x.words.code + " " + x.words.text)
	return strings.Contains(text, "invalid_token") || strings.Contains(text, "token") && (strings.Contains(text, "invalid") || strings.Contains(text, "expired"))
}

// otherTarget explains a token that this run obtained elsewhere.
func (x *explainer) otherTarget() Explanation {
	owner := x.e.Token.Known.Target
	out := Explanation{
		Reason:   ReasonOtherTarget,
		Cause:    fmt.Sprintf("%s is the token of %s. %s takes only its own.", x.whose(), owner, x.e.Target),
		Evidence: []string{fmt.Sprintf("this run obtained the same value for %s %v before", owner, roundAge(x.sentAt().Sub(x.e.Token.Known.ObtainedAt)))},
		Try:      x.ownToken(),
	}
	if owner.Environment != x.e.Target.Environment {
		out.Evidence = append(out.Evidence, "environments have token stores of their own")
	} else {
		out.Evidence = append(out.Evidence, "a token is good for the one service that gave it out")
	}
	return out
}

// expired explains a token whose lifetime is known and over.
func (x *explainer) expired() Explanation {
	known := x.e.Token.Known
	over := x.sentAt().Sub(known.ObtainedAt) - known.Lifetime
	says := "the server stated"
	if known.Source == LifetimeAssumed {
		says = "the configuration assumes"
	}
	return Explanation{
		Reason:   ReasonExpired,
		Cause:    fmt.Sprintf("%s had expired %v before it was sent.", x.whose(), roundAge(over)),
		Evidence: append([]string{fmt.Sprintf("%s a lifetime of %v, and this run obtained it %v before", says, known.Lifetime, roundAge(over+known.Lifetime))}, x.acceptedBefore()...),
		Try:      x.ownToken(),
	}
}

// withdrawn explains a token that this very target accepted before.
func (x *explainer) withdrawn() Explanation {
	known := x.e.Token.Known
	out := Explanation{
		Reason:   ReasonRevoked,
		Cause:    fmt.Sprintf("%s was withdrawn: %s accepted it %v before, and its lifetime is not over.", x.whose(), x.e.Target, roundAge(x.sentAt().Sub(known.AcceptedAt))),
		Evidence: x.acceptedBefore(),
		Try:      x.ownToken(),
	}
	switch {
	case !x.saysInvalid():
		out.Reason = ReasonUnclear
		out.Cause = fmt.Sprintf("%s was accepted by %s %v before, and this call is refused. The answer does not say that the token is the reason.", x.whose(), x.e.Target, roundAge(x.sentAt().Sub(known.AcceptedAt)))
	case known.Source == LifetimeStated:
		left := known.Lifetime - x.sentAt().Sub(known.ObtainedAt)
		out.Evidence = append(out.Evidence, fmt.Sprintf("by the lifetime that the server stated it was good for another %v", roundAge(left)))
	case known.Source == LifetimeAssumed:
		out.Cause = fmt.Sprintf("%s was good and is not any more: it was withdrawn, or it lives shorter than the configuration assumes.", x.whose())
		out.Try = append(out.Try, fmt.Sprintf("Lower assumed_lifetime of %s below %v.", x.e.Target.Environment, roundAge(x.sentAt().Sub(known.ObtainedAt))))
	default:
		out.Cause = fmt.Sprintf("%s was good and is not any more: it was withdrawn, or a lifetime that nobody stated is over.", x.whose())
	}
	return out
}

// acceptedBefore is when the target last took this very token.
func (x *explainer) acceptedBefore() []string {
	known := x.e.Token.Known
	if known.AcceptedAt.IsZero() {
		return nil
	}
	return []string{fmt.Sprintf("%s accepted this very token %v before", x.e.Target, roundAge(x.sentAt().Sub(known.AcceptedAt)))}
}

// unknownToken explains a refused token of which this run knows no more.
func (x *explainer) unknownToken() Explanation {
	t := x.e.Token.Token
	out := Explanation{
		Reason: ReasonUnknownToken,
		Cause:  "The gateway refuses the token. " + sameWords,
		Try:    []string{"Fetch a new token for " + x.e.Target.String() + " and send again."},
	}
	switch {
	case t.Pasted():
		out.Cause = "The gateway refuses the token that was pasted. " + sameWords
		out.Evidence = []string{"this run did not obtain it for any target"}
		out.Try = []string{"Check that it was copied whole, and for this very service and environment.", "Send again with a new token, or forget this one: a pasted token is not replaced by itself."}
	case t.LifetimeSource == LifetimeStated && x.e.Token.Age < t.Lifetime:
		out.Evidence = append(out.Evidence, "by the lifetime that was stated it should still be good: it may have been withdrawn, or a clock is wrong")
	}
	if strings.HasPrefix(x.e.Replay.Why, "this token was refused") {
		out.Reason = ReasonNewToken
		out.Try = []string{"Check api_key, token_path and call_prefix of this environment: the token was refused when it was new, too.",
			"Fetch a new token if something was changed since."}
	}
	return out
}

// whose names the token that was sent at the start of a sentence.
func (x *explainer) whose() string {
	use := x.e.Token
	switch {
	case use.Auth == AuthCustom:
		return "The token in the Authorization header that you wrote"
	case use.Token != nil && use.Token.Pasted():
		return "The token that was pasted"
	}
	return "The token"
}

// ownToken is the way out with a token of the target's own.
func (x *explainer) ownToken() []string {
	if x.e.Token.Auth == AuthCustom {
		return []string{"Set auth of the request to managed: then the token of " + x.e.Target.String() + " goes with it."}
	}
	return []string{"Fetch a new token for " + x.e.Target.String() + " and send again."}
}

// sentAt is when the last attempt was sent.
func (x *explainer) sentAt() time.Time {
	if n := len(x.e.Attempts); n > 0 {
		return x.e.Attempts[n-1].At
	}
	return x.e.Started
}

// notRenewed explains a refused token whose successor could not be had.
func (x *explainer) notRenewed() Explanation {
	out := Explanation{Reason: ReasonTokenEndpoint, Cause: "The gateway refuses the token, and no new one could be had."}
	var token *TokenError
	if errors.As(x.e.Replay.Err, &token) {
		inner := token.Explain()
		out.Reason = inner.Reason
		out.Cause += " " + inner.Cause
		out.Evidence, out.Said = inner.Evidence, inner.Said
		out.Try = inner.Try
	}
	return out
}
