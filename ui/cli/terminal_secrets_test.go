//go:build unix

package cli

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"gatehouse/config"
	"gatehouse/gateway/sandbox"
)

// issued are the access tokens that passed a proxy before the sandbox.
type issued struct {
	mu     sync.Mutex
	tokens []string
}

// before serves as a proxy in front of a sandbox environment and notes the
// tokens it issues.
func (i *issued) before(t *testing.T, base string) string {
	target, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = transport
	proxy.ModifyResponse = func(r *http.Response) error {
		if !strings.HasSuffix(r.Request.URL.Path, "/oauth2/token") {
			return nil
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		var reply struct {
			AccessToken string `json:"access_token"`
		}
		if json.Unmarshal(body, &reply) == nil && reply.AccessToken != "" {
			i.mu.Lock()
			defer i.mu.Unlock()
			i.tokens = append(i.tokens, reply.AccessToken)
		}
		return nil
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(func() { server.Close(); transport.CloseIdleConnections() })
	return server.URL
}

// echo is a server that repeats all that it is sent, refuses every token
// request, and says what it got in its header too.
func echo(t *testing.T) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		said := strings.Join([]string{r.Header.Get("Authorization"), string(body), r.URL.Path}, " ")
		w.Header().Set("X-Echo", said)
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token", error_description="`+strings.ReplaceAll(said, `"`, "'")+`"`)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_client", "error_description": "got " + said})
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// closedPort is an address at which nothing listens.
func closedPort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

// TestS1NoSecretLeaves uses the explorer on a sandbox and on servers that
// refuse, repeat and are not there, and looks for every secret and token, in
// every spelling, in all that reached the terminal, in every file of its home
// and in its command line.
func TestS1NoSecretLeaves(t *testing.T) {
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	var (
		tokens       issued
		environments []config.Literal
		secrets      []string
	)
	for _, e := range box.Environments() {
		literal := config.Literal(e)
		literal.BaseURL = tokens.before(t, e.BaseURL)
		environments = append(environments, literal)
	}
	wrong, refused, down := environments[0], environments[0], environments[0]
	wrong.Name, wrong.ClientSecret = "Wrong", "made-up-wrong-secret-0123456789"
	refused.Name, refused.BaseURL, refused.ClientSecret = "Echo", echo(t), `made-up "quoted" secret+/ 0123456789`
	down.Name, down.BaseURL, down.ClientSecret = "Down", closedPort(t), "made-up-secret-of-nobody-0123456789"
	environments = append(environments, wrong, refused, down)
	for _, e := range environments {
		secrets = append(secrets, e.APIKey, e.ClientID, e.ClientSecret, "Basic pair of "+e.ClientID+":"+e.ClientSecret)
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := config.Write(path, "for a test", environments); err != nil {
		t.Fatal(err)
	}

	home, environ := newHome(t)
	cmd := exec.Command(binary(t, ""), "--config", path, "--debug-log", filepath.Join(home, "debug.log"))
	cmd.Env, cmd.Dir = environ, home
	c := start(t, window{140, 50}, cmd)
	c.waitFor("List collections")
	useEverything(c, len(environments))
	commandLine, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", cmd.Process.Pid))
	if err != nil && !os.IsNotExist(err) { // not every system has it
		t.Error(err)
	}
	if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Error(err)
	}
	c.status()
	c.drain()

	tokens.mu.Lock()
	if len(tokens.tokens) < 15 {
		t.Errorf("%d tokens were issued, want one for each of 15 places", len(tokens.tokens))
	}
	secrets = append(secrets, tokens.tokens...)
	tokens.mu.Unlock()

	places := map[string][]byte{"the terminal": c.stream, "the command line": commandLine}
	err = filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			places[path], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(places["the terminal"]) < 10_000 || len(places[filepath.Join(home, "debug.log")]) == 0 || len(places[filepath.Join(home, "saved.json")]) == 0 {
		t.Error("the terminal, the log or the saved body is missing among the places searched")
	}
	cells := 0
	for place, bytesOf := range places {
		for _, secret := range secrets {
			for spelling, form := range spellings(secret) {
				cells++
				if bytes.Contains(bytesOf, []byte(form)) {
					t.Errorf("%s holds %q, %s", place, form, spelling)
				}
			}
		}
	}
	t.Logf("%d secrets, %d places, %d cells", len(secrets), len(places), cells)
}

// useEverything goes through every screen of the explorer in each environment.
func useEverything(c *console, environments int) {
	do := func(key, want string) {
		c.t.Helper()
		c.press(key)
		c.waitFor(want)
	}
	leave := func(what string) {
		c.t.Helper()
		c.press(keyEscape)
		c.waitGone(what)
	}
	for i := range environments {
		name := []string{"QA", "Staging", "Production", "Wrong", "Echo", "Down"}[i]
		c.waitFor("[" + name + "]")
		c.press(keyF5)
		c.wait("an answer", func() bool { return c.shows("200 OK") || c.shows("Why") })
		do("v", "w save")
		for range 5 {
			c.press(keyRight) // why, body, headers, timing, attempts
		}
		do("t", "TOKENS")
		c.press("A")
		if i < 3 {
			c.wait("five tokens", func() bool { return strings.Count(c.emulator.String(), "●") >= 5*(i+1) })
		} else {
			c.wait("five refusals", func() bool { return strings.Count(c.emulator.String(), "✗") >= 5 })
		}
		do(keyEnter, "TOKEN  "+name)
		if name != "Down" { // where there is no reply
			do("r", "RAW REPLY")
		}
		do("b", "REQUEST")
		c.press(keyRight, keyRight, keyRight)
		do("?", "HELP")
		leave("HELP")
		do(":", "COMMANDS")
		leave("COMMANDS")
		if i == 0 {
			do("v", "w save")
			do("w", "SAVE BODY")
			c.press(keyCtrlU)
			do("saved.json", "saved.json")
			do(keyEnter, "saved.json")
			c.waitGone("SAVE BODY")
		}
		c.press("o")
		c.press("e")
	}
}

// spellings are the ways in which a secret may be written. A pair of Basic
// credentials is written in one way only.
func spellings(secret string) map[string]string {
	if pair, ok := strings.CutPrefix(secret, "Basic pair of "); ok {
		return map[string]string{"as Basic credentials": base64.StdEncoding.EncodeToString([]byte(pair))}
	}
	quoted, _ := json.Marshal(secret)
	return map[string]string{
		"raw":            secret,
		"in a URL":       url.QueryEscape(secret),
		"in a path":      url.PathEscape(secret),
		"in base64":      base64.StdEncoding.EncodeToString([]byte(secret)),
		"in URL base64":  base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"in hex":         hex.EncodeToString([]byte(secret)),
		"in HEX":         strings.ToUpper(hex.EncodeToString([]byte(secret))),
		"in JSON":        strings.Trim(string(quoted), `"`),
		"its first part": secret[:12],
	}
}
