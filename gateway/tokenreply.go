package gateway

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// hasError reports whether an object carries an OAuth error. Servers that fill
// in every field send null, false or an empty string beside a token.
func (c content) hasError() bool {
	for _, raw := range c.values("error") {
		switch strings.TrimSpace(string(raw)) {
		case "null", `""`, "false":
		default:
			return true
		}
	}
	return false
}

// words are the error code and the description of an object. Where the server
// does not keep to RFC 6749 section 5.2, what other servers use is read: the
// message of the documented gateway, or the detail of a problem (RFC 9457).
func (c content) words() (code, description string) {
	for _, name := range []string{"error_description", "message", "detail", "title"} {
		if description = c.text(name); description != "" {
			break
		}
	}
	code = c.text("error")
	if code == "" && c.hasError() && description == "" {
		description = nestedMessage(c.values("error"))
	}
	return code, description
}

// nestedMessage is the message of an error that is an object itself.
func nestedMessage(errors []json.RawMessage) string {
	for _, raw := range errors {
		var nested struct{ Message string }
		if json.Unmarshal(raw, &nested) == nil && nested.Message != "" {
			return nested.Message
		}
	}
	return ""
}

// accessToken is the one usable access token of an object, or what is wrong
// with it.
func (c content) accessToken() (Secret, string) {
	values := c.values("access_token")
	if len(values) == 0 {
		if other := c.misspelt("access_token"); other != "" {
			return "", fmt.Sprintf("the answer has no access_token, but a member %s: names are case-sensitive", quoted(other))
		}
		return "", "the answer has no access_token"
	}
	var token string
	for i, raw := range values {
		s, ok := jsonString(raw)
		switch {
		case !ok:
			return "", "access_token is not a string"
		case i > 0 && s != token:
			return "", "the answer has two different access_tokens"
		}
		token = s
	}
	return Secret(token), tokenFault(token)
}

// tokenFault says why a text is no bearer token (b64token of RFC 6750 section
// 2.1), without showing it; "" if it is one.
func tokenFault(token string) string {
	if token == "" {
		return "access_token is empty"
	}
	body := strings.TrimRight(token, "=")
	if body == "" {
		return "access_token is made of '=' only"
	}
	for i := range len(body) {
		if !isB64TokenByte(body[i]) {
			return fmt.Sprintf("access_token has %s at byte %d, which no header may carry as a bearer token", byteName(body[i]), i+1)
		}
	}
	return ""
}

func isB64TokenByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~+/", c) >= 0
}

// byteName names a class of bytes. The byte itself is part of a secret.
func byteName(c byte) string {
	switch {
	case c == '\r' || c == '\n':
		return "a line break"
	case c == ' ' || c == '\t':
		return "white space"
	case c < ' ' || c == 0x7f:
		return "a control character"
	case c >= 0x80:
		return "a character outside ASCII"
	case c == '=':
		return "'=' before its end"
	}
	return "a character outside the token alphabet"
}

// tokenTypeFault says why the type of a token is not bearer; "" if it is. A
// type that is left out is taken for bearer: the gateway knows no other.
func (c content) tokenTypeFault() string {
	for _, raw := range c.values("token_type") {
		kind, ok := jsonString(raw)
		switch {
		case string(raw) == "null":
		case !ok:
			return "token_type is not a string"
		case !strings.EqualFold(kind, "bearer"):
			return fmt.Sprintf("token_type is %s, not bearer", quoted(cut(kind, 40)))
		}
	}
	return ""
}

// redirected is an answer that points elsewhere. It is not followed: the next
// place would get the client's secret.
func (x *tokenExchange) redirected(reply *Reply, found content) *TokenError {
	fault := "the endpoint redirects without saying where"
	location := reply.Header.Get("Location")
	if location != "" {
		fault = "the endpoint redirects to a place that cannot be read"
	}
	shown := ""
	if base, err := url.Parse(x.home.tokenURL); err == nil && location != "" {
		if u, err := base.Parse(location); err == nil {
			shown = x.vault.redactor.Text(locationOf(u))
			fault = "the endpoint redirects to " + quoted(shown)
		}
	}
	e := x.failure(StageReply, reply, found, fault+"; the credentials are not sent there", adviceRedirect)
	e.Location = shown
	return e
}

// notAReply is an answer of success whose body is no JSON object.
func (x *tokenExchange) notAReply(reply *Reply, found content) *TokenError {
	known := shapeFaults[found.shape]
	fault := known.fault
	if found.shape == ShapeBroken && found.offset > 0 {
		fault = fmt.Sprintf("%s from byte %d on", fault, found.offset)
	}
	e := x.failure(StageReply, reply, found, fault, known.advice)
	e.Description = x.clean(pageTitle(found.shape, reply.Body))
	return e
}

// unusable is a token reply without a token that can be used.
func (x *tokenExchange) unusable(reply *Reply, found content, fault string) *TokenError {
	return x.failure(StageReply, reply, found, fault, adviceUnusable)
}

// refusedBy is an answer that says no, by its status or by an error in a 200.
func (x *tokenExchange) refusedBy(reply *Reply, found content) *TokenError {
	code, description := found.words()
	switch found.shape {
	case ShapeHTML:
		description = pageTitle(found.shape, reply.Body)
	case ShapeText:
		description = string(reply.Body)
	}
	known := refusalFault(reply, found, code, description)
	fault := known.fault
	if reply.Status/100 == 2 {
		fault += " (an error in an answer of success)"
	}
	e := x.failure(StageRefused, reply, found, fault, known.advice)
	e.Code, e.Description = x.clean(code), x.clean(description)
	return e
}

// clean takes known secrets out of a server's text and cuts it.
func (x *tokenExchange) clean(s string) string {
	return x.vault.redactor.words(strings.TrimSpace(s))
}

// pageTitle is the title of an HTML page: as a rule it names the proxy.
func pageTitle(shape ReplyShape, body []byte) string {
	if shape != ShapeHTML {
		return ""
	}
	page := strings.ToValidUTF8(string(body[:min(len(body), 4096)]), "")
	_, rest, ok := cutFold(page, "<title>")
	if !ok {
		return ""
	}
	title, _, ok := cutFold(rest, "</title>")
	if !ok {
		return ""
	}
	return strings.Join(strings.Fields(title), " ")
}

// cutFold is strings.Cut without regard to the case of ASCII letters.
func cutFold(s, separator string) (before, after string, found bool) {
	for i := 0; i+len(separator) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(separator)], separator) {
			return s[:i], s[i+len(separator):], true
		}
	}
	return s, "", false
}
