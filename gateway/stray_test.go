package gateway

import (
	"encoding/base64"
	"net/url"
	"testing"
)

// TestStraySecrets: a secret of one target is found in every part of a request
// to another one, and the other one's own is not held against it.
func TestStraySecrets(t *testing.T) {
	dir := keyedDirectory()
	g := &fakeGateway{}
	c := newTestClient(t, dir, g)
	from := qaProperty
	to := Target{dir.Environments[1].Name, from.Service}
	values := map[Target]string{}
	for _, target := range []Target{from, to} {
		e := c.Send(t.Context(), target, Request{Method: "GET", Path: "/x"})
		if e.Err != nil {
			t.Fatal(e.Err)
		}
		values[target] = e.Token.Token.Value.Reveal()
	}
	one := func(value string) []Field { return []Field{{Name: "X-Tok", Value: value}} }
	off := []Field{{Name: "X-Tok", Value: values[from], Off: true}}
	const holds = "a token of qa"
	for name, c2 := range map[string]struct {
		r    Request
		want Stray
	}{
		"header":          {Request{Headers: one(values[from])}, Stray{"header", "X-Tok", holds}},
		"cookie":          {Request{Headers: []Field{{Name: "Cookie", Value: "a=b; t=" + values[from] + "; c=d"}}}, Stray{"header", "Cookie", holds}},
		"base64":          {Request{Headers: one("Basic " + base64.StdEncoding.EncodeToString([]byte("me:"+values[from])))}, Stray{"header", "X-Tok", holds}},
		"query":           {Request{Query: one(values[from])}, Stray{"query", "X-Tok", holds}},
		"name":            {Request{Query: []Field{{Name: values[from]}}}, Stray{"query", "", holds}},
		"path":            {Request{Path: "/x?t=" + url.QueryEscape(values[from])}, Stray{"path", "", holds}},
		"parameter":       {Request{Path: "/{X-Tok}", PathParams: one(values[from])}, Stray{"parameter", "X-Tok", holds}},
		"pieces":          {Request{Path: "/{a}{b}", PathParams: []Field{{Name: "a", Value: values[from][:5]}, {Name: "b", Value: values[from][5:]}}}, Stray{"path", "", holds}},
		"body":            {Request{Body: []byte(`{"t":"` + values[from] + `"}`)}, Stray{"body", "", holds}},
		"API key":         {Request{Headers: one(fakeKey("qa"))}, Stray{"header", "X-Tok", "the API key of qa"}},
		"beside its own":  {Request{Headers: one(values[to] + " " + values[from])}, Stray{"header", "X-Tok", holds}},
		"own credentials": {Request{Auth: AuthCustom, Headers: []Field{{Name: "Authorization", Value: "Bearer " + values[from]}}}, Stray{"header", "Authorization", holds}},
		"its own":         {Request{Headers: append(one(values[to]), one(fakeKey(to.Environment))...)}, Stray{}},
		"off":             {Request{Headers: off, Query: off, Body: []byte("plain")}, Stray{}},
		"managed":         {Request{Auth: AuthCustom, Headers: []Field{{Name: "Authorization", Value: "Bearer " + values[from]}}}.Managed(), Stray{}},
	} {
		got := c.Stray(to, c2.r)
		if got == nil {
			got = &Stray{}
		}
		if *got != c2.want {
			t.Errorf("%s: %+v, want %+v", name, *got, c2.want)
		}
	}
	// Another token took its place, and it is still known whose it was.
	if _, err := c.tokens.Refresh(t.Context(), from); err != nil {
		t.Fatal(err)
	}
	if got := c.Stray(to, Request{Headers: one("Bearer " + values[from])}); got == nil || got.Secret != holds {
		t.Errorf("one that was renewed: %+v", got)
	}
}
