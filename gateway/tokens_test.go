package gateway

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestGetCachesAndRenews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &tokenServer{}
		tokens := testTokens(s)
		wantState(t, tokens, qaProperty, StateNone)
		first := mustGet(t, tokens, qaProperty)
		if !first.New {
			t.Error("the first token is not new")
		}
		second := mustGet(t, tokens, qaProperty)
		if second.New || second.Token != first.Token {
			t.Error("a good token was not handed out again")
		}
		time.Sleep(time.Hour - 31*time.Second)
		if mustGet(t, tokens, qaProperty).Token != first.Token {
			t.Error("renewed before the margin")
		}
		time.Sleep(time.Second)
		renewed := mustGet(t, tokens, qaProperty)
		if !renewed.New || renewed.Token == first.Token {
			t.Error("not renewed in the margin")
		}
		if st := tokens.State(qaProperty); st.Fetches != 2 || s.total() != 2 {
			t.Errorf("%d fetches, %d requests, want 2", st.Fetches, s.total())
		}
	})
}

func TestGetLearnsBeforeItHandsOut(t *testing.T) {
	tokens := testTokens(&tokenServer{})
	g := mustGet(t, tokens, qaProperty)
	for _, secret := range []string{g.Token.Value.Reveal(), fakeID, fakeSecret} {
		if !tokens.vault.redactor.Contains([]byte("x " + secret + " y")) {
			t.Error("the redactor does not know a secret")
		}
	}
}

func TestRefreshIgnoresWindowAndKeepsToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &tokenServer{}
		tokens := testTokens(s)
		first := mustGet(t, tokens, qaProperty).Token
		s.answer = func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "down", http.StatusServiceUnavailable) }
		for n := 2; n < 5; n++ {
			if _, err := tokens.Refresh(t.Context(), qaProperty); err == nil {
				t.Fatal("no error")
			}
			if s.total() != n {
				t.Errorf("%d requests, want %d", s.total(), n)
			}
		}
		if got := mustGet(t, tokens, qaProperty); got.Token != first {
			t.Error("a failed refresh dropped the old token")
		}
		if tokens.State(qaProperty).LastError == nil {
			t.Error("the failure is not recorded")
		}
		wantState(t, tokens, qaProperty, StateValid)

		s.answer = nil
		fresh, err := tokens.Refresh(t.Context(), qaProperty)
		if err != nil || fresh == first {
			t.Errorf("refresh: %v", err)
		}
		if st := tokens.State(qaProperty); st.LastError != nil || !st.RetryAt.IsZero() || st.Token != fresh {
			t.Errorf("after success: %+v", st)
		}
	})
}

func TestRefreshJoins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &tokenServer{}
		s.answer = func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(time.Second)
			s.issue(w, 60)
		}
		tokens := testTokens(s)
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() { tokens.Refresh(t.Context(), qaProperty) })
			all.Go(func() { tokens.Get(t.Context(), qaProperty) })
		}
		all.Wait()
		if s.total() != 1 {
			t.Errorf("%d requests, want 1", s.total())
		}
	})
}

func TestRejectByIdentity(t *testing.T) {
	s := &tokenServer{}
	tokens := testTokens(s)
	old := mustGet(t, tokens, qaProperty).Token
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			tokens.Reject(qaProperty, old)
			if g, err := tokens.Get(t.Context(), qaProperty); err != nil || g.Token == old {
				t.Errorf("got the rejected token again, %v", err)
			}
		})
	}
	all.Wait()
	if s.total() != 2 {
		t.Errorf("%d requests, want 2: a newer token must survive", s.total())
	}
	tokens.Reject(qaProperty, nil)
	tokens.Reject(Target{"qa", "streaming-view"}, old)
	if tokens.State(qaProperty).Token == nil {
		t.Error("another token was dropped")
	}
}

func TestRefusedNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &tokenServer{}
		tokens := testTokens(s)
		token := mustGet(t, tokens, qaProperty).Token
		refusal := Refusal{At: time.Now(), TokenAge: time.Millisecond, Words: "invalid"}
		tokens.RefusedNew(qaProperty, &Token{}, refusal)
		wantState(t, tokens, qaProperty, StateValid)

		tokens.RefusedNew(qaProperty, token, refusal)
		wantState(t, tokens, qaProperty, StateRefused)
		tokens.Reject(qaProperty, token)
		if got := mustGet(t, tokens, qaProperty).Token; got != token || s.total() != 1 {
			t.Error("a token refused when new was replaced by another")
		}
		tokens.Accepted(qaProperty, &Token{})
		wantState(t, tokens, qaProperty, StateRefused)
		tokens.Accepted(qaProperty, token)
		wantState(t, tokens, qaProperty, StateValid)

		tokens.RefusedNew(qaProperty, token, refusal)
		time.Sleep(refusalHold)
		tokens.Reject(qaProperty, token)
		wantState(t, tokens, qaProperty, StateNone)

		token = mustGet(t, tokens, qaProperty).Token
		tokens.RefusedNew(qaProperty, token, Refusal{At: time.Now()})
		if _, err := tokens.Refresh(t.Context(), qaProperty); err != nil {
			t.Fatal(err)
		}
		wantState(t, tokens, qaProperty, StateValid)
	})
}

// TestT5AReplacementIsNotReplacedAtOnce: what replaced a refused token is kept
// when it is refused as well, until it was accepted or half a minute is over.
func TestT5AReplacementIsNotReplacedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*Tokens, *Token)
		kept      bool
	}{
		"nothing":  {func(*Tokens, *Token) {}, true},
		"accepted": {func(tk *Tokens, token *Token) { tk.Accepted(qaProperty, token) }, false},
		"waited":   {func(*Tokens, *Token) { time.Sleep(refusalHold) }, false},
		"reload":   {func(tk *Tokens, _ *Token) { tk.SetDirectory(testDirectory()) }, false},
		"refresh":  {func(tk *Tokens, _ *Token) { tk.Refresh(context.Background(), qaProperty) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tokens := testTokens(&tokenServer{})
				tokens.Reject(qaProperty, mustGet(t, tokens, qaProperty).Token)
				second := mustGet(t, tokens, qaProperty).Token
				c.meanwhile(tokens, second)
				tokens.Reject(qaProperty, tokens.State(qaProperty).Token)
				if got := tokens.State(qaProperty).Token == second; got != c.kept {
					t.Errorf("kept is %v", got)
				}
			})
		})
	}
}

func TestPaste(t *testing.T) {
	const canary = "fake-canary"
	tokens := testTokens(&tokenServer{})
	for _, bad := range []string{"", "  ", "==", canary + " x", canary + "\r\nX: y", canary + "\x00", canary + "é", canary + "=x", "Bearer " + canary, canary + `"`} {
		err := tokens.Paste(qaProperty, Secret(bad))
		if err == nil {
			t.Errorf("%q was taken", bad)
		} else if strings.Contains(err.Error(), canary) {
			t.Errorf("%q: the error shows it", bad)
		}
	}
	if err := tokens.Paste(Target{"nowhere", "x"}, canary); err == nil {
		t.Error("pasted for an unknown target")
	}
	if err := tokens.Paste(qaProperty, " fake-pasted-token+/~._-== \n"); err != nil {
		t.Fatal(err)
	}
	g := mustGet(t, tokens, qaProperty)
	if g.New || g.Token.Value != "fake-pasted-token+/~._-==" || g.Token.LifetimeSource != LifetimePasted || g.Token.Reply != nil {
		t.Errorf("%+v", g.Token)
	}
	if !tokens.vault.redactor.Contains([]byte("fake-pasted-token+/~._-==")) {
		t.Error("the redactor does not know it")
	}
	wantState(t, tokens, qaProperty, StateNoExpiry)
}

func isTokenError(err error, stage Stage) bool {
	e, ok := errors.AsType[*TokenError](err)
	return ok && e.Stage == stage && e.Fault != "" && e.Advice != ""
}

func TestGetWithAnEndedContext(t *testing.T) {
	s := &tokenServer{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := testTokens(s).Get(ctx, qaProperty); !errors.Is(err, context.Canceled) || s.total() != 0 {
		t.Errorf("%v, %d requests", err, s.total())
	}
}

func TestRetryAfterWidensTheWindow(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"":                              time.Second,
		"0":                             time.Second,
		"20":                            20 * time.Second,
		"1000000000":                    time.Minute,
		"99999999999999999999":          time.Minute,
		"soon":                          time.Second,
		"-5":                            time.Second,
		"Sat, 01 Jan 2000 00:00:30 GMT": 30 * time.Second,
		"Sat, 01 Jan 2000 09:00:00 GMT": time.Minute,
		"Fri, 31 Dec 1999 00:00:00 GMT": time.Second,
	} {
		synctest.Test(t, func(t *testing.T) {
			tokens := testTokens(&tokenServer{answer: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", header)
				w.WriteHeader(429)
			}})
			tokens.Get(t.Context(), qaProperty)
			if got := time.Until(tokens.State(qaProperty).RetryAt); got != want {
				t.Errorf("Retry-After %q: %v, want %v", header, got, want)
			}
		})
	}
}

func TestGetOfALiveTokenAllocatesNothing(t *testing.T) {
	tokens := testTokens(&tokenServer{})
	mustGet(t, tokens, qaProperty)
	ctx := t.Context()
	if n := testing.AllocsPerRun(1000, func() { tokens.Get(ctx, qaProperty) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkGet(b *testing.B) {
	tokens := testTokens(&tokenServer{})
	ctx := b.Context()
	if _, err := tokens.Get(ctx, qaProperty); err != nil {
		b.Fatal(err)
	}
	b.Run("one", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			tokens.Get(ctx, qaProperty)
		}
	})
	b.Run("parallel", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				tokens.Get(ctx, qaProperty)
			}
		})
	})
}
