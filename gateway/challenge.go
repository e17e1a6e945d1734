package gateway

import (
	"net/http"
	"strings"
)

// Challenge is one challenge of a WWW-Authenticate header (RFC 9110 section
// 11.6.1). Its texts are the server's.
type Challenge struct {
	Scheme  string  // such as "Bearer", as written; "" if there was none
	Token68 string  // the value of schemes that have no parameters
	Params  []Field // in the order and the case they came in
}

// Param is the first parameter of this name, whatever its case.
func (c Challenge) Param(name string) string {
	for _, p := range c.Params {
		if strings.EqualFold(p.Name, name) {
			return p.Value
		}
	}
	return ""
}

// maxChallenges bounds what is read of one answer's challenges.
const maxChallenges = 64

// Challenges reads every WWW-Authenticate field of an answer. It takes what
// servers really write: parameters without commas between them (Kong does so),
// single equals signs with spaces around, quotes that never close. It never
// fails; what makes no sense is left out.
func Challenges(h http.Header) []Challenge {
	var out []Challenge
	for _, value := range h.Values("WWW-Authenticate") {
		p := challengeParser{rest: value}
		for len(out) < maxChallenges && p.next(&out) {
		}
	}
	return out
}

// bearer is the first Bearer challenge of an answer.
func bearer(h http.Header) (Challenge, bool) {
	for _, c := range Challenges(h) {
		if strings.EqualFold(c.Scheme, "Bearer") {
			return c, true
		}
	}
	return Challenge{}, false
}

type challengeParser struct {
	rest string
	// open reports that parameters belong to the last challenge of the list:
	// that of this very field.
	open bool
}

// next reads a scheme or a parameter and reports whether it found more text.
func (p *challengeParser) next(out *[]Challenge) bool {
	p.rest = strings.TrimLeft(p.rest, ", \t")
	if p.rest == "" {
		return false
	}
	word := p.word()
	if word == "" { // a byte that begins nothing
		p.rest = p.rest[1:]
		return true
	}
	if value, isParam := p.value(); isParam {
		if !p.open {
			*out = append(*out, Challenge{})
			p.open = true
		}
		last := &(*out)[len(*out)-1]
		if len(last.Params) < maxChallenges {
			last.Params = append(last.Params, Field{Name: word, Value: value})
		}
		return true
	}
	*out = append(*out, Challenge{Scheme: word, Token68: p.token68()})
	p.open = true
	return true
}

func (p *challengeParser) word() string {
	n := 0
	for n < len(p.rest) && isTokenByte(p.rest[n]) {
		n++
	}
	word := p.rest[:n]
	p.rest = p.rest[n:]
	return word
}

// value reads an equals sign and what follows it.
func (p *challengeParser) value() (string, bool) {
	after := strings.TrimLeft(p.rest, " \t")
	if !strings.HasPrefix(after, "=") {
		return "", false
	}
	after = strings.TrimLeft(after[1:], " \t")
	if strings.HasPrefix(after, `"`) {
		return p.quoted(after[1:]), true
	}
	end := strings.IndexAny(after, ", \t")
	if end < 0 {
		end = len(after)
	}
	p.rest = after[end:]
	return after[:end], true
}

func (p *challengeParser) quoted(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			p.rest = s[i+1:]
			return out.String()
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		out.WriteByte(s[i])
	}
	p.rest = ""
	return out.String()
}

// token68 reads the lone value after a scheme such as Negotiate, if what
// follows is one: it ends the challenge.
func (p *challengeParser) token68() string {
	after := strings.TrimLeft(p.rest, " \t")
	if after == p.rest {
		return ""
	}
	n := 0
	for n < len(after) && (isTokenByte(after[n]) || after[n] == '/') {
		n++
	}
	end := n
	for end < len(after) && after[end] == '=' {
		end++
	}
	tail := strings.TrimLeft(after[end:], " \t")
	// One equals sign is a parameter's, unless nothing follows it.
	if n == 0 || tail != "" && tail[0] != ',' || end == n && strings.Contains(after[:n], "=") {
		return ""
	}
	p.rest = after[end:]
	return after[:end]
}
