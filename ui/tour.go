package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
)

// tour leads a newcomer through the demo, a step at a time. It has rows of its
// own above the message, so that it covers nothing, and takes no key: a step
// ends when what it speaks of was done, by whatever way.
type tour struct {
	on   bool
	step int // index into tourSteps
}

// tourStep is one thing to do. Keys in its text stand between backquotes.
type tourStep struct {
	text string
	done func(*model) bool
	not  place // where its keys mean something else
}

// tourSteps are the steps in their order. One that was done before its turn is
// passed over.
var tourSteps = []tourStep{
	{
		"`F5` sends the chosen call. Its token is fetched on the way: watch the badge.",
		func(m *model) bool { return m.response() != nil }, inCatalog,
	},
	{
		"`t` shows every token: one for each service in each environment, and how long it still lives.",
		func(m *model) bool { return m.place()&inTokens != 0 }, 0,
	},
	{
		"`e` goes to the next environment. Go on to Production: colour, frame and name tell it from QA.",
		func(m *model) bool { return m.currentEnvironment().Guarded }, inScreens &^ (inTokens | inLists),
	},
	{
		"`b`, `↑` to auth, `enter`, type none, `F5`: a call without a token is refused. `W` says why, and what to do.",
		func(m *model) bool { return m.place() == atWhy && m.evidence.found.Fault }, 0,
	},
	{
		"`c` shows the collections, and `d` there compares them with another environment, differences first.",
		func(m *model) bool { return m.place() == atCompare }, 0,
	},
}

// tourFrom is the height from which there is room for the tour.
const tourFrom = 20

// tourRows is how many rows of a screen the tour has: as many as its longest
// step takes, so that nothing moves from one step to the next.
func (m *model) tourRows(w, h int) int {
	if !m.tour.on || h < tourFrom {
		return 0
	}
	rows := 0
	for i := range tourSteps {
		rows = max(rows, len(m.stepLines(i, w, tourSteps[i].not != 0)))
	}
	return rows + tourGap
}

// tourGap is the blank row above the tour, which tells it from a full screen.
const tourGap = 1

// tourLead is how many columns the number of a step takes, before its text.
const tourLead = 14

// tourSkip is how many columns the way out takes, with air before it.
const tourSkip = 12

// stepLines are the lines of a step; where its keys mean something else it
// begins with the way back. Every step that does so takes room for it always,
// and every one has room at the end of its last line for the way out.
func (m *model) stepLines(step, w int, back bool) []string {
	text := tourSteps[step].text
	if back {
		text = "`esc` goes back. " + text
	}
	lines := display.Wrap(text, w-tourLead-rightMargin)
	if display.Width(lines[len(lines)-1])+tourSkip > w-tourLead-rightMargin {
		lines = append(lines, "")
	}
	return lines
}

// tourView draws the step, and where esc ends it, that it does.
func (m *model) tourView(w, rows int) []string {
	if rows == 0 {
		return nil
	}
	th := m.theme()
	lead := "  " + th.Sandbox.Render(fmt.Sprintf(" TOUR %d/%d ", m.tour.step+1, len(tourSteps))) + "  "
	var lines []string
	for _, line := range m.stepLines(m.tour.step, w, tourSteps[m.tour.step].not&m.place() != 0) {
		for i, part := range strings.Split(line, "`") {
			if i%2 == 1 {
				lead += th.Key.Render(part)
			} else {
				lead += th.Plain.Render(part)
			}
		}
		lines = append(lines, lead)
		lead = strings.Repeat(" ", tourLead)
	}
	if skip := th.Key.Render("esc") + th.Faint.Render(" skips "); m.atTop() {
		last := len(lines) - 1
		lines[last] = spread(lines[last], skip, w)
	}
	return fill(slices.Insert(lines, 0, ""), w, rows)
}

// followTour goes on to the first step that is still to be done.
func (m *model) followTour() {
	if !m.tour.on {
		return
	}
	rest := slices.IndexFunc(tourSteps[m.tour.step:], func(s tourStep) bool { return !s.done(m) })
	if rest >= 0 {
		m.tour.step += rest
		return
	}
	m.tour = tour{}
	m.say(sayGood, "That was the tour. F1 lists the keys of every place, and : finds the tour again.")
}

// toggleTour begins the tour, or ends it.
func (m *model) toggleTour(intent) tea.Cmd {
	if m.tour.on {
		m.skipTour()
		return nil
	}
	m.tour = tour{on: true}
	return nil
}

func (m *model) skipTour() {
	m.tour = tour{}
	m.say(sayNote, "The tour is over: : finds it again, F1 lists the keys.")
}

func whyNoTour(m *model) string {
	if !m.o.Tour {
		return "The tour is for the demo: start gatehouse --demo."
	}
	return ""
}
