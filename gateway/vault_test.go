package gateway

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// slowSource resolves after a while, to what it is told.
type slowSource struct {
	name  string
	takes time.Duration
	value Secret
	err   error

	mu       sync.Mutex
	resolved int
	ended    error // how ctx ended the last resolving, nil if it did not
}

func (s *slowSource) Resolve(ctx context.Context) (Secret, error) {
	s.mu.Lock()
	s.resolved++
	s.mu.Unlock()
	select {
	case <-time.After(s.takes):
		return s.value, s.err
	case <-ctx.Done():
		s.mu.Lock()
		s.ended = ctx.Err()
		s.mu.Unlock()
		return "", ctx.Err()
	}
}

func (s *slowSource) String() string { return s.name }

// listSource cannot be a map key.
type listSource []string

func (s listSource) Resolve(context.Context) (Secret, error) { return Secret(s[1]), nil }
func (s listSource) String() string                          { return s[0] }

func TestVaultSharesOneResolving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slowSource{name: "cmd:pass", takes: 3 * time.Second, value: fakeSecret}
		redactor := NewRedactor()
		v := NewVault(redactor)
		if _, ok := v.Peek(s); ok {
			t.Error("known before it was resolved")
		}
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := v.Get(ctx, s); !errors.Is(err, context.Canceled) {
				t.Errorf("the leaver got %v", err)
			}
		})
		for range 50 {
			all.Go(func() {
				got, err := v.Get(t.Context(), s)
				if err != nil || got.Reveal() != fakeSecret {
					t.Errorf("got %v", err)
				}
				if !redactor.Contains([]byte(fakeSecret)) {
					t.Error("handed out before the redactor knew it")
				}
			})
		}
		synctest.Wait()
		cancel()
		all.Wait()
		if _, err := v.Get(t.Context(), s); err != nil || s.resolved != 1 {
			t.Errorf("resolved %d times, %v", s.resolved, err)
		}
		if got, ok := v.Peek(s); !ok || got.Reveal() != fakeSecret {
			t.Error("not known afterwards")
		}
	})
}

func TestVaultLastToLeaveCancels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slowSource{name: "cmd:pass", takes: time.Hour, value: fakeSecret}
		v := NewVault(nil)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := v.Get(ctx, s); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		synctest.Wait()
		if s.ended == nil {
			t.Error("the resolving goes on for nobody")
		}
		s.takes = 0
		if _, err := v.Get(t.Context(), s); err != nil {
			t.Errorf("the newcomer got %v", err)
		}
	})
}

func TestVaultRefusesBadValues(t *testing.T) {
	const canary = "fake-canary-value"
	for name, c := range map[string]struct {
		value Secret
		err   error
		want  string
	}{
		"empty":       {"", nil, "empty"},
		"line feed":   {canary + "\n", nil, "line break"},
		"CR":          {canary + "\rX", nil, "line break"},
		"NUL":         {canary + "\x00", nil, "control character"},
		"DEL":         {canary + "\x7f", nil, "control character"},
		"C1":          {canary + "\u009b", nil, "control character"},
		"escape":      {canary + "\x1b[31m", nil, "control character"},
		"not there":   {"", errors.New("no such variable"), "env:QA_SECRET: no such variable"},
		"named twice": {"", errors.New("env:QA_SECRET is not set"), "env:QA_SECRET is not set"},
	} {
		s := &slowSource{name: "env:QA_SECRET", value: c.value, err: c.err}
		v := NewVault(nil)
		for range 2 {
			_, err := v.Get(t.Context(), s)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Count(err.Error(), s.name) != 1 {
				t.Errorf("%s: %v", name, err)
			} else if strings.Contains(err.Error(), canary) {
				t.Errorf("%s: the error shows the value", name)
			}
		}
		if s.resolved != 2 {
			t.Errorf("%s: resolved %d times, a failure must not be remembered", name, s.resolved)
		}
	}
}

func TestVaultPeek(t *testing.T) {
	redactor := NewRedactor()
	v := NewVault(redactor)
	if got, ok := v.Peek(NewLiteral(fakeSecret)); !ok || got.Reveal() != fakeSecret || !redactor.Contains([]byte(fakeSecret)) {
		t.Error("a literal is not known, or handed out before the redactor knew it")
	}
	if _, ok := v.Peek(NewLiteral("")); ok {
		t.Error("an empty literal is known")
	}
	if _, ok := v.Peek(nil); ok {
		t.Error("no source is known")
	}
	if _, err := v.Get(t.Context(), nil); err == nil {
		t.Error("no source gave a value")
	}
	list := listSource{"list", fakeSecret}
	if got, err := v.Get(t.Context(), list); err != nil || got.Reveal() != fakeSecret {
		t.Errorf("a source that is no map key: %v", err)
	}
	if _, ok := v.Peek(list); !ok {
		t.Error("it is not remembered")
	}
}

// wordsSource is a command that does not show its arguments.
type wordsSource string

func (wordsSource) Resolve(context.Context) (Secret, error) { return fakeSecret, nil }
func (wordsSource) String() string                          { return "cmd:show …" }
func (s wordsSource) Same(other Source) bool                { return s == other }

func TestSameSource(t *testing.T) {
	literal := NewLiteral("one")
	for _, c := range []struct {
		a, b Source
		want bool
	}{
		{nil, nil, true},
		{literal, nil, false},
		{nil, literal, false},
		{literal, literal, true},
		{literal, NewLiteral("one"), true},
		{literal, NewLiteral("two"), false},
		{literal, &slowSource{name: "a literal"}, false},
		{&slowSource{name: "env:A"}, &slowSource{name: "env:A"}, true},
		{&slowSource{name: "env:A"}, &slowSource{name: "env:B"}, false},
		{wordsSource("show qa"), wordsSource("show qa"), true},
		{wordsSource("show qa"), wordsSource("show prod"), false},
		{wordsSource("show qa"), &slowSource{name: "cmd:show …"}, false},
	} {
		if got := sameSource(c.a, c.b); got != c.want {
			t.Errorf("sameSource(%v, %v) is %v", c.a, c.b, got)
		}
	}
}

// toldSource knows its value, and must not be asked for it otherwise.
type toldSource struct{ value Secret }

func (s *toldSource) Known() (Secret, bool) { return s.value, s.value != "" }
func (s *toldSource) String() string        { return "env:FAKE" }
func (s *toldSource) Resolve(context.Context) (Secret, error) {
	panic("resolved before it was needed")
}

func TestS1LearnTakesWhatIsKnownWithoutResolving(t *testing.T) {
	redactor := NewRedactor()
	v := NewVault(redactor)
	slow := &slowSource{name: "cmd:pass", value: "fake-slow-secret"}
	v.Learn(nil, NewLiteral("fake-literal-secret"), &toldSource{"fake-told-secret"}, &toldSource{}, slow)
	if got := redactor.Text("fake-literal-secret fake-told-secret fake-slow-secret"); got != "•••• •••• fake-slow-secret" {
		t.Error(got)
	}
	if slow.resolved > 0 {
		t.Error("a command was run to learn its secret")
	}
}
