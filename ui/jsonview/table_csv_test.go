package jsonview

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// naiveRecords reads CSV a byte at a time by the rules of TableOf, as fields with their quotes.
func naiveRecords(body string, separator byte) (records [][]string) {
	for i := 0; i < len(body); {
		if body[i] == '\n' || body[i] == '\r' {
			i++
			continue
		}
		var record []string
		for {
			start := i
			if i < len(body) && body[i] == '"' {
				end := i + 1
				for end < len(body) && (body[end] != '"' || strings.HasPrefix(body[end+1:], `"`)) {
					end++
					if body[end-1] == '"' {
						end++ // the second of a pair
					}
				}
				if end < len(body) {
					i = end + 1
				}
			}
			plain := i
			for i < len(body) && body[i] != separator && body[i] != '\n' {
				i++
			}
			end := i
			last := i == len(body) || body[i] == '\n'
			if last && end > plain && body[end-1] == '\r' {
				end--
			}
			record = append(record, body[start:end])
			i++
			if last {
				break
			}
		}
		records = append(records, record)
	}
	return records
}

// rawRecords is the fields of all rows of a table, as they stand in the body; empty ones at the
// end of a record are not told from missing ones.
func rawRecords(t *CSVTable) (records [][]string) {
	var all []int
	for i := range t.Columns() {
		all = append(all, i)
	}
	for row := range t.Rows() {
		var record []string
		for _, c := range t.Cells(nil, row, all) {
			from, to := t.Extent(c)
			record = append(record, string(t.body[from:to]))
		}
		records = append(records, trimmed(record))
	}
	return records
}

func trimmed(record []string) []string {
	for len(record) > 0 && record[len(record)-1] == "" {
		record = record[:len(record)-1]
	}
	return record
}

// checkCSV compares a table with the reference.
func checkCSV(t *testing.T, table *CSVTable, body string) {
	t.Helper()
	body = strings.TrimPrefix(body, byteOrderMark)
	want := naiveRecords(body, table.Separator())
	if table.Header() {
		want = want[1:]
	}
	widest := 0
	for i := range want {
		want[i] = want[i][:min(len(want[i]), MaxColumns)]
		widest = max(widest, len(want[i]))
		want[i] = trimmed(want[i])
	}
	if got := rawRecords(table); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Fatalf("separator %q: %q, want %q", table.Separator(), got, want)
	}
	if got := len(table.Columns()); got < widest || !table.Header() && got != widest {
		t.Errorf("%d columns, want %d", got, widest)
	}
	for i, c := range table.Columns() {
		seen := 0
		for _, record := range want {
			if i < len(record) && record[i] != "" {
				seen++
			}
		}
		if c.Seen() != seen {
			t.Errorf("column %d has %d cells, want %d", i, c.Seen(), seen)
		}
	}
}

// randomCSV is CSV from pieces that are apt to be mistaken.
func randomCSV(r *rand.Rand) string {
	pieces := []string{"a", "12", `"x"`, `"`, `""`, `"a""b"`, "\"two\nlines\"", "é", " ", "-3.5", "long text here"}
	breaks := []string{",", ",", ",", ";", "\n", "\r\n", "\n\n", "\r", ",,"}
	var s strings.Builder
	for range r.IntN(40) {
		s.WriteString(pieces[r.IntN(len(pieces))])
		s.WriteString(breaks[r.IntN(len(breaks))])
	}
	return s.String()
}

func csvOf(t testing.TB, body string) *CSVTable { return tableOf(t, textOfBody(body), 0).(*CSVTable) }

func TestCSVIsThatOfTheReference(t *testing.T) {
	for i := range 3000 {
		body := randomCSV(rand.New(rand.NewPCG(uint64(i), 5)))
		if checkCSV(t, csvOf(t, body), body); t.Failed() {
			t.Fatalf("seed %d, body %q", i, body)
		}
	}
}

// What encoding/csv writes is read as it was.
func TestCSVAgreesWithEncodingCSV(t *testing.T) {
	words := []string{"a", "id", "two words", "a\nb", "\"", "\"\"", ",", ";", "\t", "x\"y", "é", "-1.5", "z;z", "long text of more than eight bytes", "12"}
	for i := range 1000 {
		r := rand.New(rand.NewPCG(uint64(i), 6))
		separator := ",;\t|"[r.IntN(4)]
		var out strings.Builder
		w := csv.NewWriter(&out)
		w.Comma, w.UseCRLF = rune(separator), r.IntN(2) == 0
		columns, records := 2+r.IntN(4), [][]string{{"first", "second", "third", "fourth", "fifth"}}
		records[0] = records[0][:columns]
		for range 3 + r.IntN(10) {
			var record []string
			for range columns {
				record = append(record, words[r.IntN(len(words))])
			}
			records = append(records, record)
		}
		if err := w.WriteAll(records); err != nil {
			t.Fatal(err)
		}
		body := out.String()
		if w.UseCRLF {
			body = strings.ReplaceAll(body, "a\r\nb", "a\nb") // the writer's own idea
		}
		table := csvOf(t, body)
		if table.Separator() != separator || !table.Header() || table.Rows() != len(records)-1 {
			t.Fatalf("%q: separator %q, header %v, %d rows", body, table.Separator(), table.Header(), table.Rows())
		}
		for row, record := range records[1:] {
			for column, want := range record {
				if got, whole := cellText(table, table.Cells(nil, row, []int{column})[0], 100); got != want || !whole {
					t.Fatalf("%q: row %d, column %d is %q, want %q", body, row, column, got, want)
				}
			}
		}
	}
}

func TestCSVTableGrows(t *testing.T) {
	for i := range 60 {
		r := rand.New(rand.NewPCG(uint64(i), 8))
		body := "id,name\n" + strings.Repeat("1,\"some words\"\n", r.IntN(2)*5000) + randomCSV(r)
		x := &TextIndex{}
		var table Table
		for fed, part := 0, 1+len(body)/7; fed < len(body); {
			fed += x.Feed([]byte(body)[:min(len(body), fed+1+r.IntN(part))], len(body))
			if fed == len(body) {
				x.Finish()
			}
			var err error
			if table == nil {
				table, err = TableOf(context.Background(), x.Document(), 0)
			} else {
				table, err = table.Grow(context.Background(), x.Document())
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if checkCSV(t, table.(*CSVTable), body); t.Failed() {
			t.Fatalf("seed %d", i)
		}
	}
}

func TestCSVTables(t *testing.T) {
	long := strings.Repeat("x", quotedBytes)
	for _, c := range []struct {
		what, body string
		separator  byte
		columns    string
		rows       string
	}{
		{"a header", "id,name\n1,a\n2,b\n", ',', "[id name]", "[[1 a] [2 b]]"},
		{"no header", "1,a\n2,b", ',', "[1 2]", "[[1 a] [2 b]]"},
		{"semicolons", "price;note\r\n1,5;a\r\n2,5;b, c\r\n", ';', "[price note]", "[[1,5 a] [2,5 b, c]]"},
		{"tabs", "a\tb,c\n1\t2", '\t', "[a b,c]", "[[1 2]]"},
		{"a quoted header", byteOrderMark + "\"a \"\"b\"\"\",c\n1,2", ',', `[a "b" c]`, "[[1 2]]"},
		{"longer records", "a,b\n1,2,3\n4", ',', "[a b 3]", "[[1 2 3] [4]]"},
		{"a broken quote", "a,b\n\"x\"y,2\n\"open,3", ',', "[a b]", "[[\"x\"y 2] [\"open 3]]"},
		{"a quote far away", "a,b\n\"x,1\n" + long + ",2\n\"y\",3", ',', "[a b]", "[[\"x 1] [" + long + " 2] [y 3]]"},
		{"only a header", "a,b\n", ',', "[a b]", "[]"},
		{"nothing", "", ',', "[]", "[]"},
	} {
		table := csvOf(t, c.body)
		var names []string
		for _, column := range table.Columns() {
			names = append(names, column.Key)
		}
		rows := [][]string{}
		for row := range table.Rows() {
			var record []string
			for column := range names {
				if cell := table.Cells(nil, row, []int{column})[0]; cell.Kind != NoCell {
					text, _ := cellText(table, cell, 2*quotedBytes)
					record = append(record, text)
				}
			}
			rows = append(rows, record)
		}
		if table.Separator() != c.separator || fmt.Sprint(names) != c.columns || fmt.Sprint(rows) != c.rows {
			t.Errorf("%s: %q %v %.300v, want %q %v %.300v", c.what, table.Separator(), names, rows, c.separator, c.columns, c.rows)
		}
	}
}

func TestCSVSorts(t *testing.T) {
	table := csvOf(t, "n,s\n10,b\n9,\"a\"\"x\"\n,a\nx,a\"b\n9.0,\"\"\n")
	for column, want := range []string{"[9 9.0 10 x ]", `[ a a"b a"x b]`} {
		order, err := Sort(context.Background(), table, column, false)
		if got := fmt.Sprint(shown(table, order, column)); err != nil || got != want {
			t.Errorf("column %d: %v, want %v (%v)", column, got, want, err)
		}
	}
}
