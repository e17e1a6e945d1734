package ui

import (
	"fmt"
	"strings"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/theme"
	"gatehouse/ui/words"
)

// badge is a token's state in a few cells: a sign, a word and a time, so that
// it can be read without colour.
type badge struct {
	sign, text string
	state      gateway.State
}

// badgeOf makes the badge of a target's token.
func badgeOf(s gateway.TokenState, now time.Time) badge {
	st := s.Status(now)
	b := badge{state: st.State}
	switch st.State {
	case gateway.StateFetching:
		b.sign, b.text = "◌", "fetching "+words.Seconds(st.Left)
	case gateway.StateValid:
		b.sign, b.text = "●", "valid "+words.Left(st.Left)
	case gateway.StateExpiring:
		b.sign, b.text = "◐", "expiring "+words.Left(st.Left)
	case gateway.StateExpired:
		b.sign, b.text = "○", "expired"
	case gateway.StateNoExpiry:
		b.sign, b.text = "●", "unknown expiry"
		if s.Token.Pasted() {
			b.text = "pasted"
		}
	case gateway.StateRefused:
		b.sign, b.text = "✗", "refused"
		if s.LastError != nil && s.LastError.HTTPStatus != 0 {
			b.text = fmt.Sprintf("refused %d", s.LastError.HTTPStatus)
		}
	case gateway.StateFailed:
		b.sign, b.text = "✗", "failed"
		if s.LastError != nil && s.LastError.Stage == gateway.StageCredentials {
			b.text = "no credentials"
		}
	default:
		b.sign, b.text = "·", "none"
	}
	return b
}

// badge is the badge of a target: of its token, or of what is missing in its
// environment's settings to get one.
func (m *model) badge(t gateway.Target) badge {
	s := m.state(t)
	e := m.dir.Environment(t.Environment)
	if c := m.checks.under[t]; c != nil && s.FetchingSince.IsZero() {
		return badge{"◌", "checking " + words.Seconds(m.now.Sub(c.since)), gateway.StateFetching}
	}
	if e != nil && s.Status(m.now).State == gateway.StateNone {
		switch {
		case e.ClientID == nil:
			return badge{"✗", "no client_id", gateway.StateFailed}
		case e.ClientSecret == nil:
			return badge{"✗", "no client_secret", gateway.StateFailed}
		}
	}
	return badgeOf(s, m.now)
}

func (b badge) plain() string { return b.sign + " " + b.text }

func (b badge) view(th *theme.Theme) string {
	switch b.state {
	case gateway.StateValid, gateway.StateNoExpiry:
		return th.Good.Render(b.sign) + " " + th.Plain.Render(b.text)
	case gateway.StateExpiring:
		return th.Warn.Render(b.plain())
	case gateway.StateRefused, gateway.StateFailed:
		return th.Bad.Render(b.plain())
	case gateway.StateFetching:
		return th.Busy.Render(b.plain())
	}
	return th.Faint.Render(b.plain())
}

// remark is what else is said behind a badge, where there is room: in many
// words, in few, or at least by a sign.
type remark struct {
	forms []string // the longest first
	bad   bool
}

// remarksOf are the remarks of a target's token: that it is kept fresh, and
// what its last check showed.
func remarksOf(s gateway.TokenState, now time.Time) []remark {
	var out []remark
	switch {
	case s.Keeping == gateway.KeepPaused:
		out = append(out, remark{[]string{"↻ paused", "↻"}, true})
	case s.Keeping == gateway.KeepBlind, s.Keeping == gateway.KeepOn && s.Token == nil:
		out = append(out, remark{[]string{"↻ waits", "↻"}, false})
	case s.Keeping == gateway.KeepOn:
		out = append(out, remark{[]string{"↻ kept", "↻"}, false})
	}
	switch p := s.Proof; {
	case p == nil || s.Refusal != nil:
	case p.OK:
		ago := words.Ago(now.Sub(p.At))
		short := strings.TrimPrefix(strings.TrimSuffix(ago, " ago"), "just ")
		out = append(out, remark{[]string{"proven " + ago, "proven " + short, "proven", "✓"}, false})
	default:
		out = append(out, remark{[]string{"not proven", "!"}, true})
	}
	return out
}

// badgeIn draws a target's badge and as many of its remarks as w columns have
// room for.
func (m *model) badgeIn(f frame, t gateway.Target, w int) string {
	b := m.badge(t)
	out, room := b.view(f.Theme), w-display.Width(b.plain())
	for _, r := range remarksOf(m.state(t), m.now) {
		style := f.Faint
		if r.bad {
			style = f.Bad
		}
		for _, text := range r.forms {
			gap := "  "
			if display.Width(text) == 1 {
				gap = " "
			}
			if n := display.Width(gap + text); n <= room {
				out += gap + style.Render(text)
				room -= n
				break
			}
		}
	}
	return out
}
