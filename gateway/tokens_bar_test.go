package gateway

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const crowd = 1000 // callers for each target, as the bars have it

// asked is what one caller got.
type asked struct {
	target Target
	grant  Grant
	err    error
}

// callAll lets n callers ask for each of the directory's targets at once.
func callAll(ctx context.Context, tokens *Tokens, n int) []asked {
	targets := testDirectory().Targets()
	got := make([]asked, n*len(targets))
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range got {
		all.Go(func() {
			<-start
			target := targets[i%len(targets)]
			g, err := tokens.Get(ctx, target)
			got[i] = asked{target, g, err}
		})
	}
	close(start)
	all.Wait()
	return got
}

func TestT1OneExchangeForAllColdCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &tokenServer{}
		s.answer = func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(20 * time.Millisecond)
			s.issue(w, 3600)
		}
		tokens := testTokens(s)
		got := callAll(t.Context(), tokens, crowd)
		first := map[Target]*Token{}
		for _, a := range got {
			if a.err != nil {
				t.Fatalf("%s: %v", a.target, a.err)
			}
			if first[a.target] == nil {
				first[a.target] = a.grant.Token
			}
			if a.grant.Token != first[a.target] {
				t.Fatalf("%s: two tokens were handed out", a.target)
			}
		}
		if len(first) != 15 || s.total() != 15 {
			t.Errorf("%d targets and %d exchanges, want 15 and 15", len(first), s.total())
		}
		t.Logf("%d callers, %d targets, %d exchanges", len(got), len(first), s.total())
	})
}

// brokenEndpoints are the ways to fail of bar T2.
func brokenEndpoints() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"500": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "out of order", http.StatusInternalServerError)
		},
		"401": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			io.WriteString(w, `{"error":"invalid_client","error_description":"Invalid client authentication"}`)
		},
		"malformed": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"access_token":`) },
		"hangs":     func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	}
}

func TestT2OneExchangeInEachWindow(t *testing.T) {
	windows := []time.Duration{1, 2, 4, 8, 16, 30, 30}
	cells := 0
	for name, answer := range brokenEndpoints() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &tokenServer{answer: answer}
				tokens := testTokens(s)
				for i, window := range windows {
					callers := crowd
					if i > 0 {
						callers = 20
					}
					failed := checkSameError(t, callAll(t.Context(), tokens, callers))
					ends := time.Now().Add(window * time.Second)
					// The last instant of the window is still in it.
					time.Sleep(window*time.Second - time.Nanosecond)
					again := checkSameError(t, callAll(t.Context(), tokens, 20))
					for target, err := range failed {
						cells++
						if again[target] != err {
							t.Errorf("window %d, %s: another error inside the window", i, target)
						}
						if n := s.count(target); n != i+1 {
							t.Fatalf("window %d, %s: %d exchanges, want %d", i, target, n, i+1)
						}
						if at := tokens.State(target).RetryAt; !at.Equal(ends) {
							t.Errorf("window %d, %s: ends at %v, want %v", i, target, at, ends)
						}
					}
					time.Sleep(time.Nanosecond)
				}
			})
		})
	}
	t.Logf("%d cells (mode, window, target), %d callers each in the first window", cells, crowd)
}

// checkSameError checks that all callers for a target got one TokenError value.
func checkSameError(t *testing.T, got []asked) map[Target]*TokenError {
	t.Helper()
	first := map[Target]*TokenError{}
	for _, a := range got {
		err, ok := errors.AsType[*TokenError](a.err)
		if !ok {
			t.Fatalf("%s: got %v, want a TokenError", a.target, a.err)
		}
		if first[a.target] == nil {
			first[a.target] = err
		}
		if first[a.target] != err {
			t.Fatalf("%s: two callers got different errors", a.target)
		}
	}
	return first
}

func TestT3ACallerLeavesAndTheOthersShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &tokenServer{}
		s.answer = func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(25 * time.Second):
				s.issue(w, 3600)
			case <-r.Context().Done():
			}
		}
		tokens := testTokens(s)
		impatient, cancel := context.WithCancel(t.Context())
		var left time.Time
		var leaver, stayers sync.WaitGroup
		leaver.Go(func() {
			if _, err := tokens.Get(impatient, qaProperty); !errors.Is(err, context.Canceled) {
				t.Errorf("the leaver got %v", err)
			}
			left = time.Now()
		})
		for range crowd - 1 {
			stayers.Go(func() {
				if _, err := tokens.Get(t.Context(), qaProperty); err != nil {
					t.Errorf("one who stayed got %v", err)
				}
			})
		}
		time.Sleep(5 * time.Second)
		wantState(t, tokens, qaProperty, StateFetching)
		cancelled := time.Now()
		cancel()
		leaver.Wait()
		if wait := left.Sub(cancelled); wait > 50*time.Millisecond {
			t.Errorf("the leaver waited %v", wait)
		}
		stayers.Wait()
		if s.total() != 1 {
			t.Errorf("%d exchanges, want 1", s.total())
		}
		wantState(t, tokens, qaProperty, StateValid)
		t.Logf("1 left, %d shared 1 exchange", crowd-1)
	})
}

func TestT3TheLastToLeaveCancels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ended []bool // one entry for each request that was cancelled
		s := &tokenServer{}
		s.answer = func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			ended = append(ended, errors.Is(r.Context().Err(), context.Canceled))
		}
		tokens := testTokens(s)
		var cancels []context.CancelFunc
		for range crowd {
			ctx, cancel := context.WithCancel(t.Context())
			cancels = append(cancels, cancel)
			go tokens.Get(ctx, qaProperty)
		}
		synctest.Wait()
		for _, cancel := range cancels[1:] {
			cancel()
		}
		synctest.Wait()
		if len(ended) != 0 || s.total() != 1 {
			t.Fatalf("with one caller left: %d cancelled of %d", len(ended), s.total())
		}
		cancels[0]()
		synctest.Wait()
		if len(ended) != 1 || !ended[0] {
			t.Fatalf("the last one left, and the request was not cancelled: %v", ended)
		}
		if st := tokens.State(qaProperty); st.LastError != nil || !st.FetchingSince.IsZero() || !st.RetryAt.IsZero() {
			t.Errorf("the cancelled request left a trace: %+v", st)
		}
		wantState(t, tokens, qaProperty, StateNone)

		s.answer = nil
		if g := mustGet(t, tokens, qaProperty); !g.New {
			t.Error("the newcomer's token is not new")
		}
		t.Logf("%d left, 1 cancelled, a newcomer was served", crowd)
	})
}

// TestT3NewcomersNeverJoinADyingFlight lets callers come and go on a real
// clock: whoever stays must never see the cancellation of somebody else.
func TestT3NewcomersNeverJoinADyingFlight(t *testing.T) {
	s := &tokenServer{}
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		for range 20 {
			runtime.Gosched()
		}
		if r.Context().Err() == nil {
			s.issue(w, 3600)
		}
	}
	tokens := testTokens(s)
	tokens.vault.redactor = nil // it would learn thousands of tokens
	const rounds = 2000
	for range rounds {
		ctx, cancel := context.WithCancel(t.Context())
		var both sync.WaitGroup
		both.Go(func() { tokens.Get(ctx, qaProperty) })
		both.Go(cancel)
		both.Go(func() {
			if _, err := tokens.Get(t.Context(), qaProperty); err != nil {
				t.Errorf("one who stayed got %v", err)
			}
		})
		both.Wait()
		tokens.Forget(qaProperty)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d rounds", rounds)
}
