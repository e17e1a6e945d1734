package encoding

import (
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// TestDetect: what is encoded is told by its first bytes, and by no fewer than
// it takes; text is not taken for it.
func TestDetect(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte("text"))
	_ = z.Close()
	squeezed := func(text string) []byte {
		w, err := zstd.NewWriter(nil)
		if err != nil {
			t.Fatal(err)
		}
		return w.EncodeAll([]byte(text), nil)
	}
	for _, c := range []struct {
		data []byte
		want string
		told int // by how many bytes
	}{
		{zipped.Bytes(), "gzip", 3},
		{squeezed("text"), "zstd", 4},
		{[]byte(`{"a":1}`), "", 1},
		{[]byte("(\xb5/ and on"), "", 4},
		{[]byte("\x1f\x8b\x09 no method there is"), "", 3},
		{[]byte("\x1f\x8b"), "", 3},
		{nil, "", 1},
	} {
		for n := range len(c.data) + 1 {
			encoding, more := Detect(c.data[:n])
			if want := n < c.told; more != want {
				t.Errorf("%q: more is %v after %d bytes", c.data, more, n)
			}
			if n >= c.told && encoding != c.want || n < c.told && encoding != "" {
				t.Errorf("%q: %q after %d bytes, want %q", c.data, encoding, n, c.want)
			}
		}
	}
}
