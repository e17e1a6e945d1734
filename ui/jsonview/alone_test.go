package jsonview

import "testing"

// TestAlone: one value of JSON Lines is a document of its own, several are not.
func TestAlone(t *testing.T) {
	for _, c := range []struct {
		body          string
		line          int
		before, after string
	}{
		{"{\"a\": [1]}\n", 2, "$[0].a[0]", "$.a[0]"},
		{"[[1]]\n", 1, "$[0][0]", "$[0]"},
		{"{\"a\": [1]}\n2\n", 2, "$[0].a[0]", "$[0].a[0]"},
	} {
		x := NewIndexer(JSONLines)
		x.Feed([]byte(c.body), len(c.body))
		x.Finish()
		s := x.Snapshot()
		if before, after := s.Path(c.line), s.Alone().Path(c.line); before != c.before || after != c.after {
			t.Errorf("%q: %s and then %s, want %s and %s", c.body, before, after, c.before, c.after)
		}
	}
}
