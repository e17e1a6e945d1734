package gateway

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"unicode"
)

// Vault resolves sources of secrets when they are first needed and remembers
// what they gave for the rest of the run. Each value is made known to the
// redactor before it is handed out. A failure is not remembered. Two callers
// who need the same source at once share one resolving.
//
// Sources are told apart by identity: a source made anew by reading the
// settings again is resolved again.
type Vault struct {
	redactor *Redactor

	mu      sync.Mutex
	known   map[any]Secret
	flights map[any]*flight[resolved]
}

// resolved is the outcome of resolving one source.
type resolved struct {
	value Secret
	err   error
}

// NewVault makes an empty vault.
func NewVault(r *Redactor) *Vault {
	return &Vault{
		redactor: r,
		known:    make(map[any]Secret),
		flights:  make(map[any]*flight[resolved]),
	}
}

// Get resolves a source, or returns what it gave before. The error names the
// source and never the value, or is ctx's. A value that is empty or holds a
// line break or another control character is an error.
func (v *Vault) Get(ctx context.Context, s Source) (Secret, error) {
	if s == nil {
		return "", errors.New("none is configured")
	}
	key := sourceKey(s)
	v.mu.Lock()
	if value, ok := v.known[key]; ok {
		v.mu.Unlock()
		return value, nil
	}
	if err := ctx.Err(); err != nil {
		v.mu.Unlock()
		return "", err
	}
	f := v.flights[key]
	if f == nil {
		f = takeOff(
			func(ctx context.Context) resolved { return v.resolve(ctx, s) },
			func(f *flight[resolved]) { v.land(key, f) },
		)
		v.flights[key] = f
	}
	f.waiting++
	v.mu.Unlock()

	r, err := f.wait(ctx, &v.mu, func(f *flight[resolved]) { v.unlink(key, f) })
	if err != nil {
		return "", err
	}
	return r.value, r.err
}

// Peek returns what a source gave before, without resolving it. A Literal is
// always known, unless Get would refuse it.
func (v *Vault) Peek(s Source) (Secret, bool) {
	if s == nil {
		return "", false
	}
	key := sourceKey(s)
	v.mu.Lock()
	value, ok := v.known[key]
	v.mu.Unlock()
	if ok {
		return value, true
	}
	literal, ok := s.(*Literal)
	if !ok || checkSecret(Secret(*literal)) != nil {
		return "", false
	}
	v.redactor.Learn(Secret(*literal))
	v.mu.Lock()
	v.known[key] = Secret(*literal)
	v.mu.Unlock()
	return Secret(*literal), true
}

// sourceKnown is a Source that may tell its value at once, without reading a
// file, starting a program or waiting: a variable of the process environment.
type sourceKnown interface {
	Known() (Secret, bool)
}

// Learn makes the values of sources known to the redactor that can be known
// without resolving anything: literals, and sources with a method
// Known() (Secret, bool). An answer may quote a secret that was not used yet.
// Nil sources are passed over.
func (v *Vault) Learn(sources ...Source) {
	for _, s := range sources {
		if known, ok := s.(sourceKnown); ok {
			if value, ok := known.Known(); ok {
				v.redactor.Learn(value)
			}
			continue
		}
		v.Peek(s)
	}
}

// resolve asks the source and makes what it gave known to the redactor.
func (v *Vault) resolve(ctx context.Context, s Source) resolved {
	value, err := s.Resolve(ctx)
	if err == nil {
		err = checkSecret(value)
	}
	if err != nil {
		return resolved{err: sourceError(s, err)}
	}
	v.redactor.Learn(value)
	return resolved{value: value}
}

func (v *Vault) land(key any, f *flight[resolved]) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.flights[key] != f {
		return
	}
	delete(v.flights, key)
	if f.result.err == nil {
		v.known[key] = f.result.value
	}
}

// unlink forgets a flight that all its callers have left; v.mu is held.
func (v *Vault) unlink(key any, f *flight[resolved]) {
	if v.flights[key] == f {
		delete(v.flights, key)
	}
}

// sourceKey is the identity of a source. A source of a type that cannot be a
// map key is told apart by its name.
func sourceKey(s Source) any {
	if t := reflect.TypeOf(s); !t.Comparable() {
		return t.String() + " " + s.String()
	}
	return s
}

// sourceError names the source, unless its own error has done so.
func sourceError(s Source, err error) error {
	if name := s.String(); !strings.Contains(err.Error(), name) {
		return fmt.Errorf("%s: %w", name, err)
	}
	return err
}

// checkSecret refuses values that cannot have been meant: an empty one, and
// one with a control character, which no credential or path segment may hold.
func checkSecret(s Secret) error {
	if s == "" {
		return errors.New("the value is empty")
	}
	if strings.ContainsAny(string(s), "\r\n") {
		return errors.New("the value holds a line break")
	}
	if strings.ContainsFunc(string(s), unicode.IsControl) {
		return errors.New("the value holds a control character")
	}
	return nil
}

// sameSource reports whether two sources of the settings before and after a
// change are the same place. Literals are the same if their values are; a
// source with a method Same(Source) bool says so itself; everything else is
// the same if type and name are.
func sameSource(a, b Source) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if reflect.TypeOf(a) != reflect.TypeOf(b) {
		return false
	}
	switch a := a.(type) {
	case *Literal:
		return *a == *b.(*Literal)
	case sourceWithSame:
		return a.Same(b)
	}
	return a.String() == b.String()
}
