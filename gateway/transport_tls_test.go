package gateway

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tlsServer answers "ok" over TLS with a certificate of ca.
func tlsServer(t testing.TB, config *tls.Config) string {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok "+r.Proto) }))
	s.TLS, s.EnableHTTP2 = config, true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

func TestCAFileMakesAnAuthorityKnown(t *testing.T) {
	ca := newTestCA(t)
	url := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{ca.issue(t, nil)}})
	gate := newNetworkGate(t, GateOptions{})
	env := &Environment{Name: "QA", BaseURL: url, CAFile: ca.file}
	got, err := fetch(gate, newCall(t, Call{Environment: env}, "GET", url+"/x", ""))
	if err != nil || got != "ok HTTP/2.0" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestR2TLSFaultsAreNamed: each certificate and handshake that must not be
// accepted is refused before anything is sent, and its cause is named.
func TestR2TLSFaultsAreNamed(t *testing.T) {
	ca, stranger := newTestCA(t), newTestCA(t)
	with := func(c tls.Certificate) *tls.Config { return &tls.Config{Certificates: []tls.Certificate{c}} }
	only := func(version uint16) *tls.Config {
		c := with(ca.issue(t, nil))
		c.MinVersion, c.MaxVersion = version, version
		return c
	}
	client := with(ca.issue(t, nil))
	client.ClientAuth, client.MaxVersion = tls.RequireAnyClientCert, tls.VersionTLS12
	causes := map[string]struct {
		config *tls.Config
		want   string
	}{
		"expired":       {with(ca.issue(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })), "is valid from"},
		"not yet valid": {with(ca.issue(t, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) })), "is valid from"},
		"wrong host":    {with(ca.issue(t, func(c *x509.Certificate) { c.IPAddresses = nil })), "gateway.example.test"},
		"self-signed":   {with(selfSigned(t)), "signed by itself"},
		"unknown CA":    {with(stranger.issue(t, nil)), "authority that is not known"},
		"wrong EKU": {with(ca.issue(t, func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
		})), "not meant for servers"},
		"TLS 1.0":            {only(tls.VersionTLS10), "TLS versions older than 1.2"},
		"TLS 1.1":            {only(tls.VersionTLS11), "TLS versions older than 1.2"},
		"weak key":           {with(weakKey(t, ca)), "RSA key of 1024 bits"},
		"client certificate": {client, "TLS handshake"},
	}
	named := 0
	check := func(name, url, want string) {
		err := refusedBeforeSending(t, &Environment{Name: "QA", BaseURL: url, CAFile: ca.file})
		if err == nil || !strings.Contains(err.Fault, want) || err.Advice == "" {
			t.Errorf("%s: %v; want %q", name, err, want)
			return
		}
		named++
	}
	for name, c := range causes {
		check(name, tlsServer(t, c.config), c.want)
	}
	cut := plainServer(t, func(c net.Conn) { c.Read(make([]byte, 10)) })
	check("cut handshake", strings.Replace(cut, "http://", "https://", 1), "broke off the TLS handshake")
	t.Logf("R2: %d of %d causes named", named, len(causes)+1)
}

// Servers that speak something else, or stop in the middle.
func TestNotTLSIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		serve func(net.Conn)
		want  string
	}{
		"plain http": {func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
			io.Copy(io.Discard, c)
		}, "plain http"},
		"garbage": {func(c net.Conn) { io.WriteString(c, "220 mail.example.test ESMTP\r\n"); io.Copy(io.Discard, c) }, "does not speak TLS"},
		"alert":   {func(c net.Conn) { c.Write([]byte{21, 3, 3, 0, 2, 2, 40}); io.Copy(io.Discard, c) }, "TLS handshake"},
		"version": {func(c net.Conn) { c.Write([]byte{21, 3, 3, 0, 2, 2, 70}); io.Copy(io.Discard, c) }, "older than 1.2"},
		"cut":     {func(c net.Conn) { c.Read(make([]byte, 10)) }, "broke off the TLS handshake"},
	} {
		base := strings.Replace(plainServer(t, c.serve), "http://", "https://", 1)
		err := refusedBeforeSending(t, &Environment{Name: "QA", BaseURL: base})
		if err == nil || !strings.Contains(err.Fault, c.want) {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
}

// refusedBeforeSending sends a request with a secret and checks that no
// connection came to stand.
func refusedBeforeSending(t *testing.T, env *Environment) *TransportError {
	t.Helper()
	gate := newNetworkGate(t, GateOptions{})
	_, err := fetch(gate, newCall(t, Call{Environment: env}, "GET", env.BaseURL+"/x?token=fake-secret-value", ""))
	var failed *TransportError
	if !errors.As(err, &failed) {
		t.Errorf("%v is no TransportError", err)
		return nil
	}
	if failed.Stage != StageConnect || !strings.Contains(failed.Host, "127.0.0.1:") || strings.Contains(deepText(err), "fake-secret") {
		t.Errorf("stage %s, host %s: %v", failed.Stage, failed.Host, err)
	}
	return failed
}

// deepText is everything that printing an error and what it wraps can show.
func deepText(err error) string {
	text := ""
	for ; err != nil; err = errors.Unwrap(err) {
		text += fmt.Sprintf("%v %+v %#v\n", err, err, err.Error())
	}
	return text
}

func TestCAFileFaultsNameTheFile(t *testing.T) {
	dir := t.TempDir()
	junk := filepath.Join(dir, "junk.pem")
	if err := os.WriteFile(junk, []byte("not a certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	gate := newNetworkGate(t, GateOptions{})
	for _, file := range []string{junk, filepath.Join(dir, "missing.pem"), dir} {
		env := &Environment{Name: "QA", BaseURL: "https://127.0.0.1:1", CAFile: file}
		_, err := fetch(gate, newCall(t, Call{Environment: env}, "GET", env.BaseURL+"/x", ""))
		var failed *TransportError
		if !errors.As(err, &failed) || failed.Stage != StageGate || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// A corrected CA file is taken without a restart.
func TestCAFileIsReadAgainWhenItChanged(t *testing.T) {
	ca := newTestCA(t)
	url := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{ca.issue(t, nil)}})
	file := filepath.Join(t.TempDir(), "ca.pem")
	good, err := os.ReadFile(ca.file)
	if err != nil {
		t.Fatal(err)
	}
	other, err := os.ReadFile(newTestCA(t).file)
	if err != nil {
		t.Fatal(err)
	}
	gate := newNetworkGate(t, GateOptions{})
	env := &Environment{Name: "QA", BaseURL: url, CAFile: file}
	for i, pem := range [][]byte{other, good} {
		if err := os.WriteFile(file, pem, 0o600); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(time.Duration(i) * time.Minute)
		if err := os.Chtimes(file, when, when); err != nil {
			t.Fatal(err)
		}
		_, err := fetch(gate, newCall(t, Call{Environment: env}, "GET", url+"/x", ""))
		if (err == nil) != (i == 1) {
			t.Errorf("file %d: %v", i, err)
		}
	}
}
