package ui

import (
	"slices"
	"testing"
)

// TestHelpTellsRowsApart: no two rows of a group have the same key and the same
// place in brackets, and every row of the collections says its place unless it
// works on all of their screens.
func TestHelpTellsRowsApart(t *testing.T) {
	p := help{at: atServices}
	seen := map[string]string{}
	for _, b := range bindings {
		where := p.where(b)
		if b.group == groupCatalog && where == "" && b.in&inCatalog != inCatalog && b.in&inExplorer == 0 {
			t.Errorf("%s (%s) does not say where", b.helpKeys(), b.inFull())
		}
		for _, key := range b.keys {
			id := b.group + key + where
			if other, ok := seen[id]; ok && b.group == groupCatalog {
				t.Errorf("%q%s is both %q and %q", key, where, other, b.inFull())
			}
			seen[id] = b.inFull()
		}
	}
	for _, n := range catalogNames {
		if !slices.ContainsFunc(bindings, func(b binding) bool { return b.in&n.in != 0 }) {
			t.Errorf("nothing works in %s", n.name)
		}
	}
}
