package sandbox

import (
	"net/http"
	"net/url"
	"strings"
)

// route is what a path says: /{service}/v1/{apiKey}/{rest...}.
type route struct {
	service   string   // "" when the gateway knows no such service
	token     bool     // a token exchange
	versioned bool     // v1 and an API key are there
	apiKey    string   // as sent, not checked
	rest      []string // decoded; an empty segment is kept
}

// parseRoute reads an escaped path. As in Kong's OAuth2 plugin, any POST whose
// path contains /oauth2/token is a token exchange.
func parseRoute(method, path string) route {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, s := range segments {
		if plain, err := url.PathUnescape(s); err == nil {
			segments[i] = plain
		}
	}
	if _, known := services[segments[0]]; !known {
		return route{}
	}
	rt := route{service: segments[0]}
	if method == http.MethodPost && strings.Contains(path, "/oauth2/token") {
		rt.token = true
		return rt
	}
	if len(segments) >= 3 && segments[1] == "v1" {
		rt.versioned = true
		rt.apiKey = segments[2]
		rt.rest = segments[3:]
	}
	return rt
}
