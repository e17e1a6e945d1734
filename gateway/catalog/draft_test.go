package catalog

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"gatehouse/gateway"
)

// lines are drafts in short.
func lines(drafts []Draft) string {
	var out []string
	for _, d := range drafts {
		line := d.Title + ": " + d.Operation
		for _, f := range d.PathParams {
			line += " " + f.Name + "=" + f.Value
		}
		if d.Body != nil {
			line += " " + strings.Join(strings.Fields(string(d.Body)), " ")
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func TestDraftsForAnOpenCollection(t *testing.T) {
	into, other := seasons("open"), seasons("published")
	other.Definitions[0].Search = []Setting{{"storable", "false"}, {"boost", "2"}}
	other.Definitions[1].DataType = "Double"
	other.Definitions[2] = Definition{Name: "fabric", Kind: Custom, DataType: "String", ValueStyle: "SINGLE", Search: []Setting{{"storable", "true"}}}
	other.Definitions[3].Name = "color"
	other.Definitions = append(other.Definitions, Definition{Name: "margin", Kind: Derived, DataType: "Double"})
	drafts := Drafts(Diff(into, other), into, "product")
	const at = "itemType=product collectionId=1022"
	want := strings.Join([]string{
		"Remove Color: Remove a property " + at + " name=Color",
		"Change brand: Change a property " + at + ` name=brand { "findAttributeSettings": {"storable": false, "boost": 2} }`,
		"Add color: Add a property " + at + ` { "name": "color", "dataType": "String", "propertyValueStyle": "LIST", "scopedActionSettings": {"enabled": false} }`,
		"Add fabric: Add a property " + at + ` { "name": "fabric", "dataType": "String", "propertyValueStyle": "SINGLE", "findAttributeSettings": {"storable": true} }`,
		"margin stays different: ",
		"popularity stays different: ",
		effectivePrice + " stays different: ",
	}, "\n")
	if got := lines(drafts); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for i, part := range map[int]string{4: "derived property: the vendor adds it", 5: "only custom ones can be removed", 6: "its data type cannot be changed"} {
		if !strings.Contains(drafts[i].Note, part) {
			t.Errorf("%s: %s", drafts[i].Title, drafts[i].Note)
		}
	}
	if got := Drafts(nil, into, "product"); got != nil {
		t.Errorf("no changes: %s", lines(got))
	}
}

// TestDraftsForAPublishedCollection change settings in place, and for anything
// else make a new collection.
func TestDraftsForAPublishedCollection(t *testing.T) {
	into, other := seasons("published"), seasons("published")
	other.Definitions[3].Scoped = []Setting{{"enabled", "true"}}
	drafts := Drafts(Diff(into, other), into, "product")
	if got := lines(drafts); got != `Change Color: Change a property itemType=product collectionId=1022 name=Color { "scopedActionSettings": {"enabled": true} }` {
		t.Errorf("settings alone: %s", got)
	}
	if !strings.Contains(drafts[0].Note, "may still be changed") {
		t.Errorf("note: %s", drafts[0].Note)
	}

	other.Definitions[0].Search = nil
	other.Definitions = append(other.Definitions, Definition{Name: "fabric", Kind: Custom, DataType: "String"})
	for itemType, create := range map[string]string{
		"product":  "Create a new collection: Create a product collection",
		"category": "Create a new collection: Create a collection itemType=category",
	} {
		drafts = Drafts(Diff(into, other), into, itemType)
		want := strings.Join([]string{
			create + ` { "name": "autumn, next", "propertyDefinitions": [ { "name": "Color", "dataType": "String", "propertyValueStyle": "LIST", "scopedActionSettings": {"enabled": true} }, { "name": "fabric", "dataType": "String" } ] }`,
			"Change brand: Change a property itemType=" + itemType + ` collectionId= name=brand { "findAttributeSettings": {"storable": null} }`,
			"Publish the new collection: Publish itemType=" + itemType + " collectionId=",
		}, "\n")
		if got := lines(drafts); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if !strings.Contains(drafts[0].Note, "1022 is published and its structure frozen") || !strings.Contains(drafts[1].Note, "The id is that of the new collection") {
			t.Errorf("notes: %+v", drafts)
		}
	}
}

// TestDraftsOfAnotherKind cannot change it, and say so.
func TestDraftsOfAnotherKind(t *testing.T) {
	for _, status := range []string{"open", "published"} {
		into, other := seasons(status), seasons(status)
		other.Definitions[3].Kind = Canonical
		drafts := Drafts(Diff(into, other), into, "product")
		if len(drafts) != 1 || drafts[0].Operation != "" || !strings.Contains(drafts[0].Note, "It is custom on one side and canonical on the other") {
			t.Errorf("%s: %+v", status, drafts)
		}
	}
}

// TestDraftsOfNoName: the operations' own default is another property, so that
// nothing is drafted for one without a name.
func TestDraftsOfNoName(t *testing.T) {
	into := Collection{ID: "1", Definitions: []Definition{{Kind: Custom, DataType: "String"}, {Kind: Custom, DataType: "Long"}}}
	other := Collection{ID: "2", Definitions: []Definition{{Kind: Custom, DataType: "Date"}}}
	for _, d := range Drafts(Diff(into, other), into, "product") {
		if d.Operation != "" || d.Title != "A property without a name stays different" {
			t.Errorf("%+v", d)
		}
	}
}

func TestBodies(t *testing.T) {
	d := Definition{Name: `a "b" <c>`, Kind: Custom, DataType: "String", Search: []Setting{{"storable", "true"}, {"typed", "no JSON"}}, Other: []Setting{{"x", "[1, 2]"}}}
	const written = `{
  "name": "a \"b\" <c>",
  "dataType": "String",
  "findAttributeSettings": {"storable": true, "typed": "no JSON"},
  "x": [1, 2]
}
`
	if got := string(NewDefinitionBody(d)); got != written {
		t.Errorf("%s", got)
	}
	if got := string(CreateBody("", "")); got != "{}\n" {
		t.Errorf("%q", got)
	}
	got := string(CreateBody("n", "d", d, Definition{Name: "second"}))
	want := "{\n  \"name\": \"n\",\n  \"description\": \"d\",\n  \"propertyDefinitions\": [\n    " +
		strings.ReplaceAll(strings.TrimSpace(written), "\n", "\n    ") + ",\n    {\n      \"name\": \"second\"\n    }\n  ]\n}\n"
	if got != want || !json.Valid([]byte(got)) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	to := d
	if body := PatchBody(d, to); body != nil {
		t.Errorf("nothing to change: %s", body)
	}
	to.Kind = Derived
	if body := PatchBody(d, to); body != nil {
		t.Errorf("a kind alone: %s", body)
	}
	to.DataType, to.ValueStyle, to.Other = "", "LIST", []Setting{{"y", "1"}}
	if got := string(PatchBody(d, to)); got != "{\n  \"dataType\": null,\n  \"propertyValueStyle\": \"LIST\",\n  \"y\": 1,\n  \"x\": null\n}\n" {
		t.Errorf("%s", got)
	}
}

func TestRequest(t *testing.T) {
	operations := []gateway.Operation{
		{Service: "other", Name: OperationList, Method: "GET", Path: "/elsewhere"},
		{Service: Service, Name: OperationList, Method: "GET", Path: "/moved/{itemType}",
			PathParams: []gateway.Parameter{{Name: "itemType", Default: "product"}}, Query: []gateway.Parameter{{Name: "page"}, {Name: "rows", Default: "100"}}},
	}
	r, err := Request(operations, OperationList, gateway.Field{Name: ParameterItemType, Value: "region"}, gateway.Field{Name: ParameterPage, Value: "3"}, gateway.Field{Name: "unknown", Value: "x"})
	if err != nil || r.Path != "/moved/{itemType}" || fmt.Sprint(r.PathParams, r.Query) != "[{itemType region false}] [{page 3 false} {rows 100 false}]" {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := Request(operations, OperationShow); err == nil || !strings.Contains(err.Error(), OperationShow) {
		t.Errorf("%v", err)
	}
	if operations[1].PathParams[0].Default != "product" {
		t.Error("the operation itself was changed")
	}
}

func TestMatchItemType(t *testing.T) {
	for typed, want := range map[string]string{"product": "product", "P": "product", "REFERENCECONTENT": "referenceContent", "reg": "region", "a": "assortments", "r": "", "": "", "store": ""} {
		if got, err := MatchItemType(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
}

func TestSettingWords(t *testing.T) {
	for want, list := range map[string][]Setting{
		"":                            {{"storable", "false"}},
		"storable, boost=1.5, x=a b":  {{"storable", "true"}, {"searchable", "false"}, {"boost", "1.5"}, {"x", `"a b"`}},
		`odd="true", gone=null, z={}`: {{"odd", `"true"`}, {"gone", "null"}, {"z", "{}"}},
		`blank=" "`:                   {{"blank", `" "`}},
	} {
		if got := SettingWords(list); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
