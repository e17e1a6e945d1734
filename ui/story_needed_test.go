package ui

import (
	"strings"
	"testing"

	"gatehouse/gateway"
)

// needy is an operation that needs two fields which a request can do without.
func needy(d *gateway.Directory) {
	d.Operations = append([]gateway.Operation{{
		Service: "streaming-property", Name: "Needy", Method: "GET", Path: "/collections/product", Mark: gateway.Configured,
		Query:   []gateway.Parameter{{Name: "page", Default: "1"}, {Name: "snapshotId", Required: true}},
		Headers: []gateway.Parameter{{Name: "X-Reason", Required: true}},
	}}, d.Operations...)
}

// TestNeededAndEmpty: nothing is sent without what is needed until F5 is
// pressed again, and an edit, or another environment, asks anew.
func TestNeededAndEmpty(t *testing.T) {
	inRig(t, setup{change: needy}, func(r *rig) {
		sent := func(want int) {
			t.Helper()
			if n := len(r.wire.sightings(isCall)); n != want {
				t.Fatalf("%d calls, want %d\n%s", n, want, r.screen())
			}
		}
		r.goTo("QA", "streaming-property")
		r.press("o", "g")
		r.expect("REQUEST  Needy")
		r.send()
		r.expect("Not sent: it needs snapshotId and X-Reason. F5 again sends it all the same.", "! is empty")
		sent(0)
		if r.m.place() != atBuilder || r.m.builder.entryAt(r.m.builder.row) < 0 {
			t.Error("the cursor is not on the field")
		}

		r.press("e")
		r.send()
		r.expect("F5 again sends it")
		sent(0)
		r.press("E")

		r.send() // of QA again: asked anew
		sent(0)
		r.press("enter")
		r.text("7")
		r.press("backspace", "enter") // as it was, but edited
		r.send()
		r.expect("F5 again sends it")
		sent(0)
		r.press("enter")
		r.text("1007")
		r.send()
		r.expect("Not sent: it needs X-Reason. F5 again")
		sent(0)
		r.send()
		sent(1)
		r.send() // unchanged: it was said
		sent(2)
		if call := r.wire.sightings(isCall)[0]; !strings.Contains(call.query, "snapshotId=1007") {
			t.Errorf("sent %q", call.query)
		}
	})
}

// TestSwitchedOffIsMeant: a needed field that was switched off is no oversight;
// one in the path stays an error.
func TestSwitchedOffIsMeant(t *testing.T) {
	inRig(t, setup{change: needy}, func(r *rig) {
		r.press("o", "g", "b")
		r.press("down", "x", "]", "x")
		r.send()
		if calls := r.wire.sightings(isCall); len(calls) != 1 || strings.Contains(calls[0].query, "snapshotId") {
			t.Errorf("sent %v\n%s", calls, r.screen())
		}
		r.press("o", "down", "down")
		r.send()
		r.send()
		r.expect("has no value, and the path needs one")
		if n := len(r.wire.sightings(isCall)); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}
