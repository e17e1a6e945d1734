package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gatehouse/gateway"
	"gatehouse/ui"
	"gatehouse/ui/display"
)

// say writes one line for a person to stderr. It may hold words of a server:
// known secrets and whatever could steer a terminal, line breaks too, are
// taken out of it.
func (a *app) say(format string, values ...any) {
	fmt.Fprintln(a.Stderr, a.clean(fmt.Sprintf(format, values...)))
}

// sayLines is say for texts of our own that have several lines.
func (a *app) sayLines(text string) {
	for _, line := range display.Text(a.redactor.Text(text)) {
		fmt.Fprintln(a.Stderr, line)
	}
}

// clean makes one line of text fit to be shown.
func (a *app) clean(line string) string {
	return display.Line(a.redactor.Text(line))
}

// explainError adds what the evidence says about an error that was said, if it
// has any.
func (a *app) explainError(err error) {
	var token *gateway.TokenError
	if errors.As(err, &token) {
		a.explain(token.Explain(), err)
	}
}

// explain writes an explanation to stderr. A cause that is no more than the
// error that was said, nil for none, is not said again.
func (a *app) explain(e gateway.Explanation, said error) {
	lead := "  why  "
	if said == nil || !repeats(e.Cause, said.Error()) {
		a.say("%s%s", lead, e.Cause)
		lead = "       "
	}
	for _, line := range e.Evidence {
		a.say("%s%s", lead, line)
		lead = "       "
	}
	for i, line := range e.Try {
		lead := "  try  "
		if i > 0 {
			lead = "   or  "
		}
		a.say("%s%s", lead, line)
	}
}

// reportFault writes where the explorer failed, if an error says so. It comes
// before the error, which is then the last line that is seen.
func (a *app) reportFault(err error) {
	var fault *ui.FaultError
	if errors.As(err, &fault) {
		a.sayLines(fault.Stack)
	}
}

// repeats reports a cause that is a few words, a colon, and what was said.
func repeats(cause, said string) bool {
	_, fault, ok := strings.Cut(strings.TrimSuffix(cause, "."), ": ")
	return ok && fault != "" && strings.Contains(said, fault)
}

// table writes rows of cells in aligned columns, each cell cleaned.
func (a *app) table(w io.Writer, rows [][]string) error {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			row[i] = a.clean(cell)
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], display.Width(row[i]))
		}
	}
	var out strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", widths[i]-display.Width(cell)+2))
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}
