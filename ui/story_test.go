package ui

import (
	"testing"
	"time"
)

func TestSendBadgeAndRenewal(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("f5")
		r.until("200 OK")
		r.expect("valid 1m59s", "[QA]")
		t.Log("\n" + r.screen())
		r.wait(30 * time.Second)
		r.expect("valid 1m2")
		t.Log("\n" + r.screen())
	})
}
