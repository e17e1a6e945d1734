package gateway

import (
	"net/url"
	"strings"
)

// headerParts makes a placeholder of a value that is secret by its name, or
// holds a known secret.
func (c *Client) headerParts(name, value string) []Part {
	if value == "" || !SecretName(name) && !c.redactor.Contains([]byte(value)) {
		return []Part{{Text: value}}
	}
	return []Part{{Secret: &Placeholder{Kind: PlaceholderHeader, Name: name, Value: Secret(value)}}}
}

// urlParts are base URL and call prefix, the API key where it belongs, and what
// follows.
func (c *Client) urlParts(env *Environment, service, suffix string) []Part {
	const here = "\x00" // no URL holds it
	var key Secret
	if env.NeedsAPIKey() {
		key, _ = c.vault.Peek(env.APIKey)
	}
	var out []Part
	for i, text := range strings.Split(env.BaseURL+expand(env.callPrefix(), service, here), here) {
		if i > 0 {
			placeholder := settingPlaceholder(PlaceholderAPIKey, env.APIKey, url.PathEscape)
			placeholder.Value = Secret(url.PathEscape(key.Reveal()))
			out = append(out, Part{Secret: placeholder})
		}
		out = append(out, Part{Text: text})
	}
	path, query, asked := strings.Cut(suffix, "?")
	out = append(out, Part{Text: path})
	if asked {
		out = append(out, Part{Text: "?"})
		out = append(out, c.queryParts(query)...)
	}
	return join(out)
}

// settingPlaceholder is the place of a secret that the settings name, escaped by
// escape where that is not nil. A variable that needs escaping does not fill it.
func settingPlaceholder(kind PlaceholderKind, from Source, escape func(string) string) *Placeholder {
	placeholder := &Placeholder{Kind: kind, Source: sourceName(from), Escaped: escape != nil}
	if escape == nil {
		placeholder.Variable = variableOf(from)
	} else if known, ok := from.(sourceKnown); ok {
		if value, ok := known.Known(); ok && escape(value.Reveal()) == value.Reveal() {
			placeholder.Variable = variableOf(from)
		}
	}
	return placeholder
}

// queryParts makes placeholders of the values that are secret by their names,
// or hold a known secret.
func (c *Client) queryParts(query string) []Part {
	var out []Part
	for query != "" {
		end := strings.IndexFunc(query, separatesPairs)
		if end < 0 {
			end = len(query)
		}
		name, value, valued := strings.Cut(query[:end], "=")
		if plain := unescaped(name); valued && value != "" && (SecretName(plain) || c.redactor.Contains([]byte(value))) {
			out = append(out, Part{Text: name + "="}, Part{Secret: &Placeholder{Kind: PlaceholderQuery, Name: plain, Escaped: true, Value: Secret(value)}})
		} else {
			out = append(out, Part{Text: query[:end]})
		}
		if query = query[end:]; query != "" {
			out = append(out, Part{Text: query[:1]})
			query = query[1:]
		}
	}
	return out
}

// proxyParts are the URL of a proxy that an environment names. Names are looked
// up by the proxy, also those of socks5.
func proxyParts(setting string) []Part {
	if setting == "" || setting == NoProxy {
		return nil
	}
	proxy, err := parseProxy(setting)
	if err != nil {
		return nil // the gate says so
	}
	if proxy.Scheme == "socks5" {
		proxy.Scheme = "socks5h"
	}
	if _, secret := proxy.User.Password(); secret {
		return []Part{{Secret: &Placeholder{Kind: PlaceholderProxy, Value: Secret(proxy.String())}}}
	}
	return []Part{{Text: proxy.String()}}
}

// join makes one of texts that follow each other, and drops empty ones.
func join(parts []Part) []Part {
	var out []Part
	for _, p := range parts {
		last := len(out) - 1
		switch {
		case p.Secret == nil && p.Text == "":
		case p.Secret == nil && last >= 0 && out[last].Secret == nil:
			out[last].Text += p.Text
		default:
			out = append(out, p)
		}
	}
	return out
}

// variableOf is the variable of the process environment that a source reads, ""
// if it reads none.
func variableOf(s Source) string {
	if s == nil {
		return ""
	}
	name, _ := strings.CutPrefix(s.String(), "env:")
	if name == s.String() {
		return ""
	}
	return name
}
