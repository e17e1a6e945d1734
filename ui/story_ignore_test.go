package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/ui/jsonview"
)

// TestWholeElementsAreIgnoredAlone: an element that is on one side only is
// ignored by its key or number, and not all that differs in its list; a member
// is ignored in all elements.
func TestWholeElementsAreIgnoredAlone(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answerWith(map[string]string{
			"QA":      `{"items":[{"id":1,"price":5},{"id":2,"price":7},{"id":3,"price":9}],"tags":[[1],[2],[3]]}`,
			"Staging": `{"items":[{"id":2,"price":8},{"id":4,"price":5},{"id":3,"price":1}],"tags":[[1],[5],[2],[4]]}`,
		})
		r.send()
		r.press("v", "d", "enter")
		r.wait(2 * time.Second)
		shows := func(want ...string) {
			t.Helper()
			if got := r.diffRowsOnShow(); strings.Join(got, ", ") != strings.Join(want, ", ") {
				t.Errorf("%q show, want %q\n%s", got, want, r.screen())
			}
		}
		shows("− $.items[id=1]", "~ $.items[id=2].price", "~ $.items[id=3].price", "+ $.items[id=4]", "+ $.tags[1]", "~ $.tags[2][0]")
		r.expectNot("X ignore nothing")
		r.press("x")
		r.expect("$.items[id=1] alone is ignored from now on. X takes it back.", "1 ignored", "without $.items[id=1]", "X ignore nothing")
		shows("~ $.items[id=2].price", "~ $.items[id=3].price", "+ $.items[id=4]", "+ $.tags[1]", "~ $.tags[2][0]")
		r.press("x")
		r.expect("$.items[*].price is ignored from now on.", "3 ignored")
		shows("+ $.items[id=4]", "+ $.tags[1]", "~ $.tags[2][0]")
		r.press("down", "enter", "x")
		r.expect("COMPARE", "$.tags[1] alone is ignored", "4 ignored")
		shows("+ $.items[id=4]", "~ $.tags[2][0]")
		r.press("X")
		r.expect("3 paths are no longer ignored.", "6 differences")
		r.expectNot("X ignore nothing", "without")
	})
}

// TestGroupOfWholeElementsIsIgnored: not what is inside the others. What one
// ignores in an opened group leaves it open.
func TestGroupOfWholeElementsIsIgnored(t *testing.T) {
	list := func(from, price int) string {
		var all []string
		for i := range 100 {
			all = append(all, fmt.Sprintf(`{"id":%d,"price":%d}`, from+i, price))
		}
		return `{"items":[` + strings.Join(all, ",") + `]}`
	}
	inRig(t, setup{}, func(r *rig) {
		r.answerWith(map[string]string{"QA": list(0, 1), "Staging": list(20, 2)})
		r.send()
		r.press("v", "d", "enter")
		r.wait(2 * time.Second)
		r.expect("▸ $.items[*].price", "× 80", "▸ $.items[*] ", "× 40", "− 20 only in QA", "+ 20 only in Staging")
		r.press("down", "enter", "down", "x")
		r.expect("$.items[id=1] alone is ignored", "39 differences", "esc closes the group", "$.items[id=0]", "$.items[id=2]")
		r.press("esc", "x")
		r.expect("Whole elements $.items[*] are ignored", "80 differences", "40 ignored", "▸ $.items[*].price")
	})
}

// TestSidesHaveTheSameNames: the heads of the columns, the counts and the text
// call the sides alike.
func TestSidesHaveTheSameNames(t *testing.T) {
	head := func(r *rig) []string {
		for _, line := range lines(r.frame) {
			if fields := strings.Fields(line); len(fields) > 0 && fields[0] == "path" {
				return fields[1:]
			}
		}
		return nil
	}
	inRig(t, setup{}, func(r *rig) {
		r.answerWith(map[string]string{"QA": leftBody, "Staging": rightBody})
		r.send()
		r.press("v", "d", "enter")
		r.wait(2 * time.Second)
		if got := strings.Join(head(r), " "); got != "QA Staging" {
			t.Errorf("the heads are %q", got)
		}
		r.press("esc", "tab")
		r.answerWith(map[string]string{"QA": rightBody})
		r.send()
		r.press("v", "d", "p")
		r.wait(time.Second)
		names := head(r)
		if len(names) != 2 || names[0] == names[1] {
			t.Fatalf("the heads are %q\n%s", names, r.screen())
		}
		r.expect("only at " + names[0] + " · + 1 only at " + names[1])
		if text := r.diffText(); !strings.Contains(text, "removed: only at "+names[0]+"; added: only at "+names[1]+"\n") {
			t.Errorf("the text is\n%s", text)
		}
	})
}

// TestNamesAreCutWhereTheyDiffer as far as they can be.
func TestNamesAreCutWhereTheyDiffer(t *testing.T) {
	for _, c := range []struct{ a, b, left, right string }{
		{"QA", "Production", "QA", "Production"},
		{"export-of-january", "export-of-june", "…f-january", "…t-of-june"},
		{"a-very-long-name", "another-long-name", "a-very-lo…", "another-l…"},
		{"catalogue-january.json", "catalogue-february.json", "…ogue-jan…", "…gue-febr…"},
		{"catalogue-é-of-2026.json", "catalogue-ĩ-of-2026.json", "…alogue-é…", "…alogue-ĩ…"},
		{"\x1b[31m", "b", "␛[31m", "b"},
	} {
		if got := (sidesApart{names: [2]string{c.a, c.b}}).cut(10); got != [2]string{c.left, c.right} {
			t.Errorf("%q and %q are %q", c.a, c.b, got)
		}
	}
}

// TestUnlistedAreCountedOnce: what the count of a group holds is no more that is
// only counted.
func TestUnlistedAreCountedOnce(t *testing.T) {
	r := &jsonview.Comparison{Changed: 120, Summaries: []jsonview.Summary{{Changed: 100}, {Changed: 20}}, List: make([]jsonview.Difference, 50)}
	m := &model{bodyDiff: bodyDiff{result: r, group: noGroup, groups: [][]int32{make([]int32, 40), nil}, rows: []diffRow{{group: 0}}}}
	for i := range 10 {
		m.bodyDiff.rows = append(m.bodyDiff.rows, diffRow{noGroup, 40 + i})
	}
	if got := m.unlisted(); got != 10 {
		t.Errorf("%d are told, of 20 without a group 10 are listed", got)
	}
	if m.bodyDiff.group = 0; m.unlisted() != 60 {
		t.Errorf("%d are told in the group of 100 with 40", m.unlisted())
	}
}
