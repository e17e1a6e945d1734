package gateway

import (
	"context"
	"net/url"
)

// OutgoingToken is the token request of a target as it would leave now, with
// placeholders without values for client id and secret. The error is a *FieldError.
func (c *Client) OutgoingToken(target Target) (Outgoing, error) {
	dir, _ := c.settings()
	env, err := findTarget(dir, target)
	if err != nil {
		return Outgoing{}, err
	}
	req, err := newTokenRequest(context.Background(), env.TokenURL(target.Service), AuthForm, "", "")
	if err != nil {
		return Outgoing{}, &FieldError{Part: "environment", Name: env.Name, Fault: err.Error() + ": correct them in the configuration"}
	}
	out := c.outgoing(dir, env, target, req)
	out.Safe = true // it changes nothing of the user's
	var escape func(string) string
	if env.Style() != AuthForm {
		escape = url.QueryEscape // RFC 6749 section 2.3.1 asks for it in Basic, too
	}
	id := Part{Secret: settingPlaceholder(PlaceholderClientID, env.ClientID, escape)}
	secret := Part{Secret: settingPlaceholder(PlaceholderClientSecret, env.ClientSecret, escape)}
	grant := OutgoingField{"grant_type", []Part{{Text: "client_credentials"}}}
	out.URL = []Part{{Text: req.URL.String()}}
	switch env.Style() {
	case AuthQuery:
		begin := "?"
		if req.URL.RawQuery != "" {
			begin = "&"
		}
		out.URL = join(append(out.URL, Part{Text: begin + "client_id="}, id, Part{Text: "&client_secret="}, secret, Part{Text: "&grant_type=client_credentials"}))
	case AuthBasic:
		out.Basic = []Part{id, {Text: ":"}, secret}
		out.Form = []OutgoingField{grant}
	default:
		out.Form = []OutgoingField{{"client_id", []Part{id}}, {"client_secret", []Part{secret}}, grant}
	}
	return out, nil
}
