package gateway

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// known is what is said of a known fault. In advice, {env}, {service}, {style},
// {id}, {secret} and {url} stand for those of the token request.
type known struct{ fault, advice string }

// The advice of the stages before there is an answer, and of answers whose
// fault has one advice only.
const (
	adviceCredentials = "Set the source of environment {env} right ({id} and {secret}), then fetch again: a file or command is read again, while a variable must be set before gatehouse starts."
	adviceEndpoint    = "Correct base_url and token_path of environment {env}."
	adviceConnect     = "Check base_url of environment {env} and whether this network, VPN or proxy lets you reach it."
	adviceTimeout     = "Try again; if the endpoint is just slow, raise timeout of environment {env}. If nothing of that host answers, check VPN and proxy."
	adviceRedirect    = "Set base_url and token_path of environment {env} to the place that answers itself. A redirect to a sign-in page comes from a proxy or portal in between; one that adds or removes a slash, from token_path."
	adviceUnusable    = "The endpoint answers, yet not as RFC 6749 section 5.1 has it. Look at the raw reply; check that token_path of environment {env} names the token endpoint of {service}."
	adviceInBetween   = "The gateway answers in JSON, so this comes from a proxy, portal or firewall in between, or from another host. Check VPN and proxy, then base_url and token_path of environment {env}."
	adviceCallAnswer  = "The path is not the token endpoint's, or something in between turned POST into GET. Check token_path of environment {env}: the documented one is " + DefaultTokenPath + "."
)

// shapeFaults are the bodies that cannot be a token reply.
var shapeFaults = map[ReplyShape]known{
	ShapeJSON:     {"the answer is JSON, but not an object", adviceUnusable},
	ShapeBroken:   {"the answer is broken JSON", "Look at the raw reply: it may have been cut or changed on the way. If it stays so, the endpoint at {url} is at fault."},
	ShapeEmpty:    {"the answer has an empty body", "Check that token_path of environment {env} names the token endpoint of {service}: other endpoints may answer a POST with nothing."},
	ShapeHTML:     {"the answer is an HTML page", adviceInBetween},
	ShapeXML:      {"the answer is XML", adviceInBetween},
	ShapeForm:     {"the answer is form-encoded, not JSON", "Servers older than RFC 6749 answer so. Check that base_url and token_path of environment {env} name the gateway."},
	ShapeBOM:      {"the answer begins with a byte order mark or is UTF-16, so it is not JSON", "Something rewrites the answer on its way. Look at the raw reply, and check the proxy."},
	ShapeEncoded:  {"the answer is compressed, which was not asked for", "Something in between ignores Accept-Encoding. Check the proxy."},
	ShapeOversize: {fmt.Sprintf("the answer is longer than %d bytes", MaxTokenReply), "A token reply is short. Check that token_path of environment {env} names the token endpoint."},
	ShapeText:     {"the answer is text, not JSON", adviceInBetween},
}

// codeFaults are the error codes of RFC 6749 section 5.2, and those that
// servers borrow from its section 4.1.2.1.
var codeFaults = map[string]known{
	"invalid_client":            {"the client credentials are not accepted", "client_id ({id}) or client_secret ({secret}) is wrong for environment {env}; each environment has its own. If both are right, the server may want them in another place than auth_style {style}: change it in the settings, it is never probed."},
	"invalid_request":           {"the request is not what the endpoint expects", "A parameter is missing, doubled or in another place than the server reads. Check auth_style of environment {env} (now {style}) and token_path."},
	"invalid_grant":             {"the grant is not accepted", "The client credentials grant needs none, so the endpoint is of another kind or the client is locked. Check token_path of environment {env}, and ask the gateway's support about this client."},
	"unauthorized_client":       {"this client may not use the client credentials grant", "Ask the gateway's support to allow it for the client of environment {env}."},
	"unsupported_grant_type":    {"the endpoint knows no client credentials grant, or did not see grant_type", "Check that token_path of environment {env} names the token endpoint, and that auth_style (now {style}) puts the parameters where this server reads them."},
	"invalid_scope":             {"a scope is missing or not allowed", "gatehouse asks for no scope. The server wants one for this client: ask the gateway's support for a default scope."},
	"access_denied":             {"the server denies access", "The documented gateway says so to plain http: check that base_url of environment {env} begins with https. Otherwise the client is locked."},
	"server_error":              {"the server had an error of its own", "Try again later; if it stays so, tell the gateway's support, with the time."},
	"temporarily_unavailable":   {"the server is overloaded or in maintenance", "Try again later."},
	"invalid_token":             {"the endpoint wants a token itself", adviceCallAnswer},
	"unsupported_response_type": {"the endpoint is an authorization endpoint", adviceCallAnswer},
}

// statusFaults are answers without a known code, by status; then by class.
var statusFaults = map[int]known{
	400: {"the server calls the request bad", "Check auth_style of environment {env} (now {style}) and token_path. Look at the raw reply."},
	401: {"the server does not accept the credentials", "Check client_id ({id}) and client_secret ({secret}) of environment {env}; then auth_style (now {style})."},
	403: {"the server forbids it", "The address of this machine may not be allowed, or the client is locked. Check VPN and proxy, then ask the gateway's support."},
	404: {"nothing is found at the token endpoint's path", "token_path or base_url of environment {env} is misspelt, or service {service} does not exist there. The request went to {url}."},
	405: {"the path exists, but takes no POST", "Check token_path of environment {env}: the request went to {url}."},
	407: {"a proxy wants credentials", "Set the proxy's name and password in its URL: proxy of environment {env}, or HTTPS_PROXY."},
	408: {"the server waited too long for the request", "Try again."},
	410: {"the token endpoint is gone", "Check token_path of environment {env}: the request went to {url}."},
	413: {"the server finds the request too long", "A client id or secret is longer than the server takes: check {id} and {secret} of environment {env}."},
	414: {"the server finds the URL too long", "Use auth_style = \"form\" for environment {env}, if the server takes it."},
	415: {"the server does not take a form", "Check token_path of environment {env}: a token endpoint must take one (RFC 6749 section 3.2)."},
	429: {"too many token requests", "Wait: the window before the next try honours Retry-After up to a minute. Look for other programs that use the same client."},
	500: {"the server had an error of its own", "Try again later; if it stays so, tell the gateway's support, with the time."},
	502: {"a gateway in between got no answer from the server", "Try again later; if it stays so, tell the gateway's support."},
	503: {"the service is not available", "Try again later; the window before the next try honours Retry-After up to a minute."},
	504: {"a gateway in between waited too long for the server", "Try again later; if it stays so, tell the gateway's support."},
	4:   {"the server refuses the request", "Check base_url, token_path and auth_style of environment {env}. Look at the raw reply."},
	5:   {"the server failed", "Try again later; if it stays so, tell the gateway's support."},
	1:   {"the status is none that a token endpoint may answer", adviceInBetween},
}

// refusalFault finds what is known of a refusal: by what only an ordinary call
// is answered, by code, by a body from somebody else, by status.
func refusalFault(reply *Reply, found content, code, description string) known {
	if isCallAnswer(reply, code, description) {
		return known{"this is how a call without a token is answered, not a token request", adviceCallAnswer}
	}
	if k, ok := codeFaults[code]; ok {
		return k
	}
	k, ok := statusFaults[reply.Status]
	if !ok {
		k, ok = statusFaults[reply.Status/100]
	}
	if !ok {
		k = known{"the server names an error that is not in RFC 6749", "Read the server's words and the raw reply."}
	}
	if found.shape == ShapeHTML || found.shape == ShapeXML {
		return known{"a page came instead of a token reply: " + k.fault, joinSentences(adviceInBetween, k.advice)}
	}
	return k
}

// isCallAnswer recognises the answer to a call without a token: its challenge
// is of the Bearer scheme (RFC 6750 section 3), which asks for a token and not
// for a client's credentials.
func isCallAnswer(reply *Reply, code, description string) bool {
	if reply.Status != http.StatusUnauthorized || code == "invalid_client" {
		return false
	}
	if _, ok := bearer(reply.Header); ok {
		return true
	}
	return strings.Contains(strings.ToLower(description), "access token is missing")
}

// fill puts the names of this token request into an advice.
func (x *tokenExchange) fill(advice string) string {
	return strings.NewReplacer(
		"{env}", x.env.Name,
		"{service}", x.target.Service,
		"{style}", string(x.env.Style()),
		"{id}", sourceName(x.env.ClientID),
		"{secret}", sourceName(x.env.ClientSecret),
		"{url}", x.home.shownURL(),
	).Replace(advice)
}

func sourceName(s Source) string {
	if s == nil {
		return "not configured"
	}
	return s.String()
}

// skewAdvice mentions a clock that is so far off that expiries look wrong.
func skewAdvice(skew time.Duration) string {
	if skew.Abs() < 5*time.Minute {
		return ""
	}
	side := "ahead of"
	if skew < 0 {
		side = "behind"
	}
	return fmt.Sprintf("The server's clock is %s %s this machine's: one of them is wrong.", skew.Abs(), side)
}

func joinSentences(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
