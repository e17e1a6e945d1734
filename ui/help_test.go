package ui

import (
	"slices"
	"testing"
)

// TestHelpTellsRowsApart: no two rows of the collections have the same keys and
// the same place in brackets.
func TestHelpTellsRowsApart(t *testing.T) {
	p := help{at: atServices}
	seen := map[string]string{}
	placed := 0
	for _, b := range bindings {
		if b.group != groupCatalog {
			continue
		}
		where := p.where(b)
		if other, ok := seen[b.helpKeys()+where]; ok {
			t.Errorf("%s%s is both %q and %q", b.helpKeys(), where, other, b.inFull())
		}
		if seen[b.helpKeys()+where] = b.inFull(); where != "" {
			placed++
		}
	}
	if placed < 5 {
		t.Errorf("%d rows say where they work", placed)
	}
	for _, n := range catalogNames {
		if !slices.ContainsFunc(bindings, func(b binding) bool { return b.group == groupCatalog && b.in&n.in != 0 }) {
			t.Errorf("nothing works in the %s", n.name)
		}
	}
}
