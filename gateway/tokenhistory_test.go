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

// told is a target's history, an event on a line, with the seconds since the
// bubble began.
func told(tokens *Tokens, target Target, began time.Time) string {
	var b strings.Builder
	for _, e := range tokens.State(target).History {
		fmt.Fprintf(&b, "%d %s: %s\n", e.At.Sub(began)/time.Second, e.Kind, e.Why)
	}
	return b.String()
}

func wantHistory(t *testing.T, tokens *Tokens, target Target, began time.Time, want string) {
	t.Helper()
	if got := told(tokens, target, began); got != strings.TrimLeft(want, "\n") {
		t.Errorf("the history is\n%swant%s", got, want)
	}
}

// TestHistory lets everything happen to a token that can.
func TestHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		g := newRevoking()
		g.lifetime = 100
		c := newTestClient(t, keyedDirectory(), g)
		get := Request{Method: "GET", Path: "/x/{id}", PathParams: []Field{{Name: "id", Value: "7"}}}
		c.Send(t.Context(), qaProperty, get)
		time.Sleep(time.Second)
		c.Send(t.Context(), qaProperty, get) // with a live token: nothing to tell
		g.withdrawn.Store(tokenName(qaProperty, 1), true)
		c.Send(t.Context(), qaProperty, get)
		time.Sleep(95 * time.Second)
		c.Send(t.Context(), qaProperty, get)
		time.Sleep(time.Hour)
		mustGet(t, c.tokens, qaProperty)
		c.tokens.Refresh(t.Context(), qaProperty)
		g.all = true
		time.Sleep(time.Second)
		c.Send(t.Context(), qaProperty, get)
		g.token = func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			io.WriteString(w, `{"error":"invalid_client","error_description":"Invalid client authentication"}`)
		}
		c.tokens.Refresh(t.Context(), qaProperty)
		if err := c.tokens.Paste(qaProperty, "fake-pasted-token"); err != nil {
			t.Fatal(err)
		}
		c.Send(t.Context(), qaProperty, get)
		c.Send(t.Context(), qaProperty, get) // refused again: told once
		c.tokens.Forget(qaProperty)
		c.tokens.Forget(qaProperty) // there is nothing to let go
		wantHistory(t, c.tokens, qaProperty, began, `
0 obtained: GET /x/{id} needed one
1 refused: GET /x/{id} was answered 401
1 renewed: the one before was refused by GET /x/{id}
96 renewed: GET /x/{id} needed one, and the one before had only 5s left
3696 renewed: a caller needed one, and the one before had expired
3696 renewed: asked for by hand
3697 refused: GET /x/{id} was answered 401
3697 renewed: the one before was refused by GET /x/{id}
3697 refused: GET /x/{id} was answered 401 with a token 0s old: The access token is invalid or has expired
3697 failed: no token (refused, HTTP 400, invalid_client): the client credentials are not accepted; the server says "Invalid client authentication"; asked for by hand
3697 pasted: brought by hand
3697 refused: GET /x/{id} was answered 401 with a token 0s old: The access token is invalid or has expired
3697 forgotten: let go by hand
`)
	})
}

// TestHistoryOfMovedSettings: the history goes on where a token does not.
func TestHistoryOfMovedSettings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		tokens := testTokens(&tokenServer{})
		mustGet(t, tokens, qaProperty)
		tokens.SetDirectory(testDirectory())
		moved := testDirectory()
		moved.Environments[0].BaseURL = "https://qa.moved.test"
		tokens.SetDirectory(moved)
		mustGet(t, tokens, qaProperty)
		wantHistory(t, tokens, qaProperty, began, `
0 obtained: a caller needed one
0 dropped: the settings changed where it comes from
0 obtained: a caller needed one
`)
	})
}

// TestHistoryIsBounded: states that were handed out stay as they are.
func TestHistoryIsBounded(t *testing.T) {
	tokens := testTokens(&tokenServer{})
	var first TokenState
	for n := range 3 * keptEvents {
		tokens.Refresh(t.Context(), qaProperty)
		if n == 0 {
			first = tokens.State(qaProperty)
		}
	}
	if h := tokens.State(qaProperty).History; len(h) != keptEvents || h[0].Kind != EventRenewed {
		t.Errorf("%d events, the first is %+v", len(h), h[0])
	}
	if len(first.History) != 1 || first.History[0].Kind != EventObtained {
		t.Errorf("an earlier state was changed: %+v", first.History)
	}
}

// TestHistoryHoldsNoSecret: a person may type a secret anywhere, and a server
// may say one.
func TestHistoryHoldsNoSecret(t *testing.T) {
	g := newRevoking()
	c := newTestClient(t, keyedDirectory(), g)
	token := mustGet(t, c.tokens, qaProperty).Token
	g.challenge = fmt.Sprintf(`Bearer error="invalid_token", error_description="no %s, %s or %s here"`, token.Value.Reveal(), fakeSecret, fakeKey("qa"))
	g.all = true
	if e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/" + token.Value.Reveal() + "/" + fakeKey("qa")}); e.Status != 401 {
		t.Fatal(e.Status, e.Err)
	}
	story := told(c.tokens, qaProperty, time.Now())
	if strings.Count(story, "refused") < 2 {
		t.Errorf("the refusals are not told:\n%s", story)
	}
	for _, secret := range []string{token.Value.Reveal(), tokenName(qaProperty, 2), fakeSecret, fakeKey("qa")} {
		if strings.Contains(story, secret) {
			t.Errorf("a secret is in\n%s", story)
		}
	}
}
