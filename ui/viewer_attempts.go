package ui

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// attemptsView draws every request that went on the wire for one send: how it
// ended, which token it carried, and what was answered before the next.
func attemptsView(f frame, e *gateway.Exchange, redactor *gateway.Redactor) []string {
	var lines []string
	if e.Replay.Why != "" {
		for _, line := range display.Wrap(foreign(redactor, e.Replay.Why), f.w-4) {
			lines = append(lines, f.Warn.Render(line))
		}
		lines = append(lines, "")
	}
	for i, a := range e.Attempts {
		lines = append(lines, f.attemptLines(i, a, redactor)...)
		if i < len(e.Attempts)-1 {
			lines = append(lines, f.startLines(a, redactor)...)
		}
		lines = append(lines, "")
	}
	if len(e.Attempts) == 0 {
		lines = append(lines, f.Faint.Render("Nothing went out."))
	}
	return lines
}

// attemptLines are what was sent, with which token, and how it ended.
func (f frame) attemptLines(i int, a gateway.Attempt, redactor *gateway.Redactor) []string {
	outcome := f.Bad.Render("no answer")
	if a.Status != 0 {
		outcome = f.Strong.Render(fmt.Sprint(a.Status))
	}
	lines := []string{
		f.Faint.Render(fmt.Sprintf("%d  %s  ", i+1, f.clock(a.At))) + outcome + f.Faint.Render("  in "+words.Took(a.Timings.Head)),
		"   " + f.method(a.Method) + display.CutMiddle(display.Line(a.URL), f.w-14),
	}
	if a.Note != "" {
		lines = append(lines, "   "+f.Busy.Render(display.Line(redactor.URL(a.Note))))
	}
	if a.Token != nil {
		lines = append(lines, "   "+f.Faint.Render("token  ")+display.Line(a.Token.Value.Mask()))
	}
	if a.Err != nil {
		for _, line := range display.Wrap(foreign(redactor, a.Err.Error()), f.w-8) {
			lines = append(lines, "   "+f.Bad.Render(line))
		}
	}
	for _, name := range slices.Sorted(slices.Values([]string{"Www-Authenticate", "Location"})) {
		if v := a.Header.Get(name); v != "" {
			lines = append(lines, f.headers([]gateway.Field{{Name: "   " + name, Value: redactor.Text(v)}})...)
		}
	}
	return lines
}

// startLines are what is kept of the body of an answer that another attempt
// followed.
func (f frame) startLines(a gateway.Attempt, redactor *gateway.Redactor) []string {
	if len(a.Start) == 0 {
		return nil
	}
	text := []byte(redactor.Text(string(a.Start)))
	index := jsonview.NewIndex(jsonview.Detect(a.Header.Get("Content-Type"), text))
	index.Feed(text, len(text))
	index.Finish()
	doc := index.Document()
	room := f.w - 10
	pen := rowPen{frame: f, doc: doc, body: text, w: room}
	lines := []string{""}
	for _, row := range doc.Rows(nil, 0, doc.Lines()) {
		plain := &bytes.Buffer{}
		for _, p := range doc.Draw(nil, row, 0, len(text)+len(a.Start)) {
			plain.Write(p.Text)
		}
		if line := display.Line(plain.String()); 2*row.Depth+display.Width(line) > room {
			for _, part := range display.Wrap(strings.Repeat(" ", 2*row.Depth)+line, room) {
				lines = append(lines, "     "+part)
			}
			continue
		}
		lines = append(lines, "     "+pen.row(row))
	}
	if len(a.Start) >= keptStart {
		lines = append(lines, "     "+f.Faint.Render("… of what followed nothing is kept"))
	}
	return lines
}

// keptStart is the most that an attempt keeps of its body.
const keptStart = 4 << 10
