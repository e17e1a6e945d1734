package sandbox

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// TestCompression: what comes is what was meant, whatever the coding.
func TestCompression(t *testing.T) {
	p := play(t, Options{})
	c := p.caller(p.env(0), "streaming-property")
	const big, small = "/collections/product", "/collections/product?page=99"
	plain := c.call("GET", big, "").body
	for accept, coding := range map[string]string{
		"": "", "identity": "", "br": "", "gzip": "gzip", "GZIP": "gzip", "zstd": "zstd", "gzip, zstd": "zstd", "*": "zstd", "gzip;q=0": "",
		"zstd;q=0.5, gzip;q=0.9": "gzip", "zstd;q=0, *": "gzip", "deflate, gzip, br": "gzip", "gzip;q=0.1, identity;q=0.9": "", "gzip;q=x": "gzip",
	} {
		r := c.call("GET", big, "", "Accept-Encoding: "+accept)
		if got := r.header.Get("Content-Encoding"); got != coding {
			t.Errorf("%q: %q, want %q", accept, got, coding)
			continue
		}
		var reader io.Reader = strings.NewReader(r.body)
		switch coding {
		case "gzip":
			z, err := gzip.NewReader(reader)
			if err != nil {
				t.Fatal(err)
			}
			reader = z
		case "zstd":
			z, err := zstd.NewReader(reader, zstd.WithDecoderConcurrency(1))
			if err != nil {
				t.Fatal(err)
			}
			defer z.Close()
			reader = z
		}
		if data, err := io.ReadAll(reader); err != nil || string(data) != plain {
			t.Errorf("%q: %v, %d bytes for %d", accept, err, len(data), len(plain))
		}
		if coding != "" && len(r.body) > len(plain)/4 {
			t.Errorf("%q: %d bytes of %d", accept, len(r.body), len(plain))
		}
		if r.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Vary %q", r.header.Get("Vary"))
		}
	}
	if r := c.call("GET", small, "", "Accept-Encoding: gzip"); r.header.Get("Content-Encoding") != "" {
		t.Error("a small body was compressed")
	}
}

// TestGatewayHeaders: answers of the gateway and of a service are told apart,
// every one has an id.
func TestGatewayHeaders(t *testing.T) {
	p := play(t, Options{})
	c := p.caller(p.env(0), "streaming-property")
	service, refused := c.call("GET", "/collections/product", ""), p.do("GET", c.prefix+"/x", "")
	if h := service.header; h.Get("Via") != "1.1 sandbox" || h.Get("X-Kong-Upstream-Latency") == "" || h.Get("X-Kong-Proxy-Latency") == "" {
		t.Errorf("%v", h)
	}
	if h := refused.header; h.Get("Via") != "" || h.Get("X-Kong-Response-Latency") == "" {
		t.Errorf("%v", h)
	}
	one, two := service.header.Get("X-Request-Id"), refused.header.Get("X-Request-Id")
	if len(one) != 32 || one == two || service.header.Get("Server") != "sandbox" {
		t.Errorf("ids %q %q", one, two)
	}
	if _, err := http.ParseTime(service.header.Get("Date")); err != nil {
		t.Error(err)
	}
}

// TestHeadWithoutServer: no body even where no server would drop it.
func TestHeadWithoutServer(t *testing.T) {
	s := New(Options{})
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("HEAD", s.Environments()[0].BaseURL+"/streaming-view/v1/x", nil))
	if w.Code != 401 || w.Body.Len() != 0 || w.Header().Get("Content-Length") == "0" {
		t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
	}
}
