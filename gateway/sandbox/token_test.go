package sandbox

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func basic(id, secret string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
}

// TestTokenPlacements: query, form, Basic, both at once with the body winning.
func TestTokenPlacements(t *testing.T) {
	p := play(t, Options{})
	e := p.env(0)
	endpoint := e.BaseURL + "/streaming-property/v1/oauth2/token"
	good := grantForm(e)
	wrong := url.Values{"grant_type": {"x"}, "client_id": {"fake"}, "client_secret": {"fake"}}.Encode()
	cases := []struct {
		name, address, body string
		header              []string
		status              int
	}{
		{"form", endpoint, good, []string{formType}, 200},
		{"form with a charset", endpoint, good, []string{formType + "; charset=utf-8"}, 200},
		{"query, no content type", endpoint + "?" + good, "", nil, 200},
		{"query, form type, empty body", endpoint + "?" + good, "", []string{formType}, 200},
		{"basic", endpoint, "grant_type=client_credentials", []string{formType, basic(e.ClientID, e.ClientSecret)}, 200},
		{"basic, grant in the query", endpoint + "?grant_type=client_credentials", "", []string{basic(e.ClientID, e.ClientSecret)}, 200},
		{"body wins over a wrong query", endpoint + "?" + wrong, good, []string{formType}, 200},
		{"wrong body wins over the query", endpoint + "?" + good, wrong, []string{formType}, 400},
		{"parameters outrank basic", endpoint, good, []string{formType, basic("fake", "fake")}, 200},
		{"split over both", endpoint + "?grant_type=client_credentials&client_id=" + e.ClientID, "client_secret=" + e.ClientSecret, []string{formType}, 200},
		{"API key in the path", e.BaseURL + "/streaming-property/v1/" + e.APIKey + "/oauth2/token", good, []string{formType}, 200},
		{"a body of another type holds nothing", endpoint, good, []string{"Content-Type: text/plain"}, 400},
		{"a parameter twice", endpoint, good + "&client_id=fake", []string{formType}, 400},
	}
	shape := regexp.MustCompile(`^[A-Za-z0-9]{32}$`)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := p.do("POST", c.address, c.body, c.header...)
			if r.status != c.status {
				t.Fatalf("got %d %s", r.status, r.body)
			}
			if r.header.Get("Cache-Control") != "no-store" || r.header.Get("Pragma") != "no-cache" {
				t.Errorf("may be cached: %v", r.header)
			}
			if r.status != 200 {
				return
			}
			if r.member(t, "token_type") != "bearer" || !shape.MatchString(r.member(t, "access_token").(string)) {
				t.Errorf("reply %s", r.body)
			}
		})
	}
}

// TestTokenRefusals holds every row of gateway-api 2.4 about the token
// endpoint.
func TestTokenRefusals(t *testing.T) {
	p := play(t, Options{})
	secure := play(t, Options{RequireHTTPS: true})
	e, s := p.env(0), secure.env(0)
	endpoint := e.BaseURL + "/streaming-ingest/v1/oauth2/token"
	form := func(grant, id, secret string) string {
		return url.Values{"grant_type": {grant}, "client_id": {id}, "client_secret": {secret}}.Encode()
	}
	const grant = "client_credentials"
	const badClient = `{"error":"invalid_client","error_description":"Invalid client authentication"}`
	const badGrant = `{"error":"unsupported_grant_type","error_description":"Invalid grant_type"}`
	const missing = `{"error":"invalid_request","error_description":"The access token is missing"}`
	cases := []struct {
		name, method, address, body, auth string
		status                            int
		want, challenge                   string
	}{
		{"unknown client", "POST", endpoint, form(grant, "0000fakefakefake", e.ClientSecret), "", 400, badClient, ""},
		{"wrong secret", "POST", endpoint, form(grant, e.ClientID, "wrong"), "", 400, badClient, ""},
		{"missing secret", "POST", endpoint, "grant_type=" + grant + "&client_id=" + e.ClientID, "", 400, badClient, ""},
		{"nothing at all", "POST", endpoint, "", "", 400, badClient, ""},
		{"another environment's credentials", "POST", endpoint, grantForm(p.env(2)), "", 400, badClient, ""},
		{"missing grant", "POST", endpoint, form("", e.ClientID, e.ClientSecret), "", 400, badGrant, ""},
		{"other grant", "POST", endpoint, form("password", e.ClientID, e.ClientSecret), "", 400, badGrant, ""},
		{"both wrong", "POST", endpoint, form("password", e.ClientID, "wrong"), "", 400, badClient, ""},
		{"bad basic", "POST", endpoint, "grant_type=" + grant, basic(e.ClientID, "wrong"), 401, badClient, `Basic realm="OAuth2.0"`},
		{"basic that is no base64", "POST", endpoint, "grant_type=" + grant, "Authorization: Basic !!", 401, badClient, `Basic realm="OAuth2.0"`},
		{"state is echoed", "POST", endpoint, form("x", e.ClientID, e.ClientSecret) + "&state=s1", "", 400,
			`{"error":"unsupported_grant_type","error_description":"Invalid grant_type","state":"s1"}`, ""},
		{"plain HTTP", "POST", s.BaseURL + "/streaming-ingest/v1/oauth2/token", grantForm(s), "", 400,
			`{"error":"access_denied","error_description":"You must use HTTPS"}`, ""},
		{"GET", "GET", endpoint + "?" + grantForm(e), "", "", 401, missing, `Bearer realm="service"`},
		{"misspelt path", "POST", e.BaseURL + "/streaming-ingest/v1/oath2/token", grantForm(e), "", 401, missing, `Bearer realm="service"`},
		{"unknown service", "POST", e.BaseURL + "/streaming-nothing/v1/oauth2/token", grantForm(e), "", 404,
			`{"message":"no Route matched with those values"}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			header := []string{formType}
			if c.auth != "" {
				header = append(header, c.auth)
			}
			r := p.do(c.method, c.address, c.body, header...)
			if r.status != c.status || r.body != c.want || r.header.Get("WWW-Authenticate") != c.challenge {
				t.Errorf("got %d %s %q", r.status, r.body, r.header.Get("WWW-Authenticate"))
			}
			if strings.Contains(r.body, "invalid_client") && r.header.Get("Cache-Control") != "no-store" {
				t.Error("may be cached")
			}
			if got := r.header.Get("Content-Type"); got != "application/json; charset=utf-8" {
				t.Errorf("content type %q", got)
			}
		})
	}
	if r := p.do("POST", endpoint, strings.Repeat("a", maxTokenBody+1), formType); r.status != 413 {
		t.Errorf("oversize token request: %d", r.status)
	}
}
