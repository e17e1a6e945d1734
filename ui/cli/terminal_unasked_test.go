//go:build unix

package cli

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestS1WhatNobodyAskedFor sends more than the stated length of an answer, and in
// it the token. None of it comes to the screen or to an output.
func TestS1WhatNobodyAskedFor(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go talkOn(conn)
		}
	}()
	text := testEnvironment("http://" + listener.Addr().String())
	c := explore(t, window{80, 24}, text)
	c.press(keyF5)
	c.waitFor("200 OK")
	c.press(keyF1)
	c.waitFor("HELP")
	c.press("q", "q")
	c.status()
	c.restored() // by then all of the stream has come
	if strings.Contains(string(c.stream), "nsolicited") || strings.Contains(string(c.stream), fakeToken) {
		t.Error("the terminal got what nobody asked for")
	}

	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		cmd := exec.Command(binary(t, ""), "--config", path, "send", "Test", "property", "GET", "/x")
		_, cmd.Env = newHome(t)
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "{ }") || strings.Contains(string(out), "nsolicited") || strings.Contains(string(out), fakeToken) {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// talkOn answers calls on one connection and says more each time.
func talkOn(conn net.Conn) {
	defer conn.Close()
	from := bufio.NewReader(conn)
	for {
		r, err := http.ReadRequest(from)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		body, more := "{ }", "Bearer "+fakeToken
		if strings.HasSuffix(r.URL.Path, "/token") {
			body, more = fmt.Sprintf(`{"access_token":%q,"token_type":"bearer","expires_in":3600}`, fakeToken), ""
		}
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s%s", len(body), body, more)
	}
}
