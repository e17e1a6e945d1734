package gateway

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// benchSend sends to loopback and waits for the whole body.
func benchSend(b *testing.B, body []byte, handler http.HandlerFunc) {
	server := httptest.NewServer(withTokens(handler))
	defer server.Close()
	c := newTestClient(b, loopbackDirectory(server.URL), nil)
	defer c.gate.CloseIdle()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		e := c.Send(b.Context(), qaProperty, Request{Method: "GET", Path: "/x"})
		if s := e.Body.Wait(); len(s.Bytes) != len(body) || s.Err != nil {
			b.Fatal(e.Err, s.Err, len(s.Bytes))
		}
	}
}

func BenchmarkSend1kB(b *testing.B) {
	body := bytes.Repeat([]byte("x"), 1<<10)
	benchSend(b, body, func(w http.ResponseWriter, _ *http.Request) { w.Write(body) })
}

func BenchmarkSend10MB(b *testing.B) {
	body := bytes.Repeat([]byte("0123456789"), 1<<20)
	benchSend(b, body, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.Write(body)
	})
}

func BenchmarkSend10MBChunked(b *testing.B) {
	body := bytes.Repeat([]byte("0123456789"), 1<<20)
	benchSend(b, body, func(w http.ResponseWriter, _ *http.Request) { w.Write(body) })
}

// BenchmarkReceive100MB is the body alone, without a network.
func BenchmarkReceive100MB(b *testing.B) {
	const size = 100 << 20
	for name, expected := range map[string]int64{"Known": size, "Unknown": -1} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				ctx, cancel := context.WithCancel(b.Context())
				s := receive(incoming{from: io.NopCloser(&endlessZeros{size}), expected: expected, limit: DefaultBodyLimit, cancel: cancel, ctx: ctx}).Wait()
				if len(s.Bytes) != size {
					b.Fatal(len(s.Bytes))
				}
			}
		})
	}
}

// TestBodyPeakMemory measures the process's peak with a body of 100 MB of
// unknown size, received twice. It is a measurement and runs when asked for.
func TestBodyPeakMemory(t *testing.T) {
	const size = 100 << 20
	rounds := 0
	if os.Getenv("GATEHOUSE_LONG") == "1" {
		rounds = 2
	}
	for round := range rounds {
		runtime.GC()
		before := peakMemory(t)
		ctx, cancel := context.WithCancel(t.Context())
		body := receive(incoming{from: io.NopCloser(&endlessZeros{size}), expected: -1, limit: DefaultBodyLimit, cancel: cancel, ctx: ctx})
		if s := body.Wait(); len(s.Bytes) != size {
			t.Fatal(len(s.Bytes))
		}
		t.Logf("round %d: peak %d MB before, %d MB after", round+1, before>>10, peakMemory(t)>>10)
	}
}

// peakMemory is the process's peak resident set in kB, where Linux tells it.
func peakMemory(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
