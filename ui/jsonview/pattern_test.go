package jsonview

import (
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
)

// linesHit is the texts of a pattern's hits in a body.
func textsHit(t *testing.T, text string, how PatternKind, d Document) []string {
	t.Helper()
	p, err := Compile(text, how)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var out []string
	for _, h := range allHits(NewSearch(p).Run(t.Context(), d, 0, nil)) {
		out = append(out, string(d.(searchable).raw()[h.From:h.To]))
	}
	return out
}

func TestPatternsFindWhatIsMeant(t *testing.T) {
	for _, c := range []struct {
		pattern string
		how     PatternKind
		body    string
		want    string // hits, by bars
	}{
		{`"a":1`, SmartCase, `{"a": 1}`, `"a": 1`},
		{`"a" : 1`, SmartCase, `{"a":1,"b":{"a"` + "\n\t" + `:` + "\r\n" + `1}}`, "\"a\":1|\"a\"\n\t:\r\n1"},
		{`"a": 1`, ExactCase, `["\"a\":1"]`, ``},
		{`a: b`, SmartCase, `["a:b","a: b","a:  b","a : b"]`, `a:b|a: b`},
		{`a :  b`, SmartCase, `["a :  b","a:b"]`, `a :  b|a:b`},
		{`":\d`, Regexp, `{"a": 1}`, `": 1`},
		{`a: *b`, Regexp, `["a:   b"]`, `a:   b`},
		{`,"`, SmartCase, `{"a":"x","b":",\""}`, ``},
		{`,"`, SmartCase, `[",\"", ",", "a,\",b"]`, `,"`},
		{`["`, SmartCase, `[ "a" ]`, ``},
		{`[]`, SmartCase, `[ [ ], [  ] , "[ ]" ]`, `[ ]|[  ]`},
		{`true false`, SmartCase, `true false "true false"`, `true false`},
		{`e`, SmartCase, `["Ee"]`, `E|e`},
		{`E`, SmartCase, `["Ee"]`, `E`},
		{`e`, ExactCase, `["Ee"]`, `e`},
		{`ł`, SmartCase, `["Ł","ł","\u0141","\u0142","\u0143","\U0141"]`, `Ł|ł|\u0141|\u0142`},
		{`Ł`, SmartCase, `["Ł","ł","\u0141","\u0142"]`, `Ł|\u0141`},
		{`é`, ExactCase, `["\u00e9","\u00E9","\u00c9"]`, `\u00e9|\u00E9`},
		{`🙂`, SmartCase, `["🙂","\ud83d\ude42","\uD83D\uDE42"]`, `🙂|\ud83d\ude42|\uD83D\uDE42`},
		{`(日|x)+`, Regexp, `["日x\u65e5"]`, `日x\u65e5`},
		{`[Łł]`, Regexp, `["Ł\u0142"]`, `Ł|\u0142`},
		{`\pL`, Regexp, `["Ł\u0142"]`, `Ł|u`},
		{`a/b`, SmartCase, `["a\/b","A/B"]`, `a\/b|A/B`},
		{`<b>`, SmartCase, `["\u003cb\u003E"]`, `\u003cb\u003E`},
		{`\u0141`, SmartCase, `["Ł","\u0141"]`, `\u0141`},
		{`k`, SmartCase, "[\"K\u212a\"]", `K`},
		{`(?i)k`, Regexp, "[\"K\u212a\"]", "K|\u212a"},
		{`^"a"`, Regexp, `{"a":{"a":"a"}}`, `"a"|"a"`},
		{`1$`, Regexp, `[1, 1]`, `1`},
		{` `, SmartCase, `{"a":"b c"}`, ` `},
		{`x*`, Regexp, `["axxb"]`, `xx`},
		{`aa`, SmartCase, `["aaaaa"]`, `aa|aa`},
	} {
		if got := strings.Join(textsHit(t, c.pattern, c.how, indexOf(c.body, 64, 1<<20)), "|"); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.pattern, c.body, got, c.want)
		}
	}
}

func TestPatternsInTextAndBytes(t *testing.T) {
	body := "one\r\nTwo: 2\none"
	for _, c := range []struct {
		pattern string
		how     PatternKind
		d       Document
		want    string
	}{
		{"one", SmartCase, textOfBody(body), "one|one"},
		{"two:2", SmartCase, textOfBody(body), "Two: 2"},
		{"e$", Regexp, textOfBody(body), "e|e"},
		{"e\\s", Regexp, textOfBody(body), ""},
		{"\r\nT", ExactCase, HexSnapshot{[]byte(body), true}, "\r\nT"},
		{"(?s)e.+o", Regexp, HexSnapshot{[]byte(body), true}, "e\r\nTwo: 2\no"},
		{"^one", Regexp, HexSnapshot{[]byte(body), true}, "one"},
		{"2", SmartCase, HexSnapshot{[]byte("\xff2\xfe"), true}, "2"},
		{".", Regexp, HexSnapshot{[]byte("\xff2\xfe"), true}, "\xff|2|\xfe"},
	} {
		if got := strings.Join(textsHit(t, c.pattern, c.how, c.d), "|"); got != c.want {
			t.Errorf("%T: %s: %q, want %q", c.d, c.pattern, got, c.want)
		}
	}
}

func TestPatternErrors(t *testing.T) {
	for _, c := range []struct {
		pattern string
		how     PatternKind
		want    string
	}{
		{"", SmartCase, "there is nothing to search for"},
		{"", Regexp, "there is nothing to search for"},
		{strings.Repeat("x", 5000), ExactCase, "a pattern has 4096 bytes at most"},
		{"\xff", SmartCase, "the pattern is not UTF-8"},
		{"a(b", Regexp, "a closing ) is missing"},
		{"é)b", Regexp, "this ) closes nothing, at character 2: )"},
		{`[)]\))`, Regexp, "this ) closes nothing, at character 6: )"},
		{"ab[c", Regexp, "a closing ] is missing, at character 3: [c"},
		{"a[z-a]", Regexp, "this range of characters has its end before its start, at character 3: z-a"},
		{"é**", Regexp, "this repeats what is repeated already, at character 2: **"},
		{"*a", Regexp, "there is nothing before this to repeat, at character 1: *"},
		{`a\`, Regexp, `a backslash at the end escapes nothing, at character 2: \`},
		{`a\y`, Regexp, `this escape means nothing, at character 2: \y`},
		{"(?<=a)b", Regexp, "a group of this kind is not known here, at character 1: (?<=a)b"},
		{"a{2000}", Regexp, "this repeats too often, or from more to fewer, at character 2: {2000}"},
		{"(a{500}){500}", Regexp, "this repeats too often, or from more to fewer: {500}"},
	} {
		p, err := Compile(c.pattern, c.how)
		if err == nil || p != nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.pattern, err, c.want)
		}
	}
}

// checkMachines compares the machines' matches with those of regexp.
func checkMachines(t *testing.T, pattern, text string) {
	p, err := Compile(pattern, Regexp)
	if err != nil || p.back == nil {
		return
	}
	valid := strings.ToValidUTF8(text, "?")
	f := newFinder(p)
	f.sheet.begin([]byte(valid), true)
	f.sheet.is(0, len(valid))
	got := f.byMachine(nil, frame{[]byte(valid), true, true}, 0, &caret{sheet: &f.sheet, to: len(valid) + 1})
	var want []Span
	for _, m := range p.re.FindAllStringIndex(valid, -1) {
		if m[0] < m[1] {
			want = append(want, Span{m[0], m[1]})
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%q in %q: %v, want %v", pattern, valid, got, want)
	}
	if len(want) > 0 && !f.mayHit([]byte(valid)) && !strings.ContainsAny(valid, "{}[]:, ") {
		t.Fatalf("%q in %q: the needles refuse it", pattern, valid)
	}
}

func TestMachinesMatchWhatRegexpDoes(t *testing.T) {
	texts := []string{
		"", "a", "abcd aab", "Łódź ł łł\n日本é", "x1 _y\nfoo.bar\n", "aXbXc", "   ", "null 12.5e3", "ſ K k", "\u2028\U0001f642\uffff\ufffd",
		strings.Repeat("ab", 50),
	}
	for _, pattern := range append(slices.Clone(someRegexps), `\b`, `\bа`, `(?m)^.`, `(?m).$`, `(?m)\B.$`, `\B\w\B`, `(?U)a+b`, `(ab|a)(bcd|c)?`,
		`a*?$`, `(|a)*`, `(a|b)*b`, `\PL+`, `[^a]`, `(?i)ł+`, `(?i)[k-s]`, `\z`, `\A\w`, `.{3}`, `[\x{7f}-\x{10000}]`, `(?s)^.*$`, `[[:^alpha:]]`, `x|\bf\w+`, `ab|b+`, `a*?b`, `(ab)*c`, `\w*`, `aab|b.`, `^ab|^a`, `^(ab|c)?`, `\Aa*$`) {
		for _, text := range texts {
			checkMachines(t, pattern, text)
		}
	}
}

// A machine that meets too many states forgets them, and finds the same.
func TestMachinesForgetStates(t *testing.T) {
	const pattern = `(a|b)a(a|b){12}c|\bb`
	text := make([]byte, 20_000)
	x := uint32(1)
	for i := range text {
		x = x*1664525 + 1013904223
		text[i] = "aabbabbaabbaabbc"[x>>28]
	}
	checkMachines(t, pattern, string(text))
	p, err := Compile(pattern, Regexp)
	if err != nil {
		t.Fatal(err)
	}
	m := newMachine(p.ahead, false)
	forgotten, most := 0, 0
	f := frame{text, true, true}
	for at := 0; at < len(text); {
		_, end := m.ahead(f, at)
		if len(m.states) < most {
			forgotten++
		}
		if most = len(m.states); most > manyStates {
			t.Fatalf("%d states", most)
		}
		if end < 0 {
			break
		}
		at = max(end, at+1)
	}
	if forgotten == 0 {
		t.Errorf("only %d states were met", most)
	}
}

func TestProgramsHaveBounds(t *testing.T) {
	tree, err := syntax.Parse(`\pL{200}`, syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	if ahead, back := programs(tree); ahead != nil || back != nil {
		t.Error("a program of any size is made")
	}
	if got := textsHit(t, `\pL{200}`, Regexp, textOfBody(strings.Repeat("é", 401))); len(got) != 2 || len(got[0]) != 400 {
		t.Errorf("without a machine: %q", got)
	}
}

// FuzzMachines compares the machines with regexp: whatever the one finds the other does.
func FuzzMachines(f *testing.F) {
	for _, pattern := range someRegexps {
		f.Add(pattern, "abc é \"a\": 12\nŁ")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) < 100 && len(text) < 1000 {
			checkMachines(t, pattern, text)
		}
	})
}

// FuzzSearch compares a search with one through the lines as drawn.
func FuzzSearch(f *testing.F) {
	f.Add(`{"a": [1,2,{"b":"\u0141/"}]}`, `"a":`, uint8(0), uint8(9))
	f.Add("[\"x y\" , true false\n1]", "e f", uint8(1), uint8(1))
	f.Add("{\"k\"\n:\t\"é\"}", `k" : "É`, uint8(0), uint8(3))
	f.Add("a\r\nb\xff\n", `\w$`, uint8(5), uint8(3))
	f.Fuzz(func(t *testing.T, body, pattern string, how, size uint8) {
		if len(body) > 1<<10 || len(pattern) > 30 {
			return
		}
		p, err := Compile(pattern, PatternKind(how%3))
		if err != nil {
			return
		}
		docs := []Document{indexOf(body, int(size)+1, 1<<20), textOfBody(body), HexSnapshot{[]byte(body), true}}
		for _, d := range docs {
			want := naiveSearch(d, naiveFind(p))
			if got := allHits(NewSearch(p).Run(t.Context(), d, 0, nil)); !slices.Equal(got, want) {
				t.Fatalf("%T: %q in %q: %s", d, pattern, body, difference(got, want))
			}
		}
	})
}
