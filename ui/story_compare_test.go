package ui

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway/catalog"
)

// plant makes a published collection of an item type in an environment.
func (r *rig) plant(environment, itemType, definitions string) {
	r.t.Helper()
	made, err := catalog.DecodeCollection(r.beside(environment, "POST", "/collections/"+itemType, `{"name":"planted","propertyDefinitions":[`+definitions+`]}`))
	if err != nil {
		r.t.Fatal(err)
	}
	r.beside(environment, "POST", "/collections/"+itemType+"/"+made.ID+"/publish", "")
}

// Two schemas that differ in three things: one property is only in the left,
// one only in the right, and one element of a third is another.
const (
	leftSchema  = `{"name":"fabric","dataType":"String"},{"name":"origin","dataType":"String","findAttributeSettings":{"storable":true,"filterable":true}},{"name":"only_qa","dataType":"Long"}`
	rightSchema = `{"name":"only_live","dataType":"Date"},{"name":"fabric","dataType":"String"},{"name":"origin","dataType":"String","findAttributeSettings":{"filterable":false,"storable":true}}`
)

// TestPlantedDifferencesShow: of two collections that differ in three things
// exactly those three show.
// TestNextDifference goes through the differences in full, without the ones that
// are the same, and the comparison's cursor goes along.
func TestNextDifference(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atCompare)
		c := &r.m.compare
		n := len(c.changes)
		if n < 2 {
			t.Fatalf("%d differences", n)
		}
		r.press("enter")
		r.expect("n next difference", "difference 1 of", c.changes[0].Property)
		for i := 1; i < n; i++ {
			r.press("n")
			r.expect(fmt.Sprintf("difference %d of %d", i+1, n), c.changes[i].Property)
		}
		r.press("n")
		r.expect("There is no property that differs beyond the last one.", fmt.Sprintf("difference %d of %d", n, n))
		r.press("N")
		r.expect(fmt.Sprintf("difference %d of %d", n-1, n))
		r.press("esc", "=", "G", "enter")
		r.expect("on both sides · the same")
		r.press("n")
		r.expect("beyond the last one", "the same")
		r.press("N", "esc")
		if r.m.place() != atCompare || c.at != n-1 {
			t.Errorf("the cursor is on %d of %d differences", c.at, n)
		}
	})
}

// TestCompareLabels: the column of names is as wide as the widest of them, in
// columns and not in bytes.
func TestCompareLabels(t *testing.T) {
	with := func(style string) catalog.Collection {
		return catalog.Collection{Definitions: []catalog.Definition{{Name: "漢字漢字漢字漢字漢字", ValueStyle: style}}}
	}
	if o := compareCollections(with("single"), with("multiple")); o.labels != 20 { // in bytes it would be 30
		t.Errorf("%d columns, want 20", o.labels)
	}
}

func TestPlantedDifferencesShow(t *testing.T) {
	for _, size := range [][2]int{{60, 24}, {80, 24}, {120, 36}} {
		inRig(t, setup{width: size[0], height: size[1]}, func(r *rig) {
			r.plant("QA", "region", leftSchema)
			r.plant("Production", "region", rightSchema)
			r.goCatalog(atTypes)
			r.press("down", "down", "d", "e")
			r.wait(2 * time.Second)
			r.expect("COMPARE", "region", "~ 1 changed · − 1 only in QA · + 1 only in Production")
			r.expect("~ origin", ".filterable", "true", "false", "− only_qa", "not in Production", "+ only_live", "not in QA")
			shown := 0
			for _, line := range lines(r.frame) {
				if line = strings.TrimLeft(line, " ▌"); strings.HasPrefix(line, "~ ") || strings.HasPrefix(line, "− ") || strings.HasPrefix(line, "+ ") {
					shown++
				}
			}
			if shown != 4 { // the counts, and the three
				t.Errorf("%d differences show\n%s", shown-1, r.screen())
			}
			r.expectNot("fabric")
			r.press("=", "G")
			r.expect("fabric", "the same")
		})
	}
}

// TestSchemaStory asks by keys alone whether QA's schema is the same as
// production's, each side read with its own token.
func TestSchemaStory(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("c", "d", "e")
		r.wait(3 * time.Second)
		r.expect("COMPARE", "1022 autumn", "1018 b2b prices", "● published", "− gtin", "+ ean", "~ color", "findAttributeSettings.filterable")
		places := map[string]bool{}
		for _, s := range r.wire.sightings(isCall) {
			places[s.place()] = true
		}
		if len(places) != 2 || len(r.writes()) != 0 {
			t.Errorf("asked were %v, %d writes left", places, len(r.writes()))
		}
	})
}

// TestTheSameSaysSo: of two collections that are the same nothing shows but
// that.
func TestTheSameSaysSo(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atTypes)
		r.press("G", "d")
		r.wait(2 * time.Second)
		r.expect("visibility", "✓ No difference.", "= shows them")
		r.press("=")
		r.expect("store_group", "the same")
		r.press("D")
		r.expect("The collections are the same: there is nothing to draft.")
	})
}

// TestOtherCollectionsOfASide: [ and ] choose another collection on the side
// that tab chose.
func TestOtherCollectionsOfASide(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atCompare)
		r.expect("1022 autumn", "1020 summer")
		r.press("]")
		r.wait(time.Second)
		r.expect("1022 autumn", "1018 b2b prices")
		r.press("tab", "[")
		r.wait(time.Second)
		r.expect("1023 autumn, second try", "○ open", "1018 b2b prices")
		r.press("[")
		r.expect("QA has no newer collection of product")
	})
}

// TestDraftsOpenInTheBuilder: a draft is opened in the builder of the
// environment that it changes, and nothing is sent.
func TestDraftsOpenInTheBuilder(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atDrafts)
		r.expect("DRAFTS", "to make Staging the same as QA", "Create a new collection", "Publish the new collection", `"summer, next"`)
		r.press("x")
		r.expect("to make QA the same as Staging")
		r.press("x", "enter")
		r.expect("[Staging]", "Create a product collection", "nothing was sent")
		if !strings.Contains(r.m.builder.draft.body, "video_url") {
			t.Errorf("the draft is %s", r.m.builder.draft.body)
		}
		if n := len(r.writes()); n != 0 {
			t.Errorf("%d writes left", n)
		}
		r.press("esc")
		r.expect("[QA]", "DRAFTS", "to make Staging the same as QA")
		r.press("esc")
		r.expect("COMPARE", "1022 autumn", "1020 summer")
		r.press("D", "enter", "o", "b", "esc")
		r.expect("OPERATIONS", "REQUEST")
		r.expectNot("DRAFTS")
	})
}

// TestWhyOfTheOtherSide: when the other environment refuses, its evidence is
// shown as its own.
func TestWhyOfTheOtherSide(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		staging := strings.TrimPrefix(r.m.dir.Environments[1].BaseURL, "http://")
		r.answerCollections(func(w http.ResponseWriter, req *http.Request) bool {
			if req.Host != staging {
				return false
			}
			return always(http.StatusForbidden, `{"error":"forbidden","error_description":"not here"}`)(w, req)
		})
		r.goCatalog(atCompare)
		r.expect("1022 autumn", "✗ not read", "The server says forbidden: not here")
		r.press("W")
		r.expect("[Staging]", "WHY", "not here")
	})
}

// TestDraftOfAnOperationThatIsGone leaves the builder as it is.
func TestDraftOfAnOperationThatIsGone(t *testing.T) {
	o, _, _ := newOptions(setup{})
	m := newModel(t.Context(), o)
	m.focus = atOperations
	before := m.builder.draft
	before.path = "/typed"
	m.openAsDraft(m.propertyTarget(), "Not an operation", nil, []byte("{}"))
	if m.builder.draft != before || before.path != "/typed" || m.focus != atOperations {
		t.Error("what was typed is gone")
	}
	if !strings.Contains(m.message.text, `no operation "Not an operation"`) {
		t.Errorf("it says %q", m.message.text)
	}
}
