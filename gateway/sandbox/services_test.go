package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

// TestServiceRefusals: house rules of the services beside streaming-property.
func TestServiceRefusals(t *testing.T) {
	p := play(t, Options{})
	callers := make(map[string]caller)
	for _, service := range serviceNames {
		callers[service] = p.caller(p.env(0), service)
	}
	for _, c := range []struct {
		service, method, path string
		status                int
		says                  string
	}{
		{"streaming-snapshot", "GET", "/snapshots/product/1007", 200, `"state":"active"`},
		{"streaming-snapshot", "GET", "/snapshots/place/1007", 404, "product snapshot"},
		{"streaming-snapshot", "GET", "/snapshots/product/1", 404, ""},
		{"streaming-snapshot", "GET", "/snapshots/product/x", 400, "number"},
		{"streaming-snapshot", "GET", "/snapshots/region", 404, "place, product"},
		{"streaming-snapshot", "GET", "/snapshots", 404, ""},
		{"streaming-snapshot", "GET", "/snapshots/product?state=active", 200, `"total":1`},
		{"streaming-snapshot", "GET", "/snapshots/product?state=new", 400, "creating"},
		{"streaming-snapshot", "GET", "/snapshots/product?rows=0", 400, ""},
		{"streaming-snapshot", "POST", "/snapshots/product", 501, "not_implemented"},
		{"streaming-snapshot", "DELETE", "/snapshots/product", 405, ""},
		{"streaming-ingest", "GET", "/product?snapshotId=1007", 200, `"snapshotId":1007,"state":"active","acceptsItems":true,"items":320`},
		{"streaming-ingest", "GET", "/region", 200, `"snapshotId":1002`},
		{"streaming-ingest", "GET", "/visibility", 200, `"snapshots":[]`},
		{"streaming-ingest", "GET", "/product?snapshotId=1002", 404, "place snapshot"},
		{"streaming-ingest", "GET", "/nothing", 404, ""},
		{"streaming-ingest", "GET", "/product/1", 405, ""},
		{"streaming-ingest", "PATCH", "/product", 400, "snapshotId is missing"},
		{"streaming-ingest", "DELETE", "/product/1?snapshotId=1007", 202, "trackingId"},
		{"streaming-view", "GET", "/product", 400, "snapshotId"},
		{"streaming-view", "GET", "/product?snapshotId=1", 404, ""},
		{"streaming-view", "GET", "/product?snapshotId=x", 400, ""},
		{"streaming-view", "GET", "/product?snapshotId=1001", 404, "inactive"},
		{"streaming-view", "GET", "/category?snapshotId=1007", 200, `"nextCursorMark"`},
		{"streaming-view", "GET", "/assortments?snapshotId=1007", 404, ""},
		{"streaming-view", "GET", "/product/100001?snapshotId=1007", 200, `"id":"100001"`},
		{"streaming-view", "GET", "/product/nope?snapshotId=1007", 404, "nope"},
		{"streaming-view", "GET", "/product?snapshotId=1007&cursorMark=bad!", 400, "cursorMark"},
		{"streaming-view", "GET", "/product?snapshotId=1007&responseStyle=", 400, "processed"},
		{"streaming-view", "GET", "/snapshots", 200, `"snapshotId":1007,"state":"active","items":{"category":14,"product":320}`},
		{"streaming-view", "GET", "/snapshots?rows=0", 400, ""},
		{"streaming-view", "POST", "/snapshots", 405, ""},
		{"streaming-view", "POST", "/product?snapshotId=1007", 405, ""},
		{"streaming-status", "GET", "/status", 400, "trackingId"},
		{"streaming-status", "GET", "/status?day=yesterday", 400, "YYYY-MM-DD"},
		{"streaming-status", "GET", "/status?day=2001-01-01", 200, `"messages":[]`},
		{"streaming-status", "GET", "/status?service=streaming-engine&level=LOUD", 400, "SUMMARY"},
		{"streaming-status", "GET", "/status?service=streaming-engine&order=up", 400, "desc"},
		{"streaming-status", "GET", "/status/00000000-0000-1000-8000-000000000000", 200, `"messages":[]`},
		{"streaming-status", "GET", "/messages", 404, ""},
		{"streaming-status", "GET", "/invalid-items/none", 200, `"items":[]`},
		{"streaming-status", "GET", "/invalid-items", 404, ""},
		{"streaming-snapshot", "PUT", "/snapshots/product/1007/state", 501, ""},
		{"streaming-snapshot", "GET", "/snapshots/product/1007/items", 404, ""},
	} {
		t.Run(c.service+" "+c.method+" "+c.path, func(t *testing.T) {
			r := callers[c.service].call(c.method, c.path, "")
			if r.status != c.status || !strings.Contains(r.body, c.says) {
				t.Errorf("got %d %s", r.status, r.body)
			}
		})
	}
}

// TestCursor: the older view gives every item once and ends on a mark that
// does not change.
func TestCursor(t *testing.T) {
	p := play(t, Options{})
	view := p.caller(p.env(0), "streaming-view")
	seen, mark := 0, "*"
	for range 10 {
		r := view.call("GET", "/product?snapshotId=1007&rows=100&cursorMark="+mark, "")
		items := r.member(t, "items").([]any)
		for i, it := range items {
			if got, want := it.(map[string]any)["id"], fmt.Sprint(100001+seen+i); got != want {
				t.Fatalf("item %v, want %s", got, want)
			}
		}
		seen += len(items)
		next := r.member(t, "nextCursorMark").(string)
		if next == mark {
			break
		}
		mark = next
	}
	if seen != 320 {
		t.Errorf("%d items", seen)
	}
}

// TestLinked: what one service names, the others know.
func TestLinked(t *testing.T) {
	p := play(t, Options{})
	for _, e := range p.Environments() {
		ingest, status := p.caller(e, "streaming-ingest"), p.caller(e, "streaming-status")
		view, snapshots := p.caller(e, "streaming-view"), p.caller(e, "streaming-snapshot")
		linked := 0
		for _, one := range ingest.call("GET", "/product", "").member(t, "snapshots").([]any) {
			intake := one.(map[string]any)
			id := fmt.Sprint(intake["snapshotId"])
			if r := snapshots.call("GET", "/snapshots/product/"+id, ""); r.member(t, "state") != intake["state"] {
				t.Errorf("%s snapshot %s: %s", e.Name, id, r.body)
			}
			if intake["lastPayload"] == nil {
				continue
			}
			linked++
			count := view.call("GET", "/product?responseStyle=count&snapshotId="+id, "")
			if count.member(t, "count") != intake["items"] {
				t.Errorf("%s: view counts %s, ingest %v", e.Name, count.body, intake["items"])
			}
			tracking := intake["lastPayload"].(map[string]any)["trackingId"].(string)
			messages := status.call("GET", "/status/"+tracking, "").member(t, "messages").([]any)
			if len(messages) < 2*len(reporters) || fmt.Sprint(messages[0].(map[string]any)["snapshotId"]) != id {
				t.Errorf("%s: %d messages about %s", e.Name, len(messages), tracking)
			}
		}
		if linked == 0 {
			t.Errorf("%s: no payloads", e.Name)
		}
	}
}

// TestInvalidItems: as many as the messages count, each with a reason.
func TestInvalidItems(t *testing.T) {
	p := play(t, Options{})
	status := p.caller(p.env(0), "streaming-status")
	warned := 0
	for _, one := range status.call("GET", "/status?service=streaming-engine&level=WARNING", "").member(t, "messages").([]any) {
		m := one.(map[string]any)
		if m["finished"] != true {
			continue
		}
		warned++
		items := status.call("GET", fmt.Sprint("/invalid-items/", m["trackingId"]), "").member(t, "items").([]any)
		if float64(len(items)) != m["invalid"] {
			t.Errorf("%d items for %v", len(items), m)
		}
		for _, it := range items {
			if it.(map[string]any)["reason"] == "" || it.(map[string]any)["service"] != "streaming-engine" {
				t.Errorf("%v", it)
			}
		}
	}
	if warned == 0 {
		t.Error("no invalid items anywhere")
	}
}
