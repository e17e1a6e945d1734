//go:build unix

package curl

import (
	"bytes"
	"errors"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"gatehouse/gateway"
)

func headers(pairs ...string) []gateway.Field {
	var out []gateway.Field
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, gateway.Field{Name: pairs[i], Value: pairs[i+1]})
	}
	return out
}

// shapes are requests of every kind that gatehouse sends.
func shapes() []gateway.Request {
	out := []gateway.Request{
		{Method: "GET", Path: ""},
		{Method: "GET", Path: "/collections/product?"},
		{Method: "GET", Path: "/a?b&c=&=d;e=%20f"},
		{Method: "GET", Path: "/globs/[1-3]/(x)?q=[a-c]"},
		{Method: "GET", Path: "/x", Body: []byte(`{"a":1}`)},
		{Method: "HEAD", Path: "/x"},
		{Method: "DELETE", Path: "/x"},
		{Method: "DELETE", Path: "/x", Body: []byte("gone")},
		{Method: "OPTIONS", Path: "/x"},
		{Method: "PURGE", Path: "/x"},
		{Method: "-X", Path: "/x"},
		{Method: "!#$%&'*+-.^_`|~", Path: "/x"},
		{Method: "POST", Path: "/x"},
		{Method: "PUT", Path: "/x"},
		{Method: "PATCH", Path: "/x", Headers: headers("Content-Type", "application/merge-patch+json")},
		{Method: "POST", Path: "/x", Headers: headers("Content-Type", ""), Body: []byte("typeless")},
		{Method: "POST", Path: "/x", Body: []byte("@/etc/passwd")},
		{Method: "POST", Path: "/x", Body: []byte("-")},
		{Method: "POST", Path: "/x", Body: []byte("-n\x00\xff")},
		{Method: "POST", Path: "/x", Body: []byte(strings.Repeat("expect ", 200))},
		{Method: "POST", Path: "/x", Body: []byte(strings.Repeat("it's 100% of\\a pipe!\n", 10_000))},
		{Method: "POST", Path: "/x", Headers: headers("Content-Encoding", "gzip"), Body: bytes.Repeat([]byte{0x1f, 0x8b, 8, 0, '\n', '\''}, 500)},
		{Method: "GET", Path: "/x", Auth: gateway.AuthNone},
		{Method: "GET", Path: "/x", Headers: headers("User-Agent", "mine/1.0", "Accept", "text/csv")},
		{Method: "GET", Path: "/x", Headers: headers("User-Agent", "", "Accept", "")},
		{Method: "GET", Path: "/x", Headers: headers("User-Agent", "one", "User-Agent", "two")},
		{Method: "GET", Path: "/x", Headers: headers("Accept-Encoding", "identity")},
		{Method: "GET", Path: "/x", Headers: headers("Accept-Encoding", "")},
		{Method: "GET", Path: "/x", Headers: headers("Accept-Encoding", "br;q=1.0, gzip")},
		{Method: "GET", Path: "/x", Headers: headers("Range", "bytes=0-9")},
		{Method: "GET", Path: "/x", Headers: headers("x-lower", "1", "X-Twice", "a", "X-Twice", "b", "X-Empty", "", "X-Semi", ";", "If-None-Match", `W/"x"`)},
		{Method: "GET", Path: "/x", Query: headers("empty", "", "off", "x"), Headers: headers("Cache-Control", "no-store")},
	}
	out[len(out)-1].Query[1].Off = true
	return share(out)
}

func TestEveryShapeOfRequest(t *testing.T) {
	s := newSender(t)
	var want []received
	for _, r := range shapes() {
		want = append(want, s.send(r))
	}
	for _, shell := range []int{0, len(shells) - 1} { // one of each family: it is curl that is tried
		shell := shells[shell]
		t.Run(shell.name, func(t *testing.T) {
			lines := []string{shell.first}
			for _, r := range shapes() {
				lines = append(lines, quiet(s.write(r, Options{Shell: shell.Shell})))
			}
			if said := run(t, shell.name, shell.args, lines); said != "" {
				t.Errorf("it said\n%s", said)
			}
			got := s.take()
			if len(got) != len(want) {
				t.Fatalf("%d requests arrived, want %d", len(got), len(want))
			}
			for i := range want {
				if !got[i].same(want[i]) {
					t.Errorf("received\n%s\nwant\n%s\nof\n%.1000s", got[i], want[i], lines[i+1])
				}
			}
		})
	}
}

// TestTokenCalls compares the line of a token request, for each place of the
// credentials, with what gatehouse sends to get the token.
func TestTokenCalls(t *testing.T) {
	const id, secret = "made-up client+1", `made-up/se"cret'$(touch canary)=&0123`
	for _, style := range []gateway.AuthStyle{gateway.AuthForm, gateway.AuthQuery, gateway.AuthBasic} {
		s := newSender(t)
		s.env.AuthStyle, s.env.ClientID, s.env.ClientSecret = style, gateway.NewLiteral(strings.ReplaceAll(id, " ", "-")), gateway.NewLiteral(secret)
		if style != gateway.AuthForm { // a variable holds what stands in a URL
			s.env.ClientID, s.env.ClientSecret = gateway.NewLiteral("made-up-client-0123"), gateway.NewLiteral("made-up-secret-0123456789")
		}
		if _, err := s.client.Disclose(t.Context(), s.target, gateway.Request{Method: "GET"}); err != nil {
			t.Fatal(err)
		}
		want := s.take()[0]
		out, err := s.client.OutgoingToken(s.target)
		if err != nil {
			t.Fatal(err)
		}
		plainID, _ := s.env.ClientID.Resolve(t.Context())
		plainSecret, _ := s.env.ClientSecret.Resolve(t.Context())
		for _, shell := range shells {
			text, err := Write(out, Options{Shell: shell.Shell, Redactor: s.redactor})
			if err != nil {
				t.Fatal(err)
			}
			said := run(t, shell.name, shell.args, []string{shell.first, quiet(text)}, "GATEHOUSE_CLIENT_ID="+plainID.Reveal(), "GATEHOUSE_CLIENT_SECRET="+plainSecret.Reveal())
			got := s.take()
			if said != "" || len(got) != 1 || !got[0].same(want) {
				t.Errorf("%s in %s: said %q, received\n%v\nwant\n%s\nof\n%s", style, shell.name, said, got, want, text)
			}
		}
		if _, err := Write(out, Options{Revealed: true}); err == nil || !strings.Contains(err.Error(), "not shown") {
			t.Errorf("revealed: %v", err)
		}
	}
}

// TestVariableThatIsNotSet: nothing is sent, and the shell says what is missing.
func TestVariableThatIsNotSet(t *testing.T) {
	s := newSender(t)
	r := gateway.Request{Method: "GET", Path: "/x", Auth: gateway.AuthCustom, Headers: headers("Authorization", "Bearer made-up-other-token"), Query: headers("session", "made-up-session")}
	want := s.send(r)
	for _, shell := range shells {
		text := s.write(r, Options{Shell: shell.Shell})
		path, err := exec.LookPath(shell.name)
		if err != nil {
			continue
		}
		cmd := exec.CommandContext(t.Context(), path, append(shell.args, "-c", text)...)
		cmd.Env = []string{"PATH=/usr/bin:/bin", "HOME=" + t.TempDir(), "QUERY_SESSION=x"}
		said, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(said), "HEADER_AUTHORIZATION") || !strings.Contains(string(said), "the value of the header Authorization") {
			t.Errorf("%s: %v\n%s", shell.name, err, said)
		}
		if got := s.take(); len(got) != 0 {
			t.Errorf("%s sent %v", shell.name, got)
		}
		said2 := run(t, shell.name, shell.args, []string{shell.first, quiet(text)}, "HEADER_AUTHORIZATION=Bearer made-up-other-token", "QUERY_SESSION=made-up-session")
		if got := s.take(); said2 != "" || len(got) != 1 || !got[0].same(want) {
			t.Errorf("%s: said %q, received %v, want %s", shell.name, said2, got, want)
		}
	}
}

// TestRevealed: the values stand in the line, which then needs no gatehouse.
func TestRevealed(t *testing.T) {
	s := newSender(t)
	r := gateway.Request{Method: "POST", Path: "/x", Headers: headers("Cookie", "session='made-up cookie!'"), Body: []byte(`{"key":"` + fakeKey + `"}`)}
	out, err := s.client.Disclose(t.Context(), s.target, r)
	if err != nil {
		t.Fatal(err)
	}
	want := s.send(r)
	for _, shell := range shells {
		text, err := Write(out, Options{Shell: shell.Shell, Revealed: true, Redactor: s.redactor})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text, "gatehouse token") || !strings.Contains(text, fakeToken) {
			t.Errorf("not revealed:\n%s", text)
		}
		said := run(t, shell.name, shell.args, []string{shell.first, quiet(text)})
		if got := s.take(); said != "" || len(got) != 1 || !got[0].same(want) {
			t.Errorf("%s: said %q, received %v, want %s", shell.name, said, got, want)
		}
	}
}

// TestHostileNames: the names that lines call gatehouse with reach it as they
// are.
func TestHostileNames(t *testing.T) {
	for n, shell := range shells {
		path, err := exec.LookPath(shell.name)
		if err != nil {
			continue
		}
		var lines []string
		var want strings.Builder
		for i, name := range hostile() {
			if i%3 != n%3 { // each name in one shell at least
				continue
			}
			if strings.ContainsRune(name, 0) || shell.Shell == Fish && strings.ContainsRune(name, '\n') { // of lines fish makes a list
				continue
			}
			w := newWriter(gateway.Outgoing{Target: gateway.Target{Environment: name}, Service: "property"}, Options{Shell: shell.Shell, Program: []string{"printf", "%s|", name}})
			arg := w.word(word{{Text: "x "}, {Secret: &gateway.Placeholder{Kind: gateway.PlaceholderToken}}})
			w.lines = []string{"printf '%s.' " + arg}
			lines = append(lines, w.shell.command(w, ""))
			want.WriteString("x " + name + "|token|" + strings.Join(append(arguable(name, "property"), ""), "|") + ".")
		}
		cmd := exec.CommandContext(t.Context(), path, shell.args...)
		cmd.Env, cmd.Dir = []string{"PATH=/usr/bin:/bin", "HOME=" + t.TempDir(), "LC_ALL=C.UTF-8"}, t.TempDir()
		cmd.Stdin = strings.NewReader(shell.first + strings.Join(lines, "\n") + "\n")
		got, err := cmd.Output()
		if err != nil || string(got) != want.String() {
			at := 0
			for at < len(got) && at < want.Len() && got[at] == want.String()[at] {
				at++
			}
			t.Errorf("%s: %v, differs at %d: got %q, want %q", shell.name, err, at, got[max(0, at-50):min(len(got), at+100)], want.String()[max(0, at-50):min(want.Len(), at+100)])
		}
	}
}

func TestRefused(t *testing.T) {
	s := newSender(t)
	for what, r := range map[string]gateway.Request{
		"body":          {Method: "POST", Path: "/x", Body: []byte("key=" + fakeKey)},
		"path or query": {Method: "GET", Path: "/x/" + fakeKey},
		"more than the": {Method: "POST", Path: "/x", Body: make([]byte, maxBody+1)},
		"shorten it":    {Method: "GET", Path: "/x", Headers: headers("X-Long", strings.Repeat("x", maxArgument))},
		"stands in it":  {Method: "GET", Path: "/x", Query: headers(fakeKey, "1")},
	} {
		out, err := s.client.Outgoing(s.target, r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Write(out, Options{Redactor: s.redactor})
		if field, ok := errors.AsType[*gateway.FieldError](err); !ok || !strings.Contains(field.Error(), what) || strings.Contains(err.Error(), fakeKey) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := s.client.Outgoing(s.target, gateway.Request{Method: http.MethodGet, Path: "/../x"}); err == nil {
		t.Error("a path that climbs was written")
	}
}
