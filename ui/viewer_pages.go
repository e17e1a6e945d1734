package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// headersView draws the headers of the answer, and what was sent for it.
func (m *model) headersView(f frame, r *response) []string {
	e := r.exchange
	lines := []string{f.Strong.Render("Received") + f.Faint.Render("  "+display.Line(e.Proto)+tlsWords(e.TLS))}
	if len(e.Header) == 0 {
		lines = append(lines, f.Faint.Render("none"))
	}
	lines = append(lines, f.headers(m.o.Redactor.Header(e.Header))...)
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

// phase is a stretch of time of a send.
type phase struct {
	name string
	took time.Duration
	note string
}

// phases are the stretches of a send in the order they happened: waiting for
// the token, then those of the last attempt, then the body.
func phases(e *gateway.Exchange, state gateway.BodyState) []phase {
	var out []phase
	if e.Token.Wait > 0 {
		out = append(out, phase{"token", e.Token.Wait, tokenNote(e)})
	}
	if n := len(e.Attempts); n > 0 {
		t := e.Attempts[n-1].Timings
		if t.Reused {
			out = append(out, phase{"connection", 0, "kept from before"})
		} else {
			out = append(out, phase{"name", t.DNS, ""}, phase{"connect", t.Connect, ""}, phase{"TLS", t.TLS, ""})
		}
		out = append(out, phase{"waiting", t.Waiting, "until the first byte"})
	}
	return append(out, phase{"reading", state.Reading, words.Size(state.Wire) + " on the wire, " + words.Size(int64(len(state.Bytes))) + " decoded"})
}

// tokenNote says what came of waiting for a token.
func tokenNote(e *gateway.Exchange) string {
	_, failed := errors.AsType[*gateway.TokenError](e.Err)
	switch {
	case failed, e.Token.Token == nil:
		return "none came of it"
	case e.Token.New:
		return "a new one was obtained"
	}
	return "kept from before"
}

// The columns of the timing page: names, times with a gap, and bars.
const (
	phaseColumns = 11
	tookColumns  = 9
	leastBar     = 8
	mostBar      = 40
)

// timingView draws the phases as bars on one scale, each with its note; where
// there is no room for both, the notes stand below the bars.
func timingView(f frame, e *gateway.Exchange, state gateway.BodyState) []string {
	ps := phases(e, state)
	var total, before time.Duration
	longest := 0
	for _, p := range ps {
		total += p.took
		longest = max(longest, display.Width(p.note))
	}
	room := f.w - 2 - phaseColumns - tookColumns // of the pane's lines, which are indented
	bar := min(mostBar, room-1-longest)
	beside := bar >= leastBar
	if !beside {
		bar = max(leastBar, min(mostBar, room))
	}
	lines := []string{f.Faint.Render(words.Took(total) + " in all" + timedOf(e)), ""}
	for _, p := range ps {
		line := f.Faint.Render(display.Fit(p.name, phaseColumns)) + fmt.Sprintf("%*s  ", tookColumns-2, tookOrNone(p.took)) + fit(f.bars(before, p.took, total, bar), bar)
		if beside && p.note != "" {
			line += " " + f.Faint.Render(p.note)
		}
		lines = append(lines, line)
		if !beside && p.note != "" {
			for _, part := range display.Wrap(p.note, f.w-6) {
				lines = append(lines, "    "+f.Faint.Render(part))
			}
		}
		before += p.took
	}
	return append(lines, "", f.Faint.Render("started "+f.clock(e.Started)+" · u shows UTC"))
}

// timedOf says which attempts the times are of, when there were several.
func timedOf(e *gateway.Exchange) string {
	switch {
	case len(e.Attempts) < 2:
		return ""
	case e.Token.Wait > 0:
		return ", the last attempt and its token"
	}
	return ", the last attempt"
}

// bars draws a stretch of time that begins after before, on a scale of room
// columns for the total.
func (f frame) bars(before, d, total time.Duration, room int) string {
	if d == 0 {
		return ""
	}
	start := min(scale(before, total, room), room-1)
	length := max(1, scale(before+d, total, room)-start)
	return strings.Repeat(" ", start) + f.Accent.Render(strings.Repeat("━", length))
}

func tookOrNone(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return words.Took(d)
}

func scale(d, total time.Duration, room int) int {
	if total <= 0 {
		return 0
	}
	return int(int64(d) * int64(room) / int64(total))
}

// attemptsView draws every request that went on the wire for one send.
func attemptsView(f frame, e *gateway.Exchange, redactor *gateway.Redactor) []string {
	var lines []string
	if e.Replay.Why != "" {
		for _, line := range display.Wrap(foreign(redactor, e.Replay.Why), f.w-4) {
			lines = append(lines, f.Warn.Render(line))
		}
		lines = append(lines, "")
	}
	for i, a := range e.Attempts {
		outcome := f.Bad.Render("no answer")
		if a.Status != 0 {
			outcome = f.Strong.Render(fmt.Sprint(a.Status))
		}
		lines = append(lines, f.Faint.Render(fmt.Sprintf("%d  %s  ", i+1, f.clock(a.At)))+outcome+f.Faint.Render("  in "+words.Took(a.Timings.Head)))
		lines = append(lines, "   "+f.method(a.Method)+display.CutMiddle(display.Line(a.URL), f.w-14))
		if a.Note != "" {
			lines = append(lines, "   "+f.Busy.Render(display.Line(redactor.URL(a.Note))))
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
		lines = append(lines, "")
	}
	if len(e.Attempts) == 0 {
		lines = append(lines, f.Faint.Render("Nothing went out."))
	}
	return lines
}
