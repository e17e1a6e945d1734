package gateway

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// answerWith is a call that is answered so.
func answerWith(status int, body string, header ...string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

const (
	kongInvalid = `Bearer realm="service" error="invalid_token" error_description="The access token is invalid or has expired"`
	nginxPage   = "<html>\r\n<head><title>502 Bad Gateway</title></head></html>"
)

// TestExplainEveryRefusal makes each refusal happen and reads its explanation.
func TestExplainEveryRefusal(t *testing.T) {
	get := Request{Method: "GET", Path: "/x"}
	for _, c := range []struct {
		name     string
		call     func(http.ResponseWriter, *http.Request)
		r        Request
		age      time.Duration // of the token, zero for one obtained by the send
		change   func(*Environment)
		cause    string
		evidence string
		try      string
	}{
		{name: "new token refused", call: answerWith(401, "", "WWW-Authenticate", kongInvalid), r: get,
			cause: "refuses a token that it gave out only", evidence: "obtained for this very send", try: "Check api_key of qa"},
		{name: "new token refused, no key", call: answerWith(401, "", "WWW-Authenticate", kongInvalid), r: get,
			change: func(e *Environment) { e.CallPrefix = "/{service}/v1" }, cause: "another one would hardly help", evidence: "challenge Bearer", try: "call_prefix lead to the same service"},
		{name: "new token refused as well", call: answerWith(401, "", "WWW-Authenticate", kongInvalid), r: get, age: time.Minute,
			cause: "refuses a new token like the one before", evidence: "2 tokens obtained", try: "same of a token that is unknown, expired"},
		{name: "write asks", call: answerWith(401, `{"message":"Unauthorized"}`), r: Request{Method: "POST", Path: "/x"}, age: time.Minute,
			cause: "Whether the token is the reason", evidence: "no challenge", try: "may change something"},
		{name: "token did not arrive", call: answerWith(401, `{"error":"invalid_request","error_description":"The access token is missing"}`, "WWW-Authenticate", `Bearer realm="service"`), r: get,
			cause: "no token came, though one was sent", evidence: "invalid_request: The access token is missing", try: "proxy"},
		{name: "auth none", call: answerWith(401, "", "WWW-Authenticate", `Bearer realm="service"`), r: Request{Method: "GET", Path: "/x", Auth: AuthNone},
			cause: "was sent without one", evidence: "auth is none", try: "managed"},
		{name: "custom without Bearer", call: answerWith(401, ""), r: Request{Method: "GET", Path: "/x", Auth: AuthCustom, Headers: []Field{{Name: "Authorization", Value: "fake-bare-token"}}},
			cause: "header that you wrote", evidence: "does not begin with the word Bearer", try: "Write Bearer, a space"},
		{name: "401 page", call: answerWith(401, nginxPage, "Content-Type", "text/html", "Server", "fake-proxy/1"), r: get,
			cause: "HTML page", evidence: "Server: fake-proxy/1", try: "VPN"},
		{name: "403", call: answerWith(403, `{"message":"forbidden here"}`), r: get,
			cause: "does not allow it", evidence: "forbidden here", try: "another site"},
		{name: "403 scope", call: answerWith(403, "", "WWW-Authenticate", `Bearer error="insufficient_scope", scope="admin"`), r: get,
			cause: "insufficient_scope", evidence: `scope="admin"`, try: "Ask whoever"},
		{name: "404", call: answerWith(404, `{"message":"no such collection"}`), r: get, cause: "Nothing is found", evidence: "no such collection", try: "case-sensitive"},
		{name: "404 no route", call: answerWith(404, `{"message":"no Route matched with those values"}`), r: get, cause: "no service at this path", evidence: "no Route matched", try: "call_prefix"},
		{name: "404 without a key", call: answerWith(404, ""), r: get, change: func(e *Environment) { e.CallPrefix = "/{service}/v1" },
			cause: "carries no API key", evidence: "call_prefix is /{service}/v1", try: DefaultCallPrefix},
		{name: "404 with a key", call: answerWith(404, ""), r: get, cause: "Nothing is found", evidence: "comes from a literal", try: "does not know"},
		{name: "prefix twice", call: answerWith(404, ""), r: Request{Method: "GET", Path: "/streaming-property/v1/key/x"}, cause: "repeats the call prefix", try: "only what follows"},
		{name: "GET on the token endpoint", call: answerWith(401, `{"error":"invalid_request","error_description":"The access token is missing"}`), r: Request{Method: "GET", Path: "/oauth2/token"},
			cause: "asked with GET", evidence: "access token is missing", try: "obtained by itself"},
		{name: "misspelt token endpoint", call: answerWith(404, ""), r: Request{Method: "POST", Path: "/oath2/token"}, cause: "misspelt token endpoint", try: "token_path"},
		{name: "page of a proxy", call: answerWith(502, nginxPage, "Content-Type", "text/html", "Server", "nginx", "Via", "1.1 corp"), r: get,
			cause: "HTML page", evidence: "Via: 1.1 corp", try: "VPN"},
		{name: "page with 200", call: answerWith(200, "<!doctype html><title>Sign in</title>", "Content-Type", "text/html"), r: get,
			cause: "though its status is 200", evidence: "HTML page", try: "page"},
		{name: "redirect away", call: answerWith(302, "", "Location", "https://login.fake.test/?next=x"), r: get,
			cause: "away from https://qa.test", evidence: "Location: https://login.fake.test", try: "sign-in page"},
		{name: "redirect of a write", call: answerWith(307, "", "Location", "/streaming-property/y"), r: Request{Method: "POST", Path: "/x"},
			cause: "may change something", evidence: "Location", try: "base_url"},
		{name: "429", call: answerWith(429, "", "Retry-After", "7"), r: get, cause: "no more requests", evidence: "Retry-After: 7", try: "Wait 7s"},
		{name: "429 huge", call: answerWith(429, "", "Retry-After", "1000000000"), r: get, cause: "no more requests", evidence: "Retry-After: 1000000000", try: "Wait 1m0s"},
		{name: "429 junk", call: answerWith(429, "", "Retry-After", "soon"), r: get, cause: "no more requests", evidence: "makes no sense: soon", try: "a little"},
		{name: "500", call: answerWith(500, `{"error":{"code":"E42","message":"it broke"}}`), r: get, cause: "failed on this request", evidence: "E42: it broke", try: "in a while"},
		{name: "503 write", call: answerWith(503, "", "Retry-After", "3"), r: Request{Method: "POST", Path: "/x"}, cause: "not available", evidence: "Retry-After: 3", try: "may have been carried out"},
		{name: "400", call: answerWith(400, "just text"), r: get, cause: "as it is", evidence: "the server says just text", try: "server's words"},
		{name: "405", call: answerWith(405, "", "Allow", "GET, PUT"), r: get, cause: "not for this method", evidence: "Allow: GET, PUT", try: "method"},
		{name: "418", call: answerWith(418, ""), r: get, cause: "418", evidence: "the body is empty", try: "words"},
		{name: "guard", r: Request{Method: "DELETE", Path: "/x"}, change: func(e *Environment) { e.Guarded = true }, cause: "Nothing was sent", evidence: "is guarded", try: `"qa"`},
		{name: "guard, other name", r: Request{Method: "DELETE", Path: "/x", Confirmed: "prod"}, change: func(e *Environment) { e.Guarded = true }, cause: "Nothing was sent", evidence: "another name", try: `exactly "qa"`},
		{name: "read-only", r: Request{Method: "PUT", Path: "/x"}, change: func(e *Environment) { e.ReadOnly = true }, cause: "Nothing was sent", evidence: "read_only", try: "read_only"},
		{name: "field", r: Request{Method: "GET", Path: "/{id}"}, cause: "parameter id", evidence: "target qa", try: "Correct"},
		{name: "plain http", r: get, change: func(e *Environment) { e.BaseURL = "http://qa.test" }, cause: "plain http would send credentials", try: "base_url"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dir := keyedDirectory()
				if c.change != nil {
					c.change(dir.Environments[0])
				}
				client := newTestClient(t, dir, &fakeGateway{call: c.call})
				if c.age > 0 {
					mustGet(t, client.tokens, qaProperty)
					time.Sleep(c.age)
				}
				e := client.Send(t.Context(), qaProperty, c.r)
				e.Body.Wait()
				x, ok := e.Explain()
				if !ok || !strings.Contains(x.Cause, c.cause) || !strings.Contains(strings.Join(x.Evidence, "\n"), c.evidence) || !strings.Contains(strings.Join(x.Try, "\n"), c.try) {
					t.Errorf("%v: %+v\nwant cause %q, evidence %q, try %q", ok, x, c.cause, c.evidence, c.try)
				}
				checkForm(t, x)
			})
		})
	}
}

// checkForm holds what every explanation promises of its form.
func checkForm(t *testing.T, x Explanation) {
	t.Helper()
	if !strings.HasSuffix(x.Cause, ".") || len(x.Evidence) == 0 || len(x.Try) == 0 {
		t.Errorf("form of %+v", x)
	}
	for _, line := range append(x.Try, x.Cause) {
		if strings.Contains(line, "..") || strings.Contains(line, "%!") {
			t.Errorf("form of %q", line)
		}
	}
}

func TestExplainTokenErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		token  func(http.ResponseWriter, *http.Request)
		change func(*Environment)
		cause  string
		says   string
	}{
		{"no credentials", nil, func(e *Environment) { e.ClientSecret = nil }, "qa / streaming-property", "client_secret"},
		{"wrong secret", answerWith(400, `{"error":"invalid_client","error_description":"Invalid client authentication"}`), nil, "client credentials", "Invalid client authentication"},
		{"page", answerWith(200, nginxPage, "Content-Type", "text/html", "Via", "1.1 corp"), nil, "HTML", "through a proxy"},
		{"misspelt path", answerWith(404, `{"message":"no Route matched"}`), func(e *Environment) { e.TokenPath = "/{service}/v1/oath2/token" }, "token endpoint", "reads oath"},
		{"redirect", answerWith(302, "", "Location", "https://login.fake.test/x"), nil, "No token", "login.fake.test"},
		{"clock", answerWith(401, "", "Date", "Tue, 01 Jan 2019 00:00:00 GMT"), nil, "credentials", "behind this machine's"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := keyedDirectory()
			if c.change != nil {
				c.change(dir.Environments[0])
			}
			g := &fakeGateway{token: c.token}
			if strings.Contains(dir.Environments[0].TokenPath, "oath2") {
				g.call = c.token
			}
			e := newTestClient(t, dir, g).Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
			x, ok := e.Explain()
			all := strings.Join(append(x.Evidence, x.Try...), "\n")
			if !ok || !strings.Contains(x.Cause, c.cause) || !strings.Contains(all, c.says) {
				t.Errorf("%v: %+v, want %q and %q", e.Err, x, c.cause, c.says)
			}
			checkForm(t, x)
		})
	}
}

// TestExplainQuotesNoSecret lets the server repeat every secret everywhere.
func TestExplainQuotesNoSecret(t *testing.T) {
	cells := 0
	for _, status := range []int{200, 302, 400, 401, 403, 404, 429, 500, 502} {
		for _, kind := range []string{"application/json", "text/html", "text/plain"} {
			cells++
			echo := func(w http.ResponseWriter, r *http.Request) {
				all := r.Header.Get("Authorization") + " " + r.URL.Path + " " + fakeSecret + " " + r.URL.RawQuery
				for _, name := range []string{"Location", "Server", "Via", "Retry-After", "Allow", "X-Cache"} {
					w.Header().Set(name, all)
				}
				w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer error="x", error_description=%q`, all))
				w.Header().Set("Content-Type", kind)
				w.WriteHeader(status)
				switch kind {
				case "application/json":
					fmt.Fprintf(w, `{"error":%q,"message":%q}`, all, all)
				default:
					io.WriteString(w, all)
				}
			}
			c := newTestClient(t, keyedDirectory(), &fakeGateway{call: echo})
			c.redactor.Learn(fakeSecret)
			e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
			e.Body.Wait()
			x, _ := e.Explain()
			text := fmt.Sprintf("%+v %+v %v", x, e.Sent, e.Replay)
			if refusal := c.tokens.State(qaProperty).Refusal; refusal != nil {
				text += refusal.Words
			}
			for _, secret := range []string{tokenName(qaProperty, 1), fakeKey("qa"), fakeSecret} {
				if strings.Contains(text, secret) {
					t.Errorf("%d %s: %s is in %s", status, kind, secret, text)
				}
			}
		}
	}
	t.Logf("%d cells", cells)
}

// TestExplainRedactsBeforeItCuts: of a secret that stands where a quotation is
// cut nothing is left.
func TestExplainRedactsBeforeItCuts(t *testing.T) {
	const secret = "zq-fake-secret-01" // too short to be known by its beginning
	for _, kind := range []string{"application/json", "text/plain"} {
		for lead := maxWords - len(secret); lead < maxWords; lead++ {
			words := strings.Repeat("x", lead) + secret + " and more"
			body := words
			if kind == "application/json" {
				body = fmt.Sprintf(`{"message":%q}`, words)
			}
			c := newTestClient(t, keyedDirectory(), &fakeGateway{call: answerWith(401, body, "Content-Type", kind, "Via", words)})
			c.redactor.Learn(secret)
			e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
			e.Body.Wait()
			x, _ := e.Explain()
			text := fmt.Sprint(x, c.tokens.State(qaProperty).Refusal.Words)
			if strings.Contains(text, secret[:3]) || !strings.Contains(text, "server says xxx") {
				t.Fatalf("%s, %d bytes before: %s", kind, lead, text)
			}
		}
	}
}

// TestExplainPasted: a pasted token is none that the gateway gave out just now.
func TestExplainPasted(t *testing.T) {
	synctest.Test(t, explainPasted)
}

func explainPasted(t *testing.T) {
	g := newRevoking()
	g.challenge = "none"
	g.all = true
	c := newTestClient(t, keyedDirectory(), g)
	if err := c.tokens.Paste(qaProperty, "fake-pasted-token-0001"); err != nil {
		t.Fatal(err)
	}
	e := c.Send(t.Context(), qaProperty, Request{Method: "POST", Path: "/x"})
	e.Replay = Replay{Verdict: ReplayUseless, Why: "this token was refused already"}
	x, ok := e.Explain()
	all := fmt.Sprint(x)
	if !ok || !strings.Contains(x.Cause, "that was pasted") || strings.Contains(all, "gave out") || !strings.Contains(all, "pasted by hand 0s before") || !strings.Contains(all, "it was pasted") {
		t.Errorf("%+v", x)
	}
}

func TestExplainTruncatedBody(t *testing.T) {
	dir := keyedDirectory()
	dir.BodyLimit = 10
	c := newTestClient(t, dir, &fakeGateway{call: answerWith(200, `{"long":"body that does not fit"}`)})
	e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
	e.Body.Wait()
	if x, ok := e.Explain(); !ok || !strings.Contains(x.Cause, "cut at the limit") || !strings.Contains(x.Try[0], "body_limit") {
		t.Errorf("%+v", x)
	}
}

// TestExplainByHand: an exchange that was not made by a client, as a record
// read back is, can be explained too.
func TestExplainByHand(t *testing.T) {
	for _, e := range []*Exchange{{Status: 401}, {Status: 404}, {Status: 302}, {Status: 503}, {Status: 401, Token: TokenUse{Token: &Token{}}}} {
		if x, ok := e.Explain(); !ok || x.Cause == "" {
			t.Errorf("%d: %+v", e.Status, x)
		}
	}
	if _, ok := (&Exchange{Status: 200}).Explain(); ok {
		t.Error("a good answer is explained")
	}
}
