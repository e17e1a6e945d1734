//go:build unix

package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// play shows every group, and gives the screens: those of harmless texts when
// none is given to be compared with.
func (s sink) play(t *testing.T, expected []string) (screens []string, n int) {
	t.Helper()
	groups, n := s.groups(t, expected == nil)
	var turn atomic.Int64
	size := window{480, 40}
	if s.whole {
		size = window{160, len(groups[0]) + 80}
	}
	url, caFile := "", ""
	if s.tls {
		url, caFile = certified(t, func() []string { return groups[turn.Load()] })
	} else {
		url = answering(t, func(path string) []byte {
			return s.answer(path, groups[turn.Load()])
		})
	}
	// An environment for each group: a token request that failed is not
	// repeated at once.
	var text strings.Builder
	for i := range groups {
		text.WriteString(strings.Replace(testEnvironment(url), "Test", fmt.Sprintf("Test%02d", i), 1))
		if caFile != "" {
			fmt.Fprintf(&text, "ca_file = %q\n", caFile)
		}
	}
	c := explore(t, size, text.String())
	for i, g := range groups {
		turn.Store(int64(i))
		s.show(c, g[len(g)-1][:5])
		if expected == nil && s.whole {
			screens = append(screens, c.still())
		} else if expected == nil {
			// A frame is drawn when a part of the next one is.
			c.press("u")
			c.waitFor("UTC")
			c.press("u")
			c.waitGone("UTC")
			screens = append(screens, c.now())
		} else {
			screens = append(screens, c.same(s, expected[i]))
		}
		if i+1 < len(groups) {
			c.press("o", "e")
			c.waitFor(fmt.Sprintf("[Test%02d]", i+1))
			c.waitFor("Nothing was sent")
		}
	}
	c.press(keyCtrlC)
	c.waitFor("ctrl+c again")
	c.press(keyCtrlC)
	c.status()
	c.restored()
	s.check(t, c.stream, size)
	return screens, n
}

// now is the screen as it is.
func (c *console) now() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.emulator.String()
}

// still is the screen when nothing more was drawn for a while.
func (c *console) still() string {
	for seen, same := -1, 0; ; {
		c.mu.Lock()
		n, screen := len(c.stream), c.emulator.String()
		c.mu.Unlock()
		if n != seen {
			seen, same = n, 0
		} else if same++; same == 10 {
			return screen
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// certified is a server whose certificate names what names gives, and nothing
// else.
func certified(t *testing.T, names func() []string) (url, caFile string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), Subject: pkix.Name{CommonName: "made-up authority"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, ca, ca, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(caFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Listener = tls.NewListener(server.Listener, &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		template := &x509.Certificate{SerialNumber: big.NewInt(2), NotAfter: time.Now().Add(time.Hour), DNSNames: names()}
		der, err := x509.CreateCertificate(rand.Reader, template, ca, &key.PublicKey, key)
		return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
	}})
	server.Start()
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "http:", "https:", 1), caFile
}

// TestE1EverySink shows every payload on every way to the screen in a terminal,
// and the same with harmless texts: nothing differs but the payloads' own
// cells, and nothing but the screen is touched.
func TestE1EverySink(t *testing.T) {
	var total atomic.Int64
	t.Cleanup(func() { t.Logf("E1: %d sinks, %d cells", len(sinks()), total.Load()) })
	for _, s := range sinks() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			expected, _ := s.play(t, nil)
			got, n := s.play(t, expected)
			marks := strings.Count(strings.Join(got, ""), "#0") + strings.Count(strings.Join(got, ""), "#1")
			if n < 400 && !underRace || marks < n/2 {
				t.Errorf("%d payloads, of which %d were seen", n, marks)
			}
			total.Add(int64(n))
			t.Logf("%d payloads on %d screens, %d seen", n, len(got), marks)
		})
	}
}

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
		name := strings.NewReplacer("/", "", "\x00", "").Replace(strings.Join(g, ""))
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
