package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxJSONBody is the size in bytes up to which a JSON body is taken.
const maxJSONBody = 1 << 20

// readJSON reads a JSON body; nil for an empty one, whatever its type. It
// refuses another media type or coding with 415, and what is no JSON with 400
// and the place of the fault.
func (c call) readJSON() (json.RawMessage, error) {
	data, err := readBody(c.Request, maxJSONBody)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, nil
	}
	if coding := c.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, unsupported("The body must not be compressed here, it came as " + clip(coding))
	}
	if header := c.Header.Get("Content-Type"); header != "" {
		kind, parameters, err := mime.ParseMediaType(header)
		if err != nil || (kind != "application/json" && !strings.HasSuffix(kind, "+json")) {
			return nil, unsupported("The body must be application/json, it came as " + clip(header))
		}
		if charset, given := parameters["charset"]; given && !strings.EqualFold(charset, "utf-8") {
			return nil, unsupported("The body must be UTF-8, it came as " + clip(charset))
		}
	}
	if bad := firstInvalid(data); bad >= 0 {
		return nil, badRequest("The body is not UTF-8 at " + place(data, bad))
	}
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at := max(int(syntax.Offset)-1, 0)
			if strings.Contains(err.Error(), "unexpected end") {
				at = len(data)
			}
			return nil, badRequest("The body is not JSON at " + place(data, at) + ": " + err.Error())
		}
		return nil, badRequest("The body is not JSON: " + err.Error())
	}
	return raw, nil
}

func unsupported(text string) error {
	return refusal{http.StatusUnsupportedMediaType, "unsupported_media_type", text}
}

// firstInvalid is the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// place names an offset for people: line and column, both from 1, the column
// in characters.
func place(data []byte, offset int) string {
	before := data[:min(offset, len(data))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return "line " + strconv.Itoa(line) + ", column " + strconv.Itoa(column)
}

// object is a JSON object whose members are still to be read.
type object map[string]json.RawMessage

// readObject takes an object apart and refuses members it must not have. at
// names it in refusals, as in "propertyDefinitions[1]".
func readObject(raw json.RawMessage, at string, members ...string) (object, error) {
	var o object
	if err := json.Unmarshal(raw, &o); err != nil || o == nil {
		return nil, badRequest(at + " must be a JSON object")
	}
	if len(members) == 0 {
		return o, nil
	}
	for name := range o {
		if !slices.Contains(members, name) {
			return nil, badRequest(fmt.Sprintf("%s has no member %s; it may have %s", at, clip(name), strings.Join(members, ", ")))
		}
	}
	return o, nil
}

// readText takes a string.
func readText(raw json.RawMessage, at string) (string, error) {
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil || text == nil {
		return "", badRequest(at + " must be a string")
	}
	return *text, nil
}

// readList takes an array apart.
func readList(raw json.RawMessage, at string) ([]json.RawMessage, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil || list == nil {
		return nil, badRequest(at + " must be an array")
	}
	return list, nil
}

// clip quotes what a client sent, shortened, for use in a refusal.
func clip(s string) string {
	const most = 80
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return strconv.Quote(s)
}

// size writes a limit in bytes for people.
func size(n int64) string {
	if n >= 1<<20 {
		return strconv.FormatInt(n>>20, 10) + " MB"
	}
	return strconv.FormatInt(n>>10, 10) + " kB"
}
