package gateway

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/gateway/sandbox"
)

// playedGateway is the sandbox in the place of the network; instead answers in
// its place when it reports true.
type playedGateway struct {
	*sandbox.Sandbox
	handler http.Handler
	instead func(w http.ResponseWriter, r *http.Request) bool
}

func (g *playedGateway) RoundTrip(req *http.Request) (*http.Response, error) {
	in := req.Clone(req.Context())
	in.Host, in.RequestURI = req.URL.Host, req.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	if g.instead == nil || !g.instead(w, in) {
		g.handler.ServeHTTP(w, in)
	}
	resp := w.Result()
	resp.Request = req
	return resp, nil
}

// newPlayed is a client of a sandbox's environments.
func newPlayed(t *testing.T, change func(*Directory, []sandbox.Environment)) (*Client, *playedGateway) {
	t.Helper()
	box := sandbox.New(sandbox.Options{Seed: 7, Now: time.Now})
	dir := &Directory{Services: DocumentedServices()}
	for _, e := range box.Environments() {
		dir.Environments = append(dir.Environments, &Environment{
			Name: e.Name, BaseURL: e.BaseURL, APIKey: NewLiteral(e.APIKey),
			ClientID: NewLiteral(e.ClientID), ClientSecret: NewLiteral(e.ClientSecret),
		})
	}
	if change != nil {
		change(dir, box.Environments())
	}
	g := &playedGateway{Sandbox: box, handler: box.Handler()}
	return newTestClient(t, dir, g), g
}

var (
	playedProperty = Target{"QA", "streaming-property"}
	playedIngest   = Target{"QA", "streaming-ingest"}
	playedStaging  = Target{"Staging", "streaming-ingest"}
)

// htmlPage answers like something that is not the gateway.
func htmlPage(status int, header ...string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "text/html")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, "<!doctype html><title>Fake proxy</title>")
		return true
	}
}

func playedToken(t *testing.T, c *Client, target Target) Secret {
	t.Helper()
	grant, err := c.tokens.Get(context.Background(), target)
	if err != nil {
		t.Fatal(err)
	}
	return grant.Token.Value
}

func pasteToken(t *testing.T, c *Client, target Target, value Secret) {
	t.Helper()
	if err := c.tokens.Paste(target, value); err != nil {
		t.Fatal(err)
	}
}

func own(value Secret) Request {
	return Request{Method: "GET", Path: "/product", Auth: AuthCustom, Headers: []Field{{Name: "Authorization", Value: "Bearer " + value.Reveal()}}}
}

// TestEveryCauseIsToldRight makes every cause of a refusal happen at the
// sandbox, whose words are the same for most of them, and holds what is said.
func TestEveryCauseIsToldRight(t *testing.T) {
	get := Request{Method: "GET", Path: "/product"}
	for _, c := range []struct {
		name   string
		change func(*Directory, []sandbox.Environment)
		play   func(*testing.T, *Client, *playedGateway) *Exchange
		status int // of the answer, zero for none
		reason Reason
		cause  string
		steps  []StepKind
	}{
		{name: "expired, pasted", play: func(t *testing.T, c *Client, _ *playedGateway) *Exchange {
			value := playedToken(t, c, playedIngest)
			time.Sleep(3 * time.Minute)
			pasteToken(t, c, playedIngest, value)
			return c.Send(t.Context(), playedIngest, get)
		}, status: 401, reason: ReasonExpired, cause: "The token that was pasted had expired 1m0s before it was sent.", steps: []StepKind{StepRenew, StepFetch, StepForget, StepCurl}},
		{name: "expired, custom", play: func(t *testing.T, c *Client, _ *playedGateway) *Exchange {
			value := playedToken(t, c, playedIngest)
			time.Sleep(2*time.Minute + 5*time.Second)
			return c.Send(t.Context(), playedIngest, own(value))
		}, status: 401, reason: ReasonExpired, cause: "that you wrote had expired 5s before", steps: []StepKind{StepManaged, StepEdit, StepCurl}},
		{name: "revoked, pasted", play: func(t *testing.T, c *Client, g *playedGateway) *Exchange {
			pasteToken(t, c, playedIngest, playedToken(t, c, playedIngest))
			if e := c.Send(t.Context(), playedIngest, get); e.Status != 200 {
				t.Fatal(e.Status, e.Err)
			}
			time.Sleep(12 * time.Second)
			g.Revoke("QA", "streaming-ingest")
			return c.Send(t.Context(), playedIngest, get)
		}, status: 401, reason: ReasonRevoked, cause: "was withdrawn: QA / streaming-ingest accepted it 12s before", steps: []StepKind{StepRenew, StepFetch, StepForget, StepCurl}},
		{name: "revoked, custom", play: func(t *testing.T, c *Client, g *playedGateway) *Exchange {
			value := playedToken(t, c, playedIngest)
			c.Send(t.Context(), playedIngest, own(value))
			time.Sleep(7 * time.Second)
			g.Revoke("QA", "")
			return c.Send(t.Context(), playedIngest, own(value))
		}, status: 401, reason: ReasonRevoked, cause: "accepted it 7s before", steps: []StepKind{StepManaged, StepEdit, StepCurl}},
		{name: "revoked, and no new one", play: func(t *testing.T, c *Client, g *playedGateway) *Exchange {
			c.Send(t.Context(), playedIngest, get)
			g.Revoke("QA", "")
			g.instead = func(w http.ResponseWriter, r *http.Request) bool {
				return strings.HasSuffix(r.URL.Path, "/token") && htmlPage(503, "Via", "1.1 corp")(w, r)
			}
			return c.Send(t.Context(), playedIngest, get)
		}, status: 401, reason: ReasonProxy, cause: "no new one could be had", steps: []StepKind{StepBody, StepSend, StepReload, StepCurl}},
		{name: "another service's, pasted", play: func(t *testing.T, c *Client, _ *playedGateway) *Exchange {
			pasteToken(t, c, playedIngest, playedToken(t, c, playedProperty))
			return c.Send(t.Context(), playedIngest, get)
		}, status: 401, reason: ReasonOtherTarget, cause: "The token that was pasted is the token of QA / streaming-property. QA / streaming-ingest takes only its own.", steps: []StepKind{StepRenew, StepTarget, StepForget, StepCurl}},
		{name: "another service's, custom", play: func(t *testing.T, c *Client, _ *playedGateway) *Exchange {
			return c.Send(t.Context(), playedIngest, own(playedToken(t, c, playedProperty)))
		}, status: 401, reason: ReasonOtherTarget, cause: "is the token of QA / streaming-property", steps: []StepKind{StepManaged, StepTarget, StepEdit, StepCurl}},
		{name: "another environment's", play: func(t *testing.T, c *Client, _ *playedGateway) *Exchange {
			pasteToken(t, c, playedIngest, playedToken(t, c, playedStaging))
			return c.Send(t.Context(), playedIngest, Request{Method: "PATCH", Path: "/product"})
		}, status: 401, reason: ReasonOtherTarget, cause: "is the token of Staging / streaming-ingest", steps: []StepKind{StepRenew, StepTarget, StepForget, StepCurl}},
		{name: "pasted, from nowhere", play: func(t *testing.T, c *Client, _ *playedGateway) *Exchange {
			pasteToken(t, c, playedIngest, "fake-token-of-somebody-else")
			return c.Send(t.Context(), playedIngest, get)
		}, status: 401, reason: ReasonUnknownToken, cause: "refuses the token that was pasted", steps: []StepKind{StepRenew, StepCheck, StepForget, StepCurl}},
		{name: "wrong API key, another environment's", change: func(d *Directory, boxes []sandbox.Environment) {
			d.Environments[0].APIKey = NewLiteral(boxes[1].APIKey)
		}, play: sendGet, status: 403, reason: ReasonAPIKey, cause: "another site's or environment's", steps: []StepKind{StepReload, StepSend, StepCheck, StepCurl}},
		{name: "wrong API key, nobody's", change: func(d *Directory, _ []sandbox.Environment) {
			d.Environments[0].APIKey = NewLiteral("fake-api-key-of-nobody")
		}, play: sendGet, status: 404, reason: ReasonAPIKey, cause: "does not accept the API key of QA", steps: []StepKind{StepReload, StepSend, StepCheck, StepCurl}},
		{name: "no token", play: func(t *testing.T, c *Client, _ *playedGateway) *Exchange {
			return c.Send(t.Context(), playedIngest, Request{Method: "GET", Path: "/product", Auth: AuthNone})
		}, status: 401, reason: ReasonNoToken, cause: "was sent without one", steps: []StepKind{StepManaged, StepEdit, StepCurl}},
		{name: "token lost on the way", play: func(t *testing.T, c *Client, g *playedGateway) *Exchange {
			g.instead = func(_ http.ResponseWriter, r *http.Request) bool { r.Header.Del("Authorization"); return false }
			return c.Send(t.Context(), playedIngest, get)
		}, status: 401, reason: ReasonTokenLost, cause: "no token came, though one was sent", steps: []StepKind{StepCheck, StepSend, StepReload, StepCurl}},
		{name: "no Bearer in a header of one's own", play: func(t *testing.T, c *Client, _ *playedGateway) *Exchange {
			r := own("x")
			r.Headers[0].Value = "Basic ZmFrZTpmYWtl"
			return c.Send(t.Context(), playedIngest, r)
		}, status: 401, reason: ReasonHeader, cause: "header that you wrote", steps: []StepKind{StepManaged, StepEdit, StepCurl}},
		{name: "wrong secret", change: func(d *Directory, _ []sandbox.Environment) {
			d.Environments[0].ClientSecret = NewLiteral("fake-wrong-secret")
		}, play: sendGet, reason: ReasonCredentials, cause: "the client credentials are not accepted", steps: []StepKind{StepReload, StepRenew, StepReply}},
		{name: "no secret", change: func(d *Directory, _ []sandbox.Environment) {
			d.Environments[0].ClientSecret = nil
		}, play: sendGet, reason: ReasonCredentials, cause: "none is configured", steps: []StepKind{StepReload, StepRenew}},
		{name: "a proxy's 401 page", play: sendTo(htmlPage(401, "Server", "fake-proxy/1")), status: 401, reason: ReasonProxy, cause: "a 401 with an HTML page", steps: []StepKind{StepBody, StepSend, StepReload, StepCurl}},
		{name: "a proxy's 407", play: sendTo(htmlPage(407, "Proxy-Authenticate", "Basic realm=fake")), status: 407, reason: ReasonProxy, cause: "407", steps: []StepKind{StepBody, StepSend, StepReload, StepCurl}},
		{name: "a network's 511", play: sendTo(htmlPage(511)), status: 511, reason: ReasonProxy, cause: "wants you to sign in", steps: []StepKind{StepBody, StepSend, StepReload, StepCurl}},
		{name: "a portal's page at the token endpoint", play: func(t *testing.T, c *Client, g *playedGateway) *Exchange {
			g.instead = htmlPage(200)
			return c.Send(t.Context(), playedIngest, get)
		}, reason: ReasonProxy, cause: "HTML page", steps: []StepKind{StepRenew, StepReload}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, g := newPlayed(t, c.change)
				e := c.play(t, client, g)
				e.Body.Wait()
				x, ok := e.Explain()
				if !ok || e.Status != c.status || x.Reason != c.reason || !strings.Contains(x.Cause, c.cause) {
					t.Errorf("%d %v: %s: %s\nwant %d %s: %s", e.Status, ok, x.Reason, x.Cause, c.status, c.reason, c.cause)
				}
				var steps []StepKind
				for _, s := range x.Steps {
					steps = append(steps, s.Kind)
				}
				if !slices.Equal(steps, c.steps) {
					t.Errorf("steps %v, want %v", steps, c.steps)
				}
				checkForm(t, x)
				q := client.Inquire(e.Target, e, time.Now())
				if !q.Fault || q.Cause != x.Cause || len(q.Groups) < 2 {
					t.Errorf("the inquiry says %+v", q)
				}
			})
		})
	}
}

func sendGet(t *testing.T, c *Client, _ *playedGateway) *Exchange {
	return c.Send(t.Context(), playedIngest, Request{Method: "GET", Path: "/product"})
}

// sendTo sends a call that is answered otherwise; the token is the sandbox's.
func sendTo(answer func(http.ResponseWriter, *http.Request) bool) func(*testing.T, *Client, *playedGateway) *Exchange {
	return func(t *testing.T, c *Client, g *playedGateway) *Exchange {
		g.instead = func(w http.ResponseWriter, r *http.Request) bool {
			return !strings.HasSuffix(r.URL.Path, "/token") && answer(w, r)
		}
		return sendGet(t, c, g)
	}
}

// TestRenewSendsWithANewToken: whatever the token was, the step that renews
// and sends again ends in an accepted call.
func TestRenewSendsWithANewToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := newPlayed(t, nil)
		pasteToken(t, c, playedIngest, playedToken(t, c, playedProperty))
		get := Request{Method: "GET", Path: "/product"}
		if e := c.Send(t.Context(), playedIngest, get); e.Status != 401 {
			t.Fatal(e.Status, e.Err)
		}
		e := c.Renew(t.Context(), playedIngest, get)
		if e.Status != 200 || !e.Token.New || e.Token.Token.Pasted() || len(e.Attempts) != 1 {
			t.Errorf("%d %v, %d attempts, token %+v", e.Status, e.Err, len(e.Attempts), e.Token)
		}
		before := c.tokens.State(playedIngest).Fetches
		if e := c.Renew(t.Context(), playedIngest, Request{Method: "GET", Path: "/{missing}"}); e.Err == nil || c.tokens.State(playedIngest).Fetches != before {
			t.Errorf("a request that cannot go out bought a token: %v", e.Err)
		}
	})
}

// TestInquiryAfterAReplay: a call that went through with a second token says
// what was the matter with the first.
func TestInquiryAfterAReplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, g := newPlayed(t, nil)
		sendGet(t, c, g)
		time.Sleep(9 * time.Second)
		g.Revoke("QA", "")
		e := sendGet(t, c, g)
		e.Body.Wait()
		q := c.Inquire(e.Target, e, time.Now())
		if q.Fault || !strings.Contains(q.Cause, "All is well now. The token was withdrawn: QA / streaming-ingest accepted it 9s before") {
			t.Errorf("%v %s", q.Fault, q.Cause)
		}
		if q.Groups[0].Title != "The token that was refused first" {
			t.Errorf("first group %q", q.Groups[0].Title)
		}
	})
}

// TestInquiryOfTokens asks about tokens in every state, and about none.
func TestInquiryOfTokens(t *testing.T) {
	for _, c := range []struct {
		name  string
		play  func(*testing.T, *Client, *playedGateway)
		fault bool
		cause string
		step  StepKind // the first
	}{
		{"none", func(*testing.T, *Client, *playedGateway) {}, false, "there is no token yet", StepFetch},
		{"good, never used", func(t *testing.T, c *Client, _ *playedGateway) { playedToken(t, c, playedIngest) }, false, "No call has proved it yet", StepCheck},
		{"good, accepted", func(t *testing.T, c *Client, g *playedGateway) { sendGet(t, c, g) }, false, "this token is good.", StepCheck},
		{"expired", func(t *testing.T, c *Client, _ *playedGateway) {
			playedToken(t, c, playedIngest)
			time.Sleep(3 * time.Minute)
		}, false, "has expired", StepFetch},
		{"endpoint down", func(t *testing.T, c *Client, g *playedGateway) {
			g.instead = htmlPage(502)
			c.tokens.Get(t.Context(), playedIngest)
		}, true, "No token could be had", StepFetch},
		{"pasted, another's", func(t *testing.T, c *Client, g *playedGateway) {
			pasteToken(t, c, playedIngest, playedToken(t, c, playedProperty))
			sendGet(t, c, g)
		}, true, "is the one of QA / streaming-property", StepFetch},
		{"pasted, from nowhere", func(t *testing.T, c *Client, g *playedGateway) {
			pasteToken(t, c, playedIngest, "fake-token-of-somebody-else")
			sendGet(t, c, g)
		}, true, "with the token that was pasted", StepFetch},
		{"new and refused", func(t *testing.T, c *Client, g *playedGateway) {
			sendTo(func(w http.ResponseWriter, _ *http.Request) bool { refuseToken(w); return true })(t, c, g)
		}, true, "Another one would hardly help", StepCheck},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, g := newPlayed(t, nil)
				c.play(t, client, g)
				q := client.Inquire(playedIngest, nil, time.Now())
				if q.Fault != c.fault || !strings.Contains(q.Cause, c.cause) || len(q.Steps) == 0 || q.Steps[0].Kind != c.step || len(q.Groups) == 0 {
					t.Errorf("%v %s %v\n%+v", q.Fault, q.Cause, q.Steps, q.Groups)
				}
				for _, g := range q.Groups {
					for _, f := range g.Facts {
						if f.Text == "" || strings.Contains(f.Text, "%!") {
							t.Errorf("%s: %q", f.Label, f.Text)
						}
					}
				}
			})
		})
	}
}

// TestInquiryHoldsNoSecret lets the server repeat every secret in every header
// that is explained.
func TestInquiryHoldsNoSecret(t *testing.T) {
	texts := 0
	for _, status := range []int{200, 401, 403, 407, 502, 511} {
		echo := func(w http.ResponseWriter, r *http.Request) {
			all := fmt.Sprintf("1.1 %s %s %s", bearerOf(r), r.URL.Path, fakeSecret)
			for _, h := range hopHeaders {
				w.Header().Set(h.name, all)
			}
			w.Header().Set("Proxy-Status", fmt.Sprintf("%s; error=%s", bearerOf(r), fakeSecret))
			w.Header().Set("WWW-Authenticate", "Bearer error=\""+all+"\"")
			w.WriteHeader(status)
			io.WriteString(w, all)
		}
		c := newTestClient(t, keyedDirectory(), &fakeGateway{call: echo})
		c.redactor.Learn(fakeSecret)
		e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
		e.Body.Wait()
		for _, q := range []Inquiry{c.Inquire(qaProperty, e, time.Now()), c.Inquire(qaProperty, nil, time.Now())} {
			text := fmt.Sprintf("%+v", q)
			texts++
			for _, secret := range []string{tokenName(qaProperty, 1), tokenName(qaProperty, 2), fakeKey("qa"), fakeSecret} {
				if strings.Contains(text, secret) {
					t.Errorf("%d: %s is in %s", status, secret, text)
				}
			}
		}
	}
	t.Logf("%d inquiries", texts)
}

// TestHops holds what is said of the headers of gateways and proxies.
func TestHops(t *testing.T) {
	for _, c := range []struct {
		name   string
		header []string
		html   bool
		who    Answerer
		says   string
	}{
		{"the service", []string{"X-Kong-Upstream-Latency", "12", "X-Kong-Proxy-Latency", "1", "Via", "1.1 kong/3.8.0"}, false, AnsweredService, "12 ms"},
		{"kong itself", []string{"X-Kong-Response-Latency", "0", "Server", "kong/3.8.0"}, false, AnsweredGateway, "to answer by itself"},
		{"kong, without latencies", []string{"Server", "kong/2.8.1"}, false, AnsweredGateway, "own software"},
		{"a cache", []string{"X-Cache", "Hit from cloudfront", "Age", "31", "X-Kong-Upstream-Latency", "3"}, false, AnsweredBetween, "may not have seen"},
		{"a cache that asked on", []string{"X-Cache", "MISS", "X-Kong-Upstream-Latency", "3"}, false, AnsweredService, "asked on"},
		{"a proxy that wants credentials", []string{"Proxy-Authenticate", "Basic"}, true, AnsweredBetween, "credentials of its own"},
		{"a page", []string{"Server", "nginx"}, true, AnsweredBetween, "web server or proxy"},
		{"Cloudflare", []string{"Server", "cloudflare", "CF-Ray", "fake-ray"}, false, AnsweredUnknown, "Cloudflare"},
		{"hops", []string{"Via", "1.0 fred, 1.1 corp.fake (squid)"}, false, AnsweredUnknown, "fred, then corp.fake"},
		{"RFC 9209", []string{"Proxy-Status", `origin.fake; received-status=503, "edge fake"; error=connection_timeout; details="x"`}, false, AnsweredUnknown, "edge fake: it could not connect to the next host in time"},
		{"RFC 9209, an unknown error", []string{"Proxy-Status", `edge; error=fake_kind`}, false, AnsweredUnknown, "it reports fake_kind"},
		{"junk", []string{"X-Kong-Upstream-Latency", "-x", "Via", ""}, false, AnsweredService, ""},
		{"used up", []string{"X-RateLimit-Remaining", "0"}, false, AnsweredUnknown, "used up"},
		{"nothing", nil, false, AnsweredUnknown, ""},
	} {
		h := http.Header{}
		for i := 0; i+1 < len(c.header); i += 2 {
			h.Set(c.header[i], c.header[i+1])
		}
		who, why := answeredBy(h, c.html)
		said := why
		for _, hop := range hops(h) {
			said += "\n" + hop.name + ": " + hop.value + " " + hop.meaning
		}
		if who != c.who || !strings.Contains(said, c.says) {
			t.Errorf("%s: %q: %s\nwant %q and %q", c.name, who, said, c.who, c.says)
		}
	}
}

// TestValuesAreBounded: the memory of values does not grow without end, and
// forgets the oldest.
func TestValuesAreBounded(t *testing.T) {
	v := newValues()
	for i := range 2 * maxValues {
		v.obtained(qaProperty, &Token{Value: Secret(fmt.Sprint("fake-", i)), ObtainedAt: time.Now()})
		v.acceptedBy(qaProperty, Secret(fmt.Sprint("fake-", i)), time.Now())
	}
	if len(v.byHash) != maxValues || len(v.order) != maxValues {
		t.Errorf("%d values, %d in order", len(v.byHash), len(v.order))
	}
	if v.of(qaProperty, "fake-0").Obtained() || !v.of(qaProperty, Secret(fmt.Sprint("fake-", 2*maxValues-1))).Obtained() {
		t.Error("the oldest stayed or the newest went")
	}
}
