//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/hinshun/vt10x"

	"gatehouse/ui/display"
)

// payloads are the hostile texts of the display package, without line feeds and
// tabs, which are layout in a body.
func payloads(t *testing.T) []string {
	raw, err := os.ReadFile("../display/testdata/payloads.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(raw)) {
		if line[0] == '#' {
			continue
		}
		text, err := strconv.Unquote(strings.TrimSuffix(line, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.NewReplacer("\n", "", "\t", "").Replace(text))
	}
	return out
}

// harmless is a text as wide as what is shown of a hostile one.
func harmless(p string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' {
			return r
		}
		return '~'
	}, display.Line(p))
}

// groups are the payloads, or their likenesses, in groups of one answer each.
func (s sink) groups(t *testing.T, like bool) (groups [][]string, n int) {
	list := payloads(t)
	each := len(list)
	if s.tls {
		each = 3 // as many names as are quoted
	} else if !s.whole {
		each = 6
	}
	for i, p := range list {
		if step := s.step(); i%step != 0 {
			continue
		}
		n++
		if s.plain {
			p = strings.ToValidUTF8(strings.NewReplacer("\\", "", "%", "").Replace(p), "\ufffd")
		}
		if s.inHeader {
			p = inHeader(p)
		}
		if s.inJSON {
			p = quotedInJSON.Replace(p)
		}
		if s.tls {
			p = strings.Map(func(r rune) rune {
				if r >= utf8.RuneSelf {
					return -1
				}
				return r
			}, p)
		}
		switch {
		case like && s.quoted:
			p = harmless(strings.Trim(strconv.Quote(p), `"`))
		case like:
			p = harmless(p)
		}
		if len(groups) == 0 || len(groups[len(groups)-1]) == each {
			groups = append(groups, nil)
		}
		last := &groups[len(groups)-1]
		*last = append(*last, fmt.Sprintf("#%04d%s#", i, p))
	}
	return groups, n
}

// step is 1 where every payload is shown, 2 for every other one.
func (s sink) step() int {
	switch {
	case s.whole || os.Getenv("GATEHOUSE_LONG") != "":
		return 1
	case underRace: // the program under test is built without it
		return 20
	}
	return 2
}

// same waits until the screen differs from what is expected in no cell but
// those of payloads.
func (c *console) same(s sink, expected string) (screen string) {
	c.t.Helper()
	var bad string
	late := time.After(patience)
	for {
		c.mu.Lock()
		screen, bad = c.emulator.String(), s.differs(expected, c.emulator.String())
		changed := c.changed
		c.mu.Unlock()
		if bad == "" {
			return screen
		}
		select {
		case <-changed:
		case <-late:
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
	_, _ = again.Write(bytes.Replace(stream, []byte(backgroundQuestion), nil, 1)) // which is ours
	if replies.Len() > 0 || again.Title() != "gatehouse" {
		t.Errorf("the terminal answered %q; its title is %q", replies.String(), again.Title())
	}
}

// differs names the first row of which cells outside a payload differ, "" if
// there is none.
func (s sink) differs(like, hostile string) string {
	a, b := s.rows(like), s.rows(hostile)
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

// rows are the rows of a screen; among prose without blank ones and without
// the row of a window that is over in a second, below which all moves up.
func (s sink) rows(screen string) []string {
	return slices.DeleteFunc(strings.Split(screen, "\n"), func(row string) bool {
		return !s.whole && (strings.TrimSpace(row) == "" || strings.Contains(row, "a send gets this same error"))
	})
}

func (s sink) equalRows(a, b string) bool {
	plain := func(row string) string { return spaces.ReplaceAllString(numbered.ReplaceAllString(row, "0"), " ") }
	if !strings.Contains(a, "~") {
		return plain(a) == plain(b)
	}
	// Before the first mark and after the last one stand times and sizes.
	x, y := []rune(a), []rune(b)
	first, last := slices.Index(x, '#'), len(x)-1
	for x[last] != '#' && x[last] != '~' {
		last--
	}
	from := slices.Index(y, '#')
	if from < 0 || from+last-first >= len(y) || plain(string(x[:first])) != plain(string(y[:from])) {
		return false
	}
	for i := first; i <= last; i++ {
		if x[i] != '~' && x[i] != y[from+i-first] {
			return false
		}
	}
	return plain(string(x[last+1:])) == plain(string(y[from+last-first+1:]))
}
