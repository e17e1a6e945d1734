package curl

import (
	"strings"

	"gatehouse/gateway"
)

// posix is the language of sh (POSIX.1-2017, XCU 2).
type posix struct{}

// quote puts a text into single quotes. What a bash with history expands on the
// second line of a quoted text stands outside of them: an exclamation mark, and
// a caret that the line begins with.
func (posix) quote(s string) string {
	if s == "" {
		return "''"
	}
	if bare(s) {
		return s
	}
	var out strings.Builder
	const (
		outside = iota
		inQuotes
		inPrintf
	)
	state := outside
	enter := func(next int) {
		if state == next {
			return
		}
		out.WriteString([]string{"", "'", `')"`}[state] + []string{"", "'", `"$(printf '`}[next])
		state = next
	}
	last := rune(0)
	eachRune(s, func(c rune, raw string) {
		begins := last == '\n'
		last = c
		switch {
		case c == '\'' || c == '!' || c == '^' && begins:
			enter(outside)
			out.WriteString(`\` + raw)
		case c < 0 || hidden(c):
			enter(inPrintf)
			for i := range len(raw) {
				out.WriteString(octal(raw[i]))
			}
		default:
			enter(inQuotes)
			out.WriteString(raw)
		}
	})
	enter(outside)
	return out.String()
}

func (posix) within(s string, _ bool) bool {
	return !strings.ContainsAny(s, "\"$`\\!\n") && !strings.ContainsFunc(s, hidden) && strings.ToValidUTF8(s, "") == s
}

// fill is a command substitution, or a variable that must be set: an empty one
// ends the command with a sentence.
func (p posix) fill(w *writer, s *gateway.Placeholder) string {
	if command := w.fetch(s); command != nil {
		return "$(" + words(p, command) + ")"
	}
	return "${" + w.names[s] + ":?" + wanted(w.out.Target, s) + "}"
}

func (p posix) command(w *writer, format string) string {
	return pipe(p, format, "  ") + w.joined("  ")
}
