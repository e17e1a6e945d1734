package gateway

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// written is a text with its placeholders by name.
func written(parts []Part) string {
	var out strings.Builder
	for _, p := range parts {
		if p.Secret != nil {
			fmt.Fprintf(&out, "<%s %s %s %s %v>", p.Secret.Kind, p.Secret.Name, p.Secret.Source, p.Secret.Variable, p.Secret.Escaped)
		}
		out.WriteString(p.Text)
	}
	return out.String()
}

// fakeVariable is a source that reads a variable of the process environment.
type fakeVariable struct {
	Literal
	name string
}

func (v *fakeVariable) String() string        { return "env:" + v.name }
func (v *fakeVariable) Known() (Secret, bool) { return Secret(v.Literal), v.Literal != "" }

func outgoingClient(t *testing.T, change func(*Environment)) *Client {
	t.Helper()
	env := testEnvironment("qa")
	env.BaseURL, env.APIKey = "https://qa.example", NewLiteral(fakeKey("qa"))
	change(env)
	return newTestClient(t, &Directory{Environments: []*Environment{env}, Services: append(DocumentedServices(), Service{Name: "property-other"})}, nil)
}

// TestOutgoingURL has placeholders where secrets belong.
func TestOutgoingURL(t *testing.T) {
	for _, c := range []struct {
		change func(*Environment)
		r      Request
		want   string
	}{
		{nil, Request{Path: "/x?"}, "https://qa.example/streaming-property/v1/<API key  a literal  true>/x?"},
		{nil, Request{Path: "/x?a=1;token=t&b", Query: []Field{{Name: "plain word", Value: "x y"}}},
			"https://qa.example/streaming-property/v1/<API key  a literal  true>/x?a=1;token=<query token   true>&b&plain+word=x+y"},
		{nil, Request{Path: "?q=" + fakeKey("qa") + "&token=&%74oken=x"}, "https://qa.example/streaming-property/v1/<API key  a literal  true>?q=<query q   true>&token=&%74oken=<query token   true>"},
		{func(e *Environment) { e.CallPrefix = "/{apiKey}/{service}/{apiKey}x" }, Request{Path: "y"}, "https://qa.example/<API key  a literal  true>/streaming-property/<API key  a literal  true>x/y"},
		{func(e *Environment) { e.CallPrefix, e.APIKey = "/p", nil }, Request{}, "https://qa.example/p"},
		{func(e *Environment) { e.APIKey = nil }, Request{}, "https://qa.example/streaming-property/v1/<API key  not configured  true>"},
		{func(e *Environment) { e.APIKey = &fakeVariable{"plain-key", "K"} }, Request{}, "https://qa.example/streaming-property/v1/<API key  env:K K true>"},
		{func(e *Environment) { e.APIKey = &fakeVariable{"no plain/key", "K"} }, Request{}, "https://qa.example/streaming-property/v1/<API key  env:K  true>"},
		{func(e *Environment) { e.APIKey = &fakeVariable{"", "K"} }, Request{}, "https://qa.example/streaming-property/v1/<API key  env:K  true>"},
	} {
		if c.change == nil {
			c.change = func(*Environment) {}
		}
		client := outgoingClient(t, c.change)
		c.r.Method = "GET"
		client.vault.Learn(client.dir.Environments[0].APIKey)
		out, err := client.Outgoing(qaProperty, c.r)
		if got := written(out.URL); err != nil || got != c.want {
			t.Errorf("%q: %q, %v\nwant %q", c.r.Path, got, err, c.want)
		}
	}
}

func TestOutgoingSettings(t *testing.T) {
	for _, c := range []struct {
		base, proxy, want string
		direct            bool
	}{
		{"https://qa.example", "", "", false},
		{"https://qa.example", NoProxy, "", true},
		{"http://127.0.0.1:1", "http://proxy.example:3128", "http://proxy.example:3128", true},
		{"https://qa.example", "http://me@proxy.example:3128", "http://me@proxy.example:3128", false},
		{"https://qa.example", "socks5://proxy.example:1080", "socks5h://proxy.example:1080", false},
		{"https://qa.example", "http://me:made-up@proxy.example:3128", "<proxy    false>", false},
	} {
		client := outgoingClient(t, func(e *Environment) { e.BaseURL, e.Proxy, e.CAFile = c.base, c.proxy, "/ca.pem" })
		out, err := client.Outgoing(qaProperty, Request{Method: "DELETE"})
		if err != nil || written(out.Proxy) != c.want || out.Direct != c.direct || out.CAFile != "/ca.pem" || out.Safe {
			t.Errorf("%+v: %q %v, %v", c, written(out.Proxy), out.Direct, err)
		}
	}
	client := outgoingClient(t, func(*Environment) {})
	for service, want := range map[string]string{"streaming-property": "property", "streaming-view": "view", "property-other": "property-other"} {
		out, err := client.OutgoingToken(Target{"qa", service})
		if err != nil || out.Service != want {
			t.Errorf("%s: %q, %v", service, out.Service, err)
		}
	}
	for _, r := range []Request{{Method: "GET", Path: "/../x"}, {}, {Method: "GET", Headers: []Field{{Name: "Host", Value: "x"}}}} {
		_, err := client.Outgoing(qaProperty, r)
		if _, ok := errors.AsType[*FieldError](err); !ok {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if _, err := client.Outgoing(Target{"qa", "none"}, Request{Method: "GET"}); err == nil {
		t.Error("a service that is not there was written")
	}
	if _, err := client.OutgoingToken(Target{"none", "view"}); err == nil {
		t.Error("an environment that is not there was written")
	}
}

// TestOutgoingHoldsNoSecret looks for every secret in the texts of requests;
// Disclose has them in the placeholders.
func TestOutgoingHoldsNoSecret(t *testing.T) {
	fake := &fakeGateway{}
	env := testEnvironment("qa")
	env.APIKey = NewLiteral(fakeKey("qa"))
	c := newTestClient(t, &Directory{Environments: []*Environment{env}, Services: DocumentedServices()}, fake)
	r := Request{Method: "GET", Path: "/x", Headers: []Field{{Name: "Cookie", Value: "made-up-cookie"}}, Query: []Field{{Name: "session", Value: "made up"}}}
	texts := func(out Outgoing) string {
		all := written(out.URL)
		for _, f := range out.Header {
			all += f.Name + written(f.Value)
		}
		return all
	}
	before, err := c.Outgoing(qaProperty, r)
	if err != nil || len(fake.calls)+fake.issued[qaProperty] != 0 {
		t.Fatalf("%v, %d calls", err, len(fake.calls))
	}
	out, err := c.Disclose(t.Context(), qaProperty, r)
	if err != nil {
		t.Fatal(err)
	}
	want := map[PlaceholderKind]string{PlaceholderAPIKey: fakeKey("qa"), PlaceholderToken: tokenName(qaProperty, 1), PlaceholderHeader: "made-up-cookie", PlaceholderQuery: "made+up"}
	for _, text := range []string{texts(before), texts(out)} {
		for kind, secret := range want {
			if strings.Contains(text, secret) {
				t.Errorf("the %s is in %s", kind, text)
			}
		}
	}
	if len(out.Placeholders()) != len(want) {
		t.Errorf("%d placeholders", len(out.Placeholders()))
	}
	for _, s := range out.Placeholders() {
		if s.Value.Reveal() != want[s.Kind] {
			t.Errorf("%s is %q", s.Kind, s.Value.Reveal())
		}
	}
	if fake.issued[qaProperty] != 1 || len(fake.calls) != 0 {
		t.Errorf("%d tokens, %d calls", fake.issued[qaProperty], len(fake.calls))
	}
}
