package ui

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// playCheckedAll checks every token of the environment: one is refused, and
// one service answers with a page.
func playCheckedAll(r *rig) {
	r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
		switch {
		case strings.HasSuffix(req.URL.Path, "/oauth2/token"):
			return false
		case strings.Contains(req.URL.Path, "streaming-ingest"):
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token", error_description="The access token is invalid or has expired"`)
			w.WriteHeader(http.StatusUnauthorized)
		case strings.Contains(req.URL.Path, "streaming-view"):
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html><body>Sign in</body></html>")
		default:
			return false
		}
		return true
	}
	r.press("t", "ctrl+t")
	r.wait(2 * time.Second)
}

// playStory lets much happen to one token, and shows it in full.
func playStory(r *rig) {
	r.send()
	r.wait(2 * time.Second)
	r.box.Revoke(r.m.currentEnvironment().Name, "")
	r.press("T")
	r.wait(time.Second)
	r.press("t", "f")
	r.wait(time.Second)
	r.press("K")
	r.wire.instead = refuseTokens
	r.press("f")
	r.wait(time.Second)
	r.wire.instead = nil
	r.press("x", "f")
	r.wait(time.Second)
	r.press("T", "enter")
	r.wait(time.Second)
}

// refuseTokens answers every token request as a server does that does not know
// the client.
func refuseTokens(w http.ResponseWriter, req *http.Request) bool {
	if !strings.HasSuffix(req.URL.Path, "/oauth2/token") {
		return false
	}
	w.WriteHeader(http.StatusBadRequest)
	fmt.Fprint(w, `{"error":"invalid_client","error_description":"Invalid client authentication"}`)
	return true
}

// playPasted brings a token by hand that no gateway knows.
func playPasted(r *rig) {
	r.press("t", "P")
	r.paste("made-up-token-0001")
	r.press("enter")
}

// playKept keeps the tokens of two services fresh, one of them not there yet.
func playKept(r *rig) {
	r.press("t", "down", "K", "up", "f")
	r.wait(time.Second)
	r.press("K", "T")
	r.wait(time.Second)
}
