package ui

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"gatehouse/gateway"
)

// unanswered keeps the client waiting until it goes away.
func unanswered(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }

// TestTimeLimitIsNoCancel: a time limit that ran out is told as one, everywhere.
func TestTimeLimitIsNoCancel(t *testing.T) {
	limited := func(d *gateway.Directory) { d.Environments[0].Timeout = 2 * time.Second }
	inRig(t, setup{change: limited}, func(r *rig) {
		r.answering(unanswered)
		r.send()
		r.wait(time.Second)
		r.expect("✗ no answer within 2s · 2.04 s", "The request left, but no answer came back")
		r.expectNot("cancelled")
		r.press("W")
		r.expect("within 2s")
		r.expectNot("cancelled")
	})
}

// fromPipe is a finished body of unstated length, with the reserve that it has
// from 16 MB on.
func fromPipe(t *testing.T, size int) *gateway.Body {
	t.Helper()
	from, to := io.Pipe()
	b := gateway.ReadBody(context.Background(), from, gateway.BodyOptions{})
	for range size >> 20 {
		_, _ = to.Write(make([]byte, 1<<20))
	}
	_ = to.Close()
	if s := b.Wait(); s.Held != gateway.DefaultBodyLimit || len(s.Bytes) != size {
		t.Fatalf("%d bytes, %d held", len(s.Bytes), s.Held)
	}
	return b
}

// TestReservesAreNoMemory: answers of unstated length are let go for what they
// fill, not for what was set aside for them.
func TestReservesAreNoMemory(t *testing.T) {
	large := fromPipe(t, 17<<20)
	inRig(t, setup{width: 80, height: 24}, func(r *rig) {
		qa := r.m.target()
		exchange := func(t gateway.Target) *gateway.Exchange {
			return &gateway.Exchange{Target: t, Status: 200, Body: large, Started: r.m.now}
		}
		for range 4 {
			r.start(r.m.keepAnswer("large", exchange(qa)))
		}
		for _, name := range []string{"Staging", "Production"} {
			r.start(r.m.keepAnswer("large", exchange(gateway.Target{Environment: name, Service: qa.Service})))
		}
		if len(r.m.past) != 3 || len(r.m.responses) != 3 {
			t.Errorf("%d past answers and %d shown are kept", len(r.m.past), len(r.m.responses))
		}
	})
}

// TestLetGoIsSaid: an answer that was let go is not told as never sent.
func TestLetGoIsSaid(t *testing.T) {
	inRig(t, setup{width: 80, height: 24}, func(r *rig) {
		r.answering(body("application/json", leftBody))
		r.send()
		qa := r.m.target()
		half := gateway.BodyOf(make([]byte, gateway.DefaultBodyLimit+1)) // nothing touches it
		r.press("e")
		for _, name := range []string{"Staging", "Production"} {
			r.m.responses[gateway.Target{Environment: name, Service: qa.Service}] = r.m.newResponse(100, "large",
				&gateway.Exchange{Target: gateway.Target{Environment: name, Service: qa.Service}, Status: 200, Body: half, Started: r.m.now}, nil)
		}
		r.m.dropOldest()
		r.goTo("QA", qa.Service)
		r.expect("The answer was let go to save memory (limit", "F5 sends again.")
		r.expectNot("Nothing was sent")
		r.press("v", "d")
		r.expect("! The answer was let go to save memory: F5 sends again.")
		r.send()
		r.expect("RESPONSE  200")
		r.expectNot("let go")
	})
}

// TestSendsThatEndElsewhere: while another target is on show a message says what
// became of a send, and an answer only where there is one.
func TestSendsThatEndElsewhere(t *testing.T) {
	limited := func(d *gateway.Directory) { d.Environments[0].Timeout = 2 * time.Second }
	for want, c := range map[string]struct {
		answer http.HandlerFunc
		then   func(r *rig)
	}{
		"· QA / streaming-property: List collections has answered.":         {body("application/json", "{}"), nil},
		"! QA / streaming-property: List collections: no answer within 2s.": {unanswered, nil},
		"· QA / streaming-property: List collections was cancelled.":        {unanswered, func(r *rig) { r.press("ctrl+c") }},
		"! QA / streaming-property: List collections: not sent: no token.":  {nil, nil},
	} {
		inRig(t, setup{change: limited}, func(r *rig) {
			if r.answering(c.answer); c.answer == nil {
				r.wire.instead = func(w http.ResponseWriter, _ *http.Request) bool {
					w.WriteHeader(http.StatusBadGateway)
					return true
				}
			}
			r.press("f5", "e")
			if c.then != nil {
				r.wait(time.Second)
				c.then(r)
			}
			r.wait(1500 * time.Millisecond)
			r.wait(1500 * time.Millisecond)
			r.expect(want)
		})
	}
}
