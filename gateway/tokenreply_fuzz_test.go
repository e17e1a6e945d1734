package gateway

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// FuzzTokenReply reads any answer at all: it must end in a usable token or a
// complete, clean error.
func FuzzTokenReply(f *testing.F) {
	for _, c := range replyCases() {
		if len(c.body) <= 8<<10 {
			f.Add(c.status, c.header.Get("Content-Type"), c.header.Get("Location"), []byte(c.body))
		}
	}
	for _, c := range expiresCases() {
		f.Add(200, "", "", []byte(goodReply(","+c.members)))
	}
	f.Fuzz(func(t *testing.T, status int, contentType, location string, body []byte) {
		target := Target{"qa", "streaming-property"}
		env := testEnvironment("qa")
		x := &tokenExchange{target: target, env: env, home: homeOf(env, target.Service), vault: NewVault(NewRedactor())}
		header := http.Header{"Content-Type": {contentType}, "Location": {location}}
		found := readContent(header, body)
		reply := &Reply{Status: status, Header: header, Body: body[:min(len(body), MaxTokenReply)], SentAt: time.Now()}
		for _, s := range found.credentials(reply.Body) {
			x.vault.redactor.Learn(s)
		}
		token, failure := x.judge(reply, found)
		if (token == nil) == (failure == nil) {
			t.Fatal("neither or both of token and error")
		}
		if failure != nil {
			checkCleanText(t, failure)
			return
		}
		checkClean(t, "token", token, nil)
		if token.Lifetime < 0 || token.Lifetime > longestLifetime || (token.Lifetime == 0) != (token.LifetimeSource == LifetimeNotStated) {
			t.Fatalf("lifetime %v, %s", token.Lifetime, token.LifetimeSource)
		}
	})
}

// checkCleanText is checkClean for bodies that may hold anything, our words'
// marks among it.
func checkCleanText(t *testing.T, e *TokenError) {
	if e.Fault == "" || e.Advice == "" {
		t.Fatalf("an incomplete error: %+v", e)
	}
	for _, text := range []string{e.Error(), e.Fault, e.Advice} {
		if !safeOnTerminal(text) {
			t.Fatalf("raw bytes come out: %q", text)
		}
	}
}

// FuzzExpiresIn reads any JSON value as expires_in.
func FuzzExpiresIn(f *testing.F) {
	for _, c := range expiresCases() {
		_, value, _ := strings.Cut(c.members, ":")
		f.Add([]byte(value))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		var raw json.RawMessage
		if json.Unmarshal(value, &raw) != nil {
			return
		}
		lifetime, note := expiresIn([]member{{"expires_in", raw}})
		if lifetime < 0 || lifetime > longestLifetime {
			t.Fatalf("%q: %v", value, lifetime)
		}
		if lifetime == 0 && note == "" {
			t.Fatalf("%q: not stated, and no word why", value)
		}
		var seconds int32
		if json.Unmarshal(raw, &seconds) == nil && seconds > 0 && seconds < 100_000_000 && raw[0] != 'n' {
			if lifetime != time.Duration(seconds)*time.Second || note != "" {
				t.Fatalf("%q: %v, %q", value, lifetime, note)
			}
		}
		if doubled, _ := expiresIn([]member{{"expires_in", raw}, {"expires_in", raw}}); doubled != lifetime {
			t.Fatalf("%q: %v once, %v twice", value, lifetime, doubled)
		}
	})
}
