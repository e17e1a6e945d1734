package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

// TestCollectionPaging: pages put together are the whole list, newest first.
func TestCollectionPaging(t *testing.T) {
	p := play(t, Options{})
	c := p.caller(p.env(0), "streaming-property")
	ids := func(query string) ([]float64, reply) {
		r := c.call("GET", "/collections/product"+query, "")
		var list []float64
		for _, one := range r.member(t, "collections").([]any) {
			list = append(list, one.(map[string]any)["id"].(float64))
		}
		return list, r
	}
	all, r := ids("?rows=1000000")
	if len(all) != 12 || r.member(t, "pagination", "total") != 12.0 || r.member(t, "pagination", "rows") != float64(maxCollectionRows) {
		t.Fatalf("%d collections, %v", len(all), r.member(t, "pagination"))
	}
	for i := 1; i < len(all); i++ {
		if all[i] >= all[i-1] {
			t.Errorf("not newest first: %v", all)
		}
	}
	for rows := 1; rows <= 13; rows++ {
		var joined []float64
		for page := 1; ; page++ {
			part, r := ids(fmt.Sprintf("?rows=%d&page=%d", rows, page))
			joined = append(joined, part...)
			if r.member(t, "pagination", "returned") != float64(len(part)) {
				t.Errorf("returned %v of %d", r.member(t, "pagination"), len(part))
			}
			if r.member(t, "pagination", "hasNext") == false {
				break
			}
			if r.member(t, "pagination", "nextPage") != float64(page+1) {
				t.Fatalf("next page %v", r.member(t, "pagination"))
			}
		}
		if fmt.Sprint(joined) != fmt.Sprint(all) {
			t.Errorf("rows %d: %v", rows, joined)
		}
	}
	for _, beyond := range []string{"99", "9223372036854775807"} {
		if part, r := ids("?rows=1000&page=" + beyond); len(part) != 0 || !strings.Contains(r.body, `"collections":[]`) || !strings.Contains(r.body, `"hasNext":false`) {
			t.Errorf("page %s: %s", beyond, r.body)
		}
	}
	for _, bad := range []string{"rows=0", "rows=-1", "page=0", "page=x", "rows=", "page=1.5", "rows=99999999999999999999"} {
		if r := c.call("GET", "/collections/product?"+bad, ""); r.status != 400 {
			t.Errorf("%s: %d", bad, r.status)
		}
	}
}
