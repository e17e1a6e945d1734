package display

import (
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkInvalid holds the marks of raw against valid, which is raw without its
// invalid bytes.
func checkInvalid(t *testing.T, name string, raw, valid []byte) {
	t.Helper()
	var kept []byte
	at := 0
	for _, span := range spansOf(string(raw), 50) {
		if span.From != at {
			t.Fatalf("%s: % x: span at %d, want %d", name, raw, span.From, at)
		}
		at = span.To
		part := raw[span.From:span.To]
		if utf8.Valid(part) {
			kept = append(kept, part...)
			continue
		}
		if want := `\x` + hex.EncodeToString(part); len(part) != 1 || !span.Mark || span.Text != want {
			t.Errorf("%s: % x: invalid bytes % x shown as %q", name, raw, part, span.Text)
		}
	}
	if at != len(raw) || string(kept) != string(valid) {
		t.Errorf("%s: % x: kept % x, want % x", name, raw, kept, valid)
	}
	checkSafe(t, name, Line(string(raw)))
}

func TestE3InvalidBytes(t *testing.T) {
	// One case for every class of fault in bar E3's corpus.
	for name, c := range map[string]struct{ raw, valid string }{
		"lone continuation":      {"a\x80b", "ab"},
		"continuations":          {"\x80\xbf\x80", ""},
		"lone lead of two":       {"\xc3", ""},
		"lead then ASCII":        {"\xc3a", "a"},
		"lead of three, cut":     {"\xe2\x82", ""},
		"lead of four, cut":      {"x\xf0\x9f\x98", "x"},
		"overlong slash, two":    {"\xc0\xaf", ""},
		"overlong slash, three":  {"\xe0\x80\xaf", ""},
		"overlong NUL":           {"\xc0\x80", ""},
		"high surrogate":         {"\xed\xa0\x80", ""},
		"surrogate pair":         {"\xed\xa0\xbd\xed\xb8\x80", ""},
		"above U+10FFFF":         {"\xf4\x90\x80\x80", ""},
		"five and six bytes":     {"\xf8\x88\x80\x80\x80\xfc\x84\x80\x80\x80\x80", ""},
		"never used":             {"\xfe\xff\xc1\xf5", ""},
		"between good ones":      {"é\xffé\xe2日", "éé日"},
		"mark after a bad one":   {"e\xff\u0301", "e\u0301"},
		"noncharacters are fine": {"\uffff\U0010ffff\ufdd0", "\uffff\U0010ffff\ufdd0"},
	} {
		checkInvalid(t, name, []byte(c.raw), []byte(c.valid))
	}
}

func TestE3Corpus(t *testing.T) {
	corpus, err := os.ReadFile("../../../shared/corpora/utf8tests/utf8tests.txt")
	if err != nil {
		t.Skip("corpora not present")
	}
	count := 0
	for line := range strings.Lines(string(corpus)) {
		line = strings.TrimRight(line, "\n")
		fields := strings.Split(line, ":")
		if len(fields) < 3 || strings.HasPrefix(line, "#") {
			continue
		}
		count++
		switch strings.TrimSpace(fields[1]) {
		case "valid":
			raw := []byte(strings.Join(fields[2:], ":"))
			checkInvalid(t, fields[0], raw, raw)
		case "valid hex":
			raw := unhex(t, fields[2])
			checkInvalid(t, fields[0], raw, raw)
		case "invalid hex":
			checkInvalid(t, fields[0], unhex(t, fields[2]), unhex(t, fields[3]))
		default:
			t.Errorf("unknown kind of case: %s", line)
		}
	}
	t.Logf("%d cases", count)
	if count != 222 {
		t.Errorf("%d cases, want 222", count)
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	s = strings.Join(strings.Fields(s), "")
	if s == "nothing" {
		return nil
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
