package ui

import (
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// requested sends a request as if the builder held it.
func (r *rig) requested(request gateway.Request) {
	r.t.Helper()
	request.Method, request.Path = "GET", "/collections/product"
	r.start(r.m.launch(r.m.target(), outgoing{request: request, name: "as typed"}))
	r.wait(2 * time.Second)
	r.press("v")
}

// TestSecretsStayInTheirEnvironment: a request that holds a secret of QA is not
// sent to Production only to compare, wherever it stands in it.
func TestSecretsStayInTheirEnvironment(t *testing.T) {
	for _, part := range []string{"header X-Tok", "header Cookie", "query t", "body"} {
		inRig(t, setup{}, func(r *rig) {
			r.answerWith(map[string]string{"QA": leftBody, "Production": rightBody})
			r.send() // obtains QA's token
			token := r.value("QA", r.m.target().Service)
			var request gateway.Request
			switch kind, name, _ := strings.Cut(part, " "); kind {
			case "header":
				request.Headers = []gateway.Field{{Name: name, Value: "a=1; b=" + token}}
			case "query":
				request.Query = []gateway.Field{{Name: name, Value: token}}
			default:
				request.Body = []byte(`{"token":"` + token + `"}`)
			}
			r.requested(request)
			r.press("d")
			r.expect("The " + part + " holds a token of QA: it is not sent to Production.")
			r.press("G", "up", "enter", "m")
			r.wait(0)
			r.expect("Send it from Production's builder")
			places := map[string]bool{}
			for _, s := range r.wire.sightings(func(sighting) bool { return true }) {
				places[s.place()] = true
			}
			if len(places) != 1 {
				t.Errorf("%s: asked were %v", part, places)
			}
		})
	}
}

// TestComparedWithWhat: the list says with what a request goes to another
// environment.
func TestComparedWithWhat(t *testing.T) {
	for want, request := range map[string]gateway.Request{
		"with the token of Production, and your headers Cookie, X-Tok": {Headers: []gateway.Field{
			{Name: "Cookie", Value: "a=1"}, {Name: "X-Tok", Value: "mine"}, {Name: "X-Off", Off: true}, {Name: "X-Tok", Value: "again"}}},
		"without a token, and your header X-Tok": {Auth: gateway.AuthNone, Headers: []gateway.Field{{Name: "X-Tok", Value: "mine"}}},
		"without a token\n":                      {Auth: gateway.AuthNone},
		"with the token of Production\n":         {Auth: gateway.AuthCustom, Headers: []gateway.Field{{Name: "Authorization", Value: "Bearer mine"}}},
	} {
		inRig(t, setup{width: 80, height: 24}, func(r *rig) {
			r.answerWith(map[string]string{"QA": leftBody})
			r.requested(request)
			r.press("d")
			_, after, _ := strings.Cut(r.screen(), "\n  Production ")
			line, _, _ := strings.Cut(after, "\n")
			if !strings.Contains(strings.TrimRight(line, " ")+"\n", want) {
				t.Errorf("no %q in %q\n%s", want, line, r.screen())
			}
		})
	}
}
