package gateway

import (
	"reflect"
	"strings"
	"testing"
)

func manyEnvironments() *Directory {
	d := &Directory{Services: append(DocumentedServices(), Service{Name: "other"}, Service{Name: "streaming-viewer"})}
	for _, name := range []string{"QA", "qa-2", "Staging", "Production", "prod-eu"} {
		d.Environments = append(d.Environments, &Environment{Name: name})
	}
	return d
}

func TestMatch(t *testing.T) {
	d := manyEnvironments()
	for typed, want := range map[string]string{
		"QA": "QA", "qa": "QA", "qa-": "qa-2", "s": "Staging", "STAG": "Staging", "produ": "Production", "prod-": "prod-eu",
		"": "!no environment", "x": "!no environment", "prod": "!not clear", "q": "!not clear", "qa-22": "!no environment",
	} {
		e, err := d.MatchEnvironment(typed)
		checkMatch(t, typed, want, func() string { return e.Name }, err)
	}
	for typed, want := range map[string]string{
		"property": "streaming-property", "streaming-property": "streaming-property", "PROP": "streaming-property", "streaming-p": "streaming-property",
		"view": "streaming-view", "viewe": "streaming-viewer", "streaming-view": "streaming-view", "o": "other", "st": "streaming-status",
		"streaming-": "!no service", "s": "!not clear", "vie": "!not clear", "": "!no service", "nothing": "!no service",
	} {
		s, err := d.MatchService(typed)
		checkMatch(t, typed, want, func() string { return s.Name }, err)
	}
}

func checkMatch(t *testing.T, typed, want string, got func() string, err error) {
	t.Helper()
	says, fails := strings.CutPrefix(want, "!")
	switch {
	case fails && (err == nil || !strings.Contains(err.Error(), says)):
		t.Errorf("%q: error is %v, want …%s…", typed, err, says)
	case !fails && (err != nil || got() != want):
		t.Errorf("%q: %v, want %s", typed, err, want)
	}
}

func TestDirectoryKeepsTheOrder(t *testing.T) {
	d := manyEnvironments()
	targets := d.Targets()
	if len(targets) != 35 || targets[0] != (Target{"QA", "streaming-property"}) || targets[7] != (Target{"qa-2", "streaming-property"}) {
		t.Errorf("targets are %v", targets)
	}
	if d.Environment("qa") != nil || d.Environment("QA") == nil {
		t.Error("names are compared exactly")
	}
	d.Operations = []Operation{{Service: "b", Name: "1"}, {Service: "a", Name: "2"}, {Service: "b", Name: "3"}}
	if got := d.OperationsOf("b"); len(got) != 2 || got[0].Name != "1" || got[1].Name != "3" {
		t.Errorf("operations are %v", got)
	}
}

func TestOperationRequest(t *testing.T) {
	o := Operation{
		Method: "PUT", Path: "/c/{a}", Body: "{}", Safety: DeclaredSafe,
		PathParams: []Parameter{{Name: "a", Default: "x"}},
		Query:      []Parameter{{Name: "b"}, {Name: "c", Default: "1"}},
		Headers:    []Parameter{{Name: "d", Default: "2"}},
	}
	want := Request{
		Method: "PUT", Path: "/c/{a}", Body: []byte("{}"), Safety: DeclaredSafe,
		PathParams: []Field{{Name: "a", Value: "x"}},
		Query:      []Field{{Name: "b", Off: true}, {Name: "c", Value: "1"}},
		Headers:    []Field{{Name: "d", Value: "2"}},
	}
	if got := o.Request(); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	if got := (Operation{Method: "GET"}).Request(); len(got.Body) != 0 {
		t.Errorf("body %q", got.Body)
	}
}

func TestSafety(t *testing.T) {
	for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
		if !ByMethod.Safe(method) || DeclaredUnsafe.Safe(method) {
			t.Errorf("%s", method)
		}
	}
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "get", "PURGE", "", "TRACE"} {
		if ByMethod.Safe(method) || !DeclaredSafe.Safe(method) {
			t.Errorf("%s", method)
		}
	}
}

func TestEnvironmentURLs(t *testing.T) {
	for _, c := range []struct {
		e                   Environment
		token, call, masked string
		needsKey            bool
	}{
		{Environment{BaseURL: "https://h"}, "https://h/s-x/v1/oauth2/token", "https://h/s-x/v1/a%2Fkey-of-16-bytes", "https://h/s-x/v1/a/ke" + redacted + "ytes", true},
		{Environment{BaseURL: "https://h/p", TokenPath: "oauth/token", CallPrefix: "/api/"}, "https://h/p/oauth/token", "https://h/p/api", "https://h/p/api", false},
		{Environment{BaseURL: "https://h", TokenPath: "/t?x={service}", CallPrefix: "/{apiKey}/{service}/"}, "https://h/t?x=s-x", "https://h/a%2Fkey-of-16-bytes/s-x", "https://h/a/ke" + redacted + "ytes/s-x", true},
		{Environment{BaseURL: "https://h", CallPrefix: "/"}, "https://h/s-x/v1/oauth2/token", "https://h", "https://h", false},
	} {
		key := Secret("a/key-of-16-bytes")
		if got := c.e.TokenURL("s-x"); got != c.token {
			t.Errorf("token URL %s, want %s", got, c.token)
		}
		if got := c.e.CallURL("s-x", key); got != c.call {
			t.Errorf("call URL %s, want %s", got, c.call)
		}
		if got := c.e.MaskedCallURL("s-x", key); got != c.masked {
			t.Errorf("masked %s, want %s", got, c.masked)
		}
		if c.e.NeedsAPIKey() != c.needsKey {
			t.Errorf("%+v needs a key: %v", c.e, c.e.NeedsAPIKey())
		}
	}
	e := Environment{BaseURL: "https://h"}
	if e.MaskedCallURL("s", "") != "https://h/s/v1/{apiKey}" || e.Style() != AuthForm || e.WaitLimit() != DefaultTimeout {
		t.Error("defaults")
	}
	if got := (Target{"QA", "s"}).String(); got != "QA / s" {
		t.Errorf("target %s", got)
	}
}
