package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gatehouse/gateway"
)

var (
	serviceName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._~-]*$`)
	// token is the grammar of a method and of a header name (RFC 9110 section
	// 5.6.2).
	token       = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
	placeholder = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
)

// readServices adds the [[service]] tables of a file to those of dir.
func readServices(top *table, dir *gateway.Directory) {
	known := map[string]bool{}
	for _, s := range dir.Services {
		known[serviceID(s)] = true
	}
	for i, t := range top.tables("service", "[[service]]") {
		t.label = "service " + strconv.Itoa(i+1)
		s := gateway.Service{Name: t.word("name"), Doc: t.title("doc")}
		t.need("name", `write name = "streaming-..."`)
		t.finish()
		switch {
		case s.Name == "":
			if t.values["name"] == "" {
				t.fault("name", "is empty", `write name = "streaming-..."`)
			}
		case !serviceName.MatchString(s.Name):
			t.fault("name", "is not one segment of a path", "write it with letters, digits, . _ ~ and -")
		case known[serviceID(s)]:
			t.fault("name", "there is a service "+strconv.Quote(s.Name)+" already", "add each one once; the five documented ones are always there")
		default:
			known[serviceID(s)] = true
			dir.Services = append(dir.Services, s)
		}
	}
}

// serviceID is what no two services may have in common.
func serviceID(s gateway.Service) string { return strings.ToLower(s.Short()) }

// readOperations adds the [[operation]] tables of a file to those of dir; one
// of a known service and name takes the place of the known one. Mark is that
// of a table that states none.
func readOperations(top *table, dir *gateway.Directory, mark gateway.Mark) {
	seen, probes := map[string]int{}, map[string]int{}
	places := make(map[string]int, len(dir.Operations))
	for i, o := range dir.Operations {
		places[operationID(o)] = i
	}
	services := make([]string, len(dir.Services))
	for i, s := range dir.Services {
		services[i] = s.Name
	}
	for i, t := range top.tables("operation", "[[operation]]") {
		t.label = "operation " + strconv.Itoa(i+1)
		o := readOperation(t, services, mark)
		if o.Service == "" || o.Name == "" {
			continue
		}
		id := operationID(o)
		if first := seen[id]; first > 0 {
			t.fault("name", "the service has this operation already, on line "+strconv.Itoa(first), "names differ by more than case")
			continue
		}
		seen[id] = t.line("name")
		if first := probes[o.Service]; o.Probe && first > 0 {
			t.fault("probe", "the service has a probe already, on line "+strconv.Itoa(first), "mark one operation of a service")
			continue
		}
		if o.Probe {
			probes[o.Service] = t.line("probe")
			relieveProbe(dir.Operations, o.Service)
		}
		if at, known := places[id]; known {
			dir.Operations[at] = o
		} else {
			dir.Operations = append(dir.Operations, o)
		}
	}
}

func operationID(o gateway.Operation) string {
	return o.Service + "\x00" + strings.ToLower(o.Name)
}

// relieveProbe takes the place of a service's probe away from whatever has it:
// a file's own takes it.
func relieveProbe(operations []gateway.Operation, service string) {
	for i := range operations {
		if operations[i].Service == service {
			operations[i].Probe = false
		}
	}
}

func readOperation(t *table, services []string, mark gateway.Mark) gateway.Operation {
	o := gateway.Operation{Name: t.title("name")}
	if o.Name != "" {
		t.label = "operation " + strconv.Quote(o.Name)
	}
	o.Service = t.service(services)
	o.Doc = t.prose("doc")
	o.Method = t.method()
	o.Path = t.operationPath()
	t.parameters(&o)
	o.Body = t.prose("body")
	if t.boolean("safe", false) {
		o.Safety = gateway.DeclaredSafe
	} else if t.has("safe") {
		o.Safety = gateway.DeclaredUnsafe
	}
	o.Probe = t.boolean("probe", false)
	o.Mark = gateway.Mark(t.choice("mark",
		string(gateway.Documented), string(gateway.Convention), string(gateway.Configured)))
	if o.Mark == "" {
		o.Mark = mark
	}
	o.Page = t.prose("page")
	for _, key := range []string{"name", "service", "method", "path"} {
		t.need(key, "an operation has name, service, method and path")
	}
	t.finish()
	if o.Safety == gateway.DeclaredSafe && slices.Contains([]string{"DELETE", "PATCH", "PUT"}, o.Method) {
		t.fault("safe", o.Method+" changes something wherever it is known (RFC 9110 section 9.2)", "remove safe = true: it would pass by the guard")
	}
	if o.Probe && o.Method != "" && !o.Safety.Safe(o.Method) {
		t.fault("probe", "a probe only reads", "use a GET, or add safe = true if this "+o.Method+" changes nothing")
	}
	return o
}

func (t *table) service(names []string) string {
	text := t.word("service")
	if text == "" || slices.Contains(names, text) {
		return text
	}
	if guess := nearest(text, names); guess != "" {
		t.fault("service", "there is no such service", "did you mean "+strconv.Quote(guess)+"?")
	} else {
		t.fault("service", "there is no such service", "add it by [[service]], or name one of "+strings.Join(names, ", "))
	}
	return ""
}

func (t *table) method() string {
	text := t.word("method")
	switch {
	case text == "":
	case !token.MatchString(text):
		t.fault("method", "is not a method", "write GET, POST, PUT, PATCH or DELETE")
	case text != strings.ToUpper(text):
		t.fault("method", "methods are written in capitals", "write "+strings.ToUpper(text))
	default:
		return text
	}
	return ""
}

func (t *table) operationPath() string {
	text, ok := t.given("path")
	if !ok {
		return ""
	}
	fault, fix := templateFault(text, nil)
	names, paired := placeholdersOf(text)
	if strings.HasPrefix(fault, "unknown placeholder") && paired {
		fault, fix = "", "" // an operation names its own
	}
	for _, name := range names {
		switch {
		case name == "apiKey" || name == "service":
			fault, fix = "holds {"+name+"}, which call_prefix adds", "write what follows the call prefix"
		case !placeholder.MatchString(name):
			fault, fix = "holds a placeholder without a proper name", "write {name} with letters, digits and _"
		}
	}
	switch {
	case fault == "":
		return text
	case strings.Contains(text, "://"):
		fix = "write what follows the call prefix, such as /collections/{itemType}"
	case strings.Contains(text, "?"):
		fix = `write the query as parameters = [{ in = "query", name = "page" }]`
	case text == "":
		fix = "write a path such as /collections/{itemType}"
	case !paired:
		fix = "write placeholders as {name}"
	}
	t.fault("path", fault, fix)
	return ""
}
