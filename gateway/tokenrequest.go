package gateway

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// formType is the media type of every token request.
const formType = "application/x-www-form-urlencoded"

// newTokenRequest builds the token request of the client credentials grant
// (RFC 6749 section 4.4.2) with the credentials where style says. The error
// holds neither URL nor credentials.
func newTokenRequest(ctx context.Context, endpoint string, style AuthStyle, id, secret Secret) (*http.Request, error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	if style != AuthBasic {
		form.Set("client_id", id.Reveal())
		form.Set("client_secret", secret.Reveal())
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		return nil, errors.New("the token URL made of base_url and token_path is not a URL")
	}
	body := form.Encode()
	if style == AuthQuery {
		u.RawQuery, body = joinQuery(u.RawQuery, body), ""
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), strings.NewReader(body))
	if err != nil {
		return nil, errors.New("no request can be made of the token URL")
	}
	req.Header.Set("Content-Type", formType)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Accept-Encoding", "identity")
	if style == AuthBasic {
		req.SetBasicAuth(basicCredentials(id, secret))
	}
	return req, nil
}

// basicCredentials are id and secret as HTTP Basic carries them: form-encoded
// first (RFC 6749 section 2.3.1), so that a colon in the id does no harm.
func basicCredentials(id, secret Secret) (string, string) {
	return url.QueryEscape(id.Reveal()), url.QueryEscape(secret.Reveal())
}

func joinQuery(a, b string) string {
	if a == "" {
		return b
	}
	return a + "&" + b
}
