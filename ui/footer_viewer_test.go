package ui

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// TestFooterAsksWhyOfWhatFailed: W is named beside an answer that went wrong,
// and works beside any.
func TestFooterAsksWhyOfWhatFailed(t *testing.T) {
	foot := func(r *rig) string { return lines(r.frame)[r.m.height-1] }
	inRig(t, setup{width: 120, height: 36}, func(r *rig) {
		r.send()
		r.press("v")
		if strings.Contains(foot(r), "W why") {
			t.Errorf("the footer asks why of an answer of 200: %q", foot(r))
		}
		r.press("W")
		if r.m.place() != atWhy {
			t.Errorf("W did not ask why\n%s", r.screen())
		}
	})
	inRig(t, setup{width: 120, height: 36}, func(r *rig) {
		r.answering(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
		r.send()
		r.press("v", "]", "[")
		if !strings.Contains(foot(r), "W why") {
			t.Errorf("the footer does not ask why of a refusal\n%s", r.screen())
		}
	})
}

// TestFooterNamesZoom, and when a pane has the whole screen, the way back.
func TestFooterNamesZoom(t *testing.T) {
	inRig(t, setup{width: 120, height: 36}, func(r *rig) {
		r.send()
		for _, pane := range []string{"b", "v"} {
			r.press(pane)
			r.expect("z zoom")
			r.press("z")
			r.expect("z all panes")
			r.expectNot("SERVICES")
			r.press("z")
			r.expect("SERVICES")
		}
	})
}

// TestWrapSaysWhenNothingIsLonger: the key changes nothing to be seen then.
func TestWrapSaysWhenNothingIsLonger(t *testing.T) {
	const note = "none on the screen is too long"
	for _, c := range []struct {
		text string
		said bool
	}{{"short\nlines", true}, {"short\n" + strings.Repeat("long ", 40), false}} {
		var begin setup
		withText("a.txt", c.text, gateway.BodyOptions{})(&begin)
		inRig(t, begin, func(r *rig) {
			r.wait(time.Second)
			for range 2 {
				r.press(`\`)
				if got := strings.Contains(r.screen(), note); got != c.said {
					t.Errorf("%.12q: said %v\n%s", c.text, got, r.screen())
				}
			}
		})
	}
}
