package gateway

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Inquiry is everything that is known of one call or one token: what is the
// matter, what to do, and the evidence in groups. Its texts may hold words of
// a server, without known secrets and not yet cleaned.
type Inquiry struct {
	Target Target
	// Fault reports whether something is wrong. If not, Cause says so, and
	// the evidence stands all the same.
	Fault bool
	Explanation
	// Advice is what of Try no Step does.
	Advice []string
	Groups []Group
}

// Group is the evidence of one kind.
type Group struct {
	Title string
	Facts []Fact
}

// Fact is one thing that is known.
type Fact struct {
	Label string
	Text  string    // the value, or in words
	Note  string    // what it means, "" where that is plain
	At    time.Time // when it was, zero where Text says it or it has no time
	Odd   bool      // worth a second look
}

// Inquire gathers what is known of an exchange, or with nil of the target's
// token alone. It reads memory only. Ages are as of now, which is when a
// person asks.
func (c *Client) Inquire(target Target, e *Exchange, now time.Time) Inquiry {
	state := c.tokens.State(target)
	dir, _ := c.settings()
	q := inquirer{redactor: c.redactor, state: state, now: now, env: dir.Environment(target.Environment)}
	if state.Token != nil {
		q.known = c.tokens.Provenance(target, state.Token.Value)
	}
	out := q.token()
	if e != nil {
		out = q.call(e)
	}
	for _, line := range out.Try {
		if !keyed(line) {
			out.Advice = append(out.Advice, line)
		}
	}
	return out
}

// keyed reports whether an advice is no more than what a Step does.
func keyed(line string) bool {
	for _, start := range []string{"Fetch a ", "Set auth of the request to managed", "Send again", "Correct this field"} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return false
}

// inquirer makes an Inquiry of copies; it changes nothing.
type inquirer struct {
	redactor *Redactor
	env      *Environment // nil if the settings have it no more
	state    TokenState
	known    Provenance // of the state's token
	now      time.Time
}

// call inquires into an exchange.
func (q inquirer) call(e *Exchange) Inquiry {
	x := newExplainer(e)
	out := Inquiry{Target: e.Target}
	out.Explanation, out.Fault = e.Explain()
	if !out.Fault {
		out.Cause = x.wentWell()
		out.Steps = []Step{{Kind: StepSend}, {Kind: StepCheck}, {Kind: StepCurl}}
	}
	use := e.Token
	if e.Replay.Verdict == ReplayDone && e.Replay.Refused.Token != nil && e.Status != http.StatusUnauthorized {
		out.Groups = append(out.Groups, q.useOf("The token that was refused first", e.Replay.Refused, false))
	}
	out.Groups = append(out.Groups, x.callGroup(), q.useOf("The token that was sent", use, x.accepted()))
	if e.Status != 0 {
		out.Groups = append(out.Groups, x.answerGroup(), wayGroup(e.Header, x.html, q.redactor))
	}
	var failed *TokenError
	if asTokenError(e, &failed) {
		out.Groups = append(out.Groups, q.requestGroups(failed)...)
	}
	out.Groups = append(out.Groups, q.clocks(x.clockFacts()...))
	out.Groups = filled(out.Groups)
	return out
}

// token inquires into the target's token.
func (q inquirer) token() Inquiry {
	s := q.state
	out := Inquiry{Target: s.Target}
	status := s.Status(q.now)
	switch {
	case s.LastError != nil && status.State != StateValid && status.State != StateExpiring && status.State != StateNoExpiry:
		out.Explanation, out.Fault = s.LastError.Explain(), true
	case s.Refusal != nil:
		out.Explanation, out.Fault = q.refused(), true
	case !s.FetchingSince.IsZero():
		out.Cause = "A token is being fetched. Nothing was refused so far."
	case s.Token == nil:
		out.Cause = "Nothing was refused: there is no token yet, and none was asked for. A send fetches one by itself."
		out.Steps = []Step{{Kind: StepFetch}, {Kind: StepCheck}}
	case status.State == StateExpired:
		out.Cause = "Nothing was refused. The token has expired, and the next send gets another by itself."
		out.Steps = []Step{{Kind: StepFetch}, {Kind: StepCheck}}
	default:
		out.Cause = "Nothing was refused: as far as is known, this token is good."
		if q.known.AcceptedAt.IsZero() {
			out.Cause += " No call has proved it yet."
		}
		out.Steps = []Step{{Kind: StepCheck}, {Kind: StepFetch}}
	}
	if s.Token != nil && s.Token.Pasted() {
		out.Steps = append(out.Steps, Step{Kind: StepForget})
	}
	out.Groups = append(out.Groups, q.tokenGroup())
	if s.LastError != nil {
		out.Groups = append(out.Groups, q.requestGroups(s.LastError)...)
	}
	out.Groups = filled(append(out.Groups, q.clocks()))
	return out
}

// refused explains the token by the call that it was refused to, of which no
// more is kept.
func (q inquirer) refused() Explanation {
	out := Explanation{
		Reason: ReasonNewToken,
		Cause:  fmt.Sprintf("A call was answered 401 although the token was only %v old. Another one would hardly help.", roundAge(q.state.Refusal.TokenAge)),
		Try:    []string{"Send a call and ask why there: it has the whole evidence.", "Check api_key, token_path and call_prefix of " + q.state.Target.Environment + "."},
		Steps:  []Step{{Kind: StepCheck}, {Kind: StepFetch}, {Kind: StepReload}},
	}
	switch t := q.state.Token; {
	case t != nil && q.known.Obtained() && q.known.Target != q.state.Target:
		out.Reason = ReasonOtherTarget
		out.Cause = fmt.Sprintf("The token is the one of %s. %s takes only its own.", q.known.Target, q.state.Target)
		out.Try = []string{"Fetch a token of its own for " + q.state.Target.String() + "."}
		out.Steps = []Step{{Kind: StepFetch}, {Kind: StepTarget, Target: q.known.Target}}
	case t != nil && t.Pasted():
		out.Reason = ReasonUnknownToken
		out.Cause = "A call was answered 401 with the token that was pasted. " + sameWords
		out.Try = []string{"Check that it was copied whole, and for this very service and environment.", "Fetch a token instead."}
		out.Steps = []Step{{Kind: StepFetch}, {Kind: StepCheck}}
	}
	return out
}

// wentWell says of an exchange that nothing is wrong, and what was on the way.
func (x *explainer) wentWell() string {
	e := x.e
	if e.Replay.Verdict != ReplayDone {
		return fmt.Sprintf("Nothing was refused: the answer is %s.", x.statusText())
	}
	out := "All is well now. The first token was refused; a new one was obtained, and the same request went through with it."
	n := len(e.Attempts)
	if n < 2 || e.Replay.Refused.Token == nil {
		return out
	}
	refused := e.Attempts[n-2]
	was := *e
	was.Token, was.Replay, was.Status, was.Header, was.Attempts = e.Replay.Refused, Replay{}, refused.Status, refused.Header, e.Attempts[:n-1]
	first := &explainer{e: &was, words: wordsOf(refused.Header, BodyState{Bytes: refused.Start, Done: true})}
	if first.knownEnd() {
		return "All is well now. " + first.oldRefused().Cause + " A new one was obtained, and the same request went through with it."
	}
	return out
}

// accepted reports whether the answer shows that its token was accepted: a
// server that fails, and a page of something in between, show nothing.
func (x *explainer) accepted() bool {
	return x.e.Status != 0 && x.e.Status < 500 && x.e.Status != http.StatusUnauthorized && x.e.Status != http.StatusProxyAuthRequired && !x.html
}

// filled leaves out groups without facts.
func filled(groups []Group) []Group {
	var out []Group
	for _, g := range groups {
		if len(g.Facts) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// callGroup is what was sent.
func (x *explainer) callGroup() Group {
	e := x.e
	g := Group{Title: "The call"}
	add := func(label, text string, odd bool) {
		g.Facts = append(g.Facts, Fact{Label: label, Text: text, Odd: odd})
	}
	if e.Sent.URL != "" {
		add("sent", e.Sent.Method+" "+e.Sent.URL, false)
	} else {
		add("sent", "nothing: "+e.Request.Method+" "+e.Request.Path+" did not go out", true)
	}
	if env := e.environment; env != nil && env.NeedsAPIKey() {
		add("API key", "in the path, from "+sourceName(env.APIKey), false)
		if e.keyOf != "" {
			add("", e.keyOf+" has the same key", false)
		}
	}
	if n := len(e.Attempts); n > 1 {
		add("attempts", fmt.Sprintf("%d", n), false)
	}
	if e.Replay.Why != "" {
		add("replay", x.quote(e.Replay.Why), false)
	}
	return g
}

// answerGroup is what the server said.
func (x *explainer) answerGroup() Group {
	e := x.e
	g := Group{Title: "The answer"}
	add := func(label, text string) { g.Facts = append(g.Facts, Fact{Label: label, Text: text}) }
	add("status", x.statusText())
	if n := len(e.Attempts); n > 0 {
		g.Facts[0].At = x.arrived()
	}
	for _, line := range x.challenges() {
		add("challenge", line)
	}
	if x.unchallenged() {
		add("challenge", "none (no WWW-Authenticate header)")
	}
	if x.words.code != "" {
		add("error", x.quote(x.words.code))
	}
	if x.words.text != "" {
		add("in its words", x.quote(x.words.text))
	}
	if location := e.Header.Get("Location"); location != "" {
		add("points to", x.quote(e.redactor.HeaderValue("Location", location)))
	}
	if allow := e.Header.Get("Allow"); allow != "" {
		add("allows", x.quote(allow))
	}
	switch fault := x.bodyFault(); {
	case fault != "":
		g.Facts = append(g.Facts, Fact{Label: "body", Text: fault, Odd: true})
	case x.html:
		g.Facts = append(g.Facts, Fact{Label: "body", Text: "an HTML page; the gateway answers in JSON", Odd: true})
	case x.body.Done && len(x.body.Bytes) == 0:
		add("body", "empty")
	default:
		add("body", fmt.Sprintf("%d bytes, %s", len(x.body.Bytes), firstOf(e.Header.Get("Content-Type"), "of no stated type")))
	}
	return g
}

// wayGroup is what the headers tell of who answered and what is in between.
func wayGroup(h http.Header, html bool, r *Redactor) Group {
	who, says := answeredBy(h, html)
	g := Group{Title: "Who answered", Facts: []Fact{{Label: "answered by", Text: says, Odd: who == AnsweredBetween}}}
	for _, hop := range hops(h) {
		g.Facts = append(g.Facts, Fact{Label: hop.name, Text: r.words(r.HeaderValue(hop.name, hop.value)), Note: r.words(hop.meaning)})
	}
	return g
}

// clockFacts are how far the server's clock was ahead by the Date of its
// answer.
func (x *explainer) clockFacts() []Fact {
	n := len(x.e.Attempts)
	if n == 0 || x.e.Header.Get("Date") == "" {
		return nil
	}
	last := x.e.Attempts[n-1]
	return []Fact{skewFact("by the answer", clockSkew(x.e.Header, last.At, last.At.Add(last.Timings.Head)))}
}
