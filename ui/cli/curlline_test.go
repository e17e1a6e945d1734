//go:build unix

package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/gateway"
	lines "gatehouse/gateway/curl"
	"gatehouse/gateway/sandbox"
)

// shells are those that lines are tried in.
var shells = []struct {
	name string
	args []string
	lines.Shell
}{
	{"dash", nil, lines.POSIX}, {"bash", []string{"--norc", "--noprofile"}, lines.POSIX}, {"zsh", []string{"-f"}, lines.POSIX}, {"fish", []string{"--no-config"}, lines.Fish},
}

// sourcesOf are the ways to write a secret into a configuration.
func sourcesOf(t *testing.T, name, secret string) map[string]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	variable := "GATEHOUSE_TEST_" + strings.ToUpper(name)
	t.Setenv(variable, secret)
	return map[string]string{
		"literal": fmt.Sprintf("%q", secret), "variable": `"env:` + variable + `"`,
		"file": `"file:` + path + `"`, "command": `{ cmd = ["cat", "` + path + `"] }`,
	}
}

// TestS4LinesHoldNoSecretAndWork writes calls as cURL with every kind of source
// of the secrets, looks for these in the text in every spelling, and runs it in
// real shells, for which gatehouse is the real program.
func TestS4LinesHoldNoSecretAndWork(t *testing.T) {
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	e := box.Environments()[0]
	bin := t.TempDir()
	if err := os.Symlink(binary(t, ""), filepath.Join(bin, "gatehouse")); err != nil {
		t.Fatal(err)
	}
	keys, ids, secrets := sourcesOf(t, "key", e.APIKey), sourcesOf(t, "id", e.ClientID), sourcesOf(t, "secret", e.ClientSecret)
	cells, runs := 0, 0
	for i, kind := range []string{"literal", "variable", "file", "command"} {
		folder := filepath.Join(t.TempDir(), "it's a $(touch canary) `folder`!")
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, "c.toml")
		text := fmt.Sprintf("[[environment]]\nname = \"Q A's!\"\nbase_url = %q\napi_key = %s\nclient_id = %s\nclient_secret = %s\n", e.BaseURL, keys[kind], ids[kind], secrets[kind])
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		a := &app{World: newRig(t).world, redactor: gateway.NewRedactor(), configFlag: path}
		s, err := a.open()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.close)
		target := gateway.Target{Environment: "Q A's!", Service: "streaming-property"}
		call, err := s.client.Outgoing(target, gateway.Request{Method: "GET", Path: "/collections/product"})
		if err != nil {
			t.Fatal(err)
		}
		token, err := s.client.OutgoingToken(target)
		if err != nil {
			t.Fatal(err)
		}
		for what, out := range map[string]gateway.Outgoing{"call": call, "token call": token} {
			for n, shell := range shells {
				line, err := lines.Write(out, lines.Options{Shell: shell.Shell, Program: a.program(), Redactor: a.redactor})
				if err != nil {
					t.Fatal(err)
				}
				for _, secret := range []string{e.APIKey, e.ClientSecret} {
					for spelling, form := range spellings(secret) {
						cells++
						if strings.Contains(line, form) {
							t.Errorf("%s, %s: the line holds %s\n%s", kind, what, spelling, line)
						}
					}
				}
				if n != i && what != "call" || n != i && kind != "literal" {
					continue // every kind in one shell, and one kind in all
				}
				if got := runLine(t, bin, shell.name, shell.args, line, e); got != "200" {
					t.Errorf("%s, %s in %s: %q, want 200 from\n%s", kind, what, shell.name, got, line)
				}
				runs++
			}
		}
	}
	t.Logf("S4: %d cells without a secret, %d lines run in real shells", cells, runs)
}

// runLine runs a line in a shell and gives the status of the answer, or what
// the shell complained of.
func runLine(t *testing.T, bin, shell string, args []string, line string, e sandbox.Environment) string {
	t.Helper()
	path, err := exec.LookPath(shell)
	if err != nil {
		t.Skipf("%s is not installed", shell)
	}
	line = strings.Replace(line, "curl -q ", "curl -q -sS -o /dev/null -w '%{http_code}' ", 1)
	cmd := exec.CommandContext(t.Context(), path, append(args, "-c", line)...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "HOME="+bin, "GATEHOUSE_CLIENT_ID="+e.ClientID, "GATEHOUSE_CLIENT_SECRET="+e.ClientSecret)
	out, err := cmd.CombinedOutput()
	if left, _ := os.ReadDir(cmd.Dir); err != nil || len(left) > 0 {
		return fmt.Sprintf("%s (%v), left %v", out, err, left)
	}
	return string(out)
}

// TestKey prints the key as it stands in a path.
func TestKey(t *testing.T) {
	r := newRig(t)
	e := r.startSandbox(sandbox.Options{})
	r.want(exitOK, "key", "prod")
	if got := r.stdout.String(); got != e[2].APIKey+"\n" || r.stderr.String() != "" {
		t.Errorf("%q, stderr %q", got, r.stderr.String())
	}
	r.want(exitOK, "key", "qa", "-o", "json")
	if got := decode[keyJSON](r); got != (keyJSON{"QA", e[0].APIKey}) {
		t.Errorf("%+v", got)
	}
	r.want(exitUsage, "key", "nowhere")
	r.want(exitUsage, "key")
	r.configure(testEnvironment("http://127.0.0.1:1"))
	r.want(exitUsage, "key", "test")
	if got := r.stderr.String(); !strings.Contains(got, "call_prefix of this environment has no {apiKey}") {
		t.Errorf("%s", got)
	}
	r.configure(strings.Replace(testEnvironment("http://127.0.0.1:1"), `call_prefix = "/call"`, `api_key = "made up/key"`, 1))
	r.want(exitOK, "key", "test")
	if got := r.stdout.String(); got != "made%20up%2Fkey\n" {
		t.Errorf("%q", got)
	}
	r.configure(strings.Replace(testEnvironment("http://127.0.0.1:1"), `call_prefix = "/call"`, "", 1))
	r.want(exitUsage, "key", "test")
	if got := r.stderr.String(); !strings.Contains(got, "set api_key of this environment") {
		t.Errorf("%s", got)
	}
}
