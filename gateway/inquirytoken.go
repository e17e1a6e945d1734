package gateway

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// useOf is the evidence about the token that a call carried, and whether the
// answer shows that it was accepted.
func (q inquirer) useOf(title string, use TokenUse, accepted bool) Group {
	g := Group{Title: title}
	add := func(label, text string) { g.Facts = append(g.Facts, Fact{Label: label, Text: text}) }
	switch {
	case use.Auth == AuthNone:
		add("sent as", "none: auth of this request is none")
	case use.Auth == AuthCustom:
		add("sent as", "the Authorization header that you wrote: auth of this request is custom")
	case use.Token == nil:
		add("value", "none: there was none to send")
		return g
	default:
		add("value", maskedValue(use.Token))
		add("sent as", "Authorization: Bearer")
		add("age", roundAge(use.Age).String()+" when it was sent"+newWords(use))
	}
	if use.Auth == AuthNone {
		return g
	}
	g.Facts = append(g.Facts, q.origin(use.Token, use.Known, q.state.Target)...)
	if last := len(g.Facts) - 1; accepted && g.Facts[last].Label == "accepted" {
		g.Facts[last] = Fact{Label: "accepted", Text: "by this very call"}
	}
	if use.Fetches > 0 {
		add("renewed", fmt.Sprintf("%s obtained for this target in this run", count(use.Fetches, "token")))
	}
	return g
}

func newWords(use TokenUse) string {
	if use.New {
		return ", obtained for this very send"
	}
	return ""
}

func maskedValue(t *Token) string {
	return fmt.Sprintf("%s, %s", t.Value.Mask(), count(len(t.Value), "character"))
}

// origin is where a value comes from, how long it lives, and when it was last
// accepted. Token is nil for one that is known by its value alone.
func (q inquirer) origin(t *Token, known Provenance, target Target) []Fact {
	var out []Fact
	switch {
	case known.Obtained() && known.Target != target:
		out = append(out, Fact{Label: "belongs to", Text: known.Target.String() + ": this run obtained the same value there", At: known.ObtainedAt, Odd: true})
	case t != nil && t.Pasted() && !known.Obtained():
		out = append(out, Fact{Label: "from", Text: "pasted by hand; this run obtained it nowhere", At: t.ObtainedAt})
	case t != nil && t.Pasted():
		out = append(out, Fact{Label: "from", Text: "pasted by hand; this run had obtained the same value for this target", At: known.ObtainedAt})
	case t != nil && t.Reply != nil:
		out = append(out, Fact{Label: "from", Text: fmt.Sprintf("the token endpoint in %v, credentials sent as %s", t.Reply.Took.Round(time.Millisecond), t.Reply.Style), At: t.ObtainedAt})
	}
	lifetime, source, since := known.Lifetime, known.Source, known.ObtainedAt
	if t != nil && !known.Obtained() {
		lifetime, source, since = t.Lifetime, t.LifetimeSource, t.ObtainedAt
	}
	if t != nil || known.Obtained() {
		out = append(out, lifetimeFact(lifetime, source, since, q.now))
	}
	if t != nil && t.LifetimeNote != "" {
		out = append(out, Fact{Label: "", Text: t.LifetimeNote, Odd: true})
	}
	accepted := Fact{Label: "accepted", Text: "never before by this target in this run"}
	if !known.AcceptedAt.IsZero() {
		accepted.Text, accepted.At = "last by this target", known.AcceptedAt
	}
	if t != nil || known != (Provenance{}) {
		out = append(out, accepted)
	}
	return out
}

// lifetimeFact is when a token expires and who says so.
func lifetimeFact(lifetime time.Duration, source LifetimeSource, since, now time.Time) Fact {
	f := Fact{Label: "lifetime"}
	switch source {
	case LifetimeStated:
		f.Text = fmt.Sprintf("%v, stated by the server", lifetime)
	case LifetimeAssumed:
		f.Text = fmt.Sprintf("%v, assumed by the configuration: the server states none", lifetime)
	case LifetimePasted:
		f.Text = "not known: it was pasted"
		return f
	default:
		f.Text = "not known: the server states no expires_in"
		return f
	}
	f.At = since.Add(lifetime)
	if f.Odd = !now.Before(f.At); f.Odd {
		f.Text += "; it is over"
	} else {
		f.Text += "; it ends"
	}
	return f
}

// tokenGroup is the evidence about the target's present token.
func (q inquirer) tokenGroup() Group {
	g := Group{Title: "The token"}
	s := q.state
	if s.Token == nil {
		g.Facts = append(g.Facts, Fact{Label: "value", Text: "none"})
	} else {
		g.Facts = append(g.Facts, Fact{Label: "value", Text: maskedValue(s.Token)},
			Fact{Label: "age", Text: roundAge(s.Token.Age(q.now)).String()})
		g.Facts = append(g.Facts, q.origin(s.Token, q.known, s.Target)...)
	}
	if s.Fetches > 0 {
		g.Facts = append(g.Facts, Fact{Label: "renewed", Text: fmt.Sprintf("%s obtained for this target in this run", count(s.Fetches, "token"))})
	}
	if r := s.Refusal; r != nil {
		f := Fact{Label: "refused", Text: fmt.Sprintf("a call was answered 401 when it was %v old", roundAge(r.TokenAge)), At: r.At, Odd: true}
		g.Facts = append(g.Facts, f)
		if r.Words != "" {
			g.Facts = append(g.Facts, Fact{Label: "in its words", Text: q.redactor.words(r.Words)})
		}
	}
	return g
}

// requestGroups are the evidence about a token request that failed.
func (q inquirer) requestGroups(e *TokenError) []Group {
	g := Group{Title: "The token request that failed"}
	add := func(label, text string) { g.Facts = append(g.Facts, Fact{Label: label, Text: text}) }
	if e.Endpoint != "" {
		add("endpoint", "POST "+e.Endpoint)
	}
	g.Facts = append(g.Facts, Fact{Label: "failed", Text: string(e.Stage) + ": " + q.redactor.words(e.Fault), At: e.At})
	if q.env != nil {
		add("client_id", "from "+sourceName(q.env.ClientID))
		add("client_secret", "from "+sourceName(q.env.ClientSecret))
	}
	if e.Style != "" && e.Reply != nil {
		add("sent as", string(e.Style))
	}
	if e.HTTPStatus != 0 {
		add("status", fmt.Sprintf("%d %s", e.HTTPStatus, http.StatusText(e.HTTPStatus)))
	}
	if e.Code != "" {
		add("OAuth error", q.redactor.words(e.Code))
	}
	if e.Description != "" {
		add("in its words", q.redactor.words(e.Description))
	}
	if e.Location != "" {
		add("points to", q.redactor.words(e.Location))
	}
	// The window after a first failure, a second, is over before it is read of.
	if wait := q.state.RetryAt.Sub(q.now); wait > firstWindow && q.state.LastError == e {
		add("until then", fmt.Sprintf("a send gets this same error for another %v; asking by hand is not held up", (wait+time.Second-1).Truncate(time.Second)))
	}
	out := []Group{g}
	if e.Reply != nil {
		out = append(out, wayGroup(e.Reply.Header, e.Shape == ShapeHTML, q.redactor))
	}
	return out
}

// notableOffset is from where a difference of clocks is shown as odd.
const notableOffset = 5 * time.Second

// clocks are how far the server's clock is from ours: by what is known of the
// call's answer, and by the token endpoint's.
func (q inquirer) clocks(answer ...Fact) Group {
	g := Group{Title: "The clocks", Facts: answer}
	reply := q.state.LastError.reply()
	if reply == nil && q.state.Token != nil {
		reply = q.state.Token.Reply
	}
	if reply != nil && reply.Header.Get("Date") != "" {
		g.Facts = append(g.Facts, skewFact("by the token", reply.ClockSkew))
	}
	return g
}

func skewFact(label string, skew time.Duration) Fact {
	return Fact{Label: label, Text: offset(skew), Odd: skew.Abs() >= notableOffset}
}

func (e *TokenError) reply() *Reply {
	if e == nil {
		return nil
	}
	return e.Reply
}

func offset(skew time.Duration) string {
	switch skew = skew.Round(time.Second); {
	case skew.Abs() < 2*time.Second:
		return "the server's clock agrees with this machine's"
	case skew < 0:
		return fmt.Sprintf("the server's clock is %v behind this machine's", -skew)
	}
	return fmt.Sprintf("the server's clock is %v ahead of this machine's", skew)
}

func asTokenError(e *Exchange, failed **TokenError) bool {
	return errors.As(e.Err, failed) || e.Replay.Err != nil && errors.As(e.Replay.Err, failed)
}
