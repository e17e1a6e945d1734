package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"gatehouse/config"
	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
	"gatehouse/gateway/sandbox"
)

// TestCatalogOperations are in the operations file, under the names by which
// they are looked for.
func TestCatalogOperations(t *testing.T) {
	for name, method := range map[string]string{
		catalog.OperationList: "GET", catalog.OperationShow: "GET", catalog.OperationCreateProduct: "POST", catalog.OperationCreate: "POST",
		catalog.OperationAdd: "POST", catalog.OperationChange: "PATCH", catalog.OperationRemove: "DELETE", catalog.OperationPublish: "POST", catalog.OperationDelete: "DELETE",
	} {
		value := gateway.Field{Name: catalog.ParameterCollection, Value: "7"}
		r, err := catalog.Request(config.Documented().Operations, name, value)
		if err != nil || r.Method != method {
			t.Errorf("%s: %s %v", name, r.Method, err)
		}
		if strings.Contains(r.Path, "{collectionId}") != slices.Contains(r.PathParams, value) {
			t.Errorf("%s: %s is not filled from %v", name, r.Path, r.PathParams)
		}
	}
}

// lineOf is the line of stdout that begins with a word, its spaces squeezed.
func lineOf(r *rig, word string) string {
	for line := range strings.Lines(r.stdout.String()) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] == word {
			return strings.Join(fields, " ")
		}
	}
	return ""
}

func TestCollectionsOverview(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	r.want(exitOK, "collections", "qa")
	for word, want := range map[string]string{
		"product":    "product 12 1022 autumn 9d", // and some hours
		"region":     "region 2 1009 regions with tax 240d",
		"visibility": "visibility 2 1014 visibility by store 131d",
	} {
		if got := lineOf(r, word); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
	if got := lineOf(r, "product"); !strings.HasSuffix(got, "1023 autumn, second try (open)") {
		t.Errorf("the newest is not there: %q", got)
	}
	if got := lineOf(r, "region"); strings.Contains(got, "(") {
		t.Errorf("the newest is the published one: %q", got)
	}

	r.want(exitOK, "collections", "QA", "--output", "json")
	list := decode[[]overviewJSON](r)
	if len(list) != len(catalog.ItemTypes) {
		t.Fatalf("%d item types", len(list))
	}
	p := list[0]
	if p.ItemType != "product" || *p.Collections != 12 || p.NewestPublished.ID != "1022" || !p.NewestPublished.Published || p.Newest.ID != "1023" || p.Error != nil {
		t.Errorf("%s", clip(r.stdout.String()))
	}
}

func TestCollectionsOfOneType(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	r.want(exitOK, "collections", "production", "PROD")
	lines := strings.Split(strings.TrimSpace(r.stdout.String()), "\n")
	if strings.Join(strings.Fields(lines[0]), " ") != "ID NAME STATUS PROPERTIES AGE UPDATED" || !strings.HasPrefix(lines[1], "1018  b2b prices") {
		t.Errorf("%s", clip(r.stdout.String()))
	}
	r.want(exitOK, "collections", "production", "product", "-o", "json")
	out := decode[listJSON](r)
	if out.Environment != "Production" || out.ItemType != "product" || !out.Complete || len(out.Collections) != len(lines)-1 {
		t.Errorf("%s", clip(r.stdout.String()))
	}
	if first := out.Collections[0]; first.ID != "1018" || first.Status != "published" || *first.Properties != 41 || first.Created == nil || first.Updated == nil {
		t.Errorf("%+v", first)
	}
}

func TestOneCollection(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	r.want(exitOK, "collections", "qa", "product", "1022")
	if !strings.HasPrefix(r.stdout.String(), "QA / product 1022 autumn · published · 48 properties · 9d") {
		t.Errorf("%s", clip(r.stdout.String()))
	}
	for word, want := range map[string]string{
		"product_effectiveprice_cents": "product_effectiveprice_cents derived Long SINGLE filterable, storable",
		"gender":                       "gender custom String SINGLE filterable, storable enabled",
		"weight_grams":                 "weight_grams custom Long SINGLE",
	} {
		if got := lineOf(r, word); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	r.want(exitOK, "collections", "qa", "product", "1022", "-o", "json")
	out := decode[fullJSON](r)
	if out.ID != "1022" || out.Environment != "QA" || len(out.Definitions) != 48 || *out.Properties != 48 {
		t.Errorf("%s", clip(r.stdout.String()))
	}
	var first map[string]any
	if err := json.Unmarshal(out.Definitions[0], &first); err != nil || first["name"] != "name" || first["findAttributeSettings"] == nil {
		t.Errorf("definitions are not as sent: %s", out.Definitions[0])
	}
}

// TestCollectionsFailures have the exit statuses of send, and say what was
// tried where.
func TestCollectionsFailures(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	for _, c := range []struct {
		line   string
		status int
		want   string
	}{
		{"collections qa product 9", exitClientError, "QA / streaming-property: show product collection 9: 404 Not Found"},
		{"collections", exitUsage, "collections needs ENV"},
		{"collections qa product 1 2", exitUsage, "takes 3 arguments"},
		{"collections nowhere", exitUsage, `no environment "nowhere"`},
		{"collections qa r", exitUsage, `item type "r" is not clear: it fits region, referenceContent`},
		{"collections qa foo", exitUsage, `no item type "foo"`},
		{"collections qa product -o yaml", exitUsage, `--output "yaml"`},
	} {
		r.want(c.status, strings.Fields(c.line)...)
		if !strings.Contains(r.stderr.String(), c.want) || r.stdout.Len() > 0 {
			t.Errorf("%s: want %q\nstdout: %s\nstderr: %s", c.line, c.want, r.stdout.String(), r.stderr.String())
		}
	}
	r.startSandboxAgain(sandbox.Options{Faults: []sandbox.Fault{{Status: 503, Share: 1}}})
	r.want(exitNoToken, "collections", "qa")
	if got := r.stderr.String(); strings.Count(got, "no token") != 1 || !strings.Contains(got, "QA / streaming-property: list product collections: no token") {
		t.Errorf("told once for all item types: %s", got)
	}
	r.serve(func(w http.ResponseWriter, r *http.Request) { http.Error(w, "upstream is away", http.StatusBadGateway) })
	r.want(exitServerError, "collections", "test", "product")
	if got := r.stderr.String(); !strings.Contains(got, "502 Bad Gateway") || !strings.Contains(got, "upstream is away") {
		t.Errorf("%s", got)
	}
}

// startSandboxAgain serves another sandbox in the place of the first.
func (r *rig) startSandboxAgain(o sandbox.Options) {
	r.t.Helper()
	r.folder = r.t.TempDir()
	r.startSandbox(o)
}

// TestCollectionsPartly shows what could be read when some item types are not
// there, as in gateways of an older age.
func TestCollectionsPartly(t *testing.T) {
	r := newRig(t)
	r.serve(func(w http.ResponseWriter, req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "/visibility") {
			http.Error(w, `{"error":"not_found"}`, http.StatusNotFound)
			return
		}
		fmt.Fprint(w, `{"collections":[{"id":5},{"name":"no id"}],"pagination":{"page":1,"hasNext":false,"total":2}}`)
	})
	r.want(exitClientError, "collections", "test")
	if got := lineOf(r, "visibility"); got != "visibility ? 404 Not Found" {
		t.Errorf("%q", got)
	}
	if got := lineOf(r, "product"); got != "product 2 none 5 (no status)" {
		t.Errorf("%q", got)
	}
	if got := r.stderr.String(); !strings.Contains(got, "Test / streaming-property: list visibility collections: 404 Not Found") ||
		!strings.Contains(got, "product: entries without an id, which are left out: 1") {
		t.Errorf("%s", got)
	}
	r.want(exitClientError, "collections", "test", "-o", "json")
	list := decode[[]overviewJSON](r)
	if last := list[5]; last.Error == nil || last.Collections != nil || last.Newest != nil {
		t.Errorf("%s", r.stdout.String())
	}
}

// TestCollectionsPages walks them to the end, and no further than there is
// sense in it.
func TestCollectionsPages(t *testing.T) {
	r := newRig(t)
	var asked atomic.Int64
	last := int64(3)
	r.serve(func(w http.ResponseWriter, req *http.Request) {
		n := asked.Add(1)
		if got := req.URL.Query().Get("page"); got != fmt.Sprint(n) {
			t.Errorf("page %s was asked for, want %d", got, n)
		}
		fmt.Fprintf(w, `{"collections":[{"id":%d}],"pagination":{"page":%d,"hasNext":%v}}`, n, n, n != last)
	})
	r.want(exitOK, "collections", "test", "product", "-o", "json")
	if out := decode[listJSON](r); len(out.Collections) != 3 || !out.Complete {
		t.Errorf("%s", r.stdout.String())
	}
	asked.Store(0)
	last = -1
	r.want(exitOK, "collections", "test", "product", "-o", "json")
	if out := decode[listJSON](r); len(out.Collections) != catalog.MostPages || out.Complete || asked.Load() != catalog.MostPages {
		t.Errorf("%d pages: %s", asked.Load(), clip(r.stdout.String()))
	}
	if got := r.stderr.String(); !strings.Contains(got, "there are more; reading stopped after 50 pages with 50 collections") {
		t.Errorf("%s", got)
	}
}

func TestCollectionsEmpty(t *testing.T) {
	r := newRig(t)
	r.serve(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"collections":[]}`) })
	r.want(exitOK, "collections", "test", "region")
	if r.stdout.Len() > 0 || !strings.Contains(r.stderr.String(), "Test has no region collections yet.") {
		t.Errorf("stdout: %s\nstderr: %s", r.stdout.String(), r.stderr.String())
	}
	r.want(exitOK, "collections", "test", "region", "-o", "json")
	if out := decode[listJSON](r); out.Collections == nil || len(out.Collections) != 0 {
		t.Errorf("%s", r.stdout.String())
	}
}

// TestCollectionsInAnotherShape shows each as it is, with the reason.
func TestCollectionsInAnotherShape(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{Dialect: sandbox.DialectOther})
	for _, c := range []struct{ args, why, body string }{
		{"product", "The answer is an object with the members paging and schemas, not an object with a member collections.", `"schemas"`},
		{"category", "The answer is a bare list, not an object with a member collections.", `[{"attributes"`},
		{"region", "The answer is an HTML page, not an object with a member collections.", "<!DOCTYPE html>"},
		{"product 1022", "The answer is an object with the members attributes, createdAt, description, entity and 4 more, not an object with a member propertyDefinitions.", `"attributes"`},
	} {
		args := append([]string{"collections", "qa"}, strings.Fields(c.args)...)
		r.want(exitFailed, args...)
		shown := r.stdout.String()
		if !strings.Contains(r.stderr.String(), c.why) || !strings.Contains(shown, c.body) {
			t.Errorf("%s: want %q\nstdout: %s\nstderr: %s", c.args, c.why, clip(shown), r.stderr.String())
		}
		r.want(exitOK, "send", "qa", "property", "GET", "/collections/"+strings.ReplaceAll(c.args, " ", "/")+rowsOf(c.args))
		if r.stdout.String() != shown {
			t.Errorf("%s: it is not shown as it is: %s", c.args, clip(shown))
		}
		r.want(exitFailed, append(args, "-o", "json")...)
		out := decode[struct{ Environment, Error, Body string }](r)
		if out.Environment != "QA" || out.Error != c.why || out.Body != shown {
			t.Errorf("%s: %s", c.args, clip(r.stdout.String()))
		}
	}
	r.want(exitFailed, "collections", "qa")
	if got := lineOf(r, "region"); got != "region ? answers in another shape" {
		t.Errorf("%q", got)
	}
	r.want(exitUncompared, "diff", "qa", "staging", "product")
	if got := r.stderr.String(); strings.Count(got, "an object with the members paging and schemas, not") != 2 || r.stdout.Len() > 0 {
		t.Errorf("diff: %s%s", r.stdout.String(), got)
	}
}

// rowsOf is the query that the listing was asked with.
func rowsOf(args string) string {
	if strings.Contains(args, " ") {
		return ""
	}
	return "?page=1&rows=100"
}

// TestCollectionsOnATerminal lets nothing of a server through that steers it.
func TestCollectionsOnATerminal(t *testing.T) {
	r := newRig(t)
	r.world.StdoutTerminal = true
	hostile := "a\x1b[2J\u202eb"
	r.serve(func(w http.ResponseWriter, req *http.Request) {
		name, _ := json.Marshal(hostile)
		switch {
		case strings.HasSuffix(req.URL.Path, "/product"):
			fmt.Fprintf(w, `{"collections":[{"id":%s,"name":%[1]s,"status":%[1]s}]}`, name)
		case strings.HasSuffix(req.URL.Path, "/1"):
			fmt.Fprintf(w, `{"id":1,"propertyDefinitions":[{"name":%s,"kind":%[1]s,"dataType":%[1]s,"propertyValueStyle":%[1]s,"findAttributeSettings":{%[1]s:%[1]s}}]}`, name)
		default:
			fmt.Fprintf(w, `<html>%s {"%[1]s"}`, hostile)
		}
	})
	for args, status := range map[string]int{"collections test product": exitOK, "collections test product 1": exitOK, "collections test region": exitFailed,
		"diff test:1 test:1 product": exitOK} {
		r.want(status, strings.Fields(args)...)
		if out := r.stdout.String() + r.stderr.String(); strings.ContainsAny(out, "\x1b\u202e") || r.stdout.Len() == 0 {
			t.Errorf("%s: %q", args, out)
		}
	}
}
