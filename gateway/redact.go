package gateway

// Redactor knows the secrets of this run by value, and the names of headers
// and parameters that carry secrets. It replaces both by dots. All methods may
// be called at once from many goroutines.
type Redactor struct {
	// see redact.go
}

// NewRedactor makes a redactor that knows no value yet.
func NewRedactor() *Redactor { panic("contract") }

// Learn makes a secret known by value: raw, and URL-, base64-, hex- and
// JSON-escaped, and what else it may be written as. Values of fewer than six
// bytes are not learnt: they would hide ordinary text.
func (r *Redactor) Learn(s Secret) { panic("contract") }

// LearnPair makes the Basic credentials made of a client id and secret known.
func (r *Redactor) LearnPair(id, secret Secret) { panic("contract") }

// Text replaces every known secret in s by dots.
func (r *Redactor) Text(s string) string { panic("contract") }

// Contains reports whether a known secret occurs in b: a saved or copied body
// would hold it.
func (r *Redactor) Contains(b []byte) bool { panic("contract") }
