package cli

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gatehouse/gateway"
)

// TestComplete asks as the shells' scripts do.
func TestComplete(t *testing.T) {
	r := newRig(t)
	r.configure(`[[environment]]
name = "Quality"
base_url = "https://q.example"
api_key = "env:NOT_SET"
client_id = "env:NOT_SET"
client_secret = "env:NOT_SET"

[[environment]]
name = "Production"
base_url = "https://p.example"
api_key = "env:NOT_SET"
client_id = "env:NOT_SET"
client_secret = "env:NOT_SET"
`)
	for _, c := range []struct {
		line string // the last word is the one being typed
		want string // words that are offered, "..." for more
	}{
		{"send ", "Quality Production"},
		{"send q", "quality"},
		{"send P", "Production"},
		{"send x", ""},
		{"send quality ", "property snapshot ingest view status"},
		{"send quality s", "snapshot status"},
		{"send quality streaming-v", "streaming-view"},
		{"send quality property ", "GET POST ..."},
		{"send quality property g", "gET"},
		{"send quality property GET /collections/p", "/collections/product /collections/product/{collectionId} ..."},
		{"send quality property GET /x ", ""},
		{"send quality nonsense GET /", ""},
		{"token ", "Quality Production"},
		{"token quality v", "view"},
		{"status ", "Quality Production"},
		{"status quality ", ""},
		{"collections ", "Quality Production"},
		{"collections quality ", "product category region referenceContent assortments visibility"},
		{"collections quality R", "Region ReferenceContent"},
		{"collections quality product ", ""},
		{"diff q", "quality"},
		{"diff quality P", "Production"},
		{"diff quality production c", "category"},
		{"diff quality production category ", ""},
		{"--env ", "Quality Production"},
		{"--service i", "ingest"},
		{"send --output ", "text json"},
		{"sandbox --dialect ", "convention other"},
		{"send --auth ", "managed none custom"},
		{"send --confirm P", "Production"},
		{"--demo send ", "QA Staging Production"},
		{"--config /no/such send ", ""},
		{"st", "status"},
	} {
		t.Run(c.line, func(t *testing.T) {
			r := newRigIn(t, r.folder)
			words := strings.Split(c.line, " ")
			r.want(exitOK, append([]string{"__complete"}, words...)...)
			var got []string
			for line := range strings.Lines(r.stdout.String()) {
				word, _, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
				if !strings.HasPrefix(word, ":") {
					got = append(got, word)
				}
			}
			want := strings.Fields(c.want)
			if n := len(want); n > 0 && want[n-1] == "..." {
				want = want[:n-1]
				got = got[:min(len(got), n-1)]
			}
			if !slices.Equal(got, want) {
				t.Errorf("offered %q, want %q", got, want)
			}
		})
	}
}

func TestFilled(t *testing.T) {
	parameters := []gateway.Parameter{
		{Name: "a", Values: []string{"1", "2"}},
		{Name: "b", Default: "x"},
		{Name: "c"},
	}
	got := fmt.Sprint(filled("/{a}/{b}/{c}", parameters))
	if want := "[/1/x/{c} /2/x/{c}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestDeclared(t *testing.T) {
	operations := []gateway.Operation{
		{Method: "POST", Path: "/search/{index}", Safety: gateway.DeclaredSafe},
		{Method: "GET", Path: "/drop/{index}", Safety: gateway.DeclaredUnsafe},
		{Method: "POST", Path: "/search/all", Safety: gateway.DeclaredUnsafe},
		{Method: "POST", Path: "/plain"},
	}
	for _, c := range []struct {
		method, path string
		want         gateway.Safety
	}{
		{"POST", "/search/items", gateway.DeclaredSafe},
		{"post", "search/items/?a=b", gateway.DeclaredSafe},
		{"POST", "/search/all", gateway.DeclaredUnsafe},
		{"POST", "/search/", gateway.ByMethod},
		{"POST", "/search//", gateway.ByMethod},
		{"POST", "/search/items/more", gateway.ByMethod},
		{"POST", "/search/a%2Fb", gateway.ByMethod},
		{"POST", "/search/..", gateway.ByMethod},
		{"POST", "/search/a;b", gateway.ByMethod},
		{"PUT", "/search/items", gateway.ByMethod},
		{"GET", "/drop/items", gateway.DeclaredUnsafe},
		{"POST", "/plain", gateway.ByMethod},
	} {
		if got := declared(operations, c.method, c.path); got != c.want {
			t.Errorf("%s %s: %v, want %v", c.method, c.path, got, c.want)
		}
	}
}
