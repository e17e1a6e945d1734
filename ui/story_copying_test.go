package ui

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// TestCopying: what is copied is as sent; what cannot be is said.
func TestCopying(t *testing.T) {
	text := `{"list" :[1, 2 ],"esc\u0061pe":"gr\u00f6\u00dfe \n","empty":{}}`
	copying := func(t *testing.T, name, text string, test func(r *rig, copied *[]string)) {
		var copied []string
		s := setup{}
		withText(name, text, gateway.BodyOptions{})(&s)
		options := s.options
		s.options = func(o *Options) {
			options(o)
			o.Copy = func(text string, _ func(string) error) (string, error) {
				copied = append(copied, text)
				return "the rig", nil
			}
		}
		inRig(t, s, func(r *rig) {
			r.wait(time.Second)
			test(r, &copied)
		})
	}
	copying(t, "x.json", text, func(r *rig, copied *[]string) {
		for _, keys := range []string{"v", "down y v", "y p", "y k", "y l", "h y l", "y v", "down y v", "y k", "y p", "down down y k"} {
			if !strings.Contains(keys, "y") {
				continue
			}
			r.press(strings.Fields(keys)...)
			r.wait(50 * time.Millisecond)
		}
		want := []string{`[1, 2 ]`, `$.list`, `list`, `"list": [`, `"list": [ … 2 items ],`, `[1, 2 ]`, `"gr\u00f6\u00dfe \n"`, `esc\u0061pe`, `$["esc\u0061pe"]`}
		if !slices.Equal(*copied, want) {
			t.Errorf("copied %q, want %q", *copied, want)
		}
		r.expect("The key is not copied: this line has none.", "COPY")
		r.press("esc", "up", "y", "p")
		r.wait(50 * time.Millisecond)
		r.expect("✓ Copied the path, 7 B: the rig.")
	})
	copying(t, "large.json", `{"a":"`+strings.Repeat("x", copyLimit)+`"}`, func(r *rig, copied *[]string) {
		r.press("down", "y", "v")
		r.expect("1.0 MB: more than the 1.0 MB that are copied. w saves the body.")
		r.press("l")
		r.expect("The line is not copied: longer than the 1.0 MB")
		if len(*copied) > 0 {
			t.Errorf("%d texts were copied", len(*copied))
		}
	})
	copying(t, "notes.txt", "first\r\nsecond\n", func(r *rig, copied *[]string) {
		r.press("y", "v")
		r.expect("The value is not copied: only JSON in its pretty layout has values.")
		r.press("l")
		r.wait(50 * time.Millisecond)
		if want := []string{"first"}; !slices.Equal(*copied, want) {
			t.Errorf("copied %q", *copied)
		}
	})
}

// TestCopyAsksAboutSecrets: a text that holds a secret of this run is copied after
// a second yes only.
func TestCopyAsksAboutSecrets(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			_ = json.NewEncoder(w).Encode(map[string]string{"echo": req.Header.Get("Authorization")})
		})
		r.send()
		r.press("v", "down", "y", "v")
		r.wait(50 * time.Millisecond)
		r.expect("THE TEXT HOLDS A SECRET", "Write yes to copy")
		r.press("enter")
		r.expect("THE TEXT HOLDS A SECRET") // enter alone is no yes
		r.press("esc", "y", "v")
		r.wait(50 * time.Millisecond)
		if len(r.copied) > 0 {
			t.Fatalf("%d texts were copied before the yes", len(r.copied))
		}
		r.text("yes")
		r.press("enter")
		r.wait(50 * time.Millisecond)
		if len(r.copied) != 1 || !strings.Contains(r.copied[0], "Bearer ") {
			t.Errorf("%d texts were copied", len(r.copied))
		}
		r.press("y", "k")
		r.wait(50 * time.Millisecond)
		if len(r.copied) != 2 || r.copied[1] != "echo" {
			t.Errorf("the key was not copied")
		}
	})
}
