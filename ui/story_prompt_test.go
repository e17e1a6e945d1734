package ui

import (
	"strings"
	"testing"
)

// TestPromptStaysInItsBox whatever it has to quote: its last row and the bars
// around it stay.
func TestPromptStaysInItsBox(t *testing.T) {
	inFile(t, "orders.json", orders(3), func(r *rig) {
		r.press("#")
		r.text(strings.Repeat("line ", 60))
		r.press("enter")
		r.expect(`✗ "line line`, `…" is neither`, "enter does it")
		r.m.prompt.fault = strings.Repeat("word ", 2000)
		for _, size := range [][2]int{{80, 24}, {120, 36}, {60, 15}} {
			r.resize(size[0], size[1])
			r.expect("✗ word word", "…", "esc goes back")
		}
	})
}
