package gateway

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestHeaderNotes: what matters is explained, each in the words of its kind;
// what is unknown is left as it is.
func TestHeaderNotes(t *testing.T) {
	sent := time.Date(2026, 3, 2, 13, 40, 10, 0, time.UTC)
	at := func(s string) time.Time {
		out, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		name, value, note string
		at                time.Time
		odd               bool
	}{
		{"Cache-Control", "no-store", "no cache may keep it", time.Time{}, false},
		{"Cache-Control", "private, Max-Age=90", "only your own cache may keep it; good for 1m30s", time.Time{}, false},
		{"Cache-Control", "s-maxage", "", time.Time{}, false},
		{"Cache-Control", "max-age=7200", "good for 2h", time.Time{}, false},
		{"Cache-Control", "max-age=10", "good for 10s", time.Time{}, false},
		{"Date", "Mon, 02 Mar 2026 13:40:10 GMT", "the server's clock agrees with this machine's", time.Time{}, false},
		{"Date", "Mon, 02 Mar 2026 13:33:10 GMT", "the server's clock is 7m1s behind this machine's", time.Time{}, true},
		{"Date", "yesterday", "this is no date of HTTP", time.Time{}, true},
		{"Retry-After", "120", "ask again in 2m, at", at("2026-03-02T13:42:12Z"), true},
		{"Retry-After", "Mon, 02 Mar 2026 13:41:12 GMT", "ask again in 1m, at", at("2026-03-02T13:41:12Z"), true},
		{"Retry-After", "Mon, 02 Mar 2026 13:00:00 GMT", "ask again; it was over when the answer came, at", at("2026-03-02T13:00:00Z"), false},
		{"Retry-After", "soon", "neither seconds nor a date: it cannot be followed", time.Time{}, true},
		{"Etag", `"v7"`, "names this version; If-None-Match with it asks whether there is another", time.Time{}, false},
		{"Etag", `W/"v7"`, "names this content, not its very bytes; If-None-Match with it asks whether there is other", time.Time{}, false},
		{"Expires", "0", "a cache must ask each time before it gives it again", time.Time{}, false},
		{"Expires", "Mon, 02 Mar 2026 14:00:00 GMT", "a cache may give it again until", at("2026-03-02T14:00:00Z"), false},
		{"Deprecation", "@1688169599", "this call is to be given up, since", at("2023-06-30T23:59:59Z"), true},
		{"Deprecation", "Wed, 02 Mar 2050 14:00:00 GMT", "this call is to be given up, from", at("2050-03-02T14:00:00Z"), true},
		{"Deprecation", "true", "this call is to be given up: look for what takes its place", time.Time{}, true},
		{"Sunset", "Wed, 02 Mar 2050 14:00:00 GMT", "this call will stop working at", at("2050-03-02T14:00:00Z"), true},
		{"Sunset", "Sun, 02 Mar 2025 14:00:00 GMT", "this call was to stop working at", at("2025-03-02T14:00:00Z"), true},
		{"Location", "/elsewhere", "not followed: it leads to another host", time.Time{}, true},
		{"Www-Authenticate", `Bearer realm="service" error="invalid_token"`, `wants a bearer token for "service": the token is expired, revoked, or another target's`, time.Time{}, false},
		{"Www-Authenticate", `Basic realm="x", Bearer error="made_up"`, `wants Basic for "x"; wants a bearer token: made_up`, time.Time{}, false},
		{"X-Ratelimit-Limit-Minute", "60", "calls that are allowed a minute", time.Time{}, false},
		{"X-Ratelimit-Remaining-Minute", "12", "calls that are still allowed this minute", time.Time{}, false},
		{"Ratelimit-Remaining", "0", "the allowance is used up", time.Time{}, true},
		{"Ratelimit-Reset", "30", "the allowance is whole again in 30s, at", at("2026-03-02T13:40:42Z"), false},
		{"X-Ratelimit-Reset", "1772460000", "the allowance is whole again at", at("2026-03-02T14:00:00Z"), false},
		{"Ratelimit", `"default";r=7;t=30`, "7 more calls are allowed for now", time.Time{}, false},
		{"Ratelimit", "limit=100, remaining=0, reset=5", "the allowance is used up", time.Time{}, true},
		{"Link", `</a?page=2>; rel="next", </a?page=9>; rel="last"`, "leads to: next, last", time.Time{}, false},
		{"Via", "1.1 proxy.example", "it passed through proxy.example", time.Time{}, false},
		{"X-Kong-Upstream-Latency", "41", "the service took 41 ms to begin its answer", time.Time{}, false},
		{"X-Unheard-Of", "x", "", time.Time{}, false},
	} {
		e := &Exchange{
			NotFollowed: "it leads to another host",
			Attempts:    []Attempt{{At: sent, Timings: Timings{Head: 2 * time.Second}}},
			Header:      http.Header{c.name: {c.value}},
		}
		got := e.HeaderNotes(NewRedactor())
		if len(got) != 1 || got[0].Label != c.name || got[0].Text != c.value {
			t.Fatalf("%s: %+v", c.name, got)
		}
		if f := got[0]; f.Note != c.note || !f.At.Equal(c.at) || f.Odd != c.odd {
			t.Errorf("%s: %s\n%q %v %v\nwant\n%q %v %v", c.name, c.value, f.Note, f.At, f.Odd, c.note, c.at, c.odd)
		}
	}
}

// TestHeaderNotesMask: what a redactor masks stays masked in values, and fields
// that are there twice keep their own notes.
func TestHeaderNotesMask(t *testing.T) {
	r := NewRedactor()
	r.Learn("a-secret-of-some-length")
	e := &Exchange{Header: http.Header{"Location": {"/x?y=a-secret-of-some-length"}, "Via": {"1.1 one", "1.1 two"}, "Set-Cookie": {"session=1234"}}}
	var all []string
	for _, f := range e.HeaderNotes(r) {
		all = append(all, f.Label+": "+f.Text+" | "+f.Note)
	}
	text := strings.Join(all, "\n")
	if strings.Contains(text, "a-secret") || strings.Contains(text, "1234") {
		t.Error(text)
	}
	for _, want := range []string{"Via: 1.1 one | it passed through one", "Via: 1.1 two | it passed through two", "gatehouse keeps no cookies"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestTokenReplyNotes: a token that a cache may keep is worth a word.
func TestTokenReplyNotes(t *testing.T) {
	for _, c := range []struct {
		status int
		cache  string
		want   string
		odd    bool
	}{
		{200, "no-store", "no cache may keep it, as it must be with a token", false},
		{200, "private", "RFC 6749 wants it with every token: a cache on the way may keep this one", true},
		{200, "", "RFC 6749 wants it with every token: a cache on the way may keep this one", true},
		{400, "", "", false},
	} {
		r := &Reply{Status: c.status, Header: http.Header{}}
		if c.cache != "" {
			r.Header.Set("Cache-Control", c.cache)
		}
		notes := r.HeaderNotes()
		last := Fact{}
		if n := len(notes); n > 0 {
			last = notes[n-1]
		}
		if last.Note != c.want || last.Odd != c.odd {
			t.Errorf("%d %q: %+v", c.status, c.cache, notes)
		}
	}
}

// FuzzHeaderNotes: whatever a server writes, each field is there once, with the
// value that was sent.
func FuzzHeaderNotes(f *testing.F) {
	for name := range headerNotes {
		f.Add(name, "1, a=\"b\"; c")
	}
	for _, h := range hopHeaders {
		f.Add(http.CanonicalHeaderKey(h.name), "0")
	}
	f.Add("X-Ratelimit-Reset", "99999999999999999999")
	f.Fuzz(func(t *testing.T, name, value string) {
		e := &Exchange{Header: http.Header{name: {value, value}}, Attempts: []Attempt{{At: time.Unix(1, 0)}}}
		got := e.HeaderNotes(NewRedactor())
		if len(got) != 2 || got[0].Label != name || got[0] != got[1] {
			t.Errorf("%q: %q gives %+v", name, value, got)
		}
		if !got[0].At.IsZero() && got[0].Note == "" {
			t.Errorf("%q: %q has a time and no word for it", name, value)
		}
	})
}
