package ui

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"gatehouse/gateway"
)

func noContent(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

// echoToken answers with the token that the call carried.
func echoToken(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"echo": req.Header.Get("Authorization")})
}

// tooMany answers with all that a gateway may say of a limit, and more.
func tooMany(w http.ResponseWriter, _ *http.Request) {
	for name, value := range map[string]string{
		"Content-Type": "application/json", "Cache-Control": "private, max-age=60", "Date": time.Now().Add(-7 * time.Minute).UTC().Format(http.TimeFormat),
		"Retry-After": "42", "X-RateLimit-Limit-Minute": "60", "X-RateLimit-Remaining-Minute": "0", "RateLimit-Reset": "42",
		"Etag": `W/"7-c0ffee"`, "Deprecation": "@1767225600", "Sunset": "Tue, 01 Sep 2026 00:00:00 GMT", "Via": "1.1 kong/3.4.2",
		"X-Kong-Response-Latency": "1", "X-Request-Id": "0e7682873d010221f74bc3e7764fa487", "X-Made-Up": "left as it is",
	} {
		w.Header().Set(name, value)
	}
	w.WriteHeader(http.StatusTooManyRequests)
	fmt.Fprint(w, `{"message":"API rate limit exceeded"}`)
}

// inEncoding answers with bytes that are labelled with an encoding.
func inEncoding(name, contentType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Encoding", name)
		body(contentType, text)(w, req)
	}
}

func zipped(text string) string {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return out.String()
}

// refusedFirst answers a first call with a 401 that has something to read.
func refusedFirst(r *rig) {
	r.send()
	r.wait(2 * time.Second)
	n := 0
	r.answering(func(w http.ResponseWriter, req *http.Request) {
		if n++; n == 1 {
			w.Header().Set("WWW-Authenticate", `Bearer realm="service" error="invalid_token"`)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"invalid_token","error_description":"The access token is invalid or has expired","documentation":["https://example.com/a/rather/long/address/of/a/page"]}`)
			return
		}
		body("application/json", `{"collections":[]}`)(w, req)
	})
	r.send()
}

// events are lines that arrive one by one.
func events(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	for i := range 1000 {
		fmt.Fprintf(w, "id: %d\nevent: progress\ndata: {\"done\":%d,\"of\":1000}\n\n", i, i)
		if wait(req.Context(), 200*time.Millisecond) != nil {
			return
		}
	}
}

// answered is a scene of an answer, at the page that the keys lead to.
func answered(name string, h http.HandlerFunc, keys ...string) scene {
	return scene{name: name, play: func(r *rig) {
		r.answering(h)
		r.send()
		r.press("v")
		r.press(keys...)
	}}
}

func smallLimit(s *setup) {
	inner := s.change
	s.change = func(d *gateway.Directory) {
		if inner != nil {
			inner(d)
		}
		d.BodyLimit = 100_000
	}
}

const htmlPage = "<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>Collections</title>\n  <!-- made by hand -->\n</head>\n<body class=wide>\n  <h1>Collections &amp; more</h1>\n  <p>a < b</p>\n</body>\n</html>\n"

func utf16le(s string) string {
	out := "\xff\xfe"
	for _, c := range s {
		out += string([]byte{byte(c), byte(c >> 8)})
	}
	return out
}

// outScenes are the pages beside the body, bodies that are no JSON, and the ways
// out of the viewer.
var outScenes = []scene{
	{name: "saving-pretty", play: func(r *rig) {
		r.send()
		r.press("v", "w", "tab")
	}},
	{name: "hand-secret", set: withPrograms("true"), play: func(r *rig) {
		r.answering(echoToken)
		r.send()
		r.press("v", "f3")
	}},
	answered("headers-explained", tooMany, "right", "right"),
	{name: "attempts-read", play: func(r *rig) {
		refusedFirst(r)
		r.press("v", "left")
	}},
	{name: "timing-replayed", play: func(r *rig) {
		refusedFirst(r)
		r.press("v", "left", "left")
	}},
	answered("body-none", noContent),
	answered("body-unknown-encoding", inEncoding("br", "application/json", "\x8b\x07\x80{not really brotli\x03")),
	answered("body-utf16", body("text/plain; charset=utf-16", utf16le("Größe: 7"))),
	answered("body-mark", body("application/json", mark8+`{"a":1}`)),
	answered("body-html", body("text/html", htmlPage), "right"),
	answered("body-csv", body("text/csv", "id,name\n1,one\n2,\"two, or more\"\n")),
	answered("body-events", events),
}

func init() {
	bomb := answered("body-bomb", inEncoding("gzip", "application/json", zipped("["+strings.Repeat("0,", 1_000_000)+"0]")), "right")
	bomb.set = smallLimit
	scenes = append(append(scenes, outScenes...), bomb)
}
