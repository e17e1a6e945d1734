package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestStalledAnswer: an answer whose body stops coming ends these commands,
// with what came and from where.
func TestStalledAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if req.URL.Path == "/token" {
			_, _ = io.WriteString(w, `{"access_token":"made-up-token-0123456789abcdef","token_type":"bearer","expires_in":600}`)
			return
		}
		_, _ = io.WriteString(w, `{"collections":[{"id":1}`)
		w.(http.Flusher).Flush()
		<-req.Context().Done()
	}))
	defer server.Close()
	for status, args := range map[int][]string{
		exitFailed:     {"collections", "test", "product"},
		exitUncompared: {"diff", "test:1", "test:2", "product"},
	} {
		r := newRig(t)
		r.configure(testEnvironment(server.URL) + "timeout = \"1s\"\n")
		r.want(status, args...)
		want := "the answer of " + strings.TrimPrefix(server.URL, "http://") + " ended early: nothing more came for 1s after 24 bytes"
		if !strings.Contains(r.stderr.String(), want) {
			t.Errorf("%v: stderr %q, want %q", args, r.stderr.String(), want)
		}
	}
}
