package ui

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// inWares is a rig that shows the list of a text as a table.
func inWares(t *testing.T, text string, test func(r *rig)) {
	t.Helper()
	inFile(t, "wares.json", text, func(r *rig) {
		r.press("i")
		r.wait(time.Second)
		test(r)
	})
}

// inRow reports whether a row of the screen has texts in it, in this order.
func (r *rig) inRow(texts ...string) bool {
	for _, line := range lines(r.screen()) {
		for i, text := range texts {
			at := strings.Index(line, text)
			if at < 0 {
				break
			}
			if line = line[at+len(text):]; i == len(texts)-1 {
				return true
			}
		}
	}
	return false
}

func (r *rig) expectRow(texts ...string) {
	r.t.Helper()
	if !r.inRow(texts...) {
		r.t.Fatalf("no row with %q on\n%s", texts, r.screen())
	}
}

const people = `{"page":{"tags":[1]},"people":[
	{"id":3,"name":"Cecylia","city":"\u0141\u00f3d\u017a"},
	{"id":1,"name":"Adam","nick":""},
	{"id":2,"name":"Beata","city":null,"nick":"B, \"the\" second\nline"}]}`

// TestTableOfAList: names above, numbers of elements before, what is not there
// told from what is empty.
func TestTableOfAList(t *testing.T) {
	inWares(t, people, func(r *rig) {
		r.expect("TABLE  $.people", "3 rows · 4 columns", "1/3 · column 1/4", "›id", "id · number  3")
		r.expectRow("1", "3", "Cecylia", "Łódź", "·")
		r.expectRow("2", "1", "Adam", "·", `""`)
		r.expectRow("3", "2", "Beata", "null", `B, "the" second`)
		r.press("down", "l", "l")
		r.expect("2/3 · column 3/4", "›city", "city · not there")
		r.press("y")
		r.expect("This row has nothing in this column.")
		r.press("G", "l", "l", "y")
		if got := r.copied; len(got) != 1 || got[0] != "B, \"the\" second\nline" {
			t.Errorf("%q was copied", got)
		}
		r.press("Y")
		if got := r.copied[len(r.copied)-1]; got != `{"id":2,"name":"Beata","city":null,"nick":"B, \"the\" second\nline"}` {
			t.Errorf("the row copied is %s", got)
		}
	})
}

// TestTableIsSorted by the column under the cursor, turned round, and not at
// all; S begins the other way.
func TestTableIsSorted(t *testing.T) {
	inWares(t, people, func(r *rig) {
		order := func() string {
			out := ""
			for _, name := range []string{"Adam", "Beata", "Cecylia"} {
				at := strings.Index(r.screen(), name)
				out += fmt.Sprint(strings.Count(r.screen()[:at], "\n"), " ")
			}
			return out
		}
		sent := order()
		for _, c := range []struct{ key, sign, order string }{
			{"s", "id↑", "7 8 9 "}, {"s", "id↓", "9 8 7 "}, {"s", "", sent},
			{"S", "id↓", "9 8 7 "}, {"S", "id↑", "7 8 9 "}, {"S", "", sent},
		} {
			r.press(c.key)
			r.wait(100 * time.Millisecond)
			if got := order(); got != c.order || !strings.Contains(r.screen(), c.sign) {
				t.Errorf("after %s the rows are %s, not %s %s\n%s", c.key, got, c.order, c.sign, r.screen())
			}
		}
		r.press("l", "s", "/")
		r.text("a")
		r.expect("3 rows")
		r.text("d")
		r.expect("1 of 3 rows")
		r.expectRow("2", "1", "Adam")
		r.expectNot("Beata")
		r.press("enter", "esc")
		r.expect("by name ↑", "Cecylia")
		r.expectNot("1 of 3")
	})
}

// TestTableFindsWhatIsOnTheScreen, however the body spells it.
func TestTableFindsWhatIsOnTheScreen(t *testing.T) {
	inWares(t, people, func(r *rig) {
		r.press("/")
		r.text("łódź")
		r.expect("1 of 3 rows", "Cecylia")
		r.text("x")
		r.expect("0 of 3 rows", "No row has that in it.")
		r.press("enter", "enter")
		r.expect("There is no row under the cursor.")
		r.press("esc")
		r.expect("3 rows")
		r.press("esc")
		r.expect(`"people": [`)
	})
}

// TestTableHidesColumns one by one, but never the last; the list of them brings
// them back.
func TestTableHidesColumns(t *testing.T) {
	inWares(t, people, func(r *rig) {
		r.press("x", "x", "x")
		r.expect("3 hidden", "›nick", "column 1/1")
		r.expectNot("Adam")
		r.press("x")
		r.expect("This is the last column that shows.")
		r.press("C", "g", "down", " ")
		r.expect("COLUMNS", "2 of 4 columns show", "in 3 rows")
		r.press("down", "down", " ", "up", "up", " ")
		r.expect("One column has to show")
		r.press("esc")
		r.expect("Adam", "›name")
		r.press("C", "a", "enter")
		r.expect("3 rows · 4 columns ", "id")
	})
}

// TestTableLeadsIntoTheBody: enter goes to where the cell stands, and i back to
// its row.
func TestTableLeadsIntoTheBody(t *testing.T) {
	inWares(t, wares(300), func(r *rig) {
		r.expect("$.items", "1/300")
		for range 120 {
			r.press("down")
		}
		r.press("l", "l", "enter")
		r.expect("$.items[120].price")
		r.press("i")
		r.wait(time.Second)
		r.expect("121/300 · column 3/")
		r.press("esc", "g", "i") // not in the list: the longest one
		r.wait(time.Second)
		r.expect("$.items", "1/300")
		r.press("esc", "down", "down", "i")
		r.wait(time.Second)
		r.expect("$.facets", "2 rows · 1 column")
	})
}

// TestTableIsSaved as it shows.
func TestTableIsSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "people.csv")
	inWares(t, people, func(r *rig) {
		r.press("s", "l", "l", "x", "w")
		r.expect("SAVE TABLE", "3 rows and 3 columns as CSV", "wares-json.csv")
		r.press("ctrl+u")
		r.text(path)
		r.press("enter")
		r.wait(time.Second)
		r.expect("✓ Saved")
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		got, err := csv.NewReader(f).ReadAll()
		want := [][]string{{"id", "name", "nick"}, {"1", "Adam", ""}, {"2", "Beata", "B, \"the\" second\nline"}, {"3", "Cecylia", ""}}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q, %v", got, err)
		}
		r.press("w", "ctrl+u")
		r.text(path)
		r.press("enter")
		r.wait(time.Second)
		r.expect("Not saved", "w asks again")
	})
}

// TestTableGrows with the body: a longer list takes the place of a shorter one,
// the cursor stays on its row, an order is made again when all is there.
func TestTableGrows(t *testing.T) {
	s := setup{}
	text := wares(60)
	withFile("wares.json", slowly(text, 600), gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		r.wait(time.Second)
		r.press("i")
		r.wait(time.Second)
		r.expect("$.items", "so far")
		r.press("down", "s")
		r.wait(time.Second)
		r.expect("of the first")
		r.press("esc") // nothing is under way: back to the body
		r.expect(`"facets"`)
		r.press("i")
		r.until("of the first")
		r.m.file.body.Cancel()
		r.wait(time.Minute)
		r.expectNot("of the first", "so far")
	})
}

// TestTableKeysBeforeThereIsATable: none of them does harm, and the screen stays.
func TestTableKeysBeforeThereIsATable(t *testing.T) {
	s := setup{}
	withFile("orders.json", slowly(`{"about":"`+strings.Repeat("nothing yet ", 100)+`"}`, 600), gateway.BodyOptions{})(&s)
	inRig(t, s, func(r *rig) {
		r.press("i")
		r.expect("waiting for a list")
		for _, key := range []string{"<", ">", "left", "right", "down", "pgdown", "G", "g", "s", "x", "X", "C", "y", "Y", "w", "enter"} {
			r.press(key)
			if at := r.m.place(); at != atTable {
				t.Fatalf("%s leads to %v", key, at)
			}
		}
	})
}

// TestNoTable says why there is none.
func TestNoTable(t *testing.T) {
	for text, why := range map[string]string{
		`{"a":1,"b":[]}`:             "No list here: no array of this body has elements.",
		"<html><p>1</p></html>":      "No list here: the body is HTML.",
		"":                           "There is no body to show as a table.",
		"\x00\x01\x02binary\xff\xfe": "the body is binary.",
	} {
		inWares(t, text, func(r *rig) {
			r.expect(why)
			if r.m.place() != atFile {
				t.Errorf("%q: at %v", text, r.m.place())
			}
		})
	}
}

// TestCSVIsATableAtOnce where the name of a file says so.
func TestCSVIsATableAtOnce(t *testing.T) {
	s := setup{}
	withCSV(csvText)(&s)
	inRig(t, s, func(r *rig) {
		r.wait(time.Second)
		r.expect("TABLE  CSV with semicolons", "3 rows · 3 columns", "first; with a separator")
		r.press("l", "enter")
		r.expect(`1;"first; with a separator";1.50`, "2/4 CSV")
		r.press("q")
		if !r.quit {
			t.Error("q does not quit")
		}
	})
}

// TestTableOfAnAnswer: the table is of the answer, and goes with it.
func TestTableOfAnAnswer(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answering(body("application/json", people))
		r.send()
		r.press("v", "i")
		r.wait(time.Second)
		r.expect("TABLE  $.people", "Adam")
		r.press("f5")
		r.wait(2 * time.Second)
		r.expect("RESPONSE", `"people": [`)
		r.press("i")
		r.wait(time.Second)
		r.press("esc", "e")
		r.expectNot("TABLE")
	})
}
