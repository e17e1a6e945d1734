package cli

import (
	"encoding/json"
	"net/http"

	"gatehouse/gateway"
)

// sendJSON is an exchange for a program. One of Body and BodyBase64 is there,
// the latter for a body that is not UTF-8; both stand for the decoded bytes, as
// bodiesJSON has it. Status is null, and Error says why, when there was no answer.
type sendJSON struct {
	Request    requestJSON     `json:"request"`
	Status     *int            `json:"status"`
	Headers    http.Header     `json:"headers"`
	Body       json.RawMessage `json:"body,omitempty"`
	BodyBase64 json.RawMessage `json:"body_base64,omitempty"`
	Attempts   []attemptJSON   `json:"attempts"`
	Timings    timingsJSON     `json:"timings_ms"`
	Bytes      int             `json:"bytes"`
	WireBytes  int64           `json:"wire_bytes"`
	Truncated  bool            `json:"truncated,omitempty"`
	Error      string          `json:"error,omitempty"`
}

// requestJSON is what went on the wire last, with its secrets taken out.
type requestJSON struct {
	Environment string          `json:"environment"`
	Service     string          `json:"service"`
	Method      string          `json:"method"`
	URL         string          `json:"url"`
	Headers     http.Header     `json:"headers"`
	Body        json.RawMessage `json:"body,omitempty"`
	BodyBase64  json.RawMessage `json:"body_base64,omitempty"`
}

// attemptJSON is one request on the wire; its status is null if there was no
// answer.
type attemptJSON struct {
	At      *string     `json:"at"`
	Method  string      `json:"method"`
	URL     string      `json:"url"`
	Status  *int        `json:"status"`
	Note    string      `json:"note,omitempty"`
	Error   string      `json:"error,omitempty"`
	Timings timingsJSON `json:"timings_ms"`
}

// timingsJSON are phases in milliseconds; one that did not happen is zero.
type timingsJSON struct {
	DNS     float64  `json:"dns"`
	Connect float64  `json:"connect"`
	TLS     float64  `json:"tls"`
	Waiting float64  `json:"waiting"`
	Head    float64  `json:"head"`
	Reading *float64 `json:"reading,omitempty"`
	Total   *float64 `json:"total,omitempty"`
	Reused  bool     `json:"reused"`
}

// writeExchange writes an exchange whose body is complete.
func (o *sendOptions) writeExchange(e *gateway.Exchange, body gateway.BodyState) error {
	var bodies bodiesJSON
	out := o.sendJSONOf(e, body, &bodies)
	return bodies.write(o.Stdout, out)
}

// sendJSONOf is an exchange with the places of its bodies, which it adds.
func (o *sendOptions) sendJSONOf(e *gateway.Exchange, body gateway.BodyState, bodies *bodiesJSON) sendJSON {
	out := sendJSON{
		Request:   requestJSONOf(e, bodies),
		Status:    httpStatus(e.Status),
		Headers:   headersJSON(o.redactor.Header(e.Header)),
		Attempts:  make([]attemptJSON, 0, len(e.Attempts)),
		Bytes:     len(body.Bytes),
		WireBytes: body.Wire,
		Truncated: body.Truncated,
	}
	out.Body, out.BodyBase64 = bodies.place(body.Bytes)
	for _, a := range e.Attempts {
		out.Attempts = append(out.Attempts, o.attemptJSONOf(a))
		out.Timings = timingsJSONOf(a.Timings)
	}
	reading, total := milliseconds(body.Reading), out.Timings.Head+milliseconds(body.Reading)
	out.Timings.Reading, out.Timings.Total = &reading, &total
	switch {
	case e.Err != nil:
		out.Error = o.redactor.Text(e.Err.Error())
	case body.Err != nil:
		out.Error = o.redactor.Text(body.Err.Error())
	}
	return out
}

func requestJSONOf(e *gateway.Exchange, bodies *bodiesJSON) requestJSON {
	out := requestJSON{
		Environment: e.Target.Environment,
		Service:     e.Target.Service,
		Method:      e.Sent.Method,
		URL:         e.Sent.URL,
		Headers:     headersJSON(e.Sent.Header),
	}
	if len(e.Sent.Body) > 0 {
		out.Body, out.BodyBase64 = bodies.place(e.Sent.Body)
	}
	return out
}

func (o *sendOptions) attemptJSONOf(a gateway.Attempt) attemptJSON {
	out := attemptJSON{
		At:      stamp(a.At),
		Method:  a.Method,
		URL:     a.URL,
		Status:  httpStatus(a.Status),
		Note:    o.redactor.Text(a.Note),
		Timings: timingsJSONOf(a.Timings),
	}
	if a.Err != nil {
		out.Error = o.redactor.Text(a.Err.Error())
	}
	return out
}

func timingsJSONOf(t gateway.Timings) timingsJSON {
	return timingsJSON{
		DNS:     milliseconds(t.DNS),
		Connect: milliseconds(t.Connect),
		TLS:     milliseconds(t.TLS),
		Waiting: milliseconds(t.Waiting),
		Head:    milliseconds(t.Head),
		Reused:  t.Reused,
	}
}

// headersJSON are fields that were redacted already, by name.
func headersJSON(fields []gateway.Field) http.Header {
	out := http.Header{}
	for _, f := range fields {
		out[f.Name] = append(out[f.Name], f.Value)
	}
	return out
}

// httpStatus is a status as JSON has it, null if there was no answer.
func httpStatus(status int) *int {
	if status == 0 {
		return nil
	}
	return &status
}
