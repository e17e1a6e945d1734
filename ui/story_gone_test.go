package ui

import (
	"testing"
	"time"
)

// TestGoneCollection deletes a collection beside the program after its list was
// read: the screens say what may have happened, and F5 reads the list.
func TestGoneCollection(t *testing.T) {
	const gone = "The collection may have been deleted since the list of them was read."
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atCollections)
		id := r.m.collections.shelf().list[0].ID
		r.beside("QA", "DELETE", "/collections/product/"+id, "")
		r.press("enter")
		r.wait(2 * time.Second)
		r.expect(gone, "F5 reads the list again")
		r.press("f5")
		r.wait(2 * time.Second)
		if r.m.place() != atCollections || r.m.collections.shelf().list[0].ID == id {
			t.Errorf("F5 did not lead to a new list:\n%s", r.screen())
		}
		r.expectNot(gone, id)
	})
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atCollections)
		id := r.m.collections.shelf().list[0].ID
		r.beside("QA", "DELETE", "/collections/product/"+id, "")
		r.press("d")
		r.wait(2 * time.Second)
		r.expect(gone, "F5 reads the list again")
		r.press("f5")
		r.wait(2 * time.Second)
		r.expectNot(gone)
		r.expect("equal, folded")
	})
	inRig(t, setup{}, func(r *rig) { // a list that is not there is no deleted collection
		r.answerCollections(always(404, `{}`))
		r.goCatalog(atCollections)
		r.expect("Nothing is found at this path.")
		r.expectNot(gone)
	})
}
