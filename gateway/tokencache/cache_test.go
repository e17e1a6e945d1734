package tokencache

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/gateway"
)

// Credentials of the tests, made up.
const (
	fakeID     = "fake-client-id-0001"
	fakeSecret = "fake-client-secret-0001"
)

func todo() context.Context { return context.Background() }

func keyOf(url string) gateway.StoreKey {
	return gateway.StoreKey{
		BaseURL: url, TokenURL: url + "/streaming-property/v1/oauth2/token", Service: "streaming-property",
		Style: gateway.AuthForm, ClientID: fakeID, ClientSecret: fakeSecret,
	}
}

func newCache(t *testing.T) *Cache {
	if !locksWork {
		t.Skip("a cache refuses to work here: there are no locks")
	}
	return New(filepath.Join(t.TempDir(), "gatehouse", "tokens.json"))
}

func fakeToken(value string) gateway.Stored {
	return gateway.Stored{Token: &gateway.Token{
		Value: gateway.Secret(value), Type: "bearer", ObtainedAt: time.Now(), Lifetime: time.Hour, LifetimeSource: gateway.LifetimeStated,
	}}
}

func fileText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func save(t *testing.T, c *Cache, key gateway.StoreKey, s gateway.Stored) {
	t.Helper()
	if err := c.Save(key, s); err != nil {
		t.Fatal(err)
	}
}

// loaded is the value of the token under a key, "" for none.
func loaded(t *testing.T, c *Cache, key gateway.StoreKey) string {
	t.Helper()
	s, err := c.Load(key)
	if err != nil {
		t.Fatal(err)
	}
	if s.Token == nil {
		return ""
	}
	return s.Token.Value.Reveal()
}

func TestRoundTrip(t *testing.T) {
	c := newCache(t)
	key := keyOf("https://qa.example")
	if s, err := c.Load(key); err != nil || s.Token != nil || s.Failure != nil {
		t.Errorf("an empty cache: %+v, %v", s, err)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 6789, time.UTC)
	in := gateway.Stored{
		Token: &gateway.Token{Value: "fake-token", Type: "Bearer", ObtainedAt: at, Lifetime: 90 * time.Second,
			LifetimeSource: gateway.LifetimeStated, LifetimeNote: "expires_in is a string"},
		Failure: &gateway.TokenError{Stage: gateway.StageRefused, Endpoint: "https://qa.example/t", Style: gateway.AuthForm, HTTPStatus: 400, Code: "invalid_client",
			Description: "made up", Shape: gateway.ShapeObject, Location: "/x", Fault: "f", Advice: "a", At: at},
		Failures: 3, RetryAt: time.Now().Add(time.Minute).UTC().Round(0),
	}
	save(t, c, key, in)
	out, err := New(c.path).Load(key)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%+v %+v", *out.Token, *out.Failure), fmt.Sprintf("%+v %+v", *in.Token, *in.Failure); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if out.Token.Value != in.Token.Value || out.Failures != 3 || !out.RetryAt.Equal(in.RetryAt) {
		t.Errorf("%+v", out)
	}
}

// TestT7OtherCredentials: a token is found under exactly its own key.
func TestT7OtherCredentials(t *testing.T) {
	c := newCache(t)
	key := keyOf("https://qa.example")
	save(t, c, key, fakeToken("fake-token"))
	for name, change := range map[string]func(*gateway.StoreKey){
		"base URL":  func(k *gateway.StoreKey) { k.BaseURL = "https://other.example" },
		"token URL": func(k *gateway.StoreKey) { k.TokenURL += "2" },
		"service":   func(k *gateway.StoreKey) { k.Service = "streaming-view" },
		"style":     func(k *gateway.StoreKey) { k.Style = gateway.AuthBasic },
		"client id": func(k *gateway.StoreKey) { k.ClientID += "2" },
		"secret":    func(k *gateway.StoreKey) { k.ClientSecret += "2" },
		"moved":     func(k *gateway.StoreKey) { k.ClientID, k.ClientSecret = k.ClientID+"f", k.ClientSecret[1:] },
	} {
		other := key
		change(&other)
		if got := loaded(t, c, other); got != "" {
			t.Errorf("%s: a token of another key was found", name)
		}
		save(t, c, other, fakeToken("fake-other"))
		if loaded(t, c, other) != "fake-other" || loaded(t, c, key) != "fake-token" {
			t.Errorf("%s: the two do not live side by side", name)
		}
	}
	if err := c.Drop(key, "fake-something"); err != nil || loaded(t, c, key) != "fake-token" {
		t.Errorf("another value was dropped: %v", err)
	}
	if err := c.Drop(key, "fake-token"); err != nil || loaded(t, c, key) != "" {
		t.Errorf("it was not dropped: %v", err)
	}
}

// TestS1NoSecretInTheFile looks for what must not be there. What is derived
// from the secret costs as much to guess as a password.
func TestS1NoSecretInTheFile(t *testing.T) {
	c := newCache(t)
	save(t, c, keyOf("https://qa.example"), fakeToken("fake-token"))
	text := fileText(t, c.path)
	for _, secret := range []string{fakeSecret, fakeSecret[:12], fakeID} {
		if strings.Contains(text, secret) {
			t.Errorf("the file holds %s:\n%s", secret, text)
		}
	}
	if rounds < 100_000 {
		t.Errorf("%d rounds are cheap to guess through", rounds)
	}
}

// TestTorn cuts the file at every 64th byte: it heals itself, says so once, and
// works again.
func TestTorn(t *testing.T) {
	c := newCache(t)
	key := keyOf("https://qa.example")
	save(t, c, key, fakeToken("fake-token"))
	whole := fileText(t, c.path)
	cuts := 0
	for at := 0; at < len(whole)-1; at += 64 {
		cuts++
		if err := os.WriteFile(c.path, []byte(whole[:at]), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := c.Load(key); !isDamage(err) || s.Token != nil || !strings.Contains(err.Error(), c.path) {
			t.Errorf("cut at %d: %v", at, err)
		}
		if s, err := c.Load(key); err != nil || s.Token != nil {
			t.Errorf("cut at %d, again: %v", at, err)
		}
		save(t, c, key, fakeToken("fake-again"))
		if got := loaded(t, c, key); got != "fake-again" {
			t.Errorf("cut at %d, then: %q", at, got)
		}
	}
	t.Logf("%d cuts of %d bytes", cuts, len(whole))
	for _, garbage := range []string{"null", "[]", "{}", `{"version":0}`, `{"version":1,"salt":""}`, strings.Repeat("x", 2<<20)} {
		if err := os.WriteFile(c.path, []byte(garbage), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Load(key); !isDamage(err) {
			t.Errorf("%.20s: %v", garbage, err)
		}
	}
	newer := `{"version":2,"salt":"` + strings.Repeat("A", 44) + `"}`
	if err := os.WriteFile(c.path, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	var fault *Fault
	if _, err := c.Load(key); !errors.As(err, &fault) || fileText(t, c.path) != newer {
		t.Errorf("a newer form: %v", err)
	}
	if err := c.Save(key, fakeToken("fake-token")); !errors.As(err, &fault) || fileText(t, c.path) != newer {
		t.Errorf("a newer form was replaced: %v", err)
	}
}

// TestBounded fills the file with more than it may hold.
func TestBounded(t *testing.T) {
	kept := begin()
	key := keyOf("https://qa.example")
	for i := range 3 * maxEntries {
		e := entryOf(key, fmt.Sprint(i), fakeToken(strings.Repeat("f", 100)))
		if i%2 == 0 {
			e.Token.ObtainedAt = time.Now().Add(-2 * time.Hour) // over
		}
		kept.Entries = append(kept.Entries, e)
	}
	kept.trimmed(time.Now())
	if n := len(kept.Entries); n != maxEntries || kept.Entries[n-1].Credentials != fmt.Sprint(3*maxEntries-1) {
		t.Errorf("%d entries, the last %s", n, kept.Entries[n-1].Credentials)
	}
	for i := range kept.Entries {
		kept.Entries[i].Token.Value = strings.Repeat("f", 60<<10)
	}
	text := kept.trimmed(time.Now())
	if len(text) > maxBytes || len(kept.Entries) < 10 {
		t.Errorf("%d bytes, %d entries", len(text), len(kept.Entries))
	}
	var again contents
	if err := json.Unmarshal(text, &again); err != nil || len(again.Entries) != len(kept.Entries) {
		t.Errorf("it does not read back: %v", err)
	}
}

// TestManyWriters lets goroutines change the file at once: nothing is lost.
func TestManyWriters(t *testing.T) {
	path := newCache(t).path
	var all sync.WaitGroup
	const writers, each = 4, 5
	for w := range writers {
		all.Go(func() {
			c := New(path)
			for i := range each {
				key := keyOf("https://qa.example")
				key.Service = fmt.Sprintf("service-%d-%d", w, i)
				if err := c.Save(key, fakeToken("fake-token")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	kept, err := read(path)
	if err != nil || len(kept.Entries) != writers*each {
		t.Fatalf("%d entries, want %d: %v", len(kept.Entries), writers*each, err)
	}
}

func TestLockIsLeftInTime(t *testing.T) {
	c := newCache(t)
	key := keyOf("https://qa.example")
	unlock, err := c.Lock(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	other := key
	other.Service = "streaming-view"
	unlockOther, err := c.Lock(t.Context(), other)
	if err != nil {
		t.Fatal("another target waits: ", err)
	}
	unlockOther()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := c.Lock(ctx, key)
		ended <- err
	}()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	unlock()
	if unlock, err = c.Lock(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	unlock()
}

func BenchmarkFingerprint(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		c := New("")
		if _, err := c.fingerprint([]byte(fmt.Sprintf("%032d", i)), keyOf("https://qa.example")); err != nil {
			b.Fatal(err)
		}
	}
}
