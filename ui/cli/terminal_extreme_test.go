//go:build linux

package cli

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// allowance is what the program may take beside the bodies it holds.
const allowance = 64 << 20

// extreme reports whether bodies are to be as large as the bars say; they are a
// part of that else.
func extreme() bool { return os.Getenv("GATEHOUSE_LONG") != "" }

// TestE5ExtremeBodies uses the viewer on bodies of one extreme or another, each in
// a process of its own, which takes four times the body and 64 MiB at most.
func TestE5ExtremeBodies(t *testing.T) {
	binary(t, "") // is not part of the first frame
	part := 50
	if extreme() {
		part = 1
	}
	for name, body := range map[string]string{
		"one string":    `["` + strings.Repeat("x", 50_000_000/part) + `"]`,
		"one line":      strings.Repeat("no end ", 50_000_000/7/part),
		"lines":         "[" + strings.Repeat("1,\n", 1_000_000/part) + "1]",
		"deep":          strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
		"never closed":  strings.Repeat(`{"a":[`, 1_000_000/part),
		"marks":         `["e` + strings.Repeat("\u0301", 1_000_000/part) + `"]`,
		"invalid bytes": `["` + strings.Repeat("\xff\xc0\x80", 1_000_000/part) + `"]`,
		"backslashes":   `["` + strings.Repeat(`\`, 1_000_000/part) + `"]`,
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			c := opened(t, window{100, 30}, "extreme.json", []byte(body))
			c.stands("the first lines", func(s standing) bool { return s.lines > 0 })
			first := time.Since(began)
			c.stands("the end of the body", func(s standing) bool { return s.whole })
			for range 3 { // the modes
				for _, keys := range []string{"G", "\x02", "g", " ", `\`, " ", "G", "\x02", `\`, ">>>", "-", "0", "g"} {
					c.press(keys)
				}
				c.press("p")
			}
			c.press(keyF1)
			c.waitFor("HELP")
			peak := memory(t, c.cmd.Process.Pid, "VmHWM")
			c.press("q", "q")
			if status := c.status(); status != 0 {
				t.Errorf("exit status %d", status)
			}
			c.restored()
			if bad := foreign(c.stream); len(bad) > 0 {
				t.Errorf("sequences that are not ours: %q", bad)
			}
			if most := int64(4*len(body) + allowance); peak > most {
				t.Errorf("it took %d MB for %d kB, %d MB are allowed", peak>>20, len(body)>>10, most>>20)
			}
			t.Logf("%d kB, the first frame after %v, %d MB at most", len(body)>>10, first, peak>>20)
		})
	}
}

// bomb is JSON of n bytes as gzip: a list of zeros, all but its first bytes in
// members of a MiB.
func bomb(t *testing.T, n int) []byte {
	t.Helper()
	member := func(text []byte) []byte {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, _ = z.Write(text) // into memory
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	return append(member([]byte("[0")), bytes.Repeat(member(bytes.Repeat([]byte(",0"), 1<<19)), n>>20)...)
}

// TestR5HostileAnswers sends for answers that are, or become, far larger than the
// limit. The program grows by the limit and 64 MiB at most, and answers keys
// meanwhile.
func TestR5HostileAnswers(t *testing.T) {
	limit, bombs := 8<<20, []int{1 << 20, 64 << 20}
	if extreme() {
		limit, bombs = 64<<20, append(bombs, 1<<30)
	}
	answers := map[string]http.HandlerFunc{
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			for text := bytes.Repeat([]byte("[1,2,3]\n"), 4<<10); ; {
				if _, err := w.Write(text); err != nil {
					return
				}
			}
		},
		"1 GiB declared": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1073741824")
			_, _ = io.WriteString(w, strings.Repeat("[1,2,3]\n", 1000))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	}
	for _, n := range bombs {
		data := bomb(t, n)
		answers[fmt.Sprintf("gzip of %d MiB", n>>20)] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(data)
		}
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if r.URL.Path == "/token" {
					fmt.Fprintf(w, `{"access_token":%q,"token_type":"bearer","expires_in":3600}`, fakeToken)
					return
				}
				answer(w, r)
			}))
			defer server.Close()
			c := explore(t, window{120, 36}, fmt.Sprintf("body_limit = \"%dMiB\"\n", limit>>20)+testEnvironment(server.URL))
			c.press("v", "z")
			before := memory(t, c.cmd.Process.Pid, "VmRSS")
			c.press(keyF5)
			c.stands("the first lines", func(s standing) bool { return s.lines > 1 })
			var frames times
			for i := 0; i < 20; i++ {
				frames = append(frames, c.moved([]string{"j", "k"}[i%2]))
			}
			if name == "1 GiB declared" {
				took := c.took("the end of it", func() bool { return c.shows("stopped after") }, keyCtrlC)
				t.Logf("cancelled in %v", took)
			} else {
				c.wait("the end of it", func() bool { s, ok := c.standing(); return ok && s.whole })
			}
			if name != "1 GiB declared" && name != "gzip of 1 MiB" {
				c.waitFor("cut after")
			}
			grown := memory(t, c.cmd.Process.Pid, "VmHWM") - before
			if most := int64(limit + allowance); grown > most {
				t.Errorf("it grew by %d MB, %d MB are allowed", grown>>20, most>>20)
			}
			t.Logf("it grew by %d MB with a limit of %d MB, %v", grown>>20, limit>>20, frames)
			c.press("q")
			if status := c.status(); status != 0 {
				t.Errorf("exit status %d", status)
			}
			c.restored()
		})
	}
}

// TestE3InvalidBytesOnATerminal reads bytes of every class of fault in every
// mode, and saves them as they are.
func TestE3InvalidBytesOnATerminal(t *testing.T) {
	faults := []string{"\x80", "\xbf\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xfe", "\xff"}
	var body strings.Builder
	for i, fault := range faults {
		fmt.Fprintf(&body, "[\"case %d<%s>\"]\n", i, fault)
	}
	c := opened(t, window{100, 60}, "invalid.jsonl", []byte(body.String()))
	for _, mode := range []string{"JSON Lines", "plain"} {
		c.stands("the lines", func(s standing) bool { return s.whole })
		c.waitFor(mode)
		for i, fault := range faults {
			want := fmt.Sprintf("case %d<", i)
			for _, b := range []byte(fault) {
				want += fmt.Sprintf(`\x%02x`, b)
			}
			c.waitFor(want + ">")
		}
		c.press("p")
	}
	c.waitFor("hex")
	c.waitFor("5b 22 63 61 73 65 20 30  3c 80 3e 22 5d 0a")
	c.press("w")
	c.waitFor("SAVE BODY")
	c.press(keyCtrlU, "saved.bin", keyEnter)
	c.waitFor("Saved")
	c.press("q")
	c.status()
	saved, err := os.ReadFile(filepath.Join(c.cmd.Dir, "saved.bin"))
	if err != nil || string(saved) != body.String() {
		t.Errorf("%q was saved, %v", saved, err)
	}
}
