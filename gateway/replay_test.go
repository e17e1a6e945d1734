package gateway

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// revoking is a gateway that accepts every token it did not withdraw.
type revoking struct {
	fakeGateway
	withdrawn sync.Map // by value
	challenge string   // "" for that of the documented gateway
	all       bool     // every token is refused
}

func newRevoking() *revoking {
	g := &revoking{}
	g.call = func(w http.ResponseWriter, r *http.Request) {
		_, gone := g.withdrawn.Load(bearerOf(r))
		switch {
		case !gone && !g.all:
			io.WriteString(w, "{}")
		case g.challenge == "":
			refuseToken(w)
		default:
			if g.challenge != "none" {
				w.Header().Set("WWW-Authenticate", g.challenge)
			}
			w.WriteHeader(http.StatusUnauthorized)
		}
	}
	return g
}

// TestT5ReplayDecision goes through method, declared safety, challenge and the
// age of the token.
func TestT5ReplayDecision(t *testing.T) {
	const invalid, missing = "", `Bearer realm="service"`
	cells := 0
	for _, method := range []struct {
		name   string
		safety Safety
		safe   bool
	}{
		{"GET", ByMethod, true}, {"HEAD", ByMethod, true}, {"OPTIONS", ByMethod, true},
		{"POST", ByMethod, false}, {"PUT", ByMethod, false}, {"PATCH", ByMethod, false}, {"DELETE", ByMethod, false}, {"PURGE", ByMethod, false},
		{"POST", DeclaredSafe, true}, {"GET", DeclaredUnsafe, false},
	} {
		for _, challenge := range []string{invalid, missing, "none", `Basic realm="x"`, `Bearer error="insufficient_scope"`, `Bearer error="INVALID_TOKEN"`, `"junk`} {
			for _, stale := range []bool{true, false} {
				cells++
				g := newRevoking()
				g.challenge = challenge
				c := newTestClient(t, keyedDirectory(), g)
				if stale {
					mustGet(t, c.tokens, qaProperty)
				}
				g.withdrawn.Store(tokenName(qaProperty, 1), true)
				e := c.Send(t.Context(), qaProperty, Request{Method: method.name, Path: "/x", Safety: method.safety})
				want := ReplayAsk
				switch {
				case !stale:
					want = ReplayUseless
				case method.safe || challenge == invalid || strings.Contains(challenge, "INVALID_TOKEN"):
					want = ReplayDone
				}
				exchanges, attempts, status := 1, 1, 401
				if want == ReplayDone {
					exchanges, attempts, status = 2, 2, 200
				}
				if e.Replay.Verdict != want || e.Replay.Why == "" || g.exchanges(qaProperty) != exchanges || len(g.seen()) != attempts || len(e.Attempts) != attempts || e.Status != status {
					t.Errorf("%s %d, %q, stale %v: %+v, %d exchanges, %d calls, status %d", method.name, method.safety, challenge, stale, e.Replay, g.exchanges(qaProperty), len(g.seen()), e.Status)
				}
				if _, explained := e.Explain(); explained != (status == 401) {
					t.Errorf("explained: %v", explained)
				}
			}
		}
	}
	t.Logf("%d cells", cells)
}

func TestT5BothAttemptsAreRecorded(t *testing.T) {
	g := newRevoking()
	c := newTestClient(t, keyedDirectory(), g)
	mustGet(t, c.tokens, qaProperty)
	g.withdrawn.Store(tokenName(qaProperty, 1), true)
	e := c.Send(t.Context(), qaProperty, Request{Method: "POST", Path: "/x", Body: []byte("once")})
	if len(e.Attempts) != 2 || e.Attempts[0].Status != 401 || e.Attempts[1].Status != 200 || e.Attempts[1].Note == "" {
		t.Fatalf("attempts %+v", e.Attempts)
	}
	if !strings.Contains(string(e.Attempts[0].Start), "invalid or has expired") || e.Attempts[0].Header.Get("WWW-Authenticate") == "" {
		t.Errorf("the first answer is not kept: %q", e.Attempts[0].Start)
	}
	if !e.Token.New || e.Token.Token.Value.Reveal() != tokenName(qaProperty, 2) || e.Token.Fetches != 2 {
		t.Errorf("token use %+v", e.Token)
	}
	for _, call := range g.seen() {
		if call.body != "once" {
			t.Errorf("body %q", call.body)
		}
	}
}

// TestT5SecondRefusalIsShown: a replay that is refused as well ends it, and so
// do the sends that follow.
func TestT5SecondRefusalIsShown(t *testing.T) {
	g := newRevoking()
	c := newTestClient(t, keyedDirectory(), g)
	mustGet(t, c.tokens, qaProperty)
	g.all = true
	e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
	if e.Status != 401 || len(e.Attempts) != 2 || e.Replay.Verdict != ReplayDone || !strings.Contains(e.Replay.Why, "as well") {
		t.Errorf("%d, %+v", e.Status, e.Replay)
	}
	state := c.tokens.State(qaProperty)
	if state.Refusal == nil || !strings.Contains(state.Refusal.Words, "invalid or has expired") || state.Status(time.Now()).State != StateRefused {
		t.Errorf("state %+v", state)
	}
	e = c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
	if e.Status != 401 || len(e.Attempts) != 1 || e.Replay.Verdict != ReplayUseless || g.exchanges(qaProperty) != 2 {
		t.Errorf("%d, %+v, %d exchanges", e.Status, e.Replay, g.exchanges(qaProperty))
	}
	g.all = false
	if e = c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"}); e.Status != 200 || c.tokens.State(qaProperty).Refusal != nil {
		t.Errorf("%d, %+v", e.Status, c.tokens.State(qaProperty).Refusal)
	}
}

// TestT5RefusalIsNotForEver: a token of unknown lifetime that was refused when
// it was new is renewed once the refusal is half a minute old, and not before.
func TestT5RefusalIsNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newRevoking()
		g.all = true
		c := newTestClient(t, keyedDirectory(), g)
		get := Request{Method: "GET", Path: "/x"}
		c.Send(t.Context(), qaProperty, get)
		refused := c.tokens.State(qaProperty).Refusal
		if refused == nil {
			t.Fatal("the refusal was not noted")
		}
		g.all = false
		g.withdrawn.Store(tokenName(qaProperty, 1), true)
		time.Sleep(refusalHold - time.Since(refused.At) - time.Nanosecond)
		if e := c.Send(t.Context(), qaProperty, get); e.Status != 401 || e.Replay.Verdict != ReplayUseless || g.exchanges(qaProperty) != 1 {
			t.Errorf("before: %d, %+v, %d exchanges", e.Status, e.Replay, g.exchanges(qaProperty))
		}
		time.Sleep(refusalHold)
		if e := c.Send(t.Context(), qaProperty, get); e.Status != 200 || e.Replay.Verdict != ReplayDone || g.exchanges(qaProperty) != 2 {
			t.Errorf("after: %d, %+v, %d exchanges", e.Status, e.Replay, g.exchanges(qaProperty))
		}
	})
}

// TestT5FailureOfTheServerAcceptsNoToken: only an answer of somebody who looked
// at the token takes the refusal back.
func TestT5FailureOfTheServerAcceptsNoToken(t *testing.T) {
	for status, kept := range map[int]bool{500: true, 502: true, 503: true, 200: false, 404: false} {
		g := newRevoking()
		g.all = true
		c := newTestClient(t, keyedDirectory(), g)
		get := Request{Method: "GET", Path: "/x"}
		c.Send(t.Context(), qaProperty, get)
		g.call = answerWith(status, "")
		c.Send(t.Context(), qaProperty, get)
		if got := c.tokens.State(qaProperty).Refusal != nil; got != kept {
			t.Errorf("%d: refusal kept is %v", status, got)
		}
	}
}

func TestT5ForbiddenIsNeverReplayed(t *testing.T) {
	cells := 0
	for _, status := range []int{400, 402, 403, 404, 407, 409, 429, 500, 502, 503, 504} {
		for _, method := range []string{"GET", "POST"} {
			cells++
			g := &fakeGateway{call: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
				w.Header().Set("Retry-After", "0")
				w.WriteHeader(status)
			}}
			c := newTestClient(t, keyedDirectory(), g)
			mustGet(t, c.tokens, qaProperty)
			e := c.Send(t.Context(), qaProperty, Request{Method: method, Path: "/x"})
			if e.Status != status || g.exchanges(qaProperty) != 1 || len(g.seen()) != 1 || e.Replay.Verdict != ReplayNone {
				t.Errorf("%s %d: %d exchanges, %d calls, %+v", method, status, g.exchanges(qaProperty), len(g.seen()), e.Replay)
			}
		}
	}
	t.Logf("%d cells", cells)
}

// TestT5ThousandOnOneStaleToken: 1000 calls are answered 401 at once with the
// same token; one exchange serves all of them.
func TestT5ThousandOnOneStaleToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const callers = 1000
		g := newRevoking()
		inner := g.call
		g.call = func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(20 * time.Millisecond)
			inner(w, r)
		}
		c := newTestClient(t, keyedDirectory(), g)
		mustGet(t, c.tokens, qaProperty)
		g.withdrawn.Store(tokenName(qaProperty, 1), true)
		var good, replayed atomic.Int64
		var wg sync.WaitGroup
		for range callers {
			wg.Go(func() {
				e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
				if e.Status == 200 {
					good.Add(1)
				}
				if e.Replay.Verdict == ReplayDone {
					replayed.Add(1)
				}
				e.Body.Wait()
			})
		}
		wg.Wait()
		if n := g.exchanges(qaProperty) - 1; n != 1 || good.Load() != callers || replayed.Load() != callers || len(g.seen()) != 2*callers {
			t.Errorf("%d exchanges, %d good, %d replayed, %d calls", n, good.Load(), replayed.Load(), len(g.seen()))
		}
		t.Logf("%d refused at once: %d exchange, %d replays, %d answers of 200", callers, g.exchanges(qaProperty)-1, replayed.Load(), good.Load())
	})
}

// TestT5NoLoopsAgainstAlways401 sends 10 000 requests, one after another and
// many at once, to a server that refuses every token.
func TestT5NoLoopsAgainstAlways401(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const requests, atOnce = 10000, 50
		g := newRevoking()
		g.all = true
		inner := g.call
		g.call = func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Millisecond)
			inner(w, r)
		}
		c := newTestClient(t, keyedDirectory(), g)
		var wg sync.WaitGroup
		var other atomic.Int64
		for caller := range atOnce {
			method := []string{"GET", "POST"}[caller%2]
			wg.Go(func() {
				for range requests / atOnce {
					e := c.Send(t.Context(), qaProperty, Request{Method: method, Path: "/x"})
					if e.Status != 401 {
						other.Add(1)
					}
					e.Body.Wait()
				}
			})
		}
		wg.Wait()
		calls, exchanges := len(g.seen()), g.exchanges(qaProperty)
		// Two, because a call may be refused with a token that is not its own
		// before the one that obtained it is.
		if exchanges > 2 || calls > requests+atOnce || other.Load() != 0 {
			t.Errorf("%d exchanges, %d calls, %d other answers", exchanges, calls, other.Load())
		}
		t.Logf("%d requests: %d exchanges, %d calls on the wire", requests, exchanges, calls)
	})
}

func TestResend(t *testing.T) {
	g := newRevoking()
	g.challenge = "none"
	c := newTestClient(t, keyedDirectory(), g)
	mustGet(t, c.tokens, qaProperty)
	g.withdrawn.Store(tokenName(qaProperty, 1), true)
	e := c.Send(t.Context(), qaProperty, Request{Method: "POST", Path: "/x", Body: []byte("b")})
	if e.Replay.Verdict != ReplayAsk || len(g.seen()) != 1 {
		t.Fatalf("%+v", e.Replay)
	}
	again := c.Resend(t.Context(), e)
	if again.Status != 200 || len(again.Attempts) != 2 || again.Replay.Verdict != ReplayDone || g.exchanges(qaProperty) != 2 || len(g.seen()) != 2 {
		t.Errorf("%d %+v, %d attempts", again.Status, again.Replay, len(again.Attempts))
	}
	if len(e.Attempts) != 1 || e.Status != 401 {
		t.Errorf("the first exchange was changed: %+v", e)
	}
	if c.Resend(t.Context(), again) != again || len(g.seen()) != 2 {
		t.Error("an exchange that asks nothing was sent again")
	}
	g.all = true
	e.Replay.Verdict = ReplayAsk
	if refused := c.Resend(t.Context(), e); refused.Status != 401 || c.tokens.State(qaProperty).Refusal == nil {
		t.Errorf("%d %+v", refused.Status, refused.Replay)
	}
}

// TestReplayWithoutANewToken: the 401 stays the answer, whole, when its
// successor's token cannot be had.
func TestReplayWithoutANewToken(t *testing.T) {
	g := newRevoking()
	c := newTestClient(t, keyedDirectory(), g)
	mustGet(t, c.tokens, qaProperty)
	g.withdrawn.Store(tokenName(qaProperty, 1), true)
	g.token = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(400)
		io.WriteString(w, `{"error":"invalid_client","error_description":"Invalid client authentication"}`)
	}
	e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
	body := e.Body.Wait()
	if e.Err != nil || e.Status != 401 || e.Replay.Verdict != ReplayUseless || e.Replay.Err == nil || !strings.Contains(string(body.Bytes), "expired") || body.Err != nil {
		t.Errorf("%v %d %+v %q", e.Err, e.Status, e.Replay, body.Bytes)
	}
	x, ok := e.Explain()
	if !ok || !strings.Contains(x.Cause, "no new one could be had") || !strings.Contains(strings.Join(x.Evidence, "\n"), "invalid_client") {
		t.Errorf("explained as %+v", x)
	}
}
