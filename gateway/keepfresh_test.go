package gateway

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// keeper is a manager whose tokens live for a while, in a bubble.
func keeper(t *testing.T, lifetime int) (*Tokens, *tokenServer) {
	s := &tokenServer{}
	s.answer = func(w http.ResponseWriter, _ *http.Request) { s.issue(w, lifetime) }
	tokens := testTokens(s)
	t.Cleanup(tokens.Close)
	return tokens, s
}

func wantKeeping(t *testing.T, tokens *Tokens, want Keeping) {
	t.Helper()
	if got := tokens.State(qaProperty).Keeping; got != want {
		t.Errorf("keeping is %q, want %q", got, want)
	}
}

// TestKeepFreshForAnHour counts the token requests of an hour: tokens of 120 s
// are renewed 12 s before their end, 33 times after the first.
func TestKeepFreshForAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tokens, s := keeper(t, 120)
		tokens.KeepFresh(qaProperty, true)
		time.Sleep(time.Hour)
		if s.total() != 0 {
			t.Fatalf("%d requests for a target without a token", s.total())
		}
		mustGet(t, tokens, qaProperty)
		for range 3600 {
			time.Sleep(time.Second)
			synctest.Wait()
			if st := tokens.State(qaProperty).Status(time.Now()); st.State != StateValid {
				t.Fatalf("the token is %s", st.State)
			}
		}
		if n := s.count(qaProperty); n != 1+3600/108 || s.total() != n {
			t.Errorf("%d requests, %d in all", n, s.total())
		}
		h := tokens.State(qaProperty).History
		if last := h[len(h)-1]; last.Kind != EventRenewed || last.Why != "kept fresh, 12s before its expiry" {
			t.Errorf("told as %+v", last)
		}
		t.Logf("one hour: %d requests", s.total())

		tokens.KeepFresh(qaProperty, false)
		time.Sleep(time.Hour)
		if n := s.total(); n != 1+3600/108 {
			t.Errorf("%d requests after it was turned off", n)
		}
	})
}

// TestKeepFreshIsOneCallerOfMany: who needs a token when it is being renewed
// ahead shares that request.
func TestKeepFreshIsOneCallerOfMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &tokenServer{}
		s.answer = func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(3 * time.Second)
			s.issue(w, 120)
		}
		tokens := testTokens(s)
		defer tokens.Close()
		tokens.KeepFresh(qaProperty, true)
		mustGet(t, tokens, qaProperty)
		time.Sleep(109 * time.Second)
		wantState(t, tokens, qaProperty, StateFetching)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				if g, err := tokens.Get(t.Context(), qaProperty); err != nil || !g.New {
					t.Errorf("got %+v, %v", g, err)
				}
			})
		}
		all.Wait()
		if s.total() != 2 {
			t.Errorf("%d requests", s.total())
		}
	})
}

// TestKeepFreshPauses: a failure is not tried again by itself.
func TestKeepFreshPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var down atomic.Bool
		s := &tokenServer{}
		s.answer = func(w http.ResponseWriter, _ *http.Request) {
			if down.Load() {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			s.issue(w, 120)
		}
		tokens := testTokens(s)
		defer tokens.Close()
		tokens.KeepFresh(qaProperty, true)
		mustGet(t, tokens, qaProperty)
		down.Store(true)
		time.Sleep(time.Hour)
		wantKeeping(t, tokens, KeepPaused)
		wantState(t, tokens, qaProperty, StateFailed)
		if s.total() != 2 {
			t.Errorf("%d requests", s.total())
		}
		h := tokens.State(qaProperty).History
		if last := h[len(h)-1]; last.Kind != EventKeep || h[len(h)-2].Kind != EventFailed {
			t.Errorf("told as %+v", h[len(h)-2:])
		}

		down.Store(false)
		mustGet(t, tokens, qaProperty) // a success goes on
		wantKeeping(t, tokens, KeepOn)
		time.Sleep(time.Hour)
		if n := s.total(); n != 3+3600/108 {
			t.Errorf("%d requests", n)
		}

		down.Store(true)
		tokens.Refresh(t.Context(), qaProperty) // somebody else's failure pauses, too
		wantKeeping(t, tokens, KeepPaused)
		down.Store(false)
		n := s.total()
		tokens.KeepFresh(qaProperty, true) // turned on again
		wantKeeping(t, tokens, KeepOn)
		time.Sleep(2 * time.Minute)
		if s.total() == n {
			t.Error("not renewed after it was turned on again")
		}
	})
}

// TestKeepFreshLeavesAlone is what it does not renew.
func TestKeepFreshLeavesAlone(t *testing.T) {
	for name, c := range map[string]struct {
		lifetime int
		after    func(*Tokens)
		want     Keeping
		requests int // after the first
	}{
		"no lifetime": {0, func(*Tokens) {}, KeepBlind, 0},
		"pasted":      {120, func(tk *Tokens) { tk.Paste(qaProperty, "fake-pasted-token") }, KeepBlind, 0},
		"forgotten":   {120, func(tk *Tokens) { tk.Forget(qaProperty) }, KeepOn, 0},
		"rejected":    {120, func(tk *Tokens) { tk.Reject(qaProperty, tk.State(qaProperty).Token) }, KeepOn, 0},
		"turned off":  {120, func(tk *Tokens) { tk.KeepFresh(qaProperty, false) }, KeepOff, 0},
		"closed":      {120, (*Tokens).Close, KeepOff, 0},
		"moved": {120, func(tk *Tokens) {
			dir := testDirectory()
			dir.Environments[0].BaseURL = "https://qa.moved.test"
			tk.SetDirectory(dir)
		}, KeepOn, 0},
		"gone": {120, func(tk *Tokens) {
			dir := testDirectory()
			dir.Environments = dir.Environments[1:]
			tk.SetDirectory(dir)
		}, KeepOff, 0},
		"another label": {120, func(tk *Tokens) { tk.SetDirectory(testDirectory()) }, KeepOn, 3600 / 108},
		"a moment":      {1, func(*Tokens) {}, KeepOn, 3600 / 5},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tokens, s := keeper(t, c.lifetime)
				tokens.KeepFresh(qaProperty, true)
				mustGet(t, tokens, qaProperty)
				c.after(tokens)
				time.Sleep(time.Hour + time.Second)
				wantKeeping(t, tokens, c.want)
				if n := s.total() - 1; n != c.requests {
					t.Errorf("%d further requests, want %d", n, c.requests)
				}
			})
		})
	}
}

// TestKeepFreshOfALateChoice: turned on in the margin, or after the expiry of
// a token, it renews at once.
func TestKeepFreshOfALateChoice(t *testing.T) {
	for _, age := range []time.Duration{110 * time.Second, time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			tokens, s := keeper(t, 120)
			mustGet(t, tokens, qaProperty)
			time.Sleep(age)
			tokens.KeepFresh(qaProperty, true)
			synctest.Wait()
			if s.total() != 2 {
				t.Errorf("after %v: %d requests", age, s.total())
			}
			wantState(t, tokens, qaProperty, StateValid)
		})
	}
}

// TestKeepFreshOfTheSettings: the environment's setting is the start, and a
// person's choice holds until that setting changes.
func TestKeepFreshOfTheSettings(t *testing.T) {
	settings := func(keep bool) *Directory {
		dir := testDirectory()
		dir.Environments[0].KeepFresh = keep
		return dir
	}
	tokens := newTokens(settings(true), NewVault(NewRedactor()), &tokenServer{})
	defer tokens.Close()
	wantKeeping(t, tokens, KeepOn)
	if got := tokens.State(Target{"prod", "streaming-view"}).Keeping; got != KeepOff {
		t.Errorf("another environment's is %q", got)
	}
	tokens.KeepFresh(qaProperty, false)
	tokens.SetDirectory(settings(true))
	wantKeeping(t, tokens, KeepOff)
	tokens.SetDirectory(settings(false))
	tokens.SetDirectory(settings(true))
	wantKeeping(t, tokens, KeepOn)
}

// TestCloseEndsARenewal: the request that nobody else waits for is cancelled.
func TestCloseEndsARenewal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := false
		s := &tokenServer{}
		s.answer = func(w http.ResponseWriter, r *http.Request) {
			if s.total() > 1 {
				<-r.Context().Done()
				ended = true
			}
			s.issue(w, 120)
		}
		tokens := testTokens(s)
		tokens.KeepFresh(qaProperty, true)
		mustGet(t, tokens, qaProperty)
		time.Sleep(109 * time.Second)
		tokens.Close()
		synctest.Wait()
		if !ended {
			t.Error("the renewal goes on")
		}
		wantState(t, tokens, qaProperty, StateExpiring)
	})
}

// TestKeepFreshOfTwoRuns: runs that share their tokens renew them once.
func TestKeepFreshOfTwoRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		s, store := &tokenServer{}, newMemoryStore()
		s.answer = func(w http.ResponseWriter, _ *http.Request) { s.issue(w, 120) }
		one, two := testRun(s, store), testRun(s, store)
		defer one.Close()
		defer two.Close()
		for _, run := range []*Tokens{one, two} {
			run.KeepFresh(qaProperty, true)
			mustGet(t, run, qaProperty)
		}
		wantHistory(t, two, qaProperty, began, `
0 keep fresh: turned on
0 obtained: a caller needed one; another run had left it in the token cache
`)
		time.Sleep(time.Hour)
		synctest.Wait()
		if n := s.total(); n != 1+3600/108 {
			t.Errorf("%d requests of two runs in an hour", n)
		}
		if a, b := one.State(qaProperty).Token.Value, two.State(qaProperty).Token.Value; a != b {
			t.Error("the two have different tokens")
		}
	})
}
