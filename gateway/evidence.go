package gateway

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// What is said of answers that the gateway itself does not give.
const (
	inBetween    = "The gateway answers in JSON, so something in between may have sent it: a proxy, a portal, a firewall."
	tryInBetween = "Check VPN, proxy and base_url. Look at the page: it often names who sent it."
)

// evidence lists what is known, whatever the refusal.
func (x *explainer) evidence() []string {
	e := x.e
	out := []string{"target " + e.Target.String()}
	if e.Sent.Method != "" {
		out = append(out, "sent "+e.Sent.Method+" "+e.Sent.URL)
	}
	out = append(out, x.credentials())
	if line := x.lifetime(); line != "" {
		out = append(out, line)
	}
	if e.Replay.Why != "" {
		out = append(out, "replay: "+x.quote(e.Replay.Why))
	}
	for _, line := range x.challenges() {
		out = append(out, "challenge "+line)
	}
	if x.unchallenged() {
		out = append(out, "no challenge (WWW-Authenticate header) came with the 401")
	}
	if line := x.said(); line != "" {
		out = append(out, line)
	}
	out = append(out, x.source()...)
	return append(out, x.clock()...)
}

// credentials says what the request carried and how old that was.
func (x *explainer) credentials() string {
	use := x.e.Token
	switch {
	case use.Auth == AuthNone:
		return "no token was sent: auth is none"
	case use.Auth == AuthCustom:
		return "the Authorization header was your own: auth is custom"
	case use.Token == nil:
		return "no token was sent: there was none"
	}
	line := "token sent in the Authorization header, "
	switch {
	case use.Token.LifetimeSource == LifetimePasted:
		line += fmt.Sprintf("pasted by hand %s before", roundAge(use.Age))
	case use.New:
		line += fmt.Sprintf("%s old, obtained for this very send", roundAge(use.Age))
	case use.Token.FromStore:
		line += fmt.Sprintf("%s old, obtained by another run and taken from the token cache", roundAge(use.Age))
	default:
		line += fmt.Sprintf("%s old", roundAge(use.Age))
	}
	if use.Fetches > 0 {
		line += fmt.Sprintf("; %s obtained for this target in this run", count(use.Fetches, "token"))
	}
	if reply := use.Token.Reply; reply != nil {
		line += "; credentials sent as " + string(reply.Style)
	}
	return line
}

// lifetime says what is known of the token's expiry.
func (x *explainer) lifetime() string {
	t := x.e.Token.Token
	if t == nil {
		return ""
	}
	switch t.LifetimeSource {
	case LifetimeStated:
		return fmt.Sprintf("the server stated a lifetime of %v, of which %v had passed", t.Lifetime, roundAge(x.e.Token.Age))
	case LifetimeAssumed:
		return fmt.Sprintf("the server stated no lifetime; the configuration assumes %v", t.Lifetime)
	case LifetimePasted:
		return "its lifetime is not known: it was pasted"
	}
	return "its lifetime is not known: no expires_in was stated"
}

// challenges quotes the first WWW-Authenticate fields.
func (x *explainer) challenges() []string {
	var out []string
	for _, c := range Challenges(x.e.Header) {
		line := firstOf(c.Scheme, "without a scheme")
		for _, p := range c.Params {
			line += fmt.Sprintf(" %s=%q", p.Name, p.Value)
		}
		out = append(out, x.quote(line))
	}
	const shown = 4
	return out[:min(len(out), shown)]
}

// unchallenged reports a 401 that does not say what it wants.
func (x *explainer) unchallenged() bool {
	return x.e.Status == http.StatusUnauthorized && len(Challenges(x.e.Header)) == 0
}

// said quotes the body.
func (x *explainer) said() string {
	switch {
	case x.words.code != "" && x.words.text != "":
		return fmt.Sprintf("the server says %s: %s", x.quote(x.words.code), x.quote(x.words.text))
	case x.words.code != "" || x.words.text != "":
		return "the server says " + x.quote(x.words.code+x.words.text)
	case x.html:
		return "the body is an HTML page"
	case x.body.Done && len(x.body.Bytes) == 0 && x.e.Status >= 300:
		return "the body is empty"
	}
	return ""
}

// source names who answered where that may not be the gateway.
func (x *explainer) source() []string {
	var out []string
	names := []string{"Via", "Proxy-Status", "X-Cache"}
	if x.html || x.e.Status >= 500 {
		names = append(names, "Server", "Content-Type")
	}
	for _, name := range names {
		if value := strings.Join(x.e.Header.Values(name), ", "); value != "" {
			out = append(out, name+": "+x.quote(x.e.redactor.HeaderValue(name, value)))
		}
	}
	return out
}

// notableSkew is from where a difference between the clocks is worth a word.
const notableSkew = 30 * time.Second

// clock says how far the clocks differ, by the token endpoint's answer.
func (x *explainer) clock() []string {
	t := x.e.Token.Token
	if t == nil || t.Reply == nil || t.Reply.ClockSkew.Abs() < notableSkew {
		return nil
	}
	return []string{skewLine(t.Reply.ClockSkew)}
}

func skewLine(skew time.Duration) string {
	if skew < 0 {
		return fmt.Sprintf("the server's clock was %v behind this machine's", -skew.Round(time.Second))
	}
	return fmt.Sprintf("the server's clock was %v ahead of this machine's", skew.Round(time.Second))
}

func roundAge(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(time.Second)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
