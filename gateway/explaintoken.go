package gateway

import (
	"fmt"
	"net/http"
	"strings"
)

// Explain says the same of a token request.
func (e *TokenError) Explain() Explanation {
	out := Explanation{
		Reason:   e.reason(),
		Cause:    "No token could be had for " + e.Target.String() + ": " + strings.TrimSuffix(e.Fault, ".") + ".",
		Evidence: e.evidence(),
		Said:     e.said(),
	}
	path := strings.ToLower(e.Endpoint)
	if strings.Contains(path, "/oath2/") || strings.Contains(path, "/oath/") {
		out.Try = append(out.Try, "Correct token_path of environment "+e.Target.Environment+": it reads oath, and the documented one is "+DefaultTokenPath+".")
	}
	if e.Stage == StageCredentials && strings.Contains(e.Fault, "none is configured") {
		out.Try = append(out.Try, "Set client_id and client_secret of environment "+e.Target.Environment+" in the configuration.")
	}
	if e.Advice != "" {
		out.Try = append(out.Try, sentence(e.Advice))
	}
	out.Steps = e.steps()
	return out
}

// reason is the fault of a token request in one word.
func (e *TokenError) reason() Reason {
	switch {
	case e.Stage == StageCredentials, e.Code == "invalid_client", e.Code == "unauthorized_client":
		return ReasonCredentials
	case e.Shape == ShapeHTML, e.HTTPStatus == http.StatusProxyAuthRequired, e.HTTPStatus == http.StatusNetworkAuthenticationRequired:
		return ReasonProxy
	case e.Stage == StageConnect, e.Stage == StageAnswer, e.Stage == StageGate:
		return ReasonNetwork
	case e.HTTPStatus == http.StatusUnauthorized:
		return ReasonCredentials
	case e.HTTPStatus >= 500, e.HTTPStatus == http.StatusTooManyRequests:
		return ReasonServer
	}
	return ReasonTokenEndpoint
}

// steps are what can be done about a failed token request, whatever it was
// for.
func (e *TokenError) steps() []Step {
	out := []Step{{Kind: StepFetch}}
	if e.reason() == ReasonCredentials {
		out = []Step{{Kind: StepReload}, {Kind: StepFetch}}
	}
	if e.Reply != nil {
		out = append(out, Step{Kind: StepReply})
	}
	if e.reason() != ReasonCredentials {
		out = append(out, Step{Kind: StepReload})
	}
	return out
}

// evidence lists what is known of the token request and its answer.
func (e *TokenError) evidence() []string {
	out := []string{"target " + e.Target.String()}
	if e.Endpoint != "" {
		line := "token endpoint " + e.Endpoint
		if e.Style != "" {
			line += ", credentials sent as " + string(e.Style)
			if e.Stage == StageCredentials || e.Stage == StageGate || e.Stage == StageConnect {
				line = "token endpoint " + e.Endpoint + ", nothing was sent"
			}
		}
		out = append(out, line)
	}
	if e.HTTPStatus != 0 {
		out = append(out, fmt.Sprintf("it answered %d", e.HTTPStatus))
	}
	if e.Code != "" {
		out = append(out, "error code "+cut(e.Code, maxWords))
	}
	if said := e.said(); said != "" {
		out = append(out, said)
	}
	if e.Location != "" {
		out = append(out, "it points to "+cut(e.Location, maxWords))
	}
	return append(out, e.replyEvidence()...)
}

// said quotes the answer.
func (e *TokenError) said() string {
	switch {
	case e.Description != "":
		return "the server says " + cut(e.Description, maxWords)
	case e.Shape == ShapeHTML:
		return "the body is an HTML page"
	}
	return ""
}

func (e *TokenError) replyEvidence() []string {
	if e.Reply == nil {
		return nil
	}
	var out []string
	// A reply may repeat the credentials anywhere, so its headers are not
	// quoted.
	if via := e.Reply.Header.Get("Via"); via != "" {
		out = append(out, "it came through a proxy (Via header)")
	}
	if e.Reply.ClockSkew.Abs() >= notableSkew {
		out = append(out, skewLine(e.Reply.ClockSkew))
	}
	return out
}
