package gateway

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"
)

// serverWords are what a server says about a refusal. They are of any length,
// not redacted and not cleaned.
type serverWords struct {
	code  string     // OAuth or other error code
	text  string     // description or message
	shape ReplyShape // of the body
}

// maxWordsBody is how much of a body is read for the server's words.
const maxWordsBody = 64 << 10

// wordsOf reads the body of an answer: an OAuth error, the message that
// gateways put into their own refusals, or a short plain text.
func wordsOf(header http.Header, body BodyState) serverWords {
	data := body.Bytes[:min(len(body.Bytes), maxWordsBody)]
	plain := http.Header{"Content-Type": header.Values("Content-Type")}
	found := readContent(plain, data)
	w := serverWords{shape: found.shape}
	switch found.shape {
	case ShapeObject:
		w.code = found.text("error")
		w.text = firstOf(found.text("error_description"), found.text("message"), found.text("detail"), found.text("title"))
		for _, raw := range found.values("error") {
			w.nested(raw)
		}
	case ShapeText:
		if line, _, _ := strings.Cut(strings.TrimSpace(string(data)), "\n"); utf8.ValidString(line) {
			w.text = line
		}
	}
	return w
}

// nested reads {"error": {"code": …, "message": …}}.
func (w *serverWords) nested(raw json.RawMessage) {
	var inner struct {
		Code    any
		Message string
	}
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &inner) != nil {
		return
	}
	if code, ok := inner.Code.(string); ok {
		w.code = code
	}
	w.text = firstOf(w.text, inner.Message)
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
