package sandbox

import (
	"net/http"
	"strings"
)

// checkToken lets a call through that bears a live token of this very service
// and environment. The refusals are those of Kong's OAuth2 plugin: whether a
// token is unknown, expired, or another service's cannot be told from outside.
func (e *environment) checkToken(r *http.Request, service string) (refused answer, authorized bool) {
	token := bearerToken(r.Header.Get("Authorization"))
	if token == "" && e.world.options.AllowQueryToken {
		token = r.URL.Query().Get("access_token")
	}
	const realm = `Bearer realm="service"`
	if token == "" {
		err := refusal{http.StatusUnauthorized, "invalid_request", "The access token is missing"}
		return failure(err).with("WWW-Authenticate", realm), false
	}
	if granted, live := e.grants.find(token, e.world.options.Now()); !live || granted != service {
		err := refusal{http.StatusUnauthorized, "invalid_token", "The access token is invalid or has expired"}
		challenge := realm + ` error="invalid_token" error_description="` + err.text + `"`
		return failure(err).with("WWW-Authenticate", challenge), false
	}
	return answer{}, true
}

// bearerToken takes the token out of an Authorization header. What is not a
// known scheme and one word is taken whole, so a bare token works too.
func bearerToken(header string) string {
	words := strings.Fields(header)
	if len(words) == 2 && (strings.EqualFold(words[0], "bearer") || strings.EqualFold(words[0], "token")) {
		return words[1]
	}
	return strings.TrimSpace(header)
}
