//go:build unix

package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gatehouse/config"
	"gatehouse/gateway/sandbox"
)

// plant makes a published collection of regions at a sandbox environment, by
// its own HTTP interface.
func plant(t *testing.T, e sandbox.Environment, definitions string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	base := e.BaseURL + "/streaming-property/v1/"
	reply, err := client.PostForm(base+"oauth2/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {e.ClientID}, "client_secret": {e.ClientSecret}})
	if err != nil {
		t.Fatal(err)
	}
	var token struct {
		Value string `json:"access_token"`
	}
	if err := json.NewDecoder(reply.Body).Decode(&token); err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	var made struct {
		ID json.Number `json:"id"`
	}
	post := func(path, body string) {
		req, err := http.NewRequest(http.MethodPost, base+e.APIKey+"/collections/region"+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token.Value)
		answer, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if err := json.NewDecoder(answer.Body).Decode(&made); err != nil || answer.StatusCode >= 300 {
			t.Fatalf("POST %s: %s, %v", path, answer.Status, err)
		}
	}
	post("", `{"name":"planted","propertyDefinitions":[`+definitions+`]}`)
	post("/"+made.ID.String()+"/publish", "")
}

// difference is a row of the comparison that names a property that differs.
var difference = regexp.MustCompile(`(?m)^[ ▌]*([~−+]) ([a-z]\w*) .*(changed|not in \w+|\w+, \w+)`)

// TestSchemaStory asks in a real terminal, by keys alone, whether QA's schema
// is the same as production's: three differences were planted, and exactly
// those three show.
func TestSchemaStory(t *testing.T) {
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	var environments []config.Literal
	for _, e := range box.Environments() {
		environments = append(environments, config.Literal(e))
	}
	plant(t, box.Environments()[0], `{"name":"fabric","dataType":"String"},{"name":"origin","dataType":"String","findAttributeSettings":{"filterable":true}},{"name":"only_qa","dataType":"Long"}`)
	plant(t, box.Environments()[2], `{"name":"only_live","dataType":"Date"},{"name":"origin","dataType":"String","findAttributeSettings":{"filterable":false}},{"name":"fabric","dataType":"String"}`)
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := config.Write(path, "for a test", environments); err != nil {
		t.Fatal(err)
	}
	for _, size := range []window{{80, 24}, {120, 36}} {
		t.Run(fmt.Sprintf("%dx%d", size.columns, size.rows), func(t *testing.T) {
			home, environ := newHome(t)
			cmd := exec.Command(binary(t, ""), "--config", path)
			cmd.Env, cmd.Dir = environ, home
			c := start(t, size, cmd)
			c.waitFor("List collections")
			c.press("c")
			c.waitFor("autumn, second")
			c.press(keyDown, keyDown) // product, category, region
			c.waitFor("planted")
			c.press("d")
			c.waitFor("− 3 only in QA") // Staging knows nothing of what was planted
			c.press("e")
			c.waitFor("~ 1 changed · − 1 only in QA · + 1 only in Production")
			c.waitFor("filterable")
			c.mu.Lock()
			screen := c.emulator.String()
			c.mu.Unlock()
			found := map[string]bool{}
			for _, m := range difference.FindAllStringSubmatch(screen, -1) {
				found[m[1]+" "+m[2]] = true
			}
			for _, want := range []string{"~ origin", "− only_qa", "+ only_live"} {
				if !found[want] {
					t.Errorf("%q does not show:\n%s", want, screen)
				}
			}
			if len(found) != 3 || strings.Contains(screen, "fabric") {
				t.Errorf("%d differences show, want 3: %v\n%s", len(found), found, screen)
			}
			c.press(keyEscape)
			c.waitGone("COMPARE")
			c.press(keyEscape)
			c.waitFor("REQUEST")
			c.press("q")
			if status := c.status(); status != 0 {
				t.Errorf("it ended with %d", status)
			}
		})
	}
}
