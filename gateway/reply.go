package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// ReplyShape says what the body of a token endpoint's answer is.
type ReplyShape string

// The shapes of a reply. Only ShapeObject can be a token reply or an OAuth
// error.
const (
	ShapeObject   ReplyShape = "object"   // a JSON object
	ShapeJSON     ReplyShape = "json"     // JSON, but not an object
	ShapeBroken   ReplyShape = "broken"   // begins as JSON and is none
	ShapeEmpty    ReplyShape = "empty"    // nothing, or white space
	ShapeHTML     ReplyShape = "html"     // a page: from a proxy or portal in between, as a rule
	ShapeXML      ReplyShape = "xml"      // other markup
	ShapeForm     ReplyShape = "form"     // form-encoded, as before RFC 6749
	ShapeBOM      ReplyShape = "bom"      // begins with a byte order mark, or is UTF-16
	ShapeEncoded  ReplyShape = "encoded"  // compressed, which was not asked for
	ShapeOversize ReplyShape = "oversize" // more than MaxTokenReply
	ShapeText     ReplyShape = "text"     // none of these
)

// member is one member of a JSON object. Order and repetition are kept.
type member struct {
	name string
	raw  json.RawMessage
}

// content is what the body of a token endpoint's answer holds.
type content struct {
	shape   ReplyShape
	members []member // of ShapeObject
	offset  int64    // of the first fault, in ShapeBroken
}

// readContent finds out what a body is. It never fails.
func readContent(header http.Header, body []byte) content {
	text := bytes.TrimSpace(body)
	switch {
	case len(body) > MaxTokenReply:
		return content{shape: ShapeOversize}
	case len(text) == 0:
		return content{shape: ShapeEmpty}
	case !identity(header.Get("Content-Encoding")):
		return content{shape: ShapeEncoded}
	case hasByteOrderMark(body):
		return content{shape: ShapeBOM}
	}
	var whole json.RawMessage
	err := json.Unmarshal(body, &whole)
	switch {
	case err == nil && text[0] == '{':
		return content{shape: ShapeObject, members: membersOf(body)}
	case err == nil:
		return content{shape: ShapeJSON}
	case text[0] == '<':
		return content{shape: markupShape(header, text)}
	case isForm(header, text):
		return content{shape: ShapeForm}
	case strings.ContainsRune("{[\"", rune(text[0])):
		return content{shape: ShapeBroken, offset: faultOffset(err)}
	}
	return content{shape: ShapeText}
}

func identity(encoding string) bool {
	return encoding == "" || strings.EqualFold(encoding, "identity")
}

func hasByteOrderMark(body []byte) bool {
	for _, mark := range []string{"\xef\xbb\xbf", "\xfe\xff", "\xff\xfe"} {
		if bytes.HasPrefix(body, []byte(mark)) {
			return true
		}
	}
	// UTF-16 without a mark: no JSON text has a NUL among its first two bytes.
	return len(body) >= 2 && (body[0] == 0) != (body[1] == 0)
}

func markupShape(header http.Header, text []byte) ReplyShape {
	start := strings.ToLower(string(text[:min(len(text), 1024)]))
	if strings.Contains(start, "<html") || strings.Contains(start, "<!doctype html") ||
		strings.Contains(strings.ToLower(header.Get("Content-Type")), "html") {
		return ShapeHTML
	}
	return ShapeXML
}

// isForm reports whether a body is a token reply or error in form encoding.
func isForm(header http.Header, text []byte) bool {
	values, err := url.ParseQuery(string(text))
	if err != nil {
		return false
	}
	return values.Has("access_token") || values.Has("error") ||
		strings.HasPrefix(header.Get("Content-Type"), formType) && bytes.ContainsRune(text, '=')
}

// faultOffset is the place of a syntax error: the first byte counts as 1.
func faultOffset(err error) int64 {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return syntax.Offset
	}
	return 0
}

// membersOf lists the members of a body that is a valid JSON object.
func membersOf(body []byte) []member {
	var members []member
	d := json.NewDecoder(bytes.NewReader(body))
	if _, err := d.Token(); err != nil {
		return nil
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return members
		}
		m := member{}
		m.name, _ = key.(string)
		if d.Decode(&m.raw) != nil {
			return members
		}
		members = append(members, m)
	}
	return members
}

// values lists the values of the members of one name. The name is compared
// exactly, as JSON does.
func (c content) values(name string) []json.RawMessage {
	var out []json.RawMessage
	for _, m := range c.members {
		if m.name == name {
			out = append(out, m.raw)
		}
	}
	return out
}

// text is the last member of a name that is a string; "" if there is none.
func (c content) text(name string) string {
	last := ""
	for _, raw := range c.values(name) {
		if s, ok := jsonString(raw); ok {
			last = s
		}
	}
	return last
}

// misspelt finds a member whose name differs from name in case only.
func (c content) misspelt(name string) string {
	for _, m := range c.members {
		if m.name != name && strings.EqualFold(m.name, name) {
			return m.name
		}
	}
	return ""
}

func jsonString(raw json.RawMessage) (string, bool) {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	return s, true
}

// credentials lists every token that a body holds in a place where one is
// expected, good or not: the redactor has to know them all, since the raw
// reply can be looked at.
func (c content) credentials(body []byte) []Secret {
	names := []string{"access_token", "refresh_token", "id_token"}
	var out []Secret
	for _, m := range c.members {
		for _, name := range names {
			if s, ok := jsonString(m.raw); ok && strings.EqualFold(m.name, name) {
				out = append(out, Secret(s))
			}
		}
	}
	if c.shape == ShapeForm {
		values, _ := url.ParseQuery(string(body))
		for _, name := range names {
			for _, s := range values[name] {
				out = append(out, Secret(s))
			}
		}
	}
	return out
}
