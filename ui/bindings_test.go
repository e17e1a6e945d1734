package ui

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// eachPlace lists the places by name.
var eachPlace = []struct {
	name string
	at   place
}{
	{"services", atServices}, {"operations", atOperations}, {"builder", atBuilder}, {"viewer", atViewer},
	{"board", atBoard}, {"detail", atDetail}, {"reply", atReply}, {"help", atHelp},
	{"why", atWhy}, {"curl", atCurl}, {"palette", atPalette}, {"confirm", atConfirm}, {"prompt", atPrompt},
	{"types", atTypes}, {"collections", atCollections}, {"collection", atCollection}, {"definition", atDefinition},
	{"form", atForm}, {"compare", atCompare}, {"pair", atPair}, {"drafts", atDrafts},
	{"answers", atAnswers}, {"body diff", atBodyDiff}, {"difference", atDifference},
	{"file", atFile}, {"copy", atCopy},
}

// TestBindingsDoNotCollide: no two rows of the table answer the same key at
// the same place, neither while a field is typed in nor otherwise.
func TestBindingsDoNotCollide(t *testing.T) {
	checked := 0
	for _, p := range eachPlace {
		for _, typing := range []bool{false, true} {
			owner := map[string]string{}
			for _, b := range bindings {
				if b.in&p.at == 0 || typing && !b.typing {
					continue
				}
				for _, key := range b.keys {
					checked++
					if other, taken := owner[key]; taken {
						t.Errorf("%s: %q is both %q and %q", p.name, key, other, b.label)
					}
					owner[key] = b.label
				}
			}
		}
	}
	t.Logf("%d keys at %d places", checked, len(eachPlace))
}

// byIntent are the actions that no row of the table names: panes and dialogs
// ask for them.
var byIntent = []action{
	doEnvironment, doService, doOperation, doCommand, doShowDraft,
	doSendNow, doSaveTo, doSaveHeld, doGround, doTour, doStep, doPasteTo, doSubmitNow, doRevealNow,
	doFoldDepth, doGotoPlace, doSearchKeep, doCopyPart, doCopyHeld, doFilterRun, doSaveRowsTo, doHandHeld,
	doCompareFile, doKeyTo, doSaveDiffsTo,
}

func TestEveryActionHasARowAndAnAct(t *testing.T) {
	bound := map[action]bool{}
	for _, b := range bindings {
		if b.intent.do == doNothing {
			continue
		}
		bound[b.intent.do] = true
		if acts[b.intent.do] == nil {
			t.Errorf("%q is bound to %q, which nothing performs", b.keys, b.intent.do)
		}
	}
	for _, do := range byIntent {
		bound[do] = true
	}
	for do := range acts {
		if !bound[do] {
			t.Errorf("nothing asks for %q", do)
		}
	}
	for do := range bound {
		if acts[do] == nil {
			t.Errorf("nothing performs %q", do)
		}
	}
	t.Logf("%d actions, %d rows", len(acts), len(bindings))
}

// TestPalettesReachEveryAction: what has a key can be found by name somewhere.
func TestPalettesReachEveryAction(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.send()
		found := map[action]bool{doPalette: true, doBack: true, doCancel: true}
		for _, path := range [][]string{{"s", "S"}, {"o"}, {"b"}, {"v"}, {"t"}, {"t", "enter"}, {"t", "r"}, {"?"}} {
			r.press("o")
			r.press(path...)
			for _, c := range r.m.commands() {
				found[c.intent.do] = true
			}
			for r.m.place() != atOperations {
				r.press("esc")
			}
		}
		for _, b := range bindings {
			if b.intent.do != doNothing && !found[b.intent.do] {
				t.Errorf("no palette has %q", b.intent.do)
			}
		}
	})
}

// TestElsewhere says of a key that means nothing here where it does: in places
// of the same kind, if there are any.
func TestElsewhere(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		for _, c := range []struct {
			at  place
			key string
			say string
		}{
			{atServices, "w", "w (save the body) works in the viewer."},
			{atServices, "C", "C works elsewhere: choose the columns that show (in a list as a table), change the property (in a collection and a property)."},
			{atTypes, "D", "D works elsewhere: remove the property (in a collection and a property), delete the collection (in the list of collections), " +
				"the requests that would make both the same (in a comparison)."},
			{atBoard, "n", "n works elsewhere: next match in the search's direction (in the viewer), next difference in full (in a difference in full), create a collection (in the item types and the list of collections), " +
				"the next property that differs, in full (in a compared property)."},
			{atViewer, "w", ""},
			{atServices, "Q", ""},
		} {
			r.m.above = []place{c.at}
			if got := r.m.elsewhere(c.key); got != c.say {
				t.Errorf("%s %s:\n%s\nwant\n%s", c.at, c.key, got, c.say)
			}
		}
		r.m.above = nil
	})
}

// TestPaletteFindsByDocumentation finds what is called otherwise than a person
// looks for it, behind what is called so.
func TestPaletteFindsByDocumentation(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press(":")
		r.text("upload")
		var got []string
		for _, h := range r.m.palette.shown {
			got = append(got, r.m.palette.all[h.index].name)
		}
		if len(got) < 3 || got[0] != "status · Show one upload" || !slices.Contains(got, "ingest · Update items") {
			t.Errorf("%q", got)
		}
		r.text(" zzz")
		if n := len(r.m.palette.shown); n != 0 {
			t.Errorf("%d commands fit what no text has", n)
		}
	})
}

// TestPaletteAbleFirst: of what fits, nothing that cannot be done stands above
// something that can, at any place and for any beginning of a name.
func TestPaletteAbleFirst(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		idle := 0
		r.blind = true
		for _, path := range []string{"o", "t", "c"} {
			r.press("o", path, ":")
			for _, c := range r.m.palette.all {
				r.paste(c.name[:min(len(c.name), 13)])
				able := true
				for _, h := range r.m.palette.shown {
					now := r.m.whyNot(r.m.palette.all[h.index]) == ""
					if now && !able {
						t.Errorf("%q: %q stands below what cannot be done", r.m.palette.input.Value(), r.m.palette.all[h.index].name)
					}
					if able = now; !able {
						idle++
					}
				}
				r.press("ctrl+u")
			}
			r.press("esc", "esc")
		}
		r.blind = false
		r.press("c")
		r.wait(2 * time.Second)
		r.press(":")
		r.text("create a collection")
		r.expectNot("not now") // it is what n does on this screen
		r.press("esc", "esc")
		if idle == 0 {
			t.Error("everything can be done: nothing was tested")
		}
		r.press(":")
		r.text("create a coll")
		if first := r.m.palette.all[r.m.palette.shown[0].index]; first.name != "property · Create a collection" {
			t.Errorf("the first is %q", first.name)
		}
	})
}

// TestReasonsAreSentences asks every row in every scene why it cannot be done.
func TestReasonsAreSentences(t *testing.T) {
	said := map[string]bool{}
	for _, s := range someScenes(0) {
		begin := s.setup()
		inRig(t, begin, func(r *rig) {
			s.play(r)
			for _, b := range bindings {
				if b.why == nil || b.in&r.m.place() == 0 {
					continue
				}
				if reason := b.why(r.m); reason != "" {
					said[reason] = true
				}
			}
			if r.m.file == nil {
				r.m.dir.Environments = r.m.dir.Environments[:1]
				r.m.environment = 0
				said[whyOneEnvironment(r.m)] = true
			}
		})
	}
	full := regexp.MustCompile(`^[A-Z].*\.$`)
	for reason := range said {
		if !full.MatchString(reason) || len(strings.Fields(reason)) < 4 {
			t.Errorf("no full sentence: %q", reason)
		}
	}
	t.Logf("%d reasons", len(said))
	for _, reason := range slices.Sorted(maps.Keys(said)) {
		t.Log(reason)
	}
}

// TestKeysOfTheIssue holds the keys that will not change.
func TestKeysOfTheIssue(t *testing.T) {
	for _, c := range []struct {
		key    string
		in     place
		do     action // doNothing: the pane's own
		typing bool
	}{
		{"e", inView, doNextEnvironment, false}, {"E", inView, doPrevEnvironment, false},
		{"s", inView, doNextService, false}, {"S", inView, doPrevService, false},
		{"o", inExplorer, doOperations, false}, {"b", inExplorer, doBuilder, false},
		{"v", inExplorer, doViewer, false}, {"t", inExplorer, doBoard, false},
		{"f5", inExplorer | inScreens&^inCatalog&^inBodies, doSend, true},
		{"/", atOperations, doFilter, false}, {"/", atViewer, doSearchAsk, false}, {"?", atViewer, doSearchAskBack, false},
		{":", inExplorer | inScreens, doPalette, false}, {"?", (inExplorer | inScreens) &^ atViewer, doHelp, false}, {"f1", inExplorer | inScreens | atFile, doHelp, true},
		{"tab", inExplorer, doNextPane, true},
		{"enter", atBuilder, doEdit, false}, {"enter", atServices, doOperations, false},
		{"enter", atOperations, doBuild, false}, {"enter", atBoard, doDetail, false},
		{"esc", everywhere, doBack, true}, {"q", inExplorer, doQuit, false}, {"ctrl+c", everywhere, doCancel, true},
		{"f", inTokens, doFetch, false}, {"A", inTokens, doFetchAll, false}, {"x", inTokens, doForget, false},
		{"v", inTokens, doReveal, false}, {"y", inTokens, doCopyToken, false}, {"r", inTokens, doReply, false},
		{"T", inExplorer | inTokens, doCheck, false}, {"ctrl+t", inTokens, doCheckAll, false},
		{"P", inTokens, doPaste, false}, {"K", inTokens, doKeep, false},
		{"Y", inExplorer | inTokens, doCall, false}, {"y", atCurl, doCopyCall, false}, {"f", atCurl, doShell, false},
		{"v", atCurl, doRevealCall, false}, {"w", atCurl, doSaveCall, false},
	} {
		for _, p := range eachPlace {
			if c.in&p.at == 0 {
				continue
			}
			ok := slices.ContainsFunc(bindings, func(b binding) bool {
				return b.in&p.at != 0 && slices.Contains(b.keys, c.key) && b.intent.do == c.do && b.typing == c.typing
			})
			if !ok {
				t.Errorf("%s: %q is not %q", p.name, c.key, c.do)
			}
		}
	}
}

// TestF5SendsFromAnywhere: also while a field is being typed in.
func TestF5SendsFromAnywhere(t *testing.T) {
	for _, path := range [][]string{
		{}, {"tab"}, {"b"}, {"b", "enter"}, {"b", "right", "right", "enter"}, {"b", "up", "enter"}, {"b", "up", "up", "enter"},
		{"o", "/"}, {"o", "/", "l", "i"}, {"v"}, {"z"}, {"b", "z"},
	} {
		inRig(t, setup{}, func(r *rig) {
			r.press(path...)
			r.send()
			if n := len(r.wire.sightings(isCall)); n != 1 {
				t.Errorf("after %v, F5 sent %d requests\n%s", path, n, r.screen())
			}
		})
	}
}

// footerKeys are the keys that a footer names, in its own spelling.
func (r *rig) footerKeys() []binding {
	foot := ansi.Strip(strings.Split(r.frame, "\n")[r.m.height-1])
	var out []binding
	for _, b := range r.m.hints() {
		if strings.Contains(foot, b.key()+" "+b.label) {
			out = append(out, b)
		}
	}
	return out
}

// TestFooterNamesKeysThatWork presses every key that the footer names, in
// every scene and size: something changes, or a reason is said.
func TestFooterNamesKeysThatWork(t *testing.T) {
	t.Chdir(t.TempDir()) // one of the keys saves
	pressed := 0
	seen := map[string]bool{}
	for _, s := range someScenes(1) {
		var rows int
		inRig(t, s.setup(), func(r *rig) {
			s.play(r)
			keys := r.footerKeys()
			if len(keys) == 0 {
				t.Errorf("%s: the footer names no key\n%s", s.name, r.screen())
			}
			like := fmt.Sprint(lines(r.frame)[r.m.height-1], r.m.builder.tab, r.m.response() == nil, len(r.m.sending), r.m.message.text)
			if a := r.m.response(); a != nil {
				like += fmt.Sprint(a.page, a.reader.mode)
			}
			if !seen[like] && (!underRace || len(seen)%4 == 0) {
				rows = len(keys)
			}
			seen[like] = true
		})
		for i := range rows {
			inRig(t, s.setup(), func(r *rig) {
				s.play(r)
				b := r.footerKeys()[i]
				keys := b.keys
				moved := false
				for _, key := range keys {
					before, frame, sent := r.state(), r.frame, len(r.wire.sightings(nil))
					r.press(key)
					r.wait(50 * time.Millisecond)
					pressed++
					moved = moved || r.quit || r.m.message.text != "" || r.m.confirm.wrong != "" || r.m.prompt.fault != "" || r.state() != before || r.frame != frame || len(r.wire.sightings(nil)) != sent || len(r.copied) > 0
				}
				if !moved {
					t.Errorf("%s: the footer names %q (%s), and nothing happens\n%s", s.name, keys, b.label, r.screen())
				}
			})
		}
	}
	t.Logf("%d keys pressed in %d scenes", pressed, len(someScenes(1)))
}

// TestFooterAlwaysShowsTheWayOn: whatever the size, a footer names what is
// done most at the place, and how to find everything else.
func TestFooterAlwaysShowsTheWayOn(t *testing.T) {
	for _, size := range screenSizes {
		inRig(t, setup{width: size[0], height: size[1]}, func(r *rig) {
			foot := lines(r.frame)[size[1]-1]
			for _, text := range []string{"F5 send", "? help"} {
				if !strings.Contains(foot, text) {
					t.Errorf("at %v the footer does not say %q: %q", size, text, foot)
				}
			}
		})
	}
}
