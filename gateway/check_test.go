package gateway

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// probed is keyedDirectory with a probe of streaming-property.
func probed(o Operation) *Directory {
	dir := keyedDirectory()
	o.Service, o.Name, o.Probe = "streaming-property", "Look", true
	if o.Method == "" {
		o.Method, o.Path = "GET", "/look"
	}
	dir.Operations = []Operation{{Service: o.Service, Name: "Other", Method: "GET", Path: "/other"}, o}
	return dir
}

// answerBody answers every call with a status, a type and a body.
func answerBody(status int, kind, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func TestCheckOutcomes(t *testing.T) {
	const page = "<!DOCTYPE html><html><body>Sign in</body></html>"
	for name, c := range map[string]struct {
		answer  func(http.ResponseWriter, *http.Request)
		outcome CheckOutcome
		fault   string
		event   TokenEventKind
	}{
		"ok":           {answerBody(200, "application/json", "{}"), CheckOK, "", EventProven},
		"no content":   {answerBody(204, "", ""), CheckOK, "", EventProven},
		"long":         {answerBody(200, "application/json", `"`+strings.Repeat("x", 2*maxWordsBody)+`"`), CheckOK, "", EventProven},
		"page":         {answerBody(200, "text/html", page), CheckFailed, "HTML page", EventUnproven},
		"page as JSON": {answerBody(200, "application/json", page), CheckFailed, "HTML page", EventUnproven},
		"not found":    {answerBody(404, "application/json", "{}"), CheckFailed, "answered 404", EventUnproven},
		"forbidden":    {answerBody(403, "application/json", "{}"), CheckFailed, "answered 403", EventUnproven},
		"broken":       {answerBody(502, "text/html", page), CheckFailed, "answered 502", EventUnproven},
		"moved": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://login.test/")
			w.WriteHeader(302)
		}, CheckFailed, "answered 302", EventUnproven},
		"refused": {func(w http.ResponseWriter, _ *http.Request) { refuseToken(w) }, CheckRefused, "answered 401", EventRefused},
	} {
		t.Run(name, func(t *testing.T) {
			g := &fakeGateway{call: c.answer}
			client := newTestClient(t, probed(Operation{}), g)
			check := client.Check(t.Context(), qaProperty)
			if check.Outcome != c.outcome || !strings.Contains(check.Fault, c.fault) || (check.Fault == "") != (c.outcome == CheckOK) || check.Operation != "Look" {
				t.Errorf("%+v", check)
			}
			state := client.tokens.State(qaProperty)
			p := state.Proof
			if p == nil || p.OK != (c.outcome == CheckOK) || p.OK == p.ProvenAt.IsZero() || p.Status != check.Exchange.Status || p.Fault != check.Fault {
				t.Errorf("proof %+v", p)
			}
			if last := state.History[len(state.History)-1]; last.Kind != c.event {
				t.Errorf("told as %+v", state.History)
			}
			_, explained := check.Exchange.Explain()
			if c.outcome != CheckOK && !explained {
				t.Error("not explained")
			}
			if calls := g.seen(); len(calls) != 1 || calls[0].uri != "/streaming-property/v1/"+fakeKey("qa")+"/look" {
				t.Errorf("calls %+v", calls)
			}
		})
	}
}

// TestCheckOfATokenThatIsStale: the check replaces it as a send would, and
// proves the new one.
func TestCheckOfATokenThatIsStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		g := newRevoking()
		c := newTestClient(t, probed(Operation{}), g)
		if check := c.Check(t.Context(), qaProperty); check.Outcome != CheckOK {
			t.Fatalf("%+v", check)
		}
		g.withdrawn.Store(tokenName(qaProperty, 1), true)
		check := c.Check(t.Context(), qaProperty)
		if check.Outcome != CheckOK || check.Exchange.Replay.Verdict != ReplayDone {
			t.Errorf("%+v, %+v", check, check.Exchange.Replay)
		}
		wantHistory(t, c.tokens, qaProperty, began, `
0 obtained: the check (GET /look) needed one
0 proven: Look was answered 200
0 refused: the check (GET /look) was answered 401
0 renewed: the one before was refused by the check (GET /look)
0 proven: Look was answered 200
`)
	})
}

// TestProofBelongsToItsToken: it is gone with the token, and a failed check
// leaves when the token was proven.
func TestProofBelongsToItsToken(t *testing.T) {
	ends := map[string]func(*Tokens){
		"refresh": func(tk *Tokens) { tk.Refresh(context.Background(), qaProperty) },
		"paste":   func(tk *Tokens) { tk.Paste(qaProperty, "fake-pasted-token") },
		"forget":  func(tk *Tokens) { tk.Forget(qaProperty) },
		"reject":  func(tk *Tokens) { tk.Reject(qaProperty, tk.State(qaProperty).Token) },
	}
	for name, end := range ends {
		synctest.Test(t, func(t *testing.T) {
			g := &fakeGateway{}
			c := newTestClient(t, probed(Operation{}), g)
			c.Check(t.Context(), qaProperty)
			proven := c.tokens.State(qaProperty).Proof.ProvenAt
			time.Sleep(time.Minute)
			g.call = answerBody(503, "", "")
			c.Check(t.Context(), qaProperty)
			if p := c.tokens.State(qaProperty).Proof; p.OK || !p.ProvenAt.Equal(proven) || !p.At.Equal(proven.Add(time.Minute)) {
				t.Errorf("%+v", p)
			}
			end(c.tokens)
			if p := c.tokens.State(qaProperty).Proof; p != nil {
				t.Errorf("%s: %+v", name, p)
			}
		})
	}
}

// TestCheckWithoutAToken: what the token endpoint says is the outcome.
func TestCheckWithoutAToken(t *testing.T) {
	for status, want := range map[int]CheckOutcome{400: CheckRefused, 503: CheckFailed} {
		g := &fakeGateway{token: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }}
		c := newTestClient(t, probed(Operation{}), g)
		check := c.Check(t.Context(), qaProperty)
		var token *TokenError
		if check.Outcome != want || !errors.As(check.Exchange.Err, &token) || len(g.seen()) != 0 || !strings.Contains(check.Fault, "no token") {
			t.Errorf("%d: %+v", status, check)
		}
	}
}

// TestCheckNeverWrites: a service without a probe that is safe and complete is
// told so, and nothing leaves; a safe one goes where writes may not.
func TestCheckNeverWrites(t *testing.T) {
	needed := []Parameter{{Name: "id", Required: true}}
	for name, c := range map[string]struct {
		probe Operation
		fault string
	}{
		"write":           {Operation{Method: "POST", Path: "/look"}, "may change something"},
		"declared unsafe": {Operation{Method: "GET", Path: "/look", Safety: DeclaredUnsafe}, "may change something"},
		"path":            {Operation{Method: "GET", Path: "/{id}", PathParams: needed}, "needs a value for id"},
		"query":           {Operation{Method: "GET", Path: "/look", Query: needed}, "needs a value for id"},
		"header":          {Operation{Method: "GET", Path: "/look", Headers: needed}, "needs a value for id"},
	} {
		g := &fakeGateway{}
		client := newTestClient(t, probed(c.probe), g)
		check := client.Check(t.Context(), qaProperty)
		x, _ := check.Exchange.Explain()
		if check.Outcome != CheckFailed || !strings.Contains(check.Fault, c.fault) || !strings.Contains(x.Cause, c.fault) || len(x.Try) != 1 {
			t.Errorf("%s: %+v, %+v", name, check, x)
		}
		if n := len(g.seen()) + g.exchanges(qaProperty); n != 0 {
			t.Errorf("%s: %d requests", name, n)
		}
	}

	g := &fakeGateway{}
	client := newTestClient(t, probed(Operation{}), g)
	if check := client.Check(t.Context(), Target{"qa", "streaming-view"}); check.Outcome != CheckFailed || !strings.Contains(check.Fault, "none of its operations") {
		t.Errorf("%+v", check)
	}
	if check := client.Check(t.Context(), Target{"nowhere", "streaming-property"}); check.Outcome != CheckFailed || check.Exchange.Err == nil {
		t.Errorf("%+v", check)
	}
	for _, probe := range []Operation{{}, {Method: "POST", Path: "/look", Safety: DeclaredSafe}} {
		dir := probed(probe)
		dir.Environments[0].ReadOnly, dir.Environments[0].Guarded = true, true
		client := newTestClient(t, dir, &fakeGateway{})
		if check := client.Check(t.Context(), qaProperty); check.Outcome != CheckOK {
			t.Errorf("read-only and guarded: %+v", check)
		}
	}
}

// TestCheckThatIsCancelled leaves no trace on the token.
func TestCheckThatIsCancelled(t *testing.T) {
	g := &fakeGateway{}
	c := newTestClient(t, probed(Operation{}), g)
	mustGet(t, c.tokens, qaProperty)
	ctx, cancel := context.WithCancel(t.Context())
	g.call = func(http.ResponseWriter, *http.Request) { cancel() }
	check := c.Check(ctx, qaProperty)
	if check.Outcome != CheckFailed || !errors.Is(check.Exchange.Err, context.Canceled) {
		t.Errorf("%+v", check)
	}
	if s := c.tokens.State(qaProperty); s.Proof != nil || len(s.History) != 1 {
		t.Errorf("%+v", s)
	}
}

// TestPastedTokenIsNotReplaced: no replay by itself, whatever the request and
// the challenge; a person may ask for one.
func TestPastedTokenIsNotReplaced(t *testing.T) {
	for _, method := range []string{"GET", "POST"} {
		g := newRevoking()
		c := newTestClient(t, keyedDirectory(), g)
		c.tokens.Paste(qaProperty, "fake-pasted-token")
		g.withdrawn.Store("fake-pasted-token", true)
		for range 2 {
			e := c.Send(t.Context(), qaProperty, Request{Method: method, Path: "/x"})
			if e.Status != 401 || len(e.Attempts) != 1 || e.Replay.Verdict != ReplayAsk || !strings.Contains(e.Replay.Why, "pasted") {
				t.Errorf("%s: %d, %+v", method, e.Status, e.Replay)
			}
			if x, _ := e.Explain(); !strings.Contains(x.Cause, "pasted") {
				t.Errorf("explained as %+v", x)
			}
		}
		state := c.tokens.State(qaProperty)
		if state.Token == nil || !state.Token.Pasted() || state.Status(time.Now()).State != StateRefused || g.exchanges(qaProperty) != 0 {
			t.Errorf("%s: %+v, %d exchanges", method, state, g.exchanges(qaProperty))
		}
		again := c.Resend(t.Context(), c.Send(t.Context(), qaProperty, Request{Method: method, Path: "/x"}))
		if again.Status != 200 || again.Replay.Verdict != ReplayDone || len(again.Attempts) != 2 || g.exchanges(qaProperty) != 1 {
			t.Errorf("%s: %d, %+v", method, again.Status, again.Replay)
		}
		wantState(t, c.tokens, qaProperty, StateNoExpiry)
	}
}
