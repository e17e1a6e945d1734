package sandbox

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// worthCompressing is the body size in bytes above which an answer is
// compressed for those who take it.
const worthCompressing = 1 << 10

// newZstdEncoder makes an encoder for whole bodies. It starts no goroutine.
func newZstdEncoder() *zstd.Encoder {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20),
		zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic("sandbox: zstd: " + err.Error()) // the options are constant
	}
	return encoder
}

// compress encodes a body by the best coding the client takes and names it in
// the header; the body stays as it is when there is none.
func (w *world) compress(body []byte, h http.Header, accept []string) []byte {
	switch coding := preferredCoding(accept); coding {
	case "zstd":
		h.Set("Content-Encoding", coding)
		return w.zstd().EncodeAll(body, nil)
	case "gzip":
		h.Set("Content-Encoding", coding)
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed) // the level is valid
		z.Write(body)                                   // a buffer takes everything
		z.Close()
		return b.Bytes()
	}
	return body
}

// preferredCoding picks zstd, gzip or "" by the weights of Accept-Encoding
// (RFC 9110, section 12.5.3). On a tie zstd comes first.
func preferredCoding(accept []string) string {
	weights := make(map[string]float64)
	for _, item := range strings.Split(strings.Join(accept, ","), ",") {
		name, parameters, _ := strings.Cut(item, ";")
		weight := 1.0
		if q, found := strings.CutPrefix(strings.ToLower(strings.TrimSpace(parameters)), "q="); found {
			if parsed, err := strconv.ParseFloat(q, 64); err == nil {
				weight = parsed
			}
		}
		weights[strings.ToLower(strings.TrimSpace(name))] = weight
	}
	best, most := "", 0.0
	for _, coding := range []string{"zstd", "gzip"} {
		weight, named := weights[coding]
		if !named {
			weight = weights["*"]
		}
		if weight > most {
			best, most = coding, weight
		}
	}
	if identity, named := weights["identity"]; named && identity > most {
		return ""
	}
	return best
}
