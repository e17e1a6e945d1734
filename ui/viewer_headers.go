package ui

import (
	"fmt"
	"mime"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// headersView draws the headers of the answer, each with what it means where
// that matters, and what was sent for it.
func (m *model) headersView(f frame, r *response) []string {
	e := r.exchange
	lines := []string{f.Strong.Render("Received") + f.Faint.Render("  "+display.Line(e.Proto)+tlsWords(e.TLS))}
	if len(e.Header) == 0 {
		lines = append(lines, f.Faint.Render("none"))
	}
	lines = append(lines, f.notedHeaders(r.headerNotes(m.o.Redactor), m.o.Redactor)...)
	if e.Sent.URL != "" {
		lines = append(lines, "", f.Strong.Render("Sent")+f.Faint.Render("  secrets are masked"))
		lines = append(lines, display.WrapURL(e.Sent.Method+" "+e.Sent.URL, f.w-4)...)
		lines = append(lines, f.headers(e.Sent.Header)...)
	}
	return lines
}

func tlsWords(s string) string {
	if s == "" {
		return ", not encrypted"
	}
	return ", " + display.Line(s)
}

func (f frame) headers(fields []gateway.Field) []string {
	var lines []string
	for _, h := range fields {
		name := display.Line(h.Name) + ": "
		for i, part := range display.Wrap(display.Line(h.Value), max(20, f.w-4-display.Width(name))) {
			if i > 0 {
				name = strings.Repeat(" ", display.Width(name))
			}
			lines = append(lines, f.Faint.Render(name)+part)
		}
	}
	return lines
}

// headerNotes are the headers with their meanings: those of the head alone, and
// those that are about the body.
func (r *response) headerNotes(redactor *gateway.Redactor) []gateway.Fact {
	facts := r.exchange.HeaderNotes(redactor)
	state := r.exchange.Body.State()
	for i := range facts {
		switch h := &facts[i]; h.Label {
		case "Content-Type":
			h.Note, h.Odd = r.typeNote(h.Text, state)
		case "Content-Encoding":
			h.Note, h.Odd = r.encodingNote(state)
		case "Content-Length":
			h.Note, h.Odd = r.lengthNote(state)
		}
	}
	if len(state.Bytes) > 0 && r.exchange.Header.Get("Content-Type") == "" && r.reader.known {
		facts = append(facts, gateway.Fact{Label: "Content-Type", Text: "not stated", Note: "the bytes are " + r.reader.format.String(), Odd: true})
	}
	return facts
}

// typeNote compares what Content-Type says with what the bytes are.
func (r *response) typeNote(stated string, state gateway.BodyState) (note string, odd bool) {
	b := r.reader
	_, parameters, _ := mime.ParseMediaType(stated)
	declared, is := jsonview.Declared(stated), b.format
	switch charset := strings.ToLower(parameters["charset"]); {
	case len(state.Bytes) == 0 || !b.known:
		return "", false
	case b.undecoded(state):
		return "what the bytes are shows once they are decoded", false
	case declared == is && b.layouts[modePretty].fault != nil:
		return "but it is not valid JSON: " + b.layouts[modePretty].fault.Kind.String(), true
	case charset != "" && !slices.Contains([]string{"utf-8", "utf8", "us-ascii", "ascii"}, charset):
		return "the viewer reads UTF-8: what is none is marked", true
	case declared == is:
		return "and the bytes are " + is.String(), false
	case declared == jsonview.Empty:
		return "the bytes are " + is.String(), false
	case declared == jsonview.Text && is != jsonview.Binary && is != jsonview.HTML:
		return "the bytes are " + is.String(), false
	}
	return "but the bytes are " + is.String(), true
}

func (r *response) encodingNote(state gateway.BodyState) (note string, odd bool) {
	switch {
	case len(state.Bytes) == 0:
		return "", false
	case r.reader.undecoded(state):
		return "not known here: the body is shown as it came. " + askAnother, true
	case !state.Decoded:
		return "the body is shown as it came", state.Err != nil
	}
	return words.Size(state.Wire) + " on the wire, " + words.Size(int64(len(state.Bytes))) + " decoded", false
}

func (r *response) lengthNote(state gateway.BodyState) (note string, odd bool) {
	switch n := len(r.exchange.Attempts); {
	case n > 0 && r.exchange.Attempts[n-1].Method == "HEAD":
		return "of the body that GET would get", false
	case state.Done && state.Expected > 0 && state.Wire < state.Expected && !state.Truncated:
		return fmt.Sprintf("only %d came", state.Wire), true
	case state.Decoded:
		return "as encoded", false
	}
	return "", false
}

// notedHeaders draws headers in two columns, each note beside its value or else
// below it. Where names are long for the room, all stands one below the other.
func (f frame) notedHeaders(facts []gateway.Fact, redactor *gateway.Redactor) []string {
	column := 0
	for _, fact := range facts {
		column = max(column, display.Width(display.Line(fact.Label))+2)
	}
	stacked := column > 2*f.w/5
	if stacked {
		column = 2
	}
	var lines []string
	for _, fact := range facts {
		note := foreign(redactor, fact.Note)
		if !fact.At.IsZero() {
			note += " " + f.clock(fact.At)
		}
		name, value, style := display.Line(fact.Label), foreign(redactor, fact.Text), f.Plain
		if fact.Odd {
			style = f.Warn
		}
		first := column
		if stacked {
			name += ":"
			first = display.Width(name) + 1
		}
		lines = append(lines, f.headerRows(name, value, note, style, first, column)...)
	}
	return lines
}

// headerRows draws one header: the value begins after first columns in the row
// of the name, and after column ones in those below.
func (f frame) headerRows(name, value, note string, style lipgloss.Style, first, column int) []string {
	room := max(10, f.w-4-column)
	parts := []string{value}
	if display.Width(value) > f.w-4-first {
		parts = display.Wrap(value, max(10, f.w-4-first))
	}
	lead := f.Faint.Render(display.Pad(name, first))
	var out []string
	for _, part := range parts {
		out = append(out, lead+style.Render(part))
		lead = strings.Repeat(" ", column)
	}
	if note == "" {
		return out
	}
	if len(out) == 1 && first+display.Width(value)+3+display.Width(note) <= f.w-4 {
		out[0] += f.Faint.Render(" · " + note)
		return out
	}
	for i, part := range display.Wrap(note, room-2) {
		sign := "· "
		if i > 0 {
			sign = "  "
		}
		out = append(out, strings.Repeat(" ", column)+f.Faint.Render(sign+part))
	}
	return out
}
