package cli

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
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

// doctorServer is a gateway over TLS, whose certificate ends when it is told
// to. It answers token requests with status, zero for a token.
func doctorServer(t *testing.T, ends time.Time, status int, change func(http.Header)) (url, caFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "gatehouse test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: ends, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(caFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if change != nil {
			change(w.Header())
		}
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.URL.Path != "/token":
			w.WriteHeader(http.StatusNotFound)
		case status != 0:
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"error":"invalid_client","error_description":"made-up-secret-0123456789 is wrong"}`)
		default:
			_, _ = io.WriteString(w, `{"access_token":"made-up-token-0123456789abcdef","token_type":"bearer","expires_in":600}`)
		}
	}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL, caFile
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
	if strings.Count(got, "not tried") != 1 || !strings.Contains(got, "  fail  Test  5 services  not tried: ") {
		t.Errorf("stdout:\n%s", got)
	}
}

// doctorFixtures make each check fail or warn.
var doctorFixtures = map[string][]doctorFixture{
	"configuration/file": {
		{"none yet", resultWarn, exitOK, "gatehouse init", func(r *rig) []string { return nil }},
		{"not where it should be", resultFail, exitUsage, "gatehouse init --config", func(r *rig) []string { return []string{"--config", filepath.Join(r.folder, "none.toml")} }},
		{"a file in the way", resultFail, exitUsage, "let this user read it", func(r *rig) []string {
			r.configure("x")
			return []string{"--config", filepath.Join(r.defaultConfig(), "config.toml")}
		}},
	},
	"configuration/contents": {
		{"misspelt", resultFail, exitUsage, "did you mean base_url?", func(r *rig) []string {
			r.configure("[[environment]]\nname = \"A\"\nbase_urll = \"https://a.example\"\n")
			return nil
		}},
		{"guarded cache", resultFail, exitUsage, "token_cache_guarded = true", func(r *rig) []string {
			r.configure(testEnvironment("https://a.example") + "guarded = true\ntoken_cache = true\n")
			return nil
		}},
	},
	"configuration/mode": {{"others can write", resultWarn, exitOK, "chmod go-w ", func(r *rig) []string {
		url, caFile := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 0, nil)
		r.configure(strings.Replace(doctorEnvironment("http://127.0.0.1:1", caFile), "http://127.0.0.1:1", url, 1))
		if err := os.Chmod(r.defaultConfig(), 0o622); err != nil {
			r.t.Fatal(err)
		}
		return nil
	}}},
	"secrets/api_key": {{"none", resultFail, exitFailed, "add api_key = ", func(r *rig) []string {
		r.configure(strings.Replace(testEnvironment("http://127.0.0.1:1"), "/call", "/call/{apiKey}", 1))
		return nil
	}}},
	"secrets/client_id": {{"unset variable", resultFail, exitFailed, "make env:GATEHOUSE_TEST_UNSET give the value", func(r *rig) []string {
		r.configure(strings.Replace(testEnvironment("http://127.0.0.1:1"), "made-up-client", "env:GATEHOUSE_TEST_UNSET", 1))
		return nil
	}}},
	"secrets/client_secret": {{"no such file", resultFail, exitFailed, "name another source", func(r *rig) []string {
		r.configure(strings.Replace(testEnvironment("http://127.0.0.1:1"), "made-up-secret-0123456789", "file:none", 1))
		return nil
	}}},
	"network/name": {{"unknown host", resultFail, exitFailed, "check base_url", func(r *rig) []string {
		r.configure(strings.Replace(testEnvironment("https://gatehouse-test.invalid"), "made-up-secret-0123456789", "env:UNSET", 1))
		return nil
	}}},
	"network/proxy": {{"nothing listens", resultFail, exitFailed, "check proxy in the settings", func(r *rig) []string {
		r.configure(strings.Replace(testEnvironment("https://gateway.example"), "made-up-secret-0123456789", "env:UNSET", 1) + "proxy = \"http://me:made-up-proxy-password@127.0.0.1:1\"\n")
		return nil
	}}},
	"network/answer": {{"nothing listens", resultFail, exitFailed, "check host and port in base_url", func(r *rig) []string {
		r.configure(testEnvironment("http://127.0.0.1:1"))
		return nil
	}}},
	"network/tls": {
		{"unknown authority", resultFail, exitFailed, "name its PEM file in ca_file", func(r *rig) []string {
			url, _ := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 0, nil)
			_, other := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 0, nil)
			r.configure(doctorEnvironment(url, other))
			return nil
		}},
		{"over", resultFail, exitFailed, "check this machine's clock", func(r *rig) []string {
			url, caFile := doctorServer(r.t, time.Now().Add(-time.Minute), 0, nil)
			r.configure(doctorEnvironment(url, caFile))
			return nil
		}},
		{"over soon", resultWarn, exitOK, "must replace it by then", func(r *rig) []string {
			url, caFile := doctorServer(r.t, time.Now().Add(3*24*time.Hour), 0, nil)
			r.configure(doctorEnvironment(url, caFile))
			return nil
		}},
	},
	"network/clock": {
		{"wrong", resultFail, exitFailed, "set this machine's clock", skewed(-10 * time.Minute)},
		{"off", resultWarn, exitOK, "set this machine's clock", skewed(time.Minute)},
		{"no date", resultWarn, exitOK, "nothing, unless", func(r *rig) []string {
			url, caFile := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 0, func(h http.Header) { h["Date"] = nil })
			r.configure(doctorEnvironment(url, caFile))
			return nil
		}},
	},
	"tokens/exchange": {
		{"refused", resultFail, exitFailed, "is wrong for environment Test", func(r *rig) []string {
			url, caFile := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 400, nil)
			r.configure(doctorEnvironment(url, caFile))
			return nil
		}},
		{"not tried", resultFail, exitFailed, "see network, above", func(r *rig) []string {
			r.configure(testEnvironment("http://127.0.0.1:1"))
			return nil
		}},
	},
	"token cache/file": {
		{"loose", resultFail, exitFailed, "chmod 600 ", func(r *rig) []string { return r.plantCache("{}", 0o644) }},
		{"damaged", resultWarn, exitOK, "the next token request mends it", func(r *rig) []string { return r.plantCache("{\"version", 0o600) }},
	},
	"terminal/terminal":   {{"a pipe", resultWarn, exitOK, "without a pipe", func(r *rig) []string { r.world.StdoutTerminal = false; return demoArgs }}},
	"terminal/kind":       {{"dumb", resultFail, exitFailed, "export TERM=", func(r *rig) []string { r.environ["TERM"] = "dumb"; return demoArgs }}},
	"terminal/colour":     {{"few", resultWarn, exitOK, "COLORTERM=truecolor", func(r *rig) []string { r.environ["TERM"], r.environ["COLORTERM"] = "xterm", ""; return demoArgs }}},
	"terminal/characters": {{"latin 1", resultWarn, exitOK, "export LC_ALL=C.UTF-8", func(r *rig) []string { r.environ["LC_ALL"] = "de_DE.ISO-8859-1"; return demoArgs }}},
	"terminal/size": {
		{"tiny", resultFail, exitFailed, "at least 60 by 15", sized(40, 10)},
		{"small", resultWarn, exitOK, "80 by 24 shows everything", sized(70, 20)},
	},
	"terminal/clipboard": {
		{"tmux", resultWarn, exitOK, "tmux set -g set-clipboard on", func(r *rig) []string { r.environ["TMUX"] = "/tmp/x,1,0"; return demoArgs }},
		{"screen", resultWarn, exitOK, "use tmux", func(r *rig) []string { r.environ["STY"] = "1.x"; return demoArgs }},
	},
	"terminal/paste": {{"console", resultWarn, exitOK, "use another terminal", func(r *rig) []string { r.environ["TERM"] = "linux"; return demoArgs }}},
	"debugging/log": {{"a folder", resultFail, exitFailed, "name a new file", func(r *rig) []string {
		return []string{"--demo", "--debug-log", r.folder}
	}}},
}

// doctorFixture makes one check come out badly.
type doctorFixture struct {
	name   string
	result result
	status int
	fix    string // words of what is to be done
	plant  func(*rig) (args []string)
}

var demoArgs = []string{"--demo", "qa"}

func sized(w, h int) func(*rig) []string {
	return func(r *rig) []string {
		r.world.Size = func() (int, int, bool) { return w, h, true }
		return demoArgs
	}
}

func skewed(by time.Duration) func(*rig) []string {
	return func(r *rig) []string {
		url, caFile := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 0, func(h http.Header) {
			h.Set("Date", time.Now().Add(by).UTC().Format(http.TimeFormat))
		})
		r.configure(doctorEnvironment(url, caFile))
		return nil
	}
}

// plantCache puts a token cache of this text and mode where it belongs.
func (r *rig) plantCache(text string, mode os.FileMode) []string {
	url, caFile := doctorServer(r.t, time.Now().Add(60*24*time.Hour), 0, nil)
	r.configure(doctorEnvironment(url, caFile, "token_cache = true"))
	if err := os.MkdirAll(filepath.Dir(r.tokenCache()), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(r.tokenCache(), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	if err := os.Chmod(r.tokenCache(), mode); err != nil {
		r.t.Fatal(err)
	}
	return nil
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
