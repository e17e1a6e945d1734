package gateway

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// askEndpoint obtains a token from an endpoint that gives one fixed answer.
func askEndpoint(t testing.TB, c replyCase) (*Token, error) {
	t.Helper()
	s := &tokenServer{answer: func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range c.header {
			w.Header()[name] = values
		}
		if c.status != 0 {
			w.WriteHeader(c.status)
		}
		w.Write([]byte(c.body))
	}}
	tokens := testTokens(s)
	g, err := tokens.Get(context.Background(), qaProperty)
	if s.total() != 1 {
		t.Errorf("%s: %d requests", c.name, s.total())
	}
	for _, secret := range []string{canary, fakeSecret} {
		known := tokens.vault.redactor.Contains([]byte(secret))
		if strings.Contains(c.body, `access_token":"`+secret+`"`) && c.shape == "" && !known {
			t.Errorf("%s: the redactor does not know the token", c.name)
		}
	}
	return g.Token, err
}

// b64token is the grammar of RFC 6750 section 2.1, written another way.
var b64token = regexp.MustCompile(`^[-A-Za-z0-9._~+/]+=*$`)

// checkClean is what holds for every outcome: a token fits into a header, and
// no text of an error holds a secret or anything that a terminal would act on.
func checkClean(t testing.TB, name string, token *Token, err error) {
	t.Helper()
	if err == nil {
		if !b64token.MatchString(token.Value.Reveal()) {
			t.Errorf("%s: an unusable token was taken", name)
		}
		return
	}
	e, ok := errors.AsType[*TokenError](err)
	if !ok || e.Fault == "" || e.Advice == "" || e.Endpoint == "" || e.At.IsZero() {
		t.Errorf("%s: an incomplete error: %+v", name, err)
		return
	}
	for _, text := range []string{e.Error(), e.Fault, e.Advice, e.Description, e.Code, e.Location} {
		if strings.Contains(text, canary) || strings.Contains(text, fakeSecret) || strings.Contains(text, fakeID) {
			t.Errorf("%s: a secret comes out: %s", name, text)
		}
	}
	for _, text := range []string{e.Error(), e.Fault, e.Advice} {
		if !safeOnTerminal(text) {
			t.Errorf("%s: raw bytes come out: %q", name, text)
		}
		if len(text) > 2000 {
			t.Errorf("%s: %d bytes of text", name, len(text))
		}
	}
	if strings.Contains(e.Advice, "{") {
		t.Errorf("%s: not filled in: %q", name, e.Advice)
	}
}

// safeOnTerminal reports whether a text may reach a terminal as it is.
func safeOnTerminal(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

func TestT8TokenReplies(t *testing.T) {
	cases := replyCases()
	for _, c := range cases {
		token, err := askEndpoint(t, c)
		checkClean(t, c.name, token, err)
		e, _ := errors.AsType[*TokenError](err)
		if (e == nil) != (c.stage == "") {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if e == nil {
			continue
		}
		shape := c.shape
		if shape == "" {
			shape = ShapeObject
		}
		status := c.status
		if status == 0 {
			status = 200
		}
		if e.Stage != c.stage || e.Shape != shape || e.HTTPStatus != status || e.Code != c.code ||
			!strings.Contains(e.Fault, c.fault) || !strings.Contains(e.Description, c.words) {
			t.Errorf("%s: stage %s, shape %s, status %d, code %q, words %q: %s", c.name, e.Stage, e.Shape, e.HTTPStatus, e.Code, e.Description, e.Fault)
		}
		if strings.Contains(e.Advice, "environment") && !strings.Contains(e.Advice, "environment qa") {
			t.Errorf("%s: the advice does not say which environment: %s", c.name, e.Advice)
		}
		if want := c.body[:min(len(c.body), MaxTokenReply)]; e.Reply == nil || string(e.Reply.Body) != want {
			t.Errorf("%s: the raw reply is not kept", c.name)
		}
	}
	t.Logf("%d answers", len(cases))
}

// corpora is the folder of public test files, or "" where it is missing.
func corpora(t *testing.T, name string) []string {
	t.Helper()
	root := os.Getenv("GATEHOUSE_CORPORA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "corpora")
	}
	files, err := filepath.Glob(filepath.Join(root, name))
	if err != nil || len(files) == 0 {
		t.Skipf("corpora not present: %s", name)
	}
	return files
}

// TestT8JSONTestSuite sends each document of a public suite as a token reply
// and as an error. None of them has a token.
func TestT8JSONTestSuite(t *testing.T) {
	files, sent := corpora(t, "JSONTestSuite/test_parsing/*.json"), 0
	for i, file := range files {
		if underRace && i%8 != 0 {
			continue
		}
		sent++
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		for status, stage := range map[int]Stage{200: StageReply, 400: StageRefused} {
			token, err := askEndpoint(t, replyCase{name: name, status: status, body: string(body)})
			checkClean(t, name, token, err)
			e, _ := errors.AsType[*TokenError](err)
			if e == nil || e.Stage != stage || e.HTTPStatus != status {
				t.Errorf("%s as %d: %v", name, status, err)
				continue
			}
			valid := e.Shape == ShapeObject || e.Shape == ShapeJSON
			if valid && name[0] == 'n' || !valid && name[0] == 'y' {
				t.Errorf("%s as %d: taken for %s", name, status, e.Shape)
			}
		}
	}
	t.Logf("%d files, each as 200 and as 400", sent)
}

func TestReplyIsKept(t *testing.T) {
	token, err := askEndpoint(t, replyCase{header: textHeader("Cache-Control", "no-store"), body: goodReply("")})
	if err != nil {
		t.Fatal(err)
	}
	r := token.Reply
	if r.Status != 200 || r.Header.Get("Cache-Control") != "no-store" || string(r.Body) != goodReply("") || r.Style != AuthForm || r.SentAt.IsZero() {
		t.Errorf("%+v", r)
	}
}
