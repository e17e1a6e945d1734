package jsonview

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// wholeTable is the table of a body that is all there.
func wholeTable(t testing.TB, f Format, body string) Table {
	t.Helper()
	index := NewIndex(f)
	index.Feed([]byte(body), len(body))
	index.Finish()
	table, err := TableOf(context.Background(), index.Document(), 0)
	if err != nil {
		t.Fatalf("%v: %q", err, body)
	}
	return table
}

func allColumns(t Table) []int {
	out := make([]int, len(t.Columns()))
	for i := range out {
		out[i] = i
	}
	return out
}

func TestWrittenCSV(t *testing.T) {
	for _, c := range []struct {
		format     Format
		body, want string
	}{
		{JSON, `[{"a":1,"b":"x"},{"b":null,"c":[1, {"k": "v"}]},{"a":"1,5","b":"say \"hi\"\n\u0141"}]`,
			"a,b,c\n1,x,\n,,\"[1,{\"\"k\"\":\"\"v\"\"}]\"\n\"1,5\",\"say \"\"hi\"\"\nŁ\",\n"},
		{JSON, `[1,"two",null,{"value":3}]`, "value,value\n1,\ntwo,\n,\n,3\n"},
		{JSON, `["",null,3]`, "value\n\"\"\n\"\"\n3\n"},
		{JSON, `[{"\u0061":true},{"a":false}]`, "a\ntrue\nfalse\n"},
		{JSONLines, "{\"id\":1}\n{\"id\":2}\n", "id\n1\n2\n"},
		{CSV, "name;n\n\"a;b\";1\n\"q\"\"q\";2\n", "name,n\na;b,1\n\"q\"\"q\",2\n"},
		{CSV, "1,2\n3,4\n", "1,2\n1,2\n3,4\n"},
	} {
		table := wholeTable(t, c.format, c.body)
		var got bytes.Buffer
		if err := WriteCSV(context.Background(), &got, table, Order{}, allColumns(table)); err != nil || got.String() != c.want {
			t.Errorf("%s became %q, %v; want %q", c.body, got.String(), err, c.want)
		}
	}
}

// TestWrittenCSVHasTheOrder of rows and columns that was asked for.
func TestWrittenCSVHasTheOrder(t *testing.T) {
	table := wholeTable(t, JSON, `[{"n":2,"s":"b","x":0},{"n":3,"s":"c"},{"n":1,"s":"a"}]`)
	order, err := Sort(context.Background(), table, 0, true)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := WriteCSV(context.Background(), &got, table, order, []int{1, 0}); err != nil || got.String() != "s,n\nc,3\nb,2\na,1\n" {
		t.Errorf("%q, %v", got.String(), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := WriteCSV(ctx, &got, table, order, []int{0}); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
}

// TestWrittenCSVIsRead: encoding/csv and encoding/json read the same texts out of lists of
// objects.
func TestWrittenCSVIsRead(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 8))
	texts := []string{"", "plain", "a,b", `"`, "line\nbreak", " lead", `\.`, "żółć", "\u2028", "=1+1", "'", "\t"}
	for range 300 {
		keys := []string{"id", `k"ey`, "ż", "a,b"}[:1+r.IntN(4)]
		want := [][]string{keys}
		var list []map[string]string
		for range 1 + r.IntN(5) {
			element, record := map[string]string{}, []string{}
			for _, key := range keys {
				text := texts[r.IntN(len(texts))]
				element[key] = text
				record = append(record, text)
			}
			list, want = append(list, element), append(want, record)
		}
		body, err := json.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		table := wholeTable(t, JSON, string(body))
		columns := make([]int, len(keys)) // a map comes out in the order of its keys
		for i, key := range keys {
			columns[i] = slices.IndexFunc(allColumns(table), func(c int) bool { return TitleOf(table, c) == key })
		}
		var out bytes.Buffer
		if err := WriteCSV(context.Background(), &out, table, Order{}, columns); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(&out).ReadAll()
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s\ngave %q, %v\nwant %q", body, got, err, want)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"abc", `{"x":"ABC"}`, true},
		{"Abc", `{"x":"ABC"}`, false},
		{"abc", "ab", false},
		{`"x": 1`, `{"x":1}`, true},
		{"Łódź", `{"x":"\u0141\u00f3d\u017a"}`, true},
		{"a/b", `"a\/b"`, true},
		{"second", "{\n \"a\": \"second\"\n}", true},
	} {
		p, err := Compile(c.pattern, SmartCase)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the memory of the first look is used again
			if got := p.Matches([]byte(c.text)); got != c.want {
				t.Errorf("%q in %q: %v", c.pattern, c.text, got)
			}
		}
	}
}

func FuzzWriteCSV(f *testing.F) {
	for _, body := range []string{`[{"a":1},{"b":"x\"y"}]`, `[1,[2],{"value":null}]`, "[{\"a\":\"\\ud83d\"},{", `[{"a":"unclosed`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		index := NewIndex(JSON)
		index.Feed([]byte(body), len(body))
		index.Finish()
		table, err := TableOf(context.Background(), index.Document(), 0)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := WriteCSV(context.Background(), &out, table, Order{}, allColumns(table)); err != nil {
			t.Fatal(err)
		}
		in := csv.NewReader(strings.NewReader(out.String()))
		records, err := in.ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", out.String(), err)
		}
		// A table without columns has records without fields, which are no lines.
		if want := table.Rows() + 1; len(table.Columns()) > 0 && len(records) != want {
			t.Fatalf("%d records, not %d: %q", len(records), want, out.String())
		}
	})
}

// TestStartsOfTexts: the start of a text is what it begins with, and cut only where it must be.
func TestStartsOfTexts(t *testing.T) {
	for _, body := range []string{`["plain text"]`, `["\u0141\u00f3d\u017a \"x\"\n"]`, `[""]`, `["漢字\ud83d\ude00!"]`, "[\"\\ud83d\xff\"]"} {
		table := wholeTable(t, JSON, body)
		cell := table.Element(0)
		whole := TextOf(table, cell)
		for n := range len(whole) + 3 {
			got, all := StartOf(table, cell, n)
			if all != (len(got) == len(whole)) || !bytes.HasPrefix(whole, got) || len(got) > n {
				t.Errorf("%s: %d bytes are %q, %v of %q", body, n, got, all, whole)
			}
			if !all && (utf8.Valid(whole) && !utf8.Valid(got) || len(got) <= n-utf8.UTFMax) {
				t.Errorf("%s: %d bytes are cut to %q", body, n, got)
			}
		}
	}
}
