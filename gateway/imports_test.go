package gateway

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// importRule is what the packages of one folder may import besides the
// standard library.
type importRule struct {
	folder string // a pattern of path.Match
	ours   []string
	others []string
	// not lists packages of the standard library that are not for this folder.
	not []string
	any bool
}

const module = "gatehouse"

var charm = []string{"github.com/charmbracelet/"}

// importTable is the design's table of direct imports; the first rule that
// fits a folder holds. A name that ends in a slash stands for all below it.
var importTable = []importRule{
	{folder: ".", any: true},
	{folder: "ui/cli", any: true},
	{folder: "screenshots", any: true},
	{folder: "screenshots/*", any: true},
	{folder: "config", ours: []string{"gateway"}, others: []string{"github.com/BurntSushi/toml"}},
	{folder: "config/*", ours: []string{"gateway", "config"}, others: []string{"github.com/BurntSushi/toml"}},
	{folder: "gateway"},
	{folder: "gateway/sandbox", others: []string{"github.com/klauspost/compress/zstd"}},
	{folder: "gateway/encoding", ours: []string{"gateway"}, others: []string{"github.com/klauspost/compress/zstd"}},
	{folder: "gateway/history", ours: []string{"gateway"}, others: []string{"modernc.org/sqlite"}},
	{folder: "gateway/query", ours: []string{"gateway"}, others: []string{"github.com/itchyny/gojq"}},
	{folder: "gateway/*", ours: []string{"gateway"}},
	{folder: "ui/theme", others: []string{"github.com/charmbracelet/lipgloss"}, not: []string{"net/http", "os/exec", "database/sql"}},
	{folder: "ui/jsonview", others: widthTables, not: networkAndProcess},
	{folder: "ui/display", others: widthTables, not: networkAndProcess},
	{folder: "ui/keyboard", others: []string{"golang.org/x/sys/unix"}, not: networkAndProcess},
	{folder: "ui/words", not: networkAndProcess},
	{folder: "ui", ours: []string{"gateway", "gateway/catalog", "gateway/curl", "gateway/history", "gateway/query", "ui/jsonview", "ui/display", "ui/keyboard", "ui/theme", "ui/words"},
		others: append([]string{"github.com/sahilm/fuzzy"}, charm...), not: networkAndProcess},
	{folder: "ui/*", ours: []string{"gateway", "ui/jsonview", "ui/display", "ui/theme"}, others: charm, not: networkAndProcess},
}

var (
	widthTables       = []string{"github.com/charmbracelet/x/ansi", "github.com/mattn/go-runewidth", "github.com/rivo/uniseg", "github.com/clipperhouse/"}
	networkAndProcess = []string{"net/http", "database/sql", "os/exec"}
)

// editorFile is the one file of the screen that may start a program: the
// user's editor or pager.
const editorFile = "ui/editor.go"

func TestImportsFollowTheTable(t *testing.T) {
	checked := 0
	for _, f := range moduleFiles(t) {
		rule, ok := ruleOf(f.folder)
		if !ok {
			t.Errorf("%s: no rule of the table is for %s", f.path, f.folder)
			continue
		}
		for _, imported := range f.imports {
			checked++
			if !rule.any && !rule.allows(imported) && !(f.path == editorFile && imported == "os/exec") {
				t.Errorf("%s imports %s", f.path, imported)
			}
		}
	}
	t.Logf("%d imports", checked)
	if checked < 100 {
		t.Errorf("only %d imports were looked at", checked)
	}
}

func ruleOf(folder string) (importRule, bool) {
	for _, r := range importTable {
		if fits, err := path.Match(r.folder, folder); err == nil && fits {
			return r, true
		}
	}
	return importRule{}, false
}

func (r importRule) allows(imported string) bool {
	if own, ok := strings.CutPrefix(imported, module+"/"); ok {
		return slices.Contains(r.ours, own)
	}
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		return !slices.Contains(r.not, imported)
	}
	return slices.ContainsFunc(r.others, func(allowed string) bool {
		return imported == allowed || strings.HasSuffix(allowed, "/") && strings.HasPrefix(imported, allowed)
	})
}

// The table is read as it is meant.
func TestImportTableForbids(t *testing.T) {
	for _, c := range []struct {
		folder, imported string
		ok               bool
	}{
		{"gateway", "net/http", true}, {"gateway", "gatehouse/config", false}, {"gateway", "github.com/klauspost/compress/zstd", false},
		{"gateway/sandbox", "gatehouse/gateway", false}, {"gateway/encoding", "gatehouse/gateway", true}, {"config", "gatehouse/ui", false},
		{"ui", "gatehouse/config", false}, {"ui", "net/http", false}, {"ui", "os/exec", false}, {"ui", "github.com/charmbracelet/bubbletea", true},
		{"ui/theme", "gatehouse/gateway", false}, {"ui/theme", "github.com/charmbracelet/lipgloss", true}, {"ui/theme", "github.com/charmbracelet/bubbletea", false},
		{"ui/jsonview", "github.com/charmbracelet/lipgloss", false}, {"ui/display", "gatehouse/gateway", false},
		{"ui", "gatehouse/ui/words", true}, {"ui/words", "gatehouse/gateway", false}, {"ui/words", "github.com/charmbracelet/x/ansi", false},
		{"ui", "gatehouse/ui/keyboard", true}, {"ui/keyboard", "gatehouse/ui/display", false}, {"ui/keyboard", "golang.org/x/sys/unix", true},
	} {
		if rule, found := ruleOf(c.folder); !found || rule.allows(c.imported) != c.ok {
			t.Errorf("%s importing %s: want %v", c.folder, c.imported, c.ok)
		}
	}
}
