package gateway

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// withTokens issues tokens on loopback and leaves the rest to call.
func withTokens(call http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/oauth2/token") {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"token_type":"bearer","access_token":"fake-loopback-token-0001","expires_in":3600}`)
			return
		}
		call(w, r)
	})
}

// loopbackDirectory has the environment qa at a test server.
func loopbackDirectory(url string) *Directory {
	env := testEnvironment("qa")
	env.BaseURL, env.APIKey = url, NewLiteral(fakeKey("qa"))
	return &Directory{Environments: []*Environment{env}, Services: DocumentedServices()}
}

func TestSendOverLoopback(t *testing.T) {
	server := httptest.NewServer(withTokens(func(w http.ResponseWriter, r *http.Request) {
		if bearerOf(r) != "fake-loopback-token-0001" || r.URL.Path != "/streaming-property/v1/"+fakeKey("qa")+"/collections/product" {
			w.WriteHeader(http.StatusTeapot)
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(gzipped([]byte(`{"collections":[]}`)))
	}))
	defer server.Close()
	c := newTestClient(t, loopbackDirectory(server.URL), nil)
	for i := range 2 {
		e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/collections/{t}", PathParams: []Field{{Name: "t", Value: "product"}}})
		s := e.Body.Wait()
		if e.Err != nil || e.Status != 200 || e.Reason != "OK" || e.Proto != "HTTP/1.1" || string(s.Bytes) != `{"collections":[]}` || !s.Decoded || s.Wire <= int64(len(s.Bytes)) {
			t.Fatalf("%+v %+v", e, s)
		}
		if len(e.Attempts) != 1 || e.Replay.Verdict != ReplayNone || e.Attempts[0].Status != 200 || e.Attempts[0].Timings.Head <= 0 {
			t.Errorf("attempts %+v", e.Attempts)
		}
		if e.Token.New != (i == 0) || e.Token.Fetches != 1 || e.Token.Token == nil {
			t.Errorf("token use %+v", e.Token)
		}
		if got := e.Attempts[0].Timings; got.Waiting <= 0 || got.Waiting > got.Head {
			t.Errorf("timings %+v", got)
		}
		if _, explained := e.Explain(); explained {
			t.Error("a good answer is explained")
		}
		for _, secret := range []string{"fake-loopback-token-0001", fakeKey("qa"), fakeSecret} {
			if strings.Contains(fmt.Sprintf("%+v %+v", e.Sent, e.Attempts), secret) {
				t.Errorf("the record holds %s", secret)
			}
		}
	}
}

// wireListener is a server that keeps the very bytes of a request.
func wireListener(t *testing.T) (url string, got <-chan string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	out := make(chan string, 1)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			r := bufio.NewReader(conn)
			var head strings.Builder
			length := 0
			for {
				line, err := r.ReadString('\n')
				head.WriteString(line)
				if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
					fmt.Sscan(n, &length)
				}
				if err != nil || line == "\r\n" {
					break
				}
			}
			body := make([]byte, length)
			io.ReadFull(r, body)
			if strings.Contains(head.String(), "oauth2/token") {
				io.WriteString(conn, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n{\"token_type\":\"bearer\",\"access_token\":\"fake-loopback-token-0001\"}")
			} else {
				out <- head.String() + string(body)
				io.WriteString(conn, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
			}
			conn.Close()
		}
	}()
	return "http://" + listener.Addr().String(), out
}

// TestPreviewIsWhatGoesOut compares the preview with the bytes on the wire,
// header by header.
func TestPreviewIsWhatGoesOut(t *testing.T) {
	url, got := wireListener(t)
	c := newTestClient(t, loopbackDirectory(url), nil)
	for _, r := range []Request{
		{Method: "GET", Path: "/collections/product?a=1", Query: []Field{{Name: "b", Value: "x y"}}},
		{Method: "POST", Path: "/collections", Body: []byte(`{"a":1}`), Headers: []Field{{Name: "x-many", Value: "1"}, {Name: "X-Many", Value: "2"}}},
		{Method: "POST", Path: "/empty"},
		{Method: "DELETE", Path: "/x", Headers: []Field{{Name: "User-Agent", Value: "mine"}}},
		{Method: "GET", Path: "/x", Auth: AuthNone},
		{Method: "PUT", Path: "/x", Body: []byte("a"), Auth: AuthCustom, Headers: []Field{{Name: "Authorization", Value: "Basic ZmFrZTpmYWtl"}}},
	} {
		preview, err := c.Preview(qaProperty, r)
		if err != nil {
			t.Fatal(err)
		}
		e := c.Send(t.Context(), qaProperty, r)
		if e.Err != nil {
			t.Fatal(e.Err)
		}
		if fmt.Sprint(preview) != fmt.Sprint(e.Sent) {
			t.Errorf("preview %v\nsent %v", preview, e.Sent)
		}
		wire := <-got
		head, body, _ := strings.Cut(wire, "\r\n\r\n")
		lines := strings.Split(head, "\r\n")
		want := []string{}
		for _, f := range preview.Header {
			want = append(want, f.Name+": "+f.Value)
		}
		if len(lines)-1 != len(want) || body != string(preview.Body) {
			t.Errorf("wire %q\npreview %+v", wire, preview)
		}
		for _, line := range lines[1:] {
			if name, _, _ := strings.Cut(line, ":"); name == "Authorization" {
				scheme, _, _ := strings.Cut(line, "er ")
				line = scheme + "er " + redacted
				if strings.HasPrefix(scheme, "Authorization: Basic") {
					line = "Authorization: Basic " + redacted
				}
			}
			if !contains(want, line) {
				t.Errorf("the preview lacks %q, it has %q", line, want)
			}
		}
		path := strings.Replace(strings.Fields(lines[0])[1], fakeKey("qa"), Secret(fakeKey("qa")).Mask(), 1)
		if lines[0] != preview.Method+" "+strings.Fields(lines[0])[1]+" HTTP/1.1" || url+path != preview.URL {
			// A learnt key may be masked as a whole.
			if masked := strings.Replace(strings.Fields(lines[0])[1], fakeKey("qa"), redacted, 1); url+masked != preview.URL {
				t.Errorf("wire %q, preview %s %s", lines[0], preview.Method, preview.URL)
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func TestPreviewResolvesNothing(t *testing.T) {
	dir := keyedDirectory()
	source := &slowSource{name: "env:FAKE_KEY", value: "fake-api-key-slow"}
	dir.Environments[0].APIKey = source
	gateway := &fakeGateway{}
	c := newTestClient(t, dir, gateway)
	sent, err := c.Preview(qaProperty, Request{Method: "GET", Path: "/x"})
	if err != nil || sent.URL != "https://qa.test/streaming-property/v1/{apiKey}/x" || len(gateway.seen()) != 0 || gateway.exchanges(qaProperty) != 0 {
		t.Errorf("%+v, %v", sent, err)
	}
	if fmt.Sprint(sent.Header) == "" || !strings.Contains(fmt.Sprint(sent.Header), "Bearer "+redacted) {
		t.Errorf("header %v", sent.Header)
	}
	_, err = c.Preview(Target{"qa", "streaming-nothing"}, Request{Method: "GET"})
	var field *FieldError
	if !errors.As(err, &field) || field.Part != "service" {
		t.Errorf("error is %v", err)
	}
}

func TestSendFailsBeforeTheWire(t *testing.T) {
	dir := keyedDirectory()
	dir.Environments[0].Guarded = true
	dir.Environments[1].APIKey = nil
	dir.Environments[2].APIKey = failingSource{}
	gateway := &fakeGateway{}
	c := newTestClient(t, dir, gateway)
	for _, x := range []struct {
		target Target
		r      Request
		says   string
	}{
		{Target{"nowhere", "streaming-view"}, Request{Method: "GET"}, "no such environment"},
		{Target{"qa", "nothing"}, Request{Method: "GET"}, "no such service"},
		{qaProperty, Request{Method: "GET", Path: "//x"}, "two slashes"},
		{qaProperty, Request{Method: "POST", Path: "/x"}, "guarded"},
		{Target{"staging", "streaming-view"}, Request{Method: "GET"}, "set api_key"},
		{Target{"prod", "streaming-view"}, Request{Method: "GET"}, "env:FAKE_MISSING"},
	} {
		e := c.Send(t.Context(), x.target, x.r)
		if e.Err == nil || !strings.Contains(e.Err.Error(), x.says) || e.Status != 0 || len(e.Attempts) != 0 || !e.Body.State().Done {
			t.Errorf("%v: %v, want …%s…", x.target, e.Err, x.says)
		}
		if explanation, ok := e.Explain(); !ok || explanation.Cause == "" || len(explanation.Try) == 0 {
			t.Errorf("%v: explained as %+v", e.Err, explanation)
		}
	}
	if len(gateway.seen()) != 0 || len(gateway.issued) != 0 {
		t.Errorf("%d calls and %v token requests left", len(gateway.seen()), gateway.issued)
	}
}

type failingSource struct{}

func (failingSource) Resolve(context.Context) (Secret, error) {
	return "", errors.New("env:FAKE_MISSING is not set")
}
func (failingSource) String() string { return "env:FAKE_MISSING" }

// slowHandler answers when delay is over or the request is.
func slowCall(delay time.Duration) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(delay):
		case <-r.Context().Done():
		}
	}
}

func TestSendTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := keyedDirectory()
		dir.Environments[0].Timeout = 5 * time.Second
		c := newTestClient(t, dir, &fakeGateway{call: slowCall(time.Hour)})
		began := time.Now()
		e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
		var transport *TransportError
		if !errors.As(e.Err, &transport) || transport.Stage != StageAnswer || time.Since(began) != 5*time.Second || !errors.Is(e.Err, context.DeadlineExceeded) {
			t.Errorf("after %v: %v", time.Since(began), e.Err)
		}
		if errors.Is(e.Err, context.Canceled) || transport.Within != 5*time.Second || !strings.Contains(e.Err.Error(), "within 5s") {
			t.Errorf("told as a cancel, or without the limit: %v", e.Err)
		}
		if len(e.Attempts) != 1 || e.Attempts[0].Timings.Head != 5*time.Second {
			t.Errorf("attempts %+v", e.Attempts)
		}
		if x, ok := e.Explain(); !ok || !strings.Contains(x.Cause, "no answer") {
			t.Errorf("explained as %+v", x)
		}
	})
}

func TestSendCallerLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, keyedDirectory(), &fakeGateway{call: slowCall(time.Hour)})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if e := c.Send(ctx, qaProperty, Request{Method: "GET", Path: "/x"}); !errors.Is(e.Err, context.DeadlineExceeded) || e.Status != 0 {
			t.Errorf("error is %v", e.Err)
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		e := c.Send(ctx, qaProperty, Request{Method: "POST", Path: "/x"})
		if e.Err != context.Canceled || len(e.Attempts) != 1 {
			t.Errorf("error is %v", e.Err)
		}
		if x, _ := e.Explain(); !strings.Contains(x.Cause, "cancelled") || len(x.Try) == 0 {
			t.Errorf("explained as %+v", x)
		}
	})
}

// pipeTransport gives a body that arrives for ever.
type pipeTransport struct{ *fakeGateway }

func (p pipeTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := p.fakeGateway.RoundTrip(req)
	if err != nil || strings.HasSuffix(req.URL.Path, "token") {
		return resp, err
	}
	from, to := io.Pipe()
	context.AfterFunc(req.Context(), func() { from.CloseWithError(req.Context().Err()) })
	go func() {
		for {
			if _, err := to.Write([]byte("tick ")); err != nil {
				return
			}
			time.Sleep(time.Second)
		}
	}()
	resp.Body, resp.ContentLength = from, -1
	return resp, nil
}

// TestBodyOutlivesTheTimeLimit: the limit is for the head alone.
func TestBodyOutlivesTheTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := keyedDirectory()
		dir.Environments[0].Timeout = 5 * time.Second
		c := newTestClient(t, dir, pipeTransport{&fakeGateway{}})
		ctx, cancel := context.WithCancel(t.Context())
		e := c.Send(ctx, qaProperty, Request{Method: "GET", Path: "/x"})
		time.Sleep(time.Minute)
		if s := e.Body.State(); s.Done || len(s.Bytes) < 59*5 {
			t.Errorf("after a minute: done %v, %d bytes, %v", s.Done, len(s.Bytes), s.Err)
		}
		cancel()
		s := e.Body.Wait()
		if !errors.Is(s.Err, context.Canceled) || s.Reading < 59*time.Second || s.Reading > time.Minute {
			t.Errorf("%v after %v", s.Err, s.Reading)
		}
		if x, ok := e.Explain(); !ok || !strings.Contains(x.Cause, "cancelled") {
			t.Errorf("explained as %+v", x)
		}
		time.Sleep(time.Minute) // the server notices
	})
}

func TestAnswersWithoutABody(t *testing.T) {
	server := httptest.NewServer(withTokens(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		if r.Method == "HEAD" {
			w.Header().Set("Content-Length", "1234567")
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	c := newTestClient(t, loopbackDirectory(server.URL), nil)
	for method, expected := range map[string]int64{"HEAD": 1234567, "GET": 0} {
		e := c.Send(t.Context(), qaProperty, Request{Method: method, Path: "/x"})
		if s := e.Body.Wait(); e.Err != nil || s.Err != nil || len(s.Bytes) != 0 || s.Expected != expected || s.Held != 0 {
			t.Errorf("%s: %v %+v", method, e.Err, s)
		}
	}
}

func TestRequestIsNotChangedBySending(t *testing.T) {
	c := newTestClient(t, keyedDirectory(), &fakeGateway{})
	body := []byte(`{"a":1}`)
	r := Request{Method: "POST", Path: "/x", Body: body, Headers: []Field{{Name: "x-a", Value: " b "}}}
	e := c.Send(t.Context(), qaProperty, r)
	if e.Err != nil || !bytes.Equal(body, []byte(`{"a":1}`)) || r.Headers[0] != (Field{Name: "x-a", Value: " b "}) || len(e.Request.Headers) != 1 {
		t.Errorf("%v %+v", e.Err, r)
	}
}
