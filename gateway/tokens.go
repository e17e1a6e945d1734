package gateway

import "context"

// Tokens keeps one access token for each [Target]. All methods may be called
// at once from many goroutines.
//
// At most one token request for a target is under way at any time; all who
// ask meanwhile share it and its outcome, success or failure. Each of them can
// leave by its own context; the last one to leave cancels the request. A
// failure opens a window in which Get returns the same error without asking
// again. Nothing is retried by itself.
type Tokens struct {
	// see tokens.go
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
func NewTokens(dir *Directory, vault *Vault, gate *Gate) *Tokens { panic("contract") }

// SetDirectory takes changed settings in. Tokens stay where the new settings
// would get them in the same place with the same credentials; drafts of
// failures and windows are dropped.
func (t *Tokens) SetDirectory(dir *Directory) { panic("contract") }

// Get returns the target's token if it is good for longer than its margin, and
// obtains one otherwise. With a good token it takes no lock for long and
// allocates nothing. The error is a *TokenError or ctx's.
func (t *Tokens) Get(ctx context.Context, target Target) (Grant, error) { panic("contract") }

// Refresh obtains a new token whatever there is, joining a request that is
// under way. A person asked for it: the window after a failure does not apply.
// On failure the old token stays.
func (t *Tokens) Refresh(ctx context.Context, target Target) (*Token, error) { panic("contract") }

// Reject drops exactly this token after the server refused it, so that the
// next Get obtains another. A newer token survives.
func (t *Tokens) Reject(target Target, token *Token) { panic("contract") }

// RefusedNew records that this token was refused although it was new. It is
// kept, and the state says refused, until it is replaced.
func (t *Tokens) RefusedNew(target Target, token *Token, refusal Refusal) { panic("contract") }

// Accepted records that a call with this token was not answered 401.
func (t *Tokens) Accepted(target Target, token *Token) { panic("contract") }

// Paste sets a token that a person brought. It must fit the b64token alphabet
// of RFC 6750 section 2.1.
func (t *Tokens) Paste(target Target, value Secret) error { panic("contract") }

// Forget drops the target's token, failure and window.
func (t *Tokens) Forget(target Target) { panic("contract") }

// State is a copy of what is known of one target.
func (t *Tokens) State(target Target) TokenState { panic("contract") }

// States is a copy of what is known of every target, in the directory's order.
func (t *Tokens) States() []TokenState { panic("contract") }
