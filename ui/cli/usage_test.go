package cli

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"gatehouse/gateway"
)

// TestUsageErrors says what is wrong and what to write instead, and repeats
// nothing that could be a secret.
func TestUsageErrors(t *testing.T) {
	const secret = "made-up-canary-0123456789"
	r := newRig(t)
	for _, c := range []struct{ line, want string }{
		{"foo", `there is no command "foo"`},
		{"sned qa", `there is no command "sned"; did you mean send?`},
		{"stat", `there is no command "stat"; did you mean status?`},
		{secret, "there is no such command"},
		{"completion elvish", "completion is there for bash, fish, powershell, zsh"},
		{"completion bash zsh", ""},
		{"sandbox --latency abc", `--latency "abc": write a duration such as 300ms, 20s or 1h30m`},
		{"sandbox --token-lifetime 20", `--token-lifetime "20": write a duration`},
		{"sandbox --port abc", `--port "abc": write a whole number`},
		{"--demo=perhaps", `--demo "perhaps": write true or false`},
		{"--nonsense", "unknown flag: --nonsense"},
	} {
		r.want(exitUsage, strings.Fields(c.line)...)
		got := r.stderr.String()
		if !strings.Contains(got, c.want) || !strings.Contains(got, "Try 'gatehouse") || strings.Contains(got, secret) {
			t.Errorf("gatehouse %s: stderr does not say %q:\n%s", c.line, c.want, got)
		}
	}
}

func TestCompletionScripts(t *testing.T) {
	r := newRig(t)
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		r.want(exitOK, "completion", shell)
		if !strings.Contains(r.stdout.String(), "gatehouse") {
			t.Errorf("%s: no script:\n%s", shell, clip(r.stdout.String()))
		}
	}
	r.want(exitOK, "completion")
	if !strings.Contains(r.stdout.String(), "fish") {
		t.Errorf("completion alone gives no help:\n%s", r.stdout.String())
	}
}

// TestVariableNotSet says once that it is not set, and what helps.
func TestVariableNotSet(t *testing.T) {
	r := newRig(t)
	text := testEnvironment("https://a.example")
	text = strings.Replace(text, `"made-up-secret-0123456789"`, `"env:GATEHOUSE_TEST_NOT_SET"`, 1)
	r.configure(strings.Replace(text, "call_prefix = \"/call\"\n", "api_key = \"env:GATEHOUSE_TEST_NOT_SET\"\ncall_prefix = \"/{apiKey}\"\n", 1))
	for status, args := range map[int][]string{
		exitNoToken: {"token", "test", "property"},
		exitUsage:   {"send", "test", "property", "GET", "/x"},
	} {
		r.want(status, args...)
		got := r.stderr.String()
		if strings.Count(got, "is not set") != 1 || strings.Contains(got, "reload") || strings.Count(got, "before gatehouse starts") != 1 {
			t.Errorf("%v says:\n%s", args, got)
		}
	}
}

func TestRepeats(t *testing.T) {
	for _, c := range []struct {
		cause, said string
		want        bool
	}{
		{"The request was not sent: no room.", "no room", true},
		{"No token could be had for a / b: not set.", "a / b: no token (credentials): not set", true},
		{"The server has a fault.", "no room", false},
		{"The request was not sent: no room.", "no house", false},
		{"Empty: .", "no house", false},
	} {
		if got := repeats(c.cause, c.said); got != c.want {
			t.Errorf("%q after %q: %v", c.cause, c.said, got)
		}
	}
	r := newRig(t)
	a := &app{World: r.world, redactor: gateway.NewRedactor()}
	e := gateway.Explanation{Cause: "It was not sent: no room.", Evidence: []string{"one", "two"}}
	a.explain(e, errors.New("no room"))
	a.explain(e, nil)
	const want = "  why  one\n       two\n  why  It was not sent: no room.\n       one\n       two\n"
	if got := r.stderr.String(); got != want {
		t.Errorf("%q", got)
	}
}

// TestSummarySizes are those that the screen shows.
func TestSummarySizes(t *testing.T) {
	r := newRig(t)
	r.serve(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		defer zip.Close()
		_, _ = io.WriteString(zip, strings.Repeat("a", 81_100))
	})
	r.want(exitOK, "send", "test", "property", "GET", "/x")
	if got := r.stderr.String(); !strings.Contains(got, "81.1 kB (1") || !strings.Contains(got, " B as gzip)") {
		t.Errorf("stderr: %s", got)
	}
}
