package catalog

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

// FuzzDecode reads anything without a panic: what it takes is consistent, what
// it does not take has a sentence of one line's worth, and a collection never
// differs from itself.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		whole, `{"collections":[` + whole + `],"pagination":{"hasNext":true}}`, `[]`, `{"collections":[1,"a",null,{"id":""}]}`, "<html>", `{"a":`, `""`,
		`{"propertyDefinitions":[{"name":"\ud800","x":{"y":[1e999999999999,-0,{"z":"\\\""}]}}]}`,
		`{"propertyDefinitions":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		l, errList := DecodeCollections(body)
		c, errOne := DecodeCollection(body)
		for _, err := range []error{errList, errOne} {
			var shape *ShapeError
			if err != nil && (!errors.As(err, &shape) || shape.Want == "" || shape.Got == "" || len(err.Error()) > 2000) {
				t.Fatalf("%v", err)
			}
		}
		if l.Collections == nil || l.HasNext != (l.NextPage > l.Page) {
			t.Fatalf("%+v", l)
		}
		for _, c := range append(l.Collections, c) {
			if c.Definitions != nil && c.Size != len(c.Definitions) {
				t.Fatalf("size %d of %d", c.Size, len(c.Definitions))
			}
			if changes := Diff(c, c); changes != nil {
				t.Fatalf("differs from itself: %+v", changes)
			}
			for _, d := range c.Definitions {
				for _, s := range slices.Concat(d.Search, d.Scoped, d.Other) {
					if !json.Valid([]byte(s.Value)) {
						t.Fatalf("%q is no JSON", s.Value)
					}
				}
				if body := NewDefinitionBody(d); !json.Valid(body) {
					t.Fatalf("%s", body)
				}
			}
			if body := CreateBody(c.Name, c.Description, c.Definitions...); !json.Valid(body) {
				t.Fatalf("%s", body)
			}
		}
	})
}
