package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// TestFoldingByKeys: what the keys fold and unfold, and where the cursor is then.
func TestFoldingByKeys(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		for _, c := range []struct {
			keys  string
			line  int // under the cursor, from 1
			shows int // lines
		}{
			{"down", 2, 3304},                 // "orders": [
			{"left", 2, 3},                    // folded
			{"left", 1, 3},                    // out of it
			{"right", 2, 3},                   // into it
			{"right", 2, 3304},                // unfolded
			{"right", 3, 3304},                // into it
			{"enter", 3, 3294},                // the first order folded
			{"enter", 3, 3304},                // and unfolded
			{"J J", 25, 3304},                 // two siblings on
			{"K", 14, 3304},                   // and one back
			{"H", 14, 3294},                   // a subtree folded
			{"2", 14, 304},                    // each order is a line
			{"right", 14, 310},                // but this one: its list stays folded
			{"down down down", 17, 310},       // "lines": [ … 3 items ]
			{"l", 17, 314},                    // unfolded
			{"down h", 17, 314},               // from an element to its list
			{"-", 1, 1},                       // all of it
			{"L", 1, 3304},                    // and nothing
			{"1", 1, 3},                       //
			{"0", 1, 3304},                    //
			{"G left", 1, 1},                  // from the end of a container
			{"right 3 j j j", 4, 3304 - 1200}, // the list of each order is a line
		} {
			r.press(strings.Fields(c.keys)...)
			if got := r.m.file; got.line+1 != c.line || got.layout().count() != c.shows && c.shows > 0 {
				t.Errorf("%s: at %d of %d that show, want %d of %d\n%s", c.keys, got.line+1, got.layout().count(), c.line, c.shows, r.screen())
			}
		}
		r.press("0", "g", "2")
		r.expect("▸", "{ … 5 keys, 9 lines },")
	})
}

// TestFoldingKeepsTheHeight of the cursor's line on the screen.
func TestFoldingKeepsTheHeight(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		height := func() int {
			for i, row := range lines(r.frame) {
				if strings.HasPrefix(row, "▌") {
					return i
				}
			}
			t.Fatalf("no cursor on\n%s", r.screen())
			return 0
		}
		r.press("#")
		r.text("$.orders[150]")
		r.press("enter")
		r.expect("$.orders[150]")
		for range 7 {
			r.press("up")
		}
		r.press("J", "pgdown", "K")
		before := height()
		for _, key := range []string{"enter", "enter", "H", "L", "2", "0"} {
			if r.press(key); height() != before {
				t.Errorf("after %s the cursor's line is at row %d, before at %d\n%s", key, height(), before, r.screen())
			}
		}
	})
}

// TestFoldsStayWhileABodyArrives, and what comes follows the rule.
func TestFoldsStayWhileABodyArrives(t *testing.T) {
	s := setup{}
	withFile("orders.json", slowly(orders(300), 2500), gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		r.wait(time.Second)
		r.press("2", "down", "down", "right")
		before := r.m.file.layout().count()
		r.wait(5 * time.Second)
		if n := r.m.file.layout().count(); n <= before || n > r.m.file.doc().Lines()/5 {
			t.Errorf("%d rows show, then %d of %d lines", before, n, r.m.file.doc().Lines())
		}
		r.expect("3/", `"id": 0`)
		r.wait(time.Minute)
		if got := r.m.file.layout().count(); got != 304+6 {
			t.Errorf("%d rows show in the end", got)
		}
	})
}

// TestWhatIsGoneToIsUnfolded: matches, places, and bytes kept from another mode.
func TestWhatIsGoneToIsUnfolded(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		r.press("-", "/")
		r.text("order 250")
		r.press("enter")
		r.expect("2755/3304", `"order 250"`)
		r.press("-", "#")
		r.text("$.orders[299].lines[2]")
		r.press("enter")
		r.expect("$.orders[299].lines[2]", "1e3")
		r.press("-", "#")
		r.text("1000")
		r.press("enter")
		r.expect("1000/3304")
		r.press("-", "p")
		r.wait(time.Second)
		r.press("/")
		r.text("order 17")
		r.press("enter", "p", "p")
		r.wait(time.Second)
		r.expect(`"order 17"`, "$.orders[17].name")
	})
}

// TestNextLineWithTheKey goes on and back, and says where there is none.
func TestNextLineWithTheKey(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		r.press("2", "0", "down", "down", "down", "}", "}")
		r.expect("$.orders[2].id")
		r.press("{")
		r.expect("$.orders[1].id")
		r.press("{", "{")
		r.expect("$.orders[0].id", `There is no previous "id".`)
		r.press("up", "}")
		r.expect("This line has no key to look for.")
	})
}

// TestGoTo a line, a part, a path; what is wrong with it is said and can be mended.
func TestGoTo(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		for _, c := range []struct{ text, says string }{
			{"120", "120/3304"}, {"1", "1/3304"}, {" 3304 ", "3304/3304"}, {"50%", "1652/3304 JSON · 49%"}, {"100%", "3304/3304"}, {"0%", "1/3304"},
			{"$.orders[7].id", "$.orders[7].id"}, {".orders[8]", "$.orders[8]"}, {"$", "1/3304"},
		} {
			r.press("#")
			r.text(c.text)
			r.press("enter")
			r.expect(c.says)
			if at := r.m.place(); at != atFile {
				t.Errorf("%q leaves the keys at %v", c.text, at)
			}
		}
		for _, c := range []struct{ text, says string }{
			{"3305", "There are 3304 lines."}, {"0", "Lines are counted from 1."}, {"-3", "Lines are counted from 1."},
			{"99999999999999999999999", "There are 3304 lines."}, {"33 05", "There are 3304 lines."}, {"101%", "A part is from 0% to 100%."}, {"soon", `"soon" is neither a line`}, {"", "is neither a line"},
			{"$.orders[300].id", "Not there: $.orders ends with [299]."}, {" .order", `Not there: $ has no "order".`},
		} {
			r.press("#")
			r.text(c.text)
			r.press("enter")
			r.expect("GO TO", c.says)
			if got := r.m.prompt.input.Value(); got != c.text {
				t.Errorf("%q became %q", c.text, got)
			}
			r.press("esc")
		}
	})
	inFile(t, "orders.json", orders(300), func(r *rig) { // the fault is mended, and the prompt is gone
		r.press("#")
		r.text("$.order[7]")
		r.press("enter", "left", "left", "left")
		r.text("s")
		r.expectNot("Not there")
		r.press("enter")
		r.expect("$.orders[7]")
		r.expectNot("GO TO")
	})
	inFile(t, "notes.txt", strings.Repeat("a line\n", 50), func(r *rig) {
		r.press("#")
		r.expect("A line such as 120, or a part")
		r.text("$.a")
		r.press("enter")
		r.expect("Paths lead about JSON in its pretty layout only.")
	})
}

// TestErrandsAreStopped by esc and ctrl+c, by the next one, and with the body.
func TestErrandsAreStopped(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		ended := 0
		begin := func() {
			r.start(r.m.file.send(r.m.ctx, r.m.now, "something far", func(ctx context.Context) (int, string) {
				<-ctx.Done()
				ended++
				return 7, ""
			}))
			r.resize(100, 30)
			r.expect("◌ looking for something far … ", "esc stops")
		}
		for i, key := range []string{"esc", "ctrl+c"} {
			begin()
			r.press("down") // keys are answered meanwhile
			if r.press(key); ended != i+1 {
				t.Errorf("%s does not end it", key)
			}
			r.expectNot("looking for")
		}
		begin()
		r.press("#")
		r.text("$.orders[2]")
		r.press("enter")
		r.expect("$.orders[2]")
		if ended != 3 || r.m.file.line == 7 {
			t.Errorf("%d ended, at %d", ended, r.m.file.line)
		}
	})
}

// TestPromptWaitsForItsErrand: esc ends it, and what is typed meanwhile stays.
func TestPromptWaitsForItsErrand(t *testing.T) {
	inFile(t, "orders.json", orders(300), func(r *rig) {
		begin := func() errandMsg {
			r.press("#")
			r.text("$.orders[2]")
			r.m.Update(tea.KeyMsg{Type: tea.KeyEnter}) // and its command never answers
			return errandMsg{reader: r.m.file.id, id: r.m.file.errand.id, line: 7}
		}
		late := begin()
		if r.press("esc"); r.m.file.errand.stop != nil {
			t.Error("esc leaves it under way")
		}
		r.deliver(late)
		r.expectNot("GO TO")
		r.expect("1/3304")
		late = begin()
		r.text(".id")
		r.deliver(late)
		r.expect("GO TO", "$.orders[2].id")
		r.press("esc")
		r.expect("1/3304")
	})
}

// TestEndIsFollowed while lines arrive, until the cursor is moved away from it.
func TestEndIsFollowed(t *testing.T) {
	s := setup{}
	withFile("events.jsonl", slowly(strings.Repeat(`{"event":"tick","padding":"so that a line is a piece"}`+"\n", 500), 600), gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		last := func() bool { return r.m.file.line == r.m.file.doc().Lines()-1 }
		r.wait(2 * time.Second)
		if r.m.file.line != 0 {
			t.Error("the cursor goes with the end before it was sent there")
		}
		for _, c := range []struct {
			keys    []string
			follows bool
		}{{[]string{"G"}, true}, {[]string{"w", "esc"}, true}, {[]string{"up"}, false}, {[]string{"end"}, true}, {[]string{"pgup"}, false}, {[]string{"G", "g"}, false}, {[]string{"G"}, true}} {
			r.press(c.keys...)
			lines := r.m.file.doc().Lines()
			r.wait(3 * time.Second)
			if r.m.file.doc().Lines() <= lines {
				t.Fatal("nothing came")
			}
			if last() != c.follows || strings.Contains(r.screen(), "follows") != c.follows {
				t.Errorf("after %s it follows: %v, want %v\n%s", c.keys, last(), c.follows, r.screen())
			}
		}
		r.wait(time.Minute)
		r.expect("follows") // more could come
		r.press("ctrl+c")
		r.wait(time.Second)
		r.expectNot("follows")
		if !last() {
			t.Errorf("it ends at line %d of %d", r.m.file.line, r.m.file.doc().Lines())
		}
	})
}

// TestWrapping shows all of a long line and goes over it.
func TestWrapping(t *testing.T) {
	long := strings.Repeat("all the words of a long line ", 400) + "THE END"
	text := fmt.Sprintf(`{"long":%q,"short":1}`, long)
	inFile(t, "long.json", text, func(r *rig) {
		r.expect(`"short": 1`)
		r.press("down", "\\")
		r.expectNot(`"short": 1`)
		for range 200 {
			if r.press("down"); strings.Contains(r.screen(), "THE END") {
				break
			}
		}
		r.expect("THE END", "2/4")
		r.press("down")
		r.expect("3/4", `"short": 1`)
		r.press("g", "down", "/")
		r.text("the end")
		r.press("enter")
		r.expect("THE END")
		r.press("\\")
		r.expect("THE END", "2/4")
		r.press("p", "p")
		r.wait(time.Second)
		r.press("\\")
		r.expect("Rows of hex are never too long to show.")
	})
}

// TestSidewaysWhereNothingFolds, and everywhere by keys of its own.
func TestSidewaysWhereNothingFolds(t *testing.T) {
	inFile(t, "notes.txt", strings.Repeat("0123456789", 50)+"\n", func(r *rig) {
		for _, c := range []struct {
			keys string
			left int
		}{{"l", 8}, {"right", 16}, {"h", 8}, {"left", 0}, {"> >", 16}, {"<", 8}} {
			if r.press(strings.Fields(c.keys)...); r.m.file.left != c.left {
				t.Errorf("after %s %d columns are scrolled, want %d", c.keys, r.m.file.left, c.left)
			}
		}
		for _, key := range []string{"enter", "H", "-", "0", "J", "5", "}"} {
			r.press("esc", key)
			r.expect("Only JSON has levels that fold: this is text.")
		}
	})
	inFile(t, "orders.json", orders(3), func(r *rig) {
		if r.press(">"); r.m.file.left != 8 {
			t.Errorf("%d columns are scrolled", r.m.file.left)
		}
		r.press("down", "down", "down", "enter")
		r.expect("Nothing begins or ends on this line that could be folded.")
		r.press("p")
		r.wait(time.Second)
		r.press("-")
		r.expect("Only the pretty layout folds: p goes on to it.")
	})
}
