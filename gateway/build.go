package gateway

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// wire is a request as it goes out, but for its token and for what the gate
// adds to every request. Send and Preview both start from it, so that the one
// shows what the other does.
type wire struct {
	method string
	url    *url.URL
	shown  string // the URL with the API key masked
	suffix string // of the URL, behind the call prefix
	header http.Header
	body   []byte
}

// build checks every field of a request and puts the request together. With an
// unknown (empty) key of an environment that needs one the URL keeps the
// placeholder: good for checking and showing. Its error is a *FieldError.
func build(env *Environment, service string, key Secret, r Request) (*wire, error) {
	if err := checkMethod(r.Method); err != nil {
		return nil, err
	}
	rest, err := buildPath(r)
	if err != nil {
		return nil, err
	}
	query, err := buildQuery(r)
	if err != nil {
		return nil, err
	}
	header, err := buildHeader(r)
	if err != nil {
		return nil, err
	}
	if len(r.Body) > 0 && r.Method == http.MethodHead {
		return nil, &FieldError{Part: "body", Fault: "HEAD asks for a head alone and has no use for a body: empty the body, or choose another method"}
	}
	w := &wire{method: r.Method, suffix: rest + query, header: header, body: r.Body}
	w.shown = env.MaskedCallURL(service, key) + w.suffix
	prefix := env.CallURL(service, key)
	if key == "" {
		prefix = env.MaskedCallURL(service, "")
	}
	if w.url, err = url.Parse(prefix + w.suffix); err != nil || w.url.Host == "" {
		// The parser's own error would quote the URL, and the key in it.
		return nil, &FieldError{Part: "environment", Name: env.Name, Fault: "base_url and call_prefix do not make a URL: correct them in the configuration"}
	}
	return w, nil
}

// request makes the request of a wire.
func (w *wire) request(ctx context.Context) *http.Request {
	req := &http.Request{
		Method: w.method, URL: w.url, Host: w.url.Host, Header: w.header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Body: http.NoBody,
	}
	if len(w.body) > 0 {
		req.ContentLength = int64(len(w.body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(w.body)), nil }
		req.Body, _ = req.GetBody()
	}
	return req.WithContext(ctx)
}

func authorize(header http.Header, token Secret) {
	header.Set("Authorization", "Bearer "+token.Reveal())
}

// statedLength is the Content-Length that net/http puts on a request: none for
// a request without a body whose method expects none.
func statedLength(req *http.Request) (string, bool) {
	switch req.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch:
		return strconv.FormatInt(req.ContentLength, 10), true
	}
	return strconv.FormatInt(req.ContentLength, 10), req.ContentLength > 0
}

func checkMethod(method string) error {
	fault := ""
	upper := strings.ToUpper(method)
	switch {
	case method == "":
		fault = "is empty: write GET, POST, PUT, PATCH or DELETE"
	case !isToken(method):
		fault = "must be one word of letters, such as GET"
	case method != upper && slices.Contains(commonMethods, upper):
		fault = "methods are written in capitals: " + upper
	case method == http.MethodConnect, method == http.MethodTrace:
		// RFC 9110 section 9.3.8: TRACE echoes the Authorization header.
		fault = method + " is not a call to a service: write GET, POST, PUT, PATCH or DELETE"
	default:
		return nil
	}
	return &FieldError{Part: "method", Fault: fault}
}

var commonMethods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
	http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect,
}

// isToken reports whether s is a token of RFC 9110 section 5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		if !isTokenByte(s[i]) {
			return false
		}
	}
	return s != ""
}

func isTokenByte(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

// partAPIKey is the part of a FieldError that is about the environment's API
// key: no field of the request, but of its path.
const partAPIKey = "API key"

// checkKey refuses an API key that cannot be one segment of a path.
func checkKey(env *Environment, key Secret) error {
	fault := ""
	switch value := key.Reveal(); {
	case strings.TrimSpace(value) != value:
		fault = "its value begins or ends with white space: correct it, it comes from " + env.APIKey.String()
	case climbs(url.PathEscape(value)):
		fault = "its value would lead out of the service's path: correct it, it comes from " + env.APIKey.String()
	default:
		return nil
	}
	return &FieldError{Part: partAPIKey, Name: "of " + env.Name, Fault: fault}
}
