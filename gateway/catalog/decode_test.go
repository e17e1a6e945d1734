package catalog

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

const whole = `{
  "id": 9007199254740993,
  "itemType": "product",
  "name": "autumn",
  "description": "Video and \"bundles\"",
  "status": "PUBLISHED",
  "created": "2026-10-05T12:00:00.000Z",
  "updated": 1790000000123,
  "owner": {"team": "search"},
  "propertyDefinitions": [
    {"name": "brand", "kind": "Canonical", "dataType": "String", "propertyValueStyle": "SINGLE",
     "findAttributeSettings": {"storable": true, "boost": 1.50}, "scopedActionSettings": {"enabled": false}, "since": 3},
    {"name": "color", "kind": "custom", "dataType": 7, "propertyValueStyle": null, "findAttributeSettings": true},
    {"name": "size", "name": "size_2", "kind": "invented"},
    "bare_name", 12, null, {}
  ]
}`

func TestDecodeCollection(t *testing.T) {
	c, err := DecodeCollection([]byte("\ufeff " + whole + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	for what, ok := range map[string]bool{
		"id digit by digit":   c.ID == "9007199254740993",
		"texts":               c.ItemType == "product" && c.Name == "autumn" && c.Description == `Video and "bundles"`,
		"status in any case":  c.Status == "PUBLISHED" && c.Published(),
		"RFC 3339":            c.Created.Equal(time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)),
		"epoch":               c.Updated.Equal(time.UnixMilli(1790000000123)),
		"unknown member kept": len(c.Other) == 1 && c.Other[0] == Setting{"owner", `{"team": "search"}`},
		"size counted":        c.Size == 7 && len(c.Definitions) == 7,
		"raw":                 string(c.Raw) == whole,
	} {
		if !ok {
			t.Errorf("%s: %+v", what, c)
		}
	}
	brand, color, size := c.Definitions[0], c.Definitions[1], c.Definitions[2]
	if brand.Kind != Canonical || brand.DataType != "String" || brand.ValueStyle != "SINGLE" ||
		fmt.Sprint(brand.Search, brand.Scoped, brand.Other) != "[{storable true} {boost 1.50}] [{enabled false}] [{since 3}]" {
		t.Errorf("brand: %+v", brand)
	}
	if color.DataType != "" || fmt.Sprint(color.Other) != "[{dataType 7} {findAttributeSettings true}]" {
		t.Errorf("what has another type is kept aside: %+v", color)
	}
	if size.Name != "size_2" || size.Kind != "invented" {
		t.Errorf("of a duplicate the last counts: %+v", size)
	}
	for i, name := range []string{"bare_name", "", "", ""} {
		if d := c.Definitions[3+i]; d.Name != name || len(d.Raw) == 0 {
			t.Errorf("definition %d: %+v", 3+i, d)
		}
	}
}

func TestDecodeCollections(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       string
	}{
		{"whole", `{"collections":[{"id":1,"propertyDefinitions":[]},{"id":"x-2","size":17}],"pagination":{"page":2,"rows":2,"total":9,"hasNext":true,"nextPage":3}}`,
			"1:0 x-2:17 | unread 0 page 2 next 3 true of 9"},
		{"no pagination", `{"collections":[]}`, " | unread 0 page 1 next 0 false of -1"},
		{"next page not stated", `{"pagination":{"page":4,"hasNext":true},"collections":[]}`, " | unread 0 page 4 next 5 true of -1"},
		{"next page stated alone", `{"collections":[],"pagination":{"nextPage":2}}`, " | unread 0 page 1 next 2 true of -1"},
		{"a next page that goes back", `{"collections":[],"pagination":{"page":3,"nextPage":2}}`, " | unread 0 page 3 next 0 false of -1"},
		{"pagination of another type", `{"collections":[],"pagination":[{"page":3}]}`, " | unread 0 page 1 next 0 false of -1"},
		{"entries without an id", `{"collections":[{"name":"a"},5,{"id":7}]}`, "7:-1 | unread 2 page 1 next 0 false of -1"},
	} {
		l, err := DecodeCollections([]byte(c.body))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var ids []string
		for _, e := range l.Collections {
			ids = append(ids, fmt.Sprintf("%s:%d", e.ID, e.Size))
		}
		got := fmt.Sprintf("%s | unread %d page %d next %d %v of %d", strings.Join(ids, " "), l.Unread, l.Page, l.NextPage, l.HasNext, l.Total)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestShapes says in one sentence what came instead.
func TestShapes(t *testing.T) {
	for _, c := range []struct{ body, got string }{
		{"", "empty"},
		{" \n", "empty"},
		{`[{"id":1}]`, "a bare list"},
		{`"collections"`, "a text"},
		{`-12.5`, "a number"},
		{`true`, "true"},
		{`null`, "null"},
		{`{}`, "an object without members"},
		{`{"entries":[]}`, "an object with the member entries"},
		{`{"entries":[],"paging":{}}`, "an object with the members entries and paging"},
		{`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}`, "an object with the members a, b, c, d and 2 more"},
		{`{"` + strings.Repeat("x", 50) + `":1}`, "an object with the member " + strings.Repeat("x", 40) + "..."},
		{"<!DOCTYPE html>\n<html>", "an HTML page"},
		{"<HTML><body>", "an HTML page"},
		{"<?xml version='1.0'?><a/>", "markup, such as HTML or XML"},
		{`{"collections":[{"id":1`, "JSON that breaks off after 23 bytes"},
		{`{"collections":[,]}`, "almost JSON, with a fault in it"},
		{"no healthy upstream", "plain text"},
		{"\xff\xfe\x00", "neither JSON nor text"},
	} {
		_, errList := DecodeCollections([]byte(c.body))
		_, errOne := DecodeCollection([]byte(c.body))
		for want, err := range map[string]error{"a member collections": errList, "a member propertyDefinitions": errOne} {
			var shape *ShapeError
			wanted := "The answer is " + c.got + ", not an object with " + want + "."
			if !errors.As(err, &shape) || err.Error() != wanted {
				t.Errorf("%.40q:\n  %v\nwant\n  %s", c.body, err, wanted)
			}
		}
	}
	for body, want := range map[string]string{
		`{"collections":{"product":[]}}`:        "The answer is an object whose collections is an object with the member product, not an object with a member collections that is a list.",
		`{"collections":[{"key":1},{"key":2}]}`: "The answer is a list collections whose entries have no id, not a list of collections with their ids.",
	} {
		if _, err := DecodeCollections([]byte(body)); err == nil || err.Error() != want {
			t.Errorf("%s: %v", body, err)
		}
	}
	if _, err := DecodeCollection([]byte(`{"id":1,"propertyDefinitions":"none"}`)); err == nil || !strings.Contains(err.Error(), "whose propertyDefinitions is a text") {
		t.Errorf("%v", err)
	}
}

func TestBudget(t *testing.T) {
	object := []byte(`{"id":1,"propertyDefinitions":[{"name":"a"},{"name":"b","findAttributeSettings":{"x":1,"y":2}}]}`)
	for _, c := range []struct {
		left  budget
		spent bool
	}{
		{budget{values: 8, definitions: 2}, false}, // the collection, its 2 members, 3 of definitions, 2 settings
		{budget{values: 7, definitions: 2}, true},
		{budget{values: 8, definitions: 1}, true},
		{budget{}, true},
	} {
		left := c.left
		if left.collection(object); left.spent() != c.spent {
			t.Errorf("%+v: %+v", c.left, left)
		}
	}
}

// TestHostileSizes are taken for another shape before they fill the memory.
func TestHostileSizes(t *testing.T) {
	most := newBudget().definitions
	definitions := func(n int) string { return `{"id":1,"propertyDefinitions":[` + strings.Repeat("1,", n-1) + "1]}" }
	numbered := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"%d":0`, i)
		}
		return b.String()
	}
	for name, body := range map[string]string{
		"definitions": definitions(most + 1),
		"members":     `{"propertyDefinitions":[]` + numbered(mostMembers) + `}`,
		"settings":    `{"propertyDefinitions":[{"name":"a","findAttributeSettings":{"x":1` + numbered(mostMembers) + `}}]}`,
	} {
		for body, decode := range map[string]func([]byte) error{
			body:                             func(b []byte) error { _, err := DecodeCollection(b); return err },
			`{"collections":[` + body + `]}`: func(b []byte) error { _, err := DecodeCollections(b); return err },
		} {
			if err := decode([]byte(body)); err == nil || !strings.Contains(err.Error(), "more than can be taken apart") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestHostileListings: so is a listing of more collections than anybody has.
func TestHostileListings(t *testing.T) {
	most := newBudget().collections
	for n, fault := range map[int]string{most: "", most + 1: "more than can be taken apart"} {
		_, err := DecodeCollections([]byte(`{"collections":[` + strings.Repeat(`{"id":1},`, n-1) + `{"id":1}]}`))
		if fault == "" != (err == nil) || err != nil && !strings.Contains(err.Error(), fault) {
			t.Errorf("%d collections: %v", n, err)
		}
	}
}

func TestMoments(t *testing.T) {
	want := time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)
	for _, value := range []string{
		`"2026-10-05T12:00:00Z"`, `"2026-10-05T14:00:00+02:00"`, `"2026-10-05T12:00:00.000000000Z"`,
		"1791201600", `"1791201600"`, "1791201600.0", "1791201600000", `"1791201600000"`, "1791201600000000", "1791201600000000000",
	} {
		if got, ok := moment([]byte(value)); !ok || !got.Equal(want) {
			t.Errorf("%s: %v %v", value, got, ok)
		}
	}
	for _, value := range []string{`"yesterday"`, `""`, "0", "-5", "true", "null", "{}", "1e400", `"NaN"`, "1e300"} {
		if got, ok := moment([]byte(value)); ok || !got.IsZero() {
			t.Errorf("%s: %v", value, got)
		}
	}
}

// listing is an answer of many collections with their definitions.
func listing(collections, definitions int) []byte {
	var b strings.Builder
	b.WriteString(`{"collections":[`)
	for i := range collections {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"id":%d,"itemType":"product","status":"open","created":"2026-10-05T12:00:00.000Z","propertyDefinitions":[`, i)
		for j := range definitions {
			if j > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, `{"name":"p%d","kind":"custom","dataType":"String","propertyValueStyle":"SINGLE","findAttributeSettings":{"storable":true,"searchable":false,"filterable":true},"scopedActionSettings":{"enabled":false}}`, j)
		}
		b.WriteString("]}")
	}
	b.WriteString("]}")
	return []byte(b.String())
}

func BenchmarkDecodeCollections(b *testing.B) {
	body := listing(500, 100)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if l, err := DecodeCollections(body); err != nil || len(l.Collections) != 500 {
			b.Fatal(err)
		}
	}
}
