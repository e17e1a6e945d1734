package curl

import (
	"fmt"
	"strings"

	"gatehouse/gateway"
)

// Options say how a command line is written.
type Options struct {
	Shell Shell
	// Program are the words by which a shell starts gatehouse with the same
	// configuration; nil means gatehouse.
	Program []string
	// Revealed writes the values of secrets in the place of what fetches them.
	Revealed bool
	Redactor *gateway.Redactor // knows what must not stand in a text that is not revealed
}

// Limits in bytes. One argument of a program is bounded by the system, on Linux
// at 128 KiB; a longer body goes through a pipe.
const (
	maxArgument = 100_000
	maxBody     = 1 << 20
)

// Write is the command line of a request, without a line feed at the end. What
// cannot be written exactly, or holds a known secret that no placeholder stands
// for, is refused with a *gateway.FieldError.
func Write(out gateway.Outgoing, o Options) (string, error) {
	if len(o.Program) == 0 {
		o.Program = []string{"gatehouse"}
	}
	if err := check(out, o); err != nil {
		return "", err
	}
	w := newWriter(out, o)
	for _, line := range arguments(out) {
		written := make([]string, len(line))
		for i, argument := range line {
			if len(value(argument)) > maxArgument {
				return "", &gateway.FieldError{Part: "request", Fault: "an address or a header is longer than a shell can hand to curl: shorten it, or send it with gatehouse send"}
			}
			written[i] = w.word(argument)
		}
		w.lines = append(w.lines, strings.Join(written, " "))
	}
	text := w.shell.command(w, format(out))
	if !o.Revealed && o.Redactor.Contains([]byte(text)) {
		return "", holds("request")
	}
	return text, nil
}

// check refuses what no command line is for, and in a text without secrets
// whatever holds one.
func check(out gateway.Outgoing, o Options) error {
	if n := len(out.Body); n > maxBody {
		return &gateway.FieldError{Part: "body", Fault: fmt.Sprintf("its %d bytes are more than the %d that are written into a command line: save it to a file and use gatehouse send with -d @FILE", n, maxBody)}
	}
	if o.Revealed {
		for _, s := range out.Placeholders() {
			if s.Value == "" {
				return &gateway.FieldError{Part: "request", Fault: "the " + string(s.Kind) + " is not shown here: put it into the variable that the line names"}
			}
		}
		return nil
	}
	if o.Redactor.Contains(out.Body) {
		return holds("body")
	}
	for _, p := range out.URL {
		if o.Redactor.Contains([]byte(p.Text)) {
			return holds("path or query")
		}
	}
	return nil
}

func holds(part string) error {
	return &gateway.FieldError{Part: part, Fault: "a token or secret of this run stands in it, and this line is to hold none: take it out, or reveal the line"}
}
