//go:build unix

package cli

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestE1CommandLine names hostile texts in a configuration and as a file, as a
// person would who copied them: what the command line says of them is one line
// each and holds no control character.
func TestE1CommandLine(t *testing.T) {
	var labels strings.Builder
	label := sink{whole: true}
	groups, n := label.groups(t, false)
	for _, text := range groups[0] {
		fmt.Fprintf(&labels, "[[environment]]\nname = %s\nbase_url = \"https://a.example\"\n", tomlQuoted(text))
	}
	folder := t.TempDir()
	config := filepath.Join(folder, "config.toml")
	if err := os.WriteFile(config, []byte(labels.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	calm := func(args ...string) string {
		cmd := exec.Command(binary(t, ""), args...)
		_, cmd.Env = newHome(t)
		c := start(t, window{400, 100}, cmd)
		c.status()
		c.drain()
		if bad := foreign(c.stream); len(bad) > 0 || strings.Contains(string(c.stream), "\x1b") {
			t.Errorf("%q: sequences on the terminal: %q", args, bad)
		}
		return string(c.stream)
	}
	said := calm("status", "--config", config)
	t.Logf("config label: %d payloads, %d lines", n, strings.Count(said, "\n"))

	files := sink{}
	groups, n = files.groups(t, false)
	for _, g := range groups {
		name := strings.NewReplacer("/", "", "\x00", "").Replace(strings.Join(g[:3], ""))
		said := calm("status", "--config", filepath.Join(folder, name))
		if !strings.Contains(said, g[0][:5]) {
			t.Errorf("%q is not named: %q", name, said)
		}
	}
	t.Logf("E1: file name: %d payloads", n)
}

// tomlQuoted writes a text as a basic string of TOML.
func tomlQuoted(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, `\U%08X`, r)
	}
	return `"` + b.String() + `"`
}

// TestE1Commands prints hostile names and refusals by the commands that read
// collections and by the doctor, and the same with harmless texts: they differ
// in no other cell.
func TestE1Commands(t *testing.T) {
	named := sink{name: "names", whole: true, plain: true, answer: listedCollections}
	defined := sink{name: "properties", whole: true, plain: true, answer: listedProperties}
	refused := sink{name: "refusal", plain: true, quoted: true, answer: toTokens(func(texts []string) []byte {
		return answerOf("400 Bad Request", "", "application/json", `{"error":"invalid_client","error_description":"`+escaped(texts)+`"}`)
	})}
	for _, c := range []struct {
		sink sink
		args []string
	}{
		{named, []string{"collections", "Test00", "product"}},
		{defined, []string{"collections", "Test00", "product", "1"}},
		{defined, []string{"diff", "Test00", "Test01", "product"}},
		{refused, []string{"doctor", "Test00"}},
	} {
		likes, _ := c.sink.groups(t, true)
		texts, _ := c.sink.groups(t, false)
		if !c.sink.whole {
			some := min(12, len(texts))
			likes, texts = likes[:some], texts[:some]
		}
		n, seen := 0, 0
		for i := range texts {
			like, hostile := c.sink.said(t, likes[i], c.args), c.sink.said(t, texts[i], c.args)
			if bad := c.sink.differs(like, hostile); bad != "" {
				t.Errorf("%q: cells outside a payload differ in %s", c.args, bad)
			}
			n += len(texts[i])
			shown := hostile.String()
			for _, text := range texts[i] {
				if strings.Contains(shown, text[:5]) {
					seen++
				}
			}
		}
		if seen < n {
			t.Errorf("%q: %d of %d payloads were seen", c.args, seen, n)
		}
		t.Logf("E1: %s: %d payloads", c.args[0], n)
	}
}

// said is the screen after a command whose server says texts.
func (s sink) said(t *testing.T, texts []string, args []string) screen {
	t.Helper()
	url := answering(t, func(r *http.Request) []byte { return s.answer(r.URL.Path, texts) })
	var text strings.Builder
	for i := range 2 {
		text.WriteString(strings.NewReplacer("Test", fmt.Sprintf("Test%02d", i), "/call", fmt.Sprintf("/call%02d", i)).Replace(testEnvironment(url)))
	}
	folder, environ := newHome(t)
	path := filepath.Join(folder, "config.toml")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary(t, ""), append(args, "--config", path)...)
	cmd.Env = environ
	c := start(t, window{400, 4*len(texts) + 100}, cmd)
	c.status()
	c.drain()
	if bad := foreign(c.stream); len(bad) > 0 {
		t.Errorf("%q: sequences on the terminal: %q", args, bad)
	}
	return cells(c.emulator)
}
