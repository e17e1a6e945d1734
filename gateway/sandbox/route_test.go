package sandbox

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// FuzzRoute: any path is answered, none makes the sandbox panic, and no
// unauthorized one gets through.
func FuzzRoute(f *testing.F) {
	for _, path := range []string{"/", "", "//", "/streaming-property", "/streaming-property/v1//", "/streaming-view/v1/k/product?snapshotId=1", "/streaming-property/v1/k/collections/product/1003/properties/brand",
		"/streaming-status/v1/oauth2/token", "/%2f%2F/v1", "/streaming-ingest/v1/%00/\xff", "/streaming-property/v1/k/oauth2/token?client_id=%zz;&&=", "/%zz"} {
		for _, method := range []string{"GET", "POST", "PATCH", "OPTIONS"} {
			f.Add(method, path)
		}
	}
	s := New(Options{Seed: 1, Log: slog.New(slog.DiscardHandler)})
	e := s.environments[0]
	now := time.Now()
	for service := range services {
		e.grants.add("fake"+service, grant{service: service}, now)
	}
	f.Fuzz(func(t *testing.T, method, path string) {
		rt := parseRoute(method, path)
		if rt.service != "" && services[rt.service] == nil {
			t.Fatalf("%q routed to %q", path, rt.service)
		}
		u, err := url.Parse(path)
		if err != nil {
			return
		}
		u.Host, u.Scheme = "127.0.0.1:8811", "http"
		for _, token := range []string{"", "Bearer fake" + rt.service} {
			r := &http.Request{Method: method, URL: u, Host: u.Host, Header: http.Header{"Authorization": {token}}, Body: http.NoBody}
			w := httptest.NewRecorder()
			e.ServeHTTP(w, r)
			if token == "" && w.Code < 400 {
				t.Fatalf("%s %s: %d without a token", method, path, w.Code)
			}
			// A key stands before what a service answers, so reach it too.
			if rt.versioned && token != "" {
				services[rt.service](e, call{Request: r, rest: rt.rest, query: u.Query()})
			}
		}
	})
}
