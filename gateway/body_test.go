package gateway

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// testDecoders are decoders of the standard library, so that these tests need
// no other package. deflate stands for a second encoding.
func testDecoders() []Decoder {
	return []Decoder{
		{"gzip", func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }},
		{"deflate", func(r io.Reader) (io.ReadCloser, error) { return flate.NewReader(r), nil }},
	}
}

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func deflated(b []byte) []byte {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, 6)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

// slicedReader gives its bytes in pieces of random size, and then err.
type slicedReader struct {
	rest []byte
	err  error
}

func (r *slicedReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), 1+rand.IntN(9000))], r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// received takes a body in and waits for its end.
func received(t *testing.T, wire []byte, err error, expected int64, encoding string, limit int64) BodyState {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	gate := NewGate(GateOptions{Decoders: testDecoders()})
	return receive(incoming{
		from: io.NopCloser(&slicedReader{wire, err}), expected: expected, encoding: encoding,
		decode: gate.decoder, limit: limit, cancel: cancel, ctx: ctx,
	}).Wait()
}

func TestBodyIsReceived(t *testing.T) {
	text := bytes.Repeat([]byte("all the bytes of a body, "), 40000) // 1 MB
	for _, c := range []struct {
		name     string
		wire     []byte
		err      error
		expected int64
		encoding string
		limit    int64

		want      []byte
		decoded   bool
		truncated bool
		fault     string
	}{
		{name: "known size", wire: text, expected: int64(len(text)), want: text},
		{name: "unknown size", wire: text, expected: -1, want: text},
		{name: "empty", expected: 0},
		{name: "empty with a label", expected: -1, encoding: "gzip"},
		{name: "exactly the limit", wire: text[:1000], expected: -1, limit: 1000, want: text[:1000]},
		{name: "exactly the limit, stated", wire: text[:1000], expected: 1000, limit: 1000, want: text[:1000]},
		{name: "over the limit", wire: text, expected: -1, limit: 1000, want: text[:1000], truncated: true},
		{name: "over the limit, stated", wire: text, expected: int64(len(text)), limit: 1000, want: text[:1000], truncated: true},
		{name: "stated as huge", wire: text, expected: 1 << 40, want: text},
		{name: "short", wire: text[:500], err: io.ErrUnexpectedEOF, expected: 1000, want: text[:500], fault: "after 500 of 1000 bytes"},
		{name: "cut", wire: text[:500], err: io.ErrUnexpectedEOF, expected: -1, want: text[:500], fault: "after 500 bytes, in the middle"},
		{name: "reset", wire: text[:500], err: errors.New("connection reset"), expected: -1, want: text[:500], fault: "connection reset"},
		{name: "gzip", wire: gzipped(text), expected: -1, encoding: "gzip", want: text, decoded: true},
		{name: "x-gzip, any case", wire: gzipped(text), expected: -1, encoding: "X-GZIP", want: text, decoded: true},
		{name: "gzip of nothing", wire: gzipped(nil), expected: -1, encoding: "gzip", decoded: true},
		{name: "two members", wire: append(gzipped(text[:100]), gzipped(text[100:])...), expected: -1, encoding: "gzip", want: text, decoded: true},
		{name: "identity", wire: text, expected: -1, encoding: "identity", want: text},
		{name: "stacked", wire: gzipped(deflated(text)), expected: -1, encoding: "deflate, gzip", want: text, decoded: true},
		{name: "stacked thrice", wire: gzipped(gzipped(gzipped(text))), expected: -1, encoding: "gzip,gzip, gzip", want: text, decoded: true},
		{name: "stacked too often", wire: []byte("abc"), expected: -1, encoding: "gzip,gzip,gzip,gzip", want: []byte("abc")},
		{name: "unknown encoding", wire: []byte("abc"), expected: -1, encoding: "br", want: []byte("abc")},
		{name: "unknown in a stack", wire: gzipped([]byte("x")), expected: -1, encoding: "br, gzip", want: gzipped([]byte("x"))},
		{name: "wrong label", wire: text, expected: -1, encoding: "gzip", want: text, fault: "not in the encoding"},
		{name: "wrong label, tiny", wire: []byte("{}"), expected: -1, encoding: "gzip", want: []byte("{}"), fault: "not in the encoding"},
		{name: "wrong label, cut", wire: text[:500], err: io.ErrUnexpectedEOF, expected: 1000, encoding: "gzip", want: text[:500], fault: "after 500 of 1000"},
		{name: "gzip over the limit", wire: gzipped(text), expected: -1, encoding: "gzip", limit: 1000, want: text[:1000], decoded: true, truncated: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.limit == 0 {
				c.limit = 8 << 20
			}
			got := received(t, c.wire, c.err, c.expected, c.encoding, c.limit)
			if !bytes.Equal(got.Bytes, c.want) {
				t.Errorf("%d bytes, want %d", len(got.Bytes), len(c.want))
			}
			if !got.Done || got.Decoded != c.decoded || got.Truncated != c.truncated || got.Encoding != c.encoding || got.Expected != c.expected {
				t.Errorf("state is done %v decoded %v truncated %v encoding %q expected %d", got.Done, got.Decoded, got.Truncated, got.Encoding, got.Expected)
			}
			if c.fault == "" && got.Err != nil || c.fault != "" && (got.Err == nil || !strings.Contains(got.Err.Error(), c.fault)) {
				t.Errorf("error is %v, want %q", got.Err, c.fault)
			}
			if !c.truncated && c.fault == "" && got.Wire != int64(len(c.wire)) {
				t.Errorf("%d bytes on the wire, want %d", got.Wire, len(c.wire))
			}
		})
	}
}

func TestBodyDamagedGzipKeepsWhatCame(t *testing.T) {
	noise := make([]byte, 300<<10) // does not compress, so offsets correspond
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	whole := gzipped(noise)
	cut := received(t, whole[:200<<10], nil, 200<<10, "gzip", 8<<20)
	if !bytes.HasPrefix(noise, cut.Bytes) || len(cut.Bytes) < 100<<10 || cut.Err == nil || !strings.Contains(cut.Err.Error(), "gzip data ends early") {
		t.Errorf("cut: %d bytes, %v", len(cut.Bytes), cut.Err)
	}
	bad := bytes.Clone(whole)
	bad[len(bad)-6] ^= 0xff // in the checksum
	sum := received(t, bad, nil, -1, "gzip", 8<<20)
	if !bytes.Equal(sum.Bytes, noise) || sum.Err == nil || !strings.Contains(sum.Err.Error(), "gzip data is damaged") {
		t.Errorf("checksum: %d bytes, %v", len(sum.Bytes), sum.Err)
	}
	lost := received(t, whole[:200<<10], errors.New("reset by peer"), int64(len(whole)), "gzip", 8<<20)
	if len(lost.Bytes) < 100<<10 || lost.Err == nil || !strings.Contains(lost.Err.Error(), "reset by peer") {
		t.Errorf("lost: %d bytes, %v", len(lost.Bytes), lost.Err)
	}
}

// TestBodySnapshotsNeverChange reads a body while it arrives: every state is
// a prefix of the later ones, and stays what it was.
func TestBodySnapshotsNeverChange(t *testing.T) {
	text := make([]byte, 6<<20)
	for i := range text {
		text[i] = byte(rand.Uint32())
	}
	for _, expected := range []int64{-1, int64(len(text))} {
		ctx, cancel := context.WithCancel(t.Context())
		b := receive(incoming{from: io.NopCloser(&slicedReader{rest: text}), expected: expected, limit: 64 << 20, cancel: cancel, ctx: ctx})
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				var kept []BodyState
				for {
					s := b.State()
					kept = append(kept, s)
					if s.Done {
						break
					}
					runtime.Gosched()
				}
				for i := 0; i < len(kept); i += 1 + len(kept)/50 {
					if s := kept[i]; !bytes.Equal(s.Bytes, text[:len(s.Bytes)]) || cap(s.Bytes) != len(s.Bytes) {
						t.Errorf("a state of %d bytes is not a prefix", len(s.Bytes))
					}
				}
				if last := kept[len(kept)-1]; len(last.Bytes) != len(text) {
					t.Errorf("%d bytes at the end", len(last.Bytes))
				}
			})
		}
		wg.Wait()
	}
}

func TestBodyKnownSizeIsAllocatedOnce(t *testing.T) {
	text := make([]byte, 5<<20)
	s := received(t, text, nil, int64(len(text)), "", 64<<20)
	if s.Held != len(text) {
		t.Errorf("%d bytes held for %d", s.Held, len(text))
	}
	if s := received(t, text[:1000], nil, -1, "", 64<<20); s.Held > 2000 {
		t.Errorf("%d bytes held for 1000", s.Held)
	}
}

// TestBodyReserveIsGivenBack: what a finished body of unknown size holds. Below
// 16 MB it is little more than the body.
func TestBodyReserveIsGivenBack(t *testing.T) {
	const limit = 64 << 20
	for size, most := range map[int]int{
		0:                 0,
		1:                 8,
		firstSpace + 1:    (firstSpace + 1) * 9 / 8,
		5 << 20:           5 << 20 * 9 / 8,
		copiedSpace:       copiedSpace,
		copiedSpace + 1:   limit,
		copiedSpace * 3:   limit,
		limit:             limit,
		copiedSpace - 100: copiedSpace,
	} {
		b := bodyBuffer{limit: limit}
		chunk := make([]byte, readSize)
		for left := size; left > 0; {
			n := min(left, len(chunk))
			if b.append(chunk[:n]) {
				t.Fatalf("%d: cut", size)
			}
			left -= n
		}
		b.finish()
		if len(b.bytes()) != size || b.held() < size || b.held() > most+readSize {
			t.Errorf("%d bytes: %d held, want at most %d", len(b.bytes()), b.held(), most)
		}
	}
}

func TestBodyCancelKeepsWhatCame(t *testing.T) {
	for name, stop := range map[string]func(*Body, context.CancelFunc){
		"Cancel":  func(b *Body, _ context.CancelFunc) { b.Cancel() },
		"context": func(_ *Body, cancel context.CancelFunc) { cancel() },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		from, to := io.Pipe()
		context.AfterFunc(ctx, func() { from.CloseWithError(context.Canceled) })
		b := receive(incoming{from: from, expected: 100, limit: 1 << 20, cancel: cancel, ctx: ctx})
		to.Write([]byte("first part"))
		stop(b, cancel)
		s := b.Wait()
		if string(s.Bytes) != "first part" || !errors.Is(s.Err, context.Canceled) || !s.Done {
			t.Errorf("%s: %q, %v", name, s.Bytes, s.Err)
		}
		b.Cancel() // again, and after the end
		cancel()
	}
}

func TestBodyOf(t *testing.T) {
	s := BodyOf([]byte("abc")).Wait()
	if string(s.Bytes) != "abc" || !s.Done || s.Err != nil || s.Wire != 3 || s.Expected != 3 {
		t.Errorf("state is %+v", s)
	}
}

// endlessZeros gives n zero bytes.
type endlessZeros struct{ n int64 }

func (z *endlessZeros) Read(p []byte) (int, error) {
	if z.n <= 0 {
		return 0, io.EOF
	}
	n := int(min(z.n, int64(len(p))))
	clear(p[:n])
	z.n -= int64(n)
	return n, nil
}

// TestR5BombsStopAtTheLimit sends answers over loopback that are, or become,
// far larger than the limit.
func TestR5BombsStopAtTheLimit(t *testing.T) {
	const limit = 8 << 20
	// 1 GiB: the members of a gzip stream are one after another.
	bomb := bytes.Repeat(gzipped(make([]byte, 1<<20)), 1024)
	kinds := map[string]http.HandlerFunc{
		"gzip bomb": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb)
		},
		"endless": func(w http.ResponseWriter, r *http.Request) { io.Copy(w, &endlessZeros{1 << 40}) },
		"declared as 1 GiB": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1073741824")
			io.Copy(w, &endlessZeros{1 << 30})
		},
	}
	for name, handler := range kinds {
		server := httptest.NewServer(withTokens(handler))
		dir := loopbackDirectory(server.URL)
		dir.BodyLimit = limit
		c := newTestClient(t, dir, nil)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"}).Body.Wait()
		runtime.ReadMemStats(&after)
		if !s.Truncated || len(s.Bytes) != limit || s.Held > limit {
			t.Errorf("%s: truncated %v, %d bytes, %d held, %v", name, s.Truncated, len(s.Bytes), s.Held, s.Err)
		}
		grown := after.TotalAlloc - before.TotalAlloc
		if grown > limit+32<<20 {
			t.Errorf("%s: %d MB allocated for %d MB", name, grown>>20, limit>>20)
		}
		t.Logf("%s: %d kB on the wire, %d MB kept, %d MB allocated", name, s.Wire>>10, len(s.Bytes)>>20, grown>>20)
		c.gate.CloseIdle()
		server.Close()
	}
}

// TestR5CancelOfAnEndlessBody: the body stops, with what came, and the server
// sees the connection go.
func TestR5CancelOfAnEndlessBody(t *testing.T) {
	gone := make(chan struct{})
	server := httptest.NewServer(withTokens(func(w http.ResponseWriter, r *http.Request) {
		defer close(gone)
		for r.Context().Err() == nil {
			if _, err := w.Write([]byte("drip ")); err != nil {
				return
			}
			http.NewResponseController(w).Flush()
			time.Sleep(time.Millisecond)
		}
	}))
	defer server.Close()
	c := newTestClient(t, loopbackDirectory(server.URL), nil)
	e := c.Send(t.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
	for len(e.Body.State().Bytes) < 20 {
		time.Sleep(time.Millisecond)
	}
	began := time.Now()
	e.Body.Cancel()
	s := e.Body.Wait()
	<-gone
	if !errors.Is(s.Err, context.Canceled) || !strings.HasPrefix(string(s.Bytes), "drip drip ") || e.Err != nil {
		t.Errorf("%q, %v, %v", s.Bytes, s.Err, e.Err)
	}
	t.Logf("ended after %v", time.Since(began))
}

// TestWaitMoving gives up a body that stands still, and no other, however slow.
func TestWaitMoving(t *testing.T) {
	for _, c := range []struct {
		pause, last time.Duration // between bytes, before the end
		still       bool
	}{{9 * time.Second, 0, false}, {9 * time.Second, time.Hour, true}, {11 * time.Second, 0, true}} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			from, to := io.Pipe()
			go func() {
				defer to.Close()
				for range 5 {
					to.Write([]byte("x"))
					select {
					case <-time.After(c.pause):
					case <-ctx.Done():
						to.CloseWithError(ctx.Err())
						return
					}
				}
				select {
				case <-time.After(c.last):
				case <-ctx.Done():
					to.CloseWithError(ctx.Err())
				}
			}()
			state := receive(incoming{from: from, expected: -1, limit: 1000, cancel: cancel, ctx: ctx}).WaitMoving(10 * time.Second)
			var fault *BodyError
			if errors.As(state.Err, &fault) != c.still || !state.Done || !strings.HasPrefix("xxxxx", string(state.Bytes)) {
				t.Errorf("%+v: %q, %v", c, state.Bytes, state.Err)
			}
			if c.still && (!errors.Is(state.Err, context.DeadlineExceeded) || !strings.Contains(fault.Fault, "for 10s after ")) {
				t.Errorf("%+v: %v", c, state.Err)
			}
		})
	}
}
