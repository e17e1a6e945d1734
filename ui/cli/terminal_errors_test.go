//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// faults are answers of a server that repeats in every part of them what it was
// sent, by the status of the answer, what it is to, and what else is wrong.
func faults() (out []fault) {
	for _, status := range []int{200, 301, 302, 307, 308, 400, 401, 403, 404, 405, 409, 413, 415, 429, 500, 501, 502, 503, 504} {
		for _, to := range []string{"call", "token"} {
			out = append(out, fault{to: to, status: status, kind: "json"})
		}
	}
	for _, kind := range []string{"html", "no json", "empty", "cut", "length", "chunks", "head", "not http", "closed", "refresh", "gzip", "two lengths", "long"} {
		for _, to := range []string{"call", "token"} {
			out = append(out, fault{to: to, status: 200, kind: kind})
		}
	}
	return out
}

type fault struct {
	to, kind string
	status   int
}

// answer is the fault as bytes, with what was sent said again everywhere.
func (f fault) answer(r *http.Request, sent string) string {
	said := strings.ReplaceAll(r.Header.Get("Authorization")+" "+sent+" "+r.URL.Path, `"`, "'")
	inBody := said
	if f.to == "call" {
		inBody = "nothing" // a body is shown byte for byte, whatever is in it
	}
	body := fmt.Sprintf(`{"error":"invalid_client","error_description":"got %s","message":"%[1]s"}`, inBody)
	head := fmt.Sprintf("HTTP/1.1 %d Said %s\r\nX-Echo: %[2]s\r\nLocation: http://127.0.0.1:1/%[2]s?t=%[2]s\r\nConnection: close\r\n"+
		"WWW-Authenticate: Bearer realm=\"%[2]s\", error=\"invalid_token\", error_description=\"%[2]s\"\r\n", f.status, said)
	kind := "Content-Type: application/json\r\n"
	whole := fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body)
	switch f.kind {
	case "html":
		page := "<html><title>" + inBody + "</title></html>"
		return fmt.Sprintf("%sContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s", head, len(page), page)
	case "no json":
		return fmt.Sprintf("%s%sContent-Length: %d\r\n\r\n{%s", head, kind, len(inBody)+1, inBody)
	case "empty":
		return head + "Content-Length: 0\r\n\r\n"
	case "cut":
		return head + kind + fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body)+100, body)
	case "length":
		return head + "Content-Length: " + said + "\r\n\r\n" + body
	case "chunks":
		return head + kind + "Transfer-Encoding: chunked\r\n\r\n" + said + "\r\n"
	case "head":
		return head + "broken " + said + "\r\n\r\n"
	case "not http":
		return "220 " + said + "\r\n"
	case "closed":
		return ""
	case "refresh":
		return head + kind + "Refresh: 0; url=http://127.0.0.1:1/" + said + "\r\n" + whole
	case "gzip":
		return head + kind + "Content-Encoding: gzip\r\n" + whole
	case "two lengths":
		return head + kind + "Content-Length: 1\r\n" + whole
	case "long":
		return head + "X-Long: " + strings.Repeat(said, 1+300_000/len(said)) + "\r\n\r\n"
	}
	return head + kind + whole
}

// faulty serves each fault under its number, the first part of the path.
func faulty(t *testing.T, list []fault) string {
	return answering(t, func(r *http.Request) []byte {
		sent, _ := io.ReadAll(r.Body)
		var n int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d/", &n); err != nil || n >= len(list) {
			t.Errorf("a request for %s", r.URL.Path)
			return nil
		}
		if f := list[n]; strings.HasSuffix(r.URL.Path, "/token") == (f.to == "token") {
			return []byte(f.answer(r, string(sent)))
		}
		token := fmt.Sprintf(`{"access_token":"canary%04d-token-made-up","token_type":"bearer","expires_in":600}`, n)
		return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", len(token), token)
	})
}

// answeredSomehow is the heading of an answer, or of a failure.
var answeredSomehow = regexp.MustCompile(`RESPONSE  [✗1-9]`)

// TestS1ErrorPaths goes into every fault of a server that repeats what it was
// sent, looks at all that is said of it, and finds no secret in any spelling on
// the terminal or in a file.
func TestS1ErrorPaths(t *testing.T) {
	list := faults()
	url := faulty(t, list)
	var text strings.Builder
	var secrets []string
	for i := range list {
		fmt.Fprintf(&text, "[[environment]]\nname = \"E%02d\"\nbase_url = %q\napi_key = \"canary%04[1]d-key-made-up\"\nclient_id = \"canary%04[1]d-id-made-up\"\nclient_secret = \"canary%04[1]d-secret-made-up\"\n"+
			"token_path = \"/%[1]d/token\"\ncall_prefix = \"/%[1]d/{apiKey}/call\"\n", i, url)
		for _, kind := range []string{"key", "id", "secret", "token"} {
			secrets = append(secrets, fmt.Sprintf("canary%04d-%s-made-up", i, kind))
		}
	}
	home, environ := newHome(t)
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary(t, ""), "--config", path, "--debug-log", filepath.Join(home, "debug.log"))
	cmd.Env, cmd.Dir = environ, home
	c := start(t, window{200, 40}, cmd)
	c.waitFor("List collections")
	for i := range list {
		c.waitDrawn(fmt.Sprintf("E%02d / property", i))
		c.press(keyF5)
		c.wait("an answer", func() bool { return answeredSomehow.MatchString(c.emulator.String()) && !c.shows("arriving") })
		c.press("v")
		c.waitFor("page ·")
		c.press("]", "]", "]", "]", "]", "W")
		c.waitFor("WHY")
		c.press("W")
		c.waitGone("WHY")
		if list[i].to == "token" {
			c.press("t", keyEnter)
			c.waitFor("TOKEN  ")
			c.press("r", "b")
			c.waitFor("REQUEST")
		}
		c.press("o", "e")
	}
	c.press(keyCtrlC)
	c.waitFor("ctrl+c again")
	c.press(keyCtrlC)
	c.status()
	c.drain()
	log, err := os.ReadFile(filepath.Join(home, "debug.log"))
	if err != nil {
		t.Fatal(err)
	}
	cells := 0
	for place, held := range map[string][]byte{"the terminal": c.stream, "the log": log} {
		for _, secret := range secrets {
			for spelling, form := range spellings(secret) {
				cells++
				if at := bytes.Index(held, []byte(form)); at >= 0 {
					t.Errorf("%s holds %q, %s: %q", place, form, spelling, held[max(0, at-60):min(len(held), at+60)])
				}
			}
		}
	}
	t.Logf("S1: %d error paths, %d secrets, %d cells", len(list), len(secrets), cells)
	if len(list) < 60 {
		t.Error("too few error paths")
	}
}
