package gateway

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// admitted reports whether the gate lets a request out.
func admitted(t *testing.T, req *http.Request) (bool, error) {
	t.Helper()
	network := &recorder{}
	resp, err := NewGate(GateOptions{Transport: network}).RoundTrip(req)
	if resp != nil {
		resp.Body.Close()
	}
	if (err == nil) != (len(network.requests) == 1) {
		t.Errorf("%s %s: sent %d, %v", req.Method, req.URL, len(network.requests), err)
	}
	return err == nil, err
}

// asking makes a request of a call that asks to be taken for another method.
type asking func(t *testing.T, c Call, method string) *http.Request

// overrideFields are the ways of asking by the query and by forms.
var overrideFields = map[string]asking{
	"query": func(t *testing.T, c Call, method string) *http.Request {
		return newCall(t, c, "GET", c.Environment.BaseURL+"/x?rows=1&_method="+url.QueryEscape(method), "")
	},
	"query after a semicolon": func(t *testing.T, c Call, method string) *http.Request {
		return newCall(t, c, "GET", c.Environment.BaseURL+"/x?rows=1;%5FMETHOD="+url.QueryEscape(method), "")
	},
	"query by a header's name": func(t *testing.T, c Call, method string) *http.Request {
		return newCall(t, c, "GET", c.Environment.BaseURL+"/x?x-http-method-override="+url.QueryEscape(method), "")
	},
	"form": func(t *testing.T, c Call, method string) *http.Request {
		req := newCall(t, c, "POST", c.Environment.BaseURL+"/x", "rows=1&_method="+url.QueryEscape(method))
		req.Header.Set("Content-Type", "Application/X-WWW-Form-Urlencoded; charset=")
		return req
	},
	"multipart form": func(t *testing.T, c Call, method string) *http.Request {
		req := newCall(t, c, "POST", c.Environment.BaseURL+"/x",
			"--cut\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\n"+method+"\r\n--cut--\r\n")
		req.Header.Set("Content-Type", "multipart/form-data; boundary=cut")
		return req
	},
}

// overrideHeaders are headers that ask for a method.
var overrideHeaders = []string{
	"X-HTTP-Method-Override", "x-http-method-override", "X-HTTP-Method", "X-Method-Override",
	"X_HTTP_METHOD_OVERRIDE", "X-HTTP_Method-Override", "X-Original-Method", "X-Forwarded-Method",
}

// waysToOverride are all ways of asking for another method.
func waysToOverride() map[string]asking {
	ways := maps.Clone(overrideFields)
	for _, name := range overrideHeaders {
		ways[name] = func(t *testing.T, c Call, method string) *http.Request {
			req := newCall(t, c, "GET", c.Environment.BaseURL+"/x", "")
			req.Header[name] = []string{method}
			return req
		}
	}
	return ways
}

// A request that passes as a read and asks the server to take it for a DELETE
// is a write.
func TestG1MethodOverridesAreWrites(t *testing.T) {
	cells := 0
	for _, env := range guardedEnvironments() {
		for way, request := range waysToOverride() {
			for _, method := range []string{"DELETE", "post", " PUT ", "PATCH", "GET", ""} {
				for _, confirmed := range []string{"", env.Name} {
					cells++
					call := Call{Environment: env, Safety: DeclaredSafe, Confirmed: confirmed}
					ok, err := admitted(t, request(t, call, method))
					want := method == "GET" || method == "" || !env.ReadOnly && (!env.Guarded || confirmed != "")
					var guard *GuardError
					if ok != want || !ok && (!errors.As(err, &guard) || guard.Method != strings.ToUpper(strings.TrimSpace(method))) {
						t.Errorf("%s confirmed %q by %s: %s: %v", env.Name, confirmed, way, method, err)
					}
				}
			}
		}
	}
	t.Logf("%d cells", cells)
}

// A form that cannot be read may ask for anything; other bodies and parameters
// ask for nothing.
func TestG1OnlyFormsAskForMethods(t *testing.T) {
	env := &Environment{Name: "Production", BaseURL: "https://www.example.test", Guarded: true}
	for _, c := range []struct {
		query, contentType, body string
		want                     bool
	}{
		{"?method=DELETE&http_method=DELETE", "application/json", `{"_method":"DELETE"}`, true},
		{"", "text/plain", "_method=DELETE", true},
		{"", "application/x-www-form-urlencoded", "method=DELETE&a=_method", true},
		{"", "multipart/form-data; boundary=cut", "--cut\r\nContent-Disposition: form-data; name=\"rows\"\r\n\r\n_method=PUT\r\n--cut--\r\n", true},
		{"", "multipart/form-data; boundary=cut", "--cut\r\nnot a part", false},
		{"", "multipart/form-data", "--cut--", false},
		{"", "multipart/form-data; =", "--cut--", false},
	} {
		req := newCall(t, Call{Environment: env, Safety: DeclaredSafe}, "POST", env.BaseURL+"/x"+c.query, c.body)
		req.Header.Set("Content-Type", c.contentType)
		if ok, err := admitted(t, req); ok != c.want {
			t.Errorf("%s %s %q: %v", c.query, c.contentType, c.body, err)
		}
	}
	once := newCall(t, Call{Environment: env, Safety: DeclaredSafe}, "POST", env.BaseURL+"/x", "")
	once.Body = io.NopCloser(strings.NewReader("a=b"))
	once.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if ok, _ := admitted(t, once); ok {
		t.Error("a form that can be read only once passed as a read")
	}
}

// The token must not reach another service by a header that names its path.
func TestHeadersThatRouteElsewhereAreRefused(t *testing.T) {
	env := &Environment{Name: "QA", BaseURL: "https://qa.example.test"}
	for _, name := range []string{"X-Original-URL", "x-rewrite-url", "X_ORIGINAL_URL", "X-Rewrite_URL"} {
		req := newCall(t, Call{Environment: env, Confirmed: "QA"}, "GET", env.BaseURL+"/x", "")
		req.Header[name] = []string{"/streaming-ingest/v1/fake-key/product"}
		_, err := admitted(t, req)
		var refused *TransportError
		if !errors.As(err, &refused) || refused.Stage != StageGate || !strings.Contains(refused.Error(), name) {
			t.Errorf("%s at the gate: %v", name, err)
		}
		_, err = builtURL(Request{Method: "GET", Path: "/x", Headers: []Field{{Name: name, Value: "/y"}}})
		var field *FieldError
		if !errors.As(err, &field) || field.Part != "header" || field.Name != name || !strings.Contains(field.Fault, "another service") {
			t.Errorf("%s in a request: %v", name, err)
		}
	}
}
