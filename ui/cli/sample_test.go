package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample is a document to measure with.
type sample struct {
	name string
	size int // in bytes, about
	file string
	// write writes it; lastWords is in the last value and nowhere else.
	write func(w *sampleWriter, size int)
	// keys move the cursor, each from where the one before it left it.
	keys []string
	// filters are run over it: one that is mapped over a list, and one that needs
	// all of it at once.
	filters []string
}

// lastWords is what a search for the last record looks for.
const lastWords = "the-last-of-all"

// samples are what the design sets figures for.
func samples() []sample {
	pages, lines := []string{" ", "j", "\x02", "k"}, []string{"j", "k"}
	ofItems := []string{".items[].stock[0].store", "[.items[] | select(.stock[0].count == 7) | .id] | length"}
	var out []sample
	for _, mb := range []int{1, 10, 100} {
		out = append(out,
			sample{fmt.Sprintf("minified_%d_MB", mb), mb << 20, "minified.json", func(w *sampleWriter, size int) { w.records(size, false) }, pages, ofItems},
			sample{fmt.Sprintf("pretty_%d_MB", mb), mb << 20, "pretty.json", func(w *sampleWriter, size int) { w.records(size, true) }, pages, ofItems})
	}
	return append(out,
		sample{"JSON_Lines_100_MB", 100 << 20, "records.jsonl", (*sampleWriter).lines, pages, []string{".stock[0].store"}},
		sample{"100_000_deep", 100_000, "deep.json", func(w *sampleWriter, depth int) {
			w.text(strings.Repeat("[", depth) + `"` + lastWords + `"` + strings.Repeat("]", depth))
		}, pages, nil},
		sample{"one_string_of_50_MB", 50 << 20, "string.json", func(w *sampleWriter, size int) {
			w.text(`{"a":"`)
			for w.n < size {
				w.text("0123456789abcdef")
			}
			w.text(lastWords + `"}`)
		}, lines, nil},
		sample{"a_million_lines", 1_000_000, "lines.json", func(w *sampleWriter, lines int) {
			w.text("[")
			for range lines - 1 {
				w.text("1,\n")
			}
			w.text(`"` + lastWords + `"]`)
		}, pages, []string{".[]"}},
	)
}

// make writes the sample to a file in a folder and gives its path.
func (s sample) make(t testing.TB, folder string) string {
	t.Helper()
	path := filepath.Join(folder, s.file)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := &sampleWriter{Writer: bufio.NewWriterSize(f, 1<<20)}
	s.write(w, s.size)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return path
}

// sampleWriter knows how many bytes were written.
type sampleWriter struct {
	*bufio.Writer
	n int
}

func (w *sampleWriter) text(s string) {
	n, _ := w.WriteString(s) // the error comes back from Flush
	w.n += n
}

// product is a record like those of the gateway's lists, on one line.
func product(id int, name string) string {
	return fmt.Sprintf(`{"id":%d,"name":%q,"price":%d.%02d,"description":"A sentence or two about what it is and whom it is made for.",`+
		`"available":%v,"url":"https://shop.example.com/p/%[1]d","tags":["category-%02[6]d/0","category-%02[6]d/1","sale",null],`+
		`"stock":[{"store":%[7]d,"count":%[8]d},{"store":%[7]d,"count":%[8]d,"note":"\u0141\u00f3d\u017a"}]}`,
		100_000+id, name, id%500, id*7%100, id%2 == 0, id%50, id%97, id%20)
}

// records is a list of products in an object.
func (w *sampleWriter) records(size int, pretty bool) {
	glue, indented := ",", func(s string) string { return s }
	if pretty {
		glue, indented = ",\n    ", func(s string) string {
			var out bytes.Buffer
			_ = json.Indent(&out, []byte(s), "    ", "  ") // it is JSON
			return out.String()
		}
		w.text("{\n  \"total\": 1,\n  \"items\": [\n    ")
	} else {
		w.text(`{"total":1,"items":[`)
	}
	for id := 0; w.n < size; id++ {
		w.text(indented(product(id, fmt.Sprintf("Product %d of the long list", id))))
		w.text(glue)
	}
	w.text(indented(product(1_000_000, lastWords)))
	if pretty {
		w.text("\n  ]\n}\n")
		return
	}
	w.text("]}")
}

// lines are products, one a line.
func (w *sampleWriter) lines(size int) {
	for id := 0; w.n < size; id++ {
		w.text(product(id, fmt.Sprintf("Product %d of the long list", id)) + "\n")
	}
	w.text(product(1_000_000, lastWords) + "\n")
}
