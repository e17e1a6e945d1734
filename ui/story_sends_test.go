package ui

import (
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
