package catalog

import (
	"fmt"
	"strings"
	"testing"
)

// large is a collection of many definitions of one value style.
func large(b *testing.B, style string) Collection {
	b.Helper()
	var body strings.Builder
	body.WriteString(`{"id": 1, "propertyDefinitions": [`)
	for i := range 10_000 {
		if i > 0 {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, `{"name": "property_%05d", "kind": "custom", "dataType": "String", "propertyValueStyle": %q, "findAttributeSettings": {"storable": true, "searchable": false, "filterable": true}}`, i, style)
	}
	body.WriteString(`]}`)
	c, err := DecodeCollection([]byte(body.String()))
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// BenchmarkDiff compares 10 000 definitions, of which none or all differ. The
// explorer does so between two frames.
func BenchmarkDiff(b *testing.B) {
	left := large(b, "SINGLE")
	for _, c := range []struct {
		name, style string
		want        int
	}{{"same", "SINGLE", 0}, {"different", "LIST", 10_000}} {
		right := large(b, c.style)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if n := len(Diff(left, right)); n != c.want {
					b.Fatalf("%d differences", n)
				}
			}
		})
	}
}
