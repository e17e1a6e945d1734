package ui

import (
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// inFile is a rig that reads a text in the place of the explorer.
func inFile(t *testing.T, name, text string, test func(r *rig)) {
	t.Helper()
	s := setup{}
	withText(name, text, gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		r.wait(time.Second)
		test(r)
	})
}

// TestFileIsReadLikeAnAnswer by the keys of the viewer.
func TestFileIsReadLikeAnAnswer(t *testing.T) {
	saved := filepath.Join(t.TempDir(), "copy.json")
	text := orders(300)
	inFile(t, "orders.json", text, func(r *rig) {
		r.expect("orders.json", "22.3 kB", "1/3304 JSON", `"orders": [`)
		r.press("down", "down", "down")
		r.expect("4/3304", "$.orders[0].id")
		r.press("G")
		r.expect("3304/3304")
		r.press("g", "/")
		r.text("order 250")
		r.press("enter")
		r.expect("/order 250", "2755/3304")
		r.press("p")
		r.wait(time.Second)
		r.expect("plain")
		r.press("w")
		r.expect("SAVE BODY", "22.3 kB, byte for byte")
		r.press("ctrl+u")
		r.text(saved)
		r.press("enter")
		r.expect("✓ Saved 22.3 kB to")
		if got, err := os.ReadFile(saved); string(got) != text || err != nil {
			t.Errorf("%d bytes were saved, %v", len(got), err)
		}
	})
}

// TestFileGoesBackAndNeverOut: esc leaves one thing after the other and ends at
// the file; q closes a screen and quits from the file.
func TestFileGoesBackAndNeverOut(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		r.press("/")
		r.text("order")
		r.press("enter", "f1", ":", "esc", "esc")
		r.expect("/order")
		r.press("esc")
		r.expectNot("/order")
		r.press("esc")
		r.expect("This is the top: q quits.")
		r.press("m", "q")
		if r.quit || r.m.place() != atFile {
			t.Errorf("q at a screen led to %v", r.m.place())
		}
		r.press("q")
		if !r.quit {
			t.Error("q does not quit")
		}
	})
}

// TestFooterFollowsTheBody: it names what the body that shows can do, the next
// match while a search stands, and of an empty file the way out.
func TestFooterFollowsTheBody(t *testing.T) {
	named := func(r *rig, label string) bool {
		return slices.ContainsFunc(r.footerKeys(), func(b binding) bool { return b.label == label })
	}
	inFile(t, "orders.json", orders(3), func(r *rig) {
		for _, label := range []string{"search", "jq", "fold", "table", "save"} {
			if !named(r, label) {
				t.Errorf("the footer of a list does not name %q\n%s", label, r.screen())
			}
		}
		if named(r, "next match") {
			t.Error("the footer names the next match, and there is no search")
		}
		r.press("/")
		r.text("order")
		r.press("enter")
		if !named(r, "next match") {
			t.Errorf("the footer does not name the next match\n%s", r.screen())
		}
	})
	inFile(t, "page.html", "<html>", func(r *rig) {
		if named(r, "fold") || named(r, "table") || !named(r, "search") {
			t.Errorf("the footer is not that of HTML\n%s", r.screen())
		}
	})
	inFile(t, "empty.json", "", func(r *rig) {
		r.expect("The file is empty. q ends the program.")
		for _, label := range []string{"search", "jq", "save", "compare"} {
			if named(r, label) {
				t.Errorf("the footer of an empty file names %q\n%s", label, r.screen())
			}
		}
	})
}

// TestFileHasNoExplorer: no key and no command of the explorer does anything,
// and none is offered.
func TestFileHasNoExplorer(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		var keys []string
		for _, b := range bindings {
			for _, key := range b.keys {
				if !slices.ContainsFunc(r.m.table, func(own binding) bool { return slices.Contains(own.keys, key) }) {
					keys = append(keys, key)
				}
			}
		}
		if len(keys) < 30 {
			t.Fatalf("only %d keys of the explorer are not the file's", len(keys))
		}
		for _, at := range [][]string{nil, {"f1"}, {"m"}} {
			r.press("esc")
			r.press(at...)
			place, frame := r.m.place(), r.frame
			for _, key := range keys {
				if r.press(key); r.m.place() != place || r.frame != frame || len(r.wire.sightings(nil)) > 0 {
					t.Errorf("%q at %v goes to %v\n%s", key, at, r.m.place(), r.screen())
				}
			}
			for _, c := range r.m.commands() {
				if strings.Contains(c.name, "token") || strings.Contains(c.name, "environment") || strings.Contains(c.name, "tour") {
					t.Errorf("the palette offers %q", c.name)
				}
			}
		}
	})
}

// TestFileIsStopped: ctrl+c ends what is under way and keeps what came; only
// then it asks once more and quits.
func TestFileIsStopped(t *testing.T) {
	s := setup{}
	withFile("orders.json", slowly(orders(300), 2500), gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		r.wait(500 * time.Millisecond)
		r.press("down", "down", "down") // keys are answered meanwhile
		r.expect("◌ arriving", "4/", "$.orders[0].id")
		before := len(r.m.file.body.State().Bytes)
		r.wait(time.Second)
		if after := len(r.m.file.body.State().Bytes); after <= before {
			t.Errorf("%d bytes, then %d", before, after)
		}
		r.press("ctrl+c")
		r.wait(time.Second)
		r.expect("Reading was stopped.", "· stopped", "! stopped after", "4/", "the rest is missing")
		kept := len(r.m.file.body.State().Bytes)
		r.wait(time.Minute)
		if now := len(r.m.file.body.State().Bytes); now != kept || kept < before {
			t.Errorf("%d bytes are kept, then %d", kept, now)
		}
		r.press("ctrl+c")
		r.expect("Press ctrl+c again to quit.")
		if r.press("ctrl+c"); !r.quit {
			t.Error("ctrl+c twice does not quit")
		}
	})
}

// TestPausedBodyIsShown: what little came shows when no more comes for a while,
// and is taken for something else once there is enough to tell.
func TestPausedBodyIsShown(t *testing.T) {
	line := `{"at":"10:00","level":"info"}` + "\n"
	s := setup{}
	withFile("", func() io.ReadCloser {
		return newDrip(3*time.Second, line, line, strings.Repeat(line, 40))
	}, gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		r.wait(300 * time.Millisecond)
		r.expect("Waiting for the first bytes.")
		r.wait(time.Second)
		r.expect(`"at": "10:00"`, "1/4 JSON")
		r.press("G")
		r.wait(3 * time.Second)
		r.expect("8/8 JSON", "follows")
		r.wait(3 * time.Second)
		r.expect("JSON Lines", "168/168")
		r.expectNot("not valid")
	})
}

// TestFileNamesAreCleaned: what a name holds does nothing to the screen.
func TestFileNamesAreCleaned(t *testing.T) {
	for _, name := range []string{"a\x1b[2Jb.json", "a\u202eb", "a\nb", strings.Repeat("long/", 100) + "end.json", "漢字カタカナ/終わり.json"} {
		inFile(t, name, "{}", func(r *rig) {
			for _, size := range screenSizes {
				r.resize(size[0], size[1])
				for i, row := range lines(r.frame) {
					if strings.ContainsAny(row, "\x1b\u202e") {
						t.Errorf("%q: row %d is %q", name, i, row)
					}
				}
				if got := len(lines(r.frame)); got != size[1] {
					t.Errorf("%q: %d rows of %d", name, got, size[1])
				}
			}
		})
	}
}

// TestHeldIsTold: whoever tunes the collector hears what the bodies hold, one
// call after the other, and when they are gone.
func TestHeldIsTold(t *testing.T) {
	var told []int
	under := 0
	s := setup{options: func(o *Options) {
		o.Held = func(bytes int) {
			if under++; under > 1 {
				t.Error("two calls at once")
			}
			time.Sleep(time.Second)
			told, under = append(told, bytes), under-1
		}
	}}
	inRig(t, s, func(r *rig) {
		r.answering(body("text/plain", strings.Repeat("x", 100_000)))
		r.send()
		r.wait(5 * time.Second)
		if held := r.m.response().exchange.Body.State().Held; len(told) == 0 || told[len(told)-1] != held || held < 100_000 {
			t.Errorf("told %v, held are %d", told, held)
		}
		r.answering(body("text/plain", "small"))
		r.send()
		r.wait(5 * time.Second)
		if last := told[len(told)-1]; last <= 100_000 {
			t.Errorf("told %v: the answer before is kept", told)
		}
		r.m.past = nil
		r.press("up")
		r.wait(5 * time.Second)
		if last := told[len(told)-1]; last > 1000 {
			t.Errorf("told %v in the end", told)
		}
	})
}

// TestFirstFrameOfAFileWaitsForNothing: before a size is known nothing is asked
// of the file, and the first frame needs none of its bytes.
func TestFirstFrameOfAFileWaitsForNothing(t *testing.T) {
	s := setup{}
	withFile("", func() io.ReadCloser { return newDrip(time.Hour) }, gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		m := newModel(t.Context(), r.o)
		if m.Init() != nil || m.View() != "" {
			t.Error("something comes before the size")
		}
		m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		if view := m.View(); !strings.Contains(view, "Waiting for the first bytes.") {
			t.Errorf("the first frame is\n%s", view)
		}
		m.file.drop()
	})
}

// TestMonkeyOnAFile presses random keys while a file comes in: every frame is
// right, and nothing is sent.
func TestMonkeyOnAFile(t *testing.T) {
	t.Chdir(t.TempDir())
	seeds, each := 3, share(400)
	if long() {
		seeds, each = 50, 5000
	}
	for seed := range seeds {
		s := setup{}
		withFile("orders.json", slowly(orders(300), 300), gateway.BodyOptions{Limit: []int64{0, 15_000, 22_000}[seed%3]})(&s)
		inRig(t, s, func(r *rig) {
			m := monkey{rig: r, random: rand.New(rand.NewPCG(uint64(seed), 5)), keys: monkeyKeys()}
			for n := range each {
				m.act()
				if err := checkFrame(r.m, r.frame, r.m.width, r.m.height); err != nil {
					t.Fatalf("seed %d, after %d: %v\nlast keys %q\n%s", seed, n, err, m.last, r.screen())
				}
				if n%50 == 0 {
					r.draw() // a body that was stopped may have ended since
					r.check()
				}
			}
			if n := len(r.wire.sightings(nil)); n > 0 {
				t.Errorf("%d requests left", n)
			}
		})
	}
}

// TestFileShowsItsFirstLinesAtOnce, without waiting for a tick.
func TestFileShowsItsFirstLinesAtOnce(t *testing.T) {
	s := setup{}
	withFile("orders.json", slowly(orders(300), 2500), gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		r.expect("arriving", `"orders": [`)
	})
}
