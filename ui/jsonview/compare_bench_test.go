package jsonview

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
)

// comparePairs are pairs of about 100 MB, but for the deep ones: the second body is made of the first.
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
	{"deep_cut", func() (a, b []byte) {
		a = append(bytes.Repeat([]byte("["), 5_000_000), bytes.Repeat([]byte("]"), 5_000_000)...)
		return a, a[:5_000_000]
	}, 0},
	{"no_key", func() (a, b []byte) {
		a = []byte("[0")
		for i := 0; len(a) < 100<<20; i++ {
			a = fmt.Appendf(a, `,["row %d",%d,[true,null,{"width":%d}]]`, i, i%1000, i%7)
		}
		a = append(a, ']')
		b = bytes.Replace(a, []byte(`,["row 500",500,[true,null,{"width":3}]]`), nil, 1)
		return a, bytes.Replace(b, []byte(`["row 1000000",0,`), []byte(`["row 1000000",1,`), 1)
	}, 2},
	{"ones", func() (a, b []byte) {
		a = benchDocs["ones"]()
		return a, append(append([]byte{}, a[:len(a)-1]...), ",2]"...)
	}, 1},
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

// BenchmarkCompare reports also, where Linux tells them, by how much the process's memory grew
// at the peak (the bodies and their indexes were there before), and the CPU time.
func BenchmarkCompare(b *testing.B) {
	for _, pair := range comparePairs {
		b.Run(pair.name, func(b *testing.B) {
			x, y := pair.make()
			format := JSON
			if pair.name == "text" {
				format = Text
			}
			one, two := wholeBytes(x, format), wholeBytes(y, format)
			debug.FreeOSMemory()
			forget(b)
			before, cpu := resident(b), cpuTime(b)
			b.SetBytes(int64(len(x) + len(y)))
			for b.Loop() {
				c, err := Compare(context.Background(), one, two, Rules{})
				if err != nil || pair.want >= 0 && c.Total() != pair.want {
					b.Fatal(err, c)
				}
			}
			b.ReportMetric(float64(resident(b)-before)/1024, "peak-MB")
			b.ReportMetric(float64(cpuTime(b)-cpu)*10/float64(b.N), "cpu-ms/op")
		})
	}
}

func wholeBytes(body []byte, f Format) Document {
	x := NewIndex(f)
	x.Feed(body, len(body))
	x.Finish()
	return x.Document()
}

// resident is the process's peak of memory in KB.
func resident(b *testing.B) int {
	_, rest, _ := strings.Cut(ofProcess(b, "status"), "VmHWM:")
	line, _, _ := strings.Cut(rest, "kB")
	n, _ := strconv.Atoi(strings.TrimSpace(line))
	return n
}

// forget makes what the process holds now its peak.
func forget(b *testing.B) {
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Log(err)
	}
}

// cpuTime is what the process has used in hundredths of a second.
func cpuTime(b *testing.B) int {
	fields := strings.Fields(ofProcess(b, "stat"))
	if len(fields) < 15 {
		return 0
	}
	user, _ := strconv.Atoi(fields[13])
	system, _ := strconv.Atoi(fields[14])
	return user + system
}

func ofProcess(b *testing.B, file string) string {
	b.Helper()
	text, err := os.ReadFile("/proc/self/" + file)
	if err != nil {
		b.Log(err)
	}
	return string(text)
}
