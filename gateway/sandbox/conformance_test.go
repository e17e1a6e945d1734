package sandbox

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

// TestConformance asserts what the vendor's pages let one assert (gateway-api
// 10). Points 7 and 8, writes to streaming-ingest, are not played yet.
func TestConformance(t *testing.T) {
	p := play(t, Options{})
	e := p.env(0)
	cells := 0
	check := func(point int, what string, good bool) {
		t.Helper()
		cells++
		if !good {
			t.Errorf("point %d: %s", point, what)
		}
	}
	for _, service := range serviceNames {
		endpoint := e.BaseURL + "/" + service + "/v1/oauth2/token"
		byForm := p.do("POST", endpoint, grantForm(e), formType)
		byQuery := p.do("POST", endpoint+"?"+grantForm(e), "")
		for _, r := range []reply{byForm, byQuery} {
			check(1, service+" token", r.status == 200 && r.member(t, "token_type") == "bearer" && r.member(t, "access_token") != "")
		}
		token := "Authorization:Bearer " + byForm.member(t, "access_token").(string)
		address := e.BaseURL + "/" + service + "/v1/" + e.APIKey + listing[service]
		check(2, service+" takes its own token", p.do("GET", address, "", token).status == 200)
		for _, other := range serviceNames {
			foreign := "Authorization: Bearer " + p.token(e, other)
			check(2, service+" and a token of "+other, (p.do("GET", address, "", foreign).status == 200) == (other == service))
		}
		check(3, service+" needs a header", p.do("GET", address, "").status == 401)
		check(3, service+" needs its prefix", p.do("GET", e.BaseURL+"/"+service+listing[service], "", token).status == 404)
	}

	property := p.caller(e, "streaming-property")
	created := property.call("POST", "/collections/product", "")
	check(4, "collections/product", created.status == 201)
	check(5, "canonical by itself", strings.Contains(created.body, `"kind":"canonical"`))
	check(5, "derived by itself", strings.Contains(created.body, `"kind":"derived"`))
	check(5, "the documented derived property", strings.Contains(created.body, `"name":"product_effectiveprice_cents","kind":"derived","dataType":"Long"`))
	for _, name := range []string{"brand", "product_effectiveprice_cents"} {
		path := fmt.Sprintf("/collections/product/%v/properties/%s", created.member(t, "id"), name)
		for body, status := range map[string]int{
			`{"findAttributeSettings":{"storable":false}}`: 200, `{"propertyValueStyle":"LIST"}`: 200, `{"scopedActionSettings":{}}`: 200,
			`{"dataType":"Date"}`: 400, `{"name":"x"}`: 400, `{"kind":"custom"}`: 400,
		} {
			check(5, name+" "+body, property.call("PATCH", path, body).status == status)
		}
	}

	snapshots := p.caller(e, "streaming-snapshot")
	for kind, needs := range map[string][]string{"product": {"product", "category"}, "place": {"region"}} {
		for _, s := range snapshots.call("GET", "/snapshots/"+kind, "").member(t, "snapshots").([]any) {
			ties := s.(map[string]any)["collections"].(map[string]any)
			check(6, kind+" ties", len(ties) == len(needs))
			for _, itemType := range needs {
				r := property.call("GET", fmt.Sprintf("/collections/%s/%v", itemType, ties[itemType]), "")
				check(6, kind+" is tied to a published collection", r.status == 200 && r.member(t, "status") == "published")
			}
		}
	}
	testViewStyles(t, p, check)
	testStatusOrder(t, p, check)
	wrong := strings.Replace(grantForm(e), e.ClientSecret, "fake", 1)
	r := p.do("POST", e.BaseURL+"/streaming-view/v1/oauth2/token", wrong, formType)
	check(11, "invalid_client", r.status == 400 && r.member(t, "error") == "invalid_client")
	r = p.do("POST", e.BaseURL+"/streaming-view/v1/oauth2/token", strings.Replace(grantForm(e), "client_credentials", "implicit", 1), formType)
	check(11, "unsupported_grant_type", r.status == 400 && r.member(t, "error") == "unsupported_grant_type")
	t.Logf("%d cells", cells)
}

// testViewStyles is point 9, on production's 1280 products.
func testViewStyles(t *testing.T, p *played, check func(int, string, bool)) {
	view := p.caller(p.env(2), "streaming-view")
	const at = "/product?snapshotId=1007"
	plain := view.call("GET", at, "")
	check(9, "no pagination without a style", plain.status == 200 && !strings.Contains(plain.body, `"pagination"`) && plain.member(t, "nextCursorMark") != nil)
	for style, rows := range map[string]float64{"processed": 1000, "id": 5000, "count": 5000} {
		r := view.call("GET", at+"&responseStyle="+style, "")
		check(9, style+" rows by default", r.member(t, "pagination", "rows") == rows)
		r = view.call("GET", at+"&rows=999999&responseStyle="+style, "")
		check(9, style+" rows at most", r.member(t, "pagination", "rows") == 10*rows)
		check(9, style+" rows below 1", view.call("GET", at+"&rows=0&responseStyle="+style, "").status == 400)
	}
	for page, count := range map[int]float64{1: 500, 2: 1000, 3: 1280, 4: 1280} {
		r := view.call("GET", fmt.Sprintf("%s&responseStyle=count&rows=500&page=%d", at, page), "")
		check(9, "the count rolls", r.member(t, "count") == count)
		check(9, "the count ends", r.member(t, "pagination", "hasNext") == (page < 3))
	}
	check(9, "an unknown style", view.call("GET", at+"&responseStyle=all", "").status == 400)
}

// testStatusOrder is point 10 as far as reading goes.
func testStatusOrder(t *testing.T, p *played, check func(int, string, bool)) {
	status := p.caller(p.env(0), "streaming-status")
	list := func(query string) []any {
		return status.call("GET", "/status?"+query, "").member(t, "messages").([]any)
	}
	newest := list("service=streaming-engine&rows=10000")
	oldest := list("service=streaming-engine&rows=10000&order=asc")
	check(10, "there are messages", len(newest) > 100 && len(newest) == len(oldest))
	for i := 1; i < len(newest); i++ {
		check(10, "newest first", newest[i-1].(map[string]any)["instant"].(string) >= newest[i].(map[string]any)["instant"].(string))
	}
	check(10, "order turns round", fmt.Sprint(oldest[0]) == fmt.Sprint(newest[len(newest)-1]))
	warned := 0
	for _, m := range newest {
		last := m.(map[string]any)
		if last["finished"] != true {
			check(10, "at most 50 a batch", last["processed"].(float64)+last["invalid"].(float64) <= 50)
			continue
		}
		items := last["processed"].(float64) + last["invalid"].(float64)
		all := list(fmt.Sprintf("trackingId=%v&service=streaming-engine", last["trackingId"]))
		check(10, "a message per batch and a last one", float64(len(all)) == math.Ceil(items/50)+1)
		check(10, "the last one is the newest", fmt.Sprint(all[0]) == fmt.Sprint(m))
		want := "SUMMARY"
		if last["invalid"].(float64) > 0 {
			want, warned = "WARNING", warned+1
		}
		check(10, "level of the last message", last["level"] == want)
		at, err := time.Parse(time.RFC3339Nano, last["instant"].(string))
		check(10, "lifetime of 200 hours", err == nil && time.Since(at) < 201*time.Hour)
	}
	check(10, "some uploads have invalid items", warned > 0)
}

// TestDocumentedCURL sends what the two documented cURL lines send: the token
// by query, then the call with no space after the header's colon. The header
// goes over the wire as written, so the request is written by hand.
func TestDocumentedCURL(t *testing.T) {
	p := play(t, Options{})
	for _, e := range p.Environments() {
		exchange := "POST /streaming-property/v1/oauth2/token?" + grantForm(e) + " HTTP/1.1\r\nHost: x\r\nUser-Agent: curl/8\r\nAccept: */*\r\nConnection: close\r\n\r\n"
		r := rawExchange(t, e, exchange)
		if !strings.HasPrefix(r, "HTTP/1.1 200") {
			t.Fatal(r)
		}
		_, after, _ := strings.Cut(r, `"access_token":"`)
		token, _, _ := strings.Cut(after, `"`)
		call := "GET /streaming-property/v1/" + e.APIKey + "/collections/product HTTP/1.1\r\nHost: x\r\nAuthorization:Bearer " + token + "\r\nConnection: close\r\n\r\n"
		if r := rawExchange(t, e, call); !strings.HasPrefix(r, "HTTP/1.1 200") || !strings.Contains(r, `"collections":[`) {
			t.Error(r)
		}
	}
}
