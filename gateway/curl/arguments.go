package curl

import (
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gatehouse/gateway"
)

// word is one argument: texts, and secrets that stand between them.
type word []gateway.Part

// plain are arguments without secrets.
func plain(texts ...string) []word {
	var out []word
	for _, s := range texts {
		out = append(out, word{{Text: s}})
	}
	return out
}

// arguments are those of curl, in lines of a few that belong together. Each
// header that curl would add by itself is taken away or set.
func arguments(out gateway.Outgoing) [][]word {
	lines := [][]word{append(plain("curl", "-q", "--globoff", "--path-as-is"), method(out)...), {out.URL}}
	lines = append(lines, connection(out)...)
	for _, f := range out.Header {
		lines = append(lines, append(plain("-H"), header(f)))
	}
	if not := unwanted(out); len(not) > 0 {
		lines = append(lines, not)
	}
	if compressed(out) {
		lines = append(lines, plain("--compressed"))
	}
	return append(lines, data(out)...)
}

// method says which one: GET is curl's own, and with HEAD it waits for no body.
func method(out gateway.Outgoing) []word {
	switch {
	case out.Method == http.MethodHead:
		return plain("-I")
	case out.Method == http.MethodGet && !hasData(out):
		return nil
	}
	return plain("-X", out.Method)
}

// connection are the lines on how the server is reached and asked for access.
func connection(out gateway.Outgoing) [][]word {
	var lines [][]word
	if out.Direct {
		lines = append(lines, plain("--noproxy", "*"))
	} else if len(out.Proxy) > 0 { // which NO_PROXY does not undo
		lines = append(lines, append(append(plain("--proxy"), out.Proxy), plain("--noproxy", "")...))
	}
	if out.CAFile != "" {
		lines = append(lines, plain("--cacert", out.CAFile))
	}
	if len(out.Basic) > 0 {
		lines = append(lines, append(plain("--user"), out.Basic))
	}
	return lines
}

// hasData reports whether curl gets an option for a body, if only an empty one:
// that of a method for which net/http says Content-Length: 0.
func hasData(out gateway.Outgoing) bool {
	return len(out.Body) > 0 || len(out.Form) > 0 || statesLength(out.Method)
}

// data are the lines of a body. Nothing in it is read as the name of a file.
func data(out gateway.Outgoing) [][]word {
	var lines [][]word
	for _, f := range out.Form {
		option := "--data-urlencode"
		if !slices.ContainsFunc(f.Value, func(p gateway.Part) bool { return p.Secret != nil }) {
			option = "--data-raw"
		}
		lines = append(lines, append(plain(option), append(word{{Text: f.Name + "="}}, f.Value...)))
	}
	switch {
	case len(lines) > 0:
		return lines
	case piped(out.Body):
		return [][]word{plain("--data-binary", "@-")}
	case hasData(out):
		return [][]word{plain("--data-raw", string(out.Body))}
	}
	return nil
}

// statesLength reports a method with which net/http counts the bytes of a body
// that is not there.
func statesLength(method string) bool {
	return slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch}, method)
}

// header is the value of -H. One that is empty ends in a semicolon: with a
// colon it would take a header of curl's own away.
func header(f gateway.OutgoingField) word {
	if len(f.Value) == 0 || len(f.Value) == 1 && f.Value[0].Secret == nil && f.Value[0].Text == "" {
		return word{{Text: f.Name + ";"}}
	}
	return append(word{{Text: f.Name + ": "}}, f.Value...)
}

// expectLimit is the size of a body from which some versions of curl ask with
// Expect whether to send it.
const expectLimit = 1 << 10

// unwanted takes away the headers that curl adds and the request has not.
func unwanted(out gateway.Outgoing) []word {
	var line []word
	for _, h := range []struct {
		name string
		adds bool
	}{
		{"Accept", true},
		{"User-Agent", true},
		{"Content-Type", hasData(out)},
		{"Expect", len(out.Body) > expectLimit},
	} {
		set := slices.ContainsFunc(out.Header, func(f gateway.OutgoingField) bool { return f.Name == h.name })
		if h.adds && !set {
			line = append(line, plain("-H", h.name+":")...)
		}
	}
	return line
}

// compressed reports whether curl is to decode the answer. The request's own
// Accept-Encoding still goes out as it is.
func compressed(out gateway.Outgoing) bool {
	for _, f := range out.Header {
		if f.Name == "Accept-Encoding" && len(f.Value) == 1 && f.Value[0].Text != "" && f.Value[0].Text != "identity" {
			return true
		}
	}
	return false
}

// piped reports a body that is no argument: it is too long for one, or holds
// what cannot be seen in a text or is lost on its way through a terminal.
func piped(body []byte) bool {
	return len(body) > maxArgument || !utf8.Valid(body) || strings.ContainsFunc(string(body), hidden)
}

// hidden reports a character that is escaped wherever it stands: a terminal
// may act on it when the line is pasted, or nobody sees it.
func hidden(c rune) bool { return c != '\n' && !unicode.IsPrint(c) }

// format is the text that printf writes a piped body by, "" where none is piped.
// Every shell has a printf that writes any byte.
func format(out gateway.Outgoing) string {
	if !piped(out.Body) {
		return ""
	}
	var text strings.Builder
	eachRune(string(out.Body), func(c rune, raw string) {
		switch {
		case raw == `\`, raw == "%":
			text.WriteString(raw + raw)
		case c < 0 || hidden(c) || c == '-' && text.Len() == 0: // the first - would be an option
			for i := range len(raw) {
				text.WriteString(octal(raw[i]))
			}
		default:
			text.WriteString(raw)
		}
	})
	return text.String()
}

// eachRune goes through the characters of s; a byte that is none comes as -1.
func eachRune(s string, visit func(c rune, raw string)) {
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		if c == utf8.RuneError && n == 1 {
			c = -1
		}
		visit(c, s[i:i+n])
		i += n
	}
}

func octal(b byte) string { return string([]byte{'\\', '0' + b>>6, '0' + b>>3&7, '0' + b&7}) }
