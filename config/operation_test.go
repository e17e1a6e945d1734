package config

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"gatehouse/gateway"
)

func TestServicesAndOperations(t *testing.T) {
	f, err := Load(write(t, ping+`safe = false
[[service]]
name = "prices"
doc = "price lists"
[[operation]]
service = "prices"
name = "Search"
method = "POST"
path = "/search/{region}/{shop}/{region}"
body = '{"q": "shirt"}'
safe = true
probe = true
mark = "documented"
page = "our wiki"
[[operation.parameters]]
in = "header"
name = "X-Trace"
default = true
[[operation.parameters]]
in = "path"
name = "shop"
default = 7
required = false
[[operation]]
service = "streaming-property"
name = "list collections"
method = "GET"
path = "/mine"
[[operation]]
service = "streaming-view"
name = "Quick"
method = "HEAD"
path = "/"
probe = true
`, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	d := f.Directory
	if d.Services[5] != (gateway.Service{Name: "prices", Doc: "price lists"}) {
		t.Errorf("services %v", d.Services)
	}
	if o := d.OperationsOf("streaming-view"); o[4].Name != "Ping" || o[4].Safety != gateway.DeclaredUnsafe || o[4].Mark != gateway.Configured || o[2].Probe || !o[5].Probe {
		t.Errorf("operations of view %+v", o)
	}
	if o := d.Operations[0]; o.Name != "list collections" || o.Path != "/mine" || o.Probe || len(d.OperationsOf("streaming-property")) != 9 {
		t.Errorf("replaced operation %+v", o)
	}
	want := gateway.Operation{
		Service: "prices", Name: "Search", Method: "POST", Path: "/search/{region}/{shop}/{region}",
		PathParams: []gateway.Parameter{{Name: "region", Required: true}, {Name: "shop", Default: "7", Required: true}},
		Headers:    []gateway.Parameter{{Name: "X-Trace", Default: "true"}},
		Body:       `{"q": "shirt"}`, Safety: gateway.DeclaredSafe, Probe: true, Mark: gateway.Documented, Page: "our wiki",
	}
	if got := d.OperationsOf("prices"); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestEmbeddedOperations(t *testing.T) {
	d, faults := documented()
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if o := d.Operations[0]; o.Service != "streaming-property" || o.Name != "List collections" || o.Request().PathParams[0].Value != "product" {
		t.Errorf("first operation %+v", o)
	}
	documentedOnes := 0
	for _, s := range d.Services {
		probes, wrote := 0, false
		for _, o := range d.OperationsOf(s.Name) {
			safe := o.Safety.Safe(o.Method)
			if o.Probe {
				probes++
			}
			if safe && wrote {
				t.Errorf("%s / %s reads, but stands after one that writes", s.Name, o.Name)
			}
			wrote = wrote || !safe
			if (o.Mark == gateway.Documented) != (o.Page != "") || o.Mark == gateway.Configured || o.Mark == "" {
				t.Errorf("%s / %s has mark %q and page %q", s.Name, o.Name, o.Mark, o.Page)
			}
			if o.Mark == gateway.Documented {
				documentedOnes++
			}
			checkDocs(t, o)
			for line := range bytes.Lines([]byte(o.Body)) {
				if !json.Valid([]byte(o.Body)) && !json.Valid(line) {
					t.Errorf("%s / %s: the body is neither JSON nor JSON lines", s.Name, o.Name)
				}
			}
		}
		if probes != 1 {
			t.Errorf("%s has %d probes", s.Name, probes)
		}
	}
	if documentedOnes != 1 {
		t.Errorf("%d operations are documented; the vendor's pages name one", documentedOnes)
	}
	t.Logf("%d operations", len(d.Operations))
}

func checkDocs(t *testing.T, o gateway.Operation) {
	for _, list := range [][]gateway.Parameter{o.PathParams, o.Query, o.Headers} {
		for _, p := range list {
			if p.Doc == "" {
				t.Errorf("%s / %s: parameter %s has no doc", o.Service, o.Name, p.Name)
			}
		}
	}
	if !strings.HasSuffix(o.Doc, ".") {
		t.Errorf("%s / %s: doc is no sentence", o.Service, o.Name)
	}
}
