package jsonview

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestLookupsAreThoseOfTheReference(t *testing.T) {
	each(t, 4000, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(100), markBytes)
		lines := naive(body)
		for i, l := range lines {
			if rows := s.Rows(nil, i, 1); len(rows) != 1 || rows[0].Off != l.off {
				t.Errorf("row %d is %+v, want offset %d", i, rows, l.off)
			}
			end, want := len(body), -1
			if i+1 < len(lines) {
				end = lines[i+1].off
			}
			for off := l.off; off < end; off++ {
				if got := s.LineAt(off); got != i {
					t.Errorf("line at %d is %d, want %d", off, got, i)
				}
			}
			for j := i + 1; j < len(lines); j++ {
				if lines[j].depth <= l.depth {
					if j > i+1 {
						want = j
					}
					break
				}
			}
			if got, ok := s.End(i); ok != (want >= 0) || ok && got != want {
				t.Errorf("end of %d is %d %v, want %d", i, got, ok, want)
			}
			parent, ok := s.Parent(i)
			if ok != (l.depth > 0) || ok && parent != l.path[l.depth-1] {
				t.Errorf("parent of %d is %d %v, want %v", i, parent, ok, l.path)
			}
			if got, want := s.Path(i), naivePath(s, body, lines, i); got != want {
				t.Errorf("path of %d is %q, want %q", i, got, want)
			}
		}
	})
}

// naivePath writes a path from the reference's lines.
func naivePath(s *Snapshot, body string, lines []naiveLine, i int) string {
	steps := append([]int{}, lines[i].path...)
	own := i
	for lines[i].closes && lines[own].depth > 0 || lines[i].closes && own == i {
		// A closing line has the path of the line that opens its container.
		own--
		if lines[own].depth == lines[i].depth {
			break
		}
	}
	path := "$"
	for _, l := range append(steps, own) {
		tokens, _ := naiveTokens(strings.Repeat(" ", 3) + body[lines[l].off:])
		if len(tokens) > 1 && tokens[0][0] == '"' && tokens[1] == ":" {
			path = string((&Snapshot{body: []byte(tokens[0] + ":")}).appendKey([]byte(path), 0))
		} else if lines[l].depth > 0 || s.many {
			path += fmt.Sprintf("[%d]", lines[l].ord)
		}
	}
	return path
}

func TestPathTexts(t *testing.T) {
	long := strings.Repeat("é", 150)
	for _, c := range []struct {
		body string
		line int
		want string
	}{
		{`{"collections":[{"id":1}]}`, 3, "$.collections[0].id"},
		{`{"collections":[{"id":1}]}`, 4, "$.collections[0]"},
		{`{"collections":[{"id":1}]}`, 6, "$"},
		{`{"a b":1}`, 1, `$["a b"]`},
		{`{"a\"b":1}`, 1, `$["a\"b"]`},
		{`{"":1}`, 1, `$[""]`},
		{`{"1a":1}`, 1, `$["1a"]`},
		{`{"größe":1}`, 1, `$.größe`},
		{`{"` + long + `":1}`, 1, `$["` + long[:keyBytes] + `…"]`},
		{"{}\n{\"a\":1}", 2, "$[1].a"},
		{`[]`, 7, ""},
	} {
		if got := indexOf(c.body, blockBytes, markBytes).Path(c.line); got != c.want {
			t.Errorf("%q line %d: %q, want %q", c.body, c.line, got, c.want)
		}
	}
	lines := NewIndexer(JSONLines)
	lines.Feed([]byte("[1]"), 3)
	if got := lines.Snapshot().Path(1); got != "$[0][0]" {
		t.Errorf("first element of JSON Lines has the path %q", got)
	}
}

func TestPathOfADeepLineIsCapped(t *testing.T) {
	deep := strings.Repeat(`[0,{"k":`, 40_000)
	s := indexOf(deep, blockBytes, markBytes)
	last := s.Lines() - 1
	want := "$" + strings.Repeat("[1].k", 24) + "[1]" + " … " + strings.Repeat("[1].k", 24) + ".k"
	got := s.Path(last)
	if !strings.HasPrefix(got, "$[1].k[1].k") || !strings.Contains(got, " … ") || len(got) > len(want)+20 {
		t.Errorf("path is %q", got)
	}
	if n := strings.Count(got, "[") + strings.Count(got, "."); n != 2*pathEnds-1 { // the root has no text
		t.Errorf("path has %d steps", n)
	}
}

// The levels beyond nearLevels have no element numbers, and everything else.
func TestMoreLevelsThanAreNumbered(t *testing.T) {
	const depth = nearLevels + 1000
	body := strings.Repeat("[", depth) + strings.Repeat("]", depth)
	s := indexOf(body, blockBytes, markBytes)
	if f, bad := s.Fault(); bad {
		t.Fatalf("fault %v", f)
	}
	if want := 2*depth - 1; s.Lines() != want {
		t.Fatalf("%d lines, want %d", s.Lines(), want)
	}
	if end, ok := s.End(0); !ok || end != s.Lines()-1 {
		t.Errorf("root ends at %d %v", end, ok)
	}
	if end, ok := s.End(depth - 2); !ok || end != depth {
		t.Errorf("the deepest container with lines ends at %d %v", end, ok)
	}
	mixed := strings.Repeat("[", nearLevels) + strings.Repeat(`{"a":[`, 500)
	closing := strings.Repeat("]}", 500) + strings.Repeat("]", nearLevels)
	if f, bad := indexOf(mixed+closing, blockBytes, markBytes).Fault(); bad {
		t.Errorf("fault %v in mixed containers", f)
	}
	if f, _ := indexOf(mixed+"]"+closing[2:], blockBytes, markBytes).Fault(); f != (Fault{len(mixed) + 1, WrongBracket}) {
		t.Errorf("fault %v, the wrong bracket is at %d", f, len(mixed)+1)
	}
	wrong := indexOf(body[:depth+500]+"}", blockBytes, markBytes)
	if f, _ := wrong.Fault(); f != (Fault{depth + 500, WrongBracket}) {
		t.Errorf("fault %v", f)
	}
}

func TestOutOfRange(t *testing.T) {
	for _, d := range []Document{&Snapshot{}, indexOf("[1]", 10, 10), &TextSnapshot{}, textOfBody("a\nb"), HexSnapshot{[]byte("abc"), true}, HexSnapshot{nil, true}} {
		for _, first := range []int{-1, 0, d.Lines(), d.Lines() + 9} {
			for _, n := range []int{-1, 0, 1, 100} {
				for _, r := range d.Rows(nil, first, n) {
					if r.Line < 0 || r.Line >= d.Lines() {
						t.Errorf("%T: row %+v", d, r)
					}
				}
			}
		}
		for _, off := range []int{-1, 0, 1000} {
			if l := d.LineAt(off); l < 0 || l > d.Lines() {
				t.Errorf("%T: line %d at %d", d, l, off)
			}
		}
	}
	s := indexOf("[1]", 10, 10)
	for _, line := range []int{-1, 3} {
		if _, ok := s.End(line); ok || s.Path(line) != "" {
			t.Errorf("line %d exists", line)
		}
		if _, ok := s.Parent(line); ok {
			t.Errorf("line %d has a parent", line)
		}
	}
}
