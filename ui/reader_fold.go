package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
)

// deepReveal is how many levels above a hidden line are unfolded one by one.
// Where there are more, all of the outermost is unfolded: to find what else
// shows could mean reading the whole body again.
const deepReveal = 500

// snapshot is the JSON that shows; nil where something else does, or nothing
// yet.
func (r *reader) snapshot() *jsonview.Snapshot {
	if s, ok := r.doc().(*jsonview.Snapshot); ok && s.Lines() > 0 {
		return s
	}
	return nil
}

// refold changes the folds. The cursor's line stays at its height on the screen;
// when it is hidden, what hides it takes its place.
//
// The changes that keys make never count lines by reading them, which is what
// could take longer than a frame: see the package jsonview.
func (r *reader) refold(change func(*jsonview.Folds)) {
	l := r.layout()
	if l.folds == nil {
		return
	}
	height := 0
	for s := (spot{r.top, r.topAt}); s.line < r.line && height < r.rows; height++ {
		s, _ = r.forward(s, 1)
	}
	change(l.folds)
	if by, hidden := l.folds.HiddenBy(r.line); hidden {
		r.line = by
	}
	if r.line != r.top || height > 0 {
		top := r.back(spot{line: r.line}, height)
		r.top, r.topAt = top.line, top.at
	}
	r.clamp()
}

// unfoldTo puts the cursor on a line, and unfolds what hides it.
func (r *reader) unfoldTo(line int) {
	r.line = line
	f := r.layout().folds
	if f == nil {
		return
	}
	hiding, hidden := f.HiddenBy(line)
	switch {
	case !hidden:
	case r.levelsBetween(hiding, line) > deepReveal:
		f.UnfoldTree(hiding)
	default:
		f.Reveal(line)
	}
}

// levelsBetween is how much deeper one line is than another.
func (r *reader) levelsBetween(outer, inner int) int {
	a, b := r.doc().Rows(nil, outer, 1), r.doc().Rows(nil, inner, 1)
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	return b[0].Depth - a[0].Depth
}

// outward folds the container that begins or ends on the cursor's line, or goes
// to the one around it; where nothing folds, it scrolls to the left.
func (r *reader) outward() {
	s, f := r.snapshot(), r.layout().folds
	if s == nil || f == nil {
		r.left = max(0, r.left-sideStep)
		return
	}
	if row, ok := r.row(); ok && (row.Opens || row.Closes) && !row.Folded {
		r.refold(func(f *jsonview.Folds) { f.Fold(r.line) })
		return
	}
	if up, ok := s.Parent(r.line); ok {
		r.line = up
	}
}

// inward unfolds what is folded on the cursor's line, or goes to the first line
// inside; where nothing folds, it scrolls to the right.
func (r *reader) inward() {
	s, f := r.snapshot(), r.layout().folds
	if s == nil || f == nil {
		r.left += sideStep
		return
	}
	row, ok := r.row()
	switch {
	case !ok:
	case row.Folded:
		r.refold(func(f *jsonview.Folds) { f.Unfold(r.line) })
	case row.Opens:
		r.line = row.Line + 1
	}
}

// folding is an act that changes the folds around the cursor.
func folding(change func(f *jsonview.Folds, line int)) func(*model, intent) tea.Cmd {
	return func(m *model, _ intent) tea.Cmd {
		r := m.toReader()
		r.refold(func(f *jsonview.Folds) { change(f, r.line) })
		return nil
	}
}

// foldDepth folds what is so deep and deeper, and unfolds all above. The keys go
// down to depth 9: there it takes less than half a millisecond for 100 MB.
func (m *model) foldDepth(it intent) tea.Cmd {
	if reason := whyNoFolds(m); reason != "" {
		m.say(sayWarn, reason)
		return nil
	}
	m.toReader().refold(func(f *jsonview.Folds) { f.FoldTo(it.index) })
	return nil
}

// nextSibling goes to the next, or the previous, element beside the cursor's.
func (m *model) nextSibling(it intent) tea.Cmd {
	r := m.toReader()
	next, beside := r.snapshot().NextSibling, "after"
	if it.do == doPrevSibling {
		next, beside = r.snapshot().PrevSibling, "before"
	}
	line, ok := next(r.line)
	if !ok {
		m.say(sayNote, "Nothing comes "+beside+" this one at its level.")
		return nil
	}
	r.line = line
	r.clamp()
	return nil
}

// toggleWrap wraps long lines, or cuts them at the edge.
func (m *model) toggleWrap(intent) tea.Cmd {
	r := m.toReader()
	off := r.offset()
	r.wrap, r.left = !r.wrap, 0
	r.show(off, 0)
	if how := map[bool]string{true: "wrapped", false: "cut"}[r.wrap]; r.allFit() {
		m.say(sayNote, "Long lines are "+how+" now: none on the screen is too long.")
	}
	return nil
}

// allFit reports whether no line on the screen is wider than it, so that wrapped
// and cut it looks the same.
func (r *reader) allFit() bool {
	l := r.layout()
	if l.doc == nil { // it is not known yet
		return false
	}
	w := r.wrapper()
	for _, row := range l.from(l.rowOf(r.top), r.rows) {
		if len(w.from(row, 0, 2)) > 1 {
			return false
		}
	}
	return true
}

// whyNoFolds is for what works on the containers of JSON.
func whyNoFolds(m *model) string {
	if reason := whyNoBody(m); reason != "" {
		return reason
	}
	r := m.reader()
	switch {
	case r.snapshot() != nil:
		return ""
	case r.isJSON() && r.mode != modePretty:
		return "Only the pretty layout folds: p goes on to it."
	case r.doc() == nil || r.doc().Lines() == 0:
		return "There are no lines yet."
	}
	return "Only JSON has levels that fold: this is " + r.modeName() + "."
}

// whyNoContainer is for what works on the container of the cursor's line.
func whyNoContainer(m *model) string {
	if reason := whyNoFolds(m); reason != "" {
		return reason
	}
	if row, ok := m.reader().row(); ok && !row.Opens && !row.Closes {
		return "Nothing begins or ends on this line that could be folded."
	}
	return ""
}

// whyNoLines is for what goes to one of the lines.
func whyNoLines(m *model) string {
	if reason := whyNoBody(m); reason != "" {
		return reason
	}
	if doc := m.reader().doc(); doc == nil || doc.Lines() == 0 {
		return "There are no lines yet."
	}
	return ""
}

func whyNoWrap(m *model) string {
	if reason := whyNoBody(m); reason != "" {
		return reason
	}
	if _, hex := m.reader().doc().(jsonview.HexSnapshot); hex {
		return "Rows of hex are never too long to show."
	}
	return ""
}
