package gateway

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// overrideNames are the headers, in the spelling of plainName, by which some
// servers and proxies let a request say that it means another method: a write
// must not pass as a read. Some take underscores for hyphens.
var overrideNames = []string{"xhttpmethodoverride", "xhttpmethod", "xmethodoverride", "xoriginalmethod", "xforwardedmethod"}

// routingHeaders, in the spelling of plainName, make some proxies serve another
// path than the one that was asked for and checked.
var routingHeaders = []string{"xoriginalurl", "xrewriteurl"}

const routesElsewhere = "makes some servers answer for another path, so that the token would reach another service"

// routingHeader is the name of a header that routes elsewhere, "" if there is
// none.
func routingHeader(h http.Header) string {
	for name := range h {
		if slices.Contains(routingHeaders, plainName(name)) {
			return name
		}
	}
	return ""
}

// methodOverrides are the methods, in capitals, that a request asks the server
// to take it for: by its headers, its query, or the fields of a form.
func methodOverrides(req *http.Request) []string {
	var out []string
	for name, values := range req.Header {
		if slices.Contains(overrideNames, plainName(name)) {
			out = append(out, values...)
		}
	}
	out = append(out, pairOverrides(req.URL.RawQuery)...)
	if req.Body != nil && req.Body != http.NoBody {
		for _, kind := range headerValues(req.Header, "Content-Type") {
			out = append(out, formOverrides(req, kind)...)
		}
	}
	for i, method := range out {
		out[i] = strings.ToUpper(strings.TrimSpace(method))
	}
	return slices.DeleteFunc(out, func(method string) bool { return method == "" })
}

// isOverride reports a parameter or field that stands for a method.
func isOverride(name string) bool {
	return strings.EqualFold(strings.TrimSpace(name), "_method") || slices.Contains(overrideNames, plainName(name))
}

// pairOverrides are the methods that name=value pairs ask for.
func pairOverrides(pairs string) []string {
	var out []string
	for pair := range strings.FieldsFuncSeq(pairs, separatesPairs) {
		name, value, _ := strings.Cut(pair, "=")
		if isOverride(unescaped(name)) {
			out = append(out, unescaped(value))
		}
	}
	return out
}

// separatesPairs reports what stands between the pairs of a query: & or, for
// servers that follow HTML 4, a semicolon.
func separatesPairs(c rune) bool { return c == '&' || c == ';' }

// unescaped is s without its escapes, or as it is if they are broken.
func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// formOverrides are the methods that the body asks for if it is a form. One
// that cannot be read may ask for anything, and counts as a write.
func formOverrides(req *http.Request, contentType string) []string {
	read := formPairs
	kind, _, _ := strings.Cut(contentType, ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "application/x-www-form-urlencoded":
	case "multipart/form-data":
		read = formParts
	default:
		return nil
	}
	unread := []string{http.MethodPost}
	if req.GetBody == nil {
		return unread
	}
	body, err := req.GetBody()
	if err != nil {
		return unread
	}
	defer body.Close()
	out, err := read(body, contentType)
	if err != nil {
		return unread
	}
	return out
}

func formPairs(body io.Reader, _ string) ([]string, error) {
	pairs, err := io.ReadAll(body)
	return pairOverrides(string(pairs)), err
}

// longestMethod is the most that is read of a field which names a method.
const longestMethod = 1 << 10

func formParts(body io.Reader, contentType string) ([]string, error) {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return nil, err
	}
	var out []string
	parts := multipart.NewReader(body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if !isOverride(part.FormName()) {
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, longestMethod))
		if err != nil {
			return nil, err
		}
		out = append(out, string(value))
	}
}
