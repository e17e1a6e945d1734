package config

import (
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	tomltest "github.com/toml-lang/toml-test/v2"
)

func TestScan(t *testing.T) {
	const text = `# comment = 1
a = 1
"b c" = "x # no = comment"
d.e.f = '''
g = 2
'''

[[list]]
h = [
  1, # i = 3
  { j = "}", k = ["]"] },
]
[[list]]
  [list.sub]
  l = """a\"""b"""""
[[list.deep]]
m = 1979-05-27 07:32:00
[[ list . deep ]]
n = {o = {p = 1}, q.r = 2}
`
	want := strings.Fields(`a:2 "b_c":3 d.e.f:4 list[0]:8 list[0].h:9 list[0].h[0]:10 list[0].h[1]:11
		list[0].h[1].j:11 list[0].h[1].k:11 list[0].h[1].k[0]:11 list[1]:13 list[1].sub:14 list[1].sub.l:15
		list[1].deep[0]:16 list[1].deep[0].m:17 list[1].deep[1]:18 list[1].deep[1].n:19 list[1].deep[1].n.o:19
		list[1].deep[1].n.o.p:19 list[1].deep[1].n.q.r:19`)
	var got []string
	scan(text, func(p position) {
		if p.how <= asElement && p.how != asArray {
			got = append(got, strings.ReplaceAll(p.path, " ", "_")+":"+strconv.Itoa(p.line))
		}
	})
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

var index = regexp.MustCompile(`\[\d+\]`)

// checkScan compares the scanner with the keys that the toml package found:
// the same ones in the same order, each on a line that holds its last part.
func checkScan(t *testing.T, name, text string) {
	t.Helper()
	var values map[string]any
	meta, err := toml.Decode(text, &values)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var want []string
	for _, key := range meta.Keys() {
		path := ""
		for _, part := range key {
			path = join(path, part)
		}
		want = append(want, path)
	}
	lines := strings.Split(text, "\n")
	at := 0
	scan(text, func(p position) {
		if p.how > asArray {
			return
		}
		plain := index.ReplaceAllString(p.path, "")
		if at < len(want) && want[at] == plain {
			at++
		} else {
			t.Errorf("%s: the scanner finds %s on line %d, which is no key", name, p.path, p.line)
		}
		last := plain[strings.LastIndexByte(plain, '.')+1:]
		if p.line > len(lines) || !strings.Contains(last, `"`) && !strings.Contains(lines[p.line-1], last) {
			t.Errorf("%s: %s is not on line %d", name, p.path, p.line)
		}
	})
	if at < len(want) {
		t.Errorf("%s: the scanner does not find %s", name, want[at])
	}
}

// Every file of toml-test for TOML 1.0 is read or refused as it should be. The
// toml package reads TOML 1.1: what only 1.0 refuses does not count.
func TestP3TOML(t *testing.T) {
	cases := tomltest.TestCases()
	list, err := fs.ReadFile(cases, "files-toml-1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	later, err := fs.ReadFile(cases, "files-toml-1.1.0")
	if err != nil {
		t.Fatal(err)
	}
	still := strings.Fields(string(later))
	began := time.Now()
	valid, refused, newer, dates := 0, 0, 0, 0
	for name := range strings.FieldsSeq(string(list)) {
		if !strings.HasSuffix(name, ".toml") {
			continue
		}
		data, err := fs.ReadFile(cases, name)
		if err != nil {
			t.Fatal(err)
		}
		doc := &document{file: name}
		top := doc.read(data)
		switch {
		case strings.HasPrefix(name, "valid/"):
			valid++
			if top == nil {
				t.Errorf("%s is refused: %v", name, doc.faults)
				continue
			}
			checkScan(t, name, string(data))
			parse(data, name, "/conf", services())
		case top != nil && !slices.Contains(still, name):
			newer++
		case top != nil && name == "invalid/datetime/offset-overflow-minute.toml":
			// Go's time package reads an offset of 60 minutes. No key of
			// ours takes a date.
			dates++
		case top != nil:
			t.Errorf("%s is accepted", name)
		default:
			refused++
			if line := doc.faults[0].Line; line < 1 || line > 1+strings.Count(string(data), "\n") {
				t.Errorf("%s: refused on line %d", name, line)
			}
		}
	}
	t.Logf("%d valid accepted, %d invalid refused with a line, %d that only TOML 1.1 accepts, %d date; %v", valid, refused, newer, dates, time.Since(began).Round(time.Millisecond))
	if valid < 200 || refused < 450 {
		t.Error("too few cases")
	}
}

// FuzzParse: no text ends the program, and every fault has a place and words.
func FuzzParse(f *testing.F) {
	f.Add(string(first))
	f.Add(qa + "[[x]]\n[x.y]\na=[{b=1},[{c=2}]]\n")
	f.Add("a=\"\"\"\\\n\"\"\"\"\"\n'b'.\"c\\u0041\"=1")
	for _, c := range badSyntax {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		steps := 0
		scan(text, func(position) {
			if steps++; steps > 2*len(text)+2 {
				t.Fatal("the scanner does not go on")
			}
		})
		_, _, faults := parse([]byte(text), "f", "/conf", services())
		last := 1 + strings.Count(text, "\n")
		for _, e := range faults {
			if e.Line < 0 || e.Line > last || e.Fault == "" || strings.ContainsAny(e.Error(), "\n\x1b") {
				t.Errorf("%+v", e)
			}
		}
	})
}
