package gateway

import (
	"net/http"
	"net/url"
	"strings"
)

// admit applies the rules that hold for every request before anything is
// opened or sent. The error is a *GuardError or a *TransportError.
func admit(req *http.Request) (Call, error) {
	call, ok := req.Context().Value(callKey{}).(Call)
	if !ok || call.Environment == nil {
		return call, refusal(req, "nobody said which environment this request belongs to",
			"this is a fault of the program; nothing was sent")
	}
	base, err := parseBaseURL(call.Environment.BaseURL)
	if err != nil {
		return call, refusal(req, "the base_url of "+call.Environment.Name+" is not usable: "+err.Error(),
			"correct base_url in the settings")
	}
	if err := checkOrigin(req, call.Environment, base); err != nil {
		return call, err
	}
	if call.token {
		return call, checkTokenRequest(req, call)
	}
	return call, guardRequest(req, call)
}

// checkOrigin holds the request to the scheme, host and port of its
// environment, whatever its headers say.
func checkOrigin(req *http.Request, e *Environment, base *url.URL) error {
	u := req.URL
	switch {
	case u == nil || u.Host == "":
		return refusal(req, "the request has no host", "this is a fault of the program; nothing was sent")
	case u.User != nil:
		return refusal(req, "the URL holds a user name or password before an @", "use the Authorization header")
	case u.Opaque != "":
		return refusal(req, "the URL has a form whose path cannot be checked", "write scheme, host and path")
	case !sameOrigin(u, base):
		return refusal(req, "it is not the origin of "+e.Name+", "+originOf(base),
			"requests of an environment stay at its base_url")
	}
	host := &url.URL{Scheme: u.Scheme, Host: req.Host}
	if req.Host != "" && !sameOrigin(host, base) {
		return refusal(req, "the Host header names another host", "remove the header")
	}
	return nil
}

func originOf(u *url.URL) string { return u.Scheme + "://" + u.Host }

// checkTokenRequest lets a token request go to the token endpoint only, and
// its credentials into the query only where the environment says so.
func checkTokenRequest(req *http.Request, call Call) error {
	endpoint, err := url.Parse(call.Environment.TokenURL(call.Service))
	if err != nil {
		return refusal(req, "the token_path of "+call.Environment.Name+" makes no URL", "correct token_path in the settings")
	}
	switch {
	case req.Method != http.MethodPost:
		return refusal(req, "a token request must be a POST", "this is a fault of the program; nothing was sent")
	case req.URL.EscapedPath() != endpoint.EscapedPath():
		return refusal(req, "it is not the token endpoint of "+call.Environment.Name, "token requests go to token_path only")
	case req.URL.RawQuery != endpoint.RawQuery && call.Environment.Style() != AuthQuery:
		return refusal(req, "a token request may carry a query only with auth_style = \"query\"",
			"this is a fault of the program; nothing was sent")
	}
	return nil
}

// guardRequest asks the guard for the request's method, and for every method
// that it asks the server to take it for.
func guardRequest(req *http.Request, call Call) error {
	method := req.Method
	if method == "" {
		method = http.MethodGet
	}
	if strings.EqualFold(method, http.MethodConnect) {
		return refusal(req, "CONNECT asks for a tunnel, not for an answer", "choose another method")
	}
	if err := Guard(call.Environment, method, call.Safety, call.Confirmed); err != nil {
		return err
	}
	if name := routingHeader(req.Header); name != "" {
		return refusal(req, "the header "+name+" "+routesElsewhere, "remove the header")
	}
	if Guard(call.Environment, http.MethodPost, ByMethod, call.Confirmed) == nil {
		return nil // every method is let out
	}
	for _, method := range methodOverrides(req) {
		if err := Guard(call.Environment, method, ByMethod, call.Confirmed); err != nil {
			return err
		}
	}
	return nil
}

// headerValues are the values of a header however the key is spelt in the map.
func headerValues(h http.Header, name string) []string {
	var out []string
	for key, values := range h {
		if strings.EqualFold(key, name) {
			out = append(out, values...)
		}
	}
	return out
}

// refusal is a request that the gate did not let out.
func refusal(req *http.Request, fault, advice string) *TransportError {
	host := ""
	if req.URL != nil {
		host = req.URL.Host
	}
	return &TransportError{Stage: StageGate, Host: host, Fault: fault, Advice: advice}
}
