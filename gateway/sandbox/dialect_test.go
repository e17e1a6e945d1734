package sandbox

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestOtherDialect shapes what every service answers otherwise and says the
// same; tokens and refusals stay as they are.
func TestOtherDialect(t *testing.T) {
	plain, other := play(t, Options{Seed: 7}), play(t, Options{Seed: 7, Dialect: DialectOther})
	for _, c := range []struct{ service, path, begins, name string }{
		{"streaming-property", "/collections/product", `{"paging":{`, `"schemas":[`},
		{"streaming-property", "/collections/product/1003", `{"attributes":[`, `"lifecycle":"published"`},
		{"streaming-property", "/collections/category", `[{"attributes":[`, `"slug"`},
		{"streaming-property", "/collections/region", "<!DOCTYPE html>", "collections/region"},
		{"streaming-snapshot", "/snapshots/product", `{"instances":[`, `"paging"`},
		{"streaming-snapshot", "/snapshots/place", `[{`, `"lifecycle"`},
		{"streaming-view", "/product?snapshotId=1007&responseStyle=processed&rows=2", `{"paging":{`, `"records":`},
		{"streaming-status", "/status?service=streaming-engine&rows=2", `{"events":[`, `"trackingId"`},
	} {
		was := plain.caller(plain.env(0), c.service).call("GET", c.path, "")
		is := other.caller(other.env(0), c.service).call("GET", c.path, "")
		if is.status != 200 || was.status != 200 || is.body == was.body || !strings.HasPrefix(is.body, c.begins) || !strings.Contains(is.body, c.name) {
			t.Errorf("%s: %d %.300s", c.path, is.status, is.body)
		}
		wantType := "application/json; charset=utf-8"
		if strings.HasPrefix(c.begins, "<") {
			wantType = "text/html; charset=utf-8"
		} else if !json.Valid([]byte(is.body)) {
			t.Errorf("%s: no JSON", c.path)
		}
		if got := is.header.Get("Content-Type"); got != wantType {
			t.Errorf("%s: %s", c.path, got)
		}
	}
	caller := other.caller(other.env(0), "streaming-property")
	if r := caller.call("GET", "/collections/nothing", ""); r.status != 404 || r.member(t, "error") != "not_found" {
		t.Errorf("a refusal is shaped otherwise: %s", r.body)
	}
	if r := caller.call("DELETE", "/collections/visibility/1013", ""); r.status != 204 || r.body != "" {
		t.Errorf("%d %s", r.status, r.body)
	}
	created := caller.call("POST", "/collections/product", `{"name":"id","description":"status"}`)
	if created.status != 201 || created.member(t, "name") != "id" || created.member(t, "description") != "status" {
		t.Errorf("values are not names: %d %.300s", created.status, created.body)
	}
}

// TestOtherDialectKeepsDigits of numbers that a float would round.
func TestOtherDialectKeepsDigits(t *testing.T) {
	p := play(t, Options{Dialect: DialectOther})
	c := p.caller(p.env(0), "streaming-property")
	const digits = "12345678901234567890.10"
	r := c.call("POST", "/collections/category", `{"propertyDefinitions":[{"name":"a","dataType":"Long","findAttributeSettings":{"weight":`+digits+`}}]}`)
	if r.status != 201 || !strings.Contains(r.body, digits) {
		t.Errorf("%d %s", r.status, r.body)
	}
}

func TestParseDialect(t *testing.T) {
	for _, name := range Dialects {
		if _, err := ParseDialect(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ParseDialect("klingon"); err == nil || err.Error() != `there is no dialect "klingon"; there are convention and other` {
		t.Errorf("%v", err)
	}
	if _, err := Start(Options{Dialect: "klingon"}); err == nil || !strings.Contains(err.Error(), "klingon") {
		t.Errorf("%v", err)
	}
}
