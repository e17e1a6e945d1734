package gateway

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Frame types and error codes of RFC 9113 that the tests need.
const (
	h2Headers   = 0x1
	h2RstStream = 0x3
	h2Settings  = 0x4
	h2GoAway    = 0x7

	h2ProtocolError = 0x1
	h2InternalError = 0x2
	h2RefusedStream = 0x7
)

func h2Frame(kind, flags byte, stream uint32, payload []byte) []byte {
	head := []byte{byte(len(payload) >> 16), byte(len(payload) >> 8), byte(len(payload)), kind, flags, 0, 0, 0, 0}
	binary.BigEndian.PutUint32(head[5:], stream)
	return append(head, payload...)
}

// h2Server speaks just enough HTTP/2 to count requests and to refuse each with
// the frames that answer makes for its stream.
func h2Server(t *testing.T, certificate tls.Certificate, answer func(stream uint32) []byte) (base string, requests *atomic.Int64) {
	requests = new(atomic.Int64)
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"h2"}}
	plain := plainServer(t, func(c net.Conn) {
		server := tls.Server(c, config)
		defer server.Close()
		r := bufio.NewReader(server)
		if _, err := io.CopyN(io.Discard, r, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
			return
		}
		server.Write(h2Frame(h2Settings, 0, 0, nil))
		for {
			var head [9]byte
			if _, err := io.ReadFull(r, head[:]); err != nil {
				return
			}
			if _, err := io.CopyN(io.Discard, r, int64(head[0])<<16|int64(head[1])<<8|int64(head[2])); err != nil {
				return
			}
			switch {
			case head[3] == h2Headers:
				requests.Add(1)
				server.Write(answer(binary.BigEndian.Uint32(head[5:])))
			case head[3] == h2Settings && head[4] == 0:
				server.Write(h2Frame(h2Settings, 1, 0, nil))
			}
		}
	})
	return strings.Replace(plain, "http://", "https://", 1), requests
}

func h2Code(code uint32) []byte { return binary.BigEndian.AppendUint32(nil, code) }

// Go's HTTP/2 client sends again after REFUSED_STREAM, PROTOCOL_ERROR and
// GOAWAY, up to six times. Through the gate each request arrives once.
func TestT9HTTP2ResetsAreNotSentAgain(t *testing.T) {
	ca := newTestCA(t)
	certificate := ca.issue(t, nil)
	cells := 0
	for name, answer := range map[string]func(uint32) []byte{
		"refused":  func(s uint32) []byte { return h2Frame(h2RstStream, 0, s, h2Code(h2RefusedStream)) },
		"protocol": func(s uint32) []byte { return h2Frame(h2RstStream, 0, s, h2Code(h2ProtocolError)) },
		"internal": func(s uint32) []byte { return h2Frame(h2RstStream, 0, s, h2Code(h2InternalError)) },
		"goaway":   func(uint32) []byte { return h2Frame(h2GoAway, 0, 0, append(h2Code(0), h2Code(0)...)) },
	} {
		for _, method := range []string{"GET", "POST", "DELETE"} {
			for _, body := range []string{"", "x=1"} {
				cells++
				base, requests := h2Server(t, certificate, answer)
				gate := newNetworkGate(t, GateOptions{})
				env := &Environment{Name: "QA", BaseURL: base, CAFile: ca.file}
				// Short of the client's own pauses between tries.
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				req := newCall(t, Call{Environment: env}, method, base+"/x", body)
				_, err := fetch(gate, req.WithContext(WithCall(ctx, Call{Environment: env})))
				cancel()
				var failed *TransportError
				if !errors.As(err, &failed) || failed.Stage != StageAnswer || failed.Fault == "" {
					t.Errorf("%s %s: %v", name, method, err)
				}
				gate.CloseIdle()
				time.Sleep(5 * time.Millisecond) // a second sending would come at once
				if n := requests.Load(); n != 1 {
					t.Errorf("%s %s body %q: %d requests arrived", name, method, body, n)
				}
			}
		}
	}
	t.Logf("%d cells", cells)
}
