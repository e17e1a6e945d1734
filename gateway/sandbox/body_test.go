package sandbox

import (
	"strings"
	"testing"
)

// TestBodiesRefused: media types, codings and sizes.
func TestBodiesRefused(t *testing.T) {
	p := play(t, Options{})
	c := p.caller(p.env(0), "streaming-property")
	send := func(body string, header ...string) reply {
		return c.do("POST", c.prefix+"/collections/product", body, append(header, "Authorization: Bearer "+c.token)...)
	}
	for _, k := range []struct {
		name   string
		got    reply
		status int
	}{
		{"form", send(`{}`, formType), 415},
		{"latin 1", send(`{}`, "Content-Type: application/json; charset=iso-8859-1"), 415},
		{"gzip", send(`{}`, "Content-Type: application/json", "Content-Encoding: gzip"), 415},
		{"broken type", send(`{}`, "Content-Type: ;;"), 415},
		{"too large", send(`{"name":"`+strings.Repeat("x", maxJSONBody)+`"}`, "Content-Type: application/json"), 413},
		{"no type", send(`{}`), 201},
		{"utf-8", send(`{}`, "Content-Type: application/json; charset=UTF-8"), 201},
		{"a JSON kind", send(`{}`, "Content-Type: application/merge-patch+json"), 201},
		{"white space only", send(" \n", formType), 201},
	} {
		if k.got.status != k.status {
			t.Errorf("%s: %d %s", k.name, k.got.status, k.got.body)
		}
	}
}

// TestMethods: what is not possible says what is.
func TestMethods(t *testing.T) {
	p := play(t, Options{})
	c := p.caller(p.env(0), "streaming-property")
	for _, k := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"DELETE", "/collections/product", 405, "GET, HEAD, POST, OPTIONS"},
		{"PUT", "/collections/product/1003", 405, "GET, HEAD, DELETE, OPTIONS"},
		{"GET", "/collections/product/1003/publish", 405, "POST, OPTIONS"},
		{"GET", "/collections/product/1003/properties", 405, "POST, OPTIONS"},
		{"POST", "/collections/product/1003/properties/brand", 405, "PATCH, DELETE, OPTIONS"},
		{"OPTIONS", "/collections/product", 204, "GET, HEAD, POST, OPTIONS"},
	} {
		if r := c.call(k.method, k.path, ""); r.status != k.status || r.header.Get("Allow") != k.allow {
			t.Errorf("%s %s: %d, Allow %q", k.method, k.path, r.status, r.header.Get("Allow"))
		}
	}
	get, head := c.call("GET", "/collections/product", ""), c.call("HEAD", "/collections/product", "")
	if head.status != 200 || head.body != "" || head.header.Get("Content-Length") != get.header.Get("Content-Length") {
		t.Errorf("HEAD: %d, %d bytes, length %s for %s", head.status, len(head.body), head.header.Get("Content-Length"), get.header.Get("Content-Length"))
	}
}
