package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// TestWhyIsMyUploadRefused is the first story of the issue: an upload is
// answered 401, the screen says whose token that is, and one key puts it right.
func TestWhyIsMyUploadRefused(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		playOtherToken(r)
		r.expect("401 Unauthorized", "is the token of QA / streaming-property", "W  shows the evidence")
		r.press("W")
		r.expect("WHY", "QA / ingest", "Update items", "✗ The token that was pasted is the token of QA / streaming-property.",
			"1  get a token of its own for QA / streaming-ingest and send again", "2  go to QA / streaming-property, where this token belongs",
			"3  forget the pasted token", "belongs to")
		r.check()
		r.press("G")
		r.expect("the gateway (Kong) answered by itself", "never saw the call")
		value := r.value("QA", "streaming-ingest")
		r.expectNot(value)
		r.press("1")
		r.wait(time.Second)
		r.expect("202 Accepted", "statusTracker", "● valid")
		writes := r.writes()
		if len(writes) != 2 || writes[0].body != writes[1].body || writes[1].authorization == writes[0].authorization {
			t.Errorf("sent %v", writes)
		}
		if strings.Contains(r.screen(), value) {
			t.Error("the screen shows the token")
		}
	})
}

// TestEachCauseOnScreen makes each cause happen and reads the screen; then does
// the first step.
func TestEachCauseOnScreen(t *testing.T) {
	for _, c := range []struct {
		name  string
		set   func(*setup)
		play  func(*rig)
		says  []string
		step  string // pressed then
		after string // to be seen then
	}{
		{"expired", nil, func(r *rig) {
			r.send()
			value := r.value("QA", "streaming-property")
			r.wait(3 * time.Minute)
			r.press("t", "P")
			r.paste(value)
			r.press("enter", "esc")
			r.send()
		}, []string{"✗ The token that was pasted had expired", "2m0s, stated by the server; it is over"}, "1", "200 OK"},
		{"revoked", nil, func(r *rig) {
			r.send()
			value := r.value("QA", "streaming-property")
			r.press("t", "P")
			r.paste(value)
			r.press("enter", "esc")
			r.send()
			r.wait(5 * time.Second)
			r.box.Revoke("QA", "")
			r.send()
		}, []string{"✗ The token that was pasted was withdrawn: QA / streaming-property accepted it", "last by this target"}, "1", "200 OK"},
		{"revoked, and replayed", nil, playReplayed, []string{"✓ All is well now. The token was withdrawn"}, "1", "200 OK"},
		{"another service's", nil, playOtherToken, []string{"✗ The token that was pasted is the token of QA / streaming-property."}, "2", "Now at QA / streaming-property."},
		{"wrong API key", wrongKeys, (*rig).send, []string{"✗ The gateway does not accept the API key of QA in the path.", "404"}, "2", "not proven"},
		{"no token", nil, func(r *rig) {
			r.press("b", "up", "enter")
			r.text("no")
			r.press("enter")
			r.send()
		}, []string{"✗ The gateway wants a token, and the request was sent without one.", "none: auth of this request is none"}, "1", "200 OK"},
		{"wrong secret", wrongSecrets, (*rig).send, []string{"✗ No token could be had", "invalid_client", "Invalid client authentication", "client_secret  from a literal", "2  look at the raw reply"}, "2", "RAW REPLY"},
		{"a proxy's page", nil, func(r *rig) {
			r.wire.instead = proxyPage
			r.send()
		}, []string{"✗ The answer is a 401 with an HTML page.", "it passed through proxy.corp.example", "7m0s behind this machine's"}, "1", "Sign in"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := setup{height: 60, width: 120}
			if c.set != nil {
				c.set(&s)
			}
			inRig(t, s, func(r *rig) {
				c.play(r)
				r.press("W")
				r.expect(append(c.says, "WHY")...)
				r.check()
				r.press(c.step)
				r.wait(2 * time.Second)
				r.expect(c.after)
			})
		})
	}
}

// TestEveryStepDoesSomething presses the digit of every step of every scene of
// the screen.
func TestEveryStepDoesSomething(t *testing.T) {
	pressed := map[gateway.StepKind]int{}
	for _, s := range scenes {
		if !strings.HasPrefix(s.name, "why-") {
			continue
		}
		steps := 1
		for i := 0; i < steps; i++ {
			inRig(t, s.setup(), func(r *rig) {
				s.play(r)
				steps = len(r.m.evidence.steps)
				if i >= steps {
					return
				}
				step := r.m.evidence.steps[i]
				before, sent := r.state(), len(r.wire.sightings(nil))
				frame := r.frame
				r.press(string(rune('1' + i)))
				r.wait(2 * time.Second)
				pressed[step.Kind]++
				if r.state() == before && len(r.wire.sightings(nil)) == sent && r.frame == frame {
					t.Errorf("%s: step %s does nothing\n%s", s.name, step.Kind, r.screen())
				}
				r.check()
			})
		}
	}
	t.Logf("steps pressed: %v", pressed)
	for _, kind := range []gateway.StepKind{gateway.StepRenew, gateway.StepManaged, gateway.StepSend, gateway.StepFetch, gateway.StepCheck, gateway.StepForget, gateway.StepTarget, gateway.StepEdit, gateway.StepBody, gateway.StepReply} {
		if pressed[kind] == 0 {
			t.Errorf("no scene offers %s", kind)
		}
	}
}

// TestWhyAsksBeforeAWrite: a step that sends asks for the name of a guarded
// environment, as a send does.
func TestWhyAsksBeforeAWrite(t *testing.T) {
	inRig(t, setup{environment: "Production"}, func(r *rig) {
		r.wire.strays = true
		r.press("t", "f")
		r.wait(time.Second)
		value := r.value("Production", "streaming-property")
		r.press("down", "down", "P")
		r.paste(value)
		r.press("enter", "esc")
		playUpload(r)
		r.expect("GUARDED")
		r.text("Production")
		r.press("enter")
		r.wait(time.Second)
		r.press("W", "1")
		r.wait(time.Second)
		r.expect("GUARDED")
		if n := len(r.writes()); n != 1 {
			t.Fatalf("%d writes before the name was typed again", n)
		}
		r.text("Production")
		r.press("enter")
		r.wait(2 * time.Second)
		r.expect("202 Accepted")
	})
}

// TestAuthOfARequest goes through the kinds of auth and looks at the wire.
func TestAuthOfARequest(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		playOwnHeader(r)
		r.expect("auth  custom", "your own header: Bearer made••••0001")
		r.expectNot("made-up-token-0001")
		r.press("right", "right")
		r.expect("Preview", "Authorization: Bearer ••••")
		r.expectNot("made-up-token-0001")
		r.send()
		if got := r.call(); got.authorization != "Bearer made-up-token-0001" {
			t.Errorf("sent %q", got.authorization)
		}
		r.expect("401 Unauthorized", "Authorization header that you wrote")

		// The header stays when it is not sent, and through a change of operation.
		r.press("b", "up", "enter", "down", "enter")
		r.expect("auth  managed")
		r.press("o", "down", "up", "b", "right")
		r.send()
		if got := r.call(); got.authorization == "Bearer made-up-token-0001" || got.authorization == "" {
			t.Errorf("sent %q", got.authorization)
		}
		r.press("b", "right")
		r.expect("Authorization", "kept, but not sent: auth is managed")
		r.press("up", "enter")
		r.text("oops")
		r.press("enter")
		r.expect("write managed, none or custom", "oops")
		r.press("esc")
		r.expect("auth  managed")
		r.press("enter")
		r.text("c")
		r.press("enter")
		r.expect("auth  custom", "your own header: Bearer made••••0001")
	})
}

// TestOwnHeaderByHand: an Authorization header that is added like any other
// makes auth custom, and is masked.
func TestOwnHeaderByHand(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("b", "right", "enter")
		r.text("authorization: Bearer made-up-token-0002")
		r.press("enter")
		r.expect("auth  custom")
		r.expectNot("made-up-token-0002")
		r.send()
		if got := r.call(); got.authorization != "Bearer made-up-token-0002" {
			t.Errorf("sent %q", got.authorization)
		}
	})
}

// TestEmptyOwnHeader: custom auth without a header is not sent.
func TestEmptyOwnHeader(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("b", "up", "enter")
		r.text("custom")
		r.press("enter", "f5")
		r.wait(time.Second)
		r.expect("Not sent:", "auth is custom, so this header is needed")
		if n := len(r.wire.sightings(nil)); n != 0 {
			t.Errorf("%d requests left", n)
		}
	})
}

// TestEntriesAreSwitchedOff: x keeps an entry and does not send it, through a
// change of operation and of the configuration.
func TestEntriesAreSwitchedOff(t *testing.T) {
	inRig(t, reloading(func(*gateway.Directory) {}, nil), func(r *rig) {
		r.press("b", "down", "x")
		r.expect("off: kept, but not sent", "Parameters 2")
		r.press("o", "down", "up", "b")
		r.deliver(r.m.reload()())
		r.settle()
		r.expect("off: kept, but not sent", "changed")
		r.send()
		if got := r.call(); got.query != "rows=100" {
			t.Errorf("sent %q", got.query)
		}
		r.press("b", "x")
		r.expect("Parameters 3")
		r.press("up", "x")
		r.expect("What stands in the path is always sent.")
	})
}

// TestUploadOfEveryKind sends the uploads of the embedded operations: each
// needs no more than its snapshot.
func TestUploadOfEveryKind(t *testing.T) {
	for _, name := range []string{"Update items", "Replace items", "Delete items", "Delete one item"} {
		inRig(t, setup{service: "streaming-ingest"}, func(r *rig) {
			r.press("o", "/")
			r.text(name)
			r.press("enter")
			fields := []string{"snapshotId"}
			if name == "Delete one item" {
				fields = append(fields, "externalId")
			}
			for _, field := range fields {
				i := slices.IndexFunc(r.m.builder.draft.entries, func(e entry) bool { return e.name == field })
				r.m.builder.row = rowFirst + slices.Index(r.m.builder.entries(), i)
				r.press("enter")
				r.text("1007")
				r.press("enter")
			}
			r.send()
			r.expect("202 Accepted", "trackingId")
		})
	}
}
