package ui

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
	"gatehouse/gateway/sandbox"
)

// catalogSteps are the keys that lead to each screen of the collections.
var catalogSteps = map[place][]string{
	atTypes:       {"c"},
	atCollections: {"c", "enter"},
	atCollection:  {"c", "enter", "enter"},
	atDefinition:  {"c", "enter", "enter", "enter"},
	atForm:        {"c", "n"},
	atCompare:     {"c", "d"},
	atPair:        {"c", "d", "enter"},
	atDrafts:      {"c", "d", "D"},
}

// goCatalog goes to one of the screens of collections as keys would, and waits
// for what each shows.
func (r *rig) goCatalog(p place) {
	for _, key := range catalogSteps[p] {
		r.press(key)
		for range 20 {
			if !r.m.reading() {
				break
			}
			r.wait(100 * time.Millisecond)
		}
	}
}

// answerCollections answers for the collections instead of the sandbox: all calls but
// those for tokens.
func (r *rig) answerCollections(answer func(w http.ResponseWriter, req *http.Request) bool) {
	r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
		if strings.HasSuffix(req.URL.Path, "/oauth2/token") {
			return false
		}
		return answer(w, req)
	}
}

// beside makes a call to the sandbox beside the program, as another person
// would, and gives its answer.
func (r *rig) beside(environment, method, path, body string) []byte {
	r.t.Helper()
	target := gateway.Target{Environment: environment, Service: "streaming-property"}
	e := r.o.Client.Send(r.t.Context(), target, gateway.Request{Method: method, Path: path, Body: []byte(body), Confirmed: environment})
	state := e.Body.Wait()
	if e.Err != nil || e.Status >= 300 {
		r.t.Fatalf("%s %s: %v %d %s", method, path, e.Err, e.Status, state.Bytes)
	}
	return state.Bytes
}

func TestCollectionsByKeys(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atTypes)
		r.expect("COLLECTIONS", "product             12", "○ open", "autumn, second try", "12 collections, newest first")
		r.press("down")
		r.expect("categories for search", "3 collections")
		r.press("up", "enter", "down")
		r.expect("Video, bundles and delivery promises", "created 2026-02-21")
		r.press("enter")
		r.wait(time.Second)
		r.expect("COLLECTION  1022 autumn  ● published", "48 properties")
		r.press("f", "f", "f")
		r.expect("40 of 48 properties · custom only")
		r.press("/")
		r.text("siz")
		r.expect("/siz", "3 of 48 properties", "size_chart", "b2b_pack_size")
		r.press("enter", "s", "s")
		r.expect("kind↑", "“siz”")
		r.press("S")
		r.expect("kind↓")
		r.press("enter")
		r.expect("PROPERTY", "Custom: you define it", "findAttributeSettings", "fixed, as the collection is published")
		r.press("r")
		r.expect(`"findAttributeSettings": {`)
		r.press("esc", "esc")
		r.expect("40 of 48") // the filter went first
		r.press("esc")
		r.expect("COLLECTIONS")
		r.press("esc", "esc")
		r.expect("REQUEST")
	})
}

// TestCollectionsOfAnotherEnvironment: e reads anew, with the other token.
func TestCollectionsOfAnotherEnvironment(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.goCatalog(atCollection)
		r.press("e")
		r.wait(time.Second)
		r.expect("[Staging]", "COLLECTIONS", "summer", "10 collections")
		r.expectNot("autumn")
		r.press("E", "E")
		r.wait(time.Second)
		r.expect("[Production]", "PRODUCTION IS GUARDED", "b2b prices", "9 collections")
	})
}

// TestStaleAnswersAreDropped: an answer for an environment that was left does
// not show in the next one, and what was cancelled says so.
func TestStaleAnswersAreDropped(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("c", "e", "e", "e", "e")
		r.wait(3 * time.Second)
		r.expect("[Staging]", "10 collections")
		r.answerCollections(func(w http.ResponseWriter, req *http.Request) bool {
			<-req.Context().Done()
			return true
		})
		r.press("f5")
		r.wait(time.Second)
		r.expect("reading the collections of product", "ctrl+c cancels")
		r.press("ctrl+c")
		r.wait(time.Second)
		r.expect("It was cancelled", "F5 reads it again")
		r.wire.instead = nil
		r.press("f5")
		r.wait(time.Second)
		r.expect("10 collections")
	})
}

// TestPaging reads page after page, by the end of the list and by key.
func TestPaging(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		for i := range 120 {
			r.beside("QA", "POST", "/collections/region", fmt.Sprintf(`{"name":"market %03d"}`, i))
		}
		r.goCatalog(atTypes)
		r.press("down", "down", "enter")
		r.expect("50 of 122", "+ reads more", "market 119")
		r.press("+")
		r.wait(time.Second)
		r.expect("100 of 122")
		r.press("G", "down")
		r.wait(time.Second)
		r.expect("122 collections, newest first")
		r.press("G")
		r.expect("Markets at launch")
		r.press("+")
		r.expect("All collections of region that the server lists are here.")
	})
}

// TestCollectionsThatCannotBeRead: an answer that is a refusal, no collections
// or none at all says why, and the viewer has it as it came.
func TestCollectionsThatCannotBeRead(t *testing.T) {
	for _, c := range []struct {
		name, kind, body string
		status           int
		want             []string
		viewer           string
	}{
		{"bare list", "application/json", `[{"key":"one"}]`, 200, []string{"The answer is a bare list, not an object with a member collections", "v  shows the answer as it is"}, `"key": "one"`},
		{"other names", "application/json", `{"groups":[],"paging":{}}`, 200, []string{"an object with the members groups and paging"}, `"groups"`},
		{"page", "text/html", `<html><body>hello</body></html>`, 200, []string{"The answer is an HTML page, not an object with a member collections"}, "The answer is an HTML page, though its status is 200"},
		{"refused", "application/json", `{"error":"forbidden","error_description":"no such key"}`, 403, []string{"W  says why, step by step", "The server says forbidden: no such key"}, "403"},
		{"some without an id", "application/json", `{"collections":[{"id":1,"name":"one"},{"name":"two"}]}`, 200, []string{"one", "1 collection · 1 without an id do not show"}, "two"},
		{"empty", "application/json", `{"collections":[]}`, 200, []string{"No collections of this type yet. n creates one."}, "collections"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inRig(t, setup{}, func(r *rig) {
				r.answerCollections(func(w http.ResponseWriter, req *http.Request) bool {
					w.Header().Set("Content-Type", c.kind)
					w.WriteHeader(c.status)
					fmt.Fprint(w, c.body)
					return true
				})
				r.goCatalog(atTypes)
				r.expect(c.want...)
				if c.status >= 400 {
					r.press("W")
					r.expect("WHY", "The gateway understood the request and does not")
					r.press("esc")
					r.expect(c.want...)
				}
				r.press("v")
				r.wait(time.Second)
				r.expect("RESPONSE", "List collections", c.viewer)
				if c.status == 200 {
					r.expect("200 OK")
				}
			})
		})
	}
}

// TestTheOtherDialect: a gateway that speaks otherwise gets its sentence for
// each item type, and its answer shows in the viewer as it came.
func TestTheOtherDialect(t *testing.T) {
	sentences := map[string]bool{}
	inRig(t, setup{dialect: sandbox.DialectOther}, func(r *rig) {
		for i, itemType := range catalog.ItemTypes {
			r.goCatalog(atTypes)
			r.press("g")
			for range i {
				r.press("down")
			}
			shape := r.m.collections.shelf().shape
			if shape == nil {
				t.Errorf("%s: no sentence why\n%s", itemType, r.screen())
				continue
			}
			sentences[shape.Error()] = true
			r.expect("The answer is", "v  shows the answer as it is, in the viewer")
			r.press("v")
			r.wait(time.Second)
			r.expect("RESPONSE", "200 OK")
			r.press("o")
		}
		r.goCatalog(atCompare)
		r.expect("QA", "Staging", "The answer is")
	})
	for s := range sentences {
		t.Log(s)
	}
}

// TestHostileCollections: names, words and values that no terminal should see
// reach it as marks, on every screen and form, and what repeats a token is
// masked.
func TestHostileCollections(t *testing.T) {
	for _, id := range []string{"7", `7\u001b[2J\u202e`} { // with the second nothing can be sent
		inRig(t, setup{}, func(r *rig) { playHostile(r, id) })
	}
}

// playHostile shows every screen and sends every form with hostile answers.
func playHostile(r *rig, id string) {
	t := r.t
	c := r.canary()
	look := r.watch
	r.watch = func(frame string) {
		look(frame)
		if err := checkFrame(r.m, frame, r.m.width, r.m.height); err != nil {
			t.Error(err)
		}
		if strings.ContainsAny(frame, "\u202e\u200b\u2066") {
			t.Errorf("a character that has no shape is on\n%s", r.screen())
		}
	}
	r.answerCollections(func(w http.ResponseWriter, req *http.Request) bool {
		said := req.Header.Get("Authorization") + `\u001b[31m\u202e\u200b\u2066\u0007\n` + req.URL.Path
		name := req.Host[len(req.Host)-1:] // differs between the environments
		definition := func(n, kind string) string {
			return fmt.Sprintf(`{"name":"%s%s","kind":"%s","dataType":"%s","propertyValueStyle":"%s","findAttributeSettings":{"storable":true,"%s":true,"searchable":"%s"},"scopedActionSettings":{"%s":false},"more %s":["%s"]}`,
				n, said, kind, said, said, said, said, said, said, said)
		}
		one := fmt.Sprintf(`{"id":"%s","name":"%s","description":"%s","status":"%s","created":"%s","propertyDefinitions":[%s,%s]}`, id, said, said, said, said, definition("a"+name, "custom"), definition("b", said))
		w.Header().Set("Content-Type", "application/json")
		switch {
		case req.Method != "GET":
			w.WriteHeader(409)
			fmt.Fprintf(w, `{"error":"%s","error_description":"%s"}`, said, said)
		case strings.HasSuffix(req.URL.Path, "/category"):
			fmt.Fprintf(w, `{"%s":1}`, said)
		case strings.Count(req.URL.Path, "/") == 5:
			fmt.Fprintf(w, `{"collections":[%s]}`, one)
		default:
			fmt.Fprint(w, one)
		}
		return true
	})
	for _, p := range []place{atCollections, atCollection, atDefinition, atCompare, atPair, atDrafts} {
		r.press("o")
		r.goCatalog(p)
		r.press("down", "r", "=", "up")
		for _, form := range []string{"n", "a", "C", "P", "D"} {
			r.press(form)
			if r.m.place() != atForm {
				continue
			}
			r.press("x", "down", "right", "down", "enter", "enter")
			r.wait(time.Second)
			for r.m.place() == atForm {
				r.press("esc")
			}
		}
		for _, size := range screenSizes {
			r.resize(size[0], size[1])
		}
	}
	r.press("o", "c", "down")
	r.wait(time.Second)
	r.expect("The answer is an object with the member")
	if n := len(r.writes()); id == "7" && n < 4 || c.frames < 100 {
		t.Errorf("%d writes, %d frames: the test proves little", len(r.writes()), c.frames)
	}
	for what, frame := range c.found {
		t.Errorf("%s is on\n%s", what, frame)
	}
	t.Logf("%d frames, %d writes", c.frames, len(r.writes()))
}

// TestHostileDefinitions: what a server can say of a property in few bytes, or
// in many, makes no screen that takes seconds to draw. The work is measured by
// what is laid out.
func TestHostileDefinitions(t *testing.T) {
	deep := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	for name, value := range map[string]string{"long": `"` + strings.Repeat("x", 1<<20) + `"`, "deep": deep} {
		inRig(t, setup{}, func(r *rig) {
			r.answerCollections(oneDefinition(`{"name":"brand","kind":"custom","blob":` + value + `}`))
			for _, keys := range [][]string{{}, {"r"}} {
				r.goCatalog(atDefinition)
				r.press(keys...)
				size := 0
				for _, line := range r.m.definitionLines(r.m.screenFrame()) {
					size += len(line)
				}
				if size > 4*mostDrawn {
					t.Errorf("%s %v: %d bytes are laid out", name, keys, size)
				}
				r.press("esc", "esc", "esc", "esc", "esc")
			}
		})
	}
	if n := len(indented([]byte(deep))); n > 2*mostNested*len(deep) {
		t.Errorf("%d bytes of indentation", n)
	}
	for raw, want := range map[string]int{`1`: 0, `"[[["`: 0, `"\"[["`: 0, `[]`: 1, `{"a[":[{"b":"]"}],"c":[]}`: 3, deep: 9000} {
		if got := nesting([]byte(raw)); got != want {
			t.Errorf("nesting of %.20s: %d, want %d", raw, got, want)
		}
	}
}

// TestShelfTakesEachOnce: a collection that moved to the next page while pages
// were read is listed once.
func TestShelfTakesEachOnce(t *testing.T) {
	s := shelf{itemType: "region"}
	s.take(catalog.Listing{Collections: []catalog.Collection{{ID: "3"}, {ID: "2"}, {ID: "3"}}, Total: -1})
	s.take(catalog.Listing{Collections: []catalog.Collection{{ID: "2"}, {ID: "1"}}, Total: -1})
	got := ""
	for _, c := range s.list {
		got += c.ID + c.ItemType + " "
	}
	if got != "3region 2region 1region " {
		t.Errorf("got %q", got)
	}
}
