package ui

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// call is the last call that left.
func (r *rig) call() sighting {
	r.t.Helper()
	calls := r.wire.sightings(isCall)
	if len(calls) == 0 {
		r.t.Fatalf("nothing left\n%s", r.screen())
	}
	return calls[len(calls)-1]
}

// TestBuildARequest types method, path, parameters, a header and a body, and
// looks at what leaves and at what the preview promised.
func TestBuildARequest(t *testing.T) {
	inRig(t, setup{environment: "Staging"}, func(r *rig) {
		r.press("o", "G", "enter")
		r.expect("REQUEST  Any method and path")
		r.press("up", "up", "enter")
		r.press("backspace", "backspace", "backspace")
		r.text("post")
		r.press("enter", "enter")
		r.text("collections/{kind}/x")
		r.press("enter")
		r.expect("kind", "needed")
		r.press("enter")
		r.text("category")
		r.press("enter")
		r.press("enter")
		r.text("a b=c d&e")
		r.press("enter", "right", "enter")
		r.text("X-Trace: seven")
		r.press("enter", "right", "enter")
		r.text(`{"name": "möbel"}`)
		r.press("esc", "right")
		r.expect("POST ", "gory/x?a+b=c+d%26e", "X-Trace: seven", `{"name": "möbel"}`, "Authorization: Bearer ••••")
		r.send()
		got := r.call()
		if got.method != "POST" || !strings.HasSuffix(got.path, "/collections/category/x") || got.query != "a+b=c+d%26e" || got.header.Get("X-Trace") != "seven" || got.body != `{"name": "möbel"}` {
			t.Errorf("sent %s ?%s %v %s", got, got.query, got.header, got.body)
		}
	})
}

// TestFaultsStandAtTheirFields sends what cannot be sent: the reason stands at
// the field, what was typed stays, and nothing leaves.
func TestFaultsStandAtTheirFields(t *testing.T) {
	for _, c := range []struct {
		name  string
		do    func(r *rig)
		want  string // on the row of the field
		typed string // is still there
	}{
		{"a path parameter is empty", func(r *rig) { r.press("o", "down", "f5") }, "collectionId", "List collections"},
		{"the method is no token", func(r *rig) {
			r.press("b", "up", "up", "up", "enter")
			r.text("GET IT")
			r.press("f5")
		}, "", "GET IT"},
		{"the path leaves the prefix", func(r *rig) {
			r.press("b", "up", "up", "enter")
			r.text("/../../secret")
			r.press("f5")
		}, "", "/../../secret"},
		{"auth is no kind of auth", func(r *rig) {
			r.press("b", "up", "enter")
			r.text("basic")
			r.press("f5")
		}, "write managed, none or custom", "basic"},
		{"a header is no header", func(r *rig) {
			r.press("b", "right", "enter")
			r.text("Bad Name: x")
			r.press("f5")
		}, "Bad Name", "Bad Name"},
		{"a new parameter without a value", func(r *rig) {
			r.press("b", "down", "down", "down", "enter")
			r.text("lonely")
			r.press("enter")
		}, "write it as name=value", "lonely"},
		{"a new header without a colon", func(r *rig) {
			r.press("b", "right", "enter")
			r.text("lonely")
			r.press("enter")
		}, "write it as Name: value", "lonely"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inRig(t, setup{}, func(r *rig) {
				c.do(r)
				r.wait(time.Second)
				r.check()
				r.expect("✗ ", c.want, c.typed)
				if n := len(r.wire.sightings(nil)); n != 0 {
					t.Errorf("%d requests left", n)
				}
				if r.m.place() != atBuilder {
					t.Error("the keys are elsewhere")
				}
				if c.want != "" {
					for _, row := range lines(r.frame) {
						if strings.Contains(row, c.want) && strings.Contains(row, "✗") {
							return
						}
					}
					t.Errorf("the reason does not stand at its field:\n%s", r.screen())
				}
			})
		})
	}
}

// TestANewEntryThatCannotBeReadIsNotLost leaves a field that cannot be read in
// every way there is.
func TestANewEntryThatCannotBeReadIsNotLost(t *testing.T) {
	for _, keys := range [][]string{{"tab"}, {"f5"}, {"shift+tab"}, {"esc"}} {
		inRig(t, setup{}, func(r *rig) {
			r.press("b", "down", "down", "down", "enter")
			r.text("lonely")
			r.press(keys...)
			r.press("b")
			r.expect("lonely")
		})
	}
}

// TestBodyJSONIsChecked: line and column, as one types.
func TestBodyJSONIsChecked(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		playBodyFault(r)
		r.expect("! line 3, column 1: invalid character 'o'")
		r.press("backspace", "backspace", "backspace", "backspace", "backspace")
		r.text(",")
		r.expect("✓ JSON")
		r.press("esc")
		r.expect("✓ JSON", "Create a product collection")
	})
}

// TestLargeBodies: what the field cannot hold unchanged is not put in it.
func TestLargeBodies(t *testing.T) {
	for name, text := range map[string]string{
		"bytes": `"` + strings.Repeat("x", 40<<10) + `"`,
		"lines": "[" + strings.Repeat("1,\n", 1200) + "1]",
	} {
		t.Run(name, func(t *testing.T) {
			inRig(t, setup{}, func(r *rig) {
				r.press("o", "G", "enter", "right", "right", "enter")
				r.paste(text)
				r.expect("too large to edit here", "F4")
				if r.m.builder.draft.body != text {
					t.Errorf("the body has %d bytes, not %d", len(r.m.builder.draft.body), len(text))
				}
				r.press("enter")
				r.expect("too large to edit here: F4 opens it in $EDITOR")
				if r.m.typing() || r.m.builder.draft.body != text {
					t.Error("the field took the body")
				}
				r.press("f4")
				r.expect("No editor is known: set EDITOR or VISUAL.")
			})
		})
	}
}

// TestPastedLineBreaks: CRLF is one line break, not two.
func TestPastedLineBreaks(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("o", "G", "enter", "right", "right", "enter")
		r.paste("{\r\n\"a\": 1\r\n}")
		r.expect("✓ JSON")
		if got := r.m.builder.draft.body; got != "{\n\"a\": 1\n}" {
			t.Errorf("the body is %q", got)
		}
	})
}

// TestCursorStaysInSight types far beyond the field in every one-line field:
// what was typed last is on the screen.
func TestCursorStaysInSight(t *testing.T) {
	for _, open := range [][]string{
		{"b", "enter"}, {"b", "up", "up", "enter"}, {"b", "down", "down", "down", "enter"}, {"b", "right", "enter"},
		{"o", "/"}, {":"}, {"o", "down", "down", "f5"}, {"v", "/"}, {"v", "w"},
	} {
		for _, size := range [][2]int{{60, 15}, {80, 24}, {120, 36}}[:1+share(2)] {
			inRig(t, setup{environment: "Production", width: size[0], height: size[1]}, func(r *rig) {
				r.send()
				r.press(open...)
				r.paste(strings.Repeat("abcdefghij", 15))
				r.text("the-end")
				if !strings.Contains(r.screen(), "the-end") {
					t.Errorf("after %v at %v the end of what was typed is not in sight:\n%s", open, size, r.screen())
				}
				r.press("home")
				r.text("begin")
				if !strings.Contains(r.screen(), "begin") {
					t.Errorf("after %v at %v the beginning of what was typed is not in sight:\n%s", open, size, r.screen())
				}
			})
		}
	}
}

// TestOpeningALongField shows the end of its text, where the cursor is.
func TestOpeningALongField(t *testing.T) {
	inRig(t, setup{change: func(d *gateway.Directory) {
		d.Operations = append([]gateway.Operation{{
			Service: "streaming-property", Name: "Long", Method: "GET", Path: "/x",
			Query: []gateway.Parameter{{Name: "q", Default: strings.Repeat("0123456789", 12) + "-end"}},
		}}, d.Operations...)
	}}, func(r *rig) {
		r.press("b", "enter")
		r.expect("-end")
	})
}

func TestReset(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("b", "ctrl+x")
		r.expect("Nothing was changed in this request.")
		r.press("down", "enter")
		r.text("9")
		r.press("esc")
		r.expect("changed", "19")
		r.press("ctrl+x")
		r.expect("Back to the defaults of List collections.")
		r.expectNot("changed")
	})
}

// TestEditorFile takes a body through the file that the editor gets.
func TestEditorFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	inRig(t, setup{}, func(r *rig) {
		playBodyFault(r)
		r.press("esc")
		body := r.m.builder.draft.body
		msg := r.m.writeBodyFile(r.m.builder.draft)().(bodyFileMsg)
		if msg.err != nil {
			t.Fatal(msg.err)
		}
		info, err := os.Stat(msg.path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file has mode %v (%v)", info.Mode(), err)
		}
		if got, _ := os.ReadFile(msg.path); string(got) != body {
			t.Errorf("the editor gets %q", got)
		}
		if err := os.WriteFile(msg.path, []byte("{\"edited\": true}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		r.deliver(readBack(msg, "vi", nil))
		r.expect(`{"edited": true}`, "✓ JSON")
		if _, err := os.Stat(msg.path); !os.IsNotExist(err) {
			t.Error("the file is still there")
		}
		again := r.m.writeBodyFile(r.m.builder.draft)().(bodyFileMsg)
		r.deliver(readBack(again, "vi", fmt.Errorf("exit status 1")))
		r.expect("The body stays as it was: vi: exit status 1", `{"edited": true}`)
		if _, err := os.Stat(again.path); !os.IsNotExist(err) {
			t.Error("the file is still there, in which nothing was typed")
		}
		typed := r.m.writeBodyFile(r.m.builder.draft)().(bodyFileMsg)
		if err := os.WriteFile(typed.path, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
		defer os.Remove(typed.path)
		r.deliver(readBack(typed, "vi", fmt.Errorf("exit status 1")))
		r.expect("what it left is in", `{"edited": true}`)
		if _, err := os.Stat(typed.path); err != nil {
			t.Error("what was typed is gone")
		}
	})
}

// TestFilter finds operations by name, method and path.
func TestFilter(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("o", "/")
		r.text("publish")
		r.expect("POST   Publish", "REQUEST  List collections") // nothing is chosen yet
		r.press("esc")
		r.expect("List collections", "REQUEST  List collections")
		r.press("/")
		r.text("zzzz")
		r.expect("Nothing fits.", "esc shows all again", "REQUEST  List collections")
		r.press("esc")
		r.press("/")
		r.text("DELETE")
		r.press("enter")
		if r.m.place() != atBuilder || r.m.builder.draft.method != "DELETE" {
			t.Errorf("enter led to %q\n%s", r.m.builder.draft.method, r.screen())
		}
	})
}
