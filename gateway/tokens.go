package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Tokens keeps one access token for each [Target]. All methods may be called
// at once from many goroutines.
//
// At most one token request for a target is under way at any time; all who
// ask meanwhile share it and its outcome, success or failure. Each of them can
// leave by its own context; the last one to leave cancels the request. A
// failure opens a window in which Get returns the same error without asking
// again: a second, doubled by each failure that follows up to half a minute,
// or what the server's Retry-After says up to a minute. Nothing is retried by
// itself.
//
// Nothing happens to a token by itself either, but where [Tokens.KeepFresh]
// asks for that.
//
// Paste, Forget and a SetDirectory that changes where a token comes from
// detach a request under way: those who wait for it still get its outcome, but
// it leaves no trace, and whoever asks next starts another one.
type Tokens struct {
	vault  *Vault
	gate   http.RoundTripper
	values *values
	store  Store // nil for none

	trouble atomic.Pointer[error] // the last of the store, nil for none

	ctx context.Context // of what is done ahead; ends with Close
	end context.CancelFunc

	setting sync.Mutex // held by SetDirectory
	desk    atomic.Pointer[desk]
}

// desk is what Tokens keeps for one directory. The map is never changed.
type desk struct {
	order []Target
	slots map[Target]*slot
}

// Grant is a token handed out for one send.
type Grant struct {
	Token *Token
	// New reports that the token was obtained after the caller asked: if it
	// is refused, another one would be too.
	New bool
}

// NewTokens makes a manager that resolves credentials with vault and asks the
// token endpoints of dir through gate.
func NewTokens(dir *Directory, vault *Vault, gate *Gate) *Tokens {
	return newTokens(dir, vault, gate)
}

func newTokens(dir *Directory, vault *Vault, gate http.RoundTripper) *Tokens {
	t := &Tokens{vault: vault, gate: gate, values: newValues()}
	t.ctx, t.end = context.WithCancel(context.Background())
	t.desk.Store(t.newDesk(dir))
	return t
}

func (t *Tokens) newDesk(dir *Directory) *desk {
	d := &desk{order: dir.Targets(), slots: make(map[Target]*slot)}
	for _, e := range dir.Environments {
		for _, s := range dir.Services {
			target := Target{e.Name, s.Name}
			d.slots[target] = &slot{tokens: t, target: target, env: e, home: homeOf(e, s.Name), keep: e.KeepFresh}
		}
	}
	return d
}

// SetDirectory takes changed settings in. Tokens, and requests for them, stay
// where the new settings would get them in the same place with the same
// credentials: base URL, token path, auth style and both sources are the same
// (literals by value, commands by all their words, other sources by name).
// Failures, their windows and refusals are dropped everywhere, the rest goes
// with targets that are gone.
func (t *Tokens) SetDirectory(dir *Directory) {
	t.setting.Lock()
	defer t.setting.Unlock()
	next := t.newDesk(dir)
	for target, old := range t.desk.Load().slots {
		if fresh := next.slots[target]; fresh != nil && old.adopt(fresh) {
			next.slots[target] = old
		} else {
			old.retire()
		}
	}
	t.desk.Store(next)
}

// Get returns the target's token if it is good for longer than its margin, and
// obtains one otherwise. With a good token it takes no lock and allocates
// nothing. The error is a *TokenError or ctx's.
func (t *Tokens) Get(ctx context.Context, target Target) (Grant, error) {
	return t.get(ctx, target, "a caller needed one")
}

// get is Get for a reason that the history tells.
func (t *Tokens) get(ctx context.Context, target Target, why string) (Grant, error) {
	s := t.desk.Load().slots[target]
	if s == nil {
		return Grant{}, unknownTarget(target)
	}
	asked := time.Now()
	if token := s.live.Load().good(asked); token != nil {
		return Grant{Token: token}, nil
	}
	token, err := s.obtain(ctx, demand{why: why})
	if err != nil {
		return Grant{}, err
	}
	// Whatever came was not there when the caller asked, unless another run
	// had left it in the store.
	return Grant{Token: token, New: !token.FromStore || !token.ObtainedAt.Before(asked)}, nil
}

// Refresh obtains a new token whatever there is, joining a request that is
// under way. A person asked for it: the window after a failure does not apply.
// On failure the old token stays. The error is a *TokenError or ctx's.
func (t *Tokens) Refresh(ctx context.Context, target Target) (*Token, error) {
	s := t.desk.Load().slots[target]
	if s == nil {
		return nil, unknownTarget(target)
	}
	return s.obtain(ctx, demand{always: true, why: "asked for by hand"})
}

// Reject drops exactly this token after the server refused it, so that the
// next Get obtains another. A newer token survives. So does, for half a
// minute, a token of which RefusedNew has said that another one would be
// refused too, and one that replaced a refused token and was not accepted
// since: calls that keep being answered 401 must not turn into a stream of
// token requests. A pasted token always survives: a person wants to see what
// becomes of it, and Paste, Forget or Refresh ends it. What is dropped here is
// dropped in the store, for all runs.
func (t *Tokens) Reject(target Target, token *Token) {
	t.reject(target, token, "a call")
}

// reject is Reject after the call of that name.
func (t *Tokens) reject(target Target, token *Token, by string) {
	if s := t.desk.Load().slots[target]; s != nil && s.reject(token, by) {
		t.unstore(s, token.Value)
	}
}

// RefusedNew records that this token was refused although it was new, or was
// pasted. It is kept, and the state says refused, until it is replaced or a
// call with it is accepted. A token that is no longer the target's is ignored.
func (t *Tokens) RefusedNew(target Target, token *Token, refusal Refusal) {
	if s := t.desk.Load().slots[target]; s != nil {
		s.refuse(token, refusal)
	}
}

// Accepted records that a call with this token was not answered 401.
func (t *Tokens) Accepted(target Target, token *Token) {
	if token != nil {
		t.values.acceptedBy(target, token.Value, time.Now())
	}
	if s := t.desk.Load().slots[target]; s != nil {
		s.accept(token)
	}
}

// Paste sets a token that a person brought; white space around it is dropped.
// It must fit the b64token alphabet of RFC 6750 section 2.1. The error says
// what is wrong with it and does not show it.
func (t *Tokens) Paste(target Target, value Secret) error {
	s := t.desk.Load().slots[target]
	if s == nil {
		return unknownTarget(target)
	}
	text := strings.TrimSpace(value.Reveal())
	if scheme, _, ok := strings.Cut(text, " "); ok && strings.EqualFold(scheme, "Bearer") {
		return errors.New("paste the token alone, without the word Bearer before it")
	}
	if fault := tokenFault(text); fault != "" {
		return errors.New(strings.Replace(fault, "access_token", "the token", 1))
	}
	t.vault.redactor.Learn(Secret(text))
	s.paste(Secret(text))
	return nil
}

// Forget drops the target's token, failure and window, in the store too.
func (t *Tokens) Forget(target Target) {
	if s := t.desk.Load().slots[target]; s != nil {
		s.forget()
		t.unstore(s, "")
	}
}

// State is a copy of what is known of one target.
func (t *Tokens) State(target Target) TokenState {
	if s := t.desk.Load().slots[target]; s != nil {
		return s.state()
	}
	return TokenState{Target: target}
}

// States is a copy of what is known of every target, in the directory's order.
func (t *Tokens) States() []TokenState {
	d := t.desk.Load()
	states := make([]TokenState, len(d.order))
	for i, target := range d.order {
		states[i] = d.slots[target].state()
	}
	return states
}

func unknownTarget(target Target) *TokenError {
	return &TokenError{
		Target: target,
		Stage:  StageGate,
		Fault:  fmt.Sprintf("the settings have no environment %q with a service %q", target.Environment, target.Service),
		Advice: "Choose another environment or service, or add it to the settings.",
		At:     time.Now(),
	}
}
