package cli

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"runtime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"gatehouse/gateway"
)

// bodyPair has two bodies among other members, as an exchange has.
type bodyPair[T any] struct {
	First  T      `json:"first,omitempty"`
	Text   string `json:"text"`
	Second T      `json:"second,omitempty"`
}

// writtenPair is a pair whose bodies are written after the rest of it.
func writtenPair(t testing.TB, first, second []byte) string {
	t.Helper()
	var bodies bodiesJSON
	place := func(b []byte) json.RawMessage {
		text, base := bodies.place(b)
		if (text == nil) != (base != nil) || (text != nil) != utf8.Valid(b) {
			t.Errorf("%q has the places %s and %s", b, text, base)
		}
		return json.RawMessage(string(text) + string(base))
	}
	var out bytes.Buffer
	pair := bodyPair[json.RawMessage]{place(first), `"b\u0062ody" body`, place(second)}
	if err := bodies.write(&out, pair); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// encodedPair is the same by encoding the whole of it.
func encodedPair(t testing.TB, first, second []byte) string {
	t.Helper()
	whole := func(b []byte) *string {
		s := string(b)
		if !utf8.Valid(b) {
			s = base64.StdEncoding.EncodeToString(b)
		}
		return &s
	}
	var out bytes.Buffer
	if err := writeJSON(&out, bodyPair[*string]{whole(first), `"b\u0062ody" body`, whole(second)}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func FuzzBodiesAreWrittenAsEncoded(f *testing.F) {
	var all []byte
	for r, step := rune(0), rune(1); r <= unicode.MaxRune; r += step {
		if utf8.ValidRune(r) {
			all = utf8.AppendRune(all, r)
		}
		if r == 0x3000 {
			step = 37 // a sample of each block is enough beyond
		}
	}
	f.Add(append(all, "\ufeff\U000e0041"...), []byte(`{"a": "ä\u0062ody\n"}`))
	f.Add([]byte(nil), []byte("\xff\x00\x01"))
	f.Add([]byte(bodyPlace), []byte(bodyPlace+"\xff"))
	f.Add(bytes.Repeat([]byte("漢\u202e\"\x00"), 5_000), bytes.Repeat([]byte("\xfe<&>"), 10_001))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		got, want := writtenPair(t, first, second), encodedPair(t, first, second)
		if got != want {
			t.Errorf("written as\n%s\nand encoded as\n%s", clip(got), clip(want))
		}
	})
}

// TestR5SendJSONTakesNoCopies writes large bodies: what that takes does not
// grow with them.
func TestR5SendJSONTakesNoCopies(t *testing.T) {
	const size = 512 << 10
	o := &sendOptions{app: &app{World: World{Stdout: io.Discard}, redactor: gateway.NewRedactor()}}
	cells := 0
	for name, piece := range map[string]string{
		"ASCII":      `{"id": 1004, "name": "A pair of shoes"},` + "\n",
		"Chinese":    "一雙鞋子的價格是五十九塊九，",
		"unseen":     "\u202e\U000e0041\x00\u0085",
		"not UTF-8":  "\xff\xfe\x00\x01",
		"no escapes": "0123456789abcdef",
	} {
		cells++
		body := bytes.Repeat([]byte(piece), size/len(piece))
		e := &gateway.Exchange{Status: 200}
		e.Sent.Body = body
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := o.writeExchange(e, gateway.BodyState{Bytes: body}); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > size/2 {
			t.Errorf("%s: writing two bodies of %d KiB took %d KiB", name, size>>10, took>>10)
		}
	}
	t.Logf("%d cells", cells)
}

// TestBodiesToBrokenWriter gives up when nobody takes the bytes.
func TestBodiesToBrokenWriter(t *testing.T) {
	for _, b := range []string{"", strings.Repeat("a", 200_000), strings.Repeat("\n", 200_000), strings.Repeat("\xff", 200_000)} {
		var bodies bodiesJSON
		text, base := bodies.place([]byte(b))
		if err := bodies.write(brokenWriter{}, []json.RawMessage{append(text, base...)}); err == nil {
			t.Errorf("no error for %d bytes", len(b))
		}
	}
}

func BenchmarkSendJSON(b *testing.B) {
	for name, piece := range map[string]string{"ASCII": `{"id": 1004, "name": "A pair of shoes"},` + "\n", "Chinese": "一雙鞋子的價格是五十九塊九，"} {
		body := bytes.Repeat([]byte(piece), 16<<20/len(piece))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				var bodies bodiesJSON
				text, _ := bodies.place(body)
				if err := bodies.write(io.Discard, text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
