//go:build linux

package cli

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// standing is where in a body the viewer says that one is.
type standing struct {
	line, lines int
	whole       bool // all of the body is there and laid out
}

var standingShown = regexp.MustCompile(`(\d+(?: \d{3})*)/(\d+(?: \d{3})*) (?:JSON Lines|\w+)(?: · (\d+)%)?`)

// standing reads the line above the body; there is none before the first lines.
func (c *console) standing() (s standing, ok bool) {
	found := standingShown.FindStringSubmatch(c.emulator.String())
	if found == nil {
		return standing{}, false
	}
	s.line, _ = strconv.Atoi(strings.ReplaceAll(found[1], " ", ""))
	s.lines, _ = strconv.Atoi(strings.ReplaceAll(found[2], " ", ""))
	s.whole = found[3] != ""
	return s, true
}

// seen reports whether the screen is so at this moment.
func (c *console) seen(so func() bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return so()
}

// now is the standing of this moment.
func (c *console) now() standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, _ := c.standing()
	return s
}

// stands waits until the viewer is where it should be.
func (c *console) stands(what string, so func(standing) bool) {
	c.t.Helper()
	c.wait(what, func() bool {
		s, ok := c.standing()
		return ok && so(s)
	})
}

// took is how long it is until the screen is as it should be.
func (c *console) took(what string, so func() bool, keys ...string) time.Duration {
	c.t.Helper()
	began := time.Now()
	c.press(keys...)
	c.wait(what, so)
	return time.Since(began)
}

// moved is how long a key that moves the cursor takes to the frame that shows it.
func (c *console) moved(key string) time.Duration {
	c.t.Helper()
	from := c.now().line
	return c.took(fmt.Sprintf("the frame of %q", key), func() bool {
		s, ok := c.standing()
		return ok && s.line != from
	}, key)
}

// times are measurements of one kind.
type times []time.Duration

// at is the time that a share of them does not exceed.
func (t times) at(share float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

func (t times) String() string {
	ms := func(share float64) float64 { return float64(t.at(share).Microseconds()) / 1000 }
	return fmt.Sprintf("%d keys: p50 %.1f ms, p99 %.1f ms, most %.1f ms", len(t), ms(0.5), ms(0.99), ms(1))
}

// memory is a figure of a process's own memory in bytes: VmRSS for what it has
// now, VmHWM for the most that it ever had.
func memory(t testing.TB, pid int, figure string) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), figure+":")
	n, err := strconv.ParseInt(strings.Fields(rest + " -")[0], 10, 64)
	if err != nil {
		t.Fatalf("the system says nothing of %s: %v", figure, err)
	}
	return n << 10
}
