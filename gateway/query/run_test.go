package query

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// filters of every shape, and those next to them that are of none.
var filters = []string{
	`.`, `.[]`, `.[]?`, `.items`, `.items[]`, `.items[]?`, `.items?[]?`, `.items | .[]`, `(.items | .[])`, `(.items)[]`, `."items"[]`, `.["items"][]`, `.items[].id`,
	`.items[].a?.b`, `.items[].tags[]`, `.items[].tags[]?`, `.items[]? | .id?`, `.a.b[]`, `.a.b[]?|.id?`, `.a.b.c`, `.a | .b | .[]?`,
	`.items[] | select(.id? > 2)`, `.items[] | . as $x | [$x, $x]`, `.items[] as $x | $x`, `.items[] as $x | length`, `.items[], .a`, `.items[] // 1`, `.items[] | ., .`,
	`map(.)`, `map(.id?)`, `.items | map(.)`, `.items | map(select(.id? == 1)) | map(.id)`, `map(.) | .[]`, `map(.) | .[] | .id?`, `map(.) | length`, `.items | map(.id?) | add`,
	`.items | map(.id?) | .[0]`, `.items | map(.id?) | .`, `.items|map(.)|sort`, `[.items[]]`, `[.items[] | .id?]`, `[.items[]?.id?]`, `.a | [.b[]?]`, `[.items[]] | .[]`,
	`[.items[]] | map(type)`, `[[.items[]]]`, `[map(.)]`, `[.[] | ., .]`, `[.items[], .a]`, `[.items[] | empty]`, `map(empty)`,
	`def f: .id?; .items[] | f`, `def f: .id?; .items | map(f)`, `def map(f): 1; map(.)`, `def map(f): 1; .items | map(.)`, `def f: 2; (.items | def f: 1; f) | f`,
	`.items[] | def g: type; g`, `.items | sort_by(tostring)`, `.items | length`, `.items[0]`, `.items[0]?`, `.items[1:]`, `.items[-1].id?`, `.items[1:][]`, `.items | first`,
	`first(.items[])`, `limit(2; .items[])`, `.items | group_by(type)`, `.items[] |= 1`, `.items[] | .x? |= 1`, `.items | path(..)`, `path(.items[])`, `paths`, `..`, `.items | ..`,
	`label $out | .items[] | if . == 1 then break $out else . end`, `.items[] | label $out | ., break $out`, `try .items[] catch "no"`, `.items[] | try error catch .`,
	`.items[] | error`, `.items[] | if type == "number" then error("x") else . end`, `(.items[] | error)?`, `.items[] | .id`, `reduce .items[] as $x (0; . + 1)`,
	`.items | to_entries[]`, `.items | map(tojson)`, `.items[] | tojson`, `del(.items)`, `.items | del(.[0])`, `. + {z: 1}`, `.items[] | [.] | .[]`, `.items | reverse`,
	`.items[:2]`, `.[0:]`, `.items | .[0:]`, `{items, n: (.items | length)}`, `.items[] | {id, "k": type, (type): 1}`, `.items[] | [.. | numbers]`, `.items | add`, `.items | unique`,
	`.items[] | . + . `, `.items | @json`, `.items[] | @text`, `"\(.items)"`, `.items[] | "<\(.)>"`, `-(.items[] | numbers)`, `.[][]`, `.[][]?`, `.[].id?`, `.[] | .. `, `to_entries`, `.items[]?.tags?[]?`,
	`.items | map(.) | map(.) | .[] | [.]`, `. as $d | .items[] | [$d | type]`, `.. | .id?`, `.items[] | select(. != null) | {a: ., b: .}`, `if .items then .items[] else 0 end`, `[.items[]?] | length`, `.items as [$a, $b] | $a`,
	`.items[.]`, `.items[.a.b]?`, `.items[][.items]?`, `.items[.a.b[0]:]`, `.items["\(.a)"]?`, `.items."\(.a)"?`, `[.items[]][.a.b[0]]?`, `map(.)[.[0]]?`, `.items[-1:]`, `.items["b"]?`,
}

// TestAgrees compares every filter with gojq on the whole, on random bodies.
func TestAgrees(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	bodies := []string{``, `null`, `[]`, `{}`, `{"items":[]}`, `{"items":null}`, `{"items":{"b":1,"a":2}}`, `{"items":3}`, `"x"`, `[[1],[2]]`, `{"a":{"b":[1,{"id":3}]}}`,
		`{"items":[1],"items":[2,3]}`, `{"items":[1],"items":7}`, `{"items":[{"id":1,"id":2}]}`, "{\"items\":[1]}\n{\"items\":[2]}\n[3]", "1 2\n3"}
	more := 20
	if os.Getenv("GATEHOUSE_LONG") != "" {
		more = 300
	}
	for range more {
		bodies = append(bodies, randomBody(random))
	}
	for _, filter := range filters {
		t.Run(filter, func(t *testing.T) {
			p := newPair(t, filter)
			for _, body := range bodies {
				p.agree(t, body)
			}
		})
	}
}

// randomBody is a body that the filters find something in.
func randomBody(r *rand.Rand) string {
	var b strings.Builder
	switch r.IntN(4) {
	case 0:
		randomList(r, &b, 3)
	case 1:
		for range r.IntN(4) {
			randomValue(r, &b, 3)
			b.WriteString("\n")
		}
	default:
		b.WriteString(`{"a":`)
		randomValue(r, &b, 3)
		b.WriteString(randomSpace(r) + `,` + randomSpace(r) + `"items" :`)
		randomList(r, &b, 4)
		b.WriteString(`,"b\u0061":"\"]}"}`)
	}
	return b.String()
}

func randomList(r *rand.Rand, b *strings.Builder, depth int) {
	b.WriteString("[" + randomSpace(r))
	for i := range r.IntN(6) {
		if i > 0 {
			b.WriteString("," + randomSpace(r))
		}
		randomValue(r, b, depth-1)
	}
	b.WriteString(randomSpace(r) + "]")
}

func randomValue(r *rand.Rand, b *strings.Builder, depth int) {
	plain := []string{`null`, `true`, `false`, `0`, `-0`, `1`, `1.0`, `1.10`, `-7e-3`, `1e400`, `123456789012345678901234567890`, `9007199254740993`, `999999999999999999`, `""`, `"id"`,
		`"a\"b\\"`, `"\ud83d\ude00 é"`, `"\ud800"`, `"\/\b"`, "\"\xff\"", `{}`, `[]`}
	switch kind := r.IntN(4); {
	case depth <= 0 || kind == 0:
		b.WriteString(plain[r.IntN(len(plain))])
	case kind == 1:
		randomList(r, b, depth)
	default:
		b.WriteString("{" + randomSpace(r))
		for i, key := range []string{"z", "id", "tags", "a", "b", "items"} {
			if i > 0 {
				b.WriteString(",")
			}
			if r.IntN(2) == 0 {
				key = fmt.Sprintf("k%d", r.IntN(3))
			}
			fmt.Fprintf(b, "%q:%s", key, randomSpace(r))
			randomValue(r, b, depth-1)
		}
		b.WriteString("}")
	}
}

func randomSpace(r *rand.Rand) string { return []string{"", "", " ", "\n\t"}[r.IntN(4)] }

// TestMadeValuesAreNotTheBody makes many values after the filter is done with
// what it read: none is written as a part of the body that stood where it is.
func TestMadeValuesAreNotTheBody(t *testing.T) {
	body := `{"records":[` + strings.TrimSuffix(strings.Repeat(`{"id":1,"type":"t"},`, 20_000), ",") + `]}`
	for filter, want := range map[string]string{
		`.records | [.[].id] | add | range(60000) | {id: (. * 0 + 2), n: 3}`: `{"id":2,"n":3}`,
		`.records | [.[].id] | sort | .[] | [., 5]`:                          `[1,5]`,
		`[.records[].id] | .[] | {id: (. + 1), type: "made"}`:                `{"id":2,"type":"made"}`,
	} {
		out, err := all(parse(t, filter), body)
		if err != nil {
			t.Fatal(filter, err)
		}
		wrong, n := 0, 0
		values := json.NewDecoder(strings.NewReader(out))
		for {
			var v json.RawMessage
			if values.Decode(&v) != nil {
				break
			}
			var flat bytes.Buffer
			if err := json.Compact(&flat, v); err != nil {
				t.Fatal(err)
			}
			if n++; flat.String() != want {
				wrong++
			}
		}
		if wrong > 0 || n < 20_000 {
			t.Errorf("%s: %d of %d are wrong", filter, wrong, n)
		}
	}
}
