package jsonview

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
)

// naiveKey is the key at the start of a text, with its quotes.
func naiveKey(text string) (string, bool) {
	tokens, _ := naiveTokens("   " + text)
	if len(tokens) > 1 && tokens[0][0] == '"' && tokens[1] == ":" {
		return tokens[0], true
	}
	return "", false
}

func TestWaysFromLineToLineAreThoseOfTheReference(t *testing.T) {
	each(t, 1500, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(100), markBytes)
		ref := &naiveFolds{lines: naive(body)}
		for line, l := range ref.lines {
			start, end := line, line
			if at := ref.container(line); at >= 0 {
				start, end = at, ref.end(at)
			}
			next, prev := -1, -1
			if n := len(ref.lines); end+1 < n && !ref.lines[end+1].closes {
				next = end + 1
			}
			for i := start - 1; i >= 0 && ref.lines[i].depth >= l.depth; i-- {
				if ref.lines[i].depth == l.depth && !ref.lines[i].closes {
					prev = i
					break
				}
			}
			for _, way := range []struct {
				name string
				from func(int) (int, bool)
				want int
			}{{"next", s.NextSibling, next}, {"previous", s.PrevSibling, prev}} {
				if got, ok := way.from(line); ok != (way.want >= 0) || ok && got != way.want {
					t.Errorf("%s of %d is %d %v, want %d", way.name, line, got, ok, way.want)
				}
			}
			elements := -1
			for i := start + 1; i < end && start != end; i++ {
				if ref.lines[i].depth == l.depth+1 {
					elements = int(ref.lines[i].ord) + 1
				}
			}
			if got, ok := s.Elements(line); ok != (elements >= 0) || ok && got != elements {
				t.Errorf("line %d has %d elements %v, want %d", line, got, ok, elements)
			}
		}
	})
}

func TestKeysAreThoseOfTheReference(t *testing.T) {
	same := 0
	each(t, 1500, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(100), markBytes)
		ref := &naiveFolds{lines: naive(body)}
		keys := map[int]string{}
		for line, l := range ref.lines {
			if key, ok := naiveKey(body[l.off:]); ok {
				keys[line] = key
			}
		}
		for line := range ref.lines {
			start := line
			if at := ref.container(line); at >= 0 {
				start = at
			}
			want, ok := keys[start]
			key, has := s.Key(line)
			if has != ok || has && `"`+string(key)+`"` != want {
				t.Errorf("key of %d is %q %v, want %q", line, key, has, want)
			}
			next, prev := -1, -1
			for i := len(ref.lines) - 1; ok && i > line; i-- {
				if keys[i] == want {
					next = i
				}
			}
			for i := 0; ok && i < start; i++ {
				if keys[i] == want {
					prev = i
					same++
				}
			}
			if got, ok := s.NextKey(context.Background(), line); ok != (next >= 0) || ok && got != next {
				t.Errorf("next key of %d is %d %v, want %d", line, got, ok, next)
			}
			if got, ok := s.PrevKey(context.Background(), line); ok != (prev >= 0) || ok && got != prev {
				t.Errorf("previous key of %d is %d %v, want %d", line, got, ok, prev)
			}
		}
	})
	if same < 100 {
		t.Errorf("only %d keys come again", same)
	}
}

// The value of a line is its text, or that of all lines to the end of the container, without
// key, colon and commas.
func TestValuesAreThoseOfTheReference(t *testing.T) {
	each(t, 1500, func(t *testing.T, r *rand.Rand, body string) {
		s := indexOf(body, 1+r.IntN(100), 1+r.IntN(40))
		ref := &naiveFolds{lines: naive(body)}
		for line := range ref.lines {
			start, end := line, line+1
			if at := ref.container(line); at >= 0 {
				start, end = at, ref.end(at)+1
			}
			to := len(body)
			if end < len(ref.lines) {
				to = ref.lines[end].off
			}
			off := ref.lines[start].off
			tokens, offs := naiveTokens("   " + body[off:to])
			if _, ok := naiveKey(body[off:]); ok {
				tokens, offs = tokens[2:], offs[2:]
			}
			for n := len(tokens); n > 0 && tokens[n-1] == "," && end <= len(ref.lines); n-- {
				tokens = tokens[:n-1]
			}
			want := ""
			if n := len(tokens); n > 0 {
				want = body[off+offs[0]-3 : off+offs[n-1]-3+len(tokens[n-1])]
			}
			if end > len(ref.lines) {
				want = body[off+offs[0]-3:]
			}
			from, until := s.Value(line)
			if got := body[from:until]; got != want {
				t.Errorf("value of %d is %q, want %q", line, got, want)
			}
		}
	})
}

func TestNavigationOfNothing(t *testing.T) {
	ctx := context.Background()
	for _, s := range []*Snapshot{{}, indexOf("[1]", 10, 10)} {
		for _, line := range []int{-1, s.Lines()} {
			for _, way := range []func(int) (int, bool){
				s.NextSibling, s.PrevSibling, s.Elements,
				func(line int) (int, bool) { return s.NextKey(ctx, line) },
				func(line int) (int, bool) { return s.PrevKey(ctx, line) },
			} {
				if got, ok := way(line); ok {
					t.Errorf("line %d leads to %d", line, got)
				}
			}
			if from, to := s.Value(line); from != to {
				t.Errorf("line %d has a value", line)
			}
		}
	}
}

// Keys are found across the windows of the search, and not in strings.
func TestKeysFarApart(t *testing.T) {
	filler := strings.Repeat(`"key","\"key\":",`, 100_000)
	for _, shift := range []int{0, 1, 2, 3, 4, 5, 6} {
		body := `[{"key":1},` + filler + strings.Repeat(" ", shift) + `{"x":0,"key" :2}]`
		s := indexOf(body, blockBytes, markBytes)
		last := s.Lines() - 3
		if got, ok := s.NextKey(context.Background(), 2); !ok || got != last {
			t.Errorf("next is %d %v, want %d", got, ok, last)
		}
		if got, ok := s.PrevKey(context.Background(), last); !ok || got != 2 {
			t.Errorf("previous is %d %v, want 2", got, ok)
		}
	}
	for distance := keyWindow - 16; distance < keyWindow+16; distance++ {
		s := indexOf(`[{"key":1},`+strings.Repeat(" ", distance)+`{"key":2}]`, blockBytes, markBytes)
		if got, ok := s.NextKey(context.Background(), 2); !ok || got != 5 {
			t.Errorf("%d bytes on is %d %v", distance, got, ok)
		}
		if got, ok := s.PrevKey(context.Background(), 5); !ok || got != 2 {
			t.Errorf("%d bytes back is %d %v", distance, got, ok)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	s := indexOf(`[{"key":1},{"key":2}]`, blockBytes, markBytes)
	if got, ok := s.NextKey(ctx, 2); ok {
		t.Errorf("a stopped search found %d", got)
	}
	if got, ok := s.PrevKey(ctx, 5); ok {
		t.Errorf("a stopped search found %d", got)
	}
}
