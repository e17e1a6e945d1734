package cli

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gatehouse/ui"
)

// environmentsWithKeys is a configuration whose API keys, one written out and
// one in a variable, are not needed to obtain a token.
func environmentsWithKeys(baseURL, key, variable string) string {
	other := strings.Replace(testEnvironment(baseURL), `"Test"`, `"Other"`, 1)
	return testEnvironment(baseURL) + "api_key = \"" + key + "\"\n" + other + "api_key = \"env:" + variable + "\"\n"
}

// TestS1SecretsNotUsedYet lets a token endpoint quote secrets that nothing has
// asked for so far, of this environment and of another one.
func TestS1SecretsNotUsedYet(t *testing.T) {
	const written, inVariable = "made-up-key-written-out", "made-up-key-in-a-variable"
	t.Setenv("GATEHOUSE_TEST_OTHER_KEY", inVariable)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte("unknown keys " + written + " and " + inVariable))
	}))
	defer server.Close()
	r := newRig(t)
	r.configure(environmentsWithKeys(server.URL, written, "GATEHOUSE_TEST_OTHER_KEY"))
	r.want(exitNoToken, "token", "test", "property")
	got := r.stderr.String()
	if strings.Contains(got, "made-up-key") || !strings.Contains(got, "unknown keys •••• and ••••") {
		t.Errorf("stderr: %s", got)
	}
}

// TestS1SecretsAfterReload takes in the secrets of a file that was changed.
func TestS1SecretsAfterReload(t *testing.T) {
	const before, after, inVariable = "made-up-key-before", "made-up-key-after", "made-up-key-in-a-variable"
	t.Setenv("GATEHOUSE_TEST_OTHER_KEY", inVariable)
	r := newRig(t)
	r.world.StdinTerminal, r.world.StdoutTerminal = true, true
	r.configure(environmentsWithKeys("http://127.0.0.1:1", before, "GATEHOUSE_TEST_UNSET"))
	r.world.Explore = func(_ context.Context, o ui.Options) error {
		const text = before + " " + after + " " + inVariable
		if got, want := o.Redactor.Text(text), "•••• "+after+" "+inVariable; got != want {
			t.Errorf("at the start: %s", got)
		}
		r.configure(environmentsWithKeys("http://127.0.0.1:1", after, "GATEHOUSE_TEST_OTHER_KEY"))
		if _, err := o.Reload(); err != nil {
			t.Error(err)
		}
		if got := o.Redactor.Text(text); got != "•••• •••• ••••" {
			t.Errorf("after the reload: %s", got)
		}
		return nil
	}
	r.want(exitOK)
}
