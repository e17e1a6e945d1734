package ui

import (
	"fmt"
	"math/rand/v2"
	"path"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
)

// screenSizes are what every state is drawn at, beside random ones.
var screenSizes = [][2]int{{60, 15}, {61, 20}, {80, 24}, {100, 30}, {120, 36}, {200, 50}}

// environmentNames are one environment of each kind: two that are free, a
// guarded one and a read-only one.
var environmentNames = []string{"QA", "Staging", "Production", "Archive"}

// checkFrame holds what is true of every frame of w columns and h rows, in any
// state: its size, the words that tell which environment it is, what may be
// written there, and no character that a terminal would act on.
func checkFrame(m *model, frame string, w, h int) error {
	if w <= 0 || h <= 0 {
		if frame != "" {
			return fmt.Errorf("something is drawn at %dx%d", w, h)
		}
		return nil
	}
	rows := strings.Split(frame, "\n")
	if len(rows) != h {
		return fmt.Errorf("%d rows at %dx%d", len(rows), w, h)
	}
	for i, row := range rows {
		if got := ansi.StringWidth(row); got > w {
			return fmt.Errorf("row %d is %d columns at %dx%d: %q", i, got, w, h, ansi.Strip(row))
		}
		if plain := ansi.Strip(row); strings.ContainsFunc(plain, func(c rune) bool { return c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 }) {
			return fmt.Errorf("row %d holds a control character: %q", i, plain)
		}
	}
	if w < minWidth || h < minHeight {
		return nil
	}
	if m.file != nil {
		return checkFileWords(m, rows)
	}
	return checkWords(m, rows)
}

// checkFileWords looks for the file on the bar, and for nothing of an
// environment.
func checkFileWords(m *model, rows []string) error {
	bar, rule := ansi.Strip(rows[0]), ansi.Strip(rows[1])
	if name := path.Base(m.where()); !strings.Contains(bar, name) {
		return fmt.Errorf("the bar does not name %s: %q", name, bar)
	}
	if strings.Trim(rule, "─") != "" {
		return fmt.Errorf("the rule is not thin: %q", rule)
	}
	for _, word := range []string{"QA", "property", "F5"} {
		if foot := ansi.Strip(rows[len(rows)-1]); strings.Contains(bar+foot, word) {
			return fmt.Errorf("a file's frame says %s: %q %q", word, bar, foot)
		}
	}
	return nil
}

// checkWords looks for environment, service and guard on bar, rule and footer.
func checkWords(m *model, rows []string) error {
	e, s := m.currentEnvironment(), m.currentService()
	bar, rule, foot := ansi.Strip(rows[0]), ansi.Strip(rows[1]), ansi.Strip(rows[len(rows)-1])
	if !strings.Contains(bar, "["+e.Name+"]") {
		return fmt.Errorf("the bar does not name [%s]: %q", e.Name, bar)
	}
	if m.o.Sandbox && !strings.Contains(bar, "SANDBOX") {
		return fmt.Errorf("the bar does not say SANDBOX: %q", bar)
	}
	if !strings.Contains(foot, e.Name+" / "+s.Short()) {
		return fmt.Errorf("the footer does not name %s / %s: %q", e.Name, s.Short(), foot)
	}
	heavy := strings.Contains(rule, "━")
	switch {
	case e.ReadOnly:
		if !heavy || !strings.Contains(rule, "IS READ ONLY") || !strings.Contains(bar, "read only") {
			return fmt.Errorf("read-only is not said: %q %q", bar, rule)
		}
	case e.Guarded:
		if !heavy || !strings.Contains(rule, "IS GUARDED") || !strings.Contains(bar, "writes ask") {
			return fmt.Errorf("guarded is not said: %q %q", bar, rule)
		}
	case heavy || !strings.Contains(bar, "writes allowed"):
		return fmt.Errorf("writes are free, and the frame says otherwise: %q %q", bar, rule)
	}
	return nil
}

// state is what View must not change, as text.
func (r *rig) state() string {
	m := r.m
	out := fmt.Sprint(m.width, m.height, m.environment, m.service, m.focus, m.above, m.zoom, m.utc, m.message, m.board, m.help, m.tour, m.ground, m.recent, m.clock, m.sends, m.now,
		m.palette.at, m.palette.shown, m.palette.input.Value(), m.prompt.input.Value(), m.answerList.at, len(m.past))
	d := &m.bodyDiff
	out += fmt.Sprint(d.on, d.id, d.key, len(d.ignore), d.behind, d.halted, d.stale, d.count(), d.group, d.at, d.top)
	if a := m.reader(); a != nil {
		out += fmt.Sprint(a.mode, a.line, a.top, a.topAt, a.wrap, a.layout().count(), a.errand.what, a.left, a.rows, a.search, a.asking, a.input.Value(),
			a.base().filter.line.open, a.base().filter.line.input.Value(), a.base().filter.line.back, a.base().filter.job != nil, a.results != nil)
	}
	if m.file != nil {
		return out
	}
	out += fmt.Sprint(m.operations.shown, m.operations.at, m.operations.filter.Value(), m.operations.open,
		m.builder.tab, m.builder.row, m.builder.top, m.builder.active, m.builder.failed, *m.builder.draft, m.builder.input.Value(), m.builder.input.Position(),
		m.builder.area.Value(), m.builder.area.Line(), m.confirm.input.Value(), m.confirm.wrong)
	c := &m.collections
	out += fmt.Sprint(c.environment, c.kind, c.table.shown, c.table.at, c.table.filter.Value(), c.table.open, c.table.kind, c.table.column, c.table.reverse, c.definition,
		m.compare.side, m.compare.all, m.compare.at, m.compare.top, m.compare.sides[0].environment, m.compare.sides[1].environment, m.compare.sides[1].wanted,
		m.compare.sides[0].wanted, m.compare.drafts.into, m.compare.drafts.at, m.form.at, m.form.told, m.form.fault, m.form.failed != nil, m.reading())
	for i := range c.shelves {
		out += fmt.Sprint(c.shelves[i].at, len(c.shelves[i].list), c.shelves[i].busy())
	}
	for i := range m.form.fields {
		out += m.form.fields[i].value()
	}
	if a := m.response(); a != nil {
		out += fmt.Sprint(a.page, a.lists)
	}
	return out
}

// check holds the frame that shows now to checkFrame, and View to drawing the
// same twice and changing nothing.
func (r *rig) check() {
	r.t.Helper()
	if err := checkFrame(r.m, r.frame, r.m.width, r.m.height); err != nil {
		r.t.Errorf("%v\n%s", err, r.screen())
	}
	before := r.state()
	if again := r.m.View(); again != r.frame {
		r.t.Errorf("drawn twice, the frame differs:\n%s\n%s", r.screen(), ansi.Strip(again))
	}
	if r.state() != before {
		r.t.Error("drawing changed the state")
	}
}

// setupIn is how a scene begins in one of environmentNames; false if it cannot
// be reached there.
func (s scene) setupIn(environment string, noColor bool) (setup, bool) {
	if s.in != "" && s.in != environment {
		return setup{}, false
	}
	out := setup{environment: environment, noColor: noColor, change: withReadOnly}
	if s.set != nil {
		s.set(&out)
	}
	return out, true
}

// TestG2EveryScreenNamesItsEnvironment draws every state at every size in every
// kind of environment without colour; in colour, every state in one of them.
func TestG2EveryScreenNamesItsEnvironment(t *testing.T) {
	defer setProfile(noColors)
	random := rand.New(rand.NewPCG(2, 3))
	frames := 0
	for _, colour := range []struct {
		profile int
		mono    bool
	}{{sixteenColors, true}, {sixteenColors, false}, {trueColor, false}} {
		setProfile(colour.profile)
		for i, s := range scenes {
			for j, name := range environmentNames {
				begin, ok := s.setupIn(name, colour.mono)
				if !ok || underRace && (i+j)%48 != 0 || !long() && (i+j)%2 != 0 || !colour.mono && !long() && s.in == "" && (i+colour.profile)%len(environmentNames) != j {
					continue
				}
				inRig(t, begin, func(r *rig) {
					s.play(r)
					all := goldenSizes
					if colour.mono || long() {
						all = append(screenSizes[:len(screenSizes):len(screenSizes)], [2]int{60 + random.IntN(200), 15 + random.IntN(60)})
					}
					for _, size := range all {
						r.resize(size[0], size[1])
						r.check()
						frames++
					}
					if t.Failed() {
						t.Fatalf("scene %s in %s, no colour: %v", s.name, name, colour.mono)
					}
				})
			}
		}
	}
	t.Logf("G2: %d frames of %d states", frames, len(scenes))
}

// TestG2ProductionLooksUnlikeQA compares frames as plain text: without colour,
// the rows that frame the screen still differ, and not by the name alone.
func TestG2ProductionLooksUnlikeQA(t *testing.T) {
	for _, size := range screenSizes {
		frames := map[string][]string{}
		for _, name := range environmentNames {
			inRig(t, setup{environment: name, change: withReadOnly, width: size[0], height: size[1], noColor: true}, func(r *rig) {
				frames[name] = lines(r.frame)
			})
		}
		for _, other := range []string{"Production", "Archive"} {
			if a, b := frames["QA"], frames[other]; a[1] == b[1] || a[len(a)-2] == b[len(b)-2] {
				t.Errorf("at %v the rules of QA and %s are the same: %q and %q, %q and %q", size, other, a[1], b[1], a[len(a)-2], b[len(b)-2])
			}
		}
	}
}

func TestTooSmall(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.send()
		for w := 0; w <= minWidth; w += 1 + w/12 {
			for h := range 21 {
				r.deliver(teaSize(w, h))
				r.check()
				if w >= 20 && w < minWidth && h >= 8 {
					r.expect("QA / property")
				}
			}
		}
		r.resize(59, 14)
		r.expect("QA / property", "needs 60 columns and 15 rows", "has 59 and 14", "nothing is lost")
		r.resize(120, 36)
		r.expect("200 OK")
	})
}

func TestFirstFrameIsEmptyWithoutSize(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.resize(0, 0)
		if r.frame != "" {
			t.Errorf("drawn at 0x0: %q", r.frame)
		}
	})
}

func TestBadgesDifferWithoutColour(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		playMixed(r)
		seen := map[string]gateway.State{}
		for _, s := range r.m.states {
			b := badgeOf(s, r.m.now)
			word := strings.Fields(b.plain())[0] + strings.Fields(b.plain())[1]
			if old, ok := seen[word]; ok && old != b.state {
				t.Errorf("%s and %s both look like %q", old, b.state, b.plain())
			}
			seen[word] = b.state
		}
		if len(seen) != 8 {
			t.Errorf("%d of the 8 states are there: %v", len(seen), seen)
		}
	})
}
