package encoding

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"gatehouse/gateway"

	"github.com/klauspost/compress/zstd"
)

// encode is the counterpart of a decoder; close ends the data.
func encode(t testing.TB, name string, parts ...[]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, part := range parts {
		var w io.WriteCloser = gzip.NewWriter(&out)
		if name == "zstd" {
			z, err := zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(true), zstd.WithEncoderLevel(zstd.SpeedFastest))
			if err != nil {
				t.Fatal(err)
			}
			w = z
		}
		if _, err := w.Write(part); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func decode(t testing.TB, d gateway.Decoder, r io.Reader) ([]byte, error) {
	t.Helper()
	rc, err := d.Open(r)
	if err != nil {
		t.Fatalf("%s: Open: %v", d.Name, err)
	}
	defer rc.Close()
	return io.ReadAll(rc)
}

func TestDecodersUndoWhatWasEncoded(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	bodies := [][]byte{{}, []byte("x"), []byte(strings.Repeat(`{"id":1,"name":"shoe"},`, 20_000)), noise}
	for _, d := range Decoders() {
		for i, body := range bodies {
			for _, one := range []bool{false, true} {
				data := encode(t, d.Name, body)
				var r io.Reader = bytes.NewReader(data)
				if one && len(data) < 10_000 {
					r = iotest.OneByteReader(r)
				}
				got, err := decode(t, d, r)
				if err != nil || !bytes.Equal(got, body) {
					t.Errorf("%s body %d: %d bytes, %v; want %d", d.Name, i, len(got), err, len(body))
				}
			}
		}
	}
}

func TestDecodersReadOneMemberAfterAnother(t *testing.T) {
	for _, d := range Decoders() {
		data := encode(t, d.Name, []byte("first "), nil, []byte("second "), []byte("third"))
		got, err := decode(t, d, bytes.NewReader(data))
		if err != nil || string(got) != "first second third" {
			t.Errorf("%s: %q, %v", d.Name, got, err)
		}
	}
}

func TestNoBytesAreAnEmptyBody(t *testing.T) {
	for _, d := range Decoders() {
		if got, err := decode(t, d, strings.NewReader("")); err != nil || len(got) != 0 {
			t.Errorf("%s: %q, %v", d.Name, got, err)
		}
	}
}

// Every cut is named, and what came out before it is a true beginning.
func TestTruncatedDataIsNamed(t *testing.T) {
	body := []byte(strings.Repeat("an ordinary line of text\n", 50))
	cells := 0
	for _, d := range Decoders() {
		data := encode(t, d.Name, body)
		for cut := 1; cut < len(data); cut++ {
			got, err := decode(t, d, bytes.NewReader(data[:cut]))
			cells++
			var e *Error
			if !errors.As(err, &e) || e.Encoding != d.Name || !strings.Contains(e.Error(), "too early") {
				t.Errorf("%s cut at %d of %d: %v", d.Name, cut, len(data), err)
			}
			if !bytes.HasPrefix(body, got) {
				t.Errorf("%s cut at %d: decoded bytes are not a beginning", d.Name, cut)
			}
		}
	}
	t.Logf("%d cuts", cells)
}

func TestDamagedDataIsNamed(t *testing.T) {
	body := []byte(strings.Repeat("an ordinary line of text\n", 50))
	cells, caught := 0, 0
	for _, d := range Decoders() {
		data := encode(t, d.Name, body)
		for i := range data {
			damaged := bytes.Clone(data)
			damaged[i] ^= 0x55
			got, err := decode(t, d, bytes.NewReader(damaged))
			cells++
			var e *Error
			switch {
			case errors.As(err, &e):
				caught++
				if e.Fault == "" || !strings.HasPrefix(e.Error(), d.Name+": ") {
					t.Errorf("%s byte %d: %v", d.Name, i, err)
				}
			case err != nil:
				t.Errorf("%s byte %d: error without a name: %v", d.Name, i, err)
			case !bytes.Equal(got, body):
				t.Errorf("%s byte %d: wrong bytes and no error", d.Name, i)
			}
		}
	}
	t.Logf("%d damaged bytes, %d of them noticed, the others harmless", cells, caught)
	if caught*10 < cells*8 {
		t.Errorf("only %d of %d damages noticed", caught, cells)
	}
}

func TestForeignDataIsNamed(t *testing.T) {
	for _, d := range Decoders() {
		for _, body := range []string{`{"plain":"json"}`, "<!DOCTYPE html><p>not what it says", "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"} {
			_, err := decode(t, d, strings.NewReader(body))
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(e.Fault, "is not "+d.Name) {
				t.Errorf("%s of %.10q: %v", d.Name, body, err)
			}
		}
	}
}

// A broken connection is the connection's fault, not the data's.
func TestErrorsOfTheSourceComeThrough(t *testing.T) {
	broken := errors.New("connection reset")
	for _, d := range Decoders() {
		data := encode(t, d.Name, bytes.Repeat([]byte("text "), 1000))
		for _, cut := range []int{0, 3, len(data) / 2, len(data) - 1} {
			_, err := decode(t, d, io.MultiReader(bytes.NewReader(data[:cut]), iotest.ErrReader(broken)))
			if err != broken {
				t.Errorf("%s after %d bytes: %v", d.Name, cut, err)
			}
		}
	}
}

// What a server flushed can be read before it goes on.
func TestFlushedBytesComeAtOnce(t *testing.T) {
	for _, d := range Decoders() {
		pr, pw := io.Pipe()
		go func() {
			defer pw.Close()
			if d.Name == "zstd" {
				z, _ := zstd.NewWriter(pw, zstd.WithEncoderConcurrency(1))
				fmt.Fprint(z, "early")
				z.Flush()
				fmt.Fprint(z, "late")
				z.Close()
				return
			}
			z := gzip.NewWriter(pw)
			fmt.Fprint(z, "early")
			z.Flush()
			fmt.Fprint(z, "late")
			z.Close()
		}()
		rc, err := d.Open(pr)
		if err != nil {
			t.Fatal(err)
		}
		first := make([]byte, 5)
		if _, err := io.ReadFull(rc, first); err != nil || string(first) != "early" {
			t.Errorf("%s: %q, %v", d.Name, first, err)
		}
		if rest, err := io.ReadAll(rc); err != nil || string(rest) != "late" {
			t.Errorf("%s: %q, %v", d.Name, rest, err)
		}
		rc.Close()
	}
}

func TestOversizeWindowIsRefused(t *testing.T) {
	// A frame head that asks for a window of 128 MiB: magic, descriptor without
	// single segment, window exponent 17.
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 17 << 3, 0x01, 0x00, 0x00}
	for _, d := range Decoders() {
		if d.Name != "zstd" {
			continue
		}
		_, err := decode(t, d, bytes.NewReader(frame))
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Fault, "8 MiB") {
			t.Errorf("%v", err)
		}
	}
}

// A bomb costs as much as its reader takes of it: of 256 MiB only the first
// eight are decoded, and little more than that part of the data is read.
func TestBombTakesBoundedMemory(t *testing.T) {
	const part, taken, parts = 1 << 20, 8, 256
	for _, d := range Decoders() {
		one := encode(t, d.Name, make([]byte, part))
		counted := &countingReader{r: bytes.NewReader(bytes.Repeat(one, parts))}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		rc, err := d.Open(counted)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.CopyN(io.Discard, rc, taken*part)
		runtime.ReadMemStats(&after)
		rc.Close()
		if err != nil || n != taken*part {
			t.Errorf("%s: %d bytes, %v", d.Name, n, err)
		}
		if most := taken*len(one) + 64<<10; counted.n > most {
			t.Errorf("%s read %d bytes, want at most %d", d.Name, counted.n, most)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 7<<20 { // less than what comes out
			t.Errorf("%s allocated %d MiB to decode %d", d.Name, grown>>20, taken)
		}
		t.Logf("%s: %d of %d bytes read, %d kB allocated", d.Name, counted.n, len(one)*parts, (after.TotalAlloc-before.TotalAlloc)>>10)
	}
}

// countingReader counts what is read of r.
type countingReader struct {
	r io.Reader
	n int
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

func TestReadAfterCloseFails(t *testing.T) {
	for _, d := range Decoders() {
		rc, _ := d.Open(bytes.NewReader(encode(t, d.Name, []byte("text"))))
		rc.Close()
		if n, err := rc.Read(make([]byte, 4)); n != 0 || err == nil || err == io.EOF {
			t.Errorf("%s: %d, %v", d.Name, n, err)
		}
	}
}

func FuzzDecoders(f *testing.F) {
	f.Add(encode(f, "gzip", []byte("text")))
	f.Add(encode(f, "zstd", []byte("text")))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, d := range Decoders() {
			rc, err := d.Open(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			_, err = io.Copy(io.Discard, io.LimitReader(rc, 1<<20))
			var e *Error
			if err != nil && !errors.As(err, &e) {
				t.Fatalf("%s: error without a name: %v", d.Name, err)
			}
			rc.Close()
		}
	})
}
