package gateway

import (
	"net/http"
	"strings"
	"testing"
)

// oddHead gives answers another status line.
type oddHead struct {
	*fakeGateway
	code int
	line string
}

func (o oddHead) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := o.fakeGateway.RoundTrip(req)
	if err == nil && !strings.HasSuffix(req.URL.Path, "token") {
		resp.StatusCode, resp.Status = o.code, o.line
	}
	return resp, err
}

// TestStatusesOutsideHTTP: RFC 9110 section 15 has a client take them for 5xx.
func TestStatusesOutsideHTTP(t *testing.T) {
	for _, o := range []oddHead{{code: 99, line: "099 Hm"}, {code: 600, line: "600 Hm"}, {code: 999, line: "999 Hm"}} {
		o.fakeGateway = &fakeGateway{}
		e := newTestClient(t, keyedDirectory(), o).Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
		e.Body.Wait()
		x, ok := e.Explain()
		if e.Err != nil || e.Status != o.code || e.Reason != "Hm" || !ok || x.Reason != ReasonServer || !strings.Contains(x.Cause, "none of HTTP") {
			t.Errorf("%s: %d %q, %v, explained as %+v", o.line, e.Status, e.Reason, e.Err, x)
		}
	}
	e := newTestClient(t, keyedDirectory(), oddHead{&fakeGateway{}, 0, "000 Hm"}).Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
	if e.Err == nil || !strings.Contains(e.Err.Error(), "status 000") || e.Status != 0 {
		t.Errorf("000: %d, %v", e.Status, e.Err)
	}
}

// TestIdentityIsNoEncoding: RFC 9110 section 8.4 has it for none.
func TestIdentityIsNoEncoding(t *testing.T) {
	for value, want := range map[string]string{"identity": "", " Identity , identity": "", "identity, gzip": "gzip", "gzip,x-odd": "gzip, x-odd", "": ""} {
		if got := encodings(http.Header{"Content-Encoding": {value}}); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}
