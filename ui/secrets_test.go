package ui

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
)

// canary looks for the secrets of a run in frames, in every form they may be
// written in. Line breaks and frames of dialogs do not hide them.
type canary struct {
	forms  map[string]string // text to look for -> what it is
	known  map[string]bool   // secrets
	last   string
	frames int
	found  map[string]string // what was found -> the frame
}

func (c *canary) learn(what, secret string) {
	if c.forms == nil {
		c.forms, c.found, c.known = map[string]string{}, map[string]string{}, map[string]bool{}
	}
	if secret == "" || c.known[secret] {
		return
	}
	c.known[secret] = true
	quoted, _ := json.Marshal(secret)
	for form, text := range map[string]string{
		"raw": secret, "URL": url.QueryEscape(secret), "path": url.PathEscape(secret),
		"base64": base64.StdEncoding.EncodeToString([]byte(secret)), "base64 URL": base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"hex": hex.EncodeToString([]byte(secret)), "HEX": strings.ToUpper(hex.EncodeToString([]byte(secret))),
		"JSON": strings.Trim(string(quoted), `"`), "first 12": secret[:12],
	} {
		c.forms[text] = what + " as " + form
	}
}

var unbroken = strings.NewReplacer(" ", "", "\n", "", "│", "", "▌", "", "━", "", "─", "")

func (c *canary) look(frame string) {
	c.frames++
	if frame == c.last {
		return
	}
	c.last = frame
	text := ansi.Strip(frame)
	joined := unbroken.Replace(text)
	for form, what := range c.forms {
		if strings.Contains(text, form) || strings.Contains(joined, form) {
			c.found[what] = text
		}
	}
}

// canary watches every frame from now on.
func (r *rig) canary() *canary {
	c := &canary{}
	for _, e := range r.box.Environments() {
		c.learn("API key of "+e.Name, e.APIKey)
		c.learn("client id of "+e.Name, e.ClientID)
		c.learn("client secret of "+e.Name, e.ClientSecret)
		c.learn("Basic pair of "+e.Name, e.ClientID+":"+e.ClientSecret)
	}
	r.watch = func(frame string) {
		r.wire.mu.Lock()
		for token := range r.wire.owners {
			c.learn("a token", token)
		}
		r.wire.mu.Unlock()
		c.look(frame)
	}
	return c
}

// reflecting is a gateway that gives back, in every place that is shown
// through the redactor, all that it was sent: reason phrase, headers, OAuth
// errors, challenges, redirects.
func reflecting(r *rig, status int) {
	secrets := func(req *http.Request) string {
		body := ""
		if req.Body != nil {
			b := make([]byte, 4096)
			n, _ := req.Body.Read(b)
			body = string(b[:n])
		}
		if form, err := url.ParseQuery(body); err == nil {
			body = form.Get("client_secret") + " " + form.Get("client_id")
		}
		auth := req.Header.Get("Authorization")
		token := strings.TrimPrefix(auth, "Bearer ")
		return strings.Join([]string{auth, token, body, req.URL.Path, base64.StdEncoding.EncodeToString([]byte(token)), hex.EncodeToString([]byte(token))}, " ")
	}
	r.wire.reason = secrets
	var issued atomic.Int32
	r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
		said := secrets(req)
		h := w.Header()
		h.Set("X-Echo", said)
		h.Set("X-Escaped", url.QueryEscape(said))
		h.Set("Cache-Control", "private="+said)
		h.Set("Content-Type", "application/json; echo="+said)
		h.Set("WWW-Authenticate", fmt.Sprintf("Bearer realm=%q, error=\"invalid_token\", error_description=%q", said, said))
		h.Set("Location", "/elsewhere?next="+url.QueryEscape(said))
		h.Set("Server", said)
		h.Set("Set-Cookie", "session="+said)
		h.Set("Retry-After", said)
		for _, name := range []string{"Via", "Proxy-Status", "X-Kong-Request-Id", "X-Kong-Upstream-Latency", "X-Cache", "CF-Ray"} {
			h.Set(name, said)
		}
		w.WriteHeader(status)
		switch {
		case !strings.HasSuffix(req.URL.Path, "/oauth2/token"):
		case status == http.StatusOK:
			_ = json.NewEncoder(w).Encode(map[string]any{"access_token": fmt.Sprintf("made-up-token-%04d-of-the-tests", issued.Add(1)), "token_type": "bearer " + said, "expires_in": said})
		default:
			_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_request " + said, "error_description": said, "token_type": said})
		}
		return true
	}
}

// TestS1NoSecretOnAnyFrame plays a long session with a gateway that reflects
// what it gets, and looks for every secret in every form on every frame.
func TestS1NoSecretOnAnyFrame(t *testing.T) {
	frames, paths, i := 0, 0, 0
	styles := []gateway.AuthStyle{gateway.AuthForm, gateway.AuthQuery, gateway.AuthBasic}
	for n, status := range []int{0, 200, 301, 400, 401, 403, 404, 500, 502} {
		for s, style := range styles {
			if !long() && (n%len(styles) != s || underRace && status != 200) {
				continue
			}
			i++
			size := [][2]int{{80, 24}, {200, 50}}[i%2]
			inRig(t, setup{width: size[0], height: size[1], change: func(d *gateway.Directory) {
				for _, e := range d.Environments {
					e.AuthStyle = style
				}
			}}, func(r *rig) {
				c := r.canary()
				paths += r.session(status, filepath.Join(t.TempDir(), "body"))
				for what, frame := range c.found {
					t.Errorf("status %d, %s: %s is on\n%s", status, style, what, frame)
				}
				frames += c.frames
			})
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("S1: %d frames of %d sends and fetches, 0 hits", frames, paths)
}

// session looks at every screen, with and without tokens, in good times and
// bad ones, and says how often something was asked for.
func (r *rig) session(status int, file string) (asked int) {
	tour := func() {
		r.press("f5")
		r.wait(2 * time.Second)
		r.press("v", "[", "]", "]", "]", "]", "]", "G", "p", "p", "p")
		r.wait(time.Second)
		r.press("W", "pgdown", "G", "u", "g", "esc")
		r.press("b", "left", "down", "down", "right", "right", "right", "z", "z")
		r.press("t", "f")
		r.wait(2 * time.Second)
		r.press("W", "pgdown", "G", "esc")
		r.press("enter", "pgdown", "G", "r", "pgdown", "G", "y", "esc", "esc", "A")
		r.wait(2 * time.Second)
		r.press("right", "f")
		r.wait(2 * time.Second)
		r.press("left", "down", "up", "t", ":")
		r.text("tok")
		r.press("esc", "?", "pgdown", "esc", "u")
		r.press("o", "down", "down", "f5")
		r.wait(2 * time.Second)
		r.press("v", "R")
		r.wait(2 * time.Second)
		r.press("w", "ctrl+u")
		r.paste(file)
		r.press("enter")
		r.wait(time.Second)
		r.press("esc", "o", "up", "up")
		asked += 9
	}
	tour()
	if status != 0 {
		reflecting(r, status)
		r.wire.mu.Lock()
		clear(r.wire.seen)
		r.wire.mu.Unlock()
	} else {
		r.wire.broken = func(req *http.Request) error {
			return fmt.Errorf("dial %s: %s %s: refused", req.URL, req.Header.Get("Authorization"), req.URL.Path)
		}
	}
	tour()
	r.wait(3 * time.Minute)
	r.goTo("Staging", "streaming-ingest")
	tour()
	return asked
}

// TestS1BodyPageShowsExactBytes documents the deliberate exception: the page
// of the body shows what the server sent, also a secret of ours in it.
func TestS1BodyPageShowsExactBytes(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			fmt.Fprintf(w, "echo: %s", req.Header.Get("Authorization"))
		})
		r.send()
		value := r.value("QA", "streaming-property")
		r.expect(value)
		r.press("v", "]")
		r.expectNot(value)
	})
}
