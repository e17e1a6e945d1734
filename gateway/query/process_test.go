package query

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// bounds are limits of which a hostile filter meets the one soon that it is
// about, however busy the machine is.
func bounds(kind LimitKind) Limits {
	l := Limits{Memory: 64 << 20, Time: time.Minute, Result: 64 << 10}
	if kind == LimitTime {
		l.Time = 100 * time.Millisecond
	}
	return l
}

// run is what a child says of a body.
func runChild(t testing.TB, p *Process, text, body string) (string, error) {
	t.Helper()
	results := p.Run(t.Context(), []byte(body), parse(t, text))
	defer results.Close()
	out, err := io.ReadAll(results)
	return string(out), err
}

// TestHostileFilters lets filters loose that ask for all memory or time there
// is: a limit ends each of them, in its process.
func TestHostileFilters(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	for _, c := range []struct {
		name, filter, body string
		want               LimitKind
	}{
		{"a function that calls itself", `def f: f; f`, `1`, LimitTime},
		{"a function that calls itself and keeps", `def f: [f]; f`, `1`, LimitMemory},
		{"a long range as a list", `[range(1e9)]`, `1`, LimitMemory},
		{"a long range on each element", `.[] | [range(1e9)]`, `[1,2]`, LimitMemory},
		{"a long text", `"x" * 1e9`, `1`, LimitMemory},
		{"a text that doubles", `"x" | until(false; . + .)`, `1`, LimitMemory},
		{"a list with one far element", `.[500000000] = 0`, `[]`, LimitMemory},
		{"repeat", `repeat(.)`, `1`, LimitResult},
		{"repeat without a result", `repeat(empty)`, `1`, LimitTime},
		{"recurse without an end", `recurse(.)`, `[1]`, LimitResult},
		{"recurse that grows", `last(recurse([., .]))`, `1`, LimitMemory},
		{"lists of lists", `[.,.]` + strings.Repeat(`|[.,.]`, 40), `1`, LimitResult},
		{"a huge result", `[limit(10000; repeat("xxxxxxxx"))]`, `1`, LimitResult},
		{"combinations", `[[range(100)] | combinations(9)] | length`, `1`, LimitMemory},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := runChild(t, process(t, bounds(c.want)), c.filter, c.body)
			var limit *LimitError
			if !errors.As(err, &limit) || limit.Kind != c.want {
				t.Errorf("%v, want the %s limit", err, c.want)
			}
		})
	}
	t.Run("a body of deep lists", func(t *testing.T) {
		for _, filter := range []string{`.`, `[..] | length`, `tojson | length`, `. == 1`, `flatten`, `[.] | sort | length`, `[paths] | length`, `.[0]|[.]`, `tostream`} {
			_, err := runChild(t, process(t, bounds(LimitMemory)), filter, deep)
			var limit *LimitError
			if err != nil && !errors.As(err, &limit) {
				t.Errorf("%s: %v", filter, err)
			}
		}
	})
}
