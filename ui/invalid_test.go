package ui

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

var byteMark = regexp.MustCompile(`\\x[0-9a-f]{2}`)

// checkInvalidBytes shows bytes in every mode: each one that is no UTF-8 stands
// there as itself, and what is saved is what came.
func checkInvalidBytes(t *testing.T, raw []byte) {
	t.Helper()
	var want []string
	for rest := raw; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			want = append(want, fmt.Sprintf(`\x%02x`, rest[0]))
		}
		rest = rest[size:]
	}
	for _, media := range []string{"application/json", "text/plain"} {
		body := raw
		if media == "application/json" {
			body = slices.Concat([]byte(`["`), raw, []byte(`"]`))
		}
		for mode := range modeCount {
			r := shown(media, body)
			if mode == modePlain && !r.isJSON() {
				continue // has no such mode
			}
			r.mode = mode
			for cmd := r.more(); cmd != nil; cmd = r.more() {
				r.indexed(cmd().(indexedMsg))
			}
			view := ansi.Strip(strings.Join(r.bodyView(testFrame(200, 40), r.body.State(), 40), "\n"))
			if r.modeName() == "hex" {
				head := body[:min(len(body), 8)]
				if digits := strings.TrimSpace(fmt.Sprintf("% x", head)); !strings.Contains(view, digits) {
					t.Errorf("% x as hex:\n%s", raw, view)
				}
				continue
			}
			if got := byteMark.FindAllString(view, -1); !slices.Equal(got, want) {
				t.Errorf("% x as %s: %q, want %q:\n%s", raw, r.modeName(), got, want, view)
			}
		}
		var saved bytes.Buffer
		if _, err := writeBytes(t.Context(), &saved, body); err != nil || !bytes.Equal(saved.Bytes(), body) {
			t.Errorf("% x was saved for % x, %v", saved.Bytes(), body, err)
		}
	}
}

func TestE3InvalidBytesInEveryMode(t *testing.T) {
	for _, raw := range []string{"a\x80b", "\xc3", "\xc3a", "\xe2\x82", "x\xf0\x9f\x98", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xfe\xff\xc1\xf5", "é\xffé\xe2日", "e\xff\u0301"} {
		checkInvalidBytes(t, []byte(raw))
	}
}

// TestE3CorpusInEveryMode is the same with a public corpus.
func TestE3CorpusInEveryMode(t *testing.T) {
	corpus, err := os.ReadFile("../../shared/corpora/utf8tests/utf8tests.txt")
	if err != nil {
		t.Skip("corpora not present")
	}
	count := 0
	for line := range strings.Lines(string(corpus)) {
		fields := strings.SplitN(strings.TrimRight(line, "\n"), ":", 3)
		if len(fields) < 3 || strings.HasPrefix(line, "#") {
			continue
		}
		raw := []byte(fields[2])
		if kind := strings.TrimSpace(fields[1]); kind != "valid" {
			digits, _, _ := strings.Cut(fields[2], ":")
			if raw, err = hex.DecodeString(strings.Join(strings.Fields(digits), "")); err != nil {
				t.Fatal(err)
			}
		}
		count++
		checkInvalidBytes(t, raw)
	}
	if count != 222 {
		t.Errorf("%d cases, want 222", count)
	}
}
