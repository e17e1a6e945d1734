package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// TestSearchAsYouType: every key shows the first hit from the cursor on, and esc
// leads back, with the folds as they were; enter stays.
func TestSearchAsYouType(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		r.press("down", "down", "-")
		r.expect("1/3304")
		before := r.screen()
		r.press("/")
		r.text("order 25")
		r.expect("1 of 11 · plain ctrl+t", `▌  280        "name": "order 25"`)
		r.text("0")
		r.expect("1 of 1 ", `▌ 2755        "name": "order 250"`)
		r.press("backspace")
		r.expect("1 of 11 ", `▌  280 `)
		r.press("esc")
		if after := r.screen(); after != before {
			t.Errorf("esc leads to\n%s\ninstead of\n%s", after, before)
		}
		r.press("/")
		r.text("order 250")
		r.press("enter")
		r.expect("/order 250  1 of 1", "2755/3304")
	})
}

// TestSearchBackwards: ? finds the last hit before the cursor, and n goes on
// that way.
func TestSearchBackwards(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		r.press("G", "?")
		r.text(`"order `)
		r.expect("300 of 300", `"name": "order 299"`)
		r.press("enter")
		r.expect(`?"order   300 of 300`)
		r.press("n", "n")
		r.expect("298 of 300")
		r.press("N")
		r.expect("299 of 300")
		r.press("g", "n")
		r.expect("300 of 300", "Searched on from the other end.")
		r.press("/", "enter") // the same, forwards
		r.expect(`/"order   1 of 300`)
		r.press("n")
		r.expect("2 of 300")
	})
}

// TestSearchKinds: ctrl+t takes the text otherwise, and what is no expression can
// be mended.
func TestSearchKinds(t *testing.T) {
	inFile(t, "a.txt", "Order 1\norder 2\nORDER.3\n", func(r *rig) {
		r.press("/")
		r.text("order.")
		r.expect("1 of 1 · plain")
		r.press("backspace")
		r.expect("1 of 3 · plain")
		r.press("ctrl+t")
		r.expect("1 of 1 · exact")
		r.press("ctrl+t")
		r.text(`[ .`)
		r.expect("✗ a closing ] is missing, at character 6: [ .", "regexp")
		r.press("enter")
		r.expect("/order[ .", "✗ a closing ]")
		r.text(`]\d`)
		r.expect("1 of 1 · regexp")
		r.expectNot("✗")
		r.press("enter")
		r.expect(`/order[ .]\d  1 of 1`)
	})
}

// TestPastSearches come back by up, in every body of the run.
func TestPastSearches(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answering(body("application/json", `{"a":"needle","b":["Needle","x"]}`))
		r.send()
		for _, text := range []string{"needle", "x", "needle"} {
			r.press("v", "/")
			r.text(text)
			r.press("enter")
		}
		r.send() // another body
		r.press("v", "/")
		r.text("dra")
		r.press("up")
		r.expect("/needle ", "1 of 2")
		r.press("up")
		r.expect("/x ", "1 of 1")
		r.press("up")
		r.expect("/x ")
		r.press("down", "down")
		r.expect("/dra ", "none")
		r.press("esc", "/", "enter")
		r.expect("/needle  1 of 2")
	})
}

// TestSearchCountsWhileTheBodyArrives, and what came is found.
func TestSearchCountsWhileTheBodyArrives(t *testing.T) {
	s := setup{}
	withFile("orders.json", slowly(orders(300), 2500), gateway.BodyOptions{Expected: 22_300})(&s)
	inRig(t, s, func(r *rig) {
		r.wait(500 * time.Millisecond)
		r.press("/")
		r.text("order 1")
		r.press("enter")
		r.expect("/order 1  1 of ", "…")
		early := r.m.file.search.found.Total()
		r.wait(15 * time.Second)
		if late := r.m.file.search.found.Total(); late <= early {
			t.Errorf("%d hits, then %d", early, late)
		}
		r.wait(time.Minute)
		all := fmt.Sprintf("1 of %d", strings.Count(orders(300), "order 1"))
		r.expect(all + "…")
		r.press("ctrl+c") // no more is to come
		r.wait(time.Second)
		r.expect(all + "  ")
	})
}

// TestQuestionMarkIsHelpElsewhere: only where a body shows it searches.
func TestQuestionMarkIsHelpElsewhere(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("v", "?")
		r.expect("HELP")
		r.press("esc")
		r.send()
		r.press("v", "?")
		r.expectNot("HELP")
		r.press("f1")
		r.expect("HELP")
		r.press("esc", "esc", "]", "?")
		r.expect("HELP")
	})
}

// TestKeysOfTheSearchAreNotLost: n pressed faster than hits are found counts.
func TestKeysOfTheSearchAreNotLost(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		r.press("/")
		r.text(`"order `)
		r.press("enter")
		for range 5 {
			r.deliver(keyMsg("n"))
		}
		r.settle()
		r.expect("6 of 300")
	})
}
