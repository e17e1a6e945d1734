package sandbox

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

const (
	twoItems = `{"100001": {"properties": {"name": "Linen shirt", "sale_price": 39.9}}}` + "\n" +
		`{"100002": {"overrides": {"region": {"DE": {"properties": {"sale_price": 41.5}}}}}}` + "\n"
	newItem = `{"900001": {"properties": {"name": "Felt hat", "brand": "Acme"}}}`
)

func gzipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	z.Close()
	return b.String()
}

func zstdded(text string) string {
	z, _ := zstd.NewWriter(nil)
	defer z.Close()
	return string(z.EncodeAll([]byte(text), nil))
}

// TestUploadAnswers: what a payload is answered at once.
func TestUploadAnswers(t *testing.T) {
	p := play(t, Options{})
	ingest := p.caller(p.env(0), "streaming-ingest")
	for _, c := range []struct {
		name, method, path, body, coding string
		status                           int
		says                             string
	}{
		{"merge", "PATCH", "/product?snapshotId=1007", twoItems, "", 202, `{"statusTracker":{"trackingInstant":"`},
		{"merge, forced", "PATCH", "/product?snapshotId=1007&force=true", twoItems, "", 202, "trackingId"},
		{"merge, gzip", "PATCH", "/product?snapshotId=1007", gzipped(twoItems), "gzip", 202, "trackingId"},
		{"merge, zstd", "PATCH", "/product?snapshotId=1007", zstdded(twoItems), "zstd", 202, "trackingId"},
		{"replace", "PUT", "/product?snapshotId=1007", newItem, "", 202, "trackingId"},
		{"POST is PUT", "POST", "/product?snapshotId=1007", newItem, "", 202, "trackingId"},
		{"categories", "PUT", "/category?snapshotId=1007", `{"c1": {"properties": {"name": "hats"}}}`, "", 202, "trackingId"},
		{"regions", "PUT", "/region?snapshotId=1002", `{"FR": {"properties": {"title": "France"}}}`, "", 202, "trackingId"},
		{"delete many", "DELETE", "/product?snapshotId=1007", "\"100001\"\n\"100002\"\n", "", 202, "trackingId"},
		{"delete one, unknown", "DELETE", "/product/nope?snapshotId=1007", "", "", 202, "trackingId"},
		{"blank lines, carriage returns", "PATCH", "/product?snapshotId=1007", "\r\n" + newItem + "\r\n\r\n", "", 202, "trackingId"},
		{"some lines are bad", "PATCH", "/product?snapshotId=1007", "oops\n" + newItem, "", 202, "trackingId"},

		{"no snapshot", "PATCH", "/product", newItem, "", 400, "snapshotId is missing"},
		{"odd snapshot", "PATCH", "/product?snapshotId=x", newItem, "", 400, "number"},
		{"unknown snapshot", "PATCH", "/product?snapshotId=999", newItem, "", 404, "no snapshot 999"},
		{"wrong type", "PATCH", "/region?snapshotId=1007", newItem, "", 409, "it takes no region items"},
		{"inactive", "PATCH", "/product?snapshotId=1001", newItem, "", 409, "inactive"},
		{"inactive, one", "DELETE", "/product/1?snapshotId=1001", "", "", 409, "inactive"},
		{"odd force", "PATCH", "/product?snapshotId=1007&force=yes", newItem, "", 400, "force"},
		{"empty", "PATCH", "/product?snapshotId=1007", "", "", 400, "It is empty"},
		{"no line is good", "PATCH", "/product?snapshotId=1007", "[1]\n{\n", "", 400, "line 1: the line is no JSON object"},
		{"ids without quotes", "DELETE", "/product?snapshotId=1007", "100001\n", "", 400, "in quotes"},
		{"unknown coding", "PATCH", "/product?snapshotId=1007", newItem, "br", 415, "gzip or zstd"},
		{"corrupt gzip", "PATCH", "/product?snapshotId=1007", newItem, "gzip", 400, "Content-Encoding"},
		{"cut gzip", "PATCH", "/product?snapshotId=1007", gzipped(twoItems)[:30], "gzip", 400, "Content-Encoding"},
		{"corrupt zstd", "PATCH", "/product?snapshotId=1007", newItem, "zstd", 400, "Content-Encoding"},
		{"too large", "PATCH", "/product?snapshotId=1007", strings.Repeat("x", maxPayload+1), "", 413, "5 MB"},
		{"bomb", "PATCH", "/product?snapshotId=1007", gzipped(strings.Repeat(" ", maxUnpacked+1)), "gzip", 413, "unpacked"},
		{"bomb, zstd", "PATCH", "/product?snapshotId=1007", zstdded(strings.Repeat(" ", maxUnpacked+1)), "zstd", 413, "unpacked"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var header []string
			if c.coding != "" {
				header = append(header, "Content-Encoding: "+c.coding)
			}
			r := ingest.call(c.method, c.path, c.body, header...)
			if r.status != c.status || !strings.Contains(r.body, c.says) {
				t.Errorf("got %d %s, want %d and %q", r.status, r.body, c.status, c.says)
			}
		})
	}
}

// TestUploadIsReportedLater follows one payload: acknowledged at once, reported
// service by service, seen in the view when the engine is done.
func TestUploadIsReportedLater(t *testing.T) {
	now := newClock()
	p := play(t, Options{Now: now.Now})
	e := p.env(0)
	ingest, status, view := p.caller(e, "streaming-ingest"), p.caller(e, "streaming-status"), p.caller(e, "streaming-view")

	body := newItem + "\noops\n" +
		`{"900002": {"properties": {"colour": "moss"}}}` + "\n" +
		`{"900003": {"properties": {"product_effectiveprice_cents": 5}}}` + "\n" +
		`{"900004": {"overrides": {"region": {"MX": {"properties": {"sale_price": 1}}}}}}` + "\n" +
		`{"100001": {"properties": {"sale_price": 1.5}}}` + "\n" + `{"100003": 7}`
	id := ingest.call("PATCH", "/product?snapshotId=1007", body).member(t, "statusTracker", "trackingId").(string)
	if r := status.call("GET", "/status/"+id, ""); r.member(t, "messages") == nil || len(r.member(t, "messages").([]any)) != 0 {
		t.Errorf("reported at once: %s", r.body)
	}
	if r := view.call("GET", "/product/900001?snapshotId=1007", ""); r.status != 404 {
		t.Errorf("seen at once: %d", r.status)
	}
	if r := ingest.call("GET", "/product?snapshotId=1007", ""); !strings.Contains(r.body, id) {
		t.Errorf("ingest does not know its last payload: %s", r.body)
	}

	now.advance(30 * time.Second)
	finished := map[string]string{}
	for _, one := range status.call("GET", "/status/"+id, "").member(t, "messages").([]any) {
		m := one.(map[string]any)
		if m["finished"] == true {
			finished[m["service"].(string)] = fmt.Sprint(m["level"], " ", m["processed"], " ", m["invalid"])
		}
	}
	for service, want := range map[string]string{
		"streaming-ingest": "WARNING 6 1", "streaming-engine": "WARNING 2 4", "legacy-catalog-adapter": "SUMMARY 2 0", "streaming-find-indexer": "SUMMARY 2 0",
	} {
		if finished[service] != want {
			t.Errorf("%s reports %q, want %q", service, finished[service], want)
		}
	}
	reasons := ""
	for _, one := range status.call("GET", "/invalid-items/"+id, "").member(t, "items").([]any) {
		i := one.(map[string]any)
		reasons += fmt.Sprintln(i["line"], i["id"], i["reason"], i["item"])
	}
	for _, want := range []string{"2  the line is no JSON object", "3 900002 property colour is not in the collection", "4 900003 property product_effectiveprice_cents is derived", "5 900004 region MX is not", "7 100003 the item is no object"} {
		if !strings.Contains(reasons, want) {
			t.Errorf("no %q among\n%s", want, reasons)
		}
	}
	if r := view.call("GET", "/product/900001?snapshotId=1007", ""); r.member(t, "properties", "name") != "Felt hat" {
		t.Errorf("not seen: %s", r.body)
	}
	r := view.call("GET", "/product/100001?snapshotId=1007", "")
	if r.member(t, "properties", "sale_price") != 1.5 || r.member(t, "properties", "brand") == nil {
		t.Errorf("not merged: %s", r.body)
	}
	if r := view.call("GET", "/product/900002?snapshotId=1007", ""); r.status != 404 {
		t.Errorf("an invalid item is seen: %s", r.body)
	}
	now.advance(messageLifetime)
	status = p.caller(e, "streaming-status")
	if r := status.call("GET", "/invalid-items/"+id, ""); len(r.member(t, "items").([]any)) != 0 {
		t.Errorf("invalid items outlive 200 hours: %s", r.body)
	}
}

// TestReplaceAndDelete: PUT leaves nothing of what is not named, DELETE takes
// items out, and other snapshots and environments do not notice.
func TestReplaceAndDelete(t *testing.T) {
	now := newClock()
	p := play(t, Options{Now: now.Now})
	ingest, view := p.caller(p.env(1), "streaming-ingest"), p.caller(p.env(1), "streaming-view")
	ids := view.call("GET", "/product?snapshotId=1007&responseStyle=count", "").member(t, "count").(float64)
	ingest.call("PUT", "/product?snapshotId=1007", `{"100001": {"properties": {"name": "Linen shirt"}}}`)
	ingest.call("DELETE", "/product/100002?snapshotId=1007", "")
	ingest.call("DELETE", "/product?snapshotId=1007", "\"100003\"\n\"nobody\"")
	now.advance(time.Minute)
	view = p.caller(p.env(1), "streaming-view")
	r := view.call("GET", "/product/100001?snapshotId=1007", "")
	if r.member(t, "properties", "name") != "Linen shirt" || strings.Contains(r.body, "brand") {
		t.Errorf("not replaced: %s", r.body)
	}
	if got := view.call("GET", "/product?snapshotId=1007&responseStyle=count", "").member(t, "count"); got != ids-2 {
		t.Errorf("%v items, want %v", got, ids-2)
	}
	other := p.caller(p.env(0), "streaming-view")
	if r := other.call("GET", "/product/100002?snapshotId=1007", ""); r.status != 200 {
		t.Errorf("another environment lost an item: %d", r.status)
	}
}
