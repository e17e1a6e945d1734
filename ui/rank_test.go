package ui

import (
	"slices"
	"strings"
	"testing"
)

func TestRank(t *testing.T) {
	names := []string{
		"send", "next environment", "environment QA", "environment Staging", "property · List collections",
		"property · Add a property", "ingest · Update items", "raw reply", "renew the token and send again", "fetch a new token",
		"property · Create a product collection", "property · Create a collection",
	}
	for _, c := range []struct {
		typed string
		want  string // the names, the typed letters in capitals
	}{
		{"send", "SEND, renew the token and SEND again"},
		{"ENV", "ENVironment QA, ENVironment Staging, next ENVironment"},
		{"env qa", "ENVironment QA"},
		{"qa env", "ENVironment QA"},
		{"prop add", "PROPerty · ADD a property"},
		{"create a coll", "property · CREATE A COLLection, property · CREATE A product COLLection"},
		{"list", "property · LIST collections"},
		{"ew", "renEW the token and send again, fetch a nEW token"},
		{"upit", "ingest · UPdate ITems"},
		{"zzz", ""},
		{"漢", ""},
	} {
		var got []string
		for _, h := range rank(c.typed, names) {
			b := []byte(names[h.index])
			for _, i := range h.at {
				b[i] = strings.ToUpper(string(b[i]))[0]
			}
			got = append(got, string(b))
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%q gives %q, want %q", c.typed, text, c.want)
		}
	}
	all := rank("  ", names)
	if !slices.IsSortedFunc(all, func(a, b hit) int { return a.index - b.index }) || len(all) != len(names) {
		t.Errorf("nothing typed gives %v", all)
	}
}
