package gateway

import (
	"net/http"
	"slices"
)

// Mark says how sure it is that the gateway has an operation.
type Mark string

// The marks of an [Operation].
const (
	Documented Mark = "documented" // a public page of the vendor names it
	Convention Mark = "convention" // a likely path; the vendor's page is not public
	Configured Mark = "configured" // comes from the user's own file
)

// Safety says whether a request may change something at the server.
type Safety int

// The safety of a request. ByMethod is what RFC 9110 section 9.2.1 says of
// its method; an operation may declare otherwise.
const (
	ByMethod Safety = iota
	DeclaredSafe
	DeclaredUnsafe
)

// Safe reports whether a request of this method and safety only reads.
func (s Safety) Safe(method string) bool {
	switch s {
	case DeclaredSafe:
		return true
	case DeclaredUnsafe:
		return false
	}
	return slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions}, method)
}

// Operation is a call that a service is known, or likely, to have. Operations
// are data: they come from a file, and a user's file may replace them.
type Operation struct {
	Service string
	Name    string // unique within the service
	Doc     string
	Method  string
	Path    string // template below the call prefix, such as "/collections/{itemType}"

	PathParams []Parameter
	Query      []Parameter
	Headers    []Parameter
	Body       string // template, "" for none

	Safety Safety
	Probe  bool // safe, quick and always allowed: proves a token
	Mark   Mark
	Page   string // where it is documented, "" if nowhere
}

// Parameter is one path, query or header parameter of an operation.
type Parameter struct {
	Name     string
	Doc      string
	Default  string
	Values   []string // the values known to be accepted, nil if open
	Required bool
}

// Request makes the request of an operation with its defaults filled in.
// A parameter with no default is listed, but off until it gets a value.
func (o Operation) Request() Request {
	r := Request{Method: o.Method, Path: o.Path, Body: []byte(o.Body), Safety: o.Safety}
	r.PathParams = fields(o.PathParams)
	r.Query = fields(o.Query)
	r.Headers = fields(o.Headers)
	return r
}

func fields(ps []Parameter) []Field {
	var out []Field
	for _, p := range ps {
		out = append(out, Field{Name: p.Name, Value: p.Default, Off: p.Default == ""})
	}
	return out
}
