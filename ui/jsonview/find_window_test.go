package jsonview

import (
	"strings"
	"testing"
)

// TestFindAcrossWindows puts a text of several spellings at every place across
// the end of what is searched at once: it is found there, once.
func TestFindAcrossWindows(t *testing.T) {
	for format, window := range map[Format]int{Text: windowBytes, JSON: windowBytes, Binary: hexBlock} {
		for kind, text := range map[PatternKind]string{ExactCase: "A/bcdefgh", SmartCase: "a/bcdefgh"} {
			p, err := Compile(text, kind)
			if err != nil {
				t.Fatal(err)
			}
			for before := range len(text) + 2 {
				body := strings.Repeat("x", window-before) + "A/bcdefgh" + strings.Repeat("x", 1000)
				if format == JSON {
					body = `"` + body + `"`
				}
				x := NewIndex(format)
				x.Feed([]byte(body), len(body))
				x.Finish()
				d := x.Document().(searchable)
				s := NewSearch(p).onto(d)
				f := p.finders.Get().(*finder)
				hits := 0
				for i := range s.units {
					hits += len(f.hits(nil, d, s.extent(i)))
				}
				if hits != 1 {
					t.Errorf("%v, %q %d bytes before the end: %d hits", format, text, before, hits)
				}
			}
		}
	}
}
