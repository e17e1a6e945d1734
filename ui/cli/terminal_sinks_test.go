//go:build unix

package cli

import (
	"fmt"
	"regexp"
	"strings"
)

// sink is one way on which a text of somebody else's reaches the screen.
type sink struct {
	name string
	// whole says that one screen shows every payload, each in a row of its
	// own, and cell for cell. Otherwise an answer holds a few, among prose.
	whole bool
	// inHeader says that the text comes in a header field, where Go's client
	// takes no control character of ASCII.
	inHeader bool
	// plain says that the text comes decoded: invalid bytes were replaced, and
	// the characters that other ones are spelled with are left out.
	plain bool
	// list says that a comma begins another text: they are left out.
	list bool
	// inJSON says that the text is written as JSON needs it, but for control
	// characters, which stay as they are.
	inJSON bool
	// quoted says that the text is shown as Go quotes it.
	quoted bool
	// tls says that the texts are names of the server's certificate.
	tls bool
	// environments is how many are needed, where it is not one for each answer,
	// and rows how many a payload takes, where it is not one.
	environments, rows int
	// answer is what the server says with texts, each between two marks.
	answer func(path string, texts []string) []byte
	// show goes from the explorer to the screen that shows the answer, in
	// which the mark last stands.
	show func(c *console, last string)
}

// answerOf writes an answer by hand, so that nothing is put right.
func answerOf(status, headers, kind, body string) []byte {
	return fmt.Appendf(nil, "HTTP/1.1 %s\r\n%sContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, headers, kind, len(body), body)
}

const goodToken = `{"access_token":"made-up-token-0123456789abcdef","token_type":"bearer","expires_in":600}`

// toCalls answers token requests with a token and calls with what say makes.
func toCalls(say func(texts []string) []byte) func(string, []string) []byte {
	return func(path string, texts []string) []byte {
		if strings.HasSuffix(path, "/token") {
			return answerOf("200 OK", "Cache-Control: no-store\r\n", "application/json", goodToken)
		}
		return say(texts)
	}
}

// toTokens refuses token requests with what say makes.
func toTokens(say func(texts []string) []byte) func(string, []string) []byte {
	return func(_ string, texts []string) []byte { return say(texts) }
}

// each writes every text by a format.
func each(texts []string, format string) string {
	var b strings.Builder
	for _, text := range texts {
		fmt.Fprintf(&b, format, text)
	}
	return b.String()
}

var (
	quotedInJSON = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	// numbered are times and sizes, which differ from run to run.
	numbered = regexp.MustCompile(`[0-9][0-9.,:]*( ?(ms|µs|s|B|kB|MB)\b|:[0-9]+)?`)
	spaces   = regexp.MustCompile(` +`)
)

// escaped writes a text in JSON so that it is hostile only when it was decoded.
func escaped(texts []string) string {
	var b strings.Builder
	for _, r := range strings.Join(texts, " ") {
		switch {
		case r > 0xffff:
			b.WriteRune(r)
		case r == '#' || r >= '0' && r <= '9':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// calm is the beginning of a body, by which the viewer tells what it is.
func calm(row string) string { return strings.Repeat(row, 40) }

const calmText = "a row of text by which the viewer tells that this is no picture and no archive, but text"

// theBody sends and shows the body on the whole screen.
func theBody(c *console, last string) {
	c.press(keyF5)
	c.waitFor("200 OK")
	c.press("v", "z")
	c.waitGone("SERVICES")
	c.settled(last)
}

// headers sends and shows the answer's header on the whole screen.
func headers(c *console, last string) {
	c.press(keyF5)
	c.waitFor("200 OK")
	c.press("v", "z", "]")
	c.waitGone("SERVICES")
	c.settled(last)
}

// settled waits until a text is on the screen and nothing more arrives.
func (c *console) settled(last string) {
	c.t.Helper()
	c.wait(fmt.Sprintf("%q and the end of what arrives", last), func() bool { return c.shows(last) && !c.shows("arriving") })
}

// calmList and calmObject begin a body with a fault that every run has: a
// control character that is not escaped.
var (
	calmList   = "[" + calm(`"`+calmText+"\",\n") + "\"\x01\",\n"
	calmObject = "{" + calm(`"`+calmText+"\":0,\n") + "\"\x01\":0,\n"
)

// explained sends and shows the evidence of a refusal.
func explained(c *console, last string) {
	c.press(keyF5)
	c.waitFor("W  shows the evidence")
	c.press("W")
	c.waitFor("WHY")
	c.settled(last)
}

// listedCollections lists one collection for each text, which is its name.
func listedCollections(path string, texts []string) []byte {
	return toCalls(func([]string) []byte {
		list := ""
		for i, text := range texts {
			list += fmt.Sprintf(`,{"id":%d,"name":"%s","status":"OPEN"}`, i+1, escaped([]string{text}))
		}
		return answerOf("200 OK", "", "application/json", `{"collections":[`+strings.TrimPrefix(list, ",")+`]}`)
	})(path, texts)
}

// listedProperties lists one collection, of which each text names a property. Its
// type tells environments apart.
func listedProperties(path string, texts []string) []byte {
	return toCalls(func([]string) []byte {
		if !strings.HasSuffix(path, "/1") {
			return answerOf("200 OK", "", "application/json", `{"collections":[{"id":1,"name":"made-up","status":"OPEN"}]}`)
		}
		list := ""
		for _, text := range texts {
			list += fmt.Sprintf(`,{"name":"%s","kind":"custom","dataType":"%s"}`, escaped([]string{text}), strings.Split(path, "/")[1])
		}
		return answerOf("200 OK", "", "application/json", `{"id":1,"name":"made-up","status":"OPEN","propertyDefinitions":[`+strings.TrimPrefix(list, ",")+`]}`)
	})(path, texts)
}

func sinks() []sink {
	return []sink{
		{name: "JSON value", whole: true, inJSON: true, show: theBody, answer: toCalls(func(texts []string) []byte {
			return answerOf("200 OK", "", "application/json", calmList+each(texts, "\"%s\",\n")+`""]`)
		})},
		{name: "JSON key", whole: true, inJSON: true, show: theBody, answer: toCalls(func(texts []string) []byte {
			return answerOf("200 OK", "", "application/json", calmObject+each(texts, "\"%s\": 1,\n")+`"":0}`)
		})},
		{name: "text body", whole: true, show: theBody, answer: toCalls(func(texts []string) []byte {
			return answerOf("200 OK", "", "text/plain", calm(calmText+"\n")+each(texts, "%s\n"))
		})},
		{name: "header value", whole: true, inHeader: true, answer: toCalls(func(texts []string) []byte {
			return answerOf("200 OK", each(texts, "X-Hostile: %s\r\n"), "application/json", "{}")
		}), show: headers},
		{name: "reason phrase", show: explained, answer: toCalls(func(texts []string) []byte {
			return answerOf("500 "+strings.Join(texts, " "), "", "application/json", "{}")
		})},
		{name: "challenge", inHeader: true, plain: true, quoted: true, show: explained, answer: toCalls(func(texts []string) []byte {
			return answerOf("401 Unauthorized", `WWW-Authenticate: Bearer realm="x", error="invalid_token", error_description="`+strings.Join(texts, " ")+"\"\r\n", "application/json", "{}")
		})},
		{name: "OAuth error text", plain: true, show: explained, answer: toTokens(func(texts []string) []byte {
			// With a long window its end is on every screen.
			return answerOf("400 Bad Request", "Retry-After: 50\r\n", "application/json", `{"error":"invalid_client","error_description":"`+escaped(texts)+`"}`)
		})},
		{name: "Location", inHeader: true, plain: true, show: explained, answer: toCalls(func(texts []string) []byte {
			return answerOf("302 Found", "Location: http://evil.test/"+strings.ReplaceAll(strings.Join(texts, " "), "%", "")+"\r\n", "application/json", "{}")
		})},
		{name: "token reply", whole: true, inJSON: true, answer: toTokens(func(texts []string) []byte {
			return answerOf("400 Bad Request", "", "application/json", calmObject+each(texts, "\"%s\": 1,\n")+`"error":"invalid_client"}`)
		}), show: func(c *console, last string) {
			c.press(keyF5)
			c.waitFor("not sent")
			c.press("t", keyEnter)
			c.waitFor("TOKEN  ")
			c.press("r")
			c.waitFor("RAW REPLY")
			c.settled(last)
		}},
		{name: "gateway header", inHeader: true, show: explained, answer: toCalls(func(texts []string) []byte {
			return answerOf("401 Unauthorized", "X-Kong-Request-Id: "+strings.Join(texts, " ")+"\r\n", "application/json", "{}")
		})},
		{name: "Via", inHeader: true, list: true, show: explained, answer: toCalls(func(texts []string) []byte {
			return answerOf("401 Unauthorized", "Via: 1.1 "+strings.Join(texts, " ")+"\r\n", "application/json", "{}")
		})},
		{name: "collection name", whole: true, plain: true, answer: listedCollections, show: func(c *console, last string) {
			c.press("c")
			c.settled(last)
			c.waitGone("◌") // the other item types
		}},
		{name: "property name", whole: true, plain: true, answer: listedProperties, show: func(c *console, last string) {
			c.press("c", "\t")
			c.waitFor("made-up")
			c.press(keyEnter)
			c.settled(last)
		}},
		{name: "comparison", whole: true, plain: true, environments: 2, rows: 2, answer: listedProperties, show: func(c *console, last string) {
			c.press("c", "\t")
			c.waitFor("made-up")
			c.press("d")
			c.settled(last)
		}},
		{name: "certificate name", tls: true, quoted: true, show: explained},
	}
}
