package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

// TestPropertyLifecycle walks a collection from nothing to published.
func TestPropertyLifecycle(t *testing.T) {
	p := play(t, Options{})
	c := p.caller(p.env(0), "streaming-property")

	created := c.call("POST", "/collections/product", `{"name":"mine","description":"d","propertyDefinitions":[
		{"name":"fake_color","dataType":"String","findAttributeSettings":{"searchable":true,"boost":3.50}}]}`)
	if created.status != 201 || created.member(t, "status") != "open" || created.member(t, "name") != "mine" {
		t.Fatalf("create: %d %s", created.status, created.body)
	}
	if !strings.Contains(created.body, `"boost":3.50`) {
		t.Errorf("an unknown setting was not kept as sent: %s", created.body)
	}
	at := fmt.Sprintf("/collections/product/%v", created.member(t, "id"))
	if location := created.header.Get("Location"); !strings.HasSuffix(c.prefix+at, location) || location == "" {
		t.Errorf("Location %q", location)
	}
	steps := []struct {
		method, path, body string
		status             int
		contains           string
	}{
		{"POST", at + "/properties", ` [{"name":"a","dataType":"Long"},{"name":"b","dataType":"Date","propertyValueStyle":"LIST"}]`, 201, `"propertyValueStyle":"LIST"`},
		{"POST", at + "/properties", `{"name":"c","dataType":"Boolean"}`, 201, `{"name":"c","kind":"custom","dataType":"Boolean"`},
		{"PATCH", at + "/properties/c", `{"dataType":"Double","name":"d"}`, 200, `{"name":"d","kind":"custom","dataType":"Double"`},
		{"PATCH", at + "/properties/fake_color", `{"findAttributeSettings":{"boost":null,"storable":true}}`, 200,
			`"findAttributeSettings":{"filterable":false,"searchable":true,"storable":true}`},
		{"PATCH", at + "/properties/brand", `{"propertyValueStyle":"LIST","scopedActionSettings":{"enabled":false}}`, 200, `"propertyValueStyle":"LIST"`},
		{"PATCH", at + "/properties/product_effectiveprice_cents", `{"findAttributeSettings":{"filterable":false}}`, 200, `"kind":"derived"`},
		{"DELETE", at + "/properties/b", "", 204, ""},
		{"GET", at, "", 200, `"status":"open"`},
		{"POST", at + "/publish", "", 200, `"status":"published"`},
		{"PATCH", at + "/properties/a", `{"findAttributeSettings":{"searchable":true},"scopedActionSettings":{"enabled":true}}`, 200, `"enabled":true`},
		{"DELETE", at, "", 204, ""},
		{"GET", at, "", 404, "not_found"},
	}
	for _, s := range steps {
		r := c.call(s.method, s.path, s.body)
		if r.status != s.status || !strings.Contains(r.body, s.contains) {
			t.Fatalf("%s %s: %d %s", s.method, s.path, r.status, r.body)
		}
	}
}

// TestEmptyBodyCreates: as documented, collections/product alone is enough,
// and canonical and derived definitions appear by themselves.
func TestEmptyBodyCreates(t *testing.T) {
	p := play(t, Options{})
	c := p.caller(p.env(0), "streaming-property")
	last := 0.0
	for _, itemType := range itemTypes {
		r := c.call("POST", "/collections/"+itemType, "", formType)
		if r.status != 201 {
			t.Fatalf("%s: %d %s", itemType, r.status, r.body)
		}
		if got := len(r.member(t, "propertyDefinitions").([]any)); got != len(prefilled(itemType)) || got == 0 {
			t.Errorf("%s: %d definitions", itemType, got)
		}
		id := r.member(t, "id").(float64)
		if id <= last || id < firstID {
			t.Errorf("id %v after %v", id, last)
		}
		last = id
	}
}

// TestPropertyRefusals: each documented or suggested refusal, with its code.
func TestPropertyRefusals(t *testing.T) {
	p := play(t, Options{})
	c := p.caller(p.env(0), "streaming-property")
	fresh := func(body string) string {
		r := c.call("POST", "/collections/product", body)
		if r.status != 201 {
			t.Fatalf("%d %s", r.status, r.body)
		}
		return fmt.Sprintf("/collections/product/%v", r.member(t, "id"))
	}
	open := fresh(`{"name":"open one","propertyDefinitions":[{"name":"fake_a","dataType":"Long"}]}`)
	done := fresh(`{"propertyDefinitions":[{"name":"fake_a","dataType":"Long"}]}`)
	c.call("POST", done+"/publish", "")

	cases := []struct {
		name, method, path, body string
		status                   int
		code, says               string
	}{
		{"reserved canonical name", "POST", open + "/properties", `{"name":"brand","dataType":"String"}`, 400, "reserved_name", "canonical"},
		{"reserved derived name", "POST", open + "/properties", `{"name":"product_effectiveprice_cents","dataType":"Long"}`, 400, "reserved_name", "derived"},
		{"reserved word", "POST", open + "/properties", `{"name":"content_id","dataType":"Long"}`, 400, "reserved_name", "reserved word"},
		{"reserved at creation", "POST", "/collections/product", `{"propertyDefinitions":[{"name":"brand","dataType":"String"}]}`, 400, "reserved_name", "propertyDefinitions[0].name"},
		{"renamed to a reserved one", "PATCH", open + "/properties/fake_a", `{"name":"sale_price"}`, 400, "reserved_name", ""},
		{"duplicate property", "POST", open + "/properties", `{"name":"fake_a","dataType":"Long"}`, 409, "duplicate_name", "fake_a"},
		{"twice in one array", "POST", open + "/properties", `[{"name":"x","dataType":"Long"},{"name":"x","dataType":"Long"}]`, 409, "duplicate_name", ""},
		{"duplicate collection", "POST", "/collections/product", `{"name":"open one"}`, 409, "duplicate_name", "open one"},
		{"add to a published one", "POST", done + "/properties", `{"name":"x","dataType":"Long"}`, 409, "published", "new collection"},
		{"publish twice", "POST", done + "/publish", "", 409, "published", ""},
		{"delete from a published one", "DELETE", done + "/properties/fake_a", "", 409, "published", ""},
		{"data type once published", "PATCH", done + "/properties/fake_a", `{"dataType":"Double"}`, 409, "published", ""},
		{"style once published", "PATCH", done + "/properties/brand", `{"propertyValueStyle":"LIST"}`, 409, "published", ""},
		{"canonical data type", "PATCH", open + "/properties/brand", `{"dataType":"Long"}`, 400, "not_modifiable", "canonical"},
		{"canonical name", "PATCH", open + "/properties/brand", `{"name":"brand2"}`, 400, "not_modifiable", ""},
		{"derived data type", "PATCH", open + "/properties/product_effectiveprice_cents", `{"dataType":"Double"}`, 400, "not_modifiable", "derived"},
		{"kind", "PATCH", open + "/properties/fake_a", `{"kind":"canonical"}`, 400, "not_modifiable", ""},
		{"delete a canonical one", "DELETE", open + "/properties/brand", "", 400, "not_modifiable", "canonical"},
		{"delete a derived one", "DELETE", open + "/properties/product_effectiveprice_cents", "", 400, "not_modifiable", ""},
		{"unknown element", "PATCH", open + "/properties/fake_a", `{"datatype":"Long"}`, 400, "invalid_request", "dataType"},
		{"unknown data type", "POST", open + "/properties", `{"name":"x","dataType":"Int"}`, 400, "invalid_request", "String, Long"},
		{"unknown style", "POST", open + "/properties", `{"name":"x","dataType":"Long","propertyValueStyle":"MANY"}`, 400, "invalid_request", "SINGLE, LIST"},
		{"setting that is no boolean", "PATCH", open + "/properties/fake_a", `{"findAttributeSettings":{"storable":"yes"}}`, 400, "invalid_request", "fake_a.findAttributeSettings.storable"},
		{"a known setting removed", "PATCH", open + "/properties/fake_a", `{"findAttributeSettings":{"storable":null}}`, 400, "invalid_request", "true or false"},
		{"settings null", "PATCH", open + "/properties/fake_a", `{"findAttributeSettings":null}`, 400, "invalid_request", "object"},
		{"no name", "POST", open + "/properties", `{"dataType":"Long"}`, 400, "invalid_request", "name"},
		{"no data type", "POST", open + "/properties", `[{"name":"ok","dataType":"Long"},{"name":"x"}]`, 400, "invalid_request", "definition[1] needs a dataType"},
		{"bad name", "POST", open + "/properties", `{"name":"a b","dataType":"Long"}`, 400, "invalid_request", "letters"},
		{"other kind", "POST", open + "/properties", `{"name":"x","dataType":"Long","kind":"derived"}`, 400, "invalid_request", "custom"},
		{"not an object", "POST", open + "/properties", `"x"`, 400, "invalid_request", "object"},
		{"null", "PATCH", open + "/properties/fake_a", `null`, 400, "invalid_request", "object"},
		{"empty add", "POST", open + "/properties", "", 400, "invalid_request", "empty"},
		{"empty patch", "PATCH", open + "/properties/fake_a", "", 400, "invalid_request", "empty"},
		{"unknown member", "POST", "/collections/product", `{"nmae":"x"}`, 400, "invalid_request", "nmae"},
		{"definitions not a list", "POST", "/collections/product", `{"propertyDefinitions":{}}`, 400, "invalid_request", "array"},
		{"long name", "POST", "/collections/product", `{"name":"` + strings.Repeat("n", maxText+1) + `"}`, 400, "invalid_request", "longer"},
		{"bad JSON", "POST", "/collections/product", "{\n \"name\": x}", 400, "invalid_request", "line 2, column 10"},
		{"cut JSON", "POST", "/collections/product", `{"name":"é`, 400, "invalid_request", "line 1, column 11"},
		{"two values", "POST", "/collections/product", `{} {}`, 400, "invalid_request", "line 1, column 4"},
		{"not UTF-8", "POST", "/collections/product", "{\"name\":\"a\xff\"}", 400, "invalid_request", "line 1, column 11"},
		{"unknown collection", "GET", "/collections/product/99", "", 404, "not_found", "99"},
		{"of another item type", "GET", strings.Replace(open, "product", "category", 1), "", 404, "not_found", ""},
		{"id that is no number", "GET", "/collections/product/x", "", 404, "not_found", "number"},
		{"unknown property", "PATCH", open + "/properties/none", `{}`, 404, "not_found", "none"},
		{"unknown property deleted", "DELETE", open + "/properties/none", "", 404, "not_found", ""},
		{"unknown item type", "GET", "/collections/Product", "", 404, "not_found", "product, category"},
		{"unknown path", "GET", "/collection/product", "", 404, "not_found", "collections/{itemType}"},
		{"unknown below", "GET", open + "/props", "", 404, "not_found", ""},
		{"tied to a snapshot", "DELETE", "/collections/product/1018", "", 409, "in_use", "snapshot 1007"},
	}
	before := c.call("GET", open, "").body
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			r := c.call(k.method, k.path, k.body)
			if r.status != k.status || r.member(t, "error") != k.code || !strings.Contains(r.member(t, "error_description").(string), k.says) {
				t.Errorf("got %d %s", r.status, r.body)
			}
		})
	}
	if after := c.call("GET", open, "").body; after != before {
		t.Error("a refused call changed the collection")
	}
	t.Logf("%d refusals", len(cases))
}
