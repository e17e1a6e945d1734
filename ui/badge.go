package ui

import (
	"fmt"
	"time"

	"gatehouse/gateway"
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
