package gateway

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// The canaries of the redirect matrix: nothing of these may reach a place that
// is not the environment's.
const (
	canaryCookie = "fake-cookie-canary"
	canaryHeader = "fake-header-canary"
	canaryBody   = "fake-body-canary"
	canaryQuery  = "fake-query-canary"
)

// foreign are listeners on other ports and loopback addresses that keep every
// byte they are sent.
type foreign struct {
	mu   sync.Mutex
	seen bytes.Buffer
	hits int
}

func (f *foreign) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hits++
	fmt.Fprintf(&f.seen, "%s %s %v %s\n", r.Method, r.URL, r.Header, body)
}

// redirectPlaces are where the redirects of the matrix lead. {port} is the
// environment's own, {other} a foreign listener's on the same address.
var redirectPlaces = []struct {
	name, location string
	same           bool // within origin and service
}{
	{"same origin, absolute", "http://127.0.0.1:{port}/streaming-property/v1/k/landed", true},
	{"same origin, path", "/streaming-property/v1/k/landed", true},
	{"same origin, relative", "landed", true},
	{"same origin, dots inside", "/streaming-property/v1/x/../k/landed", true},
	{"another service", "/streaming-view/v1/k/landed", false},
	{"another service, dots", "/streaming-property/../streaming-view/v1/k/landed", false},
	{"another service, escaped dots", "/streaming-property/%2e%2e/streaming-view/landed", false},
	{"service name as prefix", "/streaming-property-x/v1/landed", false},
	{"root", "/", false},
	{"port", "http://127.0.0.1:{other}/streaming-property/landed", false},
	{"scheme up", "https://127.0.0.1:{port}/streaming-property/landed", false},
	{"scheme up, other port", "https://127.0.0.1:{other}/streaming-property/landed", false},
	{"subdomain", "http://sub.localhost:{other}/streaming-property/landed", false},
	{"name for the address", "http://localhost:{port}/streaming-property/landed", false},
	{"other host", "http://127.0.0.2:{other2}/streaming-property/landed", false},
	{"other host, same port", "http://127.0.0.2:{port}/streaming-property/landed", false},
	{"no scheme, other host", "//127.0.0.2:{other2}/streaming-property/landed", false},
	{"three slashes", "///127.0.0.2:{other2}/streaming-property/landed", false},
	{"backslashes", `\\127.0.0.2:{other2}\streaming-property\landed`, false},
	{"slash and backslash", `/\127.0.0.2:{other2}/streaming-property/landed`, false},
	{"user information", "http://user:fake-password@127.0.0.1:{port}/streaming-property/landed", false},
	{"host as user", "http://127.0.0.1:{port}@127.0.0.2:{other2}/streaming-property/landed", false},
	{"look-alike", "http://127.0.0.１:{other}/streaming-property/landed", false},
	{"IDN look-alike", "http://lоcalhost:{other}/streaming-property/landed", false},
	{"IPv6 form", "http://[::ffff:127.0.0.1]:{port}/streaming-property/landed", false},
	{"IPv6 form, other port", "http://[::ffff:127.0.0.1]:{other}/streaming-property/landed", false},
	{"decimal form", "http://2130706433:{other}/streaming-property/landed", false},
	{"short form", "http://127.1:{other}/streaming-property/landed", false},
	{"trailing dot", "http://localhost.:{other}/streaming-property/landed", false},
	{"other scheme", "ftp://127.0.0.1:{port}/streaming-property/landed", false},
	{"no host", "http:/streaming-property/landed", false},
	{"opaque", "http:streaming-property/landed", false},
	{"script", "javascript:alert(1)", false},
	{"not a URL", "http://[::1/landed", false},
	{"empty", "", false},
}

// redirectMatrix is an environment whose calls, or token calls, are answered
// with the redirect of the cell.
type redirectMatrix struct {
	server   *httptest.Server
	away     *foreign
	replacer *strings.Replacer

	mu       sync.Mutex
	status   int
	location string
	onToken  bool
	refresh  bool
	calls    []string
	strange  []string
}

func newRedirectMatrix(t *testing.T) *redirectMatrix {
	m := &redirectMatrix{away: &foreign{}}
	m.server = httptest.NewServer(http.HandlerFunc(m.serve))
	t.Cleanup(m.server.Close)
	port := func(address string) string {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewUnstartedServer(m.away)
		server.Listener.Close()
		server.Listener = listener
		server.Config.ErrorLog = discardLog()
		server.Start()
		t.Cleanup(server.Close)
		_, p, _ := net.SplitHostPort(listener.Addr().String())
		return p
	}
	_, own, _ := net.SplitHostPort(m.server.Listener.Addr().String())
	port("127.0.0.2:" + own)
	m.replacer = strings.NewReplacer("{port}", own, "{other}", port("127.0.0.1:0"), "{other2}", port("127.0.0.2:0"))
	return m
}

func (m *redirectMatrix) serve(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	token := strings.HasSuffix(r.URL.Path, "/oauth2/token")
	if token != m.onToken && token {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"token_type":"bearer","access_token":"fake-redirect-token-0001"}`)
		return
	}
	m.calls = append(m.calls, r.Method+" "+r.URL.Path)
	if r.Header.Get("Referer") != "" {
		m.strange = append(m.strange, "a Referer")
	}
	if !token && !strings.HasPrefix(r.URL.Path, "/streaming-property/") {
		m.strange = append(m.strange, "the token of streaming-property at "+r.URL.Path)
	}
	if strings.HasSuffix(r.URL.Path, "landed") {
		io.WriteString(w, "landed")
		return
	}
	if m.refresh {
		w.Header().Set("Refresh", "0; url="+m.location)
		io.WriteString(w, "stay")
		return
	}
	w.Header().Set("Location", m.location)
	w.WriteHeader(m.status)
	io.WriteString(w, "moved")
}

// TestR1RedirectMatrix sends calls and token calls into every redirect. What
// leads elsewhere is shown and not followed; nothing leaks.
func TestR1RedirectMatrix(t *testing.T) {
	m := newRedirectMatrix(t)
	c := newTestClient(t, loopbackDirectory(m.server.URL), nil)
	defer c.gate.CloseIdle()
	cells, followed := 0, 0
	for _, place := range redirectPlaces {
		for _, status := range []int{301, 302, 303, 307, 308, 0} {
			for _, kind := range []string{"GET", "POST", "token"} {
				cells++
				followed += m.cell(t, c, place.name, place.location, status, kind, place.same)
			}
		}
	}
	if m.away.hits != 0 {
		t.Errorf("%d requests elsewhere: %s", m.away.hits, m.away.seen.String())
	}
	t.Logf("%d cells: %d redirects followed within the service, %d requests anywhere else, %d leaks", cells, followed, m.away.hits, len(m.strange))
	if cells < 200 || followed == 0 {
		t.Error("the matrix is not what it should be")
	}
}

func (m *redirectMatrix) cell(t *testing.T, c *Client, name, location string, status int, kind string, same bool) (followed int) {
	m.mu.Lock()
	m.status, m.location, m.onToken, m.refresh = status, m.replacer.Replace(location), kind == "token", status == 0
	m.calls, m.strange = nil, nil
	m.mu.Unlock()
	at := fmt.Sprintf("%s, %d, %s", name, status, kind)
	r := Request{Method: kind, Path: "/start?q=" + canaryQuery, Headers: []Field{{Name: "Cookie", Value: canaryCookie}, {Name: "X-Api-Key", Value: canaryHeader}}}
	switch kind {
	case "POST":
		r.Body = []byte(canaryBody)
	case "token":
		r.Method = "GET"
		c.tokens.Forget(qaProperty)
		defer c.tokens.Forget(qaProperty) // and the window after the failure
	}
	e := c.Send(t.Context(), qaProperty, r)
	e.Body.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.strange {
		t.Errorf("%s: %s", at, s)
	}
	want, wantStatus := 1, status
	switch {
	case kind == "token":
		if e.Err == nil || len(m.calls) != 1 {
			t.Errorf("%s: %v after %d calls", at, e.Err, len(m.calls))
		}
		return 0
	case status == 0:
		wantStatus = 200
	case same && kind == "GET":
		want, wantStatus, followed = 2, 200, 1
	}
	if e.Err != nil || len(m.calls) != want || e.Status != wantStatus || len(e.Attempts) != want {
		t.Errorf("%s: status %d after %d calls %v, %v", at, e.Status, len(m.calls), m.calls, e.Err)
	}
	if want == 1 && status != 0 {
		if x, ok := e.Explain(); e.NotFollowed == "" || !ok || !strings.Contains(x.Cause, "not followed") {
			t.Errorf("%s: not explained: %+v", at, x)
		}
	}
	return followed
}

// TestR1LoopsEndAtTen: ten redirects are followed, and each is recorded.
func TestR1LoopsEndAtTen(t *testing.T) {
	m := newRedirectMatrix(t)
	m.status, m.location = 302, "/streaming-property/v1/again"
	c := newTestClient(t, loopbackDirectory(m.server.URL), nil)
	defer c.gate.CloseIdle()
	e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/start"})
	if len(e.Attempts) != 11 || len(m.calls) != 11 || e.Status != 302 || !strings.Contains(e.NotFollowed, "loop") {
		t.Errorf("%d attempts, %d calls, status %d: %s", len(e.Attempts), len(m.calls), e.Status, e.NotFollowed)
	}
	if !strings.HasPrefix(e.Attempts[1].Note, "redirected to http://") || string(e.Attempts[0].Start) != "moved" || e.Attempts[0].Status != 302 {
		t.Errorf("attempt %+v", e.Attempts[1])
	}
}

// TestRedirectChangesMethod holds what RFC 9110 section 15.4 says of a request
// that is declared safe although it has a body.
func TestRedirectChangesMethod(t *testing.T) {
	for status, want := range map[int]string{301: "", 302: "", 303: "GET ", 307: "POST b", 308: "POST b"} {
		g := &fakeGateway{call: func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "start") {
				w.Header().Set("Location", "landed")
				w.WriteHeader(status)
			}
		}}
		c := newTestClient(t, keyedDirectory(), g)
		e := c.Send(t.Context(), qaProperty, Request{Method: "POST", Path: "/start", Body: []byte("b"), Safety: DeclaredSafe})
		calls := g.seen()
		last := calls[len(calls)-1]
		if got := last.method + " " + last.body; want == "" && (len(calls) != 1 || e.NotFollowed == "") || want != "" && (got != want || len(calls) != 2) {
			t.Errorf("%d: %d calls, last %q, %s", status, len(calls), got, e.NotFollowed)
		}
		if want == "GET " && last.header.Get("Content-Type") != "" {
			t.Errorf("a body that is not there has a type: %v", last.header)
		}
		if strings.Contains(fmt.Sprint(e.Attempts), fakeKey("qa")) {
			t.Errorf("%d: the record holds the API key", status)
		}
	}
}

// TestRedirectWithinPrefixesOfAllShapes: what counts is the part of the call
// prefix up to the service, whatever stands in it.
func TestRedirectWithinPrefixesOfAllShapes(t *testing.T) {
	for _, c := range []struct {
		prefix, location string
		followed         bool
	}{
		{"/{apiKey}/{service}/v1", "/" + fakeKey("qa") + "/streaming-property/landed", true},
		{"/{apiKey}/{service}/v1", "/" + fakeKey("qa") + "/streaming-view/landed", false},
		{"/{apiKey}/{service}/v1", "/another-fake-key/streaming-property/landed", false},
		{"/api/{service}", "/api/streaming-property", true},
		{"/api/{service}", "/streaming-property/landed", false},
		{"/api/v1", "/anywhere/landed", true},
	} {
		g := &fakeGateway{call: func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "start") {
				w.Header().Set("Location", c.location)
				w.WriteHeader(http.StatusFound)
			}
		}}
		dir := keyedDirectory()
		dir.Environments[0].CallPrefix = c.prefix
		e := newTestClient(t, dir, g).Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/start"})
		if followed := len(e.Attempts) == 2; e.Err != nil || followed != c.followed || followed != (e.NotFollowed == "") {
			t.Errorf("%s to %s: %d attempts, %q, %v", c.prefix, c.location, len(e.Attempts), e.NotFollowed, e.Err)
		}
		for _, a := range e.Attempts {
			if strings.Contains(a.URL+a.Note, fakeKey("qa")) {
				t.Errorf("%s: the record holds the API key: %s, %s", c.prefix, a.URL, a.Note)
			}
		}
	}
}
