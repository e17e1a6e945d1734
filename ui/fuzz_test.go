package ui

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gatehouse/gateway"
)

func TestCheckJSON(t *testing.T) {
	for _, c := range []struct {
		body, verdict string
		ok            bool
	}{
		{"", "", true},
		{" \n\t", "", true},
		{`{"a": 1}`, "JSON", true},
		{"{\"a\": 1}\n{\"a\": 2}\n", "JSON Lines, 2", true},
		{"{\"a\": 1}\n\n{\"a\": 2}", "JSON Lines, 2", true},
		{"{\"a\": 1}\n{\"a\" 2}", "line 2, column 6: ", false},
		{"{\n  \"ä\": 1,\n  \"öö\" 2\n}", "line 3, column 8: ", false},
		{"{", "line 1, column 2: the JSON ends too early", false},
		{"{\n\"a\":\n", "line 3, column 1: the JSON ends too early", false},
		{"nope", "line 1, column 2: ", false},
	} {
		verdict, ok := checkJSON(c.body)
		if ok != c.ok || !strings.HasPrefix(verdict, c.verdict) || c.verdict == "" && verdict != "" {
			t.Errorf("%q: %q, %v; want %q, %v", c.body, verdict, ok, c.verdict, c.ok)
		}
	}
}

var placed = regexp.MustCompile(`^line (\d+), column (\d+): .`)

// FuzzCheckJSON: one value is right exactly when json.Valid says so, and the
// place of a fault is inside the text or just behind its end.
func FuzzCheckJSON(f *testing.F) {
	for _, seed := range []string{"", "{}", "{", "[1,2", "{\"a\":\n1}\n{\"b\":2", "1\n2\n", "\"\xff\"", "nul", "{\"ä\":ö}", "[1,\r\n2]", "1\n\n[", "\u2028{"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		verdict, ok := checkJSON(body)
		if valid := json.Valid([]byte(body)); valid && !ok || verdict == "JSON" && !valid {
			t.Fatalf("%q: %q, but json.Valid says %v", body, verdict, valid)
		}
		if n, isLines := strings.CutPrefix(verdict, "JSON Lines, "); isLines {
			count := 0
			for _, line := range strings.Split(body, "\n") {
				if strings.TrimSpace(line) != "" {
					count++
					if !json.Valid([]byte(line)) {
						t.Fatalf("%q: the line %q is not valid", body, line)
					}
				}
			}
			if n != strconv.Itoa(count) {
				t.Fatalf("%q: %s, but there are %d", body, verdict, count)
			}
		}
		if ok {
			return
		}
		m := placed.FindStringSubmatch(verdict)
		if m == nil {
			t.Fatalf("%q: no place in %q", body, verdict)
		}
		line, _ := strconv.Atoi(m[1])
		column, _ := strconv.Atoi(m[2])
		rows := strings.Split(body, "\n")
		if line < 1 || line > len(rows) || column < 1 || column > len([]rune(rows[line-1]))+1 {
			t.Fatalf("%q: %q is outside the text", body, verdict)
		}
	})
}

// FuzzDraft: a draft sends what its fields say, whatever is typed in them, and
// a change of the operation's definition loses nothing that was typed.
func FuzzDraft(f *testing.F) {
	f.Add("GET", "/x/{id}", "id", "7", "q", "a b", "{}")
	f.Add("", "", "", "", "", "", "")
	f.Fuzz(func(t *testing.T, method, path, name, value, query, text, body string) {
		o := gateway.Operation{
			Name: "x", Method: "POST", Path: "/y/{id}", Body: "{}", Safety: gateway.DeclaredSafe,
			PathParams: []gateway.Parameter{{Name: "id"}}, Query: []gateway.Parameter{{Name: "page", Default: "1"}},
		}
		d := newDraft(o)
		if d.changed() || d.request().Safety != gateway.DeclaredSafe {
			t.Fatal("a fresh draft is not the operation")
		}
		d.method, d.path, d.body = method, path, body
		d.entries[0].value = value
		d.entries = append(d.entries, entry{part: partQuery, name: query, value: text, own: true}, entry{part: partHeader, name: name, value: value, own: true})
		check := func() {
			r := d.request()
			if r.Method != method || r.Path != path || string(r.Body) != body {
				t.Fatalf("%q %q %q became %q %q %q", method, path, body, r.Method, r.Path, r.Body)
			}
			if (r.Safety == gateway.DeclaredSafe) != (method == d.operation.Method && path == d.operation.Path) {
				t.Fatal("what the operation declares holds for another request")
			}
			if last := r.Query[len(r.Query)-1]; last.Name != query || last.Value != text || last.Off {
				t.Fatalf("the query field became %v", last)
			}
			if last := r.Headers[len(r.Headers)-1]; last.Name != name || last.Value != value || last.Off {
				t.Fatalf("the header became %v", last)
			}
			for _, p := range r.PathParams {
				if p.Value != value || p.Off != (value == "") {
					t.Fatalf("the path parameter became %v", p)
				}
			}
		}
		check()
		o.Doc, o.Query[0].Default = "changed", "2"
		if method == "POST" || path == "/y/{id}" || body == "{}" || query == "page" {
			return // not told apart from the definition
		}
		d.redefine(o)
		check()
	})
}
