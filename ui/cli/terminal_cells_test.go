//go:build unix

package cli

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hinshun/vt10x"
)

// play shows every group, and gives the screens: those of harmless texts when
// none is given to be compared with.
func (s sink) play(t *testing.T, expected []string) (screens []string, n int) {
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
			screens = append(screens, c.still(quiet))
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

// still is the screen when nothing more was drawn for a while.
func (c *console) still(quiet time.Duration) string {
	for seen := -1; ; time.Sleep(quiet) {
		c.mu.Lock()
		if len(c.stream) == seen {
			defer c.mu.Unlock()
			return c.emulator.String()
		}
		seen = len(c.stream)
		c.mu.Unlock()
	}
}

// same waits until the screen differs from what is expected in no cell but
// those of payloads.
func (c *console) same(s sink, expected string) (screen string) {
	c.t.Helper()
	for late := time.Now().Add(patience); ; {
		screen = c.still(30 * time.Millisecond)
		bad := s.differs(expected, screen)
		if bad == "" {
			return screen
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

// differs names the first row of which cells outside a payload differ, "" if
// there is none.
func (s sink) differs(like, hostile string) string {
	a, b := strings.Split(like, "\n"), strings.Split(hostile, "\n")
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) {
			return fmt.Sprintf("the number of rows, %d and %d", len(a), len(b))
		}
		if !s.equalRows(a[i], b[i]) {
			return fmt.Sprintf("row %d:\n%s\n%s", i, a[i], b[i])
		}
	}
	return ""
}

func (s sink) equalRows(a, b string) bool {
	if a == b {
		return true
	}
	plain := func(row string) string { return spaces.ReplaceAllString(numbered.ReplaceAllString(row, "0"), " ") }
	if !strings.Contains(a, "~") {
		return plain(a) == plain(b)
	}
	// Before the payloads and after them stand times and sizes, which move them
	// by some cells. A payload that goes on from the row above has no mark.
	y := []rune(b)
	first, last := strings.IndexAny(a, "#~"), strings.LastIndexAny(a, "#~")
	head, tail := plain(a[:first]), plain(a[last+1:])
	cells := []rune(a[first : last+1])
	for from := range len(y) - len(cells) + 1 {
		if alike(cells, y[from:]) && plain(string(y[:from])) == head && plain(string(y[from+len(cells):])) == tail {
			return true
		}
	}
	return false
}

// alike compares all cells but those of payloads.
func alike(cells, with []rune) bool {
	for i, r := range cells {
		if r != '~' && r != with[i] {
			return false
		}
	}
	return true
}

// TestE1EverySink shows every payload on every way to the screen in a terminal,
// and the same with harmless texts: nothing differs but the payloads' own
// cells, and nothing but the screen is touched.
func TestE1EverySink(t *testing.T) {
	var total atomic.Int64
	t.Cleanup(func() { t.Logf("E1: %d sinks, %d cells", len(sinks()), total.Load()) })
	for _, s := range sinks() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			expected, _ := s.play(t, nil)
			got, n := s.play(t, expected)
			marks := strings.Count(strings.Join(got, ""), "#0") + strings.Count(strings.Join(got, ""), "#1")
			if n < 400 && !underRace || marks < n {
				t.Errorf("%d payloads, of which %d were seen", n, marks)
			}
			total.Add(int64(n))
			t.Logf("%d payloads on %d screens, %d seen", n, len(got), marks)
		})
	}
}
