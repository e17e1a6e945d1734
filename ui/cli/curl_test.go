//go:build unix

package cli

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"gatehouse/gateway/sandbox"
)

// curl runs the real curl and gives the body and the status.
func curl(t *testing.T, args ...string) (body, status string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "curl", append([]string{"-sS", "--noproxy", "*", "-w", "\n%{http_code}"}, args...)...).Output()
	if err != nil {
		t.Fatalf("curl: %v", err)
	}
	at := strings.LastIndexByte(string(out), '\n')
	return string(out[:at]), string(out[at+1:])
}

// TestDocumentedCURL runs the calls as the vendor documents them against the
// sandbox, with only host and credentials replaced: a token by query and by
// form, then a call with it. Another service's and another environment's token
// are refused.
func TestDocumentedCURL(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	environments := box.Environments()

	token := func(e sandbox.Environment, service string, query bool) string {
		t.Helper()
		url := e.BaseURL + "/" + service + "/v1/oauth2/token"
		fields := []string{"grant_type=client_credentials", "client_id=" + e.ClientID, "client_secret=" + e.ClientSecret}
		args := []string{"-X", "POST", url + "?" + strings.Join(fields, "&")}
		if !query {
			args = []string{"-X", "POST", url, "-d", fields[0], "-d", fields[1], "-d", fields[2]}
		}
		body, status := curl(t, args...)
		var reply struct {
			TokenType   string `json:"token_type"`
			AccessToken string `json:"access_token"`
		}
		if err := json.Unmarshal([]byte(body), &reply); err != nil || status != "200" || reply.TokenType != "bearer" {
			t.Fatalf("token of %s / %s (query %v): %s, %v", e.Name, service, query, status, err)
		}
		return reply.AccessToken
	}
	call := func(e sandbox.Environment, token string) string {
		_, status := curl(t, "-H", "Authorization:Bearer "+token, e.BaseURL+"/streaming-property/v1/"+e.APIKey+"/collections/product")
		return status
	}
	for i, e := range environments {
		for _, query := range []bool{true, false} {
			if status := call(e, token(e, "streaming-property", query)); status != "200" {
				t.Errorf("%s, token by query %v: %s", e.Name, query, status)
			}
		}
		if status := call(e, token(e, "streaming-view", false)); status != "401" {
			t.Errorf("%s with another service's token: %s, want 401", e.Name, status)
		}
		other := environments[(i+1)%len(environments)]
		if status := call(e, token(other, "streaming-property", false)); status != "401" {
			t.Errorf("%s with a token of %s: %s, want 401", e.Name, other.Name, status)
		}
	}
}
