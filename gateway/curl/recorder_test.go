//go:build unix

package curl

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"gatehouse/gateway"
	"gatehouse/gateway/encoding"
)

// fakeToken is the one token of the recorder, and what the gatehouse of the
// tests prints. fakeKey is its API key.
const (
	fakeToken = "made-up-token-0123456789abcdef"
	fakeKey   = "made-up-key-0123456789abcdef"
)

// received is a request as it came over the wire.
type received struct {
	line   string   // method, target, version
	header []string // sorted
	body   []byte
}

func (r received) String() string {
	return fmt.Sprintf("%q\n%q\nbody %.2000q", r.line, r.header, r.body)
}

func (r received) same(other received) bool {
	return r.line == other.line && slices.Equal(r.header, other.header) && bytes.Equal(r.body, other.body)
}

// recorder takes requests as they are, byte for byte, and issues tokens.
type recorder struct {
	t        *testing.T
	listener net.Listener
	serving  sync.WaitGroup

	mu   sync.Mutex
	seen []received
}

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{t: t, listener: listener}
	r.serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			r.serving.Go(func() { r.serve(conn) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		r.serving.Wait()
	})
	return r
}

func (r *recorder) url() string { return "http://" + r.listener.Addr().String() }

// serve takes one request; what it cannot read fails the test.
func (r *recorder) serve(conn net.Conn) {
	defer conn.Close()
	got, err := read(bufio.NewReader(conn))
	if err != nil {
		r.t.Errorf("recorder: %v", err)
		return
	}
	r.mu.Lock()
	r.seen = append(r.seen, got)
	r.mu.Unlock()
	answer := `{"access_token":"` + fakeToken + `","token_type":"bearer","expires_in":3600}`
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n", len(answer))
	if !strings.HasPrefix(got.line, "HEAD ") {
		_, _ = io.WriteString(conn, answer)
	}
}

func read(from *bufio.Reader) (received, error) {
	var got received
	var length int64
	for first := true; ; first = false {
		line, err := from.ReadString('\n')
		if err != nil {
			return got, err
		}
		line = strings.TrimSuffix(line, "\r\n")
		switch {
		case first:
			got.line = line
			continue
		case line == "":
			slices.Sort(got.header)
			got.body = make([]byte, length)
			_, err = io.ReadFull(from, got.body)
			return got, err
		}
		name, value, _ := strings.Cut(line, ":")
		if value = strings.Trim(value, " \t"); name == "Content-Length" { // RFC 9110 section 5.5
			length, _ = strconv.ParseInt(value, 10, 64)
		}
		got.header = append(got.header, name+": "+value)
	}
}

// take gives what was received since the last time.
func (r *recorder) take() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := r.seen
	r.seen = nil
	return seen
}

// sender is a gatehouse client whose one environment is a recorder.
type sender struct {
	*recorder
	client   *gateway.Client
	redactor *gateway.Redactor
	env      *gateway.Environment
	target   gateway.Target
}

func newSender(t *testing.T) *sender {
	t.Helper()
	r := newRecorder(t)
	env := &gateway.Environment{
		Name: "QA", BaseURL: r.url(),
		APIKey: gateway.NewLiteral(fakeKey), ClientID: gateway.NewLiteral("made-up-client-0123"), ClientSecret: gateway.NewLiteral("made-up-secret-0123456789"),
	}
	redactor := gateway.NewRedactor()
	vault := gateway.NewVault(redactor)
	vault.Learn(env.APIKey, env.ClientSecret)
	gate := gateway.NewGate(gateway.GateOptions{UserAgent: "gatehouse/test", Decoders: encoding.Decoders(), Redactor: redactor})
	dir := &gateway.Directory{Environments: []*gateway.Environment{env}, Services: gateway.DocumentedServices()}
	tokens := gateway.NewTokens(dir, vault, gate)
	t.Cleanup(gate.CloseIdle)
	return &sender{
		recorder: r, redactor: redactor, env: env,
		client: gateway.NewClient(dir, vault, tokens, gate, redactor),
		target: gateway.Target{Environment: "QA", Service: "streaming-property"},
	}
}

// send sends a request as gatehouse does and gives what arrived.
func (s *sender) send(r gateway.Request) received {
	s.t.Helper()
	e := s.client.Send(s.t.Context(), s.target, r)
	e.Body.Wait()
	if e.Err != nil {
		s.t.Fatalf("%s %s: %v", r.Method, r.Path, e.Err)
	}
	seen := s.take()
	return seen[len(seen)-1]
}

// write is the command line of a request.
func (s *sender) write(r gateway.Request, o Options) string {
	s.t.Helper()
	out, err := s.client.Outgoing(s.target, r)
	if err != nil {
		s.t.Fatal(err)
	}
	o.Redactor = s.redactor
	text, err := Write(out, o)
	if err != nil {
		s.t.Fatal(err)
	}
	return text
}
