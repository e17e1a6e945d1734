package cli

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/config"
	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
	"gatehouse/gateway/sandbox"
)

// property writes a custom definition for a collection that is planted.
func property(name, dataType string, storable bool) string {
	return fmt.Sprintf(`{"name":%q,"dataType":%q,"propertyValueStyle":"SINGLE","findAttributeSettings":{"storable":%v,"weight":1.0}}`, name, dataType, storable)
}

// plant creates and publishes a product collection in an environment and
// returns its id.
func (r *rig) plant(environment string, definitions ...string) string {
	r.t.Helper()
	r.want(exitOK, "send", environment, "property", "POST", "/collections/product", "--confirm", environment,
		"-d", `{"name":"planted","propertyDefinitions":[`+strings.Join(definitions, ",")+`]}`)
	id := decode[struct{ ID int }](r).ID
	r.want(exitOK, "send", environment, "property", "POST", fmt.Sprintf("/collections/product/%d/publish", id), "--confirm", environment)
	return fmt.Sprint(id)
}

// TestThreePlantedDifferences shows exactly those, as text and as JSON.
func TestThreePlantedDifferences(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	same := []string{property("alike_1", "String", true), property("alike_2", "Long", false)}
	qa := r.plant("QA", append(same, property("planted_type", "String", true), property("planted_qa", "Date", false))...)
	production := r.plant("Production", property("planted_production", "Boolean", true), same[1], property("planted_type", "Double", true),
		`{"findAttributeSettings":{"weight":1,"storable":true},"propertyValueStyle":"SINGLE","dataType":"String","name":"alike_1"}`)

	r.want(exitDifferent, "diff", "qa", "production", "product")
	lines := strings.Split(r.stdout.String(), "\n")
	var got []string
	for _, line := range lines {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			got = append(got, line)
		}
	}
	want := []string{
		"QA product " + qa + " planted published 12 properties 0s old updated just now",
		"Production product " + production + " planted published 12 properties 0s old updated just now",
		"different: 1",
		"PROPERTY ELEMENT QA Production",
		"planted_type dataType String Double",
		"only in QA: 1",
		"PROPERTY KIND DATA TYPE STYLE SEARCH",
		"planted_qa custom Date SINGLE weight=1.0",
		"only in Production: 1",
		"PROPERTY KIND DATA TYPE STYLE SEARCH",
		"planted_production custom Boolean SINGLE storable, weight=1.0",
		"3 differences: 1 different, 1 only in QA, 1 only in Production. The same: 10 properties.",
	}
	if strings.Join(got[2:], "\n") != strings.Join(want[2:], "\n") || !strings.HasPrefix(got[0], want[0][:40]) || !strings.HasPrefix(got[1], want[1][:40]) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	r.want(exitDifferent, "diff", "qa", "production", "product", "--output", "json")
	out := decode[diffJSON](r)
	if out.ItemType != "product" || out.Left != (sideJSON{"QA", qa, "planted", "published"}) || out.Right != (sideJSON{"Production", production, "planted", "published"}) {
		t.Errorf("sides: %+v %+v", out.Left, out.Right)
	}
	if len(out.Added) != 1 || out.Added[0].Property != "planted_production" || !strings.Contains(string(out.Added[0].Definition), `"Boolean"`) ||
		len(out.Removed) != 1 || out.Removed[0].Property != "planted_qa" ||
		len(out.Changed) != 1 || out.Changed[0].Property != "planted_type" || len(out.Changed[0].Elements) != 1 {
		t.Fatalf("%s", r.stdout.String())
	}
	if e := out.Changed[0].Elements[0]; e.Element != "dataType" || string(e.Left) != `"String"` || string(e.Right) != `"Double"` {
		t.Errorf("%s", r.stdout.String())
	}
}

// TestDiffChooses the newest published collection of each side, or the one
// that is named.
func TestDiffChooses(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	for _, c := range []struct {
		line, left, right string
		status            int
	}{
		{"qa production product", "1022", "1018", exitDifferent},
		{"qa:1023 QA product", "1023", "1022", exitDifferent},
		{"qa:1018 qa:1018 product", "1018", "1018", exitOK},
		{"qa production vis", "1014", "1014", exitOK},
		{"staging production referenceContent", "1017", "1017", exitOK},
	} {
		r.want(c.status, append(append([]string{"diff"}, strings.Fields(c.line)...), "-o", "json")...)
		out := decode[diffJSON](r)
		if out.Left.ID != c.left || out.Right.ID != c.right || (len(out.Added)+len(out.Removed)+len(out.Changed) > 0) != (c.status == exitDifferent) {
			t.Errorf("%s: %s", c.line, clip(r.stdout.String()))
		}
	}
	r.want(exitOK, "diff", "qa", "production", "visibility")
	if !strings.HasSuffix(r.stdout.String(), "\nThe same: 4 properties.\n") {
		t.Errorf("%s", r.stdout.String())
	}
	r.want(exitDifferent, "diff", "qa:1022", "qa:1023", "product")
	if !strings.Contains(r.stdout.String(), "2 differences: 2 only in QA 1023.") {
		t.Errorf("%s", r.stdout.String())
	}
}

// TestDiffNotCompared ends with 2 whatever the reason, and says it.
func TestDiffNotCompared(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	for line, want := range map[string]string{
		"qa qa":                   "diff needs ITEMTYPE",
		"qa nowhere product":      `no environment "nowhere"`,
		"qa: production product":  "there is no collection's id after the colon",
		"qa production nothing":   `no item type "nothing"`,
		"qa:7 production product": "QA / streaming-property: show product collection 7: 404 Not Found",
		"qa:%2e%2e qa product":    "collectionId",
	} {
		r.want(exitUncompared, append([]string{"diff"}, strings.Fields(line)...)...)
		if !strings.Contains(r.stderr.String(), want) || r.stdout.Len() > 0 {
			t.Errorf("%s: want %q\nstdout: %s\nstderr: %s", line, want, r.stdout.String(), r.stderr.String())
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if got := r.runContext(ended, "diff", "qa", "production", "product"); got != exitUncompared || !strings.Contains(r.stderr.String(), "interrupted") {
		t.Errorf("interrupted: %d %s", got, r.stderr.String())
	}
	r.serve(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"collections":[]}`) })
	r.want(exitUncompared, "diff", "test", "test", "region")
	if got := r.stderr.String(); !strings.Contains(got, "Test has no region collections: there is nothing to compare") {
		t.Errorf("%s", got)
	}
}

// TestDiffReadsAtOnce: each answer waits until the other side has asked too.
func TestDiffReadsAtOnce(t *testing.T) {
	r := newRig(t)
	both := make(chan struct{}, 2)
	all := make(chan struct{})
	go func() {
		defer close(all)
		<-both
		<-both
	}()
	r.serve(func(w http.ResponseWriter, req *http.Request) {
		both <- struct{}{}
		select {
		case <-all:
			fmt.Fprint(w, `{"propertyDefinitions":[]}`)
		case <-time.After(20 * time.Second):
			http.Error(w, "the other side did not ask", http.StatusGatewayTimeout)
			both <- struct{}{}
		}
	})
	r.want(exitOK, "diff", "test:1", "test:2", "product")
}

// TestDraftsBringInLine sends what the drafts say and finds no difference
// left: into an open collection, and into the place of a published one.
func TestDraftsBringInLine(t *testing.T) {
	r := newRig(t)
	r.startSandbox(sandbox.Options{})
	for _, c := range []struct{ itemType, from, into, anew string }{
		{"product", "1022", "1023", ""},
		{"product", "1018", "1022", "new"},
		{"category", "1011", "1019", "new"},
	} {
		other, into := r.collection(c.itemType, c.from), r.collection(c.itemType, c.into)
		drafts := catalog.Drafts(catalog.Diff(into, other), into, c.itemType)
		if len(drafts) == 0 || (c.anew != "") != (drafts[0].Operation == catalog.CreateOperation(c.itemType)) {
			t.Fatalf("%s %s: %+v", c.itemType, c.into, drafts)
		}
		id := c.into
		for _, d := range drafts {
			r.sendDraft(d, id)
			if d.Operation == catalog.CreateOperation(c.itemType) {
				id = fmt.Sprint(decode[struct{ ID int }](r).ID)
			}
		}
		after := r.collection(c.itemType, id)
		if left := catalog.Diff(after, other); left != nil || after.Status != into.Status {
			t.Errorf("%s %s: %d drafts leave %+v, status %s", c.itemType, c.into, len(drafts), left, after.Status)
		}
	}
}

// collection is one of QA.
func (r *rig) collection(itemType, id string) catalog.Collection {
	r.t.Helper()
	r.want(exitOK, "send", "qa", "property", "GET", "/collections/"+itemType+"/"+id)
	c, err := catalog.DecodeCollection(r.stdout.Bytes())
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

// sendDraft sends a draft to QA, with an id where it has none yet.
func (r *rig) sendDraft(d catalog.Draft, id string) {
	r.t.Helper()
	var values []gateway.Field
	for _, f := range d.PathParams {
		if f.Value == "" {
			f = gateway.Field{Name: f.Name, Value: id}
		}
		values = append(values, f)
	}
	request, err := catalog.Request(config.Documented().Operations, d.Operation, values...)
	if err != nil {
		r.t.Fatalf("%s: %v", d.Title, err)
	}
	path := request.Path
	for _, f := range request.PathParams {
		path = strings.ReplaceAll(path, "{"+f.Name+"}", f.Value)
	}
	args := []string{"send", "qa", "property", request.Method, path}
	if d.Body != nil {
		args = append(args, "-d", string(d.Body))
	}
	r.want(exitOK, args...)
}
