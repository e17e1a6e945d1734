package ui

import (
	"slices"
	"strings"

	"gatehouse/gateway"
	"gatehouse/ui/words"
)

// part is where in a request an entry goes.
type part int

// The parts of a request that entries fill.
const (
	partPath part = iota
	partQuery
	partHeader
	partCount
)

// entry is one parameter or header of a draft.
type entry struct {
	part     part
	name     string
	value    string
	doc      string
	values   []string // known to be accepted
	required bool
	own      bool // added by the user, sent also when empty
	off      bool // kept, but not sent
}

// draft is a request as it is being written: of one operation of a service,
// whatever the environment. It keeps everything typed.
type draft struct {
	operation gateway.Operation
	method    string
	path      string
	auth      gateway.Auth
	entries   []entry
	body      string
	verdict   bodyVerdict
	// unfinished is what stands in the rows that add an entry of a part and
	// cannot be read as one.
	unfinished [partCount]string
}

// bodyVerdict is what a body amounts to. It is made when the body changes and
// not when it is drawn.
type bodyVerdict struct {
	starts []int  // offset of each line
	words  string // such as "JSON", or the place of a fault
	ok     bool
}

// line is the n-th line of the body, from 0.
func (d *draft) line(n int) string {
	end := len(d.body)
	if n+1 < len(d.verdict.starts) {
		end = d.verdict.starts[n+1] - 1
	}
	return d.body[d.verdict.starts[n]:end]
}

// checkedBody is the largest body whose JSON is checked as it is typed.
const checkedBody = 256 << 10

// setBody changes the body.
func (d *draft) setBody(body string) {
	if body == d.body && d.verdict.starts != nil {
		return
	}
	d.body = body
	d.verdict = bodyVerdict{starts: []int{0}, ok: true}
	for at := 0; ; {
		i := strings.IndexByte(body[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
		d.verdict.starts = append(d.verdict.starts, at)
	}
	if len(body) > checkedBody {
		d.verdict.words = "not checked: larger than " + words.Size(checkedBody)
		return
	}
	d.verdict.words, d.verdict.ok = checkJSON(body)
}

func newDraft(o gateway.Operation) *draft {
	d := &draft{operation: o, method: o.Method, path: o.Path}
	d.setBody(o.Body)
	add := func(p part, list []gateway.Parameter) {
		for _, q := range list {
			d.entries = append(d.entries, entry{part: p, name: q.Name, value: q.Default, doc: q.Doc, values: q.Values, required: q.Required || p == partPath})
		}
	}
	add(partPath, o.PathParams)
	add(partQuery, o.Query)
	add(partHeader, o.Headers)
	return d
}

// request is what the draft would send. An operation's declared safety holds
// only while method and path are the operation's own.
func (d *draft) request() gateway.Request { return d.requestWith(d.body) }

// requestWith is request with another body.
func (d *draft) requestWith(body string) gateway.Request {
	r := gateway.Request{Method: d.method, Path: d.path, Auth: d.auth}
	if body != "" {
		r.Body = []byte(body)
	}
	if d.method == d.operation.Method && d.path == d.operation.Path {
		r.Safety = d.operation.Safety
	}
	names := placeholders(d.path)
	for _, e := range d.entries {
		f := gateway.Field{Name: e.name, Value: e.value, Off: e.off || e.value == "" && !e.own || e.secret() && (e.value == "" || d.auth != gateway.AuthCustom)}
		switch e.part {
		case partPath:
			if slices.Contains(names, e.name) {
				r.PathParams = append(r.PathParams, f)
			}
		case partQuery:
			r.Query = append(r.Query, f)
		case partHeader:
			r.Headers = append(r.Headers, f)
		}
	}
	return r
}

// lacking are the entries that the operation needs and that have no value,
// though the request can be made without them. One that was switched off is
// meant to be.
func (d *draft) lacking() []entry {
	var out []entry
	for _, e := range d.entries {
		if e.required && e.part != partPath && !e.off && e.value == "" {
			out = append(out, e)
		}
	}
	return out
}

// pathParameters gives every {name} of the path an entry. One whose name is gone
// from the path is kept and does not show, until the name is there again.
func (d *draft) pathParameters() {
	for i, name := range placeholders(d.path) {
		if slices.ContainsFunc(d.entries, func(e entry) bool { return e.part == partPath && e.name == name }) {
			continue
		}
		d.entries = slices.Insert(d.entries, min(i, len(d.entries)), entry{part: partPath, name: name, required: true, doc: "in the path"})
	}
}

// placeholders are the names in braces of a path template, each once.
func placeholders(path string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(path, "{")
		if !ok {
			return out
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return out
		}
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
		path = after
	}
}

// changed reports whether anything differs from the operation's defaults.
func (d *draft) changed() bool {
	fresh := newDraft(d.operation)
	same := func(a, b entry) bool {
		return a.part == b.part && a.name == b.name && a.value == b.value && a.off == b.off
	}
	return d.method != fresh.method || d.auth != fresh.auth || d.path != fresh.path || d.body != fresh.body ||
		!slices.EqualFunc(d.entries, fresh.entries, same)
}

// redefine takes a changed definition of the operation in and keeps what was
// typed: values by their names, and method, path and body where they differed
// from the old definition.
func (d *draft) redefine(o gateway.Operation) {
	old, fresh := newDraft(d.operation), newDraft(o)
	if d.method != old.method {
		fresh.method = d.method
	}
	if d.path != old.path {
		fresh.path = d.path
	}
	if d.body != old.body {
		fresh.setBody(d.body)
	}
	fresh.unfinished, fresh.auth = d.unfinished, d.auth
	for _, e := range d.entries {
		at := func(list []entry) int {
			return slices.IndexFunc(list, func(x entry) bool { return x.part == e.part && x.name == e.name })
		}
		was, is := at(old.entries), at(fresh.entries)
		typed := was < 0 || old.entries[was].value != e.value || e.off
		switch {
		case !typed:
		case is >= 0 && !e.own:
			fresh.entries[is].value, fresh.entries[is].off = e.value, e.off
		default:
			e.own = true
			fresh.entries = append(fresh.entries, e)
		}
	}
	*d = *fresh
}

// draftKey names a draft: its service and operation.
type draftKey struct{ service, operation string }

// drafts keeps one draft for each operation of each service that was shown.
type drafts map[draftKey]*draft

func newDrafts() drafts { return drafts{} }

// of is the draft of an operation, made from its defaults when first asked for.
// An operation whose definition has changed keeps what was typed.
func (ds drafts) of(service string, o gateway.Operation) *draft {
	key := draftKey{service, o.Name}
	if o.Name == typedRequest {
		key.service = "" // what was typed goes along
	}
	d := ds[key]
	if d == nil {
		d = newDraft(o)
		ds[key] = d
	} else if !sameDefinition(d.operation, o) {
		d.redefine(o)
	}
	return d
}

func sameDefinition(a, b gateway.Operation) bool {
	same := func(x, y gateway.Parameter) bool {
		return x.Name == y.Name && x.Default == y.Default && x.Doc == y.Doc && x.Required == y.Required && slices.Equal(x.Values, y.Values)
	}
	return a.Method == b.Method && a.Path == b.Path && a.Body == b.Body && a.Safety == b.Safety && a.Doc == b.Doc && a.Mark == b.Mark &&
		slices.EqualFunc(a.PathParams, b.PathParams, same) && slices.EqualFunc(a.Query, b.Query, same) && slices.EqualFunc(a.Headers, b.Headers, same)
}
