package curl

import (
	"fmt"
	"slices"
	"strings"

	"gatehouse/gateway"
)

// fish is the language of the fish shell, 3.0 and newer.
type fish struct{}

// quote puts a text into single quotes, within which a backslash escapes
// itself and the quote.
func (fish) quote(s string) string {
	if s == "" {
		return "''"
	}
	if bare(s) {
		return s
	}
	var out strings.Builder
	quoted := false
	enter := func(quote bool) {
		if quoted != quote {
			out.WriteByte('\'')
			quoted = quote
		}
	}
	eachRune(s, func(c rune, raw string) {
		switch {
		case c < 0 || hidden(c):
			enter(false)
			for i := range len(raw) {
				fmt.Fprintf(&out, `\X%02x`, raw[i])
			}
		case c == '\'' || c == '\\':
			enter(true)
			out.WriteString(`\` + raw)
		default:
			enter(true)
			out.WriteString(raw)
		}
	})
	enter(false)
	return out.String()
}

// within takes care that what follows a variable does not become part of its
// name, or an index.
func (fish) within(s string, after bool) bool {
	if after && s != "" && (s[0] == '[' || s[0] == '_' || upper(s[:1]) != "_") {
		return false
	}
	return !strings.ContainsAny(s, "\"$\\\n") && !strings.ContainsFunc(s, hidden) && strings.ToValidUTF8(s, "") == s
}

// fill is a variable, which lines before curl set or look at: fish would leave
// a whole argument out whose command substitution prints nothing.
func (f fish) fill(w *writer, s *gateway.Placeholder) string {
	if command := w.fetch(s); command != nil {
		name := map[gateway.PlaceholderKind]string{gateway.PlaceholderToken: "token", gateway.PlaceholderAPIKey: "key"}[s.Kind]
		w.fetches = with(w.fetches, "set -l "+name+" ("+words(f, command)+")")
		return "$" + name
	}
	name := w.names[s]
	w.checks = with(w.checks, fmt.Sprintf(`if test -z "$%s"; echo %s >&2; false; end`, name, f.quote(name+" is not set: "+wanted(w.out.Target, s))))
	return "$" + name
}

// with is a list that holds a line, once.
func with(list []string, line string) []string {
	if slices.Contains(list, line) {
		return list
	}
	return append(list, line)
}

// command is a block if something comes before curl: its variables end with it,
// and curl runs only if all of that went well.
func (f fish) command(w *writer, format string) string {
	setup := append(w.checks, w.fetches...)
	if len(setup) == 0 {
		return pipe(f, format, "  ") + w.joined("  ")
	}
	return "begin\n  " + strings.Join(setup, "\n  and ") + "\n  and " + pipe(f, format, "    ") + w.joined("    ") + "\nend"
}
