package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/ui"
)

// compareFiles writes two files and gives their names.
func (r *rig) compareFiles(a, b string) (left, right string) {
	r.t.Helper()
	left, right = filepath.Join(r.folder, "a.json"), filepath.Join(r.folder, "b.json")
	for path, text := range map[string]string{left: a, right: b} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			r.t.Fatal(err)
		}
	}
	return left, right
}

const (
	comparedLeft  = `{"time":"10:00","items":[{"id":1,"price":5},{"id":2,"price":7,"color":"red"}]}`
	comparedRight = `{"items":[{"id":2,"price":8},{"price":5.0,"id":1}],"time":"11:30","new":true}`
)

// TestCompare tells exactly what was planted, by the exit status too.
func TestCompare(t *testing.T) {
	r := newRig(t)
	a, b := r.compareFiles(comparedLeft, comparedRight)
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{a, b}, exitDifferent, "changed  $.time: \"10:00\" -> \"11:30\"\nchanged  $.items[id=2].price: 7 -> 8\nremoved  $.items[id=2].color: \"red\"\nadded    $.new: true\nremoved: only in a.json; added: only in b.json\n4 differences: 1 added, 1 removed, 2 changed; 1 moved\n"},
		{[]string{a, b, "--ignore", "$..price", "--ignore", "$.time", "--ignore", "$.new", "--ignore", "$.items[*].color"}, exitOK, "no differences; 4 ignored, 1 moved\n"},
		{[]string{a, b, "--ignore", "$.time", "--ignore", "$.new", "--key", "price"}, exitDifferent, "removed  $.items[price=7]: {\"id\":2,\"price\":7,\"color\":\"red\"}\nadded    $.items[price=8]: {\"id\":2,\"price\":8}\nremoved: only in a.json; added: only in b.json\n2 differences: 1 added, 1 removed; 2 ignored\n"},
		{[]string{a, b, "--key", "#", "--key", "id"}, exitUsage, ""},
		{[]string{a, b, "--key", "#", "--ignore", "$.time", "--ignore", "$.new"}, exitDifferent, "changed  $.items[0].id: 1 -> 2\nchanged  $.items[0].price: 5 -> 8\nchanged  $.items[1].id: 2 -> 1\nchanged  $.items[1].price: 7 -> 5.0\nremoved  $.items[1].color: \"red\"\nremoved: only in a.json; added: only in b.json\n5 differences: 1 removed, 4 changed; 2 ignored\n"},
		{[]string{a, a}, exitOK, "no differences\n"},
	} {
		r.want(c.status, append([]string{"compare"}, c.args...)...)
		if got := r.stdout.String(); got != c.want {
			t.Errorf("%v:\n%s\nwant\n%s", c.args[2:], got, c.want)
		}
	}
}

// TestCompareAsJSON writes the same in the form for programs.
func TestCompareAsJSON(t *testing.T) {
	r := newRig(t)
	a, b := r.compareFiles(comparedLeft, comparedRight)
	r.want(exitDifferent, "compare", a, b, "--output", "json")
	var got struct {
		Same    bool
		Added   []struct{ Path string }
		Changed []struct {
			Path        string
			Left, Right any
		}
		Totals struct{ Added, Removed, Changed, Moved int }
	}
	if err := json.Unmarshal(r.stdout.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Same || len(got.Added) != 1 || got.Added[0].Path != "$.new" || got.Changed[1].Left != 7.0 || got.Changed[1].Right != 8.0 || got.Totals.Removed != 1 || got.Totals.Moved != 1 {
		t.Errorf("%+v", got)
	}
}

// TestNotCompared has the status 2, whatever it is that kept it from comparing,
// and says what to do.
func TestNotCompared(t *testing.T) {
	r := newRig(t)
	a, b := r.compareFiles(`{"a":[1,2`, `{"a":[1,2,3],"b":"`+strings.Repeat("long ", 300)+`"}`)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{a}, "compare needs B"},
		{[]string{a, "nowhere"}, "there is no file nowhere"},
		{[]string{"", b}, "one of the names is empty"},
		{[]string{a, ""}, "one of the names is empty"},
		{[]string{"-", "-"}, "only one of the two can be the standard input"},
		{[]string{a, b, "--ignore", "time"}, "--ignore: time: a path begins with $"},
		{[]string{a, b, "--key", "$.x"}, "--key: $.x: a key's path ends in"},
		{[]string{a, b, "--output", "xml"}, "text and json are known"},
		{[]string{a, b, "--limit", "1KiB"}, "--limit reads more"},
	} {
		r.want(exitUncompared, append([]string{"compare"}, c.args...)...)
		if got := r.stderr.String(); !strings.Contains(got, c.want) {
			t.Errorf("%v says %q, not %q", c.args[1:], got, c.want)
		}
	}
	a, _ = r.compareFiles(`{"a":[1,2`, "")
	b = filepath.Join(r.folder, "whole.json")
	if err := os.WriteFile(b, []byte(`{"a":[1,2]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	r.want(exitUncompared, "compare", a, b)
	if got := r.stdout.String(); !strings.Contains(got, "note: the first body") || !strings.Contains(got, "no differences; not all was compared") {
		t.Errorf("of a broken file it says %q", got)
	}
}

// TestCompareStdin compares what comes through a pipe, and cleans what a
// terminal gets.
func TestCompareStdin(t *testing.T) {
	r := newRig(t)
	a, _ := r.compareFiles(`{"a":"x"}`, "")
	r.world.Stdin = strings.NewReader("{\"a\":\"\u009b31m\u202e\"}")
	r.world.StdoutTerminal = true
	r.want(exitDifferent, "compare", a, "-")
	if got := r.stdout.String(); !strings.Contains(got, "changed  $.a: ") || strings.ContainsAny(got, "\u009b\u202e") {
		t.Errorf("%q", got)
	}
}

// TestOpenCompares begins with the comparison of two files.
func TestOpenCompares(t *testing.T) {
	o := newOpening(t)
	explore := o.world.Explore
	var body string
	o.world.Explore = func(ctx context.Context, options ui.Options) error {
		body = string(options.Against.Body.Wait().Bytes)
		return explore(ctx, options)
	}
	a, b := o.compareFiles(comparedLeft, comparedRight)
	o.want(exitOK, "open", a, "--compare", b)
	if got := o.got.Against; got == nil || got.Name != b || body != comparedRight {
		t.Errorf("opened against %+v", got)
	}
	o.want(exitFailed, "open", a, "--compare", "nowhere")
	if got := o.stderr.String(); !strings.Contains(got, "there is no file nowhere") {
		t.Errorf("%s", got)
	}
	if _, err := o.got.OpenFile(t.Context(), "-"); err == nil {
		t.Error("the standard input is opened as a file to compare with")
	}
}
