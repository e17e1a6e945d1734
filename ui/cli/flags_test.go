package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gatehouse/gateway"
)

// flagsThatHold are all flags of all commands and what may stand in them. A
// new flag has to be put here by somebody who has asked whether it could take
// a secret.
var flagsThatHold = map[string]string{
	"auth":            "a word", // one of three
	"check":           "nothing",
	"compare":         "a path",
	"config":          "a path",
	"config-out":      "a path",
	"confirm":         "an environment's name",
	"data":            "a request body",
	"debug-log":       "a path",
	"demo":            "nothing",
	"dialect":         "a word", // one of two
	"env":             "an environment's name",
	"fault":           "status and share",
	"fetch":           "nothing",
	"header":          "fields, guarded by name",
	"help":            "nothing",
	"ignore":          "a path of a body",
	"jq":              "a filter",        // it is of the body and not sent
	"key":             "a member's name", // by which lists are paired
	"latency":         "a duration",
	"limit":           "a size",
	"no-descriptions": "nothing",
	"output":          "a word",
	"port":            "a number",
	"query":           "fields, guarded by name",
	"raw":             "nothing",
	"service":         "a service's name",
	"token-lifetime":  "a duration",
	"version":         "nothing",
}

// TestS3NoSecretFlag enumerates the flags of all commands: each is known, and
// none is named as one for a secret.
func TestS3NoSecretFlag(t *testing.T) {
	r := newRig(t)
	a := &app{World: r.world, redactor: gateway.NewRedactor()}
	root := a.rootCommand()
	root.InitDefaultCompletionCmd("completion")
	cells := 0
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		cmd.InitDefaultHelpFlag()
		check := func(f *pflag.Flag) {
			cells++
			if _, known := flagsThatHold[f.Name]; !known {
				t.Errorf("%s --%s is not in the table", cmd.CommandPath(), f.Name)
			}
			if gateway.SecretName(f.Name) && flagsThatHold[f.Name] != "a word" {
				t.Errorf("%s --%s is named as a flag for a secret", cmd.CommandPath(), f.Name)
			}
		}
		cmd.LocalFlags().VisitAll(check)
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(root)
	t.Logf("%d flags", cells)
	if cells < 30 {
		t.Errorf("only %d flags were seen", cells)
	}
}

// TestS3NoSecretArgument offers secrets by the flags that take fields: they
// are refused, not repeated, and taken from a file instead.
func TestS3NoSecretArgument(t *testing.T) {
	const value = "made-up-canary-0123456789"
	headers := []string{
		"Authorization", "authorization", "AUTHORIZATION", "Proxy-Authorization", "Cookie", "X-Api-Key", "x-api-key", "X-Auth-Token",
		"X-Vault-Token", "Api-Key", "X-Amz-Security-Token", "X-Csrf-Token",
	}
	parameters := []string{"access_token", "Access_Token", "client_secret", "api_key", "apikey", "token", "password", "client%5Fsecret"}
	var lines [][]string
	for _, name := range headers {
		lines = append(lines, []string{"-H", name + ": Bearer " + value}, []string{"--header=" + name + ":" + value})
		if !strings.EqualFold(name, "Authorization") {
			lines = append(lines, []string{"-H", name + ": " + value, "-H", "Authorization: x", "--auth", "custom"})
		}
		lines = append(lines, []string{"-H", name + ": " + value, "--auth", "none"})
	}
	for _, name := range parameters {
		lines = append(lines, []string{"-q", name + "=" + value}, []string{"--query=" + name + "=" + value},
			[]string{"-q", name + "=" + value, "-H", "Authorization: x", "--auth", "custom"})
	}
	for _, flag := range []string{"--client-secret", "--token", "--password", "--api-key", "--access-token"} {
		lines = append(lines, []string{flag, value}, []string{flag + "=" + value})
	}
	r := newRig(t)
	r.configure(testEnvironment("http://127.0.0.1:1"))
	cells := 0
	refused := func(args ...string) {
		t.Helper()
		cells++
		r.want(exitUsage, args...)
		if strings.Contains(r.stderr.String()+r.stdout.String(), value) {
			t.Errorf("%v: the secret is repeated:\n%s", args, r.stderr.String())
		}
	}
	for _, line := range lines {
		refused(append([]string{"send", "test", "property", "GET", "/x"}, line...)...)
	}
	for _, name := range parameters {
		refused("send", "test", "property", "GET", "/x?a=1&"+name+"="+value)
		refused("send", "test", "property", "GET", "/x?a=1;"+name+"="+value)
	}
	refused("token", "test", "property", value)
	refused("status", "test", value)
	refused(value)
	t.Logf("%d command lines", cells)
}

// TestS3SecretFromFile sends what the arguments may not hold.
func TestS3SecretFromFile(t *testing.T) {
	r := newRig(t)
	r.configure(testEnvironment("http://127.0.0.1:1"))
	file := filepath.Join(r.folder, "fields")
	if err := os.WriteFile(file, []byte("Authorization: Bearer made-up\nCookie: made-up\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := sendOptions{app: &app{World: r.world}, method: "GET", path: "/x", headers: []string{"@" + file}, auth: authCustom}
	request, err := o.request()
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, f := range request.Headers {
		names = append(names, f.Name)
	}
	if !slices.Equal(names, []string{"Authorization", "Cookie"}) || request.Auth != gateway.AuthCustom {
		t.Errorf("%v, auth %q", names, request.Auth)
	}
	o.auth = authManaged
	if _, err := o.request(); err == nil {
		t.Error("an Authorization header goes beside the managed token")
	}
}
