//go:build unix

package cli

import (
	"regexp"
	"strings"
	"testing"
)

// TestStoryWhyIsMyUploadRefused tells the story in a terminal, by keys alone:
// an upload goes out with the token of another service, W says so, and one key
// gets the right one and sends again.
func TestStoryWhyIsMyUploadRefused(t *testing.T) {
	c := demo(t, window{120, 36}, "")

	// A token of streaming-property, read off its screen as it would be from a
	// script's log.
	c.press("t", "f")
	c.waitFor("QA / streaming-property: a new token.")
	c.press("v")
	c.waitFor("v masks again")
	var value string
	c.wait("the value", func() bool {
		value = regexp.MustCompile(`value +([A-Za-z0-9]{32})`).FindString(c.emulator.String())
		return value != ""
	})
	value = value[len(value)-32:]
	c.press("v")
	c.waitGone(value)

	// It becomes the token of streaming-ingest.
	c.press(keyDown, keyDown, "P")
	c.waitFor("PASTE A TOKEN")
	c.press(value)
	c.waitFor("32 characters")
	c.press(keyEnter)
	c.waitFor("QA / streaming-ingest: pasted.")

	// The upload.
	c.press("o", keyDown, keyEnter)
	c.waitFor("REQUEST  Update items")
	c.press(keyDown, keyEnter, "1007", keyEnter)
	c.press(keyF5)
	c.waitFor("401 Unauthorized")

	c.press("W")
	c.waitFor("✗ The token that was pasted is the token of QA / streaming-property.")
	c.waitFor("1  get a token of its own for QA / streaming-ingest and send again")
	if c.mu.Lock(); c.shows(value) {
		t.Error("the screen shows the token")
	}
	c.mu.Unlock()

	c.press("1")
	c.waitFor("202 Accepted")
	c.waitFor("trackingId")
	c.mu.Lock()
	if n := strings.Count(string(c.stream), value); n != 1 {
		t.Errorf("the token was written %d times, not only when it was revealed", n)
	}
	c.mu.Unlock()
	c.press("q")
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}
