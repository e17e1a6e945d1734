package gateway

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// chain of "Scheme token68 name=value name=value" of every challenge.
func flatten(cs []Challenge) string {
	var out []string
	for _, c := range cs {
		s := c.Scheme
		if c.Token68 != "" {
			s += " <" + c.Token68 + ">"
		}
		for _, p := range c.Params {
			s += " " + p.Name + "=" + p.Value
		}
		out = append(out, s)
	}
	return strings.Join(out, " | ")
}

func TestChallenges(t *testing.T) {
	for _, c := range []struct {
		fields []string
		want   string
	}{
		{nil, ""},
		{[]string{""}, ""},
		{[]string{"Bearer"}, "Bearer"},
		{[]string{`Bearer realm="service"`}, "Bearer realm=service"},
		{[]string{`Bearer realm="service" error="invalid_token" error_description="The access token"`}, "Bearer realm=service error=invalid_token error_description=The access token"},
		{[]string{`Bearer realm="a, b", error="invalid_token"`}, "Bearer realm=a, b error=invalid_token"},
		{[]string{`Basic realm="x", Bearer error=invalid_token`}, "Basic realm=x | Bearer error=invalid_token"},
		{[]string{`Basic realm="x"`, `Bearer error="invalid_token"`}, "Basic realm=x | Bearer error=invalid_token"},
		{[]string{`Negotiate, Bearer realm = "y" , error = "z"`}, "Negotiate | Bearer realm=y error=z"},
		{[]string{`NTLM TlRMTVNTUAAC==`}, "NTLM <TlRMTVNTUAAC==>"},
		{[]string{`Negotiate abc/+d, Basic realm=x`}, "Negotiate <abc/+d> | Basic realm=x"},
		{[]string{`Bearer error="a \"b\" \\c"`}, `Bearer error=a "b" \c`},
		{[]string{`Bearer error="open`}, "Bearer error=open"},
		{[]string{`error="invalid_token"`}, " error=invalid_token"},
		{[]string{`,,, Bearer ,, realm=`}, "Bearer realm="},
		{[]string{`"junk" ;; Bearer realm=x`}, "junk | Bearer realm=x"},
	} {
		h := http.Header{}
		for _, f := range c.fields {
			h.Add("WWW-Authenticate", f)
		}
		if got := flatten(Challenges(h)); got != c.want {
			t.Errorf("%q: %q, want %q", c.fields, got, c.want)
		}
	}
	h := http.Header{"Www-Authenticate": {`Basic error="no"`, `bearer ERROR="invalid_token"`}}
	if c, ok := bearer(h); !ok || c.Param("error") != "invalid_token" {
		t.Errorf("bearer challenge is %+v, %v", c, ok)
	}
}

func FuzzChallenges(f *testing.F) {
	f.Add(`Bearer realm="service" error="invalid_token"`)
	f.Add(`Negotiate abc==, Basic realm=x,"`)
	f.Add("= \\\" =,a=b=c")
	f.Fuzz(func(t *testing.T, value string) {
		out := Challenges(http.Header{"Www-Authenticate": {value}})
		if len(out) > maxChallenges {
			t.Fatalf("%d challenges", len(out))
		}
		size := 0
		for _, c := range out {
			size += len(c.Scheme) + len(c.Token68)
			for _, p := range c.Params {
				size += len(p.Name) + len(p.Value)
			}
		}
		if size > len(value) {
			t.Fatalf("%d bytes out of %d", size, len(value))
		}
	})
}

func TestT9RetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	cells := []struct {
		field string
		want  time.Duration
		ok    bool
	}{
		{"", 0, false}, {"0", 0, true}, {"7", 7 * time.Second, true}, {" 7 ", 7 * time.Second, true},
		{"60", time.Minute, true}, {"61", time.Minute, true}, {"1000000000", time.Minute, true},
		{"4294967296", time.Minute, true}, {"99999999999999999999999999", time.Minute, true},
		{"-1", 0, false}, {"+1", 0, false}, {"1.5", 0, false}, {"soon", 0, false}, {"1e9", 0, false}, {"5, 6", 0, false}, {"٣", 0, false},
		{now.Add(20 * time.Second).Format(http.TimeFormat), 20 * time.Second, true},
		{now.Add(-time.Hour).Format(http.TimeFormat), 0, true},
		{now.Add(1000 * time.Hour).Format(http.TimeFormat), time.Minute, true},
		{"Sunday, 01-Mar-26 12:00:30 GMT", 30 * time.Second, true},
		{"Sun Mar  1 12:00:30 2026", 30 * time.Second, true},
		{"Sun, 99 Mar 2026 12:00:30 GMT", 0, false},
	}
	for _, c := range cells {
		h := http.Header{"Retry-After": {c.field}}
		if got, ok := RetryAfter(h, now); got != c.want || ok != c.ok {
			t.Errorf("%q: %v, %v; want %v, %v", c.field, got, ok, c.want, c.ok)
		}
	}
	if _, ok := RetryAfter(nil, now); ok {
		t.Error("no header asks to wait")
	}
	t.Logf("%d values of Retry-After", len(cells))
}
