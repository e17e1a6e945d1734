package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/words"
)

// summarize says on stderr how a send went: one line for the answer, one for
// each attempt if there were several, and what is odd about the body.
func (o *sendOptions) summarize(e *gateway.Exchange, body gateway.BodyState) {
	switch {
	case errors.Is(e.Err, context.Canceled):
		o.say("gatehouse: interrupted before an answer came")
	case e.Err != nil:
		o.say("gatehouse: %s", e.Err)
	default:
		parts := []string{statusLine(e), timing(e, body), sizes(body)}
		if story := tokenStory(e); story != "" {
			parts = append(parts, story)
		}
		o.say("%s", strings.Join(parts, " · "))
	}
	if len(e.Attempts) > 1 {
		for i, attempt := range e.Attempts {
			o.say("  %d. %s", i+1, attemptLine(attempt))
		}
	}
	if e.Replay.Verdict == gateway.ReplayAsk || e.Replay.Verdict == gateway.ReplayUseless {
		o.say("  not sent again: %s", e.Replay.Why)
	}
	came := words.Size(int64(len(body.Bytes)))
	switch {
	case errors.Is(body.Err, context.Canceled):
		o.say("  interrupted after %s of the body", came)
	case body.Err != nil:
		o.say("  the body ended early after %s: %s", came, body.Err)
	case body.Truncated:
		o.say("  the body was cut at the limit of %s", came)
	}
}

// statusLine is the status with the server's own phrase, or the usual one
// where it gave none, as HTTP/2 never does.
func statusLine(e *gateway.Exchange) string {
	reason := e.Reason
	if reason == "" {
		reason = http.StatusText(e.Status)
	}
	return strings.TrimSpace(strconv.Itoa(e.Status) + " " + reason)
}

// timing is the time the last attempt took, by phases.
func timing(e *gateway.Exchange, body gateway.BodyState) string {
	if len(e.Attempts) == 0 {
		return "nothing sent"
	}
	t := e.Attempts[len(e.Attempts)-1].Timings
	phases := []struct {
		name string
		took time.Duration
	}{
		{"dns", t.DNS}, {"connect", t.Connect}, {"tls", t.TLS}, {"waiting", t.Waiting}, {"reading", body.Reading},
	}
	var parts []string
	for _, p := range phases {
		if p.took > 0 {
			parts = append(parts, p.name+" "+words.Took(p.took))
		}
	}
	total := words.Took(t.Head + body.Reading)
	if len(parts) == 0 {
		return total
	}
	return total + " (" + strings.Join(parts, ", ") + ")"
}

// sizes are those of the body, decoded and on the wire.
func sizes(body gateway.BodyState) string {
	decoded := words.Size(int64(len(body.Bytes)))
	switch {
	case body.Encoding == "":
		return decoded
	case !body.Decoded:
		return fmt.Sprintf("%s (%s, not decoded)", decoded, body.Encoding)
	}
	return fmt.Sprintf("%s (%s as %s)", decoded, words.Size(body.Wire), body.Encoding)
}

// tokenStory says which credentials the request had.
func tokenStory(e *gateway.Exchange) string {
	switch {
	case e.Token.Auth == gateway.AuthNone:
		return "no token sent"
	case e.Token.Auth == gateway.AuthCustom:
		return "your own Authorization header"
	case e.Token.Token == nil:
		return ""
	case e.Replay.Verdict == gateway.ReplayDone:
		return "token renewed after a 401"
	case e.Token.New:
		return "token obtained in " + words.Took(e.Token.Wait)
	}
	return "token " + words.Left(e.Token.Age) + " old"
}

func attemptLine(a gateway.Attempt) string {
	outcome := "no answer"
	switch {
	case a.Err != nil:
		outcome = a.Err.Error()
	case a.Status != 0:
		outcome = strings.TrimSpace(strconv.Itoa(a.Status) + " " + http.StatusText(a.Status))
	}
	line := fmt.Sprintf("%s %s: %s, %s", a.Method, a.URL, outcome, words.Took(a.Timings.Head))
	if a.Note != "" {
		line += " (" + a.Note + ")"
	}
	return line
}
