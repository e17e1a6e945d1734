package gateway

import "context"

// Vault resolves sources of secrets when they are first needed and remembers
// what they gave for the rest of the run. Each value is made known to the
// redactor before it is handed out. A failure is not remembered. Two callers
// who need the same source at once share one resolving.
type Vault struct {
	// see vault.go
}

// NewVault makes an empty vault.
func NewVault(r *Redactor) *Vault { panic("contract") }

// Get resolves a source, or returns what it gave before. The error names the
// source and never the value.
func (v *Vault) Get(ctx context.Context, s Source) (Secret, error) { panic("contract") }

// Peek returns what a source gave before, without resolving it. A Literal is
// always known.
func (v *Vault) Peek(s Source) (Secret, bool) { panic("contract") }
