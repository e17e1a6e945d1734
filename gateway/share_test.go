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

// memoryStore is a store that several Tokens, each playing a run of its own,
// can share inside a synctest bubble.
type memoryStore struct {
	broken error // what every method fails with, nil for none

	mu   sync.Mutex
	held map[StoreKey]chan struct{}
	kept map[StoreKey]Stored
}

func newMemoryStore() *memoryStore {
	return &memoryStore{held: map[StoreKey]chan struct{}{}, kept: map[StoreKey]Stored{}}
}

func (m *memoryStore) Lock(ctx context.Context, key StoreKey) (func(), error) {
	if m.broken != nil {
		return nil, m.broken
	}
	m.mu.Lock()
	if m.held[key] == nil {
		m.held[key] = make(chan struct{}, 1)
	}
	held := m.held[key]
	m.mu.Unlock()
	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (m *memoryStore) Load(key StoreKey) (Stored, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[key], m.broken
}

func (m *memoryStore) Save(key StoreKey, s Stored) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return m.broken
	}
	if s.Token != nil { // as a file has it
		plain := Token{Value: s.Token.Value, Type: s.Token.Type, ObtainedAt: s.Token.ObtainedAt.Round(0),
			Lifetime: s.Token.Lifetime, LifetimeSource: s.Token.LifetimeSource}
		s.Token = &plain
	}
	m.kept[key] = s
	return nil
}

func (m *memoryStore) Drop(key StoreKey, value Secret) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, s := range m.kept {
		if k.TokenURL == key.TokenURL && (value == "" || s.Token != nil && s.Token.Value == value) {
			delete(m.kept, k)
		}
	}
	return m.broken
}

// sharing is a directory whose environments share their tokens.
func sharing() *Directory {
	dir := testDirectory()
	for _, e := range dir.Environments {
		e.TokenCache = true
	}
	return dir
}

// testRun is a run of its own over a shared store.
func testRun(s http.RoundTripper, store Store) *Tokens {
	tokens := newTokens(sharing(), NewVault(NewRedactor()), s)
	tokens.UseStore(store)
	return tokens
}

func TestSharedTokenIsTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, store := &tokenServer{}, newMemoryStore()
		one, two := testRun(s, store), testRun(s, store)
		first := mustGet(t, one, qaProperty)
		time.Sleep(time.Minute)
		taken := mustGet(t, two, qaProperty)
		if taken.New || !taken.Token.FromStore || taken.Token.Value != first.Token.Value {
			t.Errorf("%+v is not the token that the other run left", taken)
		}
		if left, ok := taken.Token.Left(time.Now()); !ok || left != 59*time.Minute {
			t.Errorf("it lives for %v, %v", left, ok)
		}
		if !two.vault.redactor.Contains([]byte(taken.Token.Value.Reveal())) {
			t.Error("the redactor does not know it")
		}
		if st := two.State(qaProperty); st.Fetches != 0 || s.total() != 1 {
			t.Errorf("%d fetches, %d requests", st.Fetches, s.total())
		}
		if !taken.Token.fits(sharing().Environments[0], qaProperty.Service) || taken.Token.fits(sharing().Environments[1], qaProperty.Service) {
			t.Error("it is not at home where it was obtained")
		}
		time.Sleep(time.Hour)
		if renewed := mustGet(t, two, qaProperty); !renewed.New || s.total() != 2 {
			t.Errorf("an expired token was not renewed: %d requests", s.total())
		}
		if again := mustGet(t, one, qaProperty); again.Token.Value == first.Token.Value || s.total() != 2 {
			t.Errorf("the renewed one was not taken over: %d requests", s.total())
		}
	})
}

// TestSharedWaitIsNew: what another run obtained while this one waited for it
// is as new as if this one had asked.
func TestSharedWaitIsNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, store := &tokenServer{}, newMemoryStore()
		s.answer = func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(time.Second)
			s.issue(w, 3600)
		}
		var all sync.WaitGroup
		for i := range 8 {
			run := testRun(s, store)
			all.Go(func() {
				if i%2 == 0 {
					if g, err := run.Get(t.Context(), qaProperty); err != nil || !g.New {
						t.Errorf("%+v, %v", g, err)
					}
				} else if _, err := run.Refresh(t.Context(), qaProperty); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if s.total() != 1 {
			t.Errorf("%d requests, want 1", s.total())
		}
	})
}

func TestSharedFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, store := &tokenServer{}, newMemoryStore()
		s.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }
		for n, window := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
			time.Sleep(time.Millisecond) // two runs are never at one instant
			if _, err := testRun(s, store).Get(t.Context(), qaProperty); !isTokenError(err, StageRefused) {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
			late := testRun(s, store)
			_, err := late.Get(t.Context(), qaProperty)
			var failure *TokenError
			if !errors.As(err, &failure) || failure.HTTPStatus != 500 || !strings.Contains(failure.Advice, "Another run") || failure.Target != qaProperty {
				t.Errorf("the other run was told %v", err)
			}
			if s.total() != n+1 {
				t.Errorf("%d requests, want %d", s.total(), n+1)
			}
			if left := time.Until(late.State(qaProperty).RetryAt); left != window-time.Millisecond {
				t.Errorf("the window is open for %v, want %v", left, window-time.Millisecond)
			}
			time.Sleep(window)
		}
		s.answer = nil
		mustGet(t, testRun(s, store), qaProperty)
		if late := testRun(s, store); mustGet(t, late, qaProperty).Token == nil || late.State(qaProperty).LastError != nil {
			t.Error("a success does not end the failures")
		}
	})
}

func mustFail(t *testing.T, tokens *Tokens, target Target) error {
	t.Helper()
	_, err := tokens.Get(t.Context(), target)
	if err == nil {
		t.Fatal("no error")
	}
	return err
}

// TestUnreachedIsNotShared: a run behind another proxy may reach what this one
// did not.
func TestUnreachedIsNotShared(t *testing.T) {
	store := newMemoryStore()
	mustFail(t, testRun(roundTripper(func(*http.Request) (*http.Response, error) {
		return nil, &TransportError{Stage: StageConnect, Fault: "no route"}
	}), store), qaProperty)
	time.Sleep(time.Millisecond)
	mustGet(t, testRun(&tokenServer{}, store), qaProperty)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// TestT5SharedRefusal: a refused token is gone for everybody, a newer one
// survives, and nobody is handed what it saw refused, even by a store that
// cannot forget.
func TestT5SharedRefusal(t *testing.T) {
	s, store := &tokenServer{}, newMemoryStore()
	one, two := testRun(s, store), testRun(s, store)
	old := mustGet(t, one, qaProperty).Token
	taken := mustGet(t, two, qaProperty).Token
	two.Reject(qaProperty, taken)
	fresh := mustGet(t, two, qaProperty).Token
	one.Reject(qaProperty, old)
	if got := mustGet(t, one, qaProperty).Token; got.Value != fresh.Value || s.total() != 2 {
		t.Errorf("%d requests, want 2", s.total())
	}

	stubborn := testRun(s, keepsAll{newMemoryStore()})
	refused := mustGet(t, stubborn, qaProperty).Token
	stubborn.Reject(qaProperty, refused)
	if got := mustGet(t, stubborn, qaProperty).Token; got.Value == refused.Value {
		t.Error("the refused token came back")
	}
}

// keepsAll is a store whose entries cannot be removed.
type keepsAll struct{ *memoryStore }

func (keepsAll) Drop(StoreKey, Secret) error { return errors.New("it is read-only") }

// TestT6StoredClock: the monotonic clock is lost on disk, so the wall clock
// alone must not make a token younger.
func TestT6StoredClock(t *testing.T) {
	for name, c := range map[string]struct {
		obtained time.Duration // from now
		taken    bool
	}{
		"just now":            {0, true},
		"half an hour ago":    {-30 * time.Minute, true},
		"in the margin":       {-time.Hour + 20*time.Second, false},
		"two hours ago":       {-2 * time.Hour, false},
		"before 1970":         {-100 * 365 * 24 * time.Hour, false},
		"in a second":         {time.Second, false},
		"clock was set back":  {time.Hour, false},
		"a clock of nonsense": {1000 * 24 * time.Hour, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			s, store := &tokenServer{}, newMemoryStore()
			run := testRun(s, store)
			key := homeOf(sharing().Environments[0], qaProperty.Service).storeKey(qaProperty.Service, fakeID, fakeSecret)
			store.kept[key] = Stored{Token: &Token{Value: "fake-stored", ObtainedAt: time.Now().Add(c.obtained), Lifetime: time.Hour, LifetimeSource: LifetimeStated}}
			if got := mustGet(t, run, qaProperty).Token; got.FromStore != c.taken {
				t.Errorf("%s: taken is %v", name, got.FromStore)
			}
		})
	}
}

// TestStoredLifetime: what the settings assume is not stored, and a stored
// token that is none is not used.
func TestStoredLifetime(t *testing.T) {
	for name, c := range map[string]struct {
		token   Token
		assumed time.Duration
		want    time.Duration // -1 for a token that is not taken
		source  LifetimeSource
	}{
		"stated":          {Token{Value: "fake-1", Lifetime: time.Hour, LifetimeSource: LifetimeStated}, time.Minute, time.Hour, LifetimeStated},
		"assumed here":    {Token{Value: "fake-1", LifetimeSource: LifetimeNotStated}, 2 * time.Hour, 2 * time.Hour, LifetimeAssumed},
		"assumed there":   {Token{Value: "fake-1", Lifetime: time.Hour, LifetimeSource: LifetimeAssumed}, 0, 0, LifetimeNotStated},
		"absurdly long":   {Token{Value: "fake-1", Lifetime: 1 << 62, LifetimeSource: LifetimeStated}, 0, longestLifetime, LifetimeStated},
		"two lines":       {Token{Value: "fake\r\nX: y", Lifetime: time.Hour, LifetimeSource: LifetimeStated}, 0, -1, ""},
		"nothing at all":  {Token{}, 0, -1, ""},
		"never was alive": {Token{Value: "fake-1", Lifetime: -5, LifetimeSource: LifetimeStated}, 0, -1, ""},
	} {
		store := newMemoryStore()
		dir := sharing()
		dir.Environments[0].AssumedLifetime = c.assumed
		run := newTokens(dir, NewVault(NewRedactor()), &tokenServer{})
		run.UseStore(store)
		key := homeOf(dir.Environments[0], qaProperty.Service).storeKey(qaProperty.Service, fakeID, fakeSecret)
		c.token.ObtainedAt = time.Now().Round(0)
		store.kept[key] = Stored{Token: &c.token}
		got := mustGet(t, run, qaProperty).Token
		if got.FromStore != (c.want >= 0) {
			t.Errorf("%s: taken is %v", name, got.FromStore)
		} else if c.want >= 0 && (got.Lifetime != c.want || got.LifetimeSource != c.source) {
			t.Errorf("%s: %v, %s", name, got.Lifetime, got.LifetimeSource)
		}
	}
}

// TestStoreHoldsOnlyWhatItShould: no pasted token, nothing of environments that
// did not ask for it, nothing that was forgotten.
func TestStoreHoldsOnlyWhatItShould(t *testing.T) {
	store := newMemoryStore()
	dir := sharing()
	dir.Environments[1].TokenCache = false
	run := newTokens(dir, NewVault(NewRedactor()), &tokenServer{})
	run.UseStore(store)
	if err := run.Paste(qaProperty, "fake-pasted"); err != nil {
		t.Fatal(err)
	}
	mustGet(t, run, qaProperty)
	mustGet(t, run, Target{"staging", "streaming-property"})
	if len(store.kept) != 0 {
		t.Errorf("stored: %v", store.kept)
	}
	run.Forget(qaProperty)
	mustGet(t, run, qaProperty)
	if len(store.kept) != 1 {
		t.Errorf("%d stored, want 1", len(store.kept))
	}
	run.Forget(qaProperty)
	if len(store.kept) != 0 {
		t.Errorf("forgotten, and still stored: %v", store.kept)
	}
}

func TestBrokenStore(t *testing.T) {
	store := newMemoryStore()
	store.broken = errors.New("the disk is full")
	s := &tokenServer{}
	run := testRun(s, store)
	first := mustGet(t, run, qaProperty)
	if !first.New || mustGet(t, run, qaProperty).Token != first.Token || s.total() != 1 {
		t.Errorf("it does not go on in memory: %d requests", s.total())
	}
	if trouble := run.StoreTrouble(); trouble == nil || trouble.Error() != "the disk is full" {
		t.Errorf("trouble: %v", trouble)
	}
}

// TestT3SharedWaitIsLeft: who waits for another run can leave at once, and
// does not wait for one that stands still.
func TestT3SharedWaitIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newMemoryStore()
		key := homeOf(sharing().Environments[0], qaProperty.Service).storeKey(qaProperty.Service, fakeID, fakeSecret)
		unlock, err := store.Lock(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		s := &tokenServer{}
		run := testRun(s, store)
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := run.Get(ctx, qaProperty); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		synctest.Wait()
		if run.StoreTrouble() != nil || s.total() != 0 {
			t.Errorf("leaving is no trouble: %v", run.StoreTrouble())
		}
		mustGet(t, run, qaProperty)
		if run.StoreTrouble() == nil || time.Since(began) != time.Second+DefaultTimeout {
			t.Errorf("after %v: %v", time.Since(began), run.StoreTrouble())
		}
		unlock()
	})
}
