//go:build unix

package cli

import (
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestU1ResizesInATerminal makes the terminal another size a thousand times, on
// every screen, 0x0 and 500x200 among them, and looks whether the last frame is
// the one that this size had before.
func TestU1ResizesInATerminal(t *testing.T) {
	screens := []struct {
		name string
		keys []string // to it, each with what is to show
	}{
		{"explorer", nil},
		{"answer", []string{keyF5, "200 OK"}},
		{"viewer", []string{"v", "[ ] page"}},
		{"headers", []string{"]", "Cache-Control"}},
		{"saving", []string{"w", "SAVE BODY"}},
		{"viewer again", []string{keyEscape, "[ ] page"}},
		{"tokens", []string{"t", "TOKENS"}},
		{"a token", []string{keyEnter, "TOKEN  "}},
		{"raw reply", []string{"r", "RAW REPLY"}},
		{"builder", []string{"b", "enter edit"}},
		{"a field", []string{keyEnter, "enter done"}},
		{"builder again", []string{keyEscape, "enter edit"}},
		{"help", []string{"?", "HELP"}},
		{"explorer again", []string{keyEscape, "enter edit"}},
		{"palette", []string{":", "COMMANDS"}},
	}
	home := window{100, 30}
	server := answering(t, func(r *http.Request) []byte {
		if strings.HasSuffix(r.URL.Path, "/token") {
			return answerOf("200 OK", "Cache-Control: no-store\r\n", "application/json", goodToken)
		}
		return answerOf("200 OK", "Cache-Control: no-cache\r\n", "application/json", "["+strings.Repeat(`{"some":"text"},`, 5000)+"0]")
	})
	c := explore(t, home, testEnvironment(server))
	random := rand.New(rand.NewPCG(31, 2))
	each, resizes := 1000/len(screens)+1, 0
	if underRace { // the program under test is built without it
		each /= 10
	}
	began := time.Now()
	for _, s := range screens {
		for i := 0; i < len(s.keys); i += 2 {
			c.press(s.keys[i])
			c.waitFor(s.keys[i+1])
		}
		c.wait("the end of what arrives", func() bool { return !c.shows("arriving") })
		time.Sleep(300 * time.Millisecond) // for lines that are still counted
		before := settledText(c.still(30 * time.Millisecond))
		for i := range each {
			size := window{random.IntN(501), random.IntN(201)}
			switch i % 10 {
			case 0:
				size = window{}
			case 1:
				size = window{500, 200}
			case 2, 3, 4, 5:
				size = window{random.IntN(130), random.IntN(45)}
			}
			if err := pty.Setsize(c.tty, &pty.Winsize{Cols: uint16(size.columns), Rows: uint16(size.rows)}); err != nil {
				t.Fatal(err)
			}
			resizes++
			time.Sleep(time.Duration(random.IntN(4)) * time.Millisecond)
		}
		c.resize(home)
		c.wait("on "+s.name+" the screen as it was before:\n"+before+"\n", func() bool { return settledText(c.emulator.String()) == before })
	}
	t.Logf("U1: %d resizes on %d screens in %s", resizes, len(screens), time.Since(began).Round(time.Millisecond))
	c.press(keyEscape)
	c.waitGone("COMMANDS")
	c.press(keyCtrlC)
	c.waitFor("ctrl+c again")
	c.press(keyCtrlC)
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	c.restored()
	if bad := foreign(c.stream); len(bad) > 0 {
		t.Errorf("sequences that are not ours: %q", bad[:min(8, len(bad))])
	}
}

// timed are words that the clock changes.
var timed = regexp.MustCompile(`[0-9][0-9a-z.,:]*`)

// settledText is a screen without what time changes on it.
func settledText(screen string) string {
	return strings.TrimSpace(spaces.ReplaceAllString(timed.ReplaceAllString(screen, "0"), " "))
}
