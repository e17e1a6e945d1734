package gateway

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// headerContext is what a header's fields are read against.
type headerContext struct {
	sent, arrived time.Time // of the request and of the head
	notFollowed   string    // why a redirect was not followed
	token         bool      // it is of a token endpoint
}

// headerNote is what a field means: in words, at what time, and whether it is
// worth a second look.
type headerNote struct {
	says string
	at   time.Time
	odd  bool
}

// headerNotes reads the fields that matter, by canonical name. Those of hops
// are hopHeaders'.
var headerNotes = map[string]func(value string, c headerContext) headerNote{
	"Cache-Control":    cacheControlNote,
	"Pragma":           func(string, headerContext) headerNote { return headerNote{says: "for caches of HTTP/1.0"} },
	"Date":             dateNote,
	"Retry-After":      retryNote,
	"Etag":             etagNote,
	"Last-Modified":    func(v string, _ headerContext) headerNote { return timeNote(v, "last changed", false) },
	"Expires":          expiresNote,
	"Deprecation":      deprecationNote,
	"Sunset":           sunsetNote,
	"Location":         locationNote,
	"Www-Authenticate": challengeNote,
	"Allow":            func(string, headerContext) headerNote { return headerNote{says: "the methods that this path takes"} },
	"Set-Cookie":       func(string, headerContext) headerNote { return headerNote{says: "gatehouse keeps no cookies"} },
	"Link":             linkNote,
	"Warning": func(string, headerContext) headerNote {
		return headerNote{says: "a cache or proxy warns of something", odd: true}
	},
	"Content-Disposition": func(string, headerContext) headerNote {
		return headerNote{says: "meant to be saved as a file: w saves"}
	},
}

// HeaderNotes are the fields of an answer's head for showing, as Redactor.Header
// lists them: the name as Label, the value as Text, and as Note what it means
// where that matters. A Note that has a time ends before it. What Content-Type,
// Content-Encoding and Content-Length say is about the body: that is for whoever
// shows it.
func (e *Exchange) HeaderNotes(r *Redactor) []Fact {
	c := headerContext{notFollowed: e.NotFollowed}
	if n := len(e.Attempts); n > 0 {
		last := e.Attempts[n-1]
		c.sent, c.arrived = last.At, last.At.Add(last.Timings.Head)
	}
	return noted(r.Header(e.Header), e.Header, c)
}

// HeaderNotes are those of a token endpoint's reply: a token must not lie in a
// cache. The values are as received.
func (r *Reply) HeaderNotes() []Fact {
	c := headerContext{sent: r.SentAt, arrived: r.SentAt.Add(r.Took), token: true}
	var fields []Field
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, v := range r.Header[name] {
			fields = append(fields, Field{Name: name, Value: v})
		}
	}
	out := noted(fields, r.Header, c)
	if r.Status/100 == 2 && !strings.Contains(strings.ToLower(strings.Join(r.Header.Values("Cache-Control"), ",")), "no-store") {
		out = append(out, Fact{Label: "Cache-Control", Text: "no no-store", Note: "RFC 6749 wants it with every token: a cache on the way may keep this one", Odd: true})
	}
	return out
}

// noted adds to the fields what they mean. Meanings are of the values as
// received; what they quote is to be redacted by whoever shows it.
func noted(fields []Field, h http.Header, c headerContext) []Fact {
	seen := map[string]int{}
	out := make([]Fact, 0, len(fields))
	for _, f := range fields {
		raw := h[f.Name][seen[f.Name]]
		seen[f.Name]++
		n := noteOf(http.CanonicalHeaderKey(f.Name), raw, c)
		out = append(out, Fact{Label: f.Name, Text: f.Value, Note: n.says, At: n.at, Odd: n.odd})
	}
	return out
}

func noteOf(name, value string, c headerContext) headerNote {
	if read := headerNotes[name]; read != nil {
		return read(value, c)
	}
	if isRateLimit(name) {
		return rateLimitNote(name, value, c)
	}
	for _, h := range hopHeaders {
		if http.CanonicalHeaderKey(h.name) == name {
			return headerNote{says: h.says(value)}
		}
	}
	return headerNote{}
}

func timeNote(value, says string, odd bool) headerNote {
	at, err := http.ParseTime(value)
	if err != nil {
		return headerNote{says: "this is no date of HTTP", odd: true}
	}
	return headerNote{says: says, at: at, odd: odd}
}

// directives are those of Cache-Control that are worth a word (RFC 9111
// section 5.2.2), in the order of telling.
var directives = []struct{ name, says string }{
	{"no-store", "no cache may keep it"},
	{"no-cache", "a cache must ask each time before it gives it again"},
	{"private", "only your own cache may keep it"},
	{"public", "any cache may keep it"},
	{"immutable", "it will not change meanwhile"},
	{"must-revalidate", "once old it must be asked for again"},
}

func cacheControlNote(value string, c headerContext) headerNote {
	has := map[string]string{}
	for part := range strings.SplitSeq(strings.ToLower(value), ",") {
		name, argument, _ := strings.Cut(strings.TrimSpace(part), "=")
		has[name] = strings.Trim(argument, `"`)
	}
	if _, none := has["no-store"]; none && c.token {
		return headerNote{says: "no cache may keep it, as it must be with a token"}
	}
	var says []string
	for _, d := range directives {
		if _, ok := has[d.name]; ok {
			says = append(says, d.says)
		}
	}
	if seconds, err := strconv.ParseUint(has["max-age"], 10, 31); err == nil {
		says = append(says, "good for "+spell(time.Duration(seconds)*time.Second))
	}
	return headerNote{says: strings.Join(says, "; ")}
}

func dateNote(value string, c headerContext) headerNote {
	if _, err := http.ParseTime(value); err != nil {
		return headerNote{says: "this is no date of HTTP", odd: true}
	}
	if c.sent.IsZero() {
		return headerNote{}
	}
	f := skewFact("", clockSkew(http.Header{"Date": {value}}, c.sent, c.arrived))
	return headerNote{says: f.Text, odd: f.Odd}
}

// retryNote says when to ask again: Retry-After has seconds or a date.
func retryNote(value string, c headerContext) headerNote {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		wait := time.Duration(seconds) * time.Second
		return headerNote{says: "ask again in " + spell(wait) + ", at", at: c.arrived.Add(wait), odd: true}
	}
	at, err := http.ParseTime(value)
	switch {
	case err != nil:
		return headerNote{says: "neither seconds nor a date: it cannot be followed", odd: true}
	case at.Before(c.arrived):
		return headerNote{says: "ask again; it was over when the answer came, at", at: at}
	}
	return headerNote{says: "ask again in " + spell(at.Sub(c.arrived).Round(time.Second)) + ", at", at: at, odd: true}
}

// spell writes whole seconds without the zeros that end them: 1m, 2h, 1h30m.
func spell(d time.Duration) string {
	s := d.String()
	for _, zero := range []struct{ end, cut string }{{"m0s", "0s"}, {"h0m", "0m"}} {
		if strings.HasSuffix(s, zero.end) {
			s = strings.TrimSuffix(s, zero.cut)
		}
	}
	return s
}

func etagNote(value string, _ headerContext) headerNote {
	if strings.HasPrefix(value, "W/") {
		return headerNote{says: "names this content, not its very bytes; If-None-Match with it asks whether there is other"}
	}
	return headerNote{says: "names this version; If-None-Match with it asks whether there is another"}
}

func expiresNote(value string, c headerContext) headerNote {
	at, err := http.ParseTime(value)
	if err != nil || !at.After(c.arrived) { // "0" and "-1" are usual
		return headerNote{says: "a cache must ask each time before it gives it again"}
	}
	return headerNote{says: "a cache may give it again until", at: at}
}

// deprecationNote reads RFC 9745 (@ and seconds of the epoch), and the date or
// "true" of its drafts.
func deprecationNote(value string, c headerContext) headerNote {
	value = strings.TrimSpace(value)
	if seconds, ok := strings.CutPrefix(value, "@"); ok {
		if n, err := strconv.ParseInt(seconds, 10, 64); err == nil {
			return deprecatedSince(time.Unix(n, 0), c)
		}
	}
	if at, err := http.ParseTime(value); err == nil {
		return deprecatedSince(at, c)
	}
	return headerNote{says: "this call is to be given up: look for what takes its place", odd: true}
}

func deprecatedSince(at time.Time, c headerContext) headerNote {
	if at.After(c.arrived) {
		return headerNote{says: "this call is to be given up, from", at: at, odd: true}
	}
	return headerNote{says: "this call is to be given up, since", at: at, odd: true}
}

// sunsetNote reads RFC 8594.
func sunsetNote(value string, c headerContext) headerNote {
	n := timeNote(value, "this call will stop working at", true)
	if !n.at.IsZero() && n.at.Before(c.arrived) {
		n.says = "this call was to stop working at"
	}
	return n
}

func locationNote(_ string, c headerContext) headerNote {
	if c.notFollowed == "" {
		return headerNote{}
	}
	return headerNote{says: "not followed: " + c.notFollowed, odd: true}
}

// bearerErrors are the codes of RFC 6750 section 3.1.
var bearerErrors = map[string]string{
	"invalid_token":      "the token is expired, revoked, or another target's",
	"insufficient_scope": "the token is good, but may not do this",
	"invalid_request":    "the request is malformed: a parameter is missing, wrong or there twice",
}

// challengeNote says what each challenge of WWW-Authenticate wants.
func challengeNote(value string, _ headerContext) headerNote {
	var says []string
	for _, c := range Challenges(http.Header{"Www-Authenticate": {value}}) {
		line := "wants " + firstOf(c.Scheme, "something")
		if strings.EqualFold(c.Scheme, "Bearer") {
			line = "wants a bearer token"
		}
		if realm := c.Param("realm"); realm != "" {
			line += fmt.Sprintf(" for %q", realm)
		}
		if scope := c.Param("scope"); scope != "" {
			line += fmt.Sprintf(" that may %q", scope)
		}
		if code := c.Param("error"); code != "" {
			line += ": " + firstOf(bearerErrors[code], code)
		}
		says = append(says, line)
	}
	return headerNote{says: strings.Join(says, "; ")}
}

// linkNote names the relations of RFC 8288 that a Link field leads to.
func linkNote(value string, _ headerContext) headerNote {
	var names []string
	for part := range strings.SplitSeq(value, ";") {
		name, rel, _ := strings.Cut(strings.TrimSpace(part), "=")
		if rel, _, _ = strings.Cut(rel, ","); strings.EqualFold(name, "rel") {
			names = append(names, strings.Trim(rel, `" `))
		}
	}
	if len(names) == 0 || len(names) > 6 {
		return headerNote{}
	}
	return headerNote{says: "leads to: " + strings.Join(names, ", ")}
}
