package sandbox

import (
	"strings"
	"testing"
	"time"
)

// TestBearerForms: how a token may be sent, and what is said when it is not.
func TestBearerForms(t *testing.T) {
	p := play(t, Options{})
	lenient := play(t, Options{AllowQueryToken: true})
	e := p.env(0)
	token := p.token(e, "streaming-property")
	address := e.BaseURL + "/streaming-property/v1/" + e.APIKey + "/collections/product"
	const missing = `{"error":"invalid_request","error_description":"The access token is missing"}`
	const invalid = `{"error":"invalid_token","error_description":"The access token is invalid or has expired"}`
	const invalidChallenge = `Bearer realm="service" error="invalid_token" error_description="The access token is invalid or has expired"`
	cases := []struct {
		name, address, header string
		want                  string // "" for 200
	}{
		{"bearer", address, "Authorization: Bearer " + token, ""},
		{"no space after the colon", address, "Authorization:Bearer " + token, ""},
		{"any case", address, "Authorization: bEARER " + token, ""},
		{"token scheme", address, "Authorization: token " + token, ""},
		{"Token scheme", address, "Authorization: Token   " + token, ""},
		{"bare", address, "Authorization: " + token, ""},
		{"none", address, "X-None: 1", missing},
		{"empty", address, "Authorization: ", missing},
		{"in the query", address + "?access_token=" + token, "X-None: 1", missing},
		{"unknown", address, "Authorization: Bearer fakefakefakefakefakefakefakefake", invalid},
		{"scheme alone", address, "Authorization: Bearer", invalid},
		{"another scheme", address, "Authorization: Basic " + token, invalid},
		{"three words", address, "Authorization: Bearer " + token + " x", invalid},
		{"changed in case", address, "Authorization: Bearer " + strings.ToUpper(token), invalid},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := p.do("GET", c.address, "", c.header)
			switch c.want {
			case "":
				if r.status != 200 {
					t.Fatalf("got %d %s", r.status, r.body)
				}
			case missing:
				if r.status != 401 || r.body != missing || r.header.Get("WWW-Authenticate") != `Bearer realm="service"` {
					t.Fatalf("got %d %s %v", r.status, r.body, r.header)
				}
			case invalid:
				if r.status != 401 || r.body != invalid || r.header.Get("WWW-Authenticate") != invalidChallenge {
					t.Fatalf("got %d %s %v", r.status, r.body, r.header)
				}
			}
		})
	}
	l := lenient.env(0)
	byQuery := l.BaseURL + "/streaming-property/v1/" + l.APIKey + "/collections/product?access_token=" + lenient.token(l, "streaming-property")
	if r := lenient.do("GET", byQuery, ""); r.status != 200 {
		t.Errorf("allowed by the switch, got %d", r.status)
	}
	if r := lenient.do("GET", byQuery, "", "Authorization: Bearer fake"); r.status != 401 {
		t.Errorf("the header comes first, got %d", r.status)
	}
}

// TestX5TokenIsolation: each of the 15 tokens is tried at each of the 15
// places; it is good for its own and refused at all others, in the same words
// as an unknown one.
func TestX5TokenIsolation(t *testing.T) {
	p := play(t, Options{})
	type place struct {
		e       Environment
		service string
		token   string
	}
	var places []place
	for _, e := range p.Environments() {
		for _, service := range serviceNames {
			places = append(places, place{e, service, p.token(e, service)})
		}
	}
	cells := 0
	for i, from := range places {
		for j, to := range places {
			r := p.do("GET", to.e.BaseURL+"/"+to.service+"/v1/"+to.e.APIKey+listing[to.service], "", "Authorization: Bearer "+from.token)
			want := 401
			if i == j {
				want = 200
			}
			if r.status != want {
				t.Errorf("token of %s %s at %s %s: %d, want %d", from.e.Name, from.service, to.e.Name, to.service, r.status, want)
			}
			if r.status == 401 && r.member(t, "error") != "invalid_token" {
				t.Errorf("refused with %s", r.body)
			}
			cells++
		}
	}
	t.Logf("%d cells, 15 tokens at 15 places", cells)
}

// TestX5Expiry: a token lives as long as it was said to, and not a moment
// longer; without a lifetime it stays.
func TestX5Expiry(t *testing.T) {
	override := 90 * time.Second
	none := time.Duration(0)
	cells := 0
	for _, c := range []struct {
		env      int
		lifetime *time.Duration
		stated   any
		life     time.Duration
	}{
		{0, nil, 120.0, 120 * time.Second},
		{1, nil, 28800.0, 28800 * time.Second},
		{2, nil, nil, 0},
		{0, &override, 90.0, override},
		{2, &override, 90.0, override},
		{0, &none, nil, 0},
	} {
		now := newClock()
		p := play(t, Options{Now: now.Now, Lifetime: c.lifetime})
		e := p.env(c.env)
		r := p.do("POST", e.BaseURL+"/streaming-status/v1/oauth2/token", grantForm(e), formType)
		if got := r.member(t, "expires_in"); got != c.stated {
			t.Errorf("%s states %v, want %v", e.Name, got, c.stated)
		}
		call := func() int {
			cells++
			return p.do("GET", e.BaseURL+"/streaming-status/v1/"+e.APIKey+listing["streaming-status"], "",
				"Authorization: Bearer "+r.member(t, "access_token").(string)).status
		}
		if c.life == 0 {
			now.advance(10000 * time.Hour)
			if got := call(); got != 200 {
				t.Errorf("%s: a token that never expires got %d", e.Name, got)
			}
			continue
		}
		now.advance(c.life - time.Nanosecond)
		if got := call(); got != 200 {
			t.Errorf("%s: refused before its time: %d", e.Name, got)
		}
		now.advance(time.Nanosecond)
		if got := call(); got != 401 {
			t.Errorf("%s: alive at its end: %d", e.Name, got)
		}
	}
	t.Logf("%d cells", cells)
}

// TestAPIKeyChecks: after the token check, unknown keys are not found and
// another site group's are forbidden.
func TestAPIKeyChecks(t *testing.T) {
	p := play(t, Options{})
	e := p.env(0)
	base := e.BaseURL + "/streaming-property/v1/"
	token := "Authorization: Bearer " + p.token(e, "streaming-property")
	for _, c := range []struct {
		name, address string
		status        int
		code          string
	}{
		{"right", base + e.APIKey + "/collections/product", 200, ""},
		{"unknown", base + "0123456789abcdef/collections/product", 404, "not_found"},
		{"left out", base + "collections/product", 404, "not_found"},
		{"empty", base + "/collections/product", 404, "not_found"},
		{"of Staging", base + p.env(1).APIKey + "/collections/product", 403, "forbidden"},
		{"of Production", base + p.env(2).APIKey + "/collections/product", 403, "forbidden"},
		{"other version", e.BaseURL + "/streaming-property/v2/" + e.APIKey + "/collections/product", 404, "not_found"},
		{"prefix only", e.BaseURL + "/streaming-property", 404, "not_found"},
		{"token endpoint by GET with a token", base + "oauth2/token", 404, "not_found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := p.do("GET", c.address, "", token)
			if r.status != c.status {
				t.Fatalf("got %d %s", r.status, r.body)
			}
			if c.code != "" && r.member(t, "error") != c.code {
				t.Errorf("got %s", r.body)
			}
			if got := p.do("GET", c.address, "").status; got != 401 {
				t.Errorf("without a token the key is looked at first: %d", got)
			}
		})
	}
}
