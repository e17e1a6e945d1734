package gateway

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Outgoing is a request as it leaves the process, for writing it down in
// another form. What is secret of it is not in its texts: a [Placeholder] stands
// there. Host and Content-Length are left to whoever sends it.
type Outgoing struct {
	Target  Target
	Service string // the shortest name by which a command line finds the service
	Method  string
	URL     []Part
	Header  []OutgoingField // sorted by name
	Body    []byte
	// Form takes the place of Body in a token request: fields that are
	// escaped on their way out.
	Form []OutgoingField
	// Basic are user and password of HTTP Basic, nil if there are none.
	Basic []Part

	CAFile string // further root certificates, "" for none
	Proxy  []Part // URL of the environment's own proxy, nil if it has none
	Direct bool   // no proxy is used, whatever the process environment says
	Safe   bool   // it only reads
}

// OutgoingField is one header or form field.
type OutgoingField struct {
	Name  string
	Value []Part
}

// Part is a stretch of an outgoing text: as it stands, or a secret.
type Part struct {
	Text   string // "" where Secret is set
	Secret *Placeholder
}

// Placeholder stands for a secret in an [Outgoing].
type Placeholder struct {
	Kind   PlaceholderKind
	Name   string // of the header or query field that holds it, if it is the user's own
	Source string // where the settings say that it comes from, "" for what no setting names
	// Variable is a variable of the process environment whose value stands
	// there as it is; "" if there is none.
	Variable string
	// Value is what stands there; "" while that is not known, and always of
	// client id and secret.
	Value Secret
	// Escaped says that a URL is the place: what stands there is escaped for
	// it.
	Escaped bool
}

// PlaceholderKind is what secret belongs into a [Placeholder].
type PlaceholderKind string

// The kinds of placeholders.
const (
	PlaceholderToken        PlaceholderKind = "token"         // the access token of the target
	PlaceholderAPIKey       PlaceholderKind = "API key"       // of the environment
	PlaceholderClientID     PlaceholderKind = "client id"     // of a token request
	PlaceholderClientSecret PlaceholderKind = "client secret" // of a token request
	PlaceholderHeader       PlaceholderKind = "header"        // the value of a header the user wrote
	PlaceholderQuery        PlaceholderKind = "query"         // the value of a query field the user wrote
	PlaceholderProxy        PlaceholderKind = "proxy"         // the URL of a proxy with a password
)

// Placeholders are those of a request, in the order of URL, header, credentials,
// proxy and form.
func (o Outgoing) Placeholders() []*Placeholder {
	var found []*Placeholder
	take := func(parts []Part) {
		for _, p := range parts {
			if p.Secret != nil {
				found = append(found, p.Secret)
			}
		}
	}
	take(o.URL)
	for _, f := range o.Header {
		take(f.Value)
	}
	take(o.Basic)
	take(o.Proxy)
	for _, f := range o.Form {
		take(f.Value)
	}
	return found
}

// Outgoing is the request exactly as Send would put it on the wire now. As
// Preview, it resolves and sends nothing: secrets that are not known yet have
// placeholders without a value. The error is a *FieldError.
func (c *Client) Outgoing(target Target, r Request) (Outgoing, error) {
	dir, _ := c.settings()
	env, err := findTarget(dir, target)
	if err != nil {
		return Outgoing{}, err
	}
	w, err := build(env, target.Service, "", r)
	if err != nil {
		return Outgoing{}, err
	}
	out := c.outgoing(dir, env, target, w.request(context.Background()))
	out.Safe = r.Safe()
	out.Body = w.body
	out.URL = c.urlParts(env, target.Service, w.suffix)
	if r.Auth == AuthManaged {
		placeholder := &Placeholder{Kind: PlaceholderToken}
		if token := c.tokens.State(target).Token; token != nil {
			placeholder.Value = token.Value
		}
		out.setHeader("Authorization", Part{Text: "Bearer "}, Part{Secret: placeholder})
	}
	return out, nil
}

// Disclose is Outgoing with the value of every placeholder: it obtains token and
// API key if they are not at hand. The caller asked the user. The error is a
// *FieldError, a *TokenError or ctx's.
func (c *Client) Disclose(ctx context.Context, target Target, r Request) (Outgoing, error) {
	dir, _ := c.settings()
	env, err := findTarget(dir, target)
	if err != nil {
		return Outgoing{}, err
	}
	if _, err := c.apiKey(ctx, env); err != nil {
		return Outgoing{}, err
	}
	if r.Auth != AuthManaged {
		return c.Outgoing(target, r)
	}
	grant, err := c.tokens.Get(ctx, target)
	if err != nil {
		return Outgoing{}, err
	}
	out, err := c.Outgoing(target, r)
	if err == nil {
		out.setHeader("Authorization", Part{Text: "Bearer "}, Part{Secret: &Placeholder{Kind: PlaceholderToken, Value: grant.Token.Value}})
	}
	return out, err
}

// APIKey resolves the API key of an environment as it stands in the path of
// its calls. The error is a *FieldError or ctx's.
func (c *Client) APIKey(ctx context.Context, environment string) (Secret, error) {
	dir, _ := c.settings()
	env := dir.Environment(environment)
	if env == nil {
		return "", &FieldError{Part: "environment", Name: environment, Fault: "there is no such environment in the configuration"}
	}
	if !env.NeedsAPIKey() {
		return "", &FieldError{Part: partAPIKey, Name: "of " + env.Name, Fault: "is not used: call_prefix of this environment has no {apiKey}"}
	}
	key, err := c.apiKey(ctx, env)
	return Secret(url.PathEscape(key.Reveal())), err
}

// outgoing takes in all of a request but URL and body.
func (c *Client) outgoing(dir *Directory, env *Environment, target Target, req *http.Request) Outgoing {
	out := Outgoing{
		Target:  target,
		Service: dir.shortest(target.Service),
		Method:  req.Method,
		CAFile:  env.CAFile,
		Proxy:   proxyParts(env.Proxy),
		Direct:  env.Proxy == NoProxy || isLoopbackHost(req.URL.Hostname()),
	}
	header := c.gate.outgoing(context.Background(), req).Header
	if agents := header["User-Agent"]; len(agents) > 0 { // net/http sends the first, and none that is empty
		if header["User-Agent"] = agents[:1]; agents[0] == "" {
			delete(header, "User-Agent")
		}
	}
	for name, values := range header {
		for _, value := range values {
			out.Header = append(out.Header, OutgoingField{name, c.headerParts(name, value)})
		}
	}
	slices.SortStableFunc(out.Header, func(a, b OutgoingField) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (o *Outgoing) setHeader(name string, value ...Part) {
	o.Header = slices.DeleteFunc(o.Header, func(f OutgoingField) bool { return f.Name == name })
	at, _ := slices.BinarySearchFunc(o.Header, name, func(f OutgoingField, name string) int { return strings.Compare(f.Name, name) })
	o.Header = slices.Insert(o.Header, at, OutgoingField{name, value})
}
