package gateway

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// jsonContentType is what a body is sent as if no header says otherwise.
const jsonContentType = "application/json; charset=utf-8"

// refusedHeaders are the fields a request may not set, each with its reason.
var refusedHeaders = map[string]string{
	"Host":                "it is made from the environment's base_url",
	"Content-Length":      "it is counted from the body",
	"Connection":          hopByHop,
	"Keep-Alive":          hopByHop,
	"Proxy-Connection":    hopByHop,
	"Proxy-Authenticate":  hopByHop,
	"Proxy-Authorization": "it would show the proxy's password to the service: set proxy in the configuration",
	"Te":                  hopByHop,
	"Trailer":             hopByHop,
	"Transfer-Encoding":   hopByHop,
	"Upgrade":             hopByHop,
}

const hopByHop = "it belongs to the connection and not to the request: remove it"

// buildHeader checks the headers of a request and adds the default content
// type. Without AuthCustom the result has no Authorization field.
func buildHeader(r Request) (http.Header, error) {
	header := http.Header{}
	for _, f := range r.Headers {
		if f.Off || f.Name == "" && f.Value == "" {
			continue
		}
		if err := checkHeader(r, f); err != nil {
			return nil, err
		}
		header.Add(f.Name, strings.Trim(f.Value, " \t"))
	}
	switch given := len(header["Authorization"]); {
	case r.Auth == AuthCustom && given == 0:
		return nil, &FieldError{Part: "header", Name: "Authorization", Fault: "auth is custom, so this header is needed: add it, or set auth to managed or none"}
	case given > 1:
		return nil, &FieldError{Part: "header", Name: "Authorization", Fault: "stands there twice: keep one"}
	}
	if len(r.Body) > 0 && len(header["Content-Type"]) == 0 {
		header.Set("Content-Type", jsonContentType)
	}
	return header, nil
}

func checkHeader(r Request, f Field) error {
	fault := ""
	name := http.CanonicalHeaderKey(f.Name)
	switch reason, refused := refusedHeaders[name]; {
	case f.Name == "":
		fault = "a value has no name: name it or remove it"
	case !isToken(f.Name):
		fault = nameFault(f.Name)
	case refused:
		fault = "cannot be set: " + reason
	case slices.Contains(routingHeaders, plainName(f.Name)):
		fault = "cannot be set: it " + routesElsewhere
	case name == "Authorization" && r.Auth == AuthNone:
		fault = "auth is none, so no credentials are sent: auth custom sends this header"
	case name == "Authorization" && r.Auth != AuthCustom:
		fault = "is filled with the target's token by itself: remove it, or set auth to custom to send another one instead (gatehouse send --auth custom)"
	default:
		fault = valueFault(f.Value)
	}
	if fault != "" {
		return &FieldError{Part: "header", Name: f.Name, Fault: fault}
	}
	return nil
}

func nameFault(name string) string {
	if before, _, found := strings.Cut(name, ":"); found && isToken(before) {
		return "the name ends before the colon: write " + before
	}
	for _, c := range name {
		if c >= 0x7f || !isTokenByte(byte(c)) {
			return fmt.Sprintf("a header name is letters, digits and hyphens: %q cannot be part of it", c)
		}
	}
	return "is not a header name"
}

// valueFault names what RFC 9110 section 5.5 forbids in a field value; a line
// break would begin another header.
func valueFault(value string) string {
	for i := range len(value) {
		switch c := value[i]; {
		case c == '\r' || c == '\n':
			return "the value holds a line break, which would begin another header: write it on one line"
		case c < ' ' && c != '\t' || c == 0x7f:
			return fmt.Sprintf("the value holds a control character (byte %#02x): remove it", c)
		}
	}
	return ""
}
