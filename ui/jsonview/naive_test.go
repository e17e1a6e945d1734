package jsonview

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// naiveLine is a display line of the reference.
type naiveLine struct {
	off, depth int
	closes     bool
	ord        uint32
	text       []byte
	path       []int // lines that open the containers around it, outermost first
}

// naive lays a body out by the rules of the design, a token at a time with a plain stack: the
// reference for everything else.
func naive(body string) []naiveLine {
	type container struct {
		line int
		ord  uint32
	}
	var (
		lines []naiveLine
		open  []container
		ord   uint32
		prev  = "open"
	)
	text := func(s string) { l := &lines[len(lines)-1]; l.text = append(l.text, s...) }
	start := func(off int, closes bool) {
		l := naiveLine{off: off, depth: len(open), closes: closes, ord: ord}
		for _, c := range open {
			l.path = append(l.path, c.line)
		}
		lines = append(lines, l)
	}
	value := func(off int, s string) {
		if prev == "value" || prev == "close" {
			ord++
		}
		if prev != "colon" {
			start(off, false)
		}
		text(s)
		prev = "value"
	}
	tokens, offs := naiveTokens(body)
	for i, s := range tokens {
		off := offs[i]
		switch s[0] {
		case '{', '[':
			value(off, s)
			open = append(open, container{len(lines) - 1, ord})
			ord, prev = 0, "open"
		case '}', ']':
			if len(open) == 0 {
				value(off, s)
				break
			}
			ord = open[len(open)-1].ord
			open = open[:len(open)-1]
			if prev != "open" {
				start(off, true)
			}
			text(s)
			prev = "close"
		case ':':
			if prev != "value" {
				value(off, s)
				break
			}
			text(": ")
			prev = "colon"
		case ',':
			if prev == "open" {
				value(off, s)
				break
			}
			text(s)
			ord++
			prev = "comma"
		default:
			value(off, s)
		}
	}
	return lines
}

func naiveTokens(body string) (tokens []string, offs []int) {
	for p := 0; p < len(body); {
		end := p + 1
		switch {
		case p == 0 && strings.HasPrefix(body, "\xEF\xBB\xBF"):
			p = 3
			continue
		case strings.IndexByte(" \t\r\n", body[p]) >= 0:
			p++
			continue
		case body[p] == '"':
			for end < len(body) && body[end] != '"' {
				if body[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(body))
		case strings.IndexByte("{}[]:,", body[p]) < 0:
			for end < len(body) && strings.IndexByte(" \t\r\n\"{}[]:,", body[end]) < 0 {
				end++
			}
		}
		tokens, offs = append(tokens, body[p:end]), append(offs, p)
		p = end
	}
	return tokens, offs
}

// randomJSON writes a valid document in no particular style.
func randomJSON(r *rand.Rand, depth int) string {
	ws := func() string {
		return strings.Repeat([]string{"", "", "", " ", "\n", "\t", "\r\n", "         "}[r.IntN(8)], r.IntN(3))
	}
	str := func() string {
		parts := []string{"a", "id", `\"`, `\\`, `\u0141`, "é", "日本", "🙂", " ", ",", ":", "{", "]", "long text in here",
			`\n`, "x", "\u202e", `\\\"`}
		s := `"`
		for range r.IntN(5) {
			s += parts[r.IntN(len(parts))]
		}
		return s + `"`
	}
	kind := r.IntN(10)
	if depth <= 0 {
		kind = r.IntN(6)
	}
	switch {
	case kind < 2:
		return ws() + str() + ws()
	case kind < 6:
		words := []string{"0", "-1", "3.25", "1e9", "-0.0E+2", "12345678901234567890", "true", "false", "null"}
		return ws() + words[r.IntN(len(words))] + ws()
	}
	var parts []string
	for range r.IntN(6) {
		v := randomJSON(r, depth-1)
		if kind < 8 {
			v = ws() + str() + ws() + ":" + v
		}
		parts = append(parts, v)
	}
	inner := strings.Join(parts, ",")
	if inner == "" {
		inner = ws()
	}
	if kind < 8 {
		return ws() + "{" + inner + "}" + ws()
	}
	return ws() + "[" + inner + "]" + ws()
}

// damage changes a document in a few places.
func damage(r *rand.Rand, s string) string {
	pieces := []string{"{", "}", "[", "]", ":", ",", `"`, `\`, " ", "\n", "1", "tru", "\x00", "\xff", "<html>", ",,", "::", "é"}
	for range 1 + r.IntN(4) {
		i := r.IntN(len(s) + 1)
		switch r.IntN(4) {
		case 0:
			s = s[:i]
		case 1:
			s = s[:i] + s[min(len(s), i+1+r.IntN(3)):]
		case 2:
			j := r.IntN(len(s) + 1)
			s = s[:i] + s[min(i, j):max(i, j)] + s[i:]
		default:
			s = s[:i] + pieces[r.IntN(len(pieces))] + s[i:]
		}
	}
	return s
}

// randomBody is a valid document, several, or a damaged one.
func randomBody(r *rand.Rand) string {
	s := randomJSON(r, 1+r.IntN(5))
	switch r.IntN(5) {
	case 0, 1:
		return damage(r, s)
	case 2:
		return s + "\n" + randomJSON(r, 2) + "\n" + randomJSON(r, 2)
	}
	return s
}

// indexOf indexes a body in one go.
func indexOf(body string, size, window int) *Snapshot {
	x := newIndexer(JSON, size, window)
	x.Feed([]byte(body), len(body))
	x.Finish()
	return x.Snapshot()
}

// textOf is the drawn text of a row.
func textOf(d Document, r Row) string {
	text := ""
	for _, p := range d.Draw(nil, r, 0, 1<<40) {
		text += string(p.Text)
	}
	return text
}

// each runs a property on n bodies with a fixed seed each.
func each(t *testing.T, n int, property func(t *testing.T, r *rand.Rand, body string)) {
	t.Helper()
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 7))
		body := randomBody(r)
		property(t, r, body)
		if t.Failed() {
			t.Fatalf("seed %d, body %q", i, body)
		}
	}
}
