package ui

import (
	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// explain draws what the evidence says about a refusal: the cause, what it
// rests on, and what to try.
func (f frame) explain(x gateway.Explanation, r *gateway.Redactor) []string {
	var lines []string
	for _, line := range display.Wrap(display.Line(r.Text(x.Cause)), f.w-2) {
		lines = append(lines, f.Strong.Render(line))
	}
	list := func(title, sign string, items []string) {
		if len(items) == 0 {
			return
		}
		lines = append(lines, "", f.Faint.Render(title))
		for _, item := range items {
			sign := sign
			for i, line := range display.Wrap(display.Line(r.Text(item)), f.w-6) {
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
