package gateway

import (
	"slices"
	"strings"
)

// Auth says which credentials a request carries.
type Auth string

// The kinds of Auth.
const (
	AuthManaged Auth = ""       // the token of the request's own target
	AuthNone    Auth = "none"   // no Authorization header
	AuthCustom  Auth = "custom" // the Authorization header among Headers
)

// Field is one named value of a request. Order is kept and names may repeat.
type Field struct {
	Name  string
	Value string
	Off   bool // kept, but not sent
}

// Request is what a user wants sent to a [Target]. It is plain data, holds no
// token, and is not changed by sending.
type Request struct {
	Method string
	// Path is a template below the environment's call prefix. Names in
	// braces are filled from PathParams. It may carry a query.
	Path       string
	PathParams []Field
	Query      []Field // added to the query of Path
	Headers    []Field
	Body       []byte
	Auth       Auth
	Safety     Safety
	// Confirmed is the environment name a person typed to allow a write to a
	// guarded environment.
	Confirmed string
}

// Safe reports whether the request only reads.
func (r Request) Safe() bool { return r.Safety.Safe(r.Method) }

// Managed is the request with the token of its target in the place of an
// Authorization header of its own, which is kept but not sent.
func (r Request) Managed() Request {
	r.Auth = AuthManaged
	r.Headers = slices.Clone(r.Headers)
	for i := range r.Headers {
		if strings.EqualFold(r.Headers[i].Name, "Authorization") {
			r.Headers[i].Off = true
		}
	}
	return r
}

// FieldError is a request that cannot be sent because of what stands in one
// of its fields.
type FieldError struct {
	Part  string // "method", "path", "parameter", "query", "header", "body"
	Name  string // of the field within the part, if it has one
	Fault string // what is wrong and what would be right
}

func (e *FieldError) Error() string {
	if e.Name == "" {
		return e.Part + ": " + e.Fault
	}
	return e.Part + " " + e.Name + ": " + e.Fault
}
