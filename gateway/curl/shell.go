package curl

import (
	"slices"
	"strings"
	"unicode"

	"gatehouse/gateway"
)

// Shell is a family of shells that read the same line in the same way.
type Shell int

// The families.
const (
	POSIX Shell = iota // sh, dash, bash, zsh, ksh
	Fish
)

func (s Shell) String() string {
	if s == Fish {
		return "fish"
	}
	return "sh, bash, zsh"
}

// Next is the family after s.
func (s Shell) Next() Shell { return (s + 1) % 2 }

// dialect is how a family of shells writes things.
type dialect interface {
	// quote makes one word of a text, which the shell hands on byte for byte.
	quote(s string) string
	// within reports whether a text stands for itself in double quotes;
	// after says that a secret is before it.
	within(s string, after bool) bool
	// fill is what stands in double quotes for a secret.
	fill(w *writer, s *gateway.Placeholder) string
	// command joins the lines of w to a command, behind printf if there is a
	// format for it.
	command(w *writer, format string) string
}

// writer writes one command line.
type writer struct {
	Options
	out   gateway.Outgoing
	shell dialect
	lines []string
	names map[*gateway.Placeholder]string // of variables

	// What fish does before curl: whether variables are set, and what
	// gatehouse prints.
	checks, fetches []string
}

func newWriter(out gateway.Outgoing, o Options) *writer {
	w := &writer{Options: o, out: out, shell: posix{}, names: map[*gateway.Placeholder]string{}}
	if o.Shell == Fish {
		w.shell = fish{}
	}
	taken := map[string]bool{}
	for _, s := range out.Placeholders() {
		name := variable(s)
		for taken[name] && s.Variable == "" {
			name += "_"
		}
		taken[name] = true
		w.names[s] = name
	}
	return w
}

// word writes one argument.
func (w *writer) word(parts word) string {
	if w.Revealed || !slices.ContainsFunc(parts, func(p gateway.Part) bool { return p.Secret != nil }) {
		return w.shell.quote(value(parts))
	}
	one, after := true, false // one pair of double quotes holds it all
	for _, p := range parts {
		one = one && (p.Secret != nil || w.shell.within(p.Text, after))
		after = p.Secret != nil
	}
	var out strings.Builder
	for _, p := range parts {
		switch {
		case p.Secret != nil && one:
			out.WriteString(w.shell.fill(w, p.Secret))
		case p.Secret != nil:
			out.WriteString(`"` + w.shell.fill(w, p.Secret) + `"`)
		case one:
			out.WriteString(p.Text)
		case p.Text != "":
			out.WriteString(w.shell.quote(p.Text))
		}
	}
	if one {
		return `"` + out.String() + `"`
	}
	return out.String()
}

// joined are the lines of curl, all but the first indented.
func (w *writer) joined(indent string) string { return strings.Join(w.lines, " \\\n"+indent) }

// pipe writes a body into what follows.
func pipe(d dialect, format, indent string) string {
	if format == "" {
		return ""
	}
	return "printf " + d.quote(format) + " |\n" + indent
}

// value is an argument as curl gets it, the values of secrets in their places.
func value(parts word) string {
	var out strings.Builder
	for _, p := range parts {
		if p.Secret != nil {
			out.WriteString(p.Secret.Value.Reveal())
		} else {
			out.WriteString(p.Text)
		}
	}
	return out.String()
}

// fetch are the words of the gatehouse command that prints a secret, nil if none
// does.
func (w *writer) fetch(s *gateway.Placeholder) []string {
	command := append([]string(nil), w.Program...)
	switch {
	case s.Kind == gateway.PlaceholderToken:
		return append(append(command, "token"), arguable(w.out.Target.Environment, w.out.Service)...)
	case s.Kind == gateway.PlaceholderAPIKey && s.Variable == "":
		return append(append(command, "key"), arguable(w.out.Target.Environment)...)
	}
	return nil
}

// arguable keeps names from being read as flags.
func arguable(names ...string) []string {
	for _, n := range names {
		if strings.HasPrefix(n, "-") {
			return append([]string{"--"}, names...)
		}
	}
	return names
}

// variable is the name of the shell variable that holds a secret: the process
// environment's own, or one made for it, which no shell uses itself.
func variable(s *gateway.Placeholder) string {
	switch {
	case s.Variable != "":
		return s.Variable
	case s.Name == "":
		return upper("GATEHOUSE " + string(s.Kind))
	}
	return upper(string(s.Kind) + " " + s.Name)
}

func upper(s string) string {
	return strings.Map(func(c rune) rune {
		c = unicode.ToUpper(c)
		if c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			return c
		}
		return '_'
	}, s)
}

// wanted says what to put into a variable that is not set. It is made of
// characters that mean nothing to a shell.
func wanted(target gateway.Target, s *gateway.Placeholder) string {
	said := "the " + string(s.Kind) + " of " + target.Environment
	switch s.Kind {
	case gateway.PlaceholderHeader:
		said = "the value of the header " + s.Name
	case gateway.PlaceholderQuery:
		said = "the value of the query field " + s.Name
	case gateway.PlaceholderProxy:
		said = "the proxy of " + target.Environment + " with user and password"
	}
	if s.Source != "" {
		said += ", " + s.Source
	}
	if s.Escaped {
		said += ", escaped as in a URL"
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune(" .,:/_-", c) {
			return c
		}
		return -1
	}, said)
}

// bare reports a word that needs no quotes in any shell.
func bare(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("/._-+:@,", c))
	})
}

// words quotes several words.
func words(d dialect, list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = d.quote(s)
	}
	return strings.Join(quoted, " ")
}
