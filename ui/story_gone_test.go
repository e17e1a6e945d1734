package ui

import (
	"testing"
	"time"

	"gatehouse/gateway"
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

// TestGoneEnvironment takes an environment out of the configuration while it has
// an answer, a request under way and its evidence on the screen: what it answered
// can be compared with, and nothing leads to another one's answer.
func TestGoneEnvironment(t *testing.T) {
	s := reloading(func(d *gateway.Directory) { d.Environments = d.Environments[:2] }, nil)
	s.environment = "Production"
	inRig(t, s, func(r *rig) {
		r.answerWith(map[string]string{"QA": leftBody, "Staging": leftBody, "Production": rightBody})
		r.send()
		r.press("f5", "W")
		r.deliver(r.m.reload()())
		r.wait(3 * time.Second)
		r.expect("Production / streaming-property is not in the changed file")
		if at := r.m.place(); at&inExplorer == 0 {
			t.Errorf("at %v, about what is gone", at)
		}
		r.expectNot("has answered")
		r.send()
		r.press("v", "d")
		r.expect("with what?", "Production")
		for range 8 {
			if a := r.m.chosenRival(); a.answer.exchange != nil && a.answer.exchange.Target.Environment == "Production" {
				break
			}
			r.press("down")
		}
		r.press("enter")
		r.wait(time.Second)
		r.expect("only in Production")
		r.press("tab", "v")
		r.expect("Production / streaming-property is not in the configuration any more")
		if at := r.m.place(); at != atBodyDiff {
			t.Errorf("v leads to %v", at)
		}
		r.press("tab", "v")
		r.expect(`"items"`)
	})
}
