package ui

import (
	"fmt"
	"strings"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// labelWidth is the column of labels in lists of facts.
const labelWidth = 13

// fact draws one label and its value. The value is styled, or plain text that
// was cleaned.
func (f frame) fact(label, value string) string {
	return "  " + f.Faint.Render(display.Fit(label, labelWidth)) + value
}

// facts draws a label and a text that may need several lines.
func (f frame) facts(label, text string) []string {
	var out []string
	for _, line := range display.Wrap(display.Line(text), max(10, f.w-labelWidth-4)) {
		out = append(out, f.fact(label, line))
		label = ""
	}
	return out
}

// tokenTitle names a target and the state of its token.
func (m *model) tokenTitle(f frame, t gateway.Target) string {
	const beside = 12 // the columns that a heading takes
	name := display.Line(t.String())
	return f.Strong.Render(name) + "  " + m.badgeIn(f, t, f.w-display.Width(name)-beside)
}

// tokenFacts draws what is known of a target's token in short.
func (m *model) tokenFacts(f frame, t gateway.Target) []string {
	s := m.state(t)
	var lines []string
	if s.Token == nil {
		if s.LastError == nil && s.FetchingSince.IsZero() {
			lines = append(lines, "  "+f.Plain.Render("No token yet. ")+f.Key.Render("f")+f.Faint.Render(" fetches it, as a send does; ")+f.Key.Render("A")+f.Faint.Render(" fetches all; ")+f.Key.Render("P")+f.Faint.Render(" pastes one."))
		}
	} else {
		lines = append(lines, m.valueFacts(f, t, s.Token)...)
	}
	lines = append(lines, m.keepFact(f, s)...)
	if m.place() == atDetail && s.LastError != nil {
		return append(lines, m.warnings(f, t)...) // the screen explains it below
	}
	lines = append(lines, m.errorFacts(f, s)...)
	return append(lines, m.warnings(f, t)...)
}

// warnings are what is wrong with a target's settings.
func (m *model) warnings(f frame, t gateway.Target) []string {
	if e := m.dir.Environment(t.Environment); e != nil && e.Style() == gateway.AuthQuery {
		return []string{f.fact("warning", f.Warn.Render("auth_style = \"query\": the client secret travels in the URL, where access logs keep it"))}
	}
	return nil
}

// valueFacts draws the token itself: masked unless revealed, its expiry and
// where that comes from, and how it was obtained.
func (m *model) valueFacts(f frame, t gateway.Target, token *gateway.Token) []string {
	value := f.Strong.Render(token.Value.Mask())
	hint := "v reveals"
	var lines []string
	if m.board.revealed == token {
		hint = "v masks again"
		label := "value"
		for _, part := range display.Wrap(display.Line(token.Value.Reveal()), max(20, f.w-labelWidth-4)) {
			lines = append(lines, f.fact(label, f.Warn.Render(part)))
			label = ""
		}
		lines = append(lines, f.fact("", f.Faint.Render(fmt.Sprintf("%d characters · %s", len(token.Value), hint))))
	} else {
		lines = append(lines, f.fact("value", value+f.Faint.Render(fmt.Sprintf("   %d characters · %s", len(token.Value), hint))))
	}
	lines = append(lines, f.fact("expires", expiry(f, token)))
	if token.LifetimeNote != "" {
		lines = append(lines, f.facts("", token.LifetimeNote)...)
	}
	switch {
	case token.FromStore:
		lines = append(lines,
			f.fact("obtained", f.clock(token.ObtainedAt)+" by another run, taken from the token cache"),
			f.fact("reply", f.Faint.Render("not kept in the cache: f fetches a new token and shows it")))
		return append(lines, m.proofFact(f, t)...)
	case token.Reply == nil:
		lines = append(lines, f.fact("obtained", "pasted at "+f.clock(token.ObtainedAt)))
		return append(lines, m.proofFact(f, t)...)
	}
	r := token.Reply
	lines = append(lines,
		f.fact("obtained", fmt.Sprintf("%s in %s, for the %s in this run", f.clock(token.ObtainedAt), words.Took(r.Took), words.Times(m.state(t).Fetches))),
		f.fact("credentials", styleWords(r.Style)),
		f.fact("reply", m.replyInShort(f, token)))
	if skew := r.ClockSkew; skew.Abs() > 5*time.Second {
		lines = append(lines, f.fact("clock", f.Warn.Render(fmt.Sprintf("the server's clock is %s %s ours", words.Left(skew.Abs()), aheadOrBehind(skew)))))
	}
	return append(lines, m.proofFact(f, t)...)
}

func (m *model) replyInShort(f frame, token *gateway.Token) string {
	parts := []string{fmt.Sprint(token.Reply.Status), "token_type " + display.Line(m.o.Redactor.Text(token.Type))}
	if cache := token.Reply.Header.Get("Cache-Control"); cache != "" {
		parts = append(parts, "Cache-Control "+display.Line(m.o.Redactor.Text(cache)))
	} else {
		parts = append(parts, f.Warn.Render("no Cache-Control: no-store"))
	}
	return strings.Join(parts, " · ") + f.Faint.Render("   r raw")
}

// expiry says when a token expires and how that is known.
func expiry(f frame, token *gateway.Token) string {
	at := token.ExpiresAt()
	if at.IsZero() {
		if token.LifetimeSource == gateway.LifetimePasted {
			return "not known: the token was pasted"
		}
		return "not known: the reply states no expires_in, and the configuration assumes none"
	}
	when := f.clock(at)
	if in := at.Sub(f.now); in > 0 {
		when += ", in " + words.Left(in)
	} else {
		when += ", " + words.Left(-in) + " ago"
	}
	if token.LifetimeSource == gateway.LifetimeAssumed {
		return when + fmt.Sprintf(", assumed by the configuration (%s)", token.Lifetime)
	}
	return when + fmt.Sprintf(", stated by the server (expires_in %d)", token.Lifetime/time.Second)
}

// errorFacts draws what last went wrong, in one or two lines.
func (m *model) errorFacts(f frame, s gateway.TokenState) []string {
	var lines []string
	if r := s.Refusal; r != nil {
		although := fmt.Sprintf("although the token was %s old", words.Seconds(r.TokenAge))
		if s.Token.Pasted() {
			although = "with the pasted token"
		}
		lines = append(lines, f.fact("refused", f.Bad.Render(fmt.Sprintf("a call at %s was answered 401 %s", f.clock(r.At), although))))
	}
	if s.LastError == nil {
		if s.Token != nil && s.Refusal == nil {
			lines = append(lines, f.fact("last error", f.Faint.Render("none")))
		}
		return lines
	}
	for i, line := range f.facts("last error", m.o.Redactor.Text(s.LastError.Error())) {
		if i == 0 {
			line = f.Bad.Render(line)
		}
		lines = append(lines, line)
	}
	lines = append(lines, f.facts("what to do", s.LastError.Advice)...)
	if wait := s.RetryAt.Sub(m.now); wait > 0 {
		lines = append(lines, f.fact("", f.Faint.Render(fmt.Sprintf("Sends get this same answer for another %s; f asks at once.", words.Left(wait+time.Second-1)))))
	}
	return lines
}

func styleWords(s gateway.AuthStyle) string {
	switch s {
	case gateway.AuthQuery:
		return "in the query string"
	case gateway.AuthBasic:
		return "by HTTP Basic"
	}
	return "in the form body"
}

func aheadOrBehind(d time.Duration) string {
	if d > 0 {
		return "ahead of"
	}
	return "behind"
}
