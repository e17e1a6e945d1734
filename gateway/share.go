package gateway

import (
	"context"
	"fmt"
	"time"
)

// share is ask for a target whose tokens are stored: one run asks the
// endpoint, and the others take what it got, token or failure.
func (x *tokenExchange) share(ctx context.Context, id, secret Secret) tokenOutcome {
	asked := time.Now()
	key := x.home.storeKey(x.target.Service, id, secret)
	defer x.lock(ctx, key)()
	if err := ctx.Err(); err != nil {
		return tokenOutcome{err: x.unreached(ctx, err)} // all have left, nobody reads it
	}
	stored, err := x.store.Load(key)
	x.noteTrouble(err)
	if outcome, ok := x.recall(stored, asked); ok {
		return outcome
	}
	outcome := x.ask(ctx, id, secret)
	if ctx.Err() != nil {
		return outcome // nobody waits for it, and it says nothing of the endpoint
	}
	switch failure := outcome.err; {
	case failure == nil:
		x.noteTrouble(x.store.Save(key, Stored{Token: outcome.token}))
	case failure.Stage != StageGate: // which lies in the settings of this run
		stored = x.failed(stored, failure)
		outcome.failures, outcome.retryAt = stored.Failures, stored.RetryAt
		x.noteTrouble(x.store.Save(key, stored))
	}
	return outcome
}

// lock holds the key in the store. A run that was stopped while it held it
// must not stop all others: after the limit of a token request this one goes
// on without.
func (x *tokenExchange) lock(ctx context.Context, key StoreKey) (unlock func()) {
	limited, cancel := context.WithTimeout(ctx, x.env.WaitLimit())
	defer cancel()
	unlock, err := x.store.Lock(limited, key)
	if err == nil {
		return unlock
	}
	if ctx.Err() == nil {
		if limited.Err() != nil {
			err = fmt.Errorf("token cache: another run has been asking for the token of %s for longer than %s; this one asked by itself", x.target, x.env.WaitLimit())
		}
		x.noteTrouble(err)
	}
	return func() {}
}

// recall is what another run has left that answers the demand: a good token or
// a failure. When a person asked for a new token, or the other run did not even
// reach the endpoint, only what it got since counts: that was asked for
// together.
func (x *tokenExchange) recall(s Stored, asked time.Time) (tokenOutcome, bool) {
	now := time.Now()
	if t := x.restored(s.Token, now); leaseOf(t).good(now) != nil && (!x.demand.always || !t.ObtainedAt.Before(asked)) {
		x.vault.redactor.Learn(t.Value)
		x.remember(t)
		return tokenOutcome{token: t}, true
	}
	failure := s.Failure
	if failure == nil {
		return tokenOutcome{}, false
	}
	together := !failure.At.Before(asked.Round(0))
	window := !x.demand.always && failure.Stage != StageConnect && now.Before(s.RetryAt) && now.After(failure.At)
	if !together && !window {
		return tokenOutcome{}, false
	}
	shared := *failure
	shared.Target = x.target
	shared.Advice = joinSentences(shared.Advice, fmt.Sprintf("Another run of gatehouse was told so at %s; no request is sent before %s.",
		failure.At.UTC().Format("15:04:05Z"), s.RetryAt.UTC().Format("15:04:05Z")))
	return tokenOutcome{err: &shared, failures: s.Failures, retryAt: s.RetryAt}, true
}

// restored is a stored token as this run has it, nil if it can be none of
// this run's: it was refused here, is not whole, or was obtained at a time that
// is still to come, by a clock that was set back since.
func (x *tokenExchange) restored(stored *Token, now time.Time) *Token {
	if stored == nil || stored.Value == x.refused || tokenFault(stored.Value.Reveal()) != "" {
		return nil
	}
	if stored.LifetimeSource == LifetimeStated && stored.Lifetime <= 0 {
		return nil
	}
	age := now.Round(0).Sub(stored.ObtainedAt.Round(0))
	if age < 0 {
		return nil
	}
	t := *stored
	t.ObtainedAt = now.Add(-age) // with a monotonic reading from here on
	t.FromStore = true
	t.home = x.home
	x.live(&t, min(t.Lifetime, longestLifetime), t.LifetimeSource == LifetimeStated)
	return &t
}

// failed is what to store after a failure: the token that is there may be good
// for others.
func (x *tokenExchange) failed(before Stored, failure *TokenError) Stored {
	out := Stored{Token: before.Token, Failure: failure, Failures: before.Failures + 1}
	if out.Token != nil && out.Token.Value == x.refused {
		out.Token = nil
	}
	out.RetryAt = failure.At.Add(failureWindow(out.Failures, failure)).Round(0)
	return out
}
