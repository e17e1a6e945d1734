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
			Cause: "The gateway wants a token, and the request was sent without one.",
			Try:   []string{"Set auth of the request to managed: then the target's token goes with it."},
		}
	case AuthCustom:
		return x.customRefused()
	}
	switch {
	case x.e.Token.Token == nil:
		return Explanation{Cause: "The gateway wants a token, and none was sent.", Try: []string{"Fetch a token for this target and send again."}}
	case x.html:
		return Explanation{
			Cause: "The answer is a 401 with an HTML page. " + inBetween + " It may want credentials of its own.",
			Try:   []string{tryInBetween},
		}
	case x.saysMissing():
		return Explanation{
			Cause: "The gateway says that no token came, though one was sent. Something on the way may have removed the Authorization header.",
			Try: []string{"Check which proxy is in use, and base_url: a redirect or proxy of the host may drop the header.",
				"See whether the same call works from another network."},
		}
	case x.e.Replay.Err != nil:
		return x.notRenewed()
	case x.e.Token.Token.Pasted():
		return x.oldRefused()
	case x.e.Replay.Verdict == ReplayAsk:
		return Explanation{
			Cause: "The gateway refuses the request. Whether the token is the reason, its answer does not say.",
			Try:   []string{"Send again with a new token if you mean it: this request may change something, so it is not done by itself."},
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
	out := Explanation{
		Cause: "The gateway does not accept the Authorization header that you wrote.",
		Try:   []string{"Set auth of the request to managed: then the target's own token goes with it."},
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
		Cause: fmt.Sprintf("The gateway refuses a token that it gave out only %v before, so another one would hardly help.", roundAge(x.e.Token.Age)),
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
func (x *explainer) oldRefused() Explanation {
	t := x.e.Token.Token
	out := Explanation{
		Cause: "The gateway refuses the token. " + sameWords,
		Try:   []string{"Fetch a new token for " + x.e.Target.String() + " and send again."},
	}
	switch {
	case t.LifetimeSource == LifetimePasted:
		out.Cause = "The gateway refuses the token that was pasted. " + sameWords
		out.Try = []string{"Check that it was copied whole, and for this very service and environment.", "Send again with a new token, or forget this one: a pasted token is not replaced by itself."}
	case t.LifetimeSource == LifetimeStated && x.e.Token.Age < t.Lifetime:
		out.Evidence = append(out.Evidence, "by the lifetime that was stated it should still be good: it may have been withdrawn, or a clock is wrong")
	}
	if strings.HasPrefix(x.e.Replay.Why, "this token was refused") {
		out.Try = []string{"Check api_key, token_path and call_prefix of this environment: the token was refused when it was new, too.",
			"Fetch a new token if something was changed since."}
	}
	return out
}

// notRenewed explains a refused token whose successor could not be had.
func (x *explainer) notRenewed() Explanation {
	out := Explanation{Cause: "The gateway refuses the token, and no new one could be had."}
	var token *TokenError
	if errors.As(x.e.Replay.Err, &token) {
		inner := token.Explain()
		out.Cause += " " + inner.Cause
		out.Evidence = inner.Evidence
		out.Try = inner.Try
	}
	return out
}
