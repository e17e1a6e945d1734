package gateway

import (
	"strings"
	"sync"
	"sync/atomic"
)

// minLearnt is the shortest secret that is looked for by value, in bytes.
const minLearnt = 6

// Redactor knows the secrets of this run by value, and the names of headers
// and parameters that carry secrets. It replaces both by dots. All methods may
// be called at once from many goroutines. A nil Redactor knows no value; it
// still masks by name.
type Redactor struct {
	learning sync.Mutex // held while a new matcher is made
	known    map[string]bool
	matcher  atomic.Pointer[matcher] // nil until something is learnt
}

// NewRedactor makes a redactor that knows no value yet.
func NewRedactor() *Redactor { return &Redactor{known: map[string]bool{}} }

// Learn makes a secret known by value: raw, and URL-, base64-, hex- and
// JSON-escaped, and what else it may be written as. Values of fewer than six
// bytes are not learnt: they would hide ordinary text.
func (r *Redactor) Learn(s Secret) {
	if r == nil || len(s) < minLearnt {
		return
	}
	r.learn("value "+s.Reveal(), func() []form { return formsOf(s.Reveal()) })
}

// LearnPair makes the Basic credentials made of a client id and secret known.
func (r *Redactor) LearnPair(id, secret Secret) {
	if r == nil || secret == "" {
		return
	}
	i, s := id.Reveal(), secret.Reveal()
	r.learn("pair "+i+"\x00"+s, func() []form { return pairForms(i, s) })
}

// learn adds the forms of something not learnt before and swaps in a matcher
// that finds them too: readers never wait for it.
func (r *Redactor) learn(key string, forms func() []form) {
	r.learning.Lock()
	defer r.learning.Unlock()
	if r.known[key] {
		return
	}
	r.known[key] = true
	if m := r.matcher.Load(); m != nil {
		r.matcher.Store(m.with(forms()))
	} else {
		r.matcher.Store(newMatcher(forms()))
	}
}

// Text replaces every known secret in s by dots.
func (r *Redactor) Text(s string) string {
	m := r.current()
	if m == nil || len(s) < minLearnt {
		return s
	}
	text := []byte(s)
	var out []byte
	kept := 0 // what follows is not copied or masked yet
	for at := 0; ; {
		found, ok := m.next(text, at)
		if !ok {
			break
		}
		if found.start >= kept {
			out = append(append(out, text[kept:found.start]...), redacted...)
		}
		kept = max(kept, found.end)
		at = found.form // another secret may begin between there and found.end
	}
	if out == nil {
		return s
	}
	return string(append(out, text[kept:]...))
}

// Contains reports whether a known secret occurs in b: a saved or copied body
// would hold it.
func (r *Redactor) Contains(b []byte) bool {
	m := r.current()
	if m == nil {
		return false
	}
	for at := 0; ; {
		found, ok := m.next(b, at)
		if !ok || found.whole {
			return ok
		}
		at = found.start + 1
	}
}

// except knows every secret that r does but these values, alone or behind the
// scheme of credentials.
func (r *Redactor) except(values map[string]bool) *Redactor {
	out := NewRedactor()
	if r == nil {
		return out
	}
	r.learning.Lock()
	defer r.learning.Unlock()
	var forms []form
	for key := range r.known {
		kind, text, _ := strings.Cut(key, " ")
		if i, s, pair := strings.Cut(text, "\x00"); pair && kind == "pair" {
			if !values[s] {
				forms = append(forms, pairForms(i, s)...)
			}
		} else if _, last, _ := strings.Cut(text, " "); !values[text] && !values[last] {
			forms = append(forms, formsOf(text)...)
		}
	}
	if len(forms) > 0 {
		out.matcher.Store(newMatcher(forms))
	}
	return out
}

func (r *Redactor) current() *matcher {
	if r == nil {
		return nil
	}
	return r.matcher.Load()
}
