package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
)

// TestSeed: the tables keep the sandbox's own rules, and environments differ
// as they are said to.
func TestSeed(t *testing.T) {
	s := New(Options{Now: newClock().Now})
	for i := 1; i < len(history); i++ {
		if history[i].age >= history[i-1].age {
			t.Errorf("%s is not younger than %s", history[i].name, history[i-1].name)
		}
	}
	newest := make([]*collection, 3)
	for i, e := range s.environments {
		for _, itemType := range itemTypes {
			list := e.shop().properties.list(itemType)
			if len(list) == 0 {
				t.Errorf("%s has no %s collection", e.public.Name, itemType)
			}
			for _, c := range list {
				names := make(map[string]bool)
				for _, d := range c.Definitions {
					if names[d.Name] {
						t.Errorf("%s: %s twice in %s", e.public.Name, d.Name, c.Name)
					}
					names[d.Name] = true
					if d.Kind == custom {
						if err := checkName(d.Name, "name", itemType); err != nil {
							t.Error(err)
						}
					}
				}
				for _, d := range prefilled(itemType) {
					if !names[d.Name] {
						t.Errorf("%s lacks %s", c.Name, d.Name)
					}
				}
			}
		}
		for _, snap := range e.shop().snapshots {
			for _, itemType := range snapshotTypes[snap.Type] {
				if c, err := e.shop().properties.find(itemType, snap.Collections[itemType]); err != nil || c.Status != published {
					t.Errorf("%s snapshot %d is tied to %v, %v", e.public.Name, snap.ID, c, err)
				}
			}
		}
		newest[i] = e.shop().properties.list("product")[0]
	}
	if newest[0].ID <= newest[1].ID || newest[1].ID <= newest[2].ID {
		t.Error("staging and production are not behind QA")
	}
	// The same collection in QA and production: only what production set by hand.
	var different []string
	qa, err := s.environments[0].shop().properties.find("product", newest[2].ID)
	if err != nil || qa.Name != newest[2].Name {
		t.Fatal(qa, err)
	}
	for i, d := range newest[2].Definitions {
		ours, _ := json.Marshal(qa.Definitions[i])
		if theirs, _ := json.Marshal(d); string(ours) != string(theirs) {
			different = append(different, d.Name)
		}
	}
	if len(different) != len(productionOnly) || len(qa.Definitions) != len(newest[2].Definitions) {
		t.Errorf("production differs in %v", different)
	}
}

// TestPropertyConcurrency: ids stay distinct and no addition is lost.
func TestPropertyConcurrency(t *testing.T) {
	p := play(t, Options{})
	c := p.caller(p.env(0), "streaming-property")
	at := fmt.Sprintf("/collections/region/%v", c.call("POST", "/collections/region", "").member(t, "id"))
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 10 {
				if r := c.call("POST", at+"/properties", fmt.Sprintf(`{"name":"p_%d_%d","dataType":"Long"}`, i, j)); r.status != 201 {
					t.Errorf("%d %s", r.status, r.body)
				}
				c.call("GET", "/collections/region?rows=50", "")
			}
		})
	}
	group.Wait()
	if got := len(c.call("GET", at, "").member(t, "propertyDefinitions").([]any)); got != 80+len(prefilled("region")) {
		t.Errorf("%d definitions", got)
	}
}

// TestChangesLeaveTheOldAlone: what a reader holds without a lock stays as it
// was, also where slices have room to spare.
func TestChangesLeaveTheOldAlone(t *testing.T) {
	first, err := readCollection(json.RawMessage(`{"propertyDefinitions":[{"name":"a","dataType":"Long"},{"name":"b","dataType":"Long"}]}`), "product")
	if err != nil {
		t.Fatal(err)
	}
	first.Definitions = slices.Grow(first.Definitions, 8)
	before := string(encode(first))
	add := func(name string) collection {
		d := newDefinition()
		d.Name = name
		c, err := first.adding([]definition{d})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c, d := add("c"), add("d")
	if c.index("c") < 0 || c.index("d") >= 0 || d.index("d") < 0 {
		t.Error("two additions share their memory")
	}
	if _, err := first.patching("a", object{"findAttributeSettings": json.RawMessage(`{"storable":true,"x":1}`), "dataType": json.RawMessage(`"Date"`)}); err != nil {
		t.Error(err)
	}
	if _, err := first.removing("a"); err != nil {
		t.Error(err)
	}
	if _, err := first.publishing(); err != nil {
		t.Error(err)
	}
	if after := string(encode(first)); after != before {
		t.Errorf("changed to %s", after)
	}
}
