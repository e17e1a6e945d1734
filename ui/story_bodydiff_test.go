package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
)

// Two answers that differ in three things, and in another order of elements.
const (
	leftBody  = `{"time":"10:00","items":[{"id":1,"price":5},{"id":2,"price":7,"color":"red"},{"id":3,"price":9}]}`
	rightBody = `{"items":[{"price":9.0,"id":3},{"id":2,"price":8},{"id":1,"price":5}],"time":"11:30","new":[1,{"a":null}]}`
)

// answerWith has each environment answer with a body of its own.
func (r *rig) answerWith(bodies map[string]string) {
	r.answering(func(w http.ResponseWriter, req *http.Request) {
		for _, e := range r.m.dir.Environments {
			if strings.HasSuffix(e.BaseURL, "://"+req.Host) {
				body("application/json", bodies[e.Name])(w, req)
			}
		}
	})
}

// diffRowsOnShow are the differences that the screen lists.
func (r *rig) diffRowsOnShow() []string {
	var out []string
	for _, line := range lines(r.frame) {
		fields := strings.Fields(strings.TrimLeft(line, " ▌"))
		if len(fields) > 1 && strings.Contains("~−+", fields[0]) && strings.HasPrefix(fields[1], "$") {
			out = append(out, fields[0]+" "+fields[1])
		}
	}
	return out
}

// diffText is the text form of the comparison on show.
func (r *rig) diffText() string {
	r.t.Helper()
	r.press("Y")
	if len(r.copied) == 0 {
		r.t.Fatalf("nothing was copied\n%s", r.screen())
	}
	return r.copied[len(r.copied)-1]
}

// TestSameRequestElsewhere compares the same request in another environment by
// keys alone: exactly what was planted shows, each side was read with the token
// of its own, and nothing was written.
func TestSameRequestElsewhere(t *testing.T) {
	for _, size := range [][2]int{{60, 24}, {80, 24}, {120, 36}, {200, 50}} {
		inRig(t, setup{width: size[0], height: size[1]}, func(r *rig) {
			r.answerWith(map[string]string{"QA": leftBody, "Production": rightBody})
			r.send()
			r.press("v", "d")
			r.expect("with what?", "The same request, sent now to", "Staging", "Production")
			r.press("down", "enter")
			r.wait(2 * time.Second)
			r.expect("COMPARE", "~ 2 changed · − 1 only in QA · + 1 only in Production", "lists paired by id in $.items", "in another order")
			want := "~ $.time, ~ $.items[id=2].price, − $.items[id=2].color, + $.new"
			if got := strings.Join(r.diffRowsOnShow(), ", "); got != want {
				t.Errorf("at %v: %s\nwant %s\n%s", size, got, want, r.screen())
			}
			const text = `changed  $.time: "10:00" -> "11:30"
changed  $.items[id=2].price: 7 -> 8
removed  $.items[id=2].color: "red"
added    $.new: [1,{"a":null}]
removed: only in QA; added: only in Production
4 differences: 1 added, 1 removed, 2 changed; 2 moved
`
			if got := r.diffText(); got != text {
				t.Errorf("the text is\n%s", got)
			}
			places := map[string]bool{}
			for _, s := range r.wire.sightings(isCall) {
				places[s.place()] = true
			}
			if len(places) != 2 || len(r.writes()) != 0 {
				t.Errorf("asked were %v, %d writes left", places, len(r.writes()))
			}
		})
	}
}

// TestBodyDiffByKeys uses what the screen offers: swapped sides, an ignored
// path, a key, a difference in full, its place in the body and the way back.
func TestBodyDiffByKeys(t *testing.T) {
	saved := filepath.Join(t.TempDir(), "differences.txt")
	inRig(t, setup{}, func(r *rig) {
		r.answerWith(map[string]string{"QA": leftBody, "Staging": rightBody})
		r.send()
		r.press("v", "d", "enter")
		r.wait(2 * time.Second)
		r.press("x")
		r.expect("$.time is ignored from now on", "~ 1 changed", "1 ignored", "without $.time")
		r.press("X")
		r.expect("~ 2 changed", "1 path is no longer ignored")
		r.press("tab")
		r.expect("− 1 only in Staging", "+ 1 only in QA", "~ $.time")
		r.press("tab", "K")
		r.text("$.items")
		r.press("enter")
		r.expect("KEY OF LISTS", "a key's path ends in")
		r.press("ctrl+u")
		r.text("price")
		r.press("enter")
		r.expect("lists paired by price")
		r.press("K", "ctrl+u")
		r.text("#")
		r.press("enter")
		r.expect("lists paired by position", "~ $.items[0].id")
		r.press("K", "ctrl+u", "enter")
		r.expect("lists paired by id")
		r.press("y")
		if got := r.copied[len(r.copied)-1]; got != `changed  $.time: "10:00" -> "11:30"` {
			t.Errorf("copied is %q", got)
		}
		r.press("G", "enter")
		r.expect("DIFFERENCE", "+ $.new", "4 of 4", "not there", `"a": null`)
		r.press("v")
		r.expect("There is no such place in QA: tab swaps the sides.")
		r.press("N")
		r.expect("− $.items[id=2].color", "3 of 4", `"red"`)
		r.press("v")
		r.expect("RESPONSE", `"color": "red"`, "$.items[1].color")
		r.press("esc")
		r.expect("DIFFERENCE", "− $.items[id=2].color")
		r.press("esc", "w", "ctrl+u")
		r.text(saved)
		r.press("enter")
		r.wait(time.Second)
		if got, err := os.ReadFile(saved); err != nil || string(got) != r.diffText() {
			t.Errorf("saved is %q, %v", got, err)
		}
		r.press("esc")
		r.expect("RESPONSE")
		if r.m.bodyDiff.on || r.m.bodyDiff.result != nil {
			t.Error("the comparison is kept after it was left")
		}
	})
}

// TestPreviousAnswer compares with the answer before to the same request, and
// says when nothing differs.
func TestPreviousAnswer(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.send()
		r.press("v", "d", "p")
		r.expect("No answer before this one to the same request is kept.")
		r.press("esc")
		r.send()
		r.press("v", "d")
		r.expect("The same request, before")
		r.press("p")
		r.wait(time.Second)
		r.expect("✓ No difference.", "Both bodies say the same.", "− 0 only at 13:40:12 · + 0 only at 13:40:10")
		r.press("enter")
		r.expect("There is no difference in the list.")
	})
}

// TestWritesAreNotSentToCompare: a request that may write goes to no other
// environment, and the list says why.
func TestWritesAreNotSentToCompare(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("o", "down", "down")
		r.send()
		before := len(r.writes())
		r.press("v", "d")
		r.expect("A POST may write: it is not sent just to compare.")
		r.press("enter")
		r.wait(time.Second)
		if n := len(r.writes()); n != before || before != 1 {
			t.Errorf("%d writes, then %d", before, n)
		}
	})
}

// TestAnswersAreBounded: past answers go, the oldest first, when there are too
// many or they hold too much.
func TestAnswersAreBounded(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.blind = true
		r.answering(body("application/json", leftBody))
		for range mostPast + 5 {
			r.send()
		}
		if n := len(r.m.past); n != mostPast || r.m.past[0].id < r.m.past[n-1].id {
			t.Errorf("%d past answers, %d first", n, r.m.past[0].id)
		}
	})
	m := &model{dir: &gateway.Directory{}, responses: map[gateway.Target]*response{}}
	for i := range 4 {
		m.past = append(m.past, answer{id: 9 - i, exchange: &gateway.Exchange{Body: gateway.BodyOf(make([]byte, 100<<20))}})
	}
	m.bodyDiff.sides[rightSide] = ofAnswer(m.past[3])
	if m.dropPast(); len(m.past) != 2 || m.past[0].id != 9 || m.past[1].id != 6 {
		t.Errorf("kept are %v", m.past)
	}
}

// TestComparingWaitsForBodies: what has come is compared when ctrl+c stops the
// rest; a failed side says why and can be asked again.
func TestComparingWaitsForBodies(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		slow := func(w http.ResponseWriter, req *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, leftBody[:40])
			w.(http.Flusher).Flush()
			<-req.Context().Done()
		}
		r.answering(body("application/json", leftBody))
		r.send()
		r.answering(slow)
		r.press("v", "d", "enter")
		r.wait(2 * time.Second)
		r.expect("Both bodies have to be there whole", "so far")
		r.press("ctrl+c")
		r.wait(time.Second)
		r.expect("compared up to there", "! not whole")
		r.press("esc")

		r.wire.broken = refuseConnection
		r.press("d", "down", "enter")
		r.wait(2 * time.Second)
		r.expect("There is no answer of", "F5", "sends it again", "✗ no answer")
		r.wire.broken = nil
		r.answering(body("application/json", leftBody))
		r.press("f5")
		r.wait(2 * time.Second)
		r.expect("✓ No difference.")
	})
}

// withRival has a file to compare with in the place of the disk.
func withRival(text string) func(*setup) {
	return func(s *setup) {
		inner := s.options
		s.options = func(o *Options) {
			if inner != nil {
				inner(o)
			}
			o.OpenFile = func(_ context.Context, path string) (*File, error) {
				if path != "other.json" {
					return nil, errors.New("there is no file " + path)
				}
				return &File{Name: path, Body: gateway.BodyOf([]byte(text))}, nil
			}
		}
	}
}

// TestFileComparedWithAFile asks for the other file, keeps what was typed when
// there is none, and compares line by line what is no JSON.
func TestFileComparedWithAFile(t *testing.T) {
	s := setup{}
	withText("orders.json", "one\ntwo\nthree\n", gateway.BodyOptions{})(&s)
	withRival("one\n2\nthree\n")(&s)
	inRig(t, s, func(r *rig) {
		r.wait(time.Second)
		r.press("d")
		r.text("nowhere")
		r.press("enter")
		r.expect("COMPARE WITH A FILE", "✗ there is no file nowhere.", "nowhere")
		r.press("ctrl+u")
		r.text("other.json")
		r.press("enter")
		r.wait(time.Second)
		r.expect("COMPARE", "orders.json", "other.json", "~ 1 changed", "two", "2")
		r.press("x")
		r.expect("This cannot be ignored")
		r.press("v")
		r.expect("2/3")
		r.press("esc")
		r.expect("COMPARE")
		r.press("esc")
		r.expectNot("COMPARE")
	})
}

// many is JSON of n records whose prices and one name hold a number.
func many(n, price int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"id":%d,"name":"item %d","price":%d}`, i, i, price+i))
	}
	return fmt.Sprintf(`{"total":%d,"items":[%s]}`, price, strings.Join(all, ","))
}

// TestLongValuesComeApart: what two long values begin with alike is left out,
// and what is left tells them apart and says that something is missing.
func TestLongValuesComeApart(t *testing.T) {
	long := strings.Repeat("漢 same ", 30)
	for _, c := range []struct{ a, b, left, right string }{
		{"short", "shorter", "short", "shorter"},
		{long + "one", long + "two", "… 漢 same one", "… 漢 same two"},
		{long, long + "more", "… 漢 same ", "… 漢 same more"},
		{"a" + long, "b" + long, "a" + long, "b" + long},
		{"", long, "", long},
	} {
		if left, right := apart(c.a, c.b, 40); left != c.left || right != c.right {
			t.Errorf("%q and %q", left, right)
		}
	}
}

// TestManyDifferencesAreGrouped: those at alike paths are one row, which opens.
func TestManyDifferencesAreGrouped(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answerWith(map[string]string{"QA": many(500, 1), "Staging": many(500, 2)})
		r.send()
		r.press("v", "d", "enter")
		r.wait(2 * time.Second)
		r.expect("501 differences", "▸ $.items[*].price", "× 500", "~ 500 changed", "~ $.total")
		r.press("y")
		r.expect("This is for one difference: enter opens the group.")
		r.press("enter", "G")
		r.expect("$.items[*].price", "500 differences", "esc closes the group", "$.items[id=499].price")
		r.press("esc", "x")
		r.expect("1 difference", "500 ignored", "~ $.total")
		r.expectNot("▸")
	})
}

// TestComparingIsStopped: a comparison that is under way ends at ctrl+c, its
// outcome is dropped, and F5 begins anew.
func TestComparingIsStopped(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answerWith(map[string]string{"QA": leftBody, "Staging": rightBody})
		r.send()
		r.press("v", "d", "enter")
		r.wait(2 * time.Second)
		d := &r.m.bodyDiff
		old := *d.result
		d.renew()
		cmd := r.m.startComparing()
		r.press("ctrl+c")
		r.expect("Comparing was stopped. F5 compares again.", "stopped")
		if msg := cmd(); msg != nil {
			t.Errorf("a stopped comparison answers %v", msg)
		}
		r.deliver(bodiesComparedMsg{id: d.id - 1, result: &jsonview.Comparison{}})
		if d.result.Total() != old.Total() {
			t.Error("a stale outcome was taken")
		}
		r.press("f5")
		r.wait(time.Second)
		r.expect("~ 2 changed")
		r.expectNot("stopped")
	})
}
