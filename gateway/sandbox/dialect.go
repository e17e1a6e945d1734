package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"slices"
	"strings"
)

// The dialects of a sandbox: how its services shape what they answer. Most of
// the vendor's shapes are not public, so a client must do with another one.
const (
	DialectConvention = ""      // the likely shapes
	DialectOther      = "other" // other member names, bare lists, a page for people
)

// conventionName is that of DialectConvention on a command line.
const conventionName = "convention"

// Dialects are the names of those that may be asked for.
var Dialects = []string{conventionName, DialectOther}

// ParseDialect reads a name of Dialects.
func ParseDialect(name string) (string, error) {
	switch name {
	case conventionName:
		return DialectConvention, nil
	case DialectOther:
		return name, nil
	}
	return "", fmt.Errorf("there is no dialect %q; there are %s", name, strings.Join(Dialects, " and "))
}

// otherNames are the members that the other dialect calls otherwise. Those of
// items are a shop's own words and stay.
var otherNames = map[string]string{
	"collections": "schemas", "propertyDefinitions": "attributes", "itemType": "entity", "findAttributeSettings": "search",
	"snapshots": "instances", "items": "records", "messages": "events", "pagination": "paging", "created": "createdAt", "updated": "updatedAt",
	"id": "key", "status": "lifecycle", "state": "lifecycle", "statusTracker": "receipt",
}

// bareLists are the paths below the API key whose listings the other dialect
// answers with the list alone, and pages those it has a page for.
var (
	bareLists = []string{"collections/category", "snapshots/place", "category"}
	pages     = []string{"collections/region", "snapshots/assortments", "region"}
)

// page is a body that is no JSON but HTML.
type page string

// translated is an answer of a service in the dialect of this sandbox. What is
// refused is refused in the same words.
func (w *world) translated(a answer, c call) answer {
	if w.options.Dialect != DialectOther || a.body == nil || a.status >= http.StatusBadRequest {
		return a
	}
	path := strings.Join(c.rest, "/")
	if slices.Contains(pages, path) {
		a.body = page("<!DOCTYPE html>\n<html><head><title>Streaming Catalog</title></head>\n<body><h1>" +
			html.EscapeString(path) + "</h1><p>This listing has moved to the console.</p></body></html>\n")
		return a
	}
	var body any
	decoder := json.NewDecoder(bytes.NewReader(encode(a.body)))
	decoder.UseNumber()
	if err := decoder.Decode(&body); err != nil {
		panic("sandbox: read an answer again: " + err.Error()) // encode wrote it
	}
	if slices.Contains(bareLists, path) {
		body = onlyList(body)
	}
	a.body = renamed(body)
	return a
}

// onlyList is the list among the members of an object, or the value itself.
func onlyList(body any) any {
	members, _ := body.(map[string]any)
	for _, member := range members {
		if list, ok := member.([]any); ok {
			return list
		}
	}
	return body
}

// renamed calls members by their other names, but for those of an item's
// properties.
func renamed(value any) any {
	switch value := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(value))
		for name, member := range value {
			if name != "properties" {
				member = renamed(member)
			}
			if other, ok := otherNames[name]; ok {
				name = other
			}
			out[name] = member
		}
		return out
	case []any:
		for i := range value {
			value[i] = renamed(value[i])
		}
	}
	return value
}
