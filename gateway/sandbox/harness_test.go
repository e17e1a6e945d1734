package sandbox

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serviceNames in the documented order.
var serviceNames = []string{"streaming-property", "streaming-snapshot", "streaming-ingest", "streaming-view", "streaming-status"}

// listing is one safe call of each service.
var listing = map[string]string{
	"streaming-property": "/collections/product",
	"streaming-snapshot": "/snapshots/product",
	"streaming-ingest":   "/product",
	"streaming-view":     "/region?snapshotId=1002&responseStyle=id",
	"streaming-status":   "/status?service=streaming-engine",
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// reply is an answer with its body read.
type reply struct {
	status int
	header http.Header
	body   string
}

// member reads one member of a JSON object.
func (r reply) member(t *testing.T, path ...string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(r.body), &value); err != nil {
		t.Fatalf("status %d, body is not JSON: %v\n%s", r.status, err, r.body)
	}
	for _, name := range path {
		object, ok := value.(map[string]any)
		if !ok {
			t.Fatalf("no object around %s in %s", name, r.body)
		}
		value = object[name]
	}
	return value
}

// played is a sandbox on loopback with a client.
type played struct {
	*Sandbox
	t      *testing.T
	client *http.Client
}

// play starts a sandbox on free ports for the time of a test.
func play(t *testing.T, o Options) *played {
	t.Helper()
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &played{s, t, &http.Client{Transport: transport}}
}

// env is the i-th environment: 0 QA, 1 Staging, 2 Production.
func (p *played) env(i int) Environment { return p.Environments()[i] }

// do sends a request; header lines are "Name: value".
func (p *played) do(method, address, body string, header ...string) reply {
	p.t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ":")
		r.Header.Add(name, strings.TrimSpace(value))
	}
	answer, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return reply{answer.StatusCode, answer.Header, string(data)}
}

const formType = "Content-Type: application/x-www-form-urlencoded"

// grantForm is a whole token request as a form.
func grantForm(e Environment) string {
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {e.ClientID}, "client_secret": {e.ClientSecret}}.Encode()
}

// token fetches one.
func (p *played) token(e Environment, service string) string {
	p.t.Helper()
	r := p.do("POST", e.BaseURL+"/"+service+"/v1/oauth2/token", grantForm(e), formType)
	if r.status != 200 {
		p.t.Fatalf("no token: %d %s", r.status, r.body)
	}
	return r.member(p.t, "access_token").(string)
}

// caller calls one service of one environment with a token of its own.
type caller struct {
	*played
	prefix, token string
}

func (p *played) caller(e Environment, service string) caller {
	p.t.Helper()
	return caller{p, e.BaseURL + "/" + service + "/v1/" + e.APIKey, p.token(e, service)}
}

// call sends JSON below the API key.
func (c caller) call(method, path, body string, header ...string) reply {
	c.t.Helper()
	header = append([]string{"Authorization: Bearer " + c.token}, header...)
	if body != "" {
		header = append(header, "Content-Type: application/json")
	}
	return c.do(method, c.prefix+path, body, header...)
}

// rawExchange sends bytes and reads until the server closes.
func rawExchange(t *testing.T, e Environment, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(e.BaseURL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
