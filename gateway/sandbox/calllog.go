package sandbox

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// loggedParameters are the query parameters a log line may hold; all others
// are left out, so that no secret gets in by a new name.
var loggedParameters = []string{
	"cursorMark", "day", "force", "grant_type", "level", "order", "page", "responseStyle",
	"rows", "service", "snapshotId", "state", "trackingId",
}

// pathWords may stand where an API key belongs, by a mistake worth seeing.
var pathWords = []string{"oauth2", "oath2", "token", "collections", "snapshots", "status"}

// maxLogged is the length in bytes at which a logged path is cut.
const maxLogged = 500

// logCall writes one line about a call. Headers and bodies are never logged.
func (e *environment) logCall(r *http.Request, rt route, status int, took time.Duration) {
	if e.world.options.Log == nil {
		return
	}
	e.world.options.Log.LogAttrs(r.Context(), slog.LevelInfo, "call",
		slog.String("env", e.public.Name),
		slog.String("service", rt.service),
		slog.String("method", r.Method),
		slog.String("path", e.loggedPath(r.URL)),
		slog.Int("status", status),
		slog.Int64("ms", took.Milliseconds()),
	)
}

// loggedPath is a path and query without secrets: the API key replaced by its
// place's name wherever it stands, tokens and credentials too.
func (e *environment) loggedPath(u *url.URL) string {
	segments := strings.Split(u.EscapedPath(), "/")
	for i, s := range segments {
		plain, err := url.PathUnescape(s)
		if err != nil {
			plain = s
		}
		switch {
		case i == 3 && plain != "" && !slices.Contains(pathWords, plain):
			segments[i] = "{apiKey}"
		case e.world.holdsSecret(plain):
			segments[i] = "{secret}"
		}
	}
	path := strings.Join(segments, "/")
	kept := make(url.Values)
	for name, values := range u.Query() {
		if slices.Contains(loggedParameters, name) && !slices.ContainsFunc(values, e.world.holdsSecret) {
			kept[name] = values
		}
	}
	if len(kept) > 0 {
		path += "?" + kept.Encode()
	}
	if len(path) > maxLogged {
		path = path[:maxLogged] + "..."
	}
	return path
}

// shortestSecret is how many letters and digits in a row have the shape of a
// token or a client secret, whoever issued it.
const shortestSecret = 24

// secretShaped tells whether a text holds what looks like a secret.
func secretShaped(text string) bool {
	run := 0
	for i := range len(text) {
		if c := text[i]; isLetter(rune(c)) || isDigit(rune(c)) {
			run++
		} else {
			run = 0
		}
		if run == shortestSecret {
			return true
		}
	}
	return false
}

// holdsSecret tells whether a text contains an API key or a credential of any
// environment, or what looks like one.
func (w *world) holdsSecret(text string) bool {
	return secretShaped(text) ||
		slices.ContainsFunc(w.secrets, func(secret string) bool { return strings.Contains(text, secret) })
}
