package gateway

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"unicode/utf8"
)

// redacted stands wherever a secret would have been printed.
const redacted = "••••"

// Secret is a string that does not print itself: fmt, log/slog and
// encoding/json show a row of dots. Only [Secret.Reveal] gives the value.
type Secret string

// Reveal is the value. Call it where the value goes on the wire, or where a
// person asked to see it, and nowhere else.
func (s Secret) Reveal() string { return string(s) }

// Mask shows the first and last four characters of a long secret, so that two
// can be told apart, and nothing of a short one.
func (s Secret) Mask() string {
	if s == "" {
		return ""
	}
	if len(s) < 16 || !utf8.ValidString(string(s)) || strings.ContainsFunc(string(s), notPlain) {
		return redacted
	}
	return string(s[:4]) + redacted + string(s[len(s)-4:])
}

func notPlain(r rune) bool { return r <= ' ' || r > '~' }

// Format prints dots whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// LogValue gives log/slog dots.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText gives encoders dots.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Source is a place a secret comes from: a literal, a variable of the process
// environment, a file, a command.
type Source interface {
	// Resolve reads the secret. It may take its time (a command may ask a
	// person) and honours ctx. Its error never holds the value.
	Resolve(ctx context.Context) (Secret, error)
	// String names the place for a person, such as "env:QA_KEY"; never the
	// value.
	String() string
}

// sourceWithSame is a Source whose String does not tell everything: a command
// whose arguments are not shown. Same reports whether other is the same place.
type sourceWithSame interface {
	Same(other Source) bool
}

// Literal is a Source whose value is known already. Use a pointer to it: a
// Source is told apart by identity.
type Literal Secret

// Resolve returns the literal.
func (l *Literal) Resolve(context.Context) (Secret, error) { return Secret(*l), nil }

func (l *Literal) String() string { return "a literal" }

// NewLiteral makes a Source of a known value.
func NewLiteral(value string) *Literal {
	l := Literal(value)
	return &l
}
