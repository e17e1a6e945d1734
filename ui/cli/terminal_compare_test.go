//go:build unix

package cli

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"gatehouse/config"
)

// environmentWith is an environment whose every call is answered with a body. It
// gives out a token of its own, and wrong is told of calls with another one.
func environmentWith(t *testing.T, name, body string, wrong func(string)) config.Literal {
	t.Helper()
	token := "made-up-token-of-" + name
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(req.URL.Path, "/oauth2/token") {
			fmt.Fprintf(w, `{"access_token":%q,"token_type":"bearer","expires_in":3600}`, token)
			return
		}
		if req.Header.Get("Authorization") != "Bearer "+token || req.Method != http.MethodGet {
			wrong(fmt.Sprintf("%s got %s with %q", name, req.Method, req.Header.Get("Authorization")))
		}
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return config.Literal{Name: name, BaseURL: server.URL, APIKey: "key-of-" + name, ClientID: "id", ClientSecret: "made-up-secret-" + name}
}

// bodyDifference is a row of the screen that names a path where bodies differ.
var bodyDifference = regexp.MustCompile(`(?m)^[ ▌]*([~−+]) (\$\S+)`)

// TestSameRequestStory asks in a real terminal, by keys alone, what QA and
// Production answer differently: three differences were planted and exactly
// those show, the saved text is what the command says of the same two bodies,
// and each environment sees its own token only.
func TestSameRequestStory(t *testing.T) {
	var mu sync.Mutex
	var wrong []string
	note := func(text string) {
		mu.Lock()
		defer mu.Unlock()
		wrong = append(wrong, text)
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := config.Write(path, "for a test", []config.Literal{environmentWith(t, "QA", comparedLeft, note), environmentWith(t, "Production", comparedRight, note)}); err != nil {
		t.Fatal(err)
	}
	for _, size := range []window{{80, 24}, {120, 36}} {
		t.Run(fmt.Sprintf("%dx%d", size.columns, size.rows), func(t *testing.T) {
			home, environ := newHome(t)
			cmd := exec.Command(binary(t, ""), "--config", path)
			cmd.Env, cmd.Dir = environ, home
			c := start(t, size, cmd)
			c.waitFor("List collections")
			c.press("\x1b[15~") // F5
			c.waitFor("200")
			c.press("v", "d")
			c.waitFor("with the token of Production")
			c.press(keyEnter)
			c.waitFor("~ 2 changed · − 1 only in QA · + 1 only in Production")
			c.waitFor("$.new")
			c.mu.Lock()
			screen := c.emulator.String()
			c.mu.Unlock()
			var found []string
			for _, m := range bodyDifference.FindAllStringSubmatch(screen, -1) {
				found = append(found, m[1]+" "+m[2])
			}
			if got, want := strings.Join(found, ", "), "~ $.time, ~ $.items[id=2].price, − $.items[id=2].color, + $.new"; got != want {
				t.Errorf("%s show, want %s:\n%s", got, want, screen)
			}
			c.press("w")
			c.waitFor("SAVE DIFFERENCES")
			c.press(keyEnter)
			c.waitFor("Saved")
			c.press(keyEscape)
			c.waitFor("RESPONSE")
			c.press("q")
			if status := c.status(); status != 0 {
				t.Errorf("it ended with %d", status)
			}
			c.restored()
			saved, err := os.ReadFile(filepath.Join(home, "differences.txt"))
			if err != nil {
				t.Fatal(err)
			}
			for name, body := range map[string]string{"qa.json": comparedLeft, "production.json": comparedRight} {
				if err := os.WriteFile(filepath.Join(home, name), []byte(body), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			compare := exec.Command(binary(t, ""), "compare", "qa.json", "production.json")
			compare.Env, compare.Dir = environ, home
			said, err := compare.Output()
			var ended *exec.ExitError
			if !errors.As(err, &ended) || ended.ExitCode() != exitDifferent || string(said) != strings.Replace(string(saved), "in QA; added: only in Production", "in qa.json; added: only in production.json", 1) {
				t.Errorf("the command ends with %v and says\n%s\nsaved was\n%s", err, said, saved)
			}
		})
	}
	mu.Lock()
	defer mu.Unlock()
	for _, text := range wrong {
		t.Error(text)
	}
}

// TestOpenComparesOnATerminal begins with a comparison of two files, and goes
// from it to the place in the first.
func TestOpenComparesOnATerminal(t *testing.T) {
	cmd := exec.Command(binary(t, ""), "open", "a.json", "--compare", "b.json")
	cmd.Dir, cmd.Env = newHome(t)
	for name, body := range map[string]string{"a.json": comparedLeft, "b.json": comparedRight} {
		if err := os.WriteFile(filepath.Join(cmd.Dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := start(t, window{80, 24}, cmd)
	c.waitFor("~ 2 changed · − 1 only in a.json · + 1 only in b.json")
	c.press(keyDown, "v")
	c.waitFor("$.items[1].price")
	c.press(keyEscape)
	c.waitFor("COMPARE")
	c.press(keyEscape)
	c.waitGone("COMPARE")
	c.press("d")
	c.waitFor("COMPARE WITH A FILE")
	c.press("a.json", keyEnter)
	c.waitFor("✓ No difference.")
	c.press("q", "q")
	if status := c.status(); status != 0 {
		t.Errorf("it ended with %d", status)
	}
	c.restored()
	if bad := foreign(c.stream); len(bad) > 0 {
		t.Errorf("sequences that are not ours: %q", bad)
	}
}
