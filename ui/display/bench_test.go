package display

import (
	"os"
	"strings"
	"testing"
)

var benchTexts = []struct{ name, text string }{
	{"ascii", strings.Repeat(`{"id": 1001, "name": "Winter jacket"}, `, 2000)},
	{"latin", strings.Repeat("Prüfgröße für Übergänge, ", 2000)},
	{"cjk", strings.Repeat("日本語の商品名", 2000)},
	{"hostile", strings.Repeat("\x1b[31m\u202e\xff", 2000)},
}

func BenchmarkLine(b *testing.B) {
	for _, c := range benchTexts {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			for b.Loop() {
				Line(c.text)
			}
		})
	}
}

// BenchmarkSpans draws 200 columns from the middle of a 50 MB line.
func BenchmarkSpans(b *testing.B) {
	for _, c := range benchTexts {
		raw := []byte(strings.Repeat(c.text, 50<<20/len(c.text)+1))
		b.Run(c.name, func(b *testing.B) {
			var spans []Span
			b.ReportAllocs()
			for b.Loop() {
				spans, _ = Spans(spans[:0], raw, 25<<20, 200)
			}
		})
	}
}

func BenchmarkFit(b *testing.B) {
	for b.Loop() {
		Fit("/streaming-property/v1/collections/product", 30)
	}
}

// BenchmarkTerminal filters a styled frame of 200x50.
func BenchmarkTerminal(b *testing.B) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer null.Close()
	row := strings.Repeat("\x1b[38;5;208mname\x1b[0m: \x1b[1mvalue of it\x1b[0m ", 12) + "│\x1b[K\r\n"
	frame := []byte("\x1b[H" + strings.Repeat(row, 50))
	terminal := NewTerminal(null)
	b.SetBytes(int64(len(frame)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := terminal.Write(frame); err != nil {
			b.Fatal(err)
		}
	}
}
