package gateway

import (
	"context"
	"time"
)

// Store keeps tokens beyond one run and shares them with the other runs of the
// same user; [Tokens.UseStore] takes one. It keeps what it is given and judges
// nothing: what is still good is decided here, by the clock rules of every
// token.
//
// All methods may be called at once. Their errors say what went wrong and what
// to do about it, and hold no secret; the caller goes on without the store.
type Store interface {
	// Lock waits until no other run holds the key, or until ctx ends. Who
	// holds it may ask the token endpoint. A run that dies lets go of it.
	Lock(ctx context.Context, key StoreKey) (unlock func(), err error)
	// Load returns what is stored under a key, the zero Stored if nothing is.
	Load(key StoreKey) (Stored, error)
	// Save stores under a key, in the place of what was there.
	Save(key StoreKey, s Stored) error
	// Drop removes the token of exactly this value, and everything that is
	// stored of the service for "". The key's credentials do not matter.
	Drop(key StoreKey, value Secret) error
}

// StoreKey is what makes a stored token good: where it is obtained, and with
// which credentials. These are the values themselves and not their sources,
// since the same source may give another run something else. A store keeps
// neither of them, nor what would tell them.
type StoreKey struct {
	BaseURL, TokenURL, Service string
	Style                      AuthStyle
	ClientID, ClientSecret     Secret
}

// Stored is what runs know together of one key.
type Stored struct {
	// Token is the last one obtained, nil for none. ObtainedAt is of the wall
	// clock alone, and Reply is nil: it would hold the token once more.
	Token *Token
	// Failure is that of the last token request, nil if it succeeded, without
	// cause and reply.
	Failure  *TokenError
	Failures int       // in a row
	RetryAt  time.Time // end of the window that Failure opened
}

func (h home) storeKey(service string, id, secret Secret) StoreKey {
	return StoreKey{h.baseURL, h.tokenURL, service, h.style, id, secret}
}

// UseStore lets the environments that are marked TokenCache share their tokens
// by a store. Call it before anything else.
func (t *Tokens) UseStore(s Store) { t.store = s }

// StoreTrouble is what went wrong with the store last, nil if nothing did.
// Tokens are obtained and kept in memory all the same.
func (t *Tokens) StoreTrouble() error {
	if trouble := t.trouble.Load(); trouble != nil {
		return *trouble
	}
	return nil
}

// noteTrouble keeps what went wrong with the store.
func (t *Tokens) noteTrouble(err error) {
	if err != nil {
		t.trouble.Store(&err)
	}
}

// storeOf is the store that a slot's tokens go to, nil for none.
func (t *Tokens) storeOf(e *Environment) Store {
	if !e.TokenCache {
		return nil
	}
	return t.store
}

// unstore removes a token of a slot from the store, all of them for "".
func (t *Tokens) unstore(s *slot, value Secret) {
	s.mu.Lock()
	store := t.storeOf(s.env)
	s.mu.Unlock()
	if store != nil {
		t.noteTrouble(store.Drop(s.home.storeKey(s.target.Service, "", ""), value))
	}
}
