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

// layout says how many columns and rows each part of the explorer gets.
type layout struct {
	body      int // rows between the rules
	left      int // columns of services and operations; 0 when they are hidden
	right     int // columns of builder and viewer
	services  int // rows, with heading
	operation int
	builder   int
	viewer    int
}

// arrange divides the screen. want is the number of rows the builder would
// fill; the focused half gets more of the height when both do not fit, and all
// of the screen when zoomed.
func arrange(w, h int, focus place, zoom bool, services, want int) layout {
	l := layout{body: max(0, h-topRows-bottomRows)}
	switch {
	case w < 100:
		l.left = 28
	case w < 140:
		l.left = 34
	default:
		l.left = 40
	}
	if zoom && focus&(atBuilder|atViewer) != 0 {
		l.left = 0
	}
	l.right = w - l.left - 2
	if l.left == 0 {
		l.right = w - 1
	}
	l.services = min(services+1, max(3, l.body/2))
	l.operation = max(0, l.body-l.services-1)

	share := 45
	switch focus {
	case atBuilder:
		share = 60
	case atViewer:
		share = 35
	}
	// Where there is room, the builder does not shrink below a height that most
	// requests fit in: the response stays where it is from one to the next.
	least := min(10, l.body*40/100)
	l.builder = min(max(want, least, 5), max(5, l.body*share/100))
	l.viewer = max(0, l.body-l.builder-1)
	if zoom && focus == atBuilder {
		l.builder, l.viewer = l.body, 0
	}
	if zoom && focus == atViewer {
		l.builder, l.viewer = 0, l.body
	}
	return l
}
