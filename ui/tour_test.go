package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// TestTour takes the tour by doing what it says, and finds it again.
func TestTour(t *testing.T) {
	begin := setup{}
	onTour(&begin)
	inRig(t, begin, func(r *rig) {
		r.expect("TOUR 1/5", "F5 sends", "esc skips")
		r.send()
		r.expect("TOUR 2/5", "t shows every token")
		r.press("t")
		r.expect("TOUR 3/5")
		r.press("e")
		r.expect("TOUR 3/5", "[Staging]")
		r.press("e")
		r.expect("TOUR 4/5", "PRODUCTION IS GUARDED")
		r.press("b", "up", "enter")
		r.text("none")
		r.send()
		r.expect("TOUR 4/5", "401")
		r.press("W")
		r.expect("TOUR 5/5", "c shows the collections")
		r.press("c")
		r.wait(3 * time.Second)
		r.press("d")
		r.expectNot("TOUR")
		r.expect("That was the tour")
		if len(r.writes()) > 0 {
			t.Error("the tour sent a write")
		}

		r.press(":")
		r.text("tour")
		r.press("enter")
		r.expect("TOUR ")
		r.press(":")
		r.text("skip")
		r.press("enter")
		r.expectNot("TOUR ")
		r.expect("The tour is over")
	})
}

// TestTourSkipsInTheText: what esc does stands at the end of the step's own row
// and never cut off, at any width and step.
func TestTourSkipsInTheText(t *testing.T) {
	begin := setup{}
	onTour(&begin)
	inRig(t, begin, func(r *rig) {
		for w := minWidth; w <= 200; w++ {
			for step := range tourSteps {
				r.m.width, r.m.height, r.m.tour.step = w, 40, step
				rows := r.m.tourView(w, r.m.tourRows(w, 40))
				at := slices.IndexFunc(rows, func(row string) bool { return strings.Contains(ansi.Strip(row), "esc skips") })
				if at < 0 {
					t.Fatalf("%d columns, step %d: nothing says how to skip\n%s", w, step, strings.Join(rows, "\n"))
				}
				text := strings.TrimSpace(strings.TrimSuffix(strings.TrimRight(ansi.Strip(rows[at]), " "), "esc skips"))
				above := strings.TrimSpace(ansi.Strip(rows[at-1]))
				if text == "" && ansi.StringWidth(above) < w-2*tourLead {
					t.Errorf("%d columns, step %d: a row of its own\n%s", w, step, strings.Join(rows, "\n"))
				}
			}
		}
	})
}

// TestTourIsLeftByEsc: at the top, where esc has nothing else to do.
func TestTourIsLeftByEsc(t *testing.T) {
	begin := setup{}
	onTour(&begin)
	inRig(t, begin, func(r *rig) {
		r.press("b", "enter", "esc", "esc")
		r.expect("TOUR 1/5")
		r.press("esc")
		r.expectNot("TOUR")
		r.press("esc")
		r.expect("This is the top")
	})
	inRig(t, setup{}, func(r *rig) {
		r.expectNot("TOUR")
		r.press(":")
		r.text("tour")
		r.expect("not now", "The tour is for the demo")
	})
}

// TestTourCoversNothing: what shows above it is what a screen without it shows
// that has fewer rows, and no step is cut at any width.
func TestTourCoversNothing(t *testing.T) {
	begin := setup{}
	onTour(&begin)
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		w, h := size[0], size[1]
		var with, without []string
		rows := 0
		inRig(t, begin, func(r *rig) {
			r.resize(w, h)
			rows = r.m.tourRows(w, h)
			with = lines(r.frame)
		})
		inRig(t, setup{width: w, height: h - rows}, func(r *rig) { without = lines(r.frame) })
		if body := h - rows - bottomRows; rows == 0 || !slices.Equal(with[:body], without[:body]) {
			t.Errorf("at %v the tour changes what is above it:\n%s\n%s", size, strings.Join(with, "\n"), strings.Join(without, "\n"))
		}
	}
	inRig(t, begin, func(r *rig) {
		for w := minWidth; w < 220; w++ {
			rows := r.m.tourRows(w, 40)
			for i, s := range tourSteps {
				r.m.tour.step = i
				got := ansi.Strip(strings.Join(r.m.tourView(w, rows), " "))
				got = strings.TrimSuffix(strings.Join(strings.Fields(got), " "), " esc skips")
				if want := strings.ReplaceAll(s.text, "`", ""); !strings.HasSuffix(got, want) {
					t.Fatalf("at %d columns step %d reads %q", w, i+1, got)
				}
			}
		}
	})
}
