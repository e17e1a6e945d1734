package sandbox

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// answer is a reply before it is written. Handlers return it whole, so that
// nothing is locked while a client reads slowly.
type answer struct {
	status   int
	body     any               // written as JSON, but for a page; nil for none
	header   map[string]string // beyond what every answer has
	upstream bool              // from a service, not from the gateway before it
	duration time.Duration     // of the work
}

// with returns the answer with one more header.
func (a answer) with(name, value string) answer {
	header := maps.Clone(a.header)
	if header == nil {
		header = make(map[string]string)
	}
	header[name] = value
	a.header = header
	return a
}

func (a answer) took(d time.Duration) answer {
	a.duration = d
	return a
}

// success answers 200 with a body.
func success(body any) answer { return answer{status: http.StatusOK, body: body} }

// message is how the gateway itself speaks when no plugin is in charge.
func message(status int, text string) answer {
	return answer{status: status, body: struct {
		Message string `json:"message"`
	}{text}}
}

// refusal is an error in the shape of RFC 6749, section 5.2, which the
// services share with the token endpoint.
type refusal struct {
	status int
	code   string
	text   string
}

// Error is the description.
func (r refusal) Error() string { return r.text }

// badRequest is a refusal of what was sent.
func badRequest(text string) error {
	return refusal{http.StatusBadRequest, "invalid_request", text}
}

// notFound is a refusal of what is not there.
func notFound(text string) error { return refusal{http.StatusNotFound, "not_found", text} }

// failure answers with an error: a refusal as it says, anything else as 500.
func failure(err error) answer {
	var r refusal
	if !errors.As(err, &r) {
		r = refusal{http.StatusInternalServerError, "server_error", err.Error()}
	}
	a := answer{status: r.status, body: struct {
		Code        string `json:"error"`
		Description string `json:"error_description"`
	}{r.code, r.text}}
	if r.status == http.StatusRequestEntityTooLarge {
		a = a.with("Connection", "close") // the rest of the body is not read
	}
	return a
}

// write sends an answer: JSON, compressed when it is worth it, with the
// headers a gateway of this kind adds.
func (e *environment) write(w http.ResponseWriter, r *http.Request, a answer) {
	h := w.Header()
	var id [16]byte
	e.world.random.bytes(id[:])
	h.Set("X-Request-Id", hex.EncodeToString(id[:]))
	h.Set("Server", "sandbox")
	ms := strconv.FormatInt(a.duration.Milliseconds(), 10)
	if a.upstream {
		h.Set("Via", "1.1 sandbox")
		h.Set("X-Kong-Upstream-Latency", ms)
		h.Set("X-Kong-Proxy-Latency", "0")
	} else {
		h.Set("X-Kong-Response-Latency", ms)
	}
	for name, value := range a.header {
		h.Set(name, value)
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	body := encodeAs(h, a.body)
	if a.upstream {
		h.Set("Vary", "Accept-Encoding")
		if len(body) > worthCompressing {
			body = e.world.compress(body, h, r.Header.Values("Accept-Encoding"))
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		w.Write(body) // a client that left is its own affair
	}
}

// encodeAs writes a body and says in the header of which type it is.
func encodeAs(h http.Header, body any) []byte {
	if p, ok := body.(page); ok {
		h.Set("Content-Type", "text/html; charset=utf-8")
		return []byte(p)
	}
	h.Set("Content-Type", "application/json; charset=utf-8")
	return encode(body)
}

// encode writes JSON without escaping what only HTML needs escaped.
func encode(body any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		panic("sandbox: encode an answer: " + err.Error()) // all bodies are types of ours
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
