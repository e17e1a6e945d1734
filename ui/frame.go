package ui

import (
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/ui/theme"
)

// frame is what a pane gets to draw itself: the room it has, the styles, the
// time, and whether the keys go to it. A pane returns lines; fill makes them
// exactly w columns and h rows.
type frame struct {
	w, h    int
	focused bool
	now     time.Time
	utc     bool // times in UTC, else local
	*theme.Theme
}

// clock writes a moment: the time of day, and the date when it is not today's.
func (f frame) clock(t time.Time) string {
	now := f.now.Local()
	t, zone := t.Local(), ""
	if f.utc {
		t, now, zone = t.UTC(), now.UTC(), " UTC"
	}
	layout := "15:04:05"
	if t.YearDay() != now.YearDay() || t.Year() != now.Year() {
		layout = "2006-01-02 15:04:05"
	}
	return t.Format(layout) + zone
}

// heading is the first line of a pane: its name, bright when it has the keys,
// and behind it what there is to say at once. It stands above the text of a
// list, whose bars are to the left of it.
func (f frame) heading(name, more string) string {
	style := f.Heading
	if f.focused {
		style = f.Focused
	}
	line := "  " + style.Render(name)
	if more != "" {
		line += "  " + more
	}
	return line
}

// bar is what stands before a line of a list: a bar for the chosen line, bright
// when the list has the keys.
func (f frame) bar(chosen bool) string {
	switch {
	case chosen && f.focused:
		return f.Accent.Render("▌") + " "
	case chosen:
		return f.Fainter.Render("▌") + " "
	}
	return "  "
}

// cursor is bar for a pane of which only the line with the keys is worth a
// mark: without the keys there is none.
func (f frame) cursor(here bool) string { return f.bar(here && f.focused) }

// fill makes lines exactly h rows of w columns: longer ones are cut, missing
// ones are blank. Lines may be styled.
func fill(lines []string, w, h int) []string {
	if w < 0 || h < 0 {
		return nil
	}
	out := make([]string, h)
	for i := range out {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		out[i] = fit(line, w)
	}
	return out
}

// fit makes one styled line exactly w columns.
func fit(line string, w int) string {
	width := ansi.StringWidth(line)
	if width > w {
		line = ansi.Truncate(line, w, "…")
		width = ansi.StringWidth(line)
	}
	return line + strings.Repeat(" ", max(0, w-width))
}

// spread puts left and right at the ends of a line of w columns; the right one
// is left out when there is no room for both.
func spread(left, right string, w int) string {
	gap := w - ansi.StringWidth(left) - ansi.StringWidth(right)
	if gap < 2 {
		return fit(left, w)
	}
	return left + strings.Repeat(" ", gap) + right
}

// over lays a box over a screen with its left upper corner at column x, row y.
func over(screen, box []string, x, y int) []string {
	for i, line := range box {
		if y+i < 0 || y+i >= len(screen) {
			continue
		}
		under := screen[y+i]
		width := ansi.StringWidth(line)
		screen[y+i] = ansi.Truncate(under, x, "") + line + ansi.TruncateLeft(under, x+width, "")
	}
	return screen
}

// boxed draws a dialog's lines in a frame of the environment's colour. Where
// there is little room, blank lines go.
func (f frame) boxed(title string, lines []string, w int) []string {
	for i := len(lines) - 1; i >= 0 && len(lines)+2 > f.h; i-- {
		if lines[i] == "" {
			lines = slices.Delete(lines, i, i+1)
		}
	}
	inner := w - 4
	side := f.Accent.Render("│")
	head := "╭─ " + title + " " + strings.Repeat("─", max(0, inner-ansi.StringWidth(title)-1)) + "╮"
	out := []string{f.Accent.Render(fit(head, w))}
	for _, line := range lines {
		out = append(out, side+" "+fit(line, inner)+" "+side)
	}
	return append(out, f.Accent.Render("╰"+strings.Repeat("─", max(0, w-2))+"╯"))
}
