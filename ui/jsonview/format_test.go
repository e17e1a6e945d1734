package jsonview

import (
	"strings"
	"testing"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		contentType, head string
		want              Format
	}{
		{"application/json", "", Empty},
		{"", "", Empty},
		{"application/json", `{"a":1}`, JSON},
		{"application/json; charset=utf-8", "  \n[1]", JSON},
		{"application/json", `{broken`, JSON},
		{"application/json", "{\"a\":1}\n{\"a\":2}", JSONLines},
		{"application/json", "{\"a\":1\n{\"a\":2}", JSON},
		{"application/problem+json", `{}`, JSON},
		{"APPLICATION/JSON;;bad", `{}`, JSON},
		{"application/json", "<!DOCTYPE html><html>", HTML},
		{"application/json", "  <?xml version='1.0'?><a/>", XML},
		{"application/json", "\x1f\x8b\x08\x00\x00", Binary},
		{"application/x-ndjson", "{}\n{}", JSONLines},
		{"text/html; charset=utf-8", "hello", HTML},
		{"text/html", `{"a":1}`, HTML},
		{"application/xml", "<a/>", XML},
		{"image/svg+xml", "<svg/>", XML},
		{"text/csv", "a,b\n1,2", CSV},
		{"text/plain", `{"a":1}`, JSON},
		{"text/plain", "{}\n{}\n", JSONLines},
		{"text/plain", "hello", Text},
		{"text/plain", "caf\xe9 in Latin-1, which is text all the same", Text},
		{"text/plain", "<b>bold</b>", Text},
		{"text/plain", "<html><body>", HTML},
		{"", "<html lang=en>", HTML},
		{"", "<!-- x --><root/>", XML},
		{"", `[1,2`, JSON},
		{"", "\xEF\xBB\xBF{}", JSON},
		{"", `[INFO] started`, Text},
		{"", `[2024-01-01] started`, Text},
		{"", `{ braces }`, Text},
		{"", `{"a" is the first letter}`, Text},
		{"", `{"a": 1,, "b": [1 2]}`, JSON},
		{"", `[{"a" : tru}]`, JSON},
		{"", `{"long":"` + strings.Repeat("x", 9000), JSON},
		{"", "12", Text},
		{"", "{\"a\":\n1}\n{\"a\":2}", JSON},
		{"", "{\"a\":1}\n{\"a\":2}\n{\"a\"", JSONLines},
		{"application/octet-stream", "plain words", Text},
		{"application/octet-stream", "caf\xe9 x", Binary},
		{"application/octet-stream", "\x00\x01\x02", Binary},
		{"text/plain", "a\x00b", Binary},
		{"text/plain", "\x01\x02\x03abc", Binary},
		{"image/png", "\x89PNG\r\n", Binary},
		{"", strings.Repeat("x", sniffBytes-1) + "é", Text},
		{"", "   ", Text},
	} {
		if got := Detect(c.contentType, []byte(c.head)); got != c.want {
			t.Errorf("%q with %.30q is %v, want %v", c.contentType, c.head, got, c.want)
		}
	}
}
