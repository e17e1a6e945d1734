package ui

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"gatehouse/gateway"
)

// scene is a state of the explorer that is worth looking at, reached by keys.
type scene struct {
	name string
	in   string // the only environment it can be reached in, "" for any
	set  func(*setup)
	play func(r *rig)
}

// scenes are played by the golden tests in QA, or where they belong, and by
// the property tests in every environment.
var scenes = []scene{
	{name: "start", play: func(*rig) {}},
	{name: "answer", play: (*rig).send},
	{name: "answer-scrolled", play: playScrolled},
	{name: "answer-search", play: func(r *rig) {
		r.send()
		r.press("v", "/")
		r.text("description")
		r.press("enter", "n")
	}},
	{name: "answer-searching", play: func(r *rig) {
		r.send()
		r.press("v", "/")
		r.text("desc")
	}},
	{name: "answer-hex", play: func(r *rig) {
		r.send()
		r.press("v", "p", "p")
		r.wait(time.Second)
	}},
	{name: "answer-headers", play: func(r *rig) {
		r.send()
		r.press("v", "]")
	}},
	{name: "answer-timing", play: func(r *rig) {
		r.send()
		r.press("v", "]", "]")
	}},
	{name: "answer-replayed", play: playReplayed},
	{name: "answer-zoomed", play: func(r *rig) {
		r.send()
		r.press("v", "z")
	}},
	{name: "answer-folded", play: func(r *rig) {
		r.send()
		r.press("v", "2", "down", "down", "right", "down")
	}},
	{name: "answer-copying", play: func(r *rig) {
		r.send()
		r.press("v", "down", "down", "down", "down", "y")
	}},
	{name: "answer-copy-held", play: func(r *rig) {
		r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
			if req.Method != http.MethodGet {
				return false
			}
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"echo":%q}`, req.Header.Get("Authorization"))
			return true
		}
		r.send()
		r.press("v", "down", "y", "v")
		r.wait(50 * time.Millisecond)
	}},
	{name: "saving", play: func(r *rig) {
		r.send()
		r.press("v", "w")
	}},
	{name: "waiting", play: playWaiting},
	{name: "editing", play: func(r *rig) {
		r.press("b", "down", "enter")
		r.text("7")
	}},
	{name: "field-fault", play: func(r *rig) {
		r.press("o", "down", "f5")
	}},
	{name: "field-needed", play: func(r *rig) {
		r.goTo(r.m.target().Environment, "streaming-ingest")
		r.press("o", "down", "f5")
	}},
	{name: "preview", play: func(r *rig) {
		r.send()
		r.press("b", "left")
	}},
	{name: "body", play: func(r *rig) {
		r.press("o", "down", "down", "enter", "right", "right")
	}},
	{name: "body-fault", play: playBodyFault},
	{name: "filter", play: func(r *rig) {
		r.press("o", "/")
		r.text("coll")
	}},
	{name: "filter-empty", play: func(r *rig) {
		r.press("o", "/")
		r.text("zzz")
	}},
	{name: "refused", set: wrongSecrets, play: (*rig).send},
	{name: "refused-detail", set: wrongSecrets, play: func(r *rig) {
		r.send()
		r.press("t", "enter")
	}},
	{name: "no-credentials", set: noSecrets, play: func(r *rig) {
		r.send()
		r.press("t")
	}},
	{name: "tokens-none", play: func(r *rig) { r.press("t") }},
	{name: "tokens", play: playTokens},
	{name: "tokens-mixed", play: playMixed},
	{name: "token", play: func(r *rig) {
		r.send()
		r.press("t", "enter")
	}},
	{name: "token-cached", set: shareTokens(nil), play: playCached},
	{name: "cache-trouble", set: shareTokens(errLooseCache), play: (*rig).send},
	{name: "token-revealed", play: func(r *rig) {
		r.send()
		r.press("t", "enter", "v")
	}},
	{name: "checked", play: func(r *rig) {
		r.press("T")
		r.wait(3 * time.Second)
	}},
	{name: "checking", play: func(r *rig) {
		r.press("t", "ctrl+t")
		r.wait(190 * time.Millisecond)
	}},
	{name: "tokens-checked", play: playCheckedAll},
	{name: "token-story", play: playStory},
	{name: "pasting", play: func(r *rig) {
		r.press("t", "P")
		r.paste("made-up-token-0001")
	}},
	{name: "pasting-fault", play: func(r *rig) {
		r.press("t", "P")
		r.paste("Bearer made-up-token-0001")
		r.press("enter")
	}},
	{name: "pasted", play: playPasted},
	{name: "pasted-refused", play: func(r *rig) {
		playPasted(r)
		r.send()
	}},
	{name: "why-other-token", play: func(r *rig) {
		playOtherToken(r)
		r.press("W")
	}},
	{name: "why-revoked", play: func(r *rig) {
		playReplayed(r)
		r.press("W")
	}},
	{name: "why-no-token", play: func(r *rig) {
		r.press("b", "up", "enter")
		r.text("none")
		r.press("enter")
		r.send()
		r.press("W")
	}},
	{name: "why-secret", set: wrongSecrets, play: func(r *rig) {
		r.send()
		r.press("t", "W")
	}},
	{name: "why-api-key", set: wrongKeys, play: func(r *rig) {
		r.send()
		r.press("W")
	}},
	{name: "why-proxy", play: func(r *rig) {
		r.wire.instead = proxyPage
		r.send()
		r.press("W")
	}},
	{name: "why-network", play: func(r *rig) {
		r.wire.broken = refuseConnection
		r.send()
		r.press("W")
	}},
	{name: "why-nothing", play: func(r *rig) { r.press("W") }},
	{name: "why-good", play: func(r *rig) {
		r.send()
		r.press("t", "enter", "W")
	}},
	{name: "auth", play: func(r *rig) {
		r.press("b", "up", "enter")
	}},
	{name: "auth-custom", play: func(r *rig) {
		playOwnHeader(r)
		r.press("left", "x")
	}},
	{name: "auth-custom-preview", play: func(r *rig) {
		playOwnHeader(r)
		r.press("right", "right")
	}},
	{name: "uploaded", play: func(r *rig) {
		r.goTo("QA", "streaming-ingest")
		playUpload(r)
	}},
	{name: "kept", play: playKept},
	{name: "kept-paused", play: func(r *rig) {
		playKept(r)
		r.wire.instead = refuseTokens
		r.wait(2 * time.Minute)
	}},
	{name: "reply", play: func(r *rig) {
		r.send()
		r.press("t", "r")
	}},
	{name: "guard", in: "Production", play: playGuard},
	{name: "guard-wrong", in: "Production", play: func(r *rig) {
		playGuard(r)
		r.text("Staging")
		r.press("enter")
	}},
	{name: "read-only", in: "Archive", play: func(r *rig) {
		r.press("o", "down", "down", "f5")
	}},
	{name: "curl", play: func(r *rig) { r.press("Y") }},
	{name: "curl-fish", play: func(r *rig) { r.press("Y", "f") }},
	{name: "curl-revealed", play: func(r *rig) {
		r.send()
		r.press("v", "Y", "v")
		r.wait(time.Second)
	}},
	{name: "curl-write", in: "Production", play: func(r *rig) { r.press("o", "down", "down", "Y") }},
	{name: "curl-guard", in: "Production", play: func(r *rig) { r.press("Y", "v") }},
	{name: "curl-token", play: func(r *rig) { r.press("t", "enter", "Y") }},
	{name: "curl-secret", play: playHeldSecret},
	{name: "help", play: func(r *rig) { r.press("?") }},
	{name: "palette", play: func(r *rig) { r.press(":") }},
	{name: "palette-why", play: func(r *rig) {
		r.press(":")
		r.text("read the conf")
	}},
	{name: "palette-typed", play: func(r *rig) {
		r.press("b", "ctrl+p")
		r.text("li")
	}},
	{name: "palette-recent", play: func(r *rig) {
		r.press(":")
		r.text("staging")
		r.press("enter", "E", ":")
	}},
	{name: "tour", set: onTour, play: func(*rig) {}},
	{name: "tour-tokens", set: onTour, play: func(r *rig) {
		r.send()
		r.press("t")
	}},
	{name: "twelve", set: twelve, play: func(r *rig) { r.press("e", "e", "e", "e", "e", "e", "e") }},
	{name: "twelve-tokens", set: twelve, play: func(r *rig) { r.press("t", "left", "left") }},
}

func onTour(s *setup) {
	s.options = func(o *Options) { o.Tour = true }
}

func wrongSecrets(s *setup) {
	inner := s.change
	s.change = func(d *gateway.Directory) {
		if inner != nil {
			inner(d)
		}
		for _, e := range d.Environments {
			e.ClientSecret = gateway.NewLiteral("not-the-secret-of-" + strings.ToLower(e.Name))
		}
	}
}

func noSecrets(s *setup) {
	inner := s.change
	s.change = func(d *gateway.Directory) {
		if inner != nil {
			inner(d)
		}
		for _, e := range d.Environments {
			e.ClientSecret = nil
		}
	}
}

// twelve makes twelve environments of the three, the read-only one among them
// if it is there.
func twelve(s *setup) {
	inner := s.change
	s.change = func(d *gateway.Directory) {
		if inner != nil {
			inner(d)
		}
		for n := 1; len(d.Environments) < 12; n++ {
			e := *d.Environments[n%2]
			e.Name = fmt.Sprintf("%s %d", e.Name, n)
			d.Environments = append(d.Environments, &e)
		}
	}
}

func playScrolled(r *rig) {
	r.send()
	r.press("v", "pgdown", "pgdown", "down", "l")
}

// playHeldSecret asks for a call as cURL whose body holds a secret of the run.
func playHeldSecret(r *rig) {
	r.press("o", "down", "down", "enter", "right", "right", "enter")
	r.paste(r.box.Environments()[0].ClientSecret)
	r.press("esc")
	r.o.Vault.Learn(r.m.currentEnvironment().ClientSecret, r.m.dir.Environments[0].ClientSecret)
	r.press("Y")
}

// playReplayed shows a 401 that was answered by a replay with a new token.
func playReplayed(r *rig) {
	r.send()
	r.wait(2 * time.Second)
	r.box.Revoke("QA", "")
	r.box.Revoke("Staging", "")
	r.box.Revoke("Production", "")
	r.send()
	r.press("v", "[")
}

func playWaiting(r *rig) {
	r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
		<-req.Context().Done()
		return true
	}
	r.press("f5")
	r.wait(3400 * time.Millisecond)
}

func playBodyFault(r *rig) {
	r.press("o", "down", "down", "enter", "right", "right", "enter", "down", "end", "backspace")
	r.press("enter")
	r.text(`oops`)
}

func playGuard(r *rig) {
	r.press("o", "down", "down", "f5")
}

// playTokens fetches every token of every environment.
func playTokens(r *rig) {
	r.press("t")
	for range r.m.dir.Environments {
		r.press("A")
		r.wait(time.Second)
		r.press("right")
	}
	r.wait(10 * time.Second)
}

// playMixed shows every state a token can be in: in the chosen environment
// refused, failed, being fetched; in the others valid and of unknown expiry.
func playMixed(r *rig) {
	r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
		switch {
		case strings.Contains(req.URL.Path, "snapshot"):
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":"invalid_client","error_description":"Invalid client authentication"}`)
		case strings.Contains(req.URL.Path, "ingest"):
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			fmt.Fprint(w, "<html><body><h1>502 Bad Gateway</h1></body></html>")
		case strings.Contains(req.URL.Path, "status"):
			<-req.Context().Done()
		default:
			return false
		}
		return true
	}
	from := r.m.environment
	r.press("t")
	for i, e := range r.m.dir.Environments {
		if i != from && !e.ReadOnly {
			for r.m.environment != i {
				r.press("right")
			}
			r.press("f")
			r.wait(time.Second)
		}
	}
	for r.m.environment != from {
		r.press("right")
	}
	r.press("f")
	r.wait(13 * time.Second)
	r.press("down", "down", "down", "f")
	r.wait(112 * time.Second)
	r.press("up", "f")
	r.wait(time.Second)
	r.press("up", "f")
	r.wait(time.Second)
	r.press("up", "up", "f")
	r.wait(time.Second)
	r.press("down", "down")
}
