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
// the frames that answer makes for its stream. It calls again when a second one
// arrives. Open counts its connections.
func h2Server(t *testing.T, certificate tls.Certificate, answer func(stream uint32) []byte, again func()) (base string, requests, open *atomic.Int64) {
	requests, open = new(atomic.Int64), new(atomic.Int64)
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"h2"}}
	plain := plainServer(t, func(c net.Conn) {
		open.Add(1)
		defer open.Add(-1)
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
				if requests.Add(1) > 1 {
					again()
				}
				server.Write(answer(binary.BigEndian.Uint32(head[5:])))
			case head[3] == h2Settings && head[4] == 0:
				server.Write(h2Frame(h2Settings, 1, 0, nil))
			}
		}
	})
	return strings.Replace(plain, "http://", "https://", 1), requests, open
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
				t.Run(name+" "+method+" "+body, func(t *testing.T) {
					sendToRefusingH2(t, ca, certificate, answer, method, body)
				})
			}
		}
	}
	t.Logf("%d cells", cells)
}

// sendToRefusingH2 sends one request to a server that answers so, and counts
// what arrives until the connections are closed. A second sending ends it.
func sendToRefusingH2(t *testing.T, ca *testCA, certificate tls.Certificate, answer func(uint32) []byte, method, body string) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	base, requests, open := h2Server(t, certificate, answer, cancel)
	gate := newNetworkGate(t, GateOptions{})
	env := &Environment{Name: "QA", BaseURL: base, CAFile: ca.file}
	req := newCall(t, Call{Environment: env}, method, base+"/x", body)
	_, err := fetch(gate, req.WithContext(WithCall(ctx, Call{Environment: env})))
	var failed *TransportError
	if !errors.As(err, &failed) || failed.Stage != StageAnswer || failed.Fault == "" {
		t.Errorf("%v", err)
	}
	// The client lets go of a stream a moment after its request has ended, and
	// closes only connections without one. The server has then read everything.
	for open.Load() > 0 {
		gate.CloseIdle()
		time.Sleep(time.Millisecond)
	}
	if n := requests.Load(); n != 1 {
		t.Errorf("%d requests arrived", n)
	}
}
