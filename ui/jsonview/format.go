package jsonview

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"
)

// Format is how a body is to be shown.
type Format uint8

// The formats. HTML, XML, CSV and Text are all shown as lines of text.
const (
	Empty Format = iota
	JSON
	JSONLines
	HTML
	XML
	CSV
	Text
	Binary
)

var formatNames = [...]string{"empty", "JSON", "JSON Lines", "HTML", "XML", "CSV", "text", "binary"}

// String is the format's name for people.
func (f Format) String() string { return formatNames[min(int(f), len(formatNames)-1)] }

// sniffBytes is how much of a body Detect looks at.
const sniffBytes = 4096

// Detect chooses the format of a body from its Content-Type and its beginning. The bytes have
// the last word: HTML that calls itself JSON is shown as HTML, zeros that call themselves text
// as binary, several values a line apart that call themselves JSON as JSON Lines. Damaged JSON
// that calls itself JSON stays JSON.
func Detect(contentType string, head []byte) Format {
	if len(head) == 0 {
		return Empty
	}
	head = head[:min(len(head), sniffBytes)]
	declared := declaredFormat(contentType)
	if looksBinary(head, declared) {
		return Binary
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(byteOrderMark)), " \t\r\n")
	switch {
	case (declared == JSON || declared == JSONLines) && len(start) > 0 && start[0] == '<':
		return markup(start)
	case declared == JSON && looksJSONLines(start):
		return JSONLines
	case declared != Empty && declared != Text && declared != Binary:
		return declared
	case len(start) > 0 && start[0] == '<':
		if f := markup(start); declared == Empty || f == HTML {
			return f
		}
	case looksJSON(start):
		if looksJSONLines(start) {
			return JSONLines
		}
		return JSON
	}
	return Text
}

// declaredFormat is what a Content-Type promises; Empty when it says nothing of use.
func declaredFormat(contentType string) Format {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t, _, _ = strings.Cut(strings.ToLower(contentType), ";")
		t = strings.TrimSpace(t)
	}
	major, minor, _ := strings.Cut(t, "/")
	switch minor {
	case "x-ndjson", "ndjson", "jsonl", "x-jsonl", "jsonlines", "x-jsonlines", "json-seq":
		return JSONLines
	case "json", "x-json":
		return JSON
	case "html", "xhtml+xml":
		return HTML
	case "xml":
		return XML
	case "csv", "tab-separated-values":
		return CSV
	}
	switch {
	case strings.HasSuffix(minor, "+json"):
		return JSON
	case strings.HasSuffix(minor, "+xml"):
		return XML
	case major == "text":
		return Text
	case major == "image" || major == "audio" || major == "video" || major == "font":
		return Binary
	}
	return Empty
}

// looksBinary tells whether head is no text: zeros, many control bytes, or no UTF-8 where
// nothing promises text.
func looksBinary(head []byte, declared Format) bool {
	if declared == Binary || bytes.IndexByte(head, 0) >= 0 {
		return true
	}
	control := 0
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b || c == 0x7f {
			control++
		}
	}
	if control*10 > len(head) {
		return true
	}
	return declared == Empty && !validButEnd(head)
}

// validButEnd tells whether b is UTF-8, perhaps cut within its last rune.
func validButEnd(b []byte) bool {
	for i := 0; i < utf8.UTFMax && i < len(b); i++ {
		if tail := b[len(b)-i-1:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				b = b[:len(b)-i-1]
			}
			break
		}
	}
	return utf8.Valid(b)
}

// markup tells HTML from XML by its first tag.
func markup(start []byte) Format {
	s := strings.ToLower(string(start[:min(len(start), 256)]))
	if strings.HasPrefix(s, "<!doctype html") || strings.HasPrefix(s, "<html") ||
		strings.HasPrefix(s, "<head") || strings.HasPrefix(s, "<body") {
		return HTML
	}
	if strings.HasPrefix(s, "<?xml") || !strings.Contains(s, "<html") {
		return XML
	}
	return HTML
}

// looksJSON tells whether unlabelled text is JSON: an object or array whose beginning has no
// fault, or none before the first key and its colon. Bare words and numbers are left to be text.
func looksJSON(start []byte) bool {
	if len(start) == 0 || start[0] != '{' && start[0] != '[' {
		return false
	}
	c := NewChecker(JSONLines)
	c.Feed(start, 64)
	fault, bad := c.Fault()
	return !bad || bytes.Contains(start[:fault.Off], []byte(`":`)) || bytes.Contains(start[:fault.Off], []byte(`" :`))
}

// looksJSONLines tells whether the first line is a whole value and another one follows.
func looksJSONLines(start []byte) bool {
	line, rest, _ := bytes.Cut(start, []byte("\n"))
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if len(rest) == 0 || rest[0] != '{' && rest[0] != '[' {
		return false
	}
	c := NewChecker(JSON)
	c.Feed(line, len(line))
	c.Finish()
	_, bad := c.Fault()
	return !bad
}
