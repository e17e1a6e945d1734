package gateway

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync"
	"testing"
)

var canaries = []string{
	"fake-secret-of-qa-0001", "fake/secret+with=odd&chars?", "fake secret, spaced", `fake"quoted\secret`, "fäke-sécret-ünicode", "fake<secret>&'markup'", "fake01", "FAKEs3cretTOKENvalue0123456789",
	"fake%2Fescaped%20already", "fake\tsecret\ncontrol",
}

// spellings are the ways in which outside code, written otherwise than ours,
// puts a secret into a text.
func spellings(v string) map[string]string {
	quoted, _ := json.Marshal(v)
	var plain bytes.Buffer
	e := json.NewEncoder(&plain)
	e.SetEscapeHTML(false)
	e.Encode(v)
	std := base64.StdEncoding.EncodeToString([]byte(v))
	return map[string]string{
		"raw":            v,
		"query":          url.Values{"a": {v}}.Encode()[2:],
		"query, %20":     strings.ReplaceAll(url.QueryEscape(v), "+", "%20"),
		"path":           url.PathEscape(v),
		"url path":       strings.TrimPrefix((&url.URL{Path: "/" + v}).EscapedPath(), "/"),
		"lower escapes":  lowerEscapes(url.QueryEscape(v)),
		"base64":         std,
		"base64 raw":     strings.TrimRight(std, "="),
		"base64 url":     base64.URLEncoding.EncodeToString([]byte(v)),
		"base64 url raw": base64.RawURLEncoding.EncodeToString([]byte(v)),
		"hex":            hex.EncodeToString([]byte(v)),
		"HEX":            fmt.Sprintf("%X", v),
		"json":           string(quoted[1 : len(quoted)-1]),
		"json plain":     strings.TrimSpace(plain.String())[1 : len(strings.TrimSpace(plain.String()))-1],
		"html":           html.EscapeString(v),
	}
}

// TestS1 covers the encodings by value; S1 counts what is left of a secret.
func TestS1SecretsAreFoundInEverySpelling(t *testing.T) {
	cells := 0
	for _, v := range canaries {
		r := NewRedactor()
		r.Learn(Secret(v))
		for kind, text := range spellings(v) {
			for _, around := range []string{"%s", "before %s after", `{"a":"%s"}`, "x=%s&y=1", "%[1]s%[1]s", "é%s\x00"} {
				cells++
				whole := fmt.Sprintf(around, text)
				got := r.Text(whole)
				if strings.Contains(got, text) || !strings.Contains(got, redacted) {
					t.Errorf("%q as %s in %q: %q", v, kind, around, got)
				}
				if !r.Contains([]byte(whole)) {
					t.Errorf("%q as %s in %q is not noticed", v, kind, around)
				}
			}
		}
	}
	t.Logf("%d cells", cells)
}

func TestS1SecretsInsideLongerBase64AreFound(t *testing.T) {
	cells := 0
	for _, v := range canaries {
		r := NewRedactor()
		r.Learn(Secret(v))
		for before := range 9 {
			for after := range 4 {
				for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
					cells++
					text := enc.EncodeToString([]byte(strings.Repeat("b", before) + v + strings.Repeat("a", after)))
					got := r.Text(text)
					if !strings.Contains(got, redacted) || !r.Contains([]byte(text)) {
						t.Errorf("%q after %d and before %d bytes: %q", v, before, after, got)
					}
				}
			}
		}
	}
	t.Logf("%d cells", cells)
}

func TestS1BasicPairsAreFound(t *testing.T) {
	r := NewRedactor()
	r.LearnPair("some client", "p+w")
	for _, pair := range []string{"some client:p+w", "some+client:p%2Bw"} {
		for _, text := range []string{pair, base64.StdEncoding.EncodeToString([]byte(pair)), base64.RawURLEncoding.EncodeToString([]byte(pair)), url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(pair)))} {
			if got := r.Text("Basic " + text); got != "Basic "+redacted {
				t.Errorf("%q", got)
			}
		}
	}
}

// A text cut short still shows the first characters of a long secret.
func TestS1BeginningsOfLongSecretsAreMasked(t *testing.T) {
	r := NewRedactor()
	r.Learn("FAKEs3cretTOKENvalue0123456789")
	for n := 12; n <= 30; n++ {
		if got := r.Text("got " + "FAKEs3cretTOKENvalue0123456789"[:n] + "..."); strings.Contains(got, "FAKE") {
			t.Errorf("first %d: %q", n, got)
		}
	}
	if r.Contains([]byte("FAKEs3cretTO and nothing more")) {
		t.Error("a beginning is taken for the secret: tokens of one issuer begin alike")
	}
	if !r.Contains([]byte("FAKEs3cretTO, then FAKEs3cretTOKENvalue0123456789")) {
		t.Error("a beginning hides the secret after it")
	}
}

// As much of a long secret as a text quotes is masked, and no more.
func TestS1AsMuchAsIsQuotedIsMasked(t *testing.T) {
	const secret, sister = "FAKEs3cretTOKENvalue0123456789", "FAKEs3cretTOKENotherwise98765"
	r := NewRedactor()
	r.Learn(secret)
	r.Learn(sister)
	for n := partLength; n <= len(secret); n++ {
		for _, s := range []string{secret[:n], sister[:min(n, len(sister))]} {
			if got := r.Text("got " + s + "... end"); got != "got ••••... end" {
				t.Errorf("%s: %q", s, got)
			}
		}
	}
	if got := r.Text(secret[:20] + secret + sister[:14]); got != strings.Repeat(redacted, 3) {
		t.Errorf("three in a row: %q", got)
	}
}

// A secret stands within the quoted part of another, or begins there.
func TestS1SecretsOverlapQuotedParts(t *testing.T) {
	const long, short, across = "FAKEs3cretTOKENvalue0123456789", "FAKEs3cr", "value01-fake-other"
	r := NewRedactor()
	for _, s := range []Secret{long, short, across} {
		r.Learn(s)
	}
	for text, want := range map[string]string{
		"FAKEs3cretTOKENvalue01-fake-other!": "••••!",
		"FAKEs3cretTOKENvalue01-fake-else!":  "••••-fake-else!",
		"FAKEs3cretTOKENval!":                "••••!",
	} {
		if got := r.Text(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
		if !r.Contains([]byte(text)) {
			t.Errorf("%s holds a whole secret, and it is not noticed", text)
		}
	}
}

func TestLongestFormWins(t *testing.T) {
	r := NewRedactor()
	r.Learn("fake-secret")
	r.Learn("fake-secret-longer")
	r.Learn("fake-secret-longer-still")
	if got := r.Text("a fake-secret-longer-still b fake-secret-longer c fake-secret d"); got != "a •••• b •••• c •••• d" {
		t.Error(got)
	}
}

func TestShortAndEmptyValuesAreNotLearnt(t *testing.T) {
	r := NewRedactor()
	for _, v := range []Secret{"", "a", "true", "12345"} {
		r.Learn(v)
	}
	r.LearnPair("id", "")
	if text := "true 12345 a id:"; r.Text(text) != text || r.Contains([]byte(text)) {
		t.Error(r.Text(text))
	}
}

func TestNilRedactorKnowsNothingAndStillMasksNames(t *testing.T) {
	var r *Redactor
	r.Learn("fake-secret")
	r.LearnPair("id", "fake-secret")
	if r.Text("fake-secret") != "fake-secret" || r.Contains([]byte("fake-secret")) {
		t.Error("a nil redactor knows a value")
	}
	if got := r.URL("https://u:p@h/x?token=abc&rows=1"); got != "https://••••@h/x?token=••••&rows=1" {
		t.Error(got)
	}
}

// The matcher agrees with the plain way of searching.
func TestMatcherAgreesWithPlainSearch(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	word := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "ab"[rng.IntN(2)]
		}
		return string(b)
	}
	found := 0
	for range 400 {
		var forms []form
		for range 1 + rng.IntN(6) {
			forms = append(forms, form{bytes: word(minLearnt + rng.IntN(4))})
		}
		text := word(rng.IntN(80))
		half := rng.IntN(len(forms) + 1) // learnt in two steps
		got, ok := newMatcher(forms[:half]).with(forms[half:]).next([]byte(text), 0)
		wantStart, wantLength := -1, 0
		for _, f := range forms {
			at := strings.Index(text, f.bytes)
			if at >= 0 && (wantStart < 0 || at < wantStart || at == wantStart && len(f.bytes) > wantLength) {
				wantStart, wantLength = at, len(f.bytes)
			}
		}
		if ok != (wantStart >= 0) || ok && got != (occurrence{wantStart, wantStart + wantLength, wantStart + wantLength, true}) {
			t.Fatalf("%v in %q: %v %v, want %d", forms, text, got, ok, wantStart)
		}
		if ok {
			found++
		}
	}
	if found < 100 {
		t.Errorf("only %d of the texts held anything", found)
	}
}

func TestRedactorIsSafeForManyAtOnce(t *testing.T) {
	r := NewRedactor()
	r.Learn("fake-secret-from-the-start")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 50 {
				r.Learn(Secret(fmt.Sprintf("fake-secret-%d-%d", i, n%5)))
				if got := r.Text("x fake-secret-from-the-start y"); got != "x •••• y" {
					t.Error(got)
				}
			}
		})
	}
	all.Wait()
	if n := len(r.known); n != 41 {
		t.Errorf("%d values known, want 41", n)
	}
}

// BenchmarkLearn learns tokens of a long run: what one costs must not grow with
// how many there were.
func BenchmarkLearn(b *testing.B) {
	for _, before := range []int{0, 1000, 4000} {
		b.Run(fmt.Sprint(before), func(b *testing.B) {
			r := NewRedactor()
			for i := range before {
				r.Learn(Secret(fmt.Sprintf("fake-%05d-%032x", i, rand.Uint64())))
			}
			for i := 0; b.Loop(); i++ {
				r.Learn(Secret(fmt.Sprintf("%032x-fake-%d", rand.Uint64(), i)))
			}
		})
	}
}

func BenchmarkContains(b *testing.B) {
	r := NewRedactor()
	for i := range 40 {
		r.Learn(Secret(fmt.Sprintf("fake-secret-%d-%032x", i, rand.Uint64())))
	}
	body := bytes.Repeat([]byte(`{"id":1004,"name":"A pair of shoes","price":59.90,"categories":["shoes","men"]},`), 100<<20/80)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if r.Contains(body) {
			b.Fatal("found what is not there")
		}
	}
}
