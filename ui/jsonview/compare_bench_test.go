package jsonview

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// comparePairs are pairs of about 100 MB: the second body is made of the first.
var comparePairs = []struct {
	name string
	make func() (a, b []byte)
	want int
}{
	{"copy", func() (a, b []byte) { a = benchDocs["minified"](); return a, bytes.Clone(a) }, 0},
	{"pretty", func() (a, b []byte) { a = benchDocs["minified"](); return a, indentedBytes(a) }, 0},
	{"few_changes", func() (a, b []byte) {
		a = benchDocs["minified"]()
		b = bytes.Clone(a)
		for i := range 100 {
			at := len(b)/200 + i*len(b)/101
			at += bytes.Index(b[at:], []byte(`"Product `)) + 1
			b[at] = 'p'
		}
		return a, b
	}, 100},
	{"all_changed", func() (a, b []byte) {
		a = benchDocs["minified"]()
		return a, bytes.ReplaceAll(a, []byte(`"available":true`), []byte(`"available":null`))
	}, -1},
	{"first_removed", func() (a, b []byte) {
		a = benchDocs["pretty"]()
		from := bytes.IndexByte(a, '[') + 1
		to := from + bytes.Index(a[from:], []byte("\n    },")) + 7
		return a, append(append([]byte{}, a[:from]...), a[to:]...)
	}, 1},
	{"no_key", func() (a, b []byte) {
		a = bytes.ReplaceAll(bytes.ReplaceAll(benchDocs["minified"](), []byte(`"id":`), []byte(`"no":`)), []byte(`"url":"`), []byte(`"url":["","`))
		return a, a
	}, 0},
	{"ones", func() (a, b []byte) { a = benchDocs["ones"](); return a, append(append([]byte{}, a[:len(a)-1]...), ",2]"...) }, 1},
	{"text", func() (a, b []byte) {
		a = benchDocs["pretty"]()
		return append([]byte("x\n"), a...), append([]byte("y\nz\n"), a...)
	}, 2},
}

func indentedBytes(b []byte) []byte {
	var out bytes.Buffer
	out.Grow(2 * len(b))
	if err := json.Indent(&out, b, "", "  "); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// BenchmarkCompare reports how much memory a comparison took beside the bodies and their
// indexes: "peak-MB" is the growth of the process's peak, right for the first run of a pair in a
// process of its own (-bench Compare/pretty -benchtime 1x).
func BenchmarkCompare(b *testing.B) {
	for _, pair := range comparePairs {
		b.Run(pair.name, func(b *testing.B) {
			x, y := pair.make()
			format := JSON
			if pair.name == "text" {
				format = Text
			}
			one, two := whole2(x, format), whole2(y, format)
			runtime.GC()
			before := resident(b)
			b.SetBytes(int64(len(x) + len(y)))
			for b.Loop() {
				c, err := Compare(context.Background(), one, two, Rules{})
				if err != nil || pair.want >= 0 && c.Total() != pair.want {
					b.Fatal(err, c)
				}
			}
			b.ReportMetric(float64(resident(b)-before)/1024, "peak-MB")
		})
	}
}

func whole2(body []byte, f Format) Document {
	x := NewIndex(f)
	x.Feed(body, len(body))
	x.Finish()
	return x.Document()
}

// resident is the process's peak of memory in KB, where Linux tells it.
func resident(b *testing.B) int {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "kB")
	n, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		b.Fatal(fmt.Errorf("VmHWM: %w", err))
	}
	return n
}
