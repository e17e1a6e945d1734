package ui

// The smallest terminal the explorer draws itself in.
const (
	minWidth  = 60
	minHeight = 15
)

// Rows that every screen has beside its body.
const (
	topRows    = 2 // bar and rule
	bottomRows = 2 // message and footer
)

// The sizes from which there is more to spend.
const (
	airFrom  = 30  // rows: a blank one below the rule
	wideFrom = 170 // columns: the response stands beside the request
)

// Columns that hold nothing: between the panes, and at the right edge.
const (
	paneGap     = 2
	rightMargin = 1
)

// headRows is how many rows stand above the body of a screen of h rows.
func headRows(h int) int {
	if h >= airFrom {
		return topRows + 1
	}
	return topRows
}

// footRows is how many rows stand below the body of a screen of h rows.
func footRows(h int) int {
	if h >= airFrom {
		return bottomRows + 1
	}
	return bottomRows
}

// layout says how many columns and rows each part of the explorer gets. What is
// hidden has none.
type layout struct {
	body      int // rows of all
	left      int // columns of services and operations
	services  int // rows, with heading
	operation int

	builder, builderCols int
	viewer, viewerCols   int
	beside               bool // the viewer is at the builder's right, not below it
}

// split says how the room of the explorer is to be divided.
type split struct {
	body     int // rows there are for all
	focus    place
	zoom     bool // the focused half has all of it
	services int
	answered bool               // there is something in the viewer to read
	want     func(cols int) int // rows that the builder would fill
}

// arrange divides the body of a screen of w columns.
func arrange(w int, s split) layout {
	l := layout{body: s.body, left: leftCols(w)}
	if s.zoom && s.focus&(atBuilder|atViewer) != 0 {
		l.left = 0
	}
	l.services = min(s.services+1, max(3, l.body/2))
	l.operation = max(0, l.body-l.services-1)

	right := w - rightMargin
	if l.left > 0 {
		right -= l.left + paneGap
	}
	l.builderCols, l.viewerCols = right, right
	switch {
	case s.zoom && s.focus == atBuilder:
		l.builder, l.viewerCols = l.body, 0
	case s.zoom && s.focus == atViewer:
		l.viewer, l.builderCols = l.body, 0
	case w >= wideFrom:
		l.beside = true
		l.builder, l.viewer = l.body, l.body
		l.builderCols = (right - paneGap) * 42 / 100
		l.viewerCols = right - paneGap - l.builderCols
	default:
		l.builder = builderRows(l.body, s, right)
		l.viewer = max(0, l.body-l.builder-1)
	}
	return l
}

// leftCols is the width of services and operations on a screen of w columns.
func leftCols(w int) int {
	switch {
	case w < 100:
		return 28
	case w < 140:
		return 36
	}
	return 40
}

// builderRows is the builder's share of the height when the viewer stands
// below it: more of it when it has the keys, or when there is no answer yet.
func builderRows(body int, s split, cols int) int {
	share := 45
	switch {
	case s.focus == atBuilder, !s.answered:
		share = 60
	case s.focus == atViewer:
		share = 35
	}
	// Where there is room, the builder does not shrink below a height that most
	// requests fit in: the response stays where it is from one to the next.
	least := min(10, body*40/100)
	return min(max(s.want(cols), least, 5), max(5, body*share/100))
}
