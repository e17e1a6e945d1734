package jsonview

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// pretty is the whole document as lines with indents.
func pretty(d Document) string {
	var b strings.Builder
	for i, r := range d.Rows(nil, 0, d.Lines()) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strings.Repeat("  ", r.Depth))
		b.WriteString(textOf(d, r))
	}
	return b.String()
}

func indented(t *testing.T, body string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(strings.Trim(body, " \t\r\n")), "", "  "); err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	return b.String()
}

func TestLayoutOfValidJSONIsThatOfJSONIndent(t *testing.T) {
	for i := range 6000 {
		r := rand.New(rand.NewPCG(uint64(i), 1))
		body := randomJSON(r, 1+r.IntN(6))
		s := indexOf(body, 1+r.IntN(200), 1+r.IntN(100))
		if got, want := pretty(s), indented(t, body); got != want {
			t.Fatalf("%q:\n%s\nwant\n%s", body, got, want)
		}
		if f, bad := s.Fault(); bad {
			t.Fatalf("%q: fault %v", body, f)
		}
	}
}

func TestLayoutOfAnyBytesIsThatOfTheReference(t *testing.T) {
	each(t, 6000, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(200), 1+r.IntN(100))
		want := naive(body)
		if s.Lines() != len(want) {
			t.Errorf("%d lines, want %d", s.Lines(), len(want))
			return
		}
		for i, row := range s.Rows(nil, 0, s.Lines()) {
			w := want[i]
			opens := i+1 < len(want) && want[i+1].depth > w.depth
			if row.Line != i || row.Off != w.off || row.Depth != w.depth || row.Closes != w.closes || row.Opens != opens {
				t.Errorf("row %d is %+v, want %+v", i, row, w)
			}
			if got := textOf(s, row); got != string(w.text) {
				t.Errorf("row %d is %q, want %q", i, got, w.text)
			}
		}
	})
}

// Every byte that is not insignificant whitespace is drawn exactly once, in order.
func TestEveryByteIsDrawnOnce(t *testing.T) {
	each(t, 3000, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(100), 1+r.IntN(100))
		at, drawn := 0, ""
		for _, row := range s.Rows(nil, 0, s.Lines()) {
			for _, p := range s.Draw(nil, row, 0, 1<<30) {
				if p.Kind == Space {
					continue
				}
				if p.Off < at || p.Off < row.Off || p.Off+len(p.Text) > row.End {
					t.Errorf("piece %+v after %d in %+v", p, at, row)
				}
				if string(p.Text) != body[p.Off:p.Off+len(p.Text)] {
					t.Errorf("piece %+v is not what the body has", p)
				}
				at = p.Off + len(p.Text)
				drawn += string(p.Text)
			}
		}
		tokens, _ := naiveTokens(body)
		if want := strings.Join(tokens, ""); drawn != want {
			t.Errorf("drawn %q, want %q", drawn, want)
		}
	})
}

// state is all an index knows, for comparing.
func (x *Indexer) knows() any {
	s := x.Snapshot()
	return []any{s.lines, s.blocks, s.least, s.open, s.marks, s.fault, s.many, x.pos, x.depth, x.ord, x.state, x.inside}
}

func TestAnyCutsGiveTheSameIndex(t *testing.T) {
	each(t, 1500, func(t *testing.T, r *rand.Rand, body string) {
		size, window := 1+r.IntN(200), 1+r.IntN(60)
		whole := newIndexer(JSON, size, window)
		whole.Feed([]byte(body), len(body))
		pieces := newIndexer(JSON, size, window)
		for fed := 0; fed < len(body); {
			arrived := min(len(body), fed+r.IntN(20))
			before := pieces.Snapshot()
			fed += pieces.Feed([]byte(body[:arrived]), 1+r.IntN(9))
			checkPrefix(t, before, pieces.Snapshot())
		}
		if got, want := pieces.knows(), whole.knows(); !reflect.DeepEqual(got, want) {
			t.Errorf("in pieces %+v\nat once %+v", got, want)
		}
		whole.Finish()
		pieces.Finish()
		if got, want := pieces.knows(), whole.knows(); !reflect.DeepEqual(got, want) {
			t.Errorf("finished in pieces %+v\nat once %+v", got, want)
		}
	})
}

// checkPrefix: lines that have started stay where they are.
func checkPrefix(t *testing.T, old, now *Snapshot) {
	t.Helper()
	was, is := old.Rows(nil, 0, old.Lines()), now.Rows(nil, 0, now.Lines())
	if len(was) > len(is) {
		t.Fatalf("%d lines became %d", len(was), len(is))
	}
	for i, r := range was {
		if i+1 < len(was) && r != is[i] {
			t.Fatalf("row %+v became %+v", r, is[i])
		}
		if r.Off != is[i].Off || r.Depth != is[i].Depth || r.Closes != is[i].Closes {
			t.Fatalf("last row %+v became %+v", r, is[i])
		}
	}
}

// Folds will need these fields of the blocks.
func TestBlocksCountTheirLines(t *testing.T) {
	each(t, 3000, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(200), markBytes)
		lines := naive(body)
		for i := 0; i <= len(s.blocks) && s.lines > 0; i++ {
			b := s.blockAt(i)
			mine := lines[b.line:s.endOf(i)]
			var want block
			want.off, want.line, want.depth = uint64(mine[0].off), b.line, int32(mine[0].depth)
			want.ordFirst, want.closing, want.state = mine[0].ord, mine[0].closes, b.state
			want.least = want.depth
			want.ordLeast = want.ordFirst
			var perLevel []int
			for _, l := range mine {
				if int32(l.depth) < want.least {
					want.least, want.ordLeast = int32(l.depth), l.ord
				}
				level := l.depth
				if l.closes {
					level++
				}
				perLevel = append(perLevel, level)
			}
			for _, level := range perLevel {
				for n := level - int(want.least); n < levels; n++ {
					want.upTo[n]++
				}
			}
			if *b != want {
				t.Errorf("block %d is %+v, want %+v", i, *b, want)
			}
		}
	})
}

func TestOwnCasesOfTheLayout(t *testing.T) {
	for _, c := range []struct{ body, want, fault string }{
		{``, ``, "0 the document ends too early"},
		{`{}`, "{}", ""},
		{`[ ]`, "[]", ""},
		{"\xEF\xBB\xBF[1]", "[\n  1\n]", ""},
		{"\xEF\xBB", "\xEF\xBB", ""},
		{`{"a":1,"a":2.50}`, "{\n  \"a\": 1,\n  \"a\": 2.50\n}", ""},
		{`{"b":[{},[]],"a":{"c":null}}`, "{\n  \"b\": [\n    {},\n    []\n  ],\n  \"a\": {\n    \"c\": null\n  }\n}", ""},
		{"1\n2\n{}", "1\n2\n{}", "2 a second value follows the end of the document"},
		{`[1 2]`, "[\n  1\n  2\n]", "3 a comma is missing before this"},
		{`[1,,2]`, "[\n  1,,\n  2\n]", "3 a value is missing before this"},
		{`[,1]`, "[\n  ,\n  1\n]", "1 a value is missing before this"},
		{`[1,]`, "[\n  1,\n]", "3 a comma must not stand before a closing bracket"},
		{`{"a"}`, "{\n  \"a\"\n}", "4 a colon must follow the key"},
		{`{"a":}`, "{\n  \"a\": \n}", "5 a value is missing before this"},
		{`{a:1}`, "{\n  a: 1\n}", "1 a key must be a string"},
		{`{"a":::1}`, "{\n  \"a\": :: 1\n}", "5 a value is missing before this"},
		{`[1}`, "[\n  1\n}", "2 the wrong bracket closes here"},
		{`}]`, "}\n]", "0 this closes nothing"},
		{`,`, ",", "0 this has no place here"},
		{`{"a":1`, "{\n  \"a\": 1", "6 the document ends too early"},
		{`["abc`, "[\n  \"abc", "5 the document ends too early"},
		{`["a\`, "[\n  \"a\\", "4 the document ends too early"},
		{"[\"a\nb\"]", "[\n  \"a\nb\"\n]", ""},
		{`<html>`, "<html>", ""},
		{`[]:{`, "[]\n:\n{", "2 this has no place here"},
	} {
		s := indexOf(c.body, blockBytes, markBytes)
		if got := pretty(s); got != c.want {
			t.Errorf("%q is %q, want %q", c.body, got, c.want)
		}
		fault := ""
		if f, bad := s.Fault(); bad {
			fault = fmt.Sprint(f.Off, " ", f.Kind)
		}
		if fault != c.fault {
			t.Errorf("%q: fault %q, want %q", c.body, fault, c.fault)
		}
	}
}

func TestKindsOfPieces(t *testing.T) {
	s := indexOf(`{"k" :"v","n":-1.5e3,"t":true,"z":null,"j":01,"x":["a":1,tru,:]}`, blockBytes, markBytes)
	names := map[Kind]string{Space: "_", Key: "key", String: "str", Number: "num", Bool: "bool", Null: "null", Punct: "p", Junk: "junk"}
	var got []string
	for _, r := range s.Rows(nil, 0, s.Lines()) {
		line := ""
		for _, p := range s.Draw(nil, r, 0, 100) {
			line += names[p.Kind] + " "
		}
		got = append(got, strings.TrimSpace(line))
	}
	want := []string{"p", "key p _ str p", "key p _ num p", "key p _ bool p", "key p _ null p", "key p _ junk p",
		"key p _ p", "key p _ num p", "junk p", "junk", "p", "p"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// The table may only tell arrays from objects in what is a fault: lookups forget which is which.
func TestLayoutDoesNotDependOnTheKindOfContainer(t *testing.T) {
	layout := startsLine | push | pop | raise
	for before := afterOpen; before <= afterComma; before++ {
		for c := word; c <= comma; c++ {
			array, object := rules[next(inArray, before)][c], rules[next(inObject, before)][c]
			if array&layout != object&layout {
				t.Errorf("before %d, class %d: %b and %b", before, c, array, object)
			}
		}
	}
}
