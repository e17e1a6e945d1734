package sandbox

import (
	"strings"
	"testing"
	"time"
)

// TestRevoke ends the tokens of one service, or of all.
func TestRevoke(t *testing.T) {
	p := play(t, Options{})
	property := p.caller(p.env(0), "streaming-property")
	view := p.caller(p.env(0), "streaming-view")
	other := p.caller(p.env(1), "streaming-property")
	p.token(p.env(0), "streaming-property")
	if n := p.Revoke("QA", "streaming-property"); n != 2 {
		t.Errorf("revoked %d, want 2", n)
	}
	if r := property.call("GET", "/collections/product", ""); r.status != 401 {
		t.Errorf("revoked and yet %d", r.status)
	}
	if r := view.call("GET", listing["streaming-view"], ""); r.status != 200 {
		t.Errorf("another service's token is gone: %d", r.status)
	}
	if n := p.Revoke("QA", ""); n != 1 {
		t.Errorf("revoked %d, want 1", n)
	}
	if r := other.call("GET", "/collections/product", ""); r.status != 200 {
		t.Errorf("another environment's token is gone: %d", r.status)
	}
	if n := p.Revoke("nowhere", "") + p.Revoke("QA", ""); n != 0 {
		t.Errorf("revoked %d, want 0", n)
	}
}

// TestGrantsSweep: expired tokens do not pile up, live ones stay.
func TestGrantsSweep(t *testing.T) {
	g := newGrants()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	g.add("lasting", grant{service: "s"}, now)
	for i := range 5 * firstSweep {
		g.add(strings.Repeat("x", i%97)+string(rune('a'+i%26))+time.Duration(i).String(), grant{"s", now.Add(time.Second)}, now)
		now = now.Add(10 * time.Millisecond)
	}
	if len(g.byHash) > firstSweep {
		t.Errorf("%d kept", len(g.byHash))
	}
	if _, found := g.find("lasting", now); !found {
		t.Error("a live token was dropped")
	}
}
