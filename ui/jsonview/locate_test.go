package jsonview

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// A path leads to the first line that has it: that of the reference, where names are told apart
// as they are spelled.
func TestPathsLeadBack(t *testing.T) {
	led := 0
	each(t, 1000, func(t *testing.T, r *rand.Rand, body string) {
		if strings.Contains(body, `\`) {
			return // names that mean the same may be spelled otherwise
		}
		s := indexOf(body, 1+r.IntN(100), 1+r.IntN(40))
		first := map[string]int{}
		for line := range s.Lines() {
			path := s.Path(line)
			if _, ok := first[path]; !ok {
				first[path] = line
			}
			if strings.ContainsAny(path, "…") || strings.Contains(path, `""]`) {
				continue
			}
			got, err := s.Locate(context.Background(), path)
			if err != nil || s.Path(got) != path {
				// What is inside the second of two members of a name is not there in the first.
				if repeats(s, line, first) {
					continue
				}
				t.Fatalf("%q: %s of line %d led to %d, %v", body, path, line, got, err)
			}
			if got > line {
				t.Fatalf("%q: %s of line %d led on to %d", body, path, line, got)
			}
			led++
		}
	})
	if led < 1000 {
		t.Errorf("only %d paths", led)
	}
}

// repeats tells whether a line, or what is around it, has the path of an earlier line.
func repeats(s *Snapshot, line int, first map[string]int) bool {
	for ok := true; ok; line, ok = s.Parent(line) {
		if r, container := s.container(line); container {
			line = r.Line
		}
		if first[s.Path(line)] != line {
			return true
		}
	}
	return false
}

func TestLocate(t *testing.T) {
	const body = `{"a":{"b.c":[1,[2,3],{"id":7}],"größe":null},"e":[],"e":4}`
	for _, c := range []struct {
		path string
		line int
		why  string // how the error begins
	}{
		{"$", 0, ""}, {"$.a", 1, ""}, {`$.a["b.c"]`, 2, ""}, {`$.a["b.c"][0]`, 3, ""}, {`$.a["b.c"][1][1]`, 6, ""},
		{`$.a["b.c"][2].id`, 9, ""}, {"$.a.größe", 12, ""}, {`$["a"]["größe"]`, 12, ""}, {"$.e", 14, ""},
		{"a", 0, "a does not begin with $"},
		{"", 0, " does not begin with $"},
		{"$.x.y", 0, `$ has no "x".`},
		{`$.a["b.c"][3]`, 0, `$.a["b.c"] ends with [2].`},
		{`$.a["b.c"][0].id`, 0, `$.a["b.c"][0] has nothing inside.`},
		{"$.e[0]", 0, "$.e has nothing inside."},
		{"$.a..id", 0, "$.a is followed by a step that may lead to several places."},
		{"$.a[*]", 0, "$.a is followed by a step that may lead to several places."},
		{"$.a[", 0, "$.a is followed by what is no step: "},
		{"$.a[-1]", 0, "$.a is followed by what is no step: "},
		{"$.a[99999999999999999999]", 0, "$.a is followed by what is no step: "},
	} {
		s := indexOf(body, 4, markBytes)
		got, err := s.Locate(context.Background(), c.path)
		if c.why == "" && (err != nil || got != c.line) {
			t.Errorf("%s led to %d, %v; want %d", c.path, got, err, c.line)
		}
		if wrong, ok := errors.AsType[*PathError](err); c.why != "" && (!ok || !strings.HasPrefix(wrong.Error(), c.why)) {
			t.Errorf("%s: %v, want %s", c.path, err, c.why)
		}
	}
}

// Several top-level values are numbered, also while more of them come.
func TestLocateInJSONLines(t *testing.T) {
	x := NewIndexer(JSONLines)
	x.Feed([]byte("{\"a\":1}\n{\"a\":2}\n"), 100)
	s := x.Snapshot()
	if line, err := s.Locate(context.Background(), "$[1].a"); line != 4 || err != nil {
		t.Errorf("line %d, %v", line, err)
	}
	if _, err := s.Locate(context.Background(), "$[2]"); err == nil || err.Error() != "$ ends with [1] so far." {
		t.Errorf("%v", err)
	}
	if _, err := NewIndexer(JSON).Snapshot().Locate(context.Background(), "$.a"); err == nil {
		t.Error("a path leads about nothing")
	}
}

// The way ends when nobody waits any more.
func TestLocateIsStopped(t *testing.T) {
	s := indexOf("{"+strings.Repeat(`"a":1,`, 1000)+`"b":2}`, 100, markBytes)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Locate(ctx, "$.b"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// FuzzLocate: where any text leads, the path of that place leads, too.
func FuzzLocate(f *testing.F) {
	for _, path := range []string{"$", "$.a[2].b", `$["a"]["k"]`, "$[0][0]", "$[1", "$..", `$.a["\u0061"]`} {
		f.Add(`{"a":[1,2,{"b":null,"k":1}],"c":[[]]}`, path)
		f.Add("1\n[[2]]\n", path)
	}
	f.Fuzz(func(t *testing.T, body, path string) {
		s := indexOf(body, 5, markBytes)
		line, err := s.Locate(context.Background(), path)
		spelled := s.Path(line)
		if err != nil || strings.ContainsAny(body+path, `\…`) || len(spelled) > 2*pathEnds {
			return
		}
		if back, err := s.Locate(context.Background(), spelled); err != nil || back != line {
			t.Errorf("%q: %q led to %d, whose path %q leads to %d, %v", body, path, line, spelled, back, err)
		}
	})
}

func BenchmarkLocate(b *testing.B) {
	body := "[" + strings.Repeat(`{"id":1,"name":"x"},`, 1<<20) + "0]"
	x := NewIndexer(JSON)
	x.Feed([]byte(body), len(body))
	x.Finish()
	s := x.Snapshot()
	for b.Loop() {
		if _, err := s.Locate(context.Background(), "$[1000000].name"); err != nil {
			b.Fatal(err)
		}
	}
}
