package gateway

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// byMagic knows gzip by its first two bytes.
func byMagic(head []byte) (string, bool) {
	const magic = "\x1f\x8b"
	if strings.HasPrefix(string(head), magic) {
		return "gzip", false
	}
	return "", strings.HasPrefix(magic, string(head))
}

// oneByOne gives a byte at a time.
type oneByOne struct{ io.Reader }

func (r oneByOne) Read(p []byte) (int, error) { return r.Reader.Read(p[:min(1, len(p))]) }

// TestReadBody reads bodies of all kinds in pieces of all sizes: what comes is
// what a plain reading gives, cut at the limit, and both sizes are known.
func TestReadBody(t *testing.T) {
	text := make([]byte, 40<<10)
	for i := range text {
		text[i] = "abcdefgh"[rand.IntN(8)]
	}
	broken := gzipped(text)
	broken[len(broken)/2] ^= 0xff
	lost := errors.New("input/output error")
	for name, c := range map[string]struct {
		data   []byte
		ends   error // in the place of io.EOF
		limit  int64
		want   []byte // nil: some bytes
		fault  string
		gzip   bool
		cut    bool
		raw    bool // the encoding was not undone
		length int64
	}{
		"nothing":          {want: []byte{}},
		"text":             {data: text, want: text},
		"of a known size":  {data: text, want: text, length: int64(len(text))},
		"longer than said": {data: text, want: text, length: 10},
		"shorter":          {data: text[:5], want: text[:5], length: 1000},
		"at the limit":     {data: text, want: text, limit: int64(len(text))},
		"cut":              {data: text, want: text[:1000], limit: 1000, cut: true},
		"gzip":             {data: gzipped(text), want: text, gzip: true},
		"gzip, cut":        {data: gzipped(text), want: text[:1000], limit: 1000, gzip: true, cut: true},
		"gzip, damaged":    {data: broken, gzip: true, fault: "gzip data is damaged"},
		"gzip, short":      {data: gzipped(text)[:8<<10], gzip: true, fault: "gzip data ends early"},
		"no gzip":          {data: []byte("\x1f\x8bnonsense"), want: []byte("\x1f\x8bnonsense"), gzip: true, raw: true, fault: "begins like gzip data, but cannot be decoded"},
		"half a mark":      {data: []byte("\x1f"), want: []byte("\x1f")},
		"lost":             {data: text, want: text, ends: lost, fault: "reading failed after 40960 bytes: input/output error"},
		"lost at once":     {want: []byte{}, ends: lost, fault: "input/output error"},
	} {
		for _, single := range []bool{false, true} {
			var from io.Reader = &slicedReader{rest: c.data, err: c.ends}
			if single {
				from = oneByOne{&slicedReader{rest: c.data, err: c.ends}}
			}
			s := ReadBody(t.Context(), io.NopCloser(from), BodyOptions{Expected: c.length, Limit: c.limit, Detect: byMagic, Decoders: testDecoders()}).Wait()
			if c.want != nil && !bytes.Equal(s.Bytes, c.want) || c.want == nil && len(s.Bytes) == 0 {
				t.Errorf("%s: %d bytes are not those that were to come", name, len(s.Bytes))
			}
			if (s.Encoding == "gzip") != c.gzip || s.Decoded != (c.gzip && !c.raw) || s.Truncated != c.cut || !s.Done {
				t.Errorf("%s: state is %q, decoded %v, cut %v, done %v", name, s.Encoding, s.Decoded, s.Truncated, s.Done)
			}
			if c.fault == "" && s.Err != nil || c.fault != "" && (s.Err == nil || !strings.Contains(s.Err.Error(), c.fault)) {
				t.Errorf("%s: error is %v, want %q", name, s.Err, c.fault)
			}
			if !c.cut && c.fault == "" && s.Wire != int64(len(c.data)) {
				t.Errorf("%s: %d bytes were counted of %d", name, s.Wire, len(c.data))
			}
		}
	}
}

func TestReadBodyOfAFileHoldsItOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	text := bytes.Repeat([]byte("0123456789"), 1<<19)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	s := ReadBody(t.Context(), f, BodyOptions{Expected: int64(len(text)), Detect: byMagic}).Wait()
	if !bytes.Equal(s.Bytes, text) || s.Held != len(text) || s.Err != nil {
		t.Errorf("%d bytes, %d held, %v", len(s.Bytes), s.Held, s.Err)
	}
	if err := f.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("closing it once more: %v", err)
	}
}

// stuck gives some bytes and then lets its reader wait for ever, whatever is
// closed: a pipe of the system may do so.
type stuck struct {
	first  *strings.Reader
	waits  chan struct{}
	closed chan struct{}
}

func (s stuck) Read(p []byte) (int, error) {
	if s.first.Len() > 0 {
		return s.first.Read(p)
	}
	<-s.waits
	return copy(p, "late"), nil
}

func (s stuck) Close() error { close(s.closed); return nil }

// TestReadBodyIsCancelledWhileItWaits: nobody waits for a reader that does not
// come back, and what it gives afterwards is not taken.
func TestReadBodyIsCancelledWhileItWaits(t *testing.T) {
	for name, first := range map[string]string{"some bytes": "what came", "half a mark": "\x1f", "nothing": ""} {
		for _, byContext := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				from := stuck{strings.NewReader(first), make(chan struct{}), make(chan struct{})}
				b := ReadBody(ctx, from, BodyOptions{Detect: byMagic})
				time.Sleep(time.Second)
				if byContext {
					cancel()
				} else {
					b.Cancel()
				}
				s := b.Wait()
				<-from.closed
				close(from.waits)
				synctest.Wait()
				if again := b.State(); string(s.Bytes) != first && name == "some bytes" || !errors.Is(s.Err, context.Canceled) || len(again.Bytes) != len(s.Bytes) {
					t.Errorf("%s: %q, then %q, %v", name, s.Bytes, again.Bytes, s.Err)
				}
			})
		}
	}
}

// BenchmarkReadBody reads 100 MB from memory.
func BenchmarkReadBody(b *testing.B) {
	text := make([]byte, 100<<20)
	for name, expected := range map[string]int64{"known": int64(len(text)), "unknown": 0} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if s := ReadBody(b.Context(), io.NopCloser(bytes.NewReader(text)), BodyOptions{Expected: expected}).Wait(); len(s.Bytes) != len(text) {
					b.Fatal(len(s.Bytes))
				}
			}
		})
	}
}

// TestWaitFor returns when so many bytes are there or the body has ended, for
// each of those who wait.
func TestWaitFor(t *testing.T) {
	from, to := io.Pipe()
	body := ReadBody(t.Context(), from, BodyOptions{})
	got := make(chan int, 4)
	for _, n := range []int{1, 3, 3, 100} {
		go func() { got <- len(body.WaitFor(n).Bytes) }()
	}
	first := func(write string, want ...int) {
		t.Helper()
		_, _ = io.WriteString(to, write)
		var all []int
		for range want {
			all = append(all, <-got)
		}
		if !slices.Equal(all, want) {
			t.Errorf("after %q %v bytes, want %v", write, all, want)
		}
	}
	first("ab", 2)
	first("c", 3, 3)
	_ = to.Close()
	first("", 3)
	if n := len(body.WaitFor(2).Bytes); n != 3 {
		t.Errorf("%d bytes at the end", n)
	}
}
