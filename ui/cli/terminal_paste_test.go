//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// Parts of what a page may put on somebody's clipboard: the mark that ends a
// paste, which a careful terminal takes out and a careless one leaves in, and
// what looks like it; and key codes, which every terminal leaves in.
var (
	forgedMarkers = []string{"\x1b[201~", "\x1b[201~\x1b[201~", "\x1b[201~ \x1b[200~", "\x1b[20\x1b[201~1~"}
	almostMarkers = []string{"", "[201~", "\u009b201~", "\x1b[200~", "\x1b[0201~", "\x1b[201;1~", "\x1b[201 ~", "\x1b\x1b[20", "\x1b[20\x0b1~"}
	keyCodes      = []string{"\r", "\n", "\r\n", keyF5, "q", "\x03\x03", "\x04", keyEscape, ":", "\t", "t", "A", "\x12", "\x1a", "\x1b[B\r", "Production\r", "\x1b[15~\x1b[15~\r"}
)

// paste pastes a text as a terminal does: between marks if the program asked
// for them, else as if it was typed.
func (c *console) paste(text string) {
	c.t.Helper()
	c.mu.Lock()
	asked := bytes.LastIndex(c.stream, []byte("\x1b[?2004h")) > bytes.LastIndex(c.stream, []byte("\x1b[?2004l"))
	c.mu.Unlock()
	if asked {
		text = "\x1b[200~" + text + "\x1b[201~"
	}
	c.press(text)
}

// TestE6PasteFiresNothing pastes hostile text into every field of the explorer:
// no request leaves, the field stays the one it was.
func TestE6PasteFiresNothing(t *testing.T) {
	var calls atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"access_token":"made-up-token-0123456789abcdef","token_type":"bearer","expires_in":600}`))
	}))
	t.Cleanup(server.Close)
	c := explore(t, window{120, 36}, strings.Replace(testEnvironment(server.URL), `"Test"`, `"Production"`, 1))

	fields := []struct {
		name  string
		open  []string // keys, each with what it is to show
		stays string   // on the screen while the field is open
	}{
		{name: "filter of operations", open: []string{"/", "OPERATIONS  /"}, stays: "OPERATIONS  /"},
		{name: "command palette", open: []string{":", "COMMANDS"}, stays: "COMMANDS"},
		{name: "parameter", open: []string{"b", "enter edit", keyEnter, "enter done"}, stays: "enter done"},
		{name: "name of a guarded environment", open: []string{"g", "REQUEST  List", keyDown + keyDown + keyDown, "REQUEST  Create a collection", keyF5, "Type its name"}, stays: "Type its name"},
	}
	// Each payload goes into one field, in long runs into every one.
	long, cells, forged := os.Getenv("GATEHOUSE_LONG") != "", 0, 0
	markers := slices.Concat(forgedMarkers, almostMarkers)
	for n, f := range fields {
		for i := 0; i < len(f.open); i += 2 {
			c.press(f.open[i])
			c.waitFor(f.open[i+1])
		}
		for i, marker := range markers {
			for j, keys := range keyCodes {
				if !long && (i*len(keyCodes)+j)%len(fields) != n {
					continue
				}
				cells++
				if i < len(forgedMarkers) {
					forged++
				}
				end := fmt.Sprintf("end%04d", cells)
				c.paste("pasted " + marker + keys + end)
				c.wait(fmt.Sprintf("the paste %q in the %s", marker+keys, f.name), func() bool { return c.shows(end) })
				if !c.shows(f.stays) {
					t.Fatalf("the %s is gone after the paste %q:\n%s", f.name, marker+keys, c.emulator.String())
				}
			}
		}
		c.press(keyCtrlU, keyEscape)
		c.waitGone(f.stays)
		c.press("o")
	}
	// Where nothing is typed in, a paste is nothing at all.
	c.waitFor("enter build")
	for _, marker := range markers {
		for _, keys := range keyCodes {
			cells++
			c.paste(marker + keys)
		}
	}
	c.press("?")
	c.waitFor("HELP")
	c.press(keyEscape)
	c.waitGone("HELP")
	if n := calls.Load(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	t.Logf("E6: %d pastes, %d of them with a mark of the end in a field, %d requests", cells, forged, calls.Load())

	// The count counts: F5 itself does send.
	c.press("g")
	c.waitFor("REQUEST  List collections")
	c.press("b")
	c.waitFor("enter edit")
	c.press("\x18", keyF5) // ctrl+x: the values of the operation again
	c.waitFor("200 OK")
	if calls.Load() == 0 {
		t.Error("no request was counted")
	}
}
