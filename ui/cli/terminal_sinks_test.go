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
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/hinshun/vt10x"

	"gatehouse/ui/display"
)

// sink is one way on which a text of somebody else's reaches the screen.
type sink struct {
	name string
	// whole says that one screen shows every payload, each in a row of its
	// own, and cell for cell. Otherwise an answer holds a few, among prose.
	whole bool
	// inHeader says that the text comes in a header field, where Go's client
	// takes no control character of ASCII.
	inHeader bool
	// plain says that the text comes decoded: invalid bytes were replaced, and
	// the characters that other ones are spelled with are left out.
	plain bool
	// inJSON says that the text is written as JSON needs it, but for control
	// characters, which stay as they are.
	inJSON bool
	// quoted says that the text is shown as Go quotes it.
	quoted bool
	// tls says that the texts are names of the server's certificate.
	tls bool
	// answer is what the server says with texts, each between two marks.
	answer func(path string, texts []string) []byte
	// show goes from the explorer to the screen that shows the answer, in
	// which the mark last stands.
	show func(c *console, last string)
}

// answerOf writes an answer by hand, so that nothing is put right.
func answerOf(status, headers, kind, body string) []byte {
	return fmt.Appendf(nil, "HTTP/1.1 %s\r\n%sContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, headers, kind, len(body), body)
}

const goodToken = `{"access_token":"made-up-token-0123456789abcdef","token_type":"bearer","expires_in":600}`

// toCalls answers token requests with a token and calls with what say makes.
func toCalls(say func(texts []string) []byte) func(string, []string) []byte {
	return func(path string, texts []string) []byte {
		if strings.HasSuffix(path, "/token") {
			return answerOf("200 OK", "Cache-Control: no-store\r\n", "application/json", goodToken)
		}
		return say(texts)
	}
}

// toTokens refuses token requests with what say makes.
func toTokens(say func(texts []string) []byte) func(string, []string) []byte {
	return func(_ string, texts []string) []byte { return say(texts) }
}

// each writes every text by a format.
func each(texts []string, format string) string {
	var b strings.Builder
	for _, text := range texts {
		fmt.Fprintf(&b, format, text)
	}
	return b.String()
}

var (
	quotedInJSON = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	// numbered are times and sizes, which differ from run to run.
	numbered = regexp.MustCompile(`[0-9][0-9.,:]*( ?(ms|µs|s|B|kB|MB)\b|:[0-9]+)?`)
	spaces   = regexp.MustCompile(` +`)
)

// escaped writes a text in JSON so that it is hostile only when it was decoded.
func escaped(texts []string) string {
	var b strings.Builder
	for _, r := range strings.Join(texts, " ") {
		switch {
		case r > 0xffff:
			b.WriteRune(r)
		case r == '#' || r >= '0' && r <= '9':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// calm is the beginning of a body, by which the viewer tells what it is.
func calm(row string) string { return strings.Repeat(row, 40) }

const calmText = "a row of text by which the viewer tells that this is no picture and no archive, but text"

// theBody sends and shows the body on the whole screen.
func theBody(c *console, last string) {
	c.press(keyF5)
	c.waitFor("200 OK")
	c.press("v", "z")
	c.waitGone("SERVICES")
	c.settled(last)
}

// headers sends and shows the answer's header on the whole screen.
func headers(c *console, last string) {
	c.press(keyF5)
	c.waitFor("200 OK")
	c.press("v", "z", keyRight)
	c.waitGone("SERVICES")
	c.settled(last)
}

// settled waits until a text is on the screen and nothing more arrives.
func (c *console) settled(last string) {
	c.t.Helper()
	c.wait(fmt.Sprintf("%q and the end of what arrives", last), func() bool { return c.shows(last) && !c.shows("arriving") })
}

// calmList and calmObject begin a body with a fault that every run has: a
// control character that is not escaped.
var (
	calmList   = "[" + calm(`"`+calmText+"\",\n") + "\"\x01\",\n"
	calmObject = "{" + calm(`"`+calmText+"\":0,\n") + "\"\x01\":0,\n"
)

// explained sends and shows the evidence of a refusal.
func explained(c *console, last string) {
	c.press(keyF5)
	c.waitFor("W  shows the evidence")
	c.press("W")
	c.waitFor("WHY")
	c.settled(last)
}

func sinks() []sink {
	return []sink{
		{name: "JSON value", whole: true, inJSON: true, show: theBody, answer: toCalls(func(texts []string) []byte {
			return answerOf("200 OK", "", "application/json", calmList+each(texts, "\"%s\",\n")+`""]`)
		})},
		{name: "JSON key", whole: true, inJSON: true, show: theBody, answer: toCalls(func(texts []string) []byte {
			return answerOf("200 OK", "", "application/json", calmObject+each(texts, "\"%s\": 1,\n")+`"":0}`)
		})},
		{name: "text body", whole: true, show: theBody, answer: toCalls(func(texts []string) []byte {
			return answerOf("200 OK", "", "text/plain", calm(calmText+"\n")+each(texts, "%s\n"))
		})},
		{name: "header value", whole: true, inHeader: true, answer: toCalls(func(texts []string) []byte {
			return answerOf("200 OK", each(texts, "X-Hostile: %s\r\n"), "application/json", "{}")
		}), show: headers},
		{name: "reason phrase", show: explained, answer: toCalls(func(texts []string) []byte {
			return answerOf("500 "+strings.Join(texts, " "), "", "application/json", "{}")
		})},
		{name: "challenge", inHeader: true, plain: true, quoted: true, show: explained, answer: toCalls(func(texts []string) []byte {
			return answerOf("401 Unauthorized", `WWW-Authenticate: Bearer realm="x", error="invalid_token", error_description="`+strings.Join(texts, " ")+"\"\r\n", "application/json", "{}")
		})},
		{name: "OAuth error text", plain: true, show: explained, answer: toTokens(func(texts []string) []byte {
			return answerOf("400 Bad Request", "", "application/json", `{"error":"invalid_client","error_description":"`+escaped(texts)+`"}`)
		})},
		{name: "Location", inHeader: true, plain: true, show: explained, answer: toCalls(func(texts []string) []byte {
			return answerOf("302 Found", "Location: http://evil.test/"+strings.ReplaceAll(strings.Join(texts, " "), "%", "")+"\r\n", "application/json", "{}")
		})},
		{name: "token reply", whole: true, inJSON: true, answer: toTokens(func(texts []string) []byte {
			return answerOf("400 Bad Request", "", "application/json", calmObject+each(texts, "\"%s\": 1,\n")+`"error":"invalid_client"}`)
		}), show: func(c *console, last string) {
			c.press(keyF5)
			c.waitFor("not sent")
			c.press("t", keyEnter)
			c.waitFor("TOKEN  ")
			c.press("r")
			c.waitFor("RAW REPLY")
			c.settled(last)
		}},
		{name: "certificate name", tls: true, quoted: true, show: explained},
	}
}

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

// step is 1 where every payload is shown, 2 for every other one.
func (s sink) step() int {
	switch {
	case s.whole || os.Getenv("GATEHOUSE_LONG") != "":
		return 1
	case underRace: // the program under test is built without it
		return 20
	}
	return 2
}

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
	// repeated at once. The terminal answers no question, so none is asked.
	var text strings.Builder
	text.WriteString("theme = \"dark\"\n")
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
		if expected == nil {
			if !s.whole {
				// A frame is drawn when a part of the next one is.
				c.press("u")
				c.waitFor("UTC")
				c.press("u")
				c.waitGone("UTC")
			}
			screens = append(screens, c.still())
		} else {
			screens = append(screens, c.same(s, expected[i]))
		}
		if i+1 < len(groups) {
			c.press("o", "e")
			c.waitDrawn(fmt.Sprintf("Test%02d / property", i+1))
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

// still is the screen when nothing more is drawn.
func (c *console) still() string {
	for seen := -1; ; {
		c.mu.Lock()
		n, screen := len(c.stream), c.emulator.String()
		c.mu.Unlock()
		if n == seen {
			return screen
		}
		seen = n
		time.Sleep(30 * time.Millisecond)
	}
}

// same waits until the screen differs from what is expected in no cell but
// those of payloads.
func (c *console) same(s sink, expected string) (screen string) {
	c.t.Helper()
	var bad string
	late := time.After(patience)
	for {
		c.mu.Lock()
		screen, bad = c.emulator.String(), s.differs(expected, c.emulator.String())
		changed := c.changed
		c.mu.Unlock()
		if bad == "" {
			return screen
		}
		select {
		case <-changed:
		case <-late:
			c.t.Fatalf("cells outside a payload differ in %s", bad)
		}
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

// check looks for what a stream does to a terminal besides showing text.
func (s sink) check(t *testing.T, stream []byte, size window) {
	t.Helper()
	if bad := foreign(stream); len(bad) > 0 {
		t.Errorf("%d sequences that are not ours, the first: %q", len(bad), bad[:min(8, len(bad))])
	}
	var replies strings.Builder
	again := vt10x.New(vt10x.WithSize(size.columns, size.rows), vt10x.WithWriter(&replies))
	_, _ = again.Write(stream)
	if replies.Len() > 0 || again.Title() != "gatehouse" {
		t.Errorf("the terminal answered %q; its title is %q", replies.String(), again.Title())
	}
}

// differs names the first row of which cells outside a payload differ, "" if
// there is none.
func (s sink) differs(like, hostile string) string {
	a, b := strings.Split(like, "\n"), strings.Split(hostile, "\n")
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) {
			return fmt.Sprintf("the number of rows, %d and %d", len(a), len(b))
		}
		if !s.equalRows(a[i], b[i]) {
			return fmt.Sprintf("row %d:\n%s\n%s", i, a[i], b[i])
		}
	}
	return ""
}

func (s sink) equalRows(a, b string) bool {
	plain := func(row string) string { return spaces.ReplaceAllString(numbered.ReplaceAllString(row, "0"), " ") }
	if !strings.Contains(a, "~") {
		return plain(a) == plain(b)
	}
	// Before the payloads and after them stand times and sizes, which move them
	// by some cells. A payload that goes on from the row above has no mark.
	y := []rune(b)
	first, last := strings.IndexAny(a, "#~"), strings.LastIndexAny(a, "#~")
	head, tail := plain(a[:first]), plain(a[last+1:])
	cells := []rune(a[first : last+1])
	for from := range len(y) - len(cells) + 1 {
		if plain(string(y[:from])) == head && plain(string(y[from+len(cells):])) == tail && alike(cells, y[from:]) {
			return true
		}
	}
	return false
}

// alike compares all cells but those of payloads.
func alike(cells, with []rune) bool {
	for i, r := range cells {
		if r != '~' && r != with[i] {
			return false
		}
	}
	return true
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
