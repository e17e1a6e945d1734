package cli

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway/sandbox"
)

// Secrets of the doctor's tests, made up. Nothing that it prints holds one.
var doctorSecrets = []string{"made-up-secret-0123456789", "made-up-api-key-0123456789", "made-up-proxy-password", "made-up-token-0123456789abcdef"}

// goodTerminal is an environment that the explorer has nothing to say against.
var goodTerminal = map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}

// newDoctorRig is a rig at a good terminal.
func newDoctorRig(t *testing.T) *rig {
	r := newRig(t)
	r.environ = maps.Clone(goodTerminal)
	r.world.StdinTerminal, r.world.StdoutTerminal = true, true
	return r
}

// doctorEnvironment is a configuration of one environment with more lines.
func doctorEnvironment(url, caFile string, lines ...string) string {
	return testEnvironment(url) + "api_key = \"made-up-api-key-0123456789\"\nca_file = \"" + caFile + "\"\n" + strings.Join(lines, "\n") + "\n"
}

// findings runs the doctor and reads its JSON, in which no secret may be.
func (r *rig) findings(status int, args ...string) []finding {
	r.t.Helper()
	r.want(status, append([]string{"doctor", "-o", "json"}, args...)...)
	for _, secret := range doctorSecrets {
		if strings.Contains(r.stdout.String()+r.stderr.String(), secret) {
			r.t.Errorf("the report holds %s:\n%s%s", secret, r.stdout.String(), r.stderr.String())
		}
	}
	return decode[[]finding](r)
}

// TestDoctorAllOK finds nothing wrong, over TLS and with every check there is.
func TestDoctorAllOK(t *testing.T) {
	r := newDoctorRig(t)
	url, caFile := doctorServer(t, time.Now().Add(60*24*time.Hour), 0, nil)
	r.configure(doctorEnvironment(url, caFile, "token_cache = true"))
	seen := map[string]bool{}
	for _, f := range r.findings(exitOK) {
		if f.Result != resultOK || f.Fix != nil || f.Detail == "" {
			t.Errorf("%+v", f)
		}
		if !slices.Contains(doctorChecks[f.Subject], f.Check) {
			t.Errorf("%s / %s is none of the checks there are", f.Subject, f.Check)
		}
		seen[f.Subject+"/"+f.Check] = true
	}
	for subject, checks := range doctorChecks {
		for _, check := range checks {
			if !seen[subject+"/"+check] {
				t.Errorf("%s / %s was not made", subject, check)
			}
		}
	}

	r.want(exitOK, "doctor", "test")
	got := r.stdout.String()
	for _, want := range []string{"CONFIGURATION\n", "\n\nNETWORK\n", "TLS 1.3, certificate until ", "streaming-view", " checks are ok.\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not say %q:\n%s", want, got)
		}
	}
	for line := range strings.Lines(got) {
		if n := len([]rune(line)); n > 121 {
			t.Errorf("%d columns in a terminal of 120: %s", n, line)
		}
	}
}

// TestDoctorOnTheSandbox needs no account: three environments, nothing failed.
func TestDoctorOnTheSandbox(t *testing.T) {
	r := newDoctorRig(t)
	environments := r.startSandbox(sandbox.Options{})
	count := map[string]int{}
	for _, f := range r.findings(exitOK) {
		if f.Result != resultOK {
			t.Errorf("%+v", f)
		}
		count[f.where()]++
		count[f.Subject]++
	}
	if count["QA"] != 13 || count["Staging"] != 13 || count[subjectTokens] != 15 {
		t.Errorf("%v", count)
	}
	noSecrets(t, r, environments)
	if n := len(r.findings(exitOK, "staging")); n != count[""]+13 {
		t.Errorf("%d findings of one environment", n)
	}
	r.want(exitOK, "--demo", "doctor")
	if !strings.HasSuffix(r.stdout.String(), "\nAll 49 checks are ok.\n") {
		t.Errorf("the demo:\n%s", r.stdout.String())
	}
	r.want(exitUsage, "doctor", "mars")
	r.want(exitUsage, "doctor", "-o", "xml")
	r.want(exitUsage, "--demo", "doctor", "--config", r.defaultConfig())
}

// TestDoctorJoins says once what is so for all services of an environment.
func TestDoctorJoins(t *testing.T) {
	r := newDoctorRig(t)
	r.configure(testEnvironment("http://127.0.0.1:1"))
	r.want(exitFailed, "doctor")
	got := r.stdout.String()
	if strings.Count(got, "not tried") != 1 || !strings.Contains(got, "  skip  Test  5 services  not tried: ") || !strings.HasSuffix(got, ", 1 failed, 5 skipped for that.\n") {
		t.Errorf("stdout:\n%s", got)
	}
}

// TestDoctorCountsCauses: what follows from one cause is not a failure of its
// own, and says where the cause is told.
func TestDoctorCountsCauses(t *testing.T) {
	tls := func(r *rig) string {
		url, _ := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 0, nil)
		_, other := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 0, nil)
		return doctorEnvironment(url, other)
	}
	secret := func(r *rig) string {
		url, caFile := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 0, nil)
		return strings.Replace(doctorEnvironment(url, caFile), "made-up-secret-0123456789", "env:GATEHOUSE_TEST_UNSET", 1)
	}
	for cause, config := range map[string]func(*rig) string{
		"secrets/client_secret": secret,
		"network/name":          func(*rig) string { return testEnvironment("https://gatehouse-test.invalid") },
		"network/proxy": func(*rig) string {
			return testEnvironment("https://gateway.example") + "proxy = \"http://127.0.0.1:1\"\n"
		},
		"network/answer": func(*rig) string { return testEnvironment("http://127.0.0.1:1") },
		"network/tls":    tls,
	} {
		t.Run(cause, func(t *testing.T) {
			r := newDoctorRig(t)
			r.configure(config(r))
			var failed []string
			notTried := 0
			for _, f := range r.findings(exitFailed) {
				if f.Result == resultFail {
					failed = append(failed, f.Subject+"/"+f.Check)
				}
				if f.Subject == subjectTokens && f.Skipped && f.Result == resultWarn && strings.HasPrefix(*f.Fix, "see "+strings.Split(cause, "/")[0]) {
					notTried++
				}
				if f.Skipped && !strings.HasPrefix(f.Detail, "not ") {
					t.Errorf("skipped: %+v", f)
				}
			}
			if !slices.Equal(failed, []string{cause}) || notTried != 5 {
				t.Errorf("failed: %v; %d services were not tried for it\n%s", failed, notTried, r.stdout.String())
			}
		})
	}
}

// TestDoctorFinds lets every check fail, and fails itself when one has no
// fixture.
func TestDoctorFinds(t *testing.T) {
	for subject, checks := range doctorChecks {
		for _, check := range checks {
			if len(doctorFixtures[subject+"/"+check]) == 0 {
				t.Errorf("%s / %s has no fixture that makes it fail", subject, check)
			}
		}
	}
	n := 0
	for which, fixtures := range doctorFixtures {
		for _, c := range fixtures {
			n++
			t.Run(which+"/"+c.name, func(t *testing.T) {
				r := newDoctorRig(t)
				got := r.findings(c.status, c.plant(r)...)
				if !slices.ContainsFunc(got, func(f finding) bool {
					return f.Subject+"/"+f.Check == which && f.Result == c.result && f.Detail != "" && f.Fix != nil && strings.Contains(*f.Fix, c.fix)
				}) {
					t.Errorf("no %s with the fix %q:\n%s", c.result, c.fix, r.stdout.String())
				}
				for _, f := range got {
					if f.Result != resultOK && f.Fix == nil {
						t.Errorf("no fix for %+v", f)
					}
				}
			})
		}
	}
	t.Logf("%d fixtures for %d checks", n, len(doctorFixtures))
}

// TestDoctorInterrupted ends in the middle, with what was found so far.
func TestDoctorInterrupted(t *testing.T) {
	r := newDoctorRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		cancel()
		<-req.Context().Done()
	}))
	defer server.Close()
	r.configure(testEnvironment(server.URL))
	if status := r.runContext(ctx, "doctor"); status != exitFailed || r.stderr.String() != "gatehouse: interrupted\n" {
		t.Errorf("exit status %d, stderr %q", status, r.stderr.String())
	}
	if got := r.stdout.String(); !strings.Contains(got, "SECRETS") || strings.Contains(got, "NETWORK") {
		t.Errorf("stdout:\n%s", got)
	}
}

// TestTokenCacheIsSaidOnce uses the cache from the command line: two commands
// cost one token request, and a file that cannot be used is named on stderr.
func TestTokenCacheIsSaidOnce(t *testing.T) {
	r := newRig(t)
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"made-up-token-0123456789abcdef","token_type":"bearer","expires_in":600}`)
	}))
	defer server.Close()
	r.configure(testEnvironment(server.URL) + "token_cache = true\n")
	r.want(exitOK, "token", "test", "property")
	first := r.stdout.String()
	r.want(exitOK, "token", "test", "property")
	if asked != 1 || r.stdout.String() != first || r.stderr.Len() > 0 {
		t.Errorf("%d token requests, want 1; stderr %q", asked, r.stderr.String())
	}
	r.want(exitOK, "paths")
	if !strings.Contains(r.stdout.String(), r.tokenCache()+"\n") {
		t.Errorf("paths:\n%s", r.stdout.String())
	}
	if err := os.Chmod(r.tokenCache(), 0o644); err != nil {
		t.Fatal(err)
	}
	r.want(exitOK, "token", "test", "property")
	if got := r.stderr.String(); asked != 2 || strings.Count(got, "\n") != 1 || !strings.Contains(got, "can be used by others (mode 0644); chmod 600 ") {
		t.Errorf("%d token requests, want 2; stderr %q", asked, got)
	}
}
