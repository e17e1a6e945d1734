package sandbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxTokenBody is the size in bytes up to which a token request is read.
const maxTokenBody = 64 << 10

// tokenReply is RFC 6749, section 5.1. A token that never expires states no
// lifetime.
type tokenReply struct {
	TokenType   string `json:"token_type"`
	AccessToken string `json:"access_token"`
	ExpiresIn   int64  `json:"expires_in,omitempty"`
	State       string `json:"state,omitempty"`
}

// tokenRefusal is RFC 6749, section 5.2, with the state echoed as Kong does.
type tokenRefusal struct {
	Code        string `json:"error"`
	Description string `json:"error_description"`
	State       string `json:"state,omitempty"`
}

// issueToken answers a token exchange by the client credentials grant, in the
// way of Kong's OAuth2 plugin. No answer may be stored by a cache.
func (e *environment) issueToken(r *http.Request, service string) answer {
	return e.exchange(r, service).
		with("Cache-Control", "no-store").
		with("Pragma", "no-cache")
}

func (e *environment) exchange(r *http.Request, service string) answer {
	p, err := tokenParameters(r)
	if err != nil {
		return failure(err)
	}
	refuse := func(status int, code, text string) answer {
		return answer{status: status, body: tokenRefusal{code, text, p["state"]}}
	}
	if e.world.options.RequireHTTPS && r.TLS == nil {
		return refuse(http.StatusBadRequest, "access_denied", "You must use HTTPS")
	}
	id, secret, basic := clientCredentials(p, r.Header.Get("Authorization"))
	switch {
	case !e.authentic(id, secret) && basic: // outranks a wrong grant, as in Kong
		return refuse(http.StatusUnauthorized, "invalid_client", "Invalid client authentication").
			with("WWW-Authenticate", `Basic realm="OAuth2.0"`)
	case !e.authentic(id, secret):
		return refuse(http.StatusBadRequest, "invalid_client", "Invalid client authentication")
	case p["grant_type"] != "client_credentials":
		return refuse(http.StatusBadRequest, "unsupported_grant_type", "Invalid grant_type")
	}
	now := e.world.options.Now()
	reply := tokenReply{TokenType: "bearer", AccessToken: e.world.random.text(alphanumeric, tokenLength), State: p["state"]}
	granted := grant{service: service}
	if e.lifetime > 0 {
		granted.expires = now.Add(e.lifetime)
		reply.ExpiresIn = int64((e.lifetime + time.Second - 1) / time.Second)
	}
	e.grants.add(reply.AccessToken, granted, now)
	return success(reply)
}

// authentic compares credentials without telling by the time it takes how
// much of them was right.
func (e *environment) authentic(id, secret string) bool {
	return same(id, e.public.ClientID)&same(secret, e.public.ClientSecret) == 1
}

func same(a, b string) int {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:])
}

// tokenParameters merges the query and the form body; the body wins. A
// parameter sent twice in one place is refused (RFC 6749, section 3.2).
func tokenParameters(r *http.Request) (map[string]string, error) {
	query, _ := url.ParseQuery(r.URL.RawQuery) // what can be read of it
	body, err := formBody(r)
	if err != nil {
		return nil, err
	}
	merged := make(map[string]string)
	for _, values := range []url.Values{query, body} {
		for name, list := range values {
			if len(list) > 1 {
				return nil, badRequest("The parameter " + clip(name) + " is there more than once")
			}
			merged[name] = list[0]
		}
	}
	return merged, nil
}

// formBody reads a form body; a body of another type holds no parameters.
func formBody(r *http.Request) (url.Values, error) {
	data, err := readBody(r, maxTokenBody)
	if err != nil {
		return nil, err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" {
		return nil, nil
	}
	values, _ := url.ParseQuery(string(data))
	return values, nil
}

// clientCredentials takes the credentials from the parameters or, when they
// are not both there, from an Authorization header by Basic.
func clientCredentials(p map[string]string, authorization string) (id, secret string, basic bool) {
	if authorization == "" || (p["client_id"] != "" && p["client_secret"] != "") {
		return p["client_id"], p["client_secret"], false
	}
	scheme, encoded, _ := strings.Cut(strings.TrimSpace(authorization), " ")
	if !strings.EqualFold(scheme, "basic") {
		return p["client_id"], p["client_secret"], true
	}
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return "", "", true
	}
	id, secret, _ = strings.Cut(string(decoded), ":")
	return formDecoded(id), formDecoded(secret), true
}

// formDecoded undoes the form encoding that RFC 6749, section 2.3.1, asks for
// below Basic. Identifiers of this gateway are the same with and without.
func formDecoded(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// readBody reads a body up to a limit in bytes and refuses a longer one.
func readBody(r *http.Request, limit int64) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	tooLarge := refusal{http.StatusRequestEntityTooLarge, "payload_too_large", "The body is larger than " + size(limit)}
	if r.ContentLength > limit {
		return nil, tooLarge
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err != nil {
		return nil, badRequest("The body could not be read to its end: " + err.Error())
	}
	if int64(len(data)) > limit {
		return nil, tooLarge
	}
	return data, nil
}
