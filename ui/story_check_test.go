package ui

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

var qaProperty = gateway.Target{Environment: "QA", Service: "streaming-property"}

// TestCheckAToken: T proves the chosen token from the explorer and from the
// token screens, and the viewer keeps what it shows.
func TestCheckAToken(t *testing.T) {
	inRig(t, setup{width: 160, height: 40}, func(r *rig) {
		r.press("T")
		r.expect("QA / streaming-property: checking the token.")
		r.wait(time.Second)
		r.expect("QA / streaming-property: proven by List collections (200)", "● valid 1m59s  proven now", "Nothing was sent to QA / property yet.")
		r.wait(12 * time.Second)
		r.expect("● valid 1m47s  proven 12s")
		r.send()
		r.expect("200 OK")
		before := r.m.response()
		r.press("t", "enter", "T")
		r.wait(time.Second)
		r.expect("✓ proven just now   List collections, 200", "What happened in this run", "proven      List collections was answered 200", "obtained    the check (GET /collections/{itemType}) needed one")
		if r.m.response() != before {
			t.Error("the viewer shows another answer")
		}
		r.wait(3 * time.Minute)
		r.expect("m ago   List collections, 200")
		if n := len(r.wire.sightings(isToken)); n != 1 {
			t.Errorf("%d token requests", n)
		}
	})
}

// TestCheckOfAWithdrawnToken: the check replaces it and says so.
func TestCheckOfAWithdrawnToken(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.send()
		r.wait(2 * time.Second)
		r.box.Revoke("QA", "")
		r.press("t", "T")
		r.wait(time.Second)
		r.expect("QA / streaming-property: the token was refused. A new one is proven by List collections (200).")
		r.press("enter")
		r.expect("refused     the check (GET /collections/{itemType}) was answered 401", "renewed     the one before was refused by the check", "obtained    GET /collections/{itemType} needed one")
	})
}

// TestCheckAllOfAnEnvironment: progress, an end that counts, and each cause at
// its target.
func TestCheckAllOfAnEnvironment(t *testing.T) {
	inRig(t, setup{environment: "Production"}, func(r *rig) {
		playCheckedAll(r)
		r.expect("Production: 3 of 5 proven, 1 refused, 1 failed. enter on one says why.", "not proven")
		r.press("down", "down", "enter")
		r.expect("✗ not proven 1s ago: Ingest summary was answered 401", "refused")
		r.press("esc", "down", "enter")
		r.expect("List viewable snapshots was answered 200 with an HTML page")
		if got := r.writes(); len(got) != 0 {
			t.Errorf("%d writes left", len(got))
		}
	})
	inRig(t, setup{change: withReadOnly, environment: "Archive"}, func(r *rig) {
		r.press("t", "ctrl+t", "ctrl+t")
		r.expect("The tokens of Archive are being checked: ctrl+c cancels.")
		r.wait(190 * time.Millisecond)
		r.expect("Archive: 3 of 5 checked.", "◌ checking 0.1s")
		r.wait(time.Second)
		r.expect("Archive: 5 of 5 proven.")
		if n := len(r.wire.sightings(isCall)); n != 5 {
			t.Errorf("%d calls for five services", n)
		}
	})
}

func TestCheckIsCancelled(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.wire.instead = func(_ http.ResponseWriter, req *http.Request) bool {
			if strings.HasSuffix(req.URL.Path, "/oauth2/token") {
				return false
			}
			<-req.Context().Done()
			return true
		}
		r.press("T")
		r.wait(time.Second)
		r.press("T")
		r.expect("The token of QA / streaming-property is being checked: ctrl+c cancels.")
		r.press("ctrl+c")
		r.expect("QA / streaming-property: the check was cancelled.")
		r.press("t", "ctrl+t")
		r.wait(time.Second)
		r.press("ctrl+c")
		r.expect("QA: 0 of 5 proven, 5 cancelled.")
		if s := r.m.state(qaProperty); s.Proof != nil || s.Token == nil {
			t.Errorf("%+v", s)
		}
	})
}

// TestCheckWithoutAProbe says what is missing before anything is sent.
func TestCheckWithoutAProbe(t *testing.T) {
	inRig(t, setup{change: func(d *gateway.Directory) { d.Operations = d.Operations[1:] }}, func(r *rig) {
		r.press("T")
		r.expect("There is nothing to check QA / streaming-property with: none of its operations is marked as a probe")
		if n := len(r.wire.sightings(nil)); n != 0 {
			t.Errorf("%d requests", n)
		}
	})
}

// TestPasteAToken: what is pasted never shows, a fault loses nothing, the token
// is used as it is, and a refusal replaces it only when that is asked for.
func TestPasteAToken(t *testing.T) {
	inRig(t, setup{environment: "Staging"}, func(r *rig) {
		r.send()
		good := r.value("Staging", "streaming-property")
		r.press("t", "x")
		shown := 0
		r.watch = func(frame string) {
			if strings.Contains(frame, good[:12]) || strings.Contains(frame, "made-up") {
				shown++
			}
		}
		r.press("P")
		r.expect("PASTE A TOKEN", "For Staging / streaming-property", "0 characters")
		r.paste("Bearer " + good)
		r.press("enter")
		r.expect("✗ paste the token alone, without the word Bearer before it", fmt.Sprintf("%d characters", len(good)+7))
		r.press("home", "delete", "delete", "delete", "delete", "delete", "delete", "delete")
		r.expectNot("✗ paste the token alone")
		r.press("enter")
		r.expect("Staging / streaming-property: pasted.", "● pasted", "pasted at 13:40:12", "not known: the token was pasted")
		r.press("T")
		r.wait(time.Second)
		r.expect("proven by List collections", "● pasted  proven just now")

		r.press("P")
		r.paste("made-up-token-0001\n")
		r.press("enter", "esc")
		calls, tokens := len(r.wire.sightings(isCall)), len(r.wire.sightings(isToken))
		r.send()
		r.expect("401 Unauthorized", "✗ refused", "R fetches a token and sends again", "refuses the token that was pasted")
		if n := len(r.wire.sightings(isCall)) - calls; n != 1 || len(r.wire.sightings(isToken)) != tokens {
			t.Errorf("%d calls: a pasted token was replaced by itself", n)
		}
		r.press("v", "R")
		r.wait(time.Second)
		r.expect("200 OK", "token renewed after a 401", "● valid")
		if shown > 0 {
			t.Errorf("%d frames show a pasted token", shown)
		}
	})
}

// TestPasteStaysWithItsTarget: the one it was asked for, whatever the
// configuration has become meanwhile.
func TestPasteStaysWithItsTarget(t *testing.T) {
	s := reloading(func(d *gateway.Directory) { d.Environments = d.Environments[1:] }, nil)
	inRig(t, s, func(r *rig) {
		r.press("t", "P")
		r.paste("made-up-token-0001")
		r.deliver(r.m.reload()())
		r.press("enter")
		r.expect("PASTE A TOKEN", "18 characters", `environment "QA" with a service`)
		for _, state := range r.o.Tokens.States() {
			if state.Token != nil {
				t.Errorf("%s has it", state.Target)
			}
		}
		r.check()
	})
}

// TestKeepFresh: K keeps the chosen token fresh until it is pressed again, and
// the badge says so.
func TestKeepFresh(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("t", "K")
		r.expect("kept fresh once there is a token", "↻ waits")
		r.press("f")
		r.wait(time.Second)
		r.expect("● valid 1m59s  ↻ kept", "↻ renewed 12s before its expiry")
		r.wait(30 * time.Minute)
		if n := len(r.wire.sightings(isToken)); n < 16 || n > 18 {
			t.Errorf("%d token requests in half an hour of 120 s tokens", n)
		}
		r.expect("● valid", "↻ kept")
		r.wire.instead = refuseTokens
		r.wait(3 * time.Minute)
		r.expect("✗ refused 400  ↻ paused", "paused after a failed token request")
		n := len(r.wire.sightings(isToken))
		r.wait(10 * time.Minute)
		if again := len(r.wire.sightings(isToken)) - n; again != 0 {
			t.Errorf("%d token requests while it is paused", again)
		}
		r.wire.instead = nil
		r.press("K")
		r.wait(time.Second)
		r.expect("● valid 1m59s  ↻ kept", "renewed ahead of its expiry.")
		r.press("K")
		r.expect("no longer kept fresh.")
		r.expectNot("↻")
		r.press("P")
		r.paste("made-up-token-0001")
		r.press("enter", "K")
		r.expect("there is nothing to go by", "↻ waits")
	})
}

// TestCheckAllCountsItsOwn: a check that was under way before is one of all; one
// that is begun meanwhile is not.
func TestCheckAllCountsItsOwn(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.wire.instead = func(_ http.ResponseWriter, req *http.Request) bool {
			if strings.Contains(req.URL.Path, "streaming-status") {
				time.Sleep(time.Second)
			}
			return false
		}
		r.press("T", "t", "ctrl+t")
		r.expect("QA: 0 of 5 checked.")
		r.wait(500 * time.Millisecond)
		r.expect("QA: 4 of 5 checked.")
		r.press("T")
		r.wait(500 * time.Millisecond)
		r.expect("QA / streaming-property: proven by")
		r.wait(2 * time.Second)
		r.expect("QA: 5 of 5 proven.")
		if all := r.m.checks.all; all.under != 0 || all.proven != 5 {
			t.Errorf("%+v", all)
		}
	})
}
