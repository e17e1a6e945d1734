package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"gatehouse/gateway"
)

// The values of --auth.
const (
	authManaged = "managed"
	authNone    = "none"
	authCustom  = "custom"
)

// request makes the request that the flags describe. Its errors do not repeat
// values: what was put in the wrong place may be a secret.
func (o *sendOptions) request() (gateway.Request, error) {
	r := gateway.Request{
		Method:    strings.ToUpper(o.method),
		Path:      o.path,
		Confirmed: o.confirm,
	}
	var err error
	if r.Query, err = o.queryFields(); err != nil {
		return r, err
	}
	if r.Headers, err = o.headerFields(); err != nil {
		return r, err
	}
	if r.Auth, err = o.authOf(r.Headers); err != nil {
		return r, err
	}
	if !o.hasData {
		return r, nil
	}
	r.Body, err = o.body()
	return r, err
}

// await does work that may wait for a pipe or a person, or gives up with ctx:
// a read that has begun cannot be called back, and ends with the process.
func await[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := work()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// authOf settles whose credentials the request carries.
func (o *sendOptions) authOf(headers []gateway.Field) (gateway.Auth, error) {
	own := has(headers, "Authorization")
	switch o.auth {
	case authManaged, authNone:
		if own {
			return "", errors.New("an Authorization header of your own needs --auth custom; gatehouse sends the right token by itself")
		}
		if o.auth == authNone {
			return gateway.AuthNone, nil
		}
		return gateway.AuthManaged, nil
	case authCustom:
		if !own {
			return "", errors.New("--auth custom needs an Authorization header: -H 'Authorization: ...' or -H @FILE; for no credentials: --auth none")
		}
		return gateway.AuthCustom, nil
	}
	return "", fmt.Errorf("--auth %q: managed, none and custom are known", o.auth)
}

// queryFields are those of --query. The query of PATH is sent as it stands
// there and looked at here only.
func (o *sendOptions) queryFields() ([]gateway.Field, error) {
	_, query, _ := strings.Cut(o.path, "?")
	separates := func(c rune) bool { return c == '&' || c == ';' } // some servers take both
	for pair := range strings.FieldsFuncSeq(query, separates) {
		if name, _, _ := strings.Cut(pair, "="); gateway.SecretName(name) {
			return nil, secretArgument("PATH", name, "--query @FILE")
		}
	}
	var out []gateway.Field
	for _, text := range o.query {
		fields, err := fieldsOf(text, "=")
		if err != nil {
			return nil, fmt.Errorf("--query: %w", err)
		}
		if isArgument(text) && gateway.SecretName(fields[0].Name) {
			return nil, secretArgument("--query", fields[0].Name, "--query @FILE")
		}
		out = append(out, fields...)
	}
	return out, nil
}

// headerFields are those of --header. An Authorization header may stand among
// the arguments where --auth custom asked for it; authOf sees to the rest.
func (o *sendOptions) headerFields() ([]gateway.Field, error) {
	var out []gateway.Field
	for _, text := range o.headers {
		fields, err := fieldsOf(text, ":")
		if err != nil {
			return nil, fmt.Errorf("--header: %w", err)
		}
		name := fields[0].Name
		if isArgument(text) && gateway.SecretName(name) && !strings.EqualFold(name, "Authorization") {
			return nil, secretArgument("--header", name, "--header @FILE")
		}
		out = append(out, fields...)
	}
	return out, nil
}

// isArgument reports whether a flag's value is the field itself, not the name
// of a file that holds fields.
func isArgument(text string) bool { return !strings.HasPrefix(text, "@") }

// fieldsOf reads a field written as name, separator and value, or the fields
// of the file named after an @, one a line. There is at least one.
func fieldsOf(text, separator string) ([]gateway.Field, error) {
	if isArgument(text) {
		field, err := fieldOf(text, separator)
		return []gateway.Field{field}, err
	}
	path := text[1:]
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []gateway.Field
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		field, err := fieldOf(line, separator)
		if err != nil {
			return nil, fmt.Errorf("%s line %d: %w", path, number, err)
		}
		out = append(out, field)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s is empty", path)
	}
	return out, nil
}

func fieldOf(text, separator string) (gateway.Field, error) {
	name, value, ok := strings.Cut(text, separator)
	if !ok || strings.TrimSpace(name) == "" {
		return gateway.Field{}, fmt.Errorf("write NAME%sVALUE", separator)
	}
	if separator == ":" {
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	}
	return gateway.Field{Name: name, Value: value}, nil
}

// secretArgument refuses a secret among the arguments, where every process of
// this machine and the shell's history could read it.
func secretArgument(place, name, instead string) error {
	return fmt.Errorf("%s: the value of %s is a secret, and other processes and the shell's history see arguments; put the line in a file of yours: %s", place, name, instead)
}

// body reads what --data names.
func (o *sendOptions) body() ([]byte, error) {
	path, ok := strings.CutPrefix(o.data, "@")
	if !ok {
		return []byte(o.data), nil
	}
	if path == "-" {
		b, err := io.ReadAll(o.Stdin)
		if err != nil {
			return nil, fmt.Errorf("--data: reading stdin: %w", err)
		}
		return b, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--data: %w", err)
	}
	return b, nil
}

func has(fields []gateway.Field, name string) bool {
	for _, f := range fields {
		if http.CanonicalHeaderKey(f.Name) == http.CanonicalHeaderKey(name) {
			return true
		}
	}
	return false
}

// declared is the safety of the operations that a method and a path belong
// to. Where they disagree, the request counts as a write.
func declared(operations []gateway.Operation, method, path string) gateway.Safety {
	out := gateway.ByMethod
	for _, o := range operations {
		if !strings.EqualFold(o.Method, method) || o.Safety == gateway.ByMethod || !fits(o.Path, path) {
			continue
		}
		if o.Safety == gateway.DeclaredUnsafe {
			return gateway.DeclaredUnsafe
		}
		out = o.Safety
	}
	return out
}

// fits reports whether a path is one that a template stands for: a name in
// braces stands for any one segment of plain characters: what a server might
// take for more than that fits nothing.
func fits(template, path string) bool {
	template, _, _ = strings.Cut(template, "?")
	path, _, _ = strings.Cut(path, "?")
	want := strings.Split(strings.Trim(template, "/"), "/")
	got := strings.Split(strings.Trim(path, "/"), "/")
	if len(want) != len(got) {
		return false
	}
	for i, segment := range want {
		open := strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}")
		if open && !plainSegment(got[i]) || !open && segment != got[i] {
			return false
		}
	}
	return true
}

// plainSegment reports a segment that every server reads as one and the same.
func plainSegment(s string) bool {
	return strings.Trim(s, ".") != "" && !strings.ContainsAny(s, "%;\\")
}
