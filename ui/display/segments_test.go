package display

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// breakTests are the cases of Unicode's GraphemeBreakTest, which the module
// uniseg keeps among its tests.
func breakTests(t *testing.T) []string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/rivo/uniseg").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "graphemebreak_test.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "original" {
			text, err := strconv.Unquote(pair.Value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, text)
		}
		return true
	})
	return out
}

// emojiSequences are what emoji are made of: every pictograph, with and without
// the sign of its style, in every tone of skin, joined by twos, every pair of
// regional letters, every keycap.
func emojiSequences() []string {
	var out []string
	for r := rune(0x80); r < 0x1ff00; r++ {
		if !pictographic(r) {
			continue
		}
		out = append(out, string(r), string(r)+"\ufe0f", string(r)+"\u200d\u2642\ufe0f")
		if unicode.Is(modifierBases, r) {
			for tone := rune(0x1f3fb); tone <= 0x1f3ff; tone++ {
				out = append(out, string(r)+string(tone), string(r)+string(tone)+"\u200d\u2640\ufe0f")
			}
		}
	}
	for a := rune(0x1f1e6); a <= 0x1f1ff; a++ {
		for b := rune(0x1f1e6); b <= 0x1f1ff; b++ {
			out = append(out, string(a)+string(b))
		}
	}
	for _, c := range "0123456789#*" {
		out = append(out, string(c)+"\ufe0f\u20e3")
	}
	return out
}

// TestE4SegmentsAgree holds the widths of Unicode's own cases and of all that
// emoji are made of against the model that frames are laid out by.
func TestE4SegmentsAgree(t *testing.T) {
	for name, c := range map[string]struct {
		list  []string
		least int
	}{"GraphemeBreakTest": {breakTests(t), 602}, "emoji": {emojiSequences(), 4733}} {
		for _, s := range c.list {
			for _, text := range []string{s, "│" + s + "│", s + s} {
				checkText(t, text, 40)
				checkSpans(t, text, 7)
				cols := 0
				for _, span := range spansOf(text, 200) {
					cols += span.Cols
				}
				if line := Line(strings.ReplaceAll(text, "\t", "")); !strings.Contains(text, "\t") && (ansi.StringWidth(line) != cols || Width(line) != cols) {
					t.Errorf("%s: %+q is drawn as %+q: %d columns, and %d", name, text, line, ansi.StringWidth(line), cols)
				}
			}
		}
		t.Logf("E4: %s: %d texts", name, len(c.list))
		if len(c.list) < c.least {
			t.Errorf("%s: %d texts, want %d", name, len(c.list), c.least)
		}
	}
}
