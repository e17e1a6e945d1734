package ui

import (
	"os"
	"strings"
	"testing"
)

// The marks around the table of keys in the README.
const (
	keysBegin = "-update -->\n"
	keysEnd   = "<!-- end of keys -->"
)

// keysTable is the bindings table as the README shows it.
func keysTable() string {
	var out strings.Builder
	out.WriteString("\n| | key | does |\n| --- | --- | --- |\n")
	names := (&help{}).where
	for _, g := range groups {
		title := g
		for _, b := range bindings {
			if b.group != g {
				continue
			}
			key := strings.ReplaceAll(b.helpKeys(), "|", "\\|")
			out.WriteString("| " + title + " | `" + key + "` | " + b.inFull() + names(b) + " |\n")
			title = ""
		}
	}
	return out.String() + "\n"
}

// TestREADMEKeys holds the README's table of keys to the bindings.
func TestREADMEKeys(t *testing.T) {
	const path = "../README.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), keysBegin)
	_, after, ok2 := strings.Cut(rest, keysEnd)
	if !ok || !ok2 {
		t.Fatal("the README has no place for the keys")
	}
	want := before + keysBegin + keysTable() + keysEnd + after
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Error("the README's table of keys is not the bindings table: go test ./ui -run TestREADMEKeys -update")
	}
}
