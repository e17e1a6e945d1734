package cli

import (
	"context"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"gatehouse/gateway/sandbox"
)

// road is the network to a sandbox, on which calls of some services are
// answered otherwise.
type road struct {
	instead map[string]int // status by service
	body    string

	mu   sync.Mutex
	seen []string // method and path of what is no token request
}

func (t *road) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/oauth2/token") {
		return http.DefaultTransport.RoundTrip(req)
	}
	t.mu.Lock()
	t.seen = append(t.seen, req.Method+" "+req.URL.Path)
	t.mu.Unlock()
	status, ok := t.instead[strings.Split(req.URL.Path, "/")[1]]
	if !ok {
		return http.DefaultTransport.RoundTrip(req)
	}
	header := http.Header{}
	if status == http.StatusUnauthorized {
		header.Set("WWW-Authenticate", `Bearer error="invalid_token", error_description="The access token is invalid or has expired"`)
	}
	return &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header,
		Body: io.NopCloser(strings.NewReader(t.body)), ContentLength: int64(len(t.body)), Request: req}, nil
}

// checkRig is a rig with a sandbox at the end of a road. The settings of its
// environments may be changed.
func checkRig(t *testing.T, instead map[string]int, change func(text string) string) (*rig, *road) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	if change != nil {
		text, err := os.ReadFile(r.defaultConfig())
		if err != nil {
			t.Fatal(err)
		}
		r.configure(change(string(text)))
	}
	transport := &road{instead: instead}
	r.world.Transport = transport
	return r, transport
}

func TestCheckAllProven(t *testing.T) {
	r, road := checkRig(t, nil, nil)
	r.want(exitOK, "status", "--check")
	lines := strings.Split(strings.TrimRight(r.stdout.String(), "\n"), "\n")
	if len(lines) != 16 || strings.Join(strings.Fields(lines[0]), " ") != "ENVIRONMENT SERVICE TOKEN CHECK" {
		t.Fatalf("%d lines:\n%s", len(lines), r.stdout.String())
	}
	for _, line := range lines[1:] {
		if !strings.HasSuffix(line, "proven 200") {
			t.Errorf("%q", line)
		}
	}
	if r.stderr.Len() > 0 {
		t.Errorf("stderr: %s", r.stderr.String())
	}
	if len(road.seen) != 15 || slices.ContainsFunc(road.seen, func(s string) bool { return !strings.HasPrefix(s, "GET ") }) {
		t.Errorf("%d calls: %q", len(road.seen), road.seen)
	}

	r.want(exitOK, "status", "prod", "--check", "-o", "json")
	for _, target := range decode[[]map[string]any](r) {
		if target["check"] != "ok" || target["check_error"] != nil || target["proven_at"] == nil || target["state"] != "no_expiry" {
			t.Errorf("%v", target)
		}
	}
}

// TestCheckStatus: the exit status is the highest that a target stands for.
func TestCheckStatus(t *testing.T) {
	wrongSecret := func(text string) string {
		var out strings.Builder
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "client_secret") {
				line = "client_secret = \"made-up-wrong-secret-0001\"\n"
			}
			out.WriteString(line)
		}
		return out.String()
	}
	for name, c := range map[string]struct {
		instead map[string]int
		change  func(string) string
		status  int
		check   map[string]string // by service, ok where it is not named
		says    string
	}{
		"one refused":        {map[string]int{"streaming-ingest": 401}, nil, exitClientError, map[string]string{"streaming-ingest": "refused"}, "was answered 401"},
		"one not found":      {map[string]int{"streaming-view": 404}, nil, exitClientError, map[string]string{"streaming-view": "failed"}, "only a 2xx proves a token"},
		"refused and broken": {map[string]int{"streaming-ingest": 401, "streaming-view": 502}, nil, exitServerError, map[string]string{"streaming-ingest": "refused", "streaming-view": "failed"}, "was answered 502"},
		"moved":              {map[string]int{"streaming-view": 302}, nil, exitFailed, map[string]string{"streaming-view": "failed"}, "was answered 302"},
		"wrong secret": {nil, wrongSecret, exitNoToken, map[string]string{"streaming-property": "refused", "streaming-snapshot": "refused",
			"streaming-ingest": "refused", "streaming-view": "refused", "streaming-status": "refused"}, "invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := checkRig(t, c.instead, c.change)
			r.want(c.status, "status", "QA", "--check", "--output", "json")
			for _, target := range decode[[]map[string]any](r) {
				want, bad := c.check[target["service"].(string)]
				if !bad {
					want = "ok"
				}
				if target["check"] != want || (target["check_error"] == nil) == bad || (target["proven_at"] == nil) != bad {
					t.Errorf("%v", target)
				}
			}
			r.want(c.status, "status", "QA", "--check")
			if !strings.Contains(r.stdout.String(), c.says) || !strings.Contains(r.stderr.String(), "try  ") {
				t.Errorf("stdout: %s\nstderr: %s", r.stdout.String(), r.stderr.String())
			}
		})
	}
}

// TestCheckProgress: only where a person sees it, and gone at the end.
func TestCheckProgress(t *testing.T) {
	r, _ := checkRig(t, map[string]int{"streaming-ingest": 401}, nil)
	r.world.StderrTerminal = true
	r.want(exitClientError, "status", "QA", "--check", "-o", "json")
	shown := strings.Split(strings.ReplaceAll(r.stderr.String(), "\r\r", "\r"), "\r")
	for _, want := range []string{"0 of 5 checked", "5 of 5 checked, 1 refused"} {
		if !slices.ContainsFunc(shown, func(s string) bool { return strings.TrimSpace(s) == want }) {
			t.Errorf("no %q in %q", want, shown)
		}
	}
	if last := shown[len(shown)-2]; strings.TrimSpace(last) != "" {
		t.Errorf("it ends with %q", last)
	}
}

// TestCheckIsInterrupted ends soon, whatever hangs.
func TestCheckIsInterrupted(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	r.serve(func(_ http.ResponseWriter, req *http.Request) {
		cancel()
		<-req.Context().Done()
	})
	if got := r.runContext(ctx, "status", "--check"); got != exitFailed {
		t.Errorf("exit status %d: %s", got, r.stderr.String())
	}
}
