package gateway

import (
	"slices"
	"strings"
)

// Stray is a part of a request that holds a secret of this run which is not its
// target's own.
type Stray struct {
	Part   string // "header", "path", "parameter", "query" or "body"
	Name   string // of the field within the part, if it has one
	Secret string // in words: "a token of QA"
}

// Where is the part and its name.
func (s *Stray) Where() string {
	if s.Name == "" {
		return s.Part
	}
	return s.Part + " " + s.Name
}

// Stray looks for a known secret in what a person wrote into a request, nil if
// there is none but the target's own: a request that was made for one target is
// about to go to another. What is put in on sending, token and API key, is not
// part of a request.
func (c *Client) Stray(target Target, r Request) *Stray {
	for _, p := range writtenParts(r) {
		if c.redactor.Contains([]byte(p.text)) && c.redactor.except(c.ownSecrets(target, p.text)).Contains([]byte(p.text)) {
			return &Stray{Part: p.part, Name: p.name, Secret: c.whose(target, p.text)}
		}
	}
	return nil
}

// writtenPart is a text of a request that goes out.
type writtenPart struct{ part, name, text string }

// writtenParts are all of a request, field by field, and the URL as a whole: a
// secret may stand in it in pieces.
func writtenParts(r Request) []writtenPart {
	var out []writtenPart
	add := func(part string, fields []Field) {
		for _, f := range fields {
			own := part == "header" && r.Auth != AuthCustom && strings.EqualFold(f.Name, "Authorization") // refused, if it is on
			if !f.Off && !own {
				out = append(out, writtenPart{part, f.Name, f.Value}, writtenPart{part, "", f.Name})
			}
		}
	}
	add("header", r.Headers)
	add("parameter", r.PathParams)
	add("query", r.Query)
	out = append(out, writtenPart{"path", "", r.Path})
	if path, err := buildPath(r); err == nil {
		query, _ := buildQuery(r) // a fault is told on sending
		out = append(out, writtenPart{"path", "", path + query})
	}
	return append(out, writtenPart{"body", "", string(r.Body)})
}

// ownSecrets are the values that may go to a target: its token, also those
// before it, and its environment's API key and credentials.
func (c *Client) ownSecrets(target Target, text string) map[string]bool {
	own := map[string]bool{}
	dir, _ := c.settings()
	if env := dir.Environment(target.Environment); env != nil {
		for _, s := range c.keptSecrets(env) {
			own[s.value.Reveal()] = true
		}
	}
	if token := c.tokens.State(target).Token; token != nil {
		own[token.Value.Reveal()] = true
	}
	for _, word := range strings.Fields(text) {
		if c.tokens.Provenance(target, Secret(word)).Target == target {
			own[word] = true
		}
	}
	return own
}

// keptSecret is a secret of an environment, by what it is.
type keptSecret struct {
	what  string
	value Secret
}

// keptSecrets are those of an environment's settings that are known by now.
func (c *Client) keptSecrets(env *Environment) []keptSecret {
	var out []keptSecret
	for _, s := range []struct {
		what string
		from Source
	}{{"the API key", env.APIKey}, {"the client secret", env.ClientSecret}, {"the client id", env.ClientID}} {
		if value, ok := c.vault.Peek(s.from); ok {
			out = append(out, keptSecret{s.what, value})
		}
	}
	return out
}

// whose says what a text holds that is not the target's own.
func (c *Client) whose(target Target, text string) string {
	holds := func(value Secret) bool {
		return slices.ContainsFunc(formsOf(value.Reveal()), func(f form) bool { return !f.partial() && strings.Contains(text, f.bytes) })
	}
	of := func(t Target) string {
		if t.Environment == target.Environment {
			return "a token of " + t.String()
		}
		return "a token of " + t.Environment
	}
	for _, state := range c.tokens.States() {
		if state.Token != nil && state.Target != target && holds(state.Token.Value) {
			return of(state.Target)
		}
	}
	dir, _ := c.settings()
	for _, env := range dir.Environments {
		for _, s := range c.keptSecrets(env) {
			if env.Name != target.Environment && holds(s.value) {
				return s.what + " of " + env.Name
			}
		}
	}
	for _, word := range strings.Fields(text) { // one that another took the place of
		if from := c.tokens.Provenance(target, Secret(word)); from.Obtained() && from.Target != target {
			return of(from.Target)
		}
	}
	return "a secret that this run knows"
}
