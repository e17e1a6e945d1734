package gateway

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// refusalHold is how long a token that was refused when it was new is kept
// from being dropped by further refusals. After that another one is tried: what
// was wrong with the first may have passed, and it may have expired since.
const refusalHold = 30 * time.Second

// holds reports whether a refusal, nil for none, still keeps its token.
func (r *Refusal) holds(now time.Time) bool {
	return r != nil && now.Sub(r.At) < refusalHold
}

// slot is what Tokens keeps for one target.
type slot struct {
	tokens *Tokens
	target Target
	home   home // never changed: another home is another slot

	// live is the target's token, nil if there is none. Get reads it without
	// the lock; it is written under it.
	live atomic.Pointer[lease]

	mu       sync.Mutex // never held while waiting for anything
	env      *Environment
	flight   *flight[tokenOutcome] // nil unless a token request is under way
	since    time.Time             // when flight took off
	why      string                // it took off, for the history
	fetches  int
	failures int         // in a row
	failure  *TokenError // of the last token request, nil if it succeeded
	retryAt  time.Time   // end of the window that failure opened
	refusal  *Refusal    // of the live token
	rejected bool        // the token before was dropped because it was refused
	refused  Secret      // the value of the token dropped last because it was refused
	keepTill time.Time   // until then the live token is not dropped by a refusal
	proof    *Proof      // of the live token, nil if it was not checked

	rejectedBy string       // the call that was refused, for the history
	history    []TokenEvent // never changed, but replaced

	keep   bool        // the token is renewed ahead
	paused bool        // not since the last token request failed
	timer  *time.Timer // until that, nil for none
}

// current is the target's token, good or not; nil if there is none.
func (s *slot) current() *Token {
	if l := s.live.Load(); l != nil {
		return l.token
	}
	return nil
}

// demand says when a token is to be obtained: when there is no good one, and no
// window is open.
type demand struct {
	always  bool   // whatever there is: a person said so
	instead *Token // only while this is the target's; nil for any or none
	why     string // for the history
}

// obtain returns a good token that arrived meanwhile, the failure whose window
// is open, or the outcome of a token request that it joins or starts.
func (s *slot) obtain(ctx context.Context, d demand) (*Token, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	if current := s.current(); d.instead != nil && current != d.instead {
		s.mu.Unlock()
		return current, nil
	}
	if !d.always {
		now := time.Now()
		if token := s.live.Load().good(now); token != nil {
			s.mu.Unlock()
			return token, nil
		}
		if failure := s.failure; failure != nil && s.flight == nil && now.Before(s.retryAt) {
			s.mu.Unlock()
			return nil, failure
		}
	}
	f := s.flight
	if f == nil {
		f = s.fetch(d)
	}
	f.waiting++
	s.mu.Unlock()

	outcome, err := f.wait(ctx, &s.mu, s.unlink)
	if err != nil {
		return nil, err
	}
	if outcome.err != nil {
		return nil, outcome.err
	}
	return outcome.token, nil
}

// fetch starts a token request; s.mu is held.
func (s *slot) fetch(d demand) *flight[tokenOutcome] {
	x := &tokenExchange{target: s.target, env: s.env, home: s.home, vault: s.tokens.vault, gate: s.tokens.gate, values: s.tokens.values}
	x.store, x.noteTrouble, x.demand, x.refused = s.tokens.storeOf(s.env), s.tokens.noteTrouble, d, s.refused
	s.flight = takeOff(x.run, s.land)
	s.since, s.why = time.Now(), s.reason(d)
	return s.flight
}

// land keeps the outcome of a token request, unless the slot has let go of it:
// then it must leave neither a token nor a false error behind.
func (s *slot) land(f *flight[tokenOutcome]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight != f {
		return
	}
	s.flight = nil
	if failure := f.result.err; failure != nil {
		s.failures++
		s.failure = failure
		s.retryAt = time.Now().Add(failureWindow(s.failures, failure))
		if f.result.failures > 0 { // all runs count together
			s.failures, s.retryAt = f.result.failures, f.result.retryAt
		}
		s.record(EventFailed, failure.inShort()+"; "+s.why)
		s.pause()
		return
	}
	if f.result.token.FromStore {
		s.why += "; another run had left it in the token cache"
	} else {
		s.fetches++
	}
	s.arrived()
	replacement := s.rejected
	s.install(f.result.token)
	if replacement {
		// Many calls may be refused at once, some of them with a token that
		// was new and some with the same a moment later. Without this each
		// round of refusals could buy another token.
		s.keepTill = time.Now().Add(refusalHold)
	}
}

// unlink lets go of a token request that all its callers have left, or whose
// outcome nobody wants any more; s.mu is held.
func (s *slot) unlink(f *flight[tokenOutcome]) {
	if s.flight == f {
		s.flight = nil
	}
}

// install makes a token, or none, the target's, with a clean record; s.mu is
// held.
func (s *slot) install(token *Token) {
	s.live.Store(leaseOf(token))
	s.refusal, s.rejected, s.keepTill, s.proof = nil, false, time.Time{}, nil
	s.forgive()
	s.paused = false
	s.arm()
}

// forgive drops failure and window; s.mu is held.
func (s *slot) forgive() {
	s.failures, s.failure, s.retryAt = 0, nil, time.Time{}
}

// adopt takes the settings of another slot over if tokens of this one are good
// there, and reports whether they are. If not, the other slot continues the
// count.
func (s *slot) adopt(other *slot) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.env.KeepFresh == other.env.KeepFresh {
		other.keep = s.keep // what a person chose since holds
	}
	if !s.home.same(other.home) {
		other.fetches, other.history = s.fetches, s.history
		if s.current() != nil {
			other.record(EventDropped, "the settings changed where it comes from")
		}
		return false
	}
	s.env, s.keep, s.paused = other.env, other.keep, false
	s.refusal, s.rejected, s.keepTill = nil, false, time.Time{}
	s.forgive()
	s.arm()
	return true
}

// reject drops this very token after the call of that name was refused, and
// reports whether it did. One that a person pasted is theirs to let go.
func (s *slot) reject(token *Token, by string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token == nil || s.current() != token || token.Pasted() {
		return false
	}
	if now := time.Now(); s.refusal.holds(now) || now.Before(s.keepTill) {
		return false
	}
	s.live.Store(nil)
	s.refusal, s.proof = nil, nil
	s.rejected, s.rejectedBy, s.refused = true, by, token.Value
	s.record(EventRefused, by+" was answered 401")
	s.arm()
	return true
}

// accept notes that a call with this very token was accepted.
func (s *slot) accept(token *Token) {
	s.ofCurrent(token, func() { s.refusal, s.keepTill = nil, time.Time{} })
}

// refuse notes that this very token was refused when it was new, or although it
// was pasted.
func (s *slot) refuse(token *Token, refusal Refusal) {
	s.ofCurrent(token, func() {
		if s.refusal == nil {
			s.record(EventRefused, refusal.inShort())
		}
		s.refusal = &refusal
	})
}

// ofCurrent calls note under the lock if this very token is the target's.
func (s *slot) ofCurrent(token *Token, note func()) {
	if token == nil || s.current() != token {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current() == token {
		note()
	}
}

func (s *slot) paste(value Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flight = nil
	s.record(EventPasted, "brought by hand")
	s.install(&Token{
		Value:          value,
		Type:           "Bearer",
		ObtainedAt:     time.Now(),
		LifetimeSource: LifetimePasted,
		home:           s.home,
	})
}

func (s *slot) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flight = nil
	if s.current() != nil {
		s.record(EventForgotten, "let go by hand")
	}
	s.install(nil)
}

func (s *slot) state() TokenState {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := TokenState{
		Target:    s.target,
		Token:     s.current(),
		Fetches:   s.fetches,
		LastError: s.failure,
		RetryAt:   s.retryAt,
		Refusal:   s.refusal,
		Proof:     s.proof,
		Keeping:   s.keeping(),
		History:   s.history,
	}
	if s.flight != nil {
		state.FetchingSince = s.since
	}
	return state
}
