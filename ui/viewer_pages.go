package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/display"
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
		lines = append(lines, display.Wrap(display.Line(e.Sent.Method+" "+e.Sent.URL), f.w-4)...)
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
		note := "kept from before"
		if e.Token.New {
			note = "a new one was obtained"
		}
		out = append(out, phase{"token", e.Token.Wait, note})
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
	return append(out, phase{"reading", state.Reading, size(state.Wire) + " on the wire, " + size(int64(len(state.Bytes))) + " decoded"})
}

// timingView draws the phases as bars on one scale.
func timingView(f frame, e *gateway.Exchange, state gateway.BodyState) []string {
	ps := phases(e, state)
	var total time.Duration
	for _, p := range ps {
		total += p.took
	}
	room := max(10, min(60, f.w-46))
	lines := []string{f.Faint.Render("all but earlier attempts, " + took(total) + " in all"), ""}
	var before time.Duration
	for _, p := range ps {
		start := scale(before, total, room)
		length := max(1, scale(before+p.took, total, room)-start)
		if p.took == 0 {
			length = 0
		}
		bar := strings.Repeat(" ", start) + f.Accent.Render(strings.Repeat("━", length))
		lines = append(lines, f.Faint.Render(display.Fit(p.name, 12))+fmt.Sprintf("%9s  ", tookOrNone(p.took))+fit(bar, room+1)+" "+f.Faint.Render(p.note))
		before += p.took
	}
	return append(lines, "", f.Faint.Render("started "+f.clock(e.Started)+" · u shows UTC"))
}

func tookOrNone(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return took(d)
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
		for _, line := range display.Wrap(display.Line(redactor.Text(e.Replay.Why)), f.w-4) {
			lines = append(lines, f.Warn.Render(line))
		}
		lines = append(lines, "")
	}
	for i, a := range e.Attempts {
		outcome := f.Bad.Render("no answer")
		if a.Status != 0 {
			outcome = f.Strong.Render(fmt.Sprint(a.Status))
		}
		lines = append(lines, f.Faint.Render(fmt.Sprintf("%d  %s  ", i+1, f.clock(a.At)))+outcome+f.Faint.Render("  in "+took(a.Timings.Head)))
		lines = append(lines, "   "+f.method(a.Method)+display.CutMiddle(display.Line(a.URL), f.w-14))
		if a.Note != "" {
			lines = append(lines, "   "+f.Busy.Render(display.Line(redactor.URL(a.Note))))
		}
		if a.Err != nil {
			for _, line := range display.Wrap(display.Line(redactor.Text(a.Err.Error())), f.w-8) {
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
