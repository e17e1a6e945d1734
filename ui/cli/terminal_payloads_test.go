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
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gatehouse/ui/display"
)

// payloads are the hostile texts of the display package, without line feeds and
// tabs, which are layout in a body.
func payloads(t *testing.T) []string {
	raw, err := os.ReadFile("../display/testdata/payloads.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(raw)) {
		if line[0] == '#' {
			continue
		}
		text, err := strconv.Unquote(strings.TrimSuffix(line, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.NewReplacer("\n", "", "\t", "").Replace(text))
	}
	return out
}

// harmless is a text as wide as what is shown of a hostile one.
func harmless(p string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' {
			return r
		}
		return '~'
	}, display.Line(p))
}

// groups are the payloads, or their likenesses, in groups of one answer each.
func (s sink) groups(t *testing.T, like bool) (groups [][]string, n int) {
	list := payloads(t)
	each := len(list)
	if s.tls {
		each = 3 // as many names as are quoted
	} else if !s.whole {
		each = 6
	}
	for i, p := range list {
		if step := s.step(); i%step != 0 {
			continue
		}
		n++
		if s.plain {
			p = strings.ToValidUTF8(strings.NewReplacer("\\", "", "%", "").Replace(p), "\ufffd")
		}
		if s.inHeader {
			p = inHeader(p)
		}
		if s.list {
			p = strings.ReplaceAll(p, ",", "")
		}
		if s.inJSON {
			p = quotedInJSON.Replace(p)
		}
		if s.tls {
			p = strings.Map(func(r rune) rune {
				if r >= utf8.RuneSelf {
					return -1
				}
				return r
			}, p)
		}
		switch {
		case like && s.quoted:
			p = harmless(strings.Trim(strconv.Quote(p), `"`))
		case like:
			p = harmless(p)
		}
		if len(groups) == 0 || len(groups[len(groups)-1]) == each {
			groups = append(groups, nil)
		}
		last := &groups[len(groups)-1]
		*last = append(*last, fmt.Sprintf("#%04d%s#", i, p))
	}
	return groups, n
}

// step is 1 where every payload is shown, 4 for one in four.
func (s sink) step() int {
	switch {
	case underRace: // the program under test is built without it
		return 20
	case s.whole || os.Getenv("GATEHOUSE_LONG") != "":
		return 1
	}
	return 4
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
