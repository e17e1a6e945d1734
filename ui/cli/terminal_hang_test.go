//go:build unix

package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// explore starts the explorer on a configuration and waits for it.
func explore(t testing.TB, s window, text string) *console {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary(t, ""), "--config", path)
	_, cmd.Env = newHome(t)
	c := start(t, s, cmd)
	c.waitFor("List collections")
	return c
}

// TestT3TypingWhileATokenHangs types while the token endpoint answers nothing:
// each key is on the screen before the endpoint is let go.
func TestT3TypingWhileATokenHangs(t *testing.T) {
	asked, answer := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path != "/token" {
			_, _ = w.Write([]byte(`{"answered":true}`))
			return
		}
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the caller left
		close(asked)
		select {
		case <-answer:
		case <-r.Context().Done():
		}
		_, _ = w.Write([]byte(`{"access_token":"made-up-token-0123456789abcdef","token_type":"bearer","expires_in":600}`))
	}))
	t.Cleanup(server.Close)
	c := explore(t, window{120, 36}, testEnvironment(server.URL))

	c.press(keyF5)
	<-asked
	const text = "quick brown fox"
	c.press("/")
	c.waitFor("OPERATIONS  /")
	var took []time.Duration
	for i := range text {
		began := time.Now()
		c.press(text[i : i+1])
		if text[i] != ' ' { // at the end of a field it does not show
			c.waitFor("/" + text[:i+1])
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	t.Logf("%d keys, from key to screen %s at most", len(took), took[len(took)-1].Round(time.Microsecond))
	close(answer)
	c.waitFor("200 OK")
}
