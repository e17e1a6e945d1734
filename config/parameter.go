package config

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gatehouse/gateway"
)

// parameters reads where, name, doc, default, values and required of each
// parameter into o. Each placeholder of the path has a parameter, declared or
// not, in the order of the path.
func (t *table) parameters(o *gateway.Operation) {
	names, _ := placeholdersOf(o.Path)
	declared := map[string]gateway.Parameter{}
	seen := map[string]bool{}
	for i, p := range t.tables("parameters", `parameters = [{ in = "query", name = "page" }]`) {
		p.label = t.label + ": parameter " + strconv.Itoa(i+1)
		in, parameter := p.parameter()
		if in == "" || parameter.Name == "" {
			continue
		}
		id := in + " " + parameter.Name
		if in == "header" {
			id = strings.ToLower(id)
		}
		if seen[id] {
			p.fault("name", "the operation has this parameter already", "keep one of the two")
			continue
		}
		seen[id] = true
		switch in {
		case "path":
			if o.Path != "" && !slices.Contains(names, parameter.Name) {
				p.fault("name", "the path has no {"+parameter.Name+"}", pathFix(parameter.Name, names))
			}
			parameter.Required = true
			declared[parameter.Name] = parameter
		case "query":
			o.Query = append(o.Query, parameter)
		case "header":
			o.Headers = append(o.Headers, parameter)
		}
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			continue
		}
		parameter, ok := declared[name]
		if !ok {
			parameter = gateway.Parameter{Name: name, Required: true}
		}
		o.PathParams = append(o.PathParams, parameter)
	}
}

func pathFix(name string, names []string) string {
	if guess := nearest(name, names); guess != "" {
		return "did you mean " + guess + "?"
	}
	return "put it into the path, or write in = \"query\""
}

// parameter reads one parameter and where it goes; "" when that is wrong.
func (t *table) parameter() (in string, p gateway.Parameter) {
	p.Name = t.word("name")
	if p.Name != "" {
		t.label = strings.TrimRight(t.label, "0123456789") + strconv.Quote(p.Name)
	}
	in = t.choice("in", "path", "query", "header")
	p.Doc = t.prose("doc")
	p.Default = t.scalar("default")
	p.Values = t.texts("values", `["a", "b"]`)
	p.Required = t.boolean("required", false)
	t.need("name", `write { in = "query", name = "page" }`)
	t.need("in", `write { in = "query", name = "page" }`)
	t.finish()
	if p.Default != "" && p.Values != nil && !slices.Contains(p.Values, p.Default) {
		t.fault("default", "is none of values", "it is one of "+strings.Join(p.Values, ", "))
	}
	if strings.ContainsFunc(p.Default, unicode.IsControl) {
		t.fault("default", "holds a control character", "remove it")
	}
	if in == "header" && p.Name != "" {
		t.headerName(p.Name)
	}
	return in, p
}

func (t *table) headerName(name string) {
	switch {
	case !token.MatchString(name):
		t.fault("name", "is not the name of a header", "write a name such as X-Request-Id")
	case strings.EqualFold(name, "Authorization"), strings.EqualFold(name, "Proxy-Authorization"):
		t.fault("name", "credentials do not stand in an operation", "remove it: the token of the target is put in by itself")
	}
}
