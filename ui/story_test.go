package ui

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// TestSendBadgeAndRenewal is what the demo must show: a 200 by F5 alone, a
// badge that counts down and expires, and the next send renewing the token.
func TestSendBadgeAndRenewal(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.expect("F5 send", "List collections", "[QA]")
		r.press("f5")
		r.until("200 OK")
		r.expect("valid 1m59s", `"itemType": "product"`)
		if n := len(r.wire.sightings(isToken)); n != 1 {
			t.Fatalf("%d token requests", n)
		}
		r.wait(30 * time.Second)
		r.expect("valid 1m29s")
		r.wait(80 * time.Second)
		r.expect("expiring 9s")
		r.wait(12 * time.Second)
		r.expect("expired")
		r.send()
		r.expect("200 OK", "valid 1m5", "new token in")
		if n := len(r.wire.sightings(isToken)); n != 2 {
			t.Fatalf("%d token requests", n)
		}
	})
}

// TestTicks holds how often an idle program draws: by the second only while a
// badge is under two minutes.
func TestTicks(t *testing.T) {
	inRig(t, setup{environment: "Staging"}, func(r *rig) {
		frames := 0
		r.watch = func(string) { frames++ }
		r.wait(10 * time.Minute)
		if frames > 11 {
			t.Errorf("%d frames in ten idle minutes", frames)
		}
		r.send()
		r.wait(10 * time.Second)
		frames = 0
		r.wait(10 * time.Minute)
		if frames > 11 {
			t.Errorf("%d frames in ten minutes with a token of eight hours", frames)
		}
		r.goTo("QA", "streaming-property")
		r.send()
		r.wait(10 * time.Second)
		frames = 0
		r.wait(60 * time.Second)
		if frames < 59 || frames > 62 {
			t.Errorf("%d frames in a minute with a badge under two minutes", frames)
		}
	})
}

func TestSwitchingKeepsWhatWasTyped(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("b", "down", "enter")
		r.text("4")
		r.press("esc", "o", "down")
		r.expect("REQUEST  Show one collection")
		r.press("up", "e")
		r.expect("[Staging]", "REQUEST  List collections  changed", "page      14")
		r.press("s", "s", "S", "S", "E")
		r.expect("[QA]", "REQUEST  List collections  changed", "page      14")
		r.send()
		calls := r.wire.sightings(isCall)
		if len(calls) != 1 || !strings.Contains(calls[0].query, "page=14") {
			t.Errorf("sent %v", calls)
		}
	})
}

// TestAnswersLandAtTheirTargets switches while requests are under way.
func TestAnswersLandAtTheirTargets(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
			if isToken(sighting{token: strings.HasSuffix(req.URL.Path, "/oauth2/token")}) {
				return false
			}
			_ = wait(req.Context(), 3*time.Second)
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprintf(w, "answer of %s", req.Host)
			return true
		}
		r.press("f5")
		r.wait(time.Second)
		r.press("e", "f5")
		r.wait(time.Second)
		r.expect("[Staging]", "is under way to Staging / streaming-property")
		r.press("E")
		r.expect("[QA]", "is under way to QA / streaming-property")
		r.press("e", "e")
		r.expectNot("is under way")
		r.expect("Nothing was sent to Production / property yet.")
		r.until("QA / streaming-property: List collections has answered.")
		r.until("Staging / streaming-property: List collections has answered.")
		r.expect("Nothing was sent to Production")
		for _, c := range []struct{ key, host string }{{"E", "127.0.0.1:8812"}, {"E", "127.0.0.1:8811"}} {
			r.press(c.key)
			r.expect("answer of " + c.host)
		}
	})
}

func TestCancel(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.send() // there is a token from now on
		r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
			<-req.Context().Done()
			return true
		}
		r.press("f5")
		r.wait(2300 * time.Millisecond)
		r.expect("◌ 2.3s · waiting for the answer", "ctrl+c cancels it")
		r.press("f5")
		r.expect("still under way", "ctrl+c cancels it")
		r.press("ctrl+c")
		r.wait(time.Second)
		r.expect("✗ cancelled", "The request was cancelled before an answer came.")
		if r.quit {
			t.Error("the first ctrl+c quit while a request was under way")
		}
		if n := len(r.wire.sightings(isCall)); n != 2 {
			t.Errorf("%d calls", n)
		}
	})
}

func TestCancelTokenFetch(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
			<-req.Context().Done()
			return true
		}
		r.press("t", "f")
		r.wait(1200 * time.Millisecond)
		r.expect("fetching 1.2s")
		r.press("f")
		r.expect("is being fetched: ctrl+c cancels")
		r.press("ctrl+c")
		r.wait(200 * time.Millisecond)
		r.expect("QA / streaming-property: cancelled.", "· none")
	})
}

func TestQuitting(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*rig)
		quit bool
	}{
		{"ctrl+c twice", func(r *rig) { r.press("ctrl+c"); r.expect("ctrl+c again to quit"); r.press("ctrl+c") }, true},
		{"ctrl+c, late again", func(r *rig) { r.press("ctrl+c"); r.wait(3 * time.Second); r.press("ctrl+c") }, false},
		{"ctrl+c in a dialog", func(r *rig) { r.press(":", "ctrl+c", "ctrl+c") }, true},
		{"ctrl+c while typing", func(r *rig) { r.press("b", "enter", "ctrl+c", "ctrl+c") }, true},
		{"q", func(r *rig) { r.press("q") }, true},
		{"q in the builder", func(r *rig) { r.press("b", "q") }, true},
		{"q in a field", func(r *rig) { r.press("b", "enter", "q") }, false},
		{"q in the filter", func(r *rig) { r.press("o", "/", "q") }, false},
		{"q in the token board", func(r *rig) { r.press("t", "q") }, false},
		{"q in the help", func(r *rig) { r.press("?", "q") }, false},
		{"q in the palette", func(r *rig) { r.press(":", "q") }, false},
		{"esc", func(r *rig) { r.press("esc", "esc", "esc", "esc"); r.expect("This is the top: q quits.") }, false},
		{"esc from the depth", func(r *rig) {
			r.press("z", "b", "z", "t", "enter", "r", "?", ":", "esc", "esc", "esc", "esc", "esc", "esc", "esc", "esc", "esc", "esc")
			r.expect("This is the top: q quits.")
		}, false},
	} {
		inRig(t, setup{}, func(r *rig) {
			c.do(r)
			if r.quit != c.quit {
				t.Errorf("%s: quit is %v\n%s", c.name, r.quit, r.screen())
			}
		})
	}
}

// TestRefusals sends with what is wrong, and reads the explanation on screen.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		set    func(*setup)
		answer http.HandlerFunc // of the call, nil for the sandbox's
		want   []string
	}{
		{"wrong secret", wrongSecrets, nil, []string{"✗ not sent: no token", "refused 400", "Why", "the client credentials are", "W  shows the evidence"}},
		{"no secret", noSecrets, nil, []string{"✗ not sent: no token", "client_secret"}},
		{"wrong API key", func(s *setup) {
			s.change = func(d *gateway.Directory) {
				for _, e := range d.Environments {
					e.APIKey = gateway.NewLiteral("fake-key-of-another-site")
				}
			}
		}, nil, []string{"Why", "API key"}},
		{"HTML from a proxy", nil, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, "<html><body><h1>Bad Gateway</h1></body></html>")
		}, []string{"502", "Why", "HTML"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := setup{}
			if c.set != nil {
				c.set(&s)
			}
			inRig(t, s, func(r *rig) {
				if c.answer != nil {
					r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
						if strings.HasSuffix(req.URL.Path, "/oauth2/token") {
							return false
						}
						c.answer(w, req)
						return true
					}
				}
				r.send()
				r.expect(c.want...)
			})
		})
	}
}

func TestFailedTokenSaysHowLongItWaits(t *testing.T) {
	s := setup{}
	wrongSecrets(&s)
	inRig(t, s, func(r *rig) {
		for range 4 {
			r.press("t", "f")
			r.wait(200 * time.Millisecond)
			r.press("t")
		}
		r.press("t")
		r.expect("refused 400", "what to do", "client_secret", "Sends get this same answer for another 8s; f asks at once.")
		before := len(r.wire.sightings(isToken))
		r.press("t")
		r.send()
		r.expect("no token")
		if n := len(r.wire.sightings(isToken)); n != before {
			t.Error("a send inside the window asked for a token")
		}
	})
}

func TestBrokenEnvironmentDoesNotBlockOthers(t *testing.T) {
	inRig(t, setup{change: func(d *gateway.Directory) { d.Environments[0].ClientSecret = nil }}, func(r *rig) {
		r.send()
		r.expect("no token")
		r.press("t")
		r.expect("no client_secret", "last error", "what to do")
		r.press("t", "e")
		r.send()
		r.expect("[Staging]", "200 OK")
	})
}

func TestTwelveEnvironments(t *testing.T) {
	s := setup{width: 80, height: 24}
	twelve(&s)
	inRig(t, s, func(r *rig) {
		seen := map[string]bool{}
		for range 12 {
			name := r.m.currentEnvironment().Name
			seen[name] = true
			r.check()
			r.send()
			r.expect("["+name+"]", "200 OK")
			r.press("t")
			r.expect(name)
			r.press("t", "e")
		}
		if len(seen) != 12 {
			t.Errorf("%d environments were reached", len(seen))
		}
		r.press(":")
		r.text("environment QA 8")
		r.press("enter")
		r.expect("[QA 8]")
	})
}
