package sandbox

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestParseFault(t *testing.T) {
	for text, want := range map[string]Fault{
		"503:0.2": {503, 0.2}, "503:20%": {503, 0.2}, "429:1": {429, 1}, " 500 : 0 ": {500, 0}, "599:100%": {599, 1},
	} {
		if got, err := ParseFault(text); err != nil || got != want {
			t.Errorf("%q: %v %v", text, got, err)
		}
	}
	for text, says := range map[string]string{
		"": "STATUS:SHARE", "503": "STATUS:SHARE", "x:0.2": "no HTTP status", "200:0.2": "400 to 599", "600:0.2": "400 to 599",
		"503:": "no share", "503:x": "no share", "503:20": "between", "503:-1": "between", "503:NaN": "between", "503:101%": "between",
	} {
		if _, err := ParseFault(text); err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), `"`+text+`"`) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestFaults: shares stand side by side, token calls and service calls alike.
func TestFaults(t *testing.T) {
	draw := 0.0
	s := New(Options{Faults: []Fault{{503, 0.25}, {429, 0.25}, {0, 1}}, Random: func() float64 { return draw }})
	e := s.Environments()[0]
	for _, c := range []struct {
		draw   float64
		status int
	}{{0, 503}, {0.2499, 503}, {0.25, 429}, {0.4999, 429}, {0.5, 0}, {0.999, 0}} {
		draw = c.draw
		for path, otherwise := range map[string]int{
			"/streaming-view/v1/oauth2/token?" + grantForm(e): 200,
			"/streaming-view/v1/x":                            401,
		} {
			want := c.status
			if want == 0 {
				want = otherwise
			}
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, httptest.NewRequest("POST", e.BaseURL+path, nil))
			if w.Code != want {
				t.Errorf("draw %v, %s: %d, want %d", c.draw, path, w.Code, want)
			}
			if c.status != 0 && (!strings.HasPrefix(w.Body.String(), `{"message":"`) || w.Header().Get("Retry-After") != "1") {
				t.Errorf("%s %v", w.Body, w.Header())
			}
		}
	}
	seeded, hits := New(Options{Seed: 1, Faults: []Fault{{500, 0.3}}}), 0
	for range 2000 {
		if _, hit := seeded.environments[0].world.drawFault(); hit {
			hits++
		}
	}
	if hits < 500 || hits > 700 {
		t.Errorf("%d of 2000 for a share of 0.3", hits)
	}
}

// TestLatency is added to every answer, and a caller that leaves ends it.
func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Latency: 3 * time.Second})
		address := s.Environments()[0].BaseURL + "/streaming-view/v1/x"
		began := time.Now()
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if w.Code != 401 || time.Since(began) != 3*time.Second {
			t.Errorf("%d after %v", w.Code, time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began = time.Now()
		w = httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", address, nil))
		if w.Code != 503 || time.Since(began) != time.Second {
			t.Errorf("%d after %v", w.Code, time.Since(began))
		}
	})
}
