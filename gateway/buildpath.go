package gateway

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// buildPath is the escaped path below the call prefix: empty, or beginning
// with a slash.
func buildPath(r Request) (string, error) {
	typed, _, _ := strings.Cut(r.Path, "?")
	fault := ""
	scheme, _, absolute := strings.Cut(typed, "://")
	switch {
	case absolute && !strings.Contains(scheme, "/"):
		fault = "is a whole URL: write only what follows the call prefix; host and prefix come from the environment"
	case strings.HasPrefix(typed, "//"):
		fault = "begins with two slashes, which names a host: begin with one"
	default:
		fault = checkTyped(r.Path)
	}
	if fault != "" {
		return "", &FieldError{Part: "path", Fault: fault}
	}
	path, err := fillTemplate(typed, r.PathParams)
	if err != nil {
		return "", err
	}
	if climbs(path) {
		return "", &FieldError{Part: "path", Fault: `a segment "." or ".." leads out of the service's path: write the path without it`}
	}
	if path != "" && path[0] != '/' {
		path = "/" + path
	}
	return path, nil
}

// checkTyped says what in a typed path or query could not go out as it is.
func checkTyped(typed string) string {
	if !utf8.ValidString(typed) {
		return "is not valid UTF-8: write other bytes as percent escapes"
	}
	column := 0
	for i, c := range typed {
		column++
		switch {
		case c < ' ' || c == 0x7f:
			return fmt.Sprintf("column %d is a control character: remove it", column)
		case c == ' ':
			return fmt.Sprintf("column %d is a space: write %%20, or put the value in a parameter, which is escaped for you", column)
		case c == '\\':
			return fmt.Sprintf("column %d is a backslash: write / between segments, or %%5C if it belongs to a value", column)
		case c == '#':
			return fmt.Sprintf("column %d begins a fragment, which is never sent: remove it, or write %%23 if it belongs to a value", column)
		case c == '%' && !isEscape(typed[i:]):
			return fmt.Sprintf("column %d is a percent sign without two hex digits after it: write %%25", column)
		}
	}
	return ""
}

func isEscape(s string) bool {
	return len(s) >= 3 && isHex(s[1]) && isHex(s[2])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// fillTemplate puts parameters in the place of their names in braces, each
// escaped so that it stays within its segment.
func fillTemplate(template string, params []Field) (string, error) {
	var out strings.Builder
	rest := template
	for {
		before, after, found := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return "", &FieldError{Part: "path", Fault: "a closing brace has no opening one: write {name} for a parameter, or %7D"}
		}
		out.WriteString(escapeTyped(before))
		if !found {
			return out.String(), nil
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || name == "" || strings.ContainsAny(name, "{/") {
			return "", &FieldError{Part: "path", Fault: "an opening brace has no name and closing brace after it: write {name} for a parameter, or %7B"}
		}
		value, err := paramValue(name, params)
		if err != nil {
			return "", err
		}
		out.WriteString(url.PathEscape(value))
		rest = tail
	}
}

func paramValue(name string, params []Field) (string, error) {
	fault := "has no value, and the path needs one"
	switch name {
	case "apiKey", "service":
		fault = "stands in the call prefix already: remove {" + name + "} from the path"
	}
	for _, p := range params {
		if p.Name != name || p.Off || p.Value == "" {
			continue
		}
		switch {
		case !utf8.ValidString(p.Value):
			fault = "its value is not valid UTF-8"
		case strings.ContainsFunc(p.Value, func(r rune) bool { return r < ' ' || r == 0x7f }):
			fault = "its value holds a control character"
		case climbs(url.PathEscape(p.Value)):
			fault = `its value would lead out of the service's path: "." and ".." are not segments`
		default:
			return p.Value, nil
		}
	}
	return "", &FieldError{Part: "parameter", Name: name, Fault: fault}
}

// climbs reports whether a server might read a segment of an escaped path as
// "." or "..": also escaped, behind an escaped slash or a backslash, or before
// a path parameter ("..;x"), all of which some servers undo.
func climbs(path string) bool {
	plain := path
	// Twice, because some proxies unescape once more than they should. Escapes
	// that are broken, in the path or after the first time, stay as they are.
	for range 2 {
		plain = climbingEscapes.Replace(plain)
	}
	for segment := range strings.FieldsFuncSeq(plain, func(r rune) bool { return r == '/' || r == '\\' }) {
		segment, _, _ = strings.Cut(segment, ";")
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

// climbingEscapes undoes the escapes of what a climbing segment is made of.
var climbingEscapes = strings.NewReplacer("%2e", ".", "%2E", ".", "%2f", "/", "%2F", "/",
	"%5c", `\`, "%5C", `\`, "%3b", ";", "%3B", ";", "%25", "%")

// escapeTyped escapes what a URL may not hold and leaves alone what was
// escaped by hand.
func escapeTyped(s string) string {
	const never = "\"<>^`|{}"
	var out strings.Builder
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || strings.IndexByte(never, c) >= 0 {
			fmt.Fprintf(&out, "%%%02X", c)
		} else {
			out.WriteByte(c)
		}
	}
	return out.String()
}

// buildQuery is the query with its question mark: what stands in the path as
// it was typed, then the fields in order. Empty if there is none.
func buildQuery(r Request) (string, error) {
	_, typed, asked := strings.Cut(r.Path, "?")
	for pair := range strings.FieldsFuncSeq(typed, separatesPairs) {
		name, _, _ := strings.Cut(pair, "=")
		if err := checkQueryName(unescaped(name)); err != nil {
			return "", err
		}
	}
	query := escapeTyped(typed)
	for _, f := range r.Query {
		if f.Off || f.Name == "" && f.Value == "" {
			continue
		}
		if f.Name == "" {
			return "", &FieldError{Part: "query", Fault: "a value has no name: name it or remove it"}
		}
		if err := checkQueryName(f.Name); err != nil {
			return "", err
		}
		if query != "" {
			query += "&"
		}
		query += url.QueryEscape(f.Name) + "=" + url.QueryEscape(f.Value)
	}
	if query == "" && !asked {
		return "", nil
	}
	return "?" + query, nil
}

// checkQueryName refuses a token in the query, where it ends in logs and
// histories (RFC 6750 sections 2.3 and 5.3).
func checkQueryName(name string) error {
	if strings.EqualFold(name, "access_token") {
		return &FieldError{Part: "query", Name: name, Fault: "a token does not belong in a URL, which ends in logs: it goes into the Authorization header by itself; gatehouse send --auth custom sends another one there"}
	}
	return nil
}
