package jsonview

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checked is the fault that a checker finds in a body fed in pieces of the given size.
func checked(body string, piece int) (Fault, bool) {
	c := NewChecker(JSON)
	for fed := 0; fed < len(body); {
		fed += c.Feed([]byte(body), piece)
	}
	c.Finish()
	return c.Fault()
}

// jsonFault is where encoding/json finds the first fault, -1 for a valid body.
func jsonFault(body string) int {
	var syntax *json.SyntaxError
	err := json.Unmarshal([]byte(body), new(json.RawMessage))
	switch {
	case err == nil:
		return -1
	case errors.As(err, &syntax) && !atEnd(syntax, body):
		return int(syntax.Offset) - 1
	}
	return len(body)
}

// atEnd tells whether encoding/json stopped at the end: it says so, or blames a blank that is
// not there.
func atEnd(err *json.SyntaxError, body string) bool {
	return err.Error() == "unexpected end of JSON input" ||
		int(err.Offset) == len(body) && strings.Contains(err.Error(), "' '") && !strings.HasSuffix(body, " ")
}

// checkAgainstJSON compares both kinds of fault with encoding/json.
func checkAgainstJSON(t *testing.T, body string, piece int) {
	t.Helper()
	if strings.HasPrefix(body, byteOrderMark) {
		return // allowed here, not there
	}
	want := jsonFault(body)
	fault, bad := checked(body, piece)
	if bad != (want >= 0) || bad && fault.Off != want {
		t.Errorf("%q: fault %d %v, encoding/json has %d", body, fault.Off, fault.Kind, want)
	}
	if (fault.Kind == Truncated) != (want == len(body)) {
		t.Errorf("%q: %v, of %d bytes encoding/json stops at %d", body, fault, len(body), want)
	}
	structure, broken := indexOf(body, 50, 50).Fault()
	switch {
	case broken && (!bad || structure.Off < fault.Off):
		t.Errorf("%q: structure %v, but the checker says %v", body, structure, fault)
	case bad && fault.Kind <= Truncated && structure.Kind != fault.Kind && !spelledWrongAtEnd(body, structure, fault):
		t.Errorf("%q: the checker finds the structure's %v, the index %v", body, fault, structure)
	}
}

// spelledWrongAtEnd: a word or an escape that the end cuts short is no fault of structure.
func spelledWrongAtEnd(body string, structure, fault Fault) bool {
	return fault.Kind == Truncated && structure.Kind == 0 && fault.Off == len(body)
}

func TestCheckerAgreesWithEncodingJSON(t *testing.T) {
	words := []string{"01", "-", "1.", "1.e3", "1e", "1e+", "-x", "0x1", "tru", "truee", "nul", "NaN", `"\x"`, `"\u12g4"`, "\"\n\"", `"\u12`, "+1", ".5", "'a'"}
	each(t, 8000, func(t *testing.T, r *rand.Rand, body string) {
		if r.IntN(3) == 0 {
			i := r.IntN(len(body) + 1)
			body = body[:i] + words[r.IntN(len(words))] + body[i:]
		}
		checkAgainstJSON(t, body, 1+r.IntN(10))
	})
}

func TestFaultsOfEveryKind(t *testing.T) {
	for _, c := range []struct {
		body string
		want Fault
	}{
		{`[1:2]`, Fault{2, Misplaced}}, {`{"a":1 "b":2}`, Fault{7, MissingComma}}, {`{"a" 1}`, Fault{5, MissingColon}},
		{`{1:2}`, Fault{1, MissingKey}}, {`{"a":,}`, Fault{5, MissingValue}}, {`[1,]`, Fault{3, TrailingComma}},
		{`[1}`, Fault{2, WrongBracket}}, {`]`, Fault{0, NothingOpen}}, {`1 2`, Fault{2, SecondValue}}, {`[1`, Fault{2, Truncated}},
		{`[abc]`, Fault{1, BadValue}}, {`[1.]`, Fault{3, BadNumber}}, {`[nul]`, Fault{4, BadLiteral}},
		{`["\q"]`, Fault{3, BadEscape}}, {"[\"a\tb\"]", Fault{3, ControlByte}}, {"", Fault{0, Truncated}}, {`"\u00`, Fault{5, Truncated}},
	} {
		got, _ := checked(c.body, 3)
		if got != c.want || got.Kind.String() == "" {
			t.Errorf("%q: %+v %v, want %+v", c.body, got, got.Kind, c.want)
		}
	}
}

func TestJSONLinesMayHaveManyValues(t *testing.T) {
	for body, want := range map[string]Fault{
		"": {}, "{}\n{}\n": {}, "1\n2\n": {}, "{}\n{": {4, Truncated}, "{}\n,": {3, Misplaced}, "{}\n[1 2]": {6, MissingComma},
	} {
		c, x := NewChecker(JSONLines), NewIndexer(JSONLines)
		c.Feed([]byte(body), len(body))
		x.Feed([]byte(body), len(body))
		c.Finish()
		x.Finish()
		got, _ := c.Fault()
		structure, _ := x.Snapshot().Fault()
		if got != want || structure != want {
			t.Errorf("%q: checker %v, index %v, want %v", body, got, structure, want)
		}
	}
}

const corpus = "../../../shared/corpora/JSONTestSuite"

// P2: y_ files look as json.Indent has them, n_ files are flagged where encoding/json stops and
// still shown whole, i_ files are shown and do no harm; transform files keep every token.
func TestP2JSONTestSuite(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(corpus, "*", "*.json"))
	if len(files) == 0 {
		t.Skip("corpora not present")
	}
	count := map[string]int{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		body, name := string(raw), filepath.Base(file)
		class := name[:2]
		if filepath.Base(filepath.Dir(file)) == "test_transform" {
			class = "transform"
		}
		count[class]++
		s := indexOf(body, blockBytes, markBytes)
		checkShown(t, name, s, body)
		fault, bad := checked(body, 1000)
		switch class {
		case "y_":
			if bad || pretty(s) != indented(t, body) {
				t.Errorf("%s: fault %v, shown as\n%s", name, fault, pretty(s))
			}
		case "n_":
			want := jsonFault(body)
			if strings.HasPrefix(body, byteOrderMark) || strings.Count(body, "[") > 10_000 {
				want = len(body) // encoding/json takes no mark, and no more levels; what is wrong here is the end
			}
			if !bad || fault.Off != want {
				t.Errorf("%s: fault %v %v, want it at %d", name, fault, bad, want)
			}
		}
	}
	t.Logf("ran y %d, n %d, i %d, transform %d", count["y_"], count["n_"], count["i_"], count["transform"])
	if count["y_"] != 95 || count["n_"] != 188 || count["i_"] != 35 || count["transform"] != 22 {
		t.Errorf("the corpus is not whole: %v", count)
	}
}

// checkShown checks that all tokens of a body are drawn, in order and as sent.
func checkShown(t *testing.T, name string, d Document, body string) {
	t.Helper()
	var drawn bytes.Buffer
	for _, row := range d.Rows(nil, 0, d.Lines()) {
		for _, p := range d.Draw(nil, row, 0, 1<<30) {
			if p.Kind != Space {
				drawn.Write(p.Text)
			}
		}
	}
	tokens, _ := naiveTokens(body)
	if want := strings.Join(tokens, ""); drawn.String() != want {
		t.Errorf("%s: shown %.200q, want %.200q", name, drawn.String(), want)
	}
}

// P2 without the corpus: a few of each class.
func TestP2OwnCases(t *testing.T) {
	valid := []string{`[]`, `{"a":[1,2,{"b":null}]}`, ` "x" `, `-0.1e-7`, `[123456789012345678901234567890]`, `{"a":1,"a":2}`, `["\ud834\udd1e","\u0000"]`,
		"[\"\u2028\"]", `{"":0}`, "[\"\x7f\"]"}
	broken := []string{``, ` `, `[1,]`, `[,1]`, `{"a":}`, `{'a':1}`, `{"a" b}`, `[NaN]`, `[+1]`, `[1e]`, `["\x00"]`, "[\"\n\"]", `["a`, `[`, `{`, `]`,
		`[1]]`, `{"a":1}}`, `<html></html>`, `[True]`, `{"a":1,}`, `[1]x`, `/*c*/1`, "\xff", "[\x00]", `[1.2.3]`, `["\uD8"]`}
	either := []string{"[\"\xff\"]", `["\ud800"]`, `[1e9999]`, "[\"\xed\xa0\x80\"]", byteOrderMark + "{}"}
	cells := 0
	for _, body := range append(append(append([]string{}, valid...), broken...), either...) {
		for piece := 1; piece < 4; piece++ {
			cells++
			checkAgainstJSON(t, body, piece)
			checkShown(t, fmt.Sprintf("%q", body), indexOf(body, piece, 3*piece), body)
		}
	}
	for _, body := range valid {
		if got := pretty(indexOf(body, 5, 5)); got != indented(t, body) {
			t.Errorf("%q is shown as %q", body, got)
		}
	}
	for _, body := range broken {
		if _, bad := checked(body, 2); !bad {
			t.Errorf("%q is not flagged", body)
		}
	}
	t.Logf("ran %d cells", cells)
}
