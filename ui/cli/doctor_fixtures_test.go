package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

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
	"secrets/client_id": {{"unset variable", resultFail, exitFailed, "export GATEHOUSE_TEST_UNSET with the value", func(r *rig) []string {
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
	"network/proxy": {{"misspelt variable", resultFail, exitFailed, "correct HTTPS_PROXY, or write proxy", func(r *rig) []string {
		r.t.Setenv("HTTPS_PROXY", "http://me:made-up-proxy-password@proxy.example:port")
		r.configure(testEnvironment("https://gatehouse-test.invalid"))
		return nil
	}}, {"nothing listens", resultFail, exitFailed, "check proxy in the settings", func(r *rig) []string {
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
		{"not tried", resultWarn, exitFailed, "see network, above", func(r *rig) []string {
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
		{"tmux", resultWarn, exitOK, "tmux set -g set-clipboard on", func(r *rig) []string {
			r.environ["TMUX"], r.environ["SSH_TTY"] = "/tmp/x,1,0", "/dev/pts/7"
			return demoArgs
		}},
		{"screen", resultWarn, exitOK, "use tmux", func(r *rig) []string { r.environ["STY"], r.environ["SSH_TTY"] = "1.x", "/dev/pts/7"; return demoArgs }},
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
