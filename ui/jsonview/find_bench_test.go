package jsonview

import (
	"context"
	"strings"
	"testing"
)

var benchSearches = []struct {
	name, doc, pattern string
	how                PatternKind
}{
	{"rare", "minified", "Product 200000 ", ExactCase},
	{"rare_any_case", "minified", "product 200000 ", SmartCase},
	{"none_any_case", "minified", "no such text", SmartCase},
	{"frequent", "minified", "e", ExactCase},
	{"frequent_any_case", "minified", "e", SmartCase},
	{"words", "minified", "a sentence or two", SmartCase},
	{"key_and_value", "minified", `"count": 12`, ExactCase},
	{"key", "pretty", `"store":`, SmartCase},
	{"comma", "minified", ",", ExactCase},
	{"outside_ascii", "minified", "łódź", SmartCase},
	{"false_candidates", "backslashes", strings.Repeat(`\`, 30) + `"\`, ExactCase},
	{"false_candidates_any_case", "false_candidates", strings.Repeat("ab", 20) + "d", SmartCase},
	{"regexp_rare", "minified", `Product 2000\d\d `, Regexp},
	{"regexp_any_case", "minified", `(?i)product \d+00000`, Regexp},
	{"regexp_words", "minified", `\w+`, Regexp},
	{"regexp_no_literal", "minified", `[0-9]{3}\.[0-9]{2}`, Regexp},
	{"regexp_border", "minified", `\b\d+\b`, Regexp},
	{"regexp_class_outside_ascii", "minified", `\p{Cyrillic}+`, Regexp},
	{"regexp_pretty", "pretty", `"price": \d+\.99`, Regexp},
	{"regexp_small_lines", "ones", `^1,$`, Regexp},
	{"string_50MB", "long_string", "f0", ExactCase},
	{"string_50MB_regexp", "long_string", "[a-c]+", Regexp},
}

// Searches through whole documents. Run with -benchtime 5x or so; MB/s says how long 100 MB take.
func BenchmarkSearch(b *testing.B) {
	for _, c := range benchSearches {
		b.Run(c.name, func(b *testing.B) {
			d := wholeIndex(benchDoc(c.doc))
			p, err := Compile(c.pattern, c.how)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(d.Bytes()))
			var s *Search
			for b.Loop() {
				s = NewSearch(p).Run(context.Background(), d, 0, nil)
			}
			b.ReportMetric(float64(s.Total()), "hits")
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/op")
		})
	}
}
