package gateway

import (
	"fmt"
	"net/http"
	"strings"
)

// status explains an answer whose status is not one of success.
func (x *explainer) status() Explanation {
	e := x.e
	if out, ok := x.tokenPath(); ok {
		return out
	}
	if x.html && e.Status != http.StatusUnauthorized && e.Status/100 != 3 {
		return x.page()
	}
	switch {
	case !ValidStatus(e.Status):
		return x.noStatus()
	case e.Status/100 == 3:
		return x.redirected()
	case e.Status == http.StatusUnauthorized:
		return x.unauthorized()
	case e.Status == http.StatusForbidden:
		return x.forbidden()
	case e.Status == http.StatusNotFound:
		return x.notFound()
	case e.Status == http.StatusTooManyRequests:
		return x.tooMany()
	case e.Status/100 == 5:
		return x.serverFault()
	}
	return x.refusedRequest()
}

// tokenPath recognises a call of the token endpoint, well or badly spelt: it
// is answered in ways that lead astray.
func (x *explainer) tokenPath() (Explanation, bool) {
	path, _, _ := strings.Cut(strings.ToLower(x.e.Request.Path), "?")
	path = strings.TrimSuffix(path, "/")
	switch {
	case strings.HasSuffix(path, "oath2/token"), strings.HasSuffix(path, "oauth/token"), strings.HasSuffix(path, "oath/token"):
		return Explanation{
			Reason: ReasonPath,
			Cause:  "The path looks like a misspelt token endpoint. The documented one ends in /oauth2/token.",
			Try: []string{"You need not call it: the token is obtained by itself and sent with each call.",
				"If token_path of this environment is spelt so too, correct it in the configuration."},
		}, true
	case strings.HasSuffix(path, "oauth2/token"):
		cause := "This is the token endpoint. It takes a POST with client credentials, and not a call with a token."
		if x.e.Request.Method == http.MethodGet && x.e.Status == http.StatusUnauthorized {
			cause = "This is the token endpoint, asked with GET. The gateway treats that as a call without a token, so its words lead astray."
		}
		return Explanation{Reason: ReasonPath, Cause: cause, Try: []string{"You need not call it: the token is obtained by itself and sent with each call. Fetch one with the token command or on the token board."}}, true
	}
	return Explanation{}, false
}

func (x *explainer) page() Explanation {
	out := Explanation{
		Reason: ReasonProxy,
		Cause:  fmt.Sprintf("The answer, %s, is an HTML page. %s", x.statusText(), inBetween),
		Try:    []string{tryInBetween},
	}
	switch x.e.Status {
	case http.StatusProxyAuthRequired:
		out.Cause = fmt.Sprintf("A proxy on the way wants credentials of its own: the answer, %s, is its page. The call never reached the gateway.", x.statusText())
		out.Try = append([]string{"Set proxy of this environment, with user and password in its URL."}, out.Try...)
	case http.StatusNetworkAuthenticationRequired: // RFC 6585 section 6
		out.Cause = fmt.Sprintf("The network wants you to sign in before it lets anything through: the answer, %s, is its page. The call never reached the gateway.", x.statusText())
		out.Try = append([]string{"Sign in to the network in a browser, then send again."}, out.Try...)
	}
	return out
}

// noStatus is for a number that HTTP has no meaning for.
func (x *explainer) noStatus() Explanation {
	return Explanation{
		Reason: ReasonServer,
		Cause:  fmt.Sprintf("The status of the answer, %s, is none of HTTP, whose are 100 to 599. It counts as a fault of the server.", x.statusText()),
		Try:    []string{"Look at the body: whoever answered may not be the gateway."},
	}
}

func (x *explainer) redirected() Explanation {
	out := Explanation{Reason: ReasonPath, Cause: fmt.Sprintf("The answer is a redirect (%s), and it was not followed.", x.statusText())}
	if x.e.NotFollowed != "" {
		out.Cause = fmt.Sprintf("The answer is a redirect (%s). It was not followed: %s.", x.statusText(), x.quote(x.e.NotFollowed))
	}
	if location := x.e.Header.Get("Location"); location != "" {
		out.Evidence = append(out.Evidence, "Location: "+x.quote(x.e.redactor.HeaderValue("Location", location)))
	}
	out.Try = []string{
		"If the new place is right, set base_url or the path to it.",
		"A sign-in page as the place means that a proxy or portal stands in between.",
	}
	return out
}

func (x *explainer) forbidden() Explanation {
	if x.aboutKey() {
		return x.keyRefused()
	}
	out := Explanation{
		Reason: ReasonForbidden,
		Cause:  "The gateway understood the request and does not allow it. A refused token would be a 401, so no new one was asked for.",
		Try:    []string{"Check whether these credentials may do this here."},
	}
	if c, ok := bearer(x.e.Header); ok && strings.EqualFold(c.Param("error"), "insufficient_scope") {
		out.Cause = "The gateway says that the token does not reach far enough for this call (insufficient_scope). Another token of the same credentials would not either."
		out.Try = []string{"Ask whoever gave you the credentials to widen what they may do."}
	}
	return x.keyHint(out, "an API key that belongs to another site than the credentials")
}

func (x *explainer) notFound() Explanation {
	if x.aboutKey() {
		return x.keyRefused()
	}
	out := Explanation{Reason: ReasonPath, Cause: "Nothing is found at this path.", Try: []string{"Check the path. Names in it are case-sensitive."}}
	env, path := x.e.environment, strings.TrimPrefix(x.e.Request.Path, "/")
	switch {
	case strings.HasPrefix(path, x.e.Target.Service+"/"):
		out.Cause = "Nothing is found at this path. It repeats the call prefix, which is put before it already."
		out.Try = []string{"Write only what follows the call prefix."}
	case env != nil && !env.NeedsAPIKey() && (env.APIKey != nil || env.CallPrefix == strings.TrimSuffix(DefaultCallPrefix, "/{apiKey}")):
		out.Cause = "Nothing is found at this path. It carries no API key, which the documented gateway wants there."
		out.Evidence = []string{"call_prefix is " + env.callPrefix()}
		out.Try = []string{"Set call_prefix to " + DefaultCallPrefix + ", the documented one."}
		return out
	case strings.Contains(strings.ToLower(x.words.text), "no route"):
		out.Cause = "The gateway has no service at this path."
		out.Try = []string{"Check base_url, call_prefix and the service's name in the configuration."}
	}
	return x.keyHint(out, "an API key that it does not know")
}

// keyHint adds the API key to what may be wrong, where the path carries one.
func (x *explainer) keyHint(out Explanation, what string) Explanation {
	env := x.e.environment
	if env == nil || !env.NeedsAPIKey() {
		return out
	}
	out.Evidence = append(out.Evidence, "the path carries the API key of "+env.Name+", which comes from "+sourceName(env.APIKey))
	out.Try = append(out.Try, "Check api_key of "+env.Name+": the gateway may answer so to "+what+".")
	return out
}

// aboutKey reports whether the server's words say that the API key is what it
// does not like.
func (x *explainer) aboutKey() bool {
	env, text := x.e.environment, strings.ToLower(x.words.text)
	return env != nil && env.NeedsAPIKey() && (strings.Contains(text, "api key") || strings.Contains(text, "apikey") || strings.Contains(text, "api_key"))
}

// keyRefused explains an answer about the API key in the path. The token was
// looked at first, and is good.
func (x *explainer) keyRefused() Explanation {
	env := x.e.environment
	out := Explanation{
		Reason:   ReasonAPIKey,
		Cause:    "The gateway does not accept the API key of " + env.Name + " in the path. The token is not the matter: a refused one would be a 401.",
		Evidence: []string{"the path carries the API key of " + env.Name + ", which comes from " + sourceName(env.APIKey)},
		Try:      []string{"Correct api_key of " + env.Name + ", read the configuration again, and send again."},
	}
	if x.e.Status == http.StatusForbidden {
		out.Cause = "The API key of " + env.Name + " in the path is another site's or environment's than the credentials. The token is not the matter: a refused one would be a 401."
	}
	if x.e.keyOf != "" {
		out.Evidence = append(out.Evidence, x.e.keyOf+" has the same API key in the configuration")
	}
	return out
}

func (x *explainer) tooMany() Explanation {
	out := Explanation{Reason: ReasonServer, Cause: "The server takes no more requests for now.", Try: []string{"Wait a little and send again. Nothing is sent again by itself."}}
	if wait, ok := RetryAfter(x.e.Header, x.arrived()); ok {
		out.Evidence = []string{"Retry-After: " + x.quote(x.e.Header.Get("Retry-After"))}
		out.Try = []string{fmt.Sprintf("Wait %v and send again. Nothing is sent again by itself.", wait.Round(1e9))}
	} else if x.e.Header.Get("Retry-After") != "" {
		out.Evidence = []string{"Retry-After makes no sense: " + x.quote(x.e.Header.Get("Retry-After"))}
	}
	return out
}

// serverFaults are what the statuses of a failing server mean.
var serverFaults = map[int]string{
	http.StatusInternalServerError:           "The server failed on this request.",
	http.StatusNotImplemented:                "The server does not know this method.",
	http.StatusBadGateway:                    "A gateway in between got no proper answer from the service behind it.",
	http.StatusServiceUnavailable:            "The service is not available for now.",
	http.StatusGatewayTimeout:                "A gateway in between waited too long for the service behind it.",
	http.StatusNetworkAuthenticationRequired: "A network in between wants you to sign in before it lets anything through.",
}

func (x *explainer) serverFault() Explanation {
	cause, ok := serverFaults[x.e.Status]
	if !ok {
		cause = "The server failed."
	}
	out := Explanation{Reason: ReasonServer, Cause: cause + " The status is " + x.statusText() + ", which does not speak of the token.", Try: []string{"Send again in a while. If it stays so, report it with the time and these headers."}}
	if wait, ok := RetryAfter(x.e.Header, x.arrived()); ok {
		out.Evidence = []string{"Retry-After: " + x.quote(x.e.Header.Get("Retry-After"))}
		out.Try[0] = fmt.Sprintf("Wait %v and send again.", wait.Round(1e9))
	}
	if x.e.Status == http.StatusNetworkAuthenticationRequired {
		out.Reason = ReasonProxy
		out.Cause = cause + " The call never reached the gateway."
		out.Try = []string{"Sign in to the network in a browser, then send again.", tryInBetween}
	}
	out.Try = append(out.Try, x.sentAnyway()...)
	return out
}

// requestFaults are refusals that speak of the request itself.
var requestFaults = map[int]Explanation{
	400: {Reason: ReasonRequest, Cause: "The server does not accept the request as it is.", Try: []string{"Read the server's words. Check query, headers and body against the service's documentation."}},
	405: {Reason: ReasonMethod, Cause: "The path exists, but not for this method.", Try: []string{"Choose a method that the server allows."}},
	406: {Reason: ReasonRequest, Cause: "The server cannot answer in the form that the Accept header asks for.", Try: []string{"Remove or widen the Accept header."}},
	407: {Reason: ReasonProxy, Cause: "A proxy on the way wants credentials.", Try: []string{"Set proxy of this environment, with user and password in its URL."}},
	408: {Reason: ReasonServer, Cause: "The server waited too long for the request.", Try: []string{"Send again."}},
	409: {Reason: ReasonRequest, Cause: "The request does not fit the present state of what it is about.", Try: []string{"Read it first and see what state it is in."}},
	413: {Reason: ReasonRequest, Cause: "The body is larger than the server takes.", Try: []string{"Send it in parts."}},
	414: {Reason: ReasonRequest, Cause: "The URL is longer than the server takes.", Try: []string{"Ask for less in one request."}},
	415: {Reason: ReasonRequest, Cause: "The server does not take a body of this type.", Try: []string{"Set the Content-Type header that the service documents."}},
	422: {Reason: ReasonRequest, Cause: "The server can read the body, and does not accept what it says.", Try: []string{"Read the server's words and check the body."}},
	431: {Reason: ReasonRequest, Cause: "The headers are larger than the server takes.", Try: []string{"Remove headers."}},
}

func (x *explainer) refusedRequest() Explanation {
	out, ok := requestFaults[x.e.Status]
	if !ok {
		out = Explanation{Reason: ReasonRequest, Cause: "The server refuses the request with " + x.statusText() + ".", Try: []string{"Read the server's words."}}
	}
	if allow := x.e.Header.Get("Allow"); allow != "" && x.e.Status == http.StatusMethodNotAllowed {
		out.Evidence = []string{"Allow: " + x.quote(allow)}
	}
	return out
}
