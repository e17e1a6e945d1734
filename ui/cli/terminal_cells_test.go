//go:build unix

package cli

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hinshun/vt10x"
)

// play shows every group, and gives the screens: those of harmless texts when
// none is given to be compared with.
func (s sink) play(t *testing.T, expected []screen) (screens []screen, n int) {
	t.Helper()
	groups, n := s.groups(t, expected == nil)
	var turn atomic.Int64
	size := window{480, 40}
	if s.whole {
		size = window{160, max(1, s.rows)*len(groups[0]) + 80}
	}
	url, caFile := "", ""
	if s.tls {
		url, caFile = certified(t, func() []string { return groups[turn.Load()] })
	} else {
		url = answering(t, func(r *http.Request) []byte {
			return s.answer(r.URL.Path, groups[turn.Load()])
		})
	}
	// An environment for each group: a token request that failed is not
	// repeated at once. The terminal answers no question, so none is asked.
	var text strings.Builder
	text.WriteString("theme = \"dark\"\n")
	for i := range max(len(groups), s.environments) {
		text.WriteString(strings.NewReplacer("Test", fmt.Sprintf("Test%02d", i), "/call", fmt.Sprintf("/call%02d", i)).Replace(testEnvironment(url)))
		if caFile != "" {
			fmt.Fprintf(&text, "ca_file = %q\n", caFile)
		}
	}
	c := explore(t, size, text.String())
	for i, g := range groups {
		turn.Store(int64(i))
		s.show(c, g[len(g)-1][:5])
		if expected == nil {
			quiet := 300 * time.Millisecond
			if !s.whole {
				quiet = 30 * time.Millisecond
				// A frame is drawn when a part of the next one is.
				c.press("u")
				c.waitFor("UTC")
				c.press("u")
				c.waitGone("UTC")
			}
			screens = append(screens, c.stillCells(quiet))
		} else {
			screens = append(screens, c.same(s, expected[i]))
		}
		if i+1 < len(groups) {
			c.press("o", "e")
			c.waitDrawn(fmt.Sprintf("Test%02d / property", i+1))
		}
	}
	c.press(keyCtrlC)
	c.waitFor("ctrl+c again")
	c.press(keyCtrlC)
	c.status()
	c.restored()
	s.check(t, c.stream, size)
	return screens, n
}

// cell is one character of a screen and how it is drawn.
type cell struct {
	char  rune
	style glyphStyle
}

// glyphStyle are the colours and attributes of a cell.
type glyphStyle struct {
	mode   int16
	fg, bg vt10x.Color
}

// screen is all cells of a screen, by rows.
type screen [][]cell

// String is the text alone.
func (s screen) String() string {
	var b strings.Builder
	for _, row := range s {
		for _, c := range row {
			b.WriteRune(c.char)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// cells are what an emulator shows.
func cells(emulator vt10x.Terminal) screen {
	columns, rows := emulator.Size()
	out := make(screen, rows)
	for y := range out {
		out[y] = make([]cell, columns)
		for x := range out[y] {
			g := emulator.Cell(x, y)
			out[y][x] = cell{g.Char, glyphStyle{g.Mode, g.FG, g.BG}}
		}
	}
	return out
}

// still is the screen when nothing more was drawn for a while.
func (c *console) still(quiet time.Duration) string { return c.stillCells(quiet).String() }

// stillCells is still with the styles.
func (c *console) stillCells(quiet time.Duration) screen {
	for seen := -1; ; time.Sleep(quiet) {
		c.mu.Lock()
		if len(c.stream) == seen {
			defer c.mu.Unlock()
			return cells(c.emulator)
		}
		seen = len(c.stream)
		c.mu.Unlock()
	}
}

// same waits until the screen differs from what is expected in no cell but
// those of payloads.
func (c *console) same(s sink, expected screen) screen {
	c.t.Helper()
	for late := time.Now().Add(patience); ; {
		got := c.stillCells(30 * time.Millisecond)
		bad := s.differs(expected, got)
		if bad == "" {
			return got
		}
		if time.Now().After(late) {
			c.t.Fatalf("cells outside a payload differ in %s", bad)
		}
	}
}

// check looks for what a stream does to a terminal besides showing text.
func (s sink) check(t *testing.T, stream []byte, size window) {
	t.Helper()
	if bad := foreign(stream); len(bad) > 0 {
		t.Errorf("%d sequences that are not ours, the first: %q", len(bad), bad[:min(8, len(bad))])
	}
	var replies strings.Builder
	again := vt10x.New(vt10x.WithSize(size.columns, size.rows), vt10x.WithWriter(&replies))
	_, _ = again.Write(stream)
	if replies.Len() > 0 || again.Title() != "gatehouse" {
		t.Errorf("the terminal answered %q; its title is %q", replies.String(), again.Title())
	}
}

// differs names the first row of which cells outside a payload differ, in what
// they show or in how, "" if there is none.
func (s sink) differs(like, hostile screen) string {
	if len(like) != len(hostile) {
		return fmt.Sprintf("the number of rows, %d and %d", len(like), len(hostile))
	}
	for i := range like {
		if !s.equalRows(like[i], hostile[i]) {
			return fmt.Sprintf("row %d:\n%s\n%s", i, styled(like[i]), styled(hostile[i]))
		}
	}
	return ""
}

// styled is a row as text in which each change of the style is written out in
// letters: a comparison passes over numbers.
func styled(row []cell) string {
	letters := strings.NewReplacer("0", "a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "f", "6", "g", "7", "h", "8", "i", "9", "j")
	var b strings.Builder
	var last glyphStyle
	for i, c := range row {
		if i == 0 || c.style != last {
			b.WriteString(letters.Replace(fmt.Sprintf("«%d/%d/%d»", c.style.mode, c.style.fg, c.style.bg)))
			last = c.style
		}
		b.WriteRune(c.char)
	}
	return b.String()
}

func (s sink) equalRows(a, b []cell) bool {
	if slices.Equal(a, b) {
		return true
	}
	plain := func(row []cell) string {
		return spaces.ReplaceAllString(numbered.ReplaceAllString(styled(row), "0"), " ")
	}
	harmless := func(c cell) bool { return c.char == '~' }
	if !slices.ContainsFunc(a, harmless) {
		return plain(a) == plain(b)
	}
	// Before the payloads and after them stand times and sizes, which move them
	// by some cells. A payload that goes on from the row above has no mark.
	part := func(c cell) bool { return c.char == '#' || c.char == '~' }
	first, last := slices.IndexFunc(a, part), len(a)-1
	for !part(a[last]) {
		last--
	}
	head, tail := plain(a[:first]), plain(a[last+1:])
	payloads := a[first : last+1]
	for from := range len(b) - len(payloads) + 1 {
		if alike(payloads, b[from:]) && plain(b[:from]) == head && plain(b[from+len(payloads):]) == tail {
			return true
		}
	}
	return false
}

// alike compares all cells but those of payloads.
func alike(like, with []cell) bool {
	for i, c := range like {
		if c.char != '~' && c != with[i] {
			return false
		}
	}
	return true
}

// TestE1EverySink shows the payloads on every way to the screen in a terminal,
// all of them, or a share of them where a screen holds few,
// and the same with harmless texts: nothing differs but the payloads' own
// cells, and nothing but the screen is touched.
func TestE1EverySink(t *testing.T) {
	var total atomic.Int64
	t.Cleanup(func() { t.Logf("E1: %d sinks, %d payloads shown in them", len(sinks()), total.Load()) })
	for _, s := range sinks() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			expected, _ := s.play(t, nil)
			got, n := s.play(t, expected)
			marks := 0
			for _, seen := range got {
				marks += strings.Count(seen.String(), "#0") + strings.Count(seen.String(), "#1")
			}
			if n < 800/s.step() || marks < n {
				t.Errorf("%d payloads, seen in %d places", n, marks)
			}
			total.Add(int64(n))
			t.Logf("%d payloads on %d screens, seen in %d places", n, len(got), marks)
		})
	}
}
