package ui

import (
	"unicode/utf8"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// foreign makes a text that a server had a part in fit to be shown: known
// secrets are masked, what is no plain text is marked, and of a very long one
// the beginning is left.
func foreign(r *gateway.Redactor, s string) string {
	text, rest := beginning(r.Text(s))
	if rest > 0 {
		text += "…"
	}
	return display.Line(text)
}

// mostDrawn is how many bytes of one text are laid out: that is done anew for
// every frame, and no screen shows as much.
const mostDrawn = 32 << 10

// beginning is as much of a text as is laid out, and the number of bytes left
// out. Secrets are masked before: what is cut apart is not recognised.
func beginning(s string) (text string, rest int) {
	if len(s) <= mostDrawn {
		return s, 0
	}
	end := mostDrawn
	for end > mostDrawn-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end], len(s) - end
}

// explain draws what the evidence says about a refusal: the cause, what it
// rests on, and what to try.
func (f frame) explain(x gateway.Explanation, r *gateway.Redactor) []string {
	var lines []string
	for _, line := range display.Wrap(foreign(r, x.Cause), f.w-2) {
		lines = append(lines, f.Strong.Render(line))
	}
	list := func(title, sign string, items []string) {
		if len(items) == 0 {
			return
		}
		lines = append(lines, "", f.Faint.Render(title))
		for _, item := range items {
			sign := sign
			for i, line := range display.Wrap(foreign(r, item), f.w-6) {
				if i > 0 {
					sign = " "
				}
				lines = append(lines, "  "+f.Accent.Render(sign)+" "+line)
			}
		}
	}
	list("Evidence", "·", x.Evidence)
	list("Try", "→", x.Try)
	return lines
}

// explainShort draws an explanation for the viewer's page: the cause, the
// server's own words, what to try, and where the rest is.
func (f frame) explainShort(x gateway.Explanation, r *gateway.Redactor) []string {
	lines := f.explain(gateway.Explanation{Cause: x.Cause}, r)
	cause := len(lines)
	if said := serverSaid(x); said != "" {
		lines = append(lines, "")
		for _, line := range display.Wrap(foreign(r, said), f.w-2) {
			lines = append(lines, f.Plain.Render(line))
		}
	}
	lines = append(lines, "", f.Key.Render("W")+f.Faint.Render("  shows the evidence, a key for each step"))
	x.Evidence = nil
	return append(lines, f.explain(x, r)[cause:]...)
}

// whyState is how much of a body an explanation was made of.
type whyState struct {
	bytes int
	done  bool
}

// explain keeps what the exchange says of itself, and makes it anew when more
// of the body is there: reading a large body takes too long for every frame.
func (r *response) explain(state gateway.BodyState) {
	of := whyState{len(state.Bytes), state.Done}
	e := r.exchange
	arriving := e.Err == nil && gateway.ValidStatus(e.Status) && e.Status < 300 && !state.Done // only its end can be odd
	if arriving || of == r.whyOf {
		return
	}
	r.whyOf, r.why = of, nil
	if x, ok := e.Explain(); ok {
		r.why = &x
	}
}

// explained reports whether there is something to explain.
func (r *response) explained() bool { return r.why != nil }
