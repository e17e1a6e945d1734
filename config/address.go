package config

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gatehouse/gateway"
)

// exampleURL is the documented gateway for quality assurance.
const exampleURL = `"https://qa-gateway.richrelevance.com"`

// baseURL is the URL that an environment's paths follow, without a slash at
// its end.
func (t *table) baseURL(key string) string {
	text, ok := t.given(key)
	t.need(key, "write base_url = "+exampleURL)
	if !ok {
		return ""
	}
	if fault, fix := baseURLFault(text); fault != "" {
		t.fault(key, fault, fix)
		return ""
	}
	return strings.TrimRight(text, "/")
}

// baseURLFault names the mistakes that have a fix of their own; the rule
// itself is the gateway's.
func baseURLFault(text string) (fault, fix string) {
	switch {
	case text == "":
		return "is empty", "write base_url = " + exampleURL
	case strings.ContainsAny(text, typographic):
		return "typographic quotes", "remove them"
	case strings.ContainsAny(text, "{}"):
		return "holds a {placeholder}", "base_url is what stands before the service; placeholders belong in token_path and call_prefix"
	case strings.ContainsAny(text, `\ `):
		return "holds a space or a backslash", "remove it"
	case !strings.Contains(text, "://"):
		if strings.ContainsAny(text, "@?#") {
			return "has no scheme", "write https:// before the host"
		}
		return "has no scheme", "did you mean " + strconv.Quote("https://"+strings.TrimLeft(text, ":/")) + "?"
	}
	if err := gateway.CheckBaseURL(text); err != nil {
		if fault, fix, found := strings.Cut(err.Error(), "; "); found {
			return fault, fix
		}
		return err.Error(), "write base_url = " + exampleURL
	}
	for segment := range strings.SplitSeq(text, "/") {
		if segment == "oauth2" || slices.ContainsFunc(gateway.DocumentedServices(), func(s gateway.Service) bool { return s.Name == segment }) {
			return "holds " + segment + ", which token_path and call_prefix add", "end it before /" + segment
		}
	}
	return "", ""
}

// isLoopback reports whether a base URL stays on this machine: exactly where
// the gateway would allow plain http.
func isLoopback(base string) bool {
	_, rest, _ := strings.Cut(base, "://")
	return gateway.CheckBaseURL("http://"+rest) == nil
}

// samePlace is a spelling that base URLs of the same place share: scheme and
// host in lower case, the host without the dot of the root, and the port.
func samePlace(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base
	}
	port := strings.TrimLeft(u.Port(), "0")
	switch {
	case port != "":
	case u.Scheme == "http":
		port = "80"
	default:
		port = "443"
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	return u.Scheme + "://" + net.JoinHostPort(host, port) + u.EscapedPath()
}

// template is a path template of these placeholders, "" for none given.
func (t *table) template(key string, placeholders ...string) string {
	text, ok := t.given(key)
	if !ok {
		return ""
	}
	if fault, fix := templateFault(text, placeholders); fault != "" {
		t.fault(key, fault, fix)
		return ""
	}
	return text
}

func templateFault(text string, placeholders []string) (fault, fix string) {
	switch {
	case text == "":
		return "is empty", `write "/" for no path at all, or leave the key out for the gateway's own`
	case !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//"):
		return "is not a path", "begin it with one /; the host stands in base_url"
	case strings.ContainsAny(text, "?#"):
		return "has a query or a fragment", "end it before ? or #"
	case strings.ContainsAny(text, `\ "<>`):
		return "holds a character that no path has", "write a path such as /{service}/v1"
	case slices.ContainsFunc(strings.Split(text, "/"), isDots):
		return "holds a segment . or ..", "write the path without it"
	}
	names, ok := placeholdersOf(text)
	if !ok {
		return "has a brace without its other half", "write placeholders as " + strings.Join(placeholders, " and ")
	}
	for _, name := range names {
		shown := "{" + name + "}"
		if slices.Contains(placeholders, shown) {
			continue
		}
		if shown == "{apiKey}" {
			return "cannot hold {apiKey}", "the token endpoint stands outside of the API key's path"
		}
		if guess := nearest(shown, placeholders); guess != "" {
			return "unknown placeholder " + strconv.Quote(shown), "did you mean " + guess + "?"
		}
		return "unknown placeholder " + strconv.Quote(shown), "known here: " + strings.Join(placeholders, ", ")
	}
	return "", ""
}

func isDots(segment string) bool { return segment == "." || segment == ".." }

// placeholdersOf lists the names in braces; ok is false when braces do not
// pair.
func placeholdersOf(template string) (names []string, ok bool) {
	rest := template
	for {
		before, after, found := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return nil, false
		}
		if !found {
			return names, true
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || strings.ContainsAny(name, "{/") {
			return nil, false
		}
		names, rest = append(names, name), tail
	}
}

// proxy is "", "none" or the URL of a proxy, and whether a password is in it.
func (t *table) proxy(key string) (text string, password bool) {
	text = t.word(key)
	if err := gateway.CheckProxy(text); err != nil {
		t.fault(key, "is no proxy", err.Error())
		return "", false
	}
	if u, err := url.Parse(text); err == nil {
		_, password = u.User.Password()
	}
	return text, password
}
