package ui

import (
	"strings"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// undecoded reports whether the bytes are those of an encoding that was not
// undone: nobody here knows it.
func (r *reader) undecoded(state gateway.BodyState) bool {
	return !state.Decoded && len(state.Bytes) > 0 && state.Err == nil && encoded(state.Encoding)
}

// encoded reports whether a Content-Encoding names any but identity, which is
// none.
func encoded(encoding string) bool {
	for name := range strings.SplitSeq(encoding, ",") {
		if name = strings.TrimSpace(name); name != "" && !strings.EqualFold(name, "identity") {
			return true
		}
	}
	return false
}

// formatOf tells what a body is. What is encoded, or not in UTF-8, is bytes
// whatever it may be declared.
func (r *reader) formatOf(state gateway.BodyState) jsonview.Format {
	if r.undecoded(state) || utf16(state.Bytes) != "" {
		return jsonview.Binary
	}
	return jsonview.Detect(r.media, state.Bytes[:min(len(state.Bytes), 4*detectFrom)])
}

// linewise reports whether the body is declared to come line by line, over any
// time: a stream of events, or JSON Lines. It is shown from its first bytes on.
func (r *reader) linewise() bool {
	return strings.HasPrefix(strings.ToLower(r.media), "text/event-stream") || jsonview.Declared(r.media) == jsonview.JSONLines
}

// noBody says why an answer has no body.
func noBody(e *gateway.Exchange) string {
	expected := e.Body.State().Expected
	n := len(e.Attempts)
	switch {
	case e.Status == 0:
		return "No answer, so no body."
	case n > 0 && e.Attempts[n-1].Method == "HEAD" && expected > 0:
		return "No body: HEAD is answered by a head alone. GET would get " + words.Size(expected) + "."
	case n > 0 && e.Attempts[n-1].Method == "HEAD":
		return "No body: HEAD is answered by a head alone. GET gets the body."
	case e.Status == 204:
		return "No body: 204 says that it was done, and that there is nothing to show."
	case e.Status == 304:
		return "No body: 304 says that what you have of it has not changed."
	case expected == 0:
		return "The body is empty: Content-Length is 0."
	}
	return "The body is empty: the answer ended with its head."
}
