package gateway

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// builtURL is what a request becomes below a fixed prefix, or its fault.
func builtURL(r Request) (string, error) {
	env := &Environment{Name: "QA", BaseURL: "https://qa.test", APIKey: NewLiteral("fake-key/1")}
	w, err := build(env, "streaming-property", "fake-key/1", r)
	if err != nil {
		return "", err
	}
	return strings.TrimPrefix(w.url.String(), "https://qa.test/streaming-property/v1/fake-key%2F1"), nil
}

func TestBuildPathAndQuery(t *testing.T) {
	param := func(name, value string) []Field { return []Field{{Name: name, Value: value}} }
	for _, c := range []struct {
		name string
		r    Request
		want string
	}{
		{"plain", Request{Path: "/collections/product"}, "/collections/product"},
		{"no slash", Request{Path: "collections/product"}, "/collections/product"},
		{"prefix alone", Request{Path: ""}, ""},
		{"slash alone", Request{Path: "/"}, "/"},
		{"parameter", Request{Path: "/c/{itemType}", PathParams: param("itemType", "product")}, "/c/product"},
		{"parameter escaped", Request{Path: "/c/{id}/x", PathParams: param("id", "a/b c?d#e%f")}, "/c/a%2Fb%20c%3Fd%23e%25f/x"},
		{"parameter unicode", Request{Path: "/c/{id}", PathParams: param("id", "Schön")}, "/c/Sch%C3%B6n"},
		{"two in a segment", Request{Path: "/{a}-{a}", PathParams: param("a", "1")}, "/1-1"},
		{"dots in a value", Request{Path: "/c/{id}", PathParams: param("id", "..a")}, "/c/..a"},
		{"escaped by hand", Request{Path: "/c/a%2Fb"}, "/c/a%2Fb"},
		{"unicode typed", Request{Path: "/c/größe"}, "/c/gr%C3%B6%C3%9Fe"},
		{"marks typed", Request{Path: `/c/"a"|<b>`}, "/c/%22a%22%7C%3Cb%3E"},
		{"query typed", Request{Path: "/c?a=1&b=%20x"}, "/c?a=1&b=%20x"},
		{"braces in query", Request{Path: `/c?f={"a":1}`}, "/c?f=%7B%22a%22:1%7D"},
		{"empty query", Request{Path: "/c?"}, "/c?"},
		{"fields", Request{Path: "/c", Query: []Field{{Name: "a b", Value: "c&d"}, {Name: "off", Value: "x", Off: true}, {Name: "e", Value: ""}}}, "/c?a+b=c%26d&e="},
		{"both", Request{Path: "/c?a=1", Query: param("a", "2")}, "/c?a=1&a=2"},
		{"empty row", Request{Path: "/c", Query: []Field{{}}}, "/c"},
		{"colon", Request{Path: "/c:publish"}, "/c:publish"},
	} {
		c.r.Method = "GET"
		if got, err := builtURL(c.r); err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	header := func(name, value string) []Field { return []Field{{Name: name, Value: value}} }
	for _, c := range []struct {
		r          Request
		part, name string
		says       string
	}{
		{Request{Method: ""}, "method", "", "empty"},
		{Request{Method: "GE T"}, "method", "", "one word"},
		{Request{Method: "G\r\nX"}, "method", "", "one word"},
		{Request{Method: "get"}, "method", "", "GET"},
		{Request{Method: "CONNECT"}, "method", "", "not a call"},
		{Request{Method: "TRACE"}, "method", "", "not a call"},
		{Request{Path: "https://evil.test/x"}, "path", "", "whole URL"},
		{Request{Path: "HTTPS://evil.test"}, "path", "", "whole URL"},
		{Request{Path: "//evil.test/x"}, "path", "", "two slashes"},
		{Request{Path: `\\evil.test\x`}, "path", "", "backslash"},
		{Request{Path: "/a b"}, "path", "", "%20"},
		{Request{Path: "/a#b"}, "path", "", "%23"},
		{Request{Path: "/a?b#c"}, "path", "", "%23"},
		{Request{Path: "/a\nb"}, "path", "", "control"},
		{Request{Path: "/a\x00"}, "path", "", "control"},
		{Request{Path: "/a%zz"}, "path", "", "%25"},
		{Request{Path: "/a\xff"}, "path", "", "UTF-8"},
		{Request{Path: "/../streaming-view"}, "path", "", "leads out"},
		{Request{Path: ".."}, "path", "", "leads out"},
		{Request{Path: "/a/./b"}, "path", "", "leads out"},
		{Request{Path: "/%2e%2E/x"}, "path", "", "leads out"},
		{Request{Path: "/%252e%252e/x"}, "path", "", "leads out"},
		{Request{Path: "/%252e%252e/x/%25zz"}, "path", "", "leads out"}, // broken once it is undone
		{Request{Path: "/a%5c%2e%2e%5cx"}, "path", "", "leads out"},
		{Request{Path: "/%252e%252e/x"}, "path", "", "leads out"},
		{Request{Path: "/a%2f..%2fb"}, "path", "", "leads out"},
		{Request{Path: "/a%5c..%5cb"}, "path", "", "leads out"},
		{Request{Path: "/..;x/b"}, "path", "", "leads out"},
		{Request{Path: "/{x"}, "path", "", "%7B"},
		{Request{Path: "/x}"}, "path", "", "%7D"},
		{Request{Path: "/{}"}, "path", "", "%7B"},
		{Request{Path: "/{a/b}"}, "path", "", "%7B"},
		{Request{Path: "/{id}"}, "parameter", "id", "no value"},
		{Request{Path: "/{id}", PathParams: header("id", "")}, "parameter", "id", "no value"},
		{Request{Path: "/{id}", PathParams: []Field{{Name: "id", Value: "x", Off: true}}}, "parameter", "id", "no value"},
		{Request{Path: "/{id}", PathParams: header("id", "..")}, "parameter", "id", "lead out"},
		{Request{Path: "/{id}", PathParams: header("id", "../..")}, "parameter", "id", "lead out"},
		{Request{Path: "/{id}", PathParams: header("id", "a\nb")}, "parameter", "id", "control"},
		{Request{Path: "/{apiKey}/x"}, "parameter", "apiKey", "already"},
		{Request{Path: "/x?access_token=a"}, "query", "access_token", "Authorization"},
		{Request{Path: "/x?a=1;access%5Ftoken=abc"}, "query", "access_token", "Authorization"},
		{Request{Path: "/x?a=1&Access%5FToken=a"}, "query", "Access_Token", "Authorization"},
		{Request{Query: header("access_token", "a")}, "query", "access_token", "Authorization"},
		{Request{Query: header("", "a")}, "query", "", "no name"},
		{Request{Headers: header("X-A", "a\r\nX-B: c")}, "header", "X-A", "line break"},
		{Request{Headers: header("X-A", "a\x01")}, "header", "X-A", "0x01"},
		{Request{Headers: header("X A", "a")}, "header", "X A", "letters"},
		{Request{Headers: header("X-A:", "a")}, "header", "X-A:", "colon"},
		{Request{Headers: header("", "a")}, "header", "", "no name"},
		{Request{Headers: header("host", "evil.test")}, "header", "host", "base_url"},
		{Request{Headers: header("CONTENT-LENGTH", "1")}, "header", "CONTENT-LENGTH", "counted"},
		{Request{Headers: header("Transfer-Encoding", "chunked")}, "header", "Transfer-Encoding", "connection"},
		{Request{Headers: header("Connection", "close")}, "header", "Connection", "connection"},
		{Request{Headers: header("TE", "trailers")}, "header", "TE", "connection"},
		{Request{Headers: header("Proxy-Authorization", "Basic x")}, "header", "Proxy-Authorization", "proxy"},
		{Request{Headers: header("authorization", "Bearer x")}, "header", "authorization", "custom"},
		{Request{Headers: header("Authorization", "Bearer x"), Auth: AuthNone}, "header", "Authorization", "none"},
		{Request{Auth: AuthCustom}, "header", "Authorization", "needed"},
		{Request{Auth: AuthCustom, Headers: []Field{{Name: "Authorization", Value: "a"}, {Name: "authorization", Value: "b"}}}, "header", "Authorization", "twice"},
		{Request{Method: "HEAD", Body: []byte("x")}, "body", "", "HEAD"},
	} {
		if c.r.Method == "" && c.part != "method" {
			c.r.Method = "GET"
		}
		_, err := builtURL(c.r)
		var field *FieldError
		if !errors.As(err, &field) || field.Part != c.part || field.Name != c.name || !strings.Contains(field.Fault, c.says) {
			t.Errorf("%+v: %v, want %s %s: …%s…", c.r, err, c.part, c.name, c.says)
		}
	}
}

func TestBuildHeaders(t *testing.T) {
	w, err := build(testEnvironment("qa"), "streaming-view", "k", Request{
		Method: "POST", Path: "/x", Body: []byte("{}"), Auth: AuthCustom,
		Headers: []Field{{Name: "x-many", Value: " a "}, {Name: "X-Many", Value: "b"}, {Name: "X-Off", Value: "c", Off: true}, {}, {Name: "Authorization", Value: "Bearer fake"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.header["X-Many"]; len(got) != 2 || got[0] != "a" || got[1] != "b" {
		t.Errorf("X-Many is %q", got)
	}
	if w.header.Get("X-Off") != "" || w.header.Get("Content-Type") != jsonContentType || w.header.Get("Authorization") != "Bearer fake" {
		t.Errorf("header is %v", w.header)
	}
	w, err = build(testEnvironment("qa"), "streaming-view", "k", Request{Method: "POST", Body: []byte("a,b"), Headers: []Field{{Name: "content-type", Value: "text/csv"}}})
	if err != nil || len(w.header["Content-Type"]) != 1 || w.header.Get("Content-Type") != "text/csv" {
		t.Errorf("header is %v, %v", w.header, err)
	}
	if w, _ := build(testEnvironment("qa"), "streaming-view", "k", Request{Method: "POST"}); len(w.header) != 0 {
		t.Errorf("a request without a body has headers %v", w.header)
	}
}

func TestBuildKeepsTheKeySecret(t *testing.T) {
	env := testEnvironment("qa")
	env.APIKey = NewLiteral("fake-key-with-%-and-/-inside")
	key, _ := NewVault(NewRedactor()).Peek(env.APIKey)
	w, err := build(env, "streaming-view", key, Request{Method: "GET", Path: "/x"})
	if err != nil || strings.Contains(w.shown, "inside/") || !strings.Contains(w.url.String(), "/fake-key-with-%25-and-%2F-inside/x") {
		t.Errorf("%v %s %v", w.url, w.shown, err)
	}
	env.BaseURL = "https://qa.test:port"
	_, err = build(env, "streaming-view", key, Request{Method: "GET", Path: "/x"})
	if err == nil || strings.Contains(err.Error(), "fake-key") {
		t.Errorf("error is %v", err)
	}
	for _, bad := range []string{".", "..", " k", "..\\x", "a/../b"} {
		env.APIKey = NewLiteral(bad)
		if err := checkKey(env, Secret(bad)); err == nil {
			t.Errorf("key %q is accepted", bad)
		}
	}
}

// FuzzBuild holds the promise of the builder: whatever is typed, the result is
// an error or stays below the service's own prefix, on one line.
func FuzzBuild(f *testing.F) {
	f.Add("GET", "/collections/{itemType}?a=b", "product", "q", "v")
	f.Add("POST", "/%2e%2e/{itemType}", "../x", "access_token", "\r\n")
	f.Add("PUT", `\\evil.test`, "..;a", "X-A", "é")
	f.Add("GET", "//evil.test", "%2e", "", "\x00")
	f.Fuzz(func(t *testing.T, method, path, param, name, value string) {
		env := testEnvironment("qa")
		w, err := build(env, "streaming-view", "fake-key", Request{
			Method: method, Path: path, PathParams: []Field{{Name: "itemType", Value: param}},
			Query: []Field{{Name: name, Value: value}}, Headers: []Field{{Name: "X-" + name, Value: value}},
		})
		if err != nil {
			var field *FieldError
			if !errors.As(err, &field) || field.Fault == "" {
				t.Fatalf("error is %v", err)
			}
			return
		}
		uri := w.url.RequestURI()
		rest, below := strings.CutPrefix(w.url.EscapedPath(), "/streaming-view/v1/fake-key")
		if w.url.Host != "qa.test" || w.url.Scheme != "https" || !below || rest != "" && rest[0] != '/' || climbs(rest) {
			t.Fatalf("leads to %s", w.url)
		}
		if strings.ContainsFunc(uri, func(r rune) bool { return r <= ' ' || r >= 0x7f }) || strings.Contains(uri, "#") {
			t.Fatalf("wire form is %q", uri)
		}
		req := w.request(t.Context())
		if err := req.Write(discard{}); err != nil {
			t.Fatalf("cannot be written: %v", err)
		}
	})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

var _ http.RoundTripper = (*fakeGateway)(nil)
