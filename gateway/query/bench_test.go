package query

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// records is a body of about that many bytes: a list of items as the gateway
// sends them, below .items.
func records(size int) string {
	var b strings.Builder
	b.Grow(size + 1024)
	b.WriteString(`{"total": 1, "items": [`)
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `  {"id": "sku-%08d", "title": "Item %d of the list, \"new\"", "price": %d.%02d, "currency": "EUR", "stock": %d, "active": %t, `+
			`"categories": ["shoes", "outdoor", "c%d"], "attributes": {"color": "blue", "size": %d, "weight": 0.%d}, "updated": "2026-03-01T12:00:00Z"}`,
			i, i, i%500, i%100, i%97, i%3 != 0, i%50, 36+i%12, 1+i%9)
	}
	b.WriteString("]}")
	return b.String()
}

// mapped are filters that map over one list.
var mapped = []string{`.items[] | select(.stock > 90)`, `.items[].id`, `.items | map({id, price, size: .attributes.size})`, `.items[]`}

// BenchmarkElements runs filters that map over one list, in this process.
func BenchmarkElements(b *testing.B) {
	body := records(benchSize())
	for _, text := range mapped {
		b.Run(text, func(b *testing.B) {
			f := parse(b, text)
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if err := Run(context.Background(), f, body, io.Discard, math.MaxInt64); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkChild runs filters in a child process, and reports the most memory
// that it had and the time to its first result.
func BenchmarkChild(b *testing.B) {
	body := []byte(records(benchSize()))
	for _, text := range append(mapped, `.total`, `.items | length`, `.items | sort_by(.price) | .[0]`, `.items | group_by(.stock) | map(length)`, `first(.items[] | select(.stock == 5))`) {
		b.Run(text, func(b *testing.B) {
			f, p := parse(b, text), process(b, DefaultLimits(len(body)))
			b.SetBytes(int64(len(body)))
			var peak int
			var first int64
			for b.Loop() {
				begun := time.Now()
				results := p.Run(b.Context(), body, f)
				if _, err := results.Read(make([]byte, 1)); err != nil && err != io.EOF {
					b.Fatal(err)
				}
				first += time.Since(begun).Milliseconds()
				pid := results.(*child).cmd.Process.Pid
				for buffer := make([]byte, 64<<10); ; {
					peak = max(peak, peakOf(pid)) // the last time while it writes its last results
					if _, err := results.Read(buffer); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(peak)/1024, "MB-peak")
			b.ReportMetric(float64(first)/float64(b.N), "ms-first")
		})
	}
}

// benchSize is 10 MB, or the megabytes that GATEHOUSE_BENCH_MB names.
func benchSize() int {
	if n, err := strconv.Atoi(os.Getenv("GATEHOUSE_BENCH_MB")); err == nil {
		return n << 20
	}
	return 10 << 20
}
