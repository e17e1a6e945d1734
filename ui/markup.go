package ui

import (
	"bytes"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/ui/jsonview"
)

// markupBack is how far before what is drawn of HTML or XML is read, to know
// what that begins inside of. What began further back is not known, and plain
// until something shows what it is: a body may be one line of 100 MB.
const markupBack = 4 << 10

const (
	longestEntity = 32
	longestName   = 64
)

// markupPart is what a byte of HTML or XML is part of.
type markupPart uint8

const (
	partText markupPart = iota
	partPunct
	partTag
	partAttribute
	partValue
	partComment
	partEntity
)

// markupStyle is the style of a part. None of them has weight, so that without
// colours a page is what it was.
func (f frame) markupStyle(p markupPart) lipgloss.Style {
	switch p {
	case partPunct:
		return f.JSONPunct
	case partTag:
		return f.JSONLiteral
	case partAttribute:
		return f.JSONNumber
	case partValue:
		return f.JSONString
	case partComment:
		return f.Faint
	case partEntity:
		return f.JSONLiteral
	}
	return f.Plain
}

// markupRun is where bytes of the same part end, by its offset in the body; it
// begins where the one before ends.
type markupRun struct {
	to   int
	part markupPart
}

// markup reads HTML or XML for its parts. It forgives everything: what is no tag
// is text.
type markup struct {
	body  []byte
	at    int // the byte to be read next
	state markupState
	html  bool   // in whose script and style there are no tags
	name  string // of such an element that is open, "" for none
	quote byte   // that ends the value
	rest  int    // bytes of an entity that are still to come
}

type markupState uint8

const (
	inUnknown markupState = iota
	inText
	inComment
	inData    // of XML, where nothing is markup
	inName    // of a tag
	inTag     // behind its name
	inEquals  // behind the sign
	inQuotes  // a value in them
	inNoQuote // a value without
)

// markup reads the body for its parts, nil where it has none.
func (r *reader) markup(body []byte) *markup {
	if r.mode != modePretty || r.format != jsonview.HTML && r.format != jsonview.XML {
		return nil
	}
	return &markup{body: body, at: -markupBack - 1, html: r.format == jsonview.HTML}
}

// runs are the parts of the bytes from one offset to another. What was read
// before goes on where it can.
func (m *markup) runs(from, to int) []markupRun {
	if from < m.at || from-m.at > markupBack {
		m.at, m.rest, m.state, m.name = max(0, from-markupBack), 0, inUnknown, ""
		if m.at == 0 {
			m.state = inText
		}
	}
	var out []markupRun
	for to = min(to, len(m.body)); m.at < to; {
		part := m.step(to)
		if n := len(out); n > 0 && out[n-1].part == part {
			out[n-1].to = m.at
		} else if m.at > from {
			out = append(out, markupRun{m.at, part})
		}
	}
	return out
}

// step reads at least one byte, and none from to on.
func (m *markup) step(to int) markupPart {
	if m.rest > 0 {
		n := min(m.rest, to-m.at)
		m.at, m.rest = m.at+n, m.rest-n
		return partEntity
	}
	switch m.state {
	case inUnknown, inText:
		return m.stepText(to)
	case inComment:
		return m.stepUntil(to, "--", partComment)
	case inData:
		return m.stepUntil(to, "]]", partText)
	case inQuotes, inNoQuote:
		return m.stepValue(to)
	}
	return m.stepTag()
}

// stepUntil reads up to a > behind a sign, which ends what it is in.
func (m *markup) stepUntil(to int, sign string, part markupPart) markupPart {
	n := bytes.IndexByte(m.body[m.at:to], '>')
	if n < 0 {
		m.at = to
		return part
	}
	m.at += n + 1
	if bytes.HasSuffix(m.body[:m.at-1], []byte(sign)) {
		m.state = inText
	}
	return part
}

// stepText reads what is in no tag, as far as that is known.
func (m *markup) stepText(to int) markupPart {
	switch rest := m.body[m.at:]; {
	case rest[0] == '<' && m.name == "" && bytes.HasPrefix(rest, []byte("<!--")):
		m.state = inComment
		m.at++
		return partComment
	case rest[0] == '<' && m.name == "" && bytes.HasPrefix(rest, []byte("<![CDATA[")):
		m.state = inData
	case rest[0] == '<' && m.opens(rest):
		m.state = inName
		m.at++
		return partPunct
	case rest[0] == '&' && m.name == "" && m.state == inText && entity(rest) > 0:
		m.rest = entity(rest)
		return m.step(to)
	case rest[0] == '>' && m.state == inUnknown:
		m.state = inText // the end of what was not known
	}
	m.at++
	if n := bytes.IndexAny(m.body[m.at:to], "<&>"); n >= 0 {
		m.at += n
	} else {
		m.at = to
	}
	return partText
}

// opens reports whether a tag begins with the sign that the text begins with,
// and notes whether it is of an element in whose text there are no tags.
func (m *markup) opens(text []byte) bool {
	text = text[1:min(len(text), longestName)]
	ends := bytes.HasPrefix(text, []byte("/"))
	if len(text) > 0 && (ends || text[0] == '!' || text[0] == '?') {
		text = text[1:]
	}
	n := 0
	for n < len(text) && nameByte(text[n]) {
		n++
	}
	if n == 0 || text[0] >= '0' && text[0] <= '9' || text[0] == '-' || text[0] == '.' {
		return false
	}
	if n < len(text) && !blank(text[n]) && !bytes.ContainsRune([]byte("/>?"), rune(text[n])) {
		return false // as in a<b;c
	}
	name := string(bytes.ToLower(text[:n]))
	switch {
	case m.name != "": // only its own end is a tag
		if !ends || name != m.name {
			return false
		}
		m.name = ""
	case m.html && !ends && (name == "script" || name == "style"):
		m.name = name
	}
	return true
}

// stepTag reads what is between the signs of a tag, but for values.
func (m *markup) stepTag() markupPart {
	c := m.body[m.at]
	m.at++
	was := m.state
	switch {
	case c == '>':
		if m.state = inText; m.at > 1 && m.body[m.at-2] == '/' {
			m.name = "" // an element without text
		}
		return partPunct
	case was == inName && nameByte(c):
		return partTag
	case blank(c):
		if was == inName {
			m.state = inTag
		}
		return partText
	case c == '"' || c == '\'':
		m.state, m.quote = inQuotes, c
		return partValue
	case c == '<':
		m.at--
		m.state, m.name = inText, ""
		return m.stepText(m.at + 1)
	case was == inEquals:
		m.state = inNoQuote
		return partValue
	case c == '/' || c == '?' || c == '!':
		return partPunct
	case c == '=':
		m.state = inEquals
		return partPunct
	case nameByte(c) || bytes.IndexByte([]byte("@#*$()[]"), c) >= 0:
		m.state = inTag
		return partAttribute
	}
	m.state, m.name = inText, "" // it was no tag
	return partText
}

// stepValue reads the value of an attribute.
func (m *markup) stepValue(to int) markupPart {
	c := m.body[m.at]
	switch {
	case m.state == inNoQuote && c == '>': // a / before it is the value's
		m.at++
		m.state = inText
		return partPunct
	case m.state == inNoQuote && blank(c):
		m.state = inTag
		return m.stepTag()
	}
	if c == '&' {
		if n := entity(m.body[m.at:]); n > 0 {
			m.rest = n
			return m.step(to)
		}
	}
	m.at++
	if m.state == inQuotes && c == m.quote {
		m.state = inTag
	}
	return partValue
}

// entity is how long the entity is that a text begins with, 0 for none.
func entity(text []byte) int {
	text = text[:min(len(text), longestEntity)]
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == ';' && i > 1:
			return i + 1
		case c == '#' && i == 1 && len(text) > 3: // and a number
		case c < '0' || c > '9' && c < 'A' || c > 'Z' && c < 'a' || c > 'z':
			return 0
		}
	}
	return 0
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == ':' || c == '.' || c >= 0x80
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }
