package ui

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// formCases are the keys that make one request with each form, and what leaves
// then.
var formCases = []struct {
	name string
	keys func(r *rig) // to the form, filled in
	sent string       // method and the end of the path
	said string
}{
	{"create", func(r *rig) {
		r.goCatalog(atTypes)
		r.press("n")
		r.text("Spring")
	}, "POST /collections/product", "Created the collection Spring in QA."},
	{"add", func(r *rig) {
		r.goCatalog(atCollection)
		r.press("a")
		r.text("fabric")
	}, "POST /collections/product/1023/properties", "Added fabric to collection 1023 in QA."},
	{"change", func(r *rig) {
		r.goCatalog(atCollection)
		r.press("C", "tab", "tab", "right")
	}, "PATCH /collections/product/1023/properties/name", "Changed name of collection 1023 in QA."},
	{"remove", func(r *rig) {
		r.goCatalog(atCollection)
		r.press("G", "D")
	}, "DELETE /collections/product/1023/properties/stylist_note", "Removed stylist_note from collection 1023 in QA."},
	{"publish", func(r *rig) {
		r.goCatalog(atCollections)
		r.press("P")
	}, "POST /collections/product/1023/publish", "Published collection 1023 in QA."},
	{"delete", func(r *rig) {
		r.goCatalog(atCollections)
		r.press("D")
	}, "DELETE /collections/product/1023", "Deleted collection 1023 in QA."},
}

func TestFormsSend(t *testing.T) {
	for _, c := range formCases {
		for _, key := range []string{"enter", "f5"} {
			t.Run(c.name+" by "+key, func(t *testing.T) {
				inRig(t, setup{}, func(r *rig) {
					c.keys(r)
					r.expect(" QA ")
					if n := len(r.writes()); n != 0 {
						t.Fatalf("%d writes left before %s", n, key)
					}
					r.press(key, key) // the second comes while it is under way
					r.wait(2 * time.Second)
					r.expect(c.said)
					r.expectNot("╭─")
					got := r.writes()
					if len(got) != 1 || !strings.HasSuffix(got[0].path, strings.Fields(c.sent)[1]) || got[0].method != strings.Fields(c.sent)[0] {
						t.Errorf("sent %v", got)
					}
				})
			})
		}
	}
}

// TestG1FormsAskForTheName: in a guarded environment each form asks for the
// environment's name, and nothing leaves without it; a read-only one takes
// nothing, and says why. What was typed stays.
func TestG1FormsAskForTheName(t *testing.T) {
	sent := 0
	for _, c := range formCases {
		inRig(t, setup{environment: "QA", change: withReadOnly}, func(r *rig) {
			guard := func(environment string) {
				for i, e := range r.m.dir.Environments {
					e.Guarded, e.ReadOnly = i == 0 && environment == "guarded", i == 0 && environment == "read only"
				}
			}
			guard("read only")
			c.keys(r)
			r.press("enter")
			r.wait(time.Second)
			r.expect("was not sent", "read-only", "╭─")
			guard("guarded")
			for _, name := range []string{"", "qa", "Production"} {
				r.press("enter")
				r.expect("GUARDED", "Type its name to send: QA")
				r.text(name)
				r.press("enter")
				r.expect("Nothing was sent.")
				r.press("esc")
				r.expect(formTitles[r.m.form.operation])
			}
			if n := len(r.writes()); n != 0 {
				t.Fatalf("%s: %d writes left", c.name, n)
			}
			r.press("enter")
			r.text("QA")
			r.press("enter")
			r.wait(2 * time.Second)
			r.expect(c.said)
			sent += len(r.writes())
		})
	}
	if sent != len(formCases) {
		t.Errorf("%d of %d were sent with the right name", sent, len(formCases))
	}
	t.Logf("G1: %d forms asked", len(formCases))
}

// TestAdviceCanBeOverridden: what is documented to be refused is said as it is
// typed; the first enter sends nothing, the second does, and the server's words
// come into the form, where everything typed still is.
func TestAdviceCanBeOverridden(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atCollection)
		r.press("a")
		r.text("bran")
		r.expectNot("!")
		r.text("d")
		r.expect("! brand is a canonical property", "documented: Streaming Property Service")
		r.press("enter")
		r.wait(time.Second)
		r.expect("enter again sends anyway")
		if n := len(r.writes()); n != 0 {
			t.Fatalf("%d writes left", n)
		}
		r.press("tab", "right")
		r.expectNot("enter again sends anyway")
		r.press("enter", "enter")
		r.wait(2 * time.Second)
		r.expect("✗ The server does not accept", "The server says reserved_name", "name          brand", "‹ Long▁ ›")
		if got := r.writes(); len(got) != 1 || !strings.Contains(got[0].body, `"dataType": "Long"`) {
			t.Errorf("sent %v", got)
		}
		r.press("shift+tab", "ctrl+u")
		r.text("brand_story")
		r.expectNot("✗")
		r.press("enter")
		r.wait(2 * time.Second)
		r.expect("Added brand_story", "51 properties")
		if d := r.m.collections.table.chosen(); d == nil || d.Name != "brand_story" {
			t.Errorf("the cursor is on %v", d)
		}
	})
}

func TestAdviceOfEachForm(t *testing.T) {
	for _, c := range []struct {
		name string
		keys func(r *rig)
		want string
	}{
		{"same name", func(r *rig) { r.goCatalog(atTypes); r.press("n"); r.text("autumn") }, `is named "autumn" already`},
		{"another case", func(r *rig) { r.goCatalog(atCollection); r.press("a"); r.text("Fit") }, "case matters in names"},
		{"derived", func(r *rig) { r.goCatalog(atCollection); r.press("a"); r.text("product_effectiveprice_cents") }, "its name is reserved"},
		{"canonical element", func(r *rig) { r.goCatalog(atCollection); r.press("C", "right") }, "it only findAttributeSettings,"},
		{"published", func(r *rig) {
			r.goCatalog(atCollections)
			r.press("down", "enter")
			r.wait(time.Second)
			r.press("a")
			r.text("fabric")
		}, "The collection is published"},
		{"canonical removed", func(r *rig) { r.goCatalog(atCollection); r.press("D") }, "name is a canonical property, which every collection has"},
		{"published twice", func(r *rig) { r.goCatalog(atCollections); r.press("down", "P") }, "published already"},
		{"published deleted", func(r *rig) { r.goCatalog(atCollections); r.press("down", "D") }, "where a snapshot uses it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inRig(t, setup{}, func(r *rig) {
				c.keys(r)
				r.expect("! ", c.want)
				r.press("enter")
				r.expect("enter again sends anyway")
				if n := len(r.writes()); n != 0 {
					t.Errorf("%d writes left", n)
				}
			})
		})
	}
}

// TestFormFailureKeepsWhatWasTyped: cancelled, refused or unreachable.
func TestFormFailureKeepsWhatWasTyped(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer func(w http.ResponseWriter, req *http.Request) bool
		want   string
	}{
		{"cancelled", func(_ http.ResponseWriter, req *http.Request) bool { <-req.Context().Done(); return true }, "cancelled before an answer came"},
		{"refused", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(409)
			fmt.Fprint(w, `{"error":"duplicate_name","error_description":"made up: taken"}`)
			return true
		}, "made up: taken"},
		{"a page", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(502)
			fmt.Fprint(w, "<html>bad gateway</html>")
			return true
		}, "502"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inRig(t, setup{}, func(r *rig) {
				r.goCatalog(atTypes)
				r.press("n")
				r.text("Spring")
				r.press("tab")
				r.text("fresh")
				r.answerCollections(c.answer)
				r.press("enter")
				r.wait(time.Second)
				if c.name == "cancelled" {
					r.expect("sending", "ctrl+c cancels")
					r.press("ctrl+c")
					r.wait(time.Second)
				}
				r.expect("✗", c.want, "Spring", "fresh")
				if c.name == "refused" {
					r.expect("enter sends it again")
					r.expectNot("nothing is sent")
				}
				r.press("esc")
				r.expectNot("Spring")
				r.press("n")
				r.expect("Spring", "fresh")
				r.wire.instead = nil
				r.press("enter")
				r.wait(2 * time.Second)
				r.expect("Created the collection Spring in QA.", "13 collections")
				r.press("n")
				r.expectNot("fresh")
			})
		})
	}
}

// TestFormAsADraft opens what was typed in the builder instead.
func TestFormAsADraft(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atCollection)
		r.press("a")
		r.text("fabric")
		r.press("ctrl+e")
		r.expect("Add a property", "nothing was sent", "collectionId", "1023")
		if body := r.m.builder.draft.body; !strings.Contains(body, `"name": "fabric"`) {
			t.Errorf("the body is %s", body)
		}
		r.send()
		r.expect("201 Created")
	})
}

// TestEveryFormFitsSmallScreens: the hint and the field under the cursor are
// in sight, and bar and footer are not covered.
func TestEveryFormFitsSmallScreens(t *testing.T) {
	for _, c := range formCases {
		for _, size := range screenSizes {
			inRig(t, setup{}, func(r *rig) {
				c.keys(r)
				r.resize(size[0], size[1])
				r.check()
				r.expect("enter sends")
				for range r.m.form.fields {
					r.expect("▌ " + r.m.form.fields[r.m.form.at].label)
					r.press("tab")
				}
				r.press("enter")
				r.check()
			})
		}
	}
}

// TestNothingIsSentForNoName: a server may list a property without a name. No
// path names it, and the default of the operation is another property.
func TestNothingIsSentForNoName(t *testing.T) {
	for _, keys := range [][]string{{"C", "right"}, {"D"}} {
		inRig(t, setup{}, func(r *rig) {
			r.answerCollections(oneDefinition(`{"name":"","kind":"custom","dataType":"String"}`))
			r.goCatalog(atCollection)
			r.press(keys...)
			r.press("enter", "enter")
			r.wait(time.Second)
			r.expect("(without a name)", "The property has no name")
			r.press("ctrl+e", "f5")
			r.wait(time.Second)
			r.expect("parameter name: has no value")
			if got := r.writes(); len(got) != 0 {
				t.Errorf("%v: %v left", keys, got)
			}
		})
	}
}

// oneDefinition answers with one collection of one definition.
func oneDefinition(definition string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, req *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(req.URL.Path, "/1") {
			fmt.Fprintf(w, `{"id":1,"status":"open","propertyDefinitions":[%s]}`, definition)
		} else {
			fmt.Fprint(w, `{"collections":[{"id":1,"status":"open"}]}`)
		}
		return true
	}
}

// TestPasteThatDoesNotFit changes nothing and says so.
func TestPasteThatDoesNotFit(t *testing.T) {
	long := strings.Repeat("x", fieldLimit+1)
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atForm)
		r.text("Spring")
		r.paste(long)
		r.expect("nothing was pasted: a field takes 16384 characters", "Spring")
		if value := r.m.form.text("name"); value != "Spring" {
			t.Errorf("the field holds %d characters", len(value))
		}
		r.press("esc", "t", "P")
		r.paste(long)
		r.expect("nothing was pasted: a field takes 16384 characters", "0 characters")
		if value := r.m.prompt.input.Value(); value != "" {
			t.Errorf("the prompt holds %d characters", len(value))
		}
	})
}
