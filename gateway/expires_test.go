package gateway

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// expiresCase is a token reply's expires_in, as the members beside the token,
// and the lifetime that it states; zero means not stated.
type expiresCase struct {
	members string
	want    time.Duration
	note    string // must be part of the note; "" means no note at all
}

func expiresCases() []expiresCase {
	decade := longestLifetime
	return []expiresCase{
		{``, 0, ""},
		{`"expires_in":3600`, time.Hour, ""},
		{`"expires_in":1`, time.Second, ""},
		{`"expires_in":3600.0`, time.Hour, ""},
		{`"expires_in":3.6e3`, time.Hour, ""},
		{`"expires_in":3.6E+3`, time.Hour, ""},
		{`"expires_in":36000e-1`, time.Hour, ""},
		{`"expires_in":0.5`, time.Second / 2, ""},
		{`"expires_in":28800`, 8 * time.Hour, ""},
		{`"expires_in":"3600"`, time.Hour, "string"},
		{`"expires_in":" 3600\n"`, time.Hour, "string"},
		{`"expires_in":"3600.5"`, time.Hour + time.Second/2, "string"},
		{`"expires_in":"3.6e3"`, time.Hour, "string"},
		{`"expires_in":"3600"`, time.Hour, "string"},
		{`"expires_in":null`, 0, "null"},
		{`"expires_in":""`, 0, "empty string"},
		{`"expires_in":"  "`, 0, "empty string"},
		{`"expires_in":"1h"`, 0, "not a number"},
		{`"expires_in":"0x10"`, 0, "not a number"},
		{`"expires_in":"Infinity"`, 0, "not a number"},
		{`"expires_in":"NaN"`, 0, "not a number"},
		{`"expires_in":"1_000"`, 0, "not a number"},
		{`"expires_in":"1e"`, 0, "not a number"},
		{`"expires_in":"--5"`, 0, "not a number"},
		{`"expires_in":"2030-01-01T00:00:00Z"`, 0, "not a number"},
		{`"expires_in":0`, 0, "is 0"},
		{`"expires_in":-0`, 0, "is 0"},
		{`"expires_in":0.0000000001`, 0, "is 0"},
		{`"expires_in":1e-400`, 0, "is 0"},
		{`"expires_in":"0"`, 0, "is 0"},
		{`"expires_in":-1`, 0, "negative"},
		{`"expires_in":"-3600"`, 0, "negative"},
		{`"expires_in":-1e400`, 0, "negative"},
		{`"expires_in":315360000`, decade, ""},
		{`"expires_in":315360001`, decade, "ten years"},
		{`"expires_in":2147483648`, decade, "ten years"},
		{`"expires_in":9223372036854775807`, decade, "ten years"},
		{`"expires_in":9223372036854775808`, decade, "ten years"},
		{`"expires_in":18446744073709551616`, decade, "ten years"},
		{`"expires_in":1e400`, decade, "ten years"},
		{`"expires_in":"1e400"`, decade, "ten years"},
		{`"expires_in":` + strings.Repeat("9", 4000), decade, "ten years"},
		{`"expires_in":true`, 0, "true"},
		{`"expires_in":false`, 0, "false"},
		{`"expires_in":[3600]`, 0, "list"},
		{`"expires_in":{"seconds":3600}`, 0, "object"},
		{`"expires_in":3600,"expires_in":3600`, time.Hour, "2 times"},
		{`"expires_in":3600,"expires_in":60`, time.Minute, "2 times"},
		{`"expires_in":60,"expires_in":3600`, time.Minute, "2 times"},
		{`"expires_in":"x","expires_in":60,"expires_in":null`, time.Minute, "3 times"},
		{`"expires_in":60,"Expires_In":3600`, time.Minute, "Expires_In"},
		{`"EXPIRES_IN":3600,"expires_in":60`, time.Minute, "EXPIRES_IN"},
		{`"Expires_In":3600`, 0, "Expires_In"},
		{`"expires":3600`, 0, ""},
		{`"expires_i\u006e":3600`, time.Hour, ""},
	}
}

// replyWith issues one token with the members of a case beside it.
func replyWith(members string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if members != "" {
			members = "," + strings.TrimPrefix(members, ",")
		}
		io.WriteString(w, `{"access_token":"fake-token-000001","token_type":"bearer"`+members+`}`)
	}
}

func TestT4ExpiresIn(t *testing.T) {
	cases := expiresCases()
	for i, c := range cases {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { checkExpiry(t, c) })
		})
	}
	t.Logf("%d variants, each stated alone and beside an assumed lifetime", len(cases))
}

// checkExpiry obtains a token through the manager and lives through its life.
func checkExpiry(t *testing.T, c expiresCase) {
	s := &tokenServer{answer: replyWith(c.members)}
	tokens := testTokens(s)
	token := mustGet(t, tokens, qaProperty).Token
	name := cut(c.members, 60)
	source := LifetimeStated
	if c.want == 0 {
		source = LifetimeNotStated
	}
	if token.Lifetime != c.want || token.LifetimeSource != source {
		t.Fatalf("%s: lifetime %v (%s), want %v (%s)", name, token.Lifetime, token.LifetimeSource, c.want, source)
	}
	if !strings.Contains(token.LifetimeNote, c.note) || (c.note == "") != (token.LifetimeNote == "") {
		t.Errorf("%s: note %q, want %q", name, token.LifetimeNote, c.note)
	}
	if c.want == 0 {
		wantState(t, tokens, qaProperty, StateNoExpiry)
		tokens.Reject(qaProperty, token) // the 401 path ends it all the same
		wantState(t, tokens, qaProperty, StateNone)
	} else {
		if want := time.Now().Add(c.want); !token.ExpiresAt().Equal(want) {
			t.Errorf("%s: expires at %v, want %v", name, token.ExpiresAt(), want)
		}
		wantState(t, tokens, qaProperty, StateValid)
		time.Sleep(c.want - Margin(c.want))
		wantState(t, tokens, qaProperty, StateExpiring)
		time.Sleep(Margin(c.want))
		wantState(t, tokens, qaProperty, StateExpired)
	}

	dir := testDirectory()
	dir.Environments[0].AssumedLifetime = 10 * time.Minute
	assuming := newTokens(dir, NewVault(nil), &tokenServer{answer: replyWith(c.members)})
	token = mustGet(t, assuming, qaProperty).Token
	want, source := c.want, LifetimeStated
	if c.want == 0 {
		want, source = 10*time.Minute, LifetimeAssumed
	}
	if token.Lifetime != want || token.LifetimeSource != source {
		t.Errorf("%s: with an assumed lifetime %v (%s), want %v (%s)", name, token.Lifetime, token.LifetimeSource, want, source)
	}
}
