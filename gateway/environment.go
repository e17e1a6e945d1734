package gateway

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Defaults of an [Environment], taken from the documented gateway.
const (
	DefaultTokenPath  = "/{service}/v1/oauth2/token"
	DefaultCallPrefix = "/{service}/v1/{apiKey}"
	// DefaultTimeout bounds a token exchange, and the wait for the head of a
	// response. A body that keeps arriving may take longer.
	DefaultTimeout = 30 * time.Second
	// DefaultBodyLimit is the most decoded bytes kept of one response body.
	DefaultBodyLimit = 256 << 20
)

// AuthStyle says where a token request carries the client credentials. It is
// configured, never probed: a probe would show the secret in a place the
// gateway may not need it in.
type AuthStyle string

// The three placements of client credentials.
const (
	AuthForm  AuthStyle = "form"  // form body, RFC 6749 section 2.3.1
	AuthQuery AuthStyle = "query" // query string: documented by the gateway, forbidden by the RFC
	AuthBasic AuthStyle = "basic" // HTTP Basic, RFC 6749 section 2.3.1
)

// Environment is one installation of the gateway. It is plain data: nothing is
// resolved, opened or looked up before it is needed, so that a broken
// environment never stands in the way of the others.
type Environment struct {
	Name    string // as the user wrote it
	BaseURL string // scheme, host, port and perhaps a path; no slash at the end
	Site    string // a label, shown and never sent

	APIKey       Source // nil when the call prefix has no {apiKey}
	ClientID     Source
	ClientSecret Source

	AuthStyle  AuthStyle // "" means AuthForm
	TokenPath  string    // template, "" means DefaultTokenPath
	CallPrefix string    // template, "" means DefaultCallPrefix

	// AssumedLifetime stands in where the server states no expires_in.
	// Zero: the expiry of such a token is not known.
	AssumedLifetime time.Duration

	// KeepFresh has the tokens of all its services renewed ahead from the start
	// on: see [Tokens.KeepFresh].
	KeepFresh bool

	// TokenCache shares the tokens with other runs through the store that
	// Tokens was given. Without a store it means nothing.
	TokenCache bool

	Guarded  bool // a write needs the environment's name typed
	ReadOnly bool // a write is refused

	CAFile  string        // PEM file of further root certificates, "" for none
	Timeout time.Duration // zero means DefaultTimeout
	Proxy   string        // "" from the process environment, "none", or a URL
}

// Style is the environment's AuthStyle with the default filled in.
func (e *Environment) Style() AuthStyle {
	if e.AuthStyle == "" {
		return AuthForm
	}
	return e.AuthStyle
}

// WaitLimit is the environment's Timeout with the default filled in.
func (e *Environment) WaitLimit() time.Duration {
	if e.Timeout <= 0 {
		return DefaultTimeout
	}
	return e.Timeout
}

// TokenURL is the URL of the token endpoint of a service, without query.
func (e *Environment) TokenURL(service string) string {
	path := e.TokenPath
	if path == "" {
		path = DefaultTokenPath
	}
	return e.BaseURL + expand(path, service, "")
}

// CallURL is the URL that the paths of a service's calls follow. The API key
// is a path segment of it: the result is sensitive.
func (e *Environment) CallURL(service string, apiKey Secret) string {
	return e.BaseURL + expand(e.callPrefix(), service, url.PathEscape(apiKey.Reveal()))
}

// MaskedCallURL is CallURL as it may be shown: a known key is masked, and an
// unknown one stays the placeholder {apiKey}.
func (e *Environment) MaskedCallURL(service string, apiKey Secret) string {
	key := "{apiKey}"
	if apiKey != "" {
		key = apiKey.Mask()
	}
	return e.BaseURL + expand(e.callPrefix(), service, key)
}

// NeedsAPIKey reports whether calls carry the API key in their path.
func (e *Environment) NeedsAPIKey() bool {
	return strings.Contains(e.callPrefix(), "{apiKey}")
}

func (e *Environment) callPrefix() string {
	if e.CallPrefix == "" {
		return DefaultCallPrefix
	}
	return e.CallPrefix
}

func expand(template, service, apiKey string) string {
	r := strings.NewReplacer("{service}", url.PathEscape(service), "{apiKey}", apiKey)
	if template != "" && !strings.HasPrefix(template, "/") {
		template = "/" + template
	}
	return strings.TrimSuffix(r.Replace(template), "/")
}

// Service is one service of the gateway, named as in its path.
type Service struct {
	Name string // the path segment, such as "streaming-property"
	Doc  string // one line on what it is for
}

// Short is the name without the prefix that the documented services share.
func (s Service) Short() string { return strings.TrimPrefix(s.Name, "streaming-") }

// DocumentedServices are the five services of the Streaming Catalog API, in
// the order in which work with them goes.
func DocumentedServices() []Service {
	return []Service{
		{"streaming-property", "property definition collections: the schema of each item type"},
		{"streaming-snapshot", "snapshots: instances of a catalog and their states"},
		{"streaming-ingest", "upload, change and delete items"},
		{"streaming-view", "read back the items of a snapshot"},
		{"streaming-status", "what became of each upload"},
	}
}

// Target is one environment and one service by name: what a token is good
// for. It is comparable, and the key of tokens, requests and records.
type Target struct {
	Environment string
	Service     string
}

func (t Target) String() string { return fmt.Sprintf("%s / %s", t.Environment, t.Service) }
