package config

import (
	"errors"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
)

// typographic are the quotation marks that word processors and web pages put
// in the place of straight ones.
const typographic = "“”„‟‘’‚‛«»"

const straightQuotes = `use straight quotes: " or '`

var (
	typographicValue = regexp.MustCompile(`^[^#"']*=\s*[\[{,\s]*[` + typographic + `]`)
	yamlPair         = regexp.MustCompile(`^\s*(-\s+)?"?[A-Za-z_-]+"?\s*:(\s|$)`)
	unquoted         = regexp.MustCompile(`^\s*[A-Za-z0-9_.-]+\s*=\s*([^\s"'\[{#]+)`)
)

// explainSyntax says what is wrong with a text that is not TOML. The words of
// the toml package may quote a value, and a value may be a secret: so they
// choose among sentences of ours and are never shown themselves.
func explainSyntax(file, text string, err error) Errors {
	lines := strings.Split(text, "\n")
	if found := typographicLines(file, lines); len(found) > 0 {
		return found
	}
	e := &Error{File: file, Line: 1, Fault: "this is not TOML", Fix: `a line is [[environment]], key = "value" or # a comment`}
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return Errors{e}
	}
	// The last byte of the position is the one that does not fit.
	upTo := min(max(parse.Position.Start+parse.Position.Len-1, 0), len(text))
	e.Line = min(1+strings.Count(text[:upTo], "\n"), len(lines))
	line := lines[e.Line-1]
	switch {
	case strings.ContainsAny(line, typographic) && strings.Contains(parse.Message, "expected"):
		e.Fault, e.Fix = "typographic quotes", straightQuotes
	case strings.HasPrefix(strings.TrimSpace(text), "{"):
		e.Fault, e.Fix = "this is JSON, not TOML", "start from the file that gatehouse init writes"
	case yamlPair.MatchString(line):
		e.Fault, e.Fix = "this is YAML, not TOML", `write key = "value"`
	case strings.HasPrefix(strings.TrimSpace(line), ";"), strings.HasPrefix(strings.TrimSpace(line), "//"):
		e.Fault, e.Fix = "a comment begins with #", "put # in front of it"
	default:
		if fault, fix := syntaxFault(parse.Message, line); fault != "" {
			e.Fault, e.Fix = fault, fix
		}
		if strings.Contains(parse.Message, "already been defined") { // so the line has a key
			e.Key = lineKey(line)
		}
	}
	return Errors{e}
}

// typographicLines reports every line whose value opens with such a mark.
func typographicLines(file string, lines []string) Errors {
	var out Errors
	for i, line := range lines {
		if typographicValue.MatchString(line) {
			out = append(out, &Error{File: file, Line: i + 1, Key: lineKey(line), Fault: "typographic quotes", Fix: straightQuotes})
		}
	}
	return out
}

// lineKey is the key that a line gives a value to.
func lineKey(line string) string {
	key, _, _ := strings.Cut(line, "=")
	key = strings.TrimSpace(key)
	if key == "" || keyName(key) != key {
		return ""
	}
	return key
}

// syntaxFaults are the sentences for what the toml package says; the first
// whose words occur in its message holds.
var syntaxFaults = []struct{ words, fault, fix string }{
	{"already been defined", "this key or table is there twice", "keep one of the two"},
	{"already created", "this key or table is there twice, in two forms", "write each as [[environment]], or each as a key"},
	{"strings cannot contain newlines", "a text in quotes does not end on its line", "close it with the quote it began with"},
	{"invalid escape", `a \ in a "text" begins an escape`, `write \\, or put the text in single quotes`},
	{`digits after '\`, `a \ in a "text" begins an escape`, `write \\, or put the text in single quotes`},
	{"newlines not allowed within inline tables", "a { table } does not end on its line", "write it on one line"},
	{"to end with a newline", "something stands after the value", "one key on a line, and # before a comment"},
	{"key separator", "a key without a value", `write key = "value"`},
	{"expected '.' or '='", "a key without = and a value", `write key = "value"`},
	{"key name appears blank", "a value without a key", `write key = "value"`},
	{"array terminator", "a list without a comma between its elements, or without ] at its end", `write ["a", "b"]`},
	{"inline table terminator", "a { table } without a comma between its keys, or without } at its end", `write { cmd = ["pass", "show", "x"] }`},
	{"unexpected comma", "a comma with nothing before it", "remove it"},
	{"table name", "a table header that is not closed or has no name", "write [[environment]]"},
	{"table array name", "a table header that is not closed", "write [[environment]]"},
	{"control characters", "a control character", "remove it; a text that needs one writes it as \\u001B"},
	{"NULL bytes", "this is UTF-16, not UTF-8", "save the file as UTF-8"},
	{"invalid UTF-8", "a byte that is not UTF-8", "save the file as UTF-8"},
	{"invalid datetime", "this is neither a number nor a date", `put text in quotes: "8h"`},
	{"Invalid integer", "this is not a number that TOML knows", "put text in quotes; a number has no leading zero"},
	{"Invalid float", "this is not a number that TOML knows", "put text in quotes; a number has a digit on both sides of its point"},
	{"out of range", "this number is too large", "write a smaller one, or put text in quotes"},
	{"unexpected EOF", "the file ends in the middle of a value", "finish the last line"},
}

// syntaxFault chooses a sentence for a message of the toml package.
func syntaxFault(message, line string) (fault, fix string) {
	for _, f := range syntaxFaults {
		if strings.Contains(message, f.words) {
			return f.fault, f.fix
		}
	}
	if m := unquoted.FindStringSubmatch(line); m != nil {
		switch strings.ToLower(m[1]) {
		case "true", "false":
			return "true and false are written in small letters", "write " + strings.ToLower(m[1])
		case "yes", "on", "no", "off":
			return "TOML knows true and false only", "write true or false"
		}
		return "a text without quotes", `write key = "value"`
	}
	if strings.HasSuffix(strings.TrimSpace(line), "=") {
		return "a key without a value", `write key = "value"`
	}
	return "", ""
}
