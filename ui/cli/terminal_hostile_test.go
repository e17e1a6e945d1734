//go:build unix

package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// hostile are texts that do something to a terminal which prints them.
func hostile() []string {
	var out []string
	for b := range 0x20 {
		if b != '\r' && b != '\n' {
			out = append(out, string(rune(b)))
		}
	}
	out = append(out, "\x7f")
	for b := 0x80; b < 0xa0; b++ {
		out = append(out, string(rune(b)), string([]byte{byte(b)}))
	}
	return append(out,
		"\x1b]0;title\x07", "\x1b]2;title\x1b\\", "\x1b[21t", "\x1b[c", "\x1b[>c", "\x1b[6n", "\x1b[5n", "\x1b]11;?\x07", "\x1b]4;1;?\x07",
		"\x1b]52;c;cGFzdGU=\x07", "\x1b]52;c;?\x07", "\x1b]8;;http://evil.test\x1b\\link\x1b]8;;\x1b\\", "\x1b]9;note\x07", "\x1b]777;notify;a;b\x07", "\x1b]50;font\x07",
		"\x1bPq#0;2;0;0;0\x1b\\", "\x1bP$qm\x1b\\", "\x1bP+q544e\x1b\\", "\x1b_Gi=1;AAAA\x1b\\", "\x1b^private\x1b\\", "\x1bXstring\x1b\\",
		"\x1b[?1049l", "\x1b[?1049h", "\x1b[?25l", "\x1b[?1000h", "\x1b[?2004l", "\x1b[?7h", "\x1b[4h", "\x1b[2;4r", "\x1bc", "\x1b#8", "\x1b(0", "\x1b[8m", "\x1b[5m",
		"\x1b[2J", "\x1b[H", "\x1b[1;1H", "\x1b[A", "\x1b[9999D", "\x1b[3J", "\x1bD", "\x1bM", "\x1b7", "\x1b8", "\x1b",
		"\x1b\x1b[c", "\x1b[\x1b]0;nested\x07m", "\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\U000e0041", "\u2028", "\u0085", "\xff\xfe",
	)
}

// hostileServer says what is told by the first part of the path.
func hostileServer(t *testing.T) string {
	return answering(t, func(r *http.Request) []byte { return hostileAnswer(strings.Split(r.URL.Path, "/")[1], r.URL.Path) })
}

// answering is a server that speaks HTTP by hand, so that nothing it says is
// put right.
func answering(t *testing.T, answer func(*http.Request) []byte) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer conn.Close()
				if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = conn.Write(answer(r))
				}
			})
		}
	})
	t.Cleanup(func() { listener.Close(); running.Wait() })
	return "http://" + listener.Addr().String()
}

// inHeader leaves out what makes Go's client refuse the whole answer: the
// control characters of ASCII.
func inHeader(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ReplaceAll(text, "\"", ""))
}

func hostileAnswer(kind, path string) []byte {
	var (
		texts   = hostile()
		all     = strings.Join(texts, " ")
		status  = "200 All " + all
		headers strings.Builder
		body    any
	)
	for i, text := range texts {
		fmt.Fprintf(&headers, "X-Hostile-%d: a%sb\r\n", i, inHeader(text))
	}
	if strings.HasSuffix(path, "/token") && kind != "refused" {
		status, body = "200 OK", map[string]any{"access_token": "made-up-token-0123456789abcdef", "token_type": all, "expires_in": 600, "scope": all}
	} else {
		switch kind {
		case "refused":
			status = "400 " + status[4:]
			body = map[string]string{"error": "invalid_client" + all, "error_description": all, "error_uri": all}
		case "challenge":
			status = "401 " + status[4:]
			fmt.Fprintf(&headers, "WWW-Authenticate: Bearer realm=\"%s\", error=\"%[1]s\", error_description=\"%[1]s\"\r\n", inHeader(all))
			body = map[string]string{"message": all}
		case "redirect":
			status = "302 " + status[4:]
			fmt.Fprintf(&headers, "Location: http://evil.test/%s\r\n", inHeader(all))
		case "json":
			object := map[string]any{}
			for i, text := range texts {
				object[fmt.Sprintf("%d%s", i, text)] = []string{text, "after"}
			}
			body = object
		}
	}
	kindOfBody, text := "application/json", []byte(strings.Join(texts, "\n"))
	if body != nil {
		text, _ = json.Marshal(body)
	} else {
		kindOfBody = "text/plain"
	}
	return fmt.Appendf(nil, "HTTP/1.1 %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, kindOfBody, headers.String(), len(text), text)
}

// TestE1HostileServer shows all that a hostile server says, on every page: no
// sequence of the server's reaches the terminal, and none of ours is missing
// from the list that this test has of them.
func TestE1HostileServer(t *testing.T) {
	server := hostileServer(t)
	var text strings.Builder
	kinds := []string{"json", "text", "challenge", "redirect", "refused"}
	for _, kind := range kinds {
		text.WriteString(strings.NewReplacer(`"Test"`, `"`+kind+`"`, `"/token"`, `"/`+kind+`/token"`, `"/call"`, `"/`+kind+`"`).Replace(testEnvironment(server)))
	}
	c := explore(t, window{120, 40}, text.String())
	for _, kind := range kinds {
		c.waitFor("[" + kind + "]")
		c.press(keyF5)
		c.wait("an answer", func() bool { return c.shows("RESPONSE  ") && !c.shows("Nothing was sent") })
		c.press("v")
		c.waitFor("[ ] page")
		for range 5 {
			for range 8 {
				c.press("\x1b[6~") // page down
			}
			c.press("]")
		}
		c.press("p")
		c.press("t")
		c.waitFor("TOKENS")
		c.press(keyEnter)
		c.waitFor("TOKEN  " + kind)
		c.press("r")
		c.waitFor("RAW REPLY")
		c.press("b")
		c.waitFor("REQUEST")
		c.press("e")
	}
	c.waitFor("[" + kinds[0] + "]")
	c.press("q")
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	c.restored()
	if bad := foreign(c.stream); len(bad) > 0 {
		t.Errorf("%d sequences that are not ours, the first: %q", len(bad), bad[:min(8, len(bad))])
	}
	if !strings.Contains(string(c.stream), "␛") {
		t.Error("no hostile text was shown at all")
	}
	t.Logf("%d payloads, %d kinds of answers", len(hostile()), len(kinds))
}
