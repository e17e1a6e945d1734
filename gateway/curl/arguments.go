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

func text(s string) word { return word{{Text: s}} }

// expectLimit is the size of a body from which some versions of curl ask with
// Expect whether to send it.
const expectLimit = 1 << 10

// arguments are those of curl, in lines of a few that belong together. Each
// header that curl would add by itself is taken away or set.
func arguments(out gateway.Outgoing) [][]word {
	first := []word{text("curl"), text("-q"), text("--globoff"), text("--path-as-is")}
	hasBody := len(out.Body) > 0 || len(out.Form) > 0
	counted := !hasBody && statesLength(out.Method) // Content-Length: 0
	switch {
	case out.Method == http.MethodHead:
		first = append(first, text("-I"))
	case out.Method == http.MethodGet && !hasBody:
	default:
		first = append(first, text("-X"), text(out.Method))
	}
	lines := [][]word{first, {out.URL}}
	if out.Direct {
		lines = append(lines, []word{text("--noproxy"), text("*")})
	} else if len(out.Proxy) > 0 { // NO_PROXY does not undo it
		lines = append(lines, []word{text("--proxy"), out.Proxy, text("--noproxy"), text("")})
	}
	if out.CAFile != "" {
		lines = append(lines, []word{text("--cacert"), text(out.CAFile)})
	}
	if len(out.Basic) > 0 {
		lines = append(lines, []word{text("--user"), out.Basic})
	}
	for _, f := range out.Header {
		lines = append(lines, []word{text("-H"), header(f)})
	}
	if not := without(out, hasBody, counted); len(not) > 0 {
		lines = append(lines, not)
	}
	if compressed(out) {
		lines = append(lines, []word{text("--compressed")})
	}
	for _, f := range out.Form {
		option := "--data-urlencode"
		if !slices.ContainsFunc(f.Value, func(p gateway.Part) bool { return p.Slot != nil }) {
			option = "--data-raw"
		}
		lines = append(lines, []word{text(option), append(text(f.Name+"="), f.Value...)})
	}
	switch {
	case counted:
		lines = append(lines, []word{text("--data-raw"), text("")})
	case piped(out.Body):
		lines = append(lines, []word{text("--data-binary"), text("@-")})
	case len(out.Body) > 0:
		lines = append(lines, []word{text("--data-raw"), text(string(out.Body))}) // an @ in front means nothing to it
	}
	return lines
}

// statesLength reports a method with which net/http counts the bytes of a body
// that is not there.
func statesLength(method string) bool {
	return slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch}, method)
}

// header is the value of -H. One that is empty ends in a semicolon: with a
// colon it would take a header of curl's own away.
func header(f gateway.OutgoingField) word {
	if len(f.Value) == 0 || len(f.Value) == 1 && f.Value[0].Slot == nil && f.Value[0].Text == "" {
		return text(f.Name + ";")
	}
	return append(text(f.Name+": "), f.Value...)
}

// without takes away the headers that curl adds and the request has not.
func without(out gateway.Outgoing, hasBody, counted bool) []word {
	var line []word
	for _, h := range []struct {
		name string
		adds bool
	}{
		{"Accept", true},
		{"User-Agent", true},
		{"Content-Type", hasBody || counted},
		{"Expect", len(out.Body) > expectLimit},
	} {
		set := slices.ContainsFunc(out.Header, func(f gateway.OutgoingField) bool { return f.Name == h.name })
		if h.adds && !set {
			line = append(line, text("-H"), text(h.name+":"))
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

// body is the format that printf writes a piped body by, "" where there is
// none. Every shell has a printf that writes any byte.
func body(out gateway.Outgoing) string {
	if !piped(out.Body) {
		return ""
	}
	var format strings.Builder
	eachRune(string(out.Body), func(c rune, raw string) {
		switch {
		case raw == `\`, raw == "%":
			format.WriteString(raw + raw)
		case c < 0 || hidden(c) || c == '-' && format.Len() == 0: // the first - would be an option
			for i := range len(raw) {
				format.WriteString(octal(raw[i]))
			}
		default:
			format.WriteString(raw)
		}
	})
	return format.String()
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
