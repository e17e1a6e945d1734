package ui

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// span is a stretch of time of a send, on the one axis of all of it.
type span struct {
	name       string
	from, took time.Duration // from the start of the send
	note       string
	whole      bool // it is made up of those after it
	part       bool // it is part of one before it
}

// spans are the stretches of a send in the order they happened: waiting for a
// token, each attempt with its phases, and reading the last answer's body.
func spans(e *gateway.Exchange, state gateway.BodyState) []span {
	first, second := e.Token.Wait, time.Duration(0)
	if e.Replay.Refused.Token != nil {
		first, second = e.Replay.Refused.Wait, e.Token.Wait-e.Replay.Refused.Wait
	}
	var out []span
	end := first
	if first > 0 {
		from := time.Duration(0)
		if len(e.Attempts) > 0 { // it is asked for last, right before the attempt
			from = max(0, e.Attempts[0].At.Sub(e.Started)-first)
		}
		out = append(out, span{name: "token", from: from, took: first, note: firstTokenNote(e)})
	}
	for i, a := range e.Attempts {
		from := a.At.Sub(e.Started)
		if second > 0 && i > 0 && a.Token != e.Attempts[i-1].Token {
			out = append(out, span{name: "token", from: max(end, from-second), took: second, note: "a new one was obtained"})
		}
		out = append(out, attemptSpans(a, i, len(e.Attempts), from)...)
		end = from + a.Timings.Head
	}
	if e.Status == 0 {
		return out
	}
	sizes := words.Size(state.Wire)
	if n := int64(len(state.Bytes)); state.Decoded {
		sizes += ", decoded " + words.Size(n)
	}
	return append(out, span{name: "reading", from: end, took: state.Reading, note: sizes})
}

// attemptSpans are one attempt and its phases.
func attemptSpans(a gateway.Attempt, i, n int, from time.Duration) []span {
	t := a.Timings
	name := "call"
	switch {
	case n > 1 && a.Status != 0:
		name = fmt.Sprintf("call %d  %d", i+1, a.Status)
	case n > 1:
		name = fmt.Sprintf("call %d", i+1)
	}
	note := ""
	switch {
	case a.Status == 0:
		note = "no answer"
	case t.Reused:
		note = "on a kept connection"
	}
	out := []span{{name: name, from: from, took: t.Head, note: note, whole: true}}
	for _, p := range []span{
		{name: "name", from: t.DNSAt, took: t.DNS},
		{name: "connect", from: t.ConnectAt, took: t.Connect},
		{name: "TLS", from: t.TLSAt, took: t.TLS},
		{name: "waiting", from: t.WaitingAt, took: t.Waiting},
	} {
		if p.took > 0 {
			p.from, p.part = from+p.from, true
			out = append(out, p)
		}
	}
	return out
}

// firstTokenNote says what came of waiting for the first token.
func firstTokenNote(e *gateway.Exchange) string {
	if e.Replay.Refused.Token != nil {
		if e.Replay.Refused.New {
			return "a new one was obtained"
		}
		return "kept from before"
	}
	return tokenNote(e)
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
	spanColumns = 13
	tookColumns = 9
	leastBar    = 8
	mostBar     = 60
)

// timingView draws the spans as bars on one axis, each with its note; where
// there is no room for both, the notes stand below the bars.
func timingView(f frame, e *gateway.Exchange, state gateway.BodyState) []string {
	all := spans(e, state)
	var total time.Duration
	longest := 0
	for _, s := range all {
		total = max(total, s.from+s.took)
		longest = max(longest, display.Width(s.note))
	}
	room := f.w - 4 - spanColumns - tookColumns // of the pane's lines, which are indented
	bar := min(mostBar, room-2-longest)
	beside := bar >= 3*leastBar
	if !beside {
		bar = max(leastBar, min(mostBar, room))
	}
	lines := []string{f.axis(total, bar)}
	for i, s := range all {
		if !s.part && i > 0 && beside {
			lines = append(lines, "")
		}
		name := s.name
		if s.part {
			name = "  " + name
		}
		line := f.Faint.Render(display.Fit(name, spanColumns)) + fmt.Sprintf("%*s  ", tookColumns-2, words.Took(s.took)) + fit(f.spanBar(s, total, bar), bar)
		if beside && s.note != "" {
			line += "  " + f.Faint.Render(s.note)
		}
		lines = append(lines, line)
		if !beside && s.note != "" {
			for _, part := range display.Wrap(s.note, bar) {
				lines = append(lines, strings.Repeat(" ", spanColumns+tookColumns)+f.Faint.Render(part))
			}
		}
	}
	return append(lines, "", f.Faint.Render("started "+f.clock(e.Started)+" · u shows UTC"))
}

// axis is the line above the bars: where they begin, and how long all took.
func (f frame) axis(total time.Duration, bar int) string {
	end := words.Took(total)
	head := display.Fit("in all", spanColumns) + fmt.Sprintf("%*s  ", tookColumns-2, end)
	ends := "0" + strings.Repeat("┈", max(0, bar-2-len(end))) + " " + end
	if bar < len(end)+4 {
		ends = strings.Repeat("┈", bar)
	}
	return f.Faint.Render(head) + f.Fainter.Render(ends)
}

// spanBar draws a span on an axis of room columns for the total: thin for one
// that others make up.
func (f frame) spanBar(s span, total time.Duration, room int) string {
	if s.took <= 0 || total <= 0 {
		return ""
	}
	start := min(scale(s.from, total, room), room-1)
	length := max(1, scale(s.from+s.took, total, room)-start)
	bar := f.Accent.Render(strings.Repeat("━", length))
	if s.whole {
		bar = f.Faint.Render(strings.Repeat("─", length))
	}
	return strings.Repeat(" ", start) + bar
}

func scale(d, total time.Duration, room int) int { return int(int64(d) * int64(room) / int64(total)) }
